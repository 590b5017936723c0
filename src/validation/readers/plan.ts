import { InputError } from './input-error';
import { isObject, JsonObject, member, objectsIn, stringMember } from './json';
import { PlanContext, PlanModule } from './plan-module';
import { changeOf, PlanResource, Shown } from './plan-resource';
import { withoutIndexes } from './plan-traversal';
import { ABSENT, known } from '../../inventory/fact';
import { ProviderRequirement, SourceDocument } from '../../inventory/source';
import { resourceKey } from '../../inventory/value';

/** Reads a plan as `terraform show -json` prints it. */
export function readPlan(plan: JsonObject, unit: string): SourceDocument {
  return new ShownDocument(unit, plan).plan();
}

/** Reads a state as `terraform show -json` prints it. */
export function readState(state: JsonObject, unit: string): SourceDocument {
  return new ShownDocument(unit, {}).state(member(state, 'values'));
}

/** Format versions of Terraform's and OpenTofu's plans and states begin with 1 ever since they are promised to be stable. */
export function checkFormat(name: string, what: 'plan' | 'state', document: JsonObject): void {
  const version = member(document, 'format_version');
  if (typeof version === 'string' && /^1(\.\d+)*$/.test(version)) return;
  const got = version === undefined ? 'none' : JSON.stringify(version);
  throw new InputError(name, `is a ${what} of a format that is not known: \`format_version\` must be 1.x, got: ${got}`);
}

const NOTHING: JsonObject = {};

class ShownDocument implements PlanContext {
  public readonly variables: unknown;
  public readonly providers: unknown;
  private readonly root: PlanModule;
  private readonly modules = new Map<string, PlanModule>();
  private readonly resources: PlanResource[] = [];
  private readonly removed: PlanResource[] = [];
  private readonly seen = new Map<string, PlanResource>();
  private readonly nodes = new Map<string, () => Iterable<string>>();
  private byAddress: Map<string, string[]> | undefined;

  public constructor(
    public readonly unit: string,
    private readonly shown: JsonObject,
  ) {
    const configuration = member(shown, 'configuration');
    this.variables = member(shown, 'variables');
    this.providers = member(configuration, 'provider_config');
    this.root = new PlanModule(this, '', member(configuration, 'root_module'));
  }

  public plan(): SourceDocument {
    const { shown } = this;
    const recorded = new Map<string, readonly string[]>();
    const prior = resourcesBelow(member(member(member(shown, 'prior_state'), 'values'), 'root_module'));
    for (const { resource } of prior) {
      const dependencies = dependenciesOf(resource);
      if (dependencies !== undefined) recorded.set(String(resource.address), dependencies);
    }
    for (const entry of objectsIn(member(shown, 'resource_changes'))) this.change(entry, recorded);
    // Data sources that were read for the plan stand in the state before it; what a plan leaves aside only in its outcome.
    for (const found of prior) if (found.resource.mode === 'data') this.value(found, NOTHING);
    for (const found of resourcesBelow(member(member(shown, 'planned_values'), 'root_module'))) {
      this.value(found, undefined, recorded.get(String(found.resource.address)));
    }
    return { ...this.document(), removed: this.removed, azurerm: this.requirement() };
  }

  public state(values: unknown): SourceDocument {
    for (const found of resourcesBelow(member(values, 'root_module'))) this.value(found, NOTHING);
    return this.document();
  }

  public typeOf(key: string): string | undefined {
    return this.seen.get(key)?.type;
  }

  public atAddress(address: string): Iterable<string> {
    if (this.byAddress === undefined) {
      this.byAddress = new Map();
      for (const resource of this.resources) {
        const bare = withoutIndexes(resource.address);
        const list = this.byAddress.get(bare);
        if (list === undefined) this.byAddress.set(bare, [resource.key]);
        else list.push(resource.key);
      }
    }
    const keys = this.byAddress.get(address) ?? [];
    return keys.length < 2 ? keys : [this.node(resourceKey(this.unit, `all:${address}`), () => keys)];
  }

  public node(name: string, read: () => Iterable<string>): string {
    if (!this.nodes.has(name)) this.nodes.set(name, read);
    return name;
  }

  private document(): SourceDocument {
    return {
      resources: this.resources,
      described: [],
      azurerm: [],
      between: (key) => this.nodes.get(key)?.() ?? [],
    };
  }

  private change(entry: JsonObject, recorded: ReadonlyMap<string, readonly string[]>): void {
    const { change, address } = entry;
    if (!isObject(change)) return;
    const { after, after_unknown: open } = change;
    const unknown = isObject(open) ? open : NOTHING;
    // What Terraform forgets, and what it deletes, comes to nothing; the forgotten stays in Azure.
    if (isObject(after)) {
      this.add({ entry, values: after, unknown, recorded: recorded.get(address as string) }, entry.module_address);
    } else if (changeOf(change).actions.includes('delete')) {
      this.add({ entry, values: NOTHING, unknown }, entry.module_address, true);
    }
  }

  private value({ resource, module }: Found, unknown?: JsonObject, recorded?: readonly string[]): void {
    const values = isObject(resource.values) ? resource.values : NOTHING;
    this.add({ entry: resource, values, unknown, recorded: dependenciesOf(resource) ?? recorded }, module);
  }

  private add(shown: Shown, moduleAddress: unknown, deleted = false): void {
    const { address, mode, type, name, index, deposed, deposed_key: old } = shown.entry;
    if (typeof address !== 'string' || typeof type !== 'string' || typeof name !== 'string') return;
    const generation = deposed ?? old;
    const key = resourceKey(
      this.unit,
      generation === undefined ? address : `${address} (deposed ${String(generation)})`,
    );
    if (this.seen.has(key)) return;
    const module = this.module(typeof moduleAddress === 'string' ? moduleAddress : '');
    const block = module.blockOf(mode, type, name);
    const resource = new PlanResource(module, block, key, shown);
    this.seen.set(key, resource);
    if (deleted || generation !== undefined) {
      this.removed.push(resource);
      return;
    }
    this.resources.push(resource);
    block.instances.add(index === undefined || index === null ? undefined : String(index), resource);
  }

  private module(address: string): PlanModule {
    let module = this.modules.get(address);
    if (module === undefined) {
      module = this.root.descend(address);
      this.modules.set(address, module);
    }
    return module;
  }

  /** What the root and its modules ask for together. */
  private requirement(): ProviderRequirement[] {
    const { providers } = this;
    if (!isObject(providers)) return [];
    const all = Object.entries(providers).filter(([, config]) =>
      /(^|\/)azurerm$/.test(stringMember(config, 'full_name') ?? ''),
    );
    if (all.length === 0) return [];
    const constraints = all.map(([, config]) => stringMember(config, 'version_constraint') ?? '');
    const version = [...new Set(constraints.filter((constraint) => constraint !== ''))].join(', ');
    return [
      {
        key: resourceKey(this.unit, 'terraform.required_providers.azurerm'),
        constraint: version === '' ? ABSENT : known(version),
      },
    ];
  }
}

interface Found {
  readonly resource: JsonObject;
  readonly module: string;
}

/** Resources of a module and of those in it, in the order in which they are shown. */
function resourcesBelow(module: unknown): readonly Found[] {
  const found: Found[] = [];
  const open: unknown[] = [module];
  for (const next of open) {
    const address = stringMember(next, 'address') ?? '';
    for (const resource of objectsIn(member(next, 'resources'))) found.push({ resource, module: address });
    for (const child of objectsIn(member(next, 'child_modules'))) open.push(child);
  }
  return found;
}

function dependenciesOf(resource: JsonObject): readonly string[] | undefined {
  const { depends_on: list } = resource;
  return Array.isArray(list) ? list.filter((address) => typeof address === 'string') : undefined;
}

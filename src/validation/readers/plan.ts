import { InputError } from './input-error';
import { isObject, JsonObject, member, objectsIn, stringMember } from './json';
import { PlanContext, PlanModule } from './plan-module';
import { PlanChange, PlanResource, Shown } from './plan-resource';
import { withoutIndexes } from './plan-traversal';
import { ABSENT, known } from '../../inventory/fact';
import { TYPES } from '../../inventory/resource-types';
import { ProviderRequirement, SourceDocument } from '../../inventory/source';
import { addressOf, resourceKey } from '../../inventory/value';

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

/** What others would seem to lack: forgotten, it stays in Azure as it is, like what is only read. */
const STILL_THERE: ReadonlySet<string> = new Set([TYPES.instance, TYPES.assignment, TYPES.lock]);

class ShownDocument implements PlanContext {
  public readonly variables: unknown;
  public readonly providers: unknown;
  private readonly root: PlanModule;
  private readonly modules = new Map<string, PlanModule>();
  private readonly resources: PlanResource[] = [];
  private readonly removed: PlanResource[] = [];
  /** Addresses of `removed`, which tell the deposed apart. */
  private readonly gone = new Set<string>();
  private readonly nodes = new Map<string, () => Iterable<string>>();
  /** Of the resource that was added last. */
  private type = '';
  private byAddress: Map<string, string[]> | undefined;
  private types: ReadonlyMap<string, string> | undefined;
  private others: ReadonlyMap<string, PlanResource> | undefined;

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
    const prior = modulesBelow(member(member(member(shown, 'prior_state'), 'values'), 'root_module'));
    for (const resource of prior.flatMap(({ resources }) => resources)) {
      const dependencies = dependenciesOf(resource);
      if (dependencies !== undefined) recorded.set(String(resource.address), dependencies);
    }
    const changes = member(shown, 'resource_changes');
    const entries = objectsIn(changes);
    for (const entry of entries) this.change(entry, recorded);
    this.addForgotten(entries);
    // Data sources that were read for the plan stand in the state before it.
    for (const { address, resources } of prior) {
      for (const resource of resources) if (resource.mode === 'data') this.value(resource, address, NOTHING);
    }
    // Terraform works the outcome out from the changes, with `-target` too: it says nothing that they don't, and shows what
    // is forgotten as if it stayed, without a value.
    const outcome = Array.isArray(changes) ? undefined : member(shown, 'planned_values');
    for (const { address, resources } of modulesBelow(member(outcome, 'root_module'))) {
      for (const resource of resources) this.value(resource, address, undefined, recorded);
    }
    // What only refreshes says nothing but how it found things: so they stay.
    if (!Array.isArray(changes) && this.resources.every(({ mode }) => mode === 'data')) {
      for (const { address, resources } of prior) {
        for (const resource of resources) if (resource.mode !== 'data') this.value(resource, address, NOTHING);
      }
    }
    return { ...this.document(), removed: this.removed, azurerm: this.requirement() };
  }

  public state(values: unknown): SourceDocument {
    for (const { address, resources } of modulesBelow(member(values, 'root_module'))) {
      for (const resource of resources) this.value(resource, address, NOTHING);
    }
    return this.document();
  }

  public typeOf(key: string): string | undefined {
    this.types ??= new Map(
      [...this.resources, ...this.removed].map((resource) => [resource.address, kindOf(resource)]),
    );
    return this.types.get(addressOf(key));
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

  /** What stands alone in the root is found by its block; for the rest a list is made when somebody asks. */
  private find(key: string): PlanResource | undefined {
    const alone = this.root.blockNamed(key)?.instances.only;
    if (alone?.key === key) return alone;
    this.others ??= new Map(
      this.resources
        .filter((resource) => this.root.blockNamed(resource.key)?.instances.only !== resource)
        .map((resource) => [resource.key, resource]),
    );
    return this.others.get(key);
  }

  public node(name: string, read: () => Iterable<string>): string {
    if (!this.nodes.has(name)) this.nodes.set(name, read);
    return name;
  }

  private document(): SourceDocument {
    return {
      resources: this.resources,
      find: (key) => this.find(key),
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
    if (isObject(after)) {
      // In the plan of a new estate nothing is.
      const before = recorded.size === 0 ? undefined : recorded.get(address as string);
      this.add({ entry, values: after, unknown, recorded: before }, entry.module_address);
    } else if (new PlanChange(change).actions.includes('delete')) {
      this.add({ entry, values: NOTHING, unknown, recorded: undefined }, entry.module_address, true);
    }
  }

  /** What is forgotten stays; what is imported again at another address is that. */
  private addForgotten(changes: readonly JsonObject[]): void {
    const forgotten = changes.filter((entry) => STILL_THERE.has(String(entry.type)) && isForgotten(entry.change));
    if (forgotten.length === 0) return;
    const ids = new Set(this.resources.map((resource) => idOf(resource.at(['id'])?.value)));
    for (const entry of forgotten) {
      const values = member(entry.change, 'before');
      if (!isObject(values) || (values.id !== undefined && ids.has(idOf(values.id)))) continue;
      const shown = { entry: { ...entry, mode: 'data' }, values, unknown: NOTHING, recorded: undefined };
      this.add(shown, entry.module_address);
    }
  }

  private value(
    entry: JsonObject,
    moduleAddress: string,
    unknown: JsonObject | undefined,
    before?: ReadonlyMap<string, readonly string[]>,
  ): void {
    const values = isObject(entry.values) ? entry.values : NOTHING;
    const recorded = dependenciesOf(entry) ?? before?.get(String(entry.address));
    this.add({ entry, values, unknown, recorded }, moduleAddress);
  }

  private add(shown: Shown, moduleAddress: unknown, deleted = false): void {
    const { mode, type, name, index } = shown.entry;
    const address = addressIn(shown.entry);
    if (address === undefined || typeof type !== 'string' || typeof name !== 'string') return;
    const module = this.module(typeof moduleAddress === 'string' ? moduleAddress : '');
    const block = module.blockOf(mode, type, name, address);
    const which = index === undefined || index === null ? undefined : String(index);
    const isDeposed = address !== shown.entry.address;
    if ((this.gone.size > 0 && this.gone.has(address)) || (!isDeposed && block.instances.at(which) !== undefined)) {
      return;
    }
    // Those of one type stand together: one text for all is hashed once, and the same as itself at a glance.
    if (type !== this.type) this.type = type;
    const resource = new PlanResource(module, block, address, this.type, shown);
    if (deleted || isDeposed) {
      this.gone.add(address);
      this.removed.push(resource);
      return;
    }
    this.resources.push(resource);
    block.instances.add(which, resource);
  }

  private module(address: string): PlanModule {
    if (address === '') return this.root;
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
        constraint: version === '' ? this.noConstraint() : known(version),
      },
    ];
  }

  /** Of what modules ask of a provider that they are given a plan shows nothing. */
  private noConstraint(): ProviderRequirement['constraint'] {
    return this.root.callsModules
      ? { state: 'unknown', why: 'what its modules ask for is not shown in a plan' }
      : ABSENT;
  }
}

/** Its type, or what the API calls that which azapi makes. */
function kindOf(resource: PlanResource): string {
  const type = resource.type === TYPES.azapi ? resource.attribute('type') : undefined;
  return typeof type === 'string' ? type : resource.type;
}

interface ShownModule {
  readonly address: string;
  readonly resources: readonly JsonObject[];
}

/** A module and those in it, in the order in which they are shown. */
function modulesBelow(module: unknown): readonly ShownModule[] {
  const found: ShownModule[] = [];
  const open: unknown[] = [module];
  for (const next of open) {
    found.push({ address: stringMember(next, 'address') ?? '', resources: objectsIn(member(next, 'resources')) });
    for (const child of objectsIn(member(next, 'child_modules'))) open.push(child);
  }
  return found;
}

/** The deposed stand at the address of what is there in their place. */
function addressIn({ address, deposed, deposed_key: old }: JsonObject): string | undefined {
  if (typeof address !== 'string') return undefined;
  const generation = deposed ?? old;
  return generation === undefined ? address : `${address} (deposed ${String(generation)})`;
}

function dependenciesOf(resource: JsonObject): readonly string[] | undefined {
  const { depends_on: list } = resource;
  return Array.isArray(list) ? list.filter((address) => typeof address === 'string') : undefined;
}

function idOf(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}

function isForgotten(change: unknown): boolean {
  const actions = member(change, 'actions');
  return Array.isArray(actions) && actions.includes('forget');
}

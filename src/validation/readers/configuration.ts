import { Block, ConfigurationFile, one } from './blocks';
import { ConfigurationModule } from './configuration-module';
import { member, stringMember } from './json';
import { ABSENT, Fact, known, unknown } from '../../inventory/fact';
import { ProviderRequirement, SourceDocument, SourceResource } from '../../inventory/source';
import { resourceKey, Value } from '../../inventory/value';

/** A module as it is written: its files, and what its `module` blocks lead to, or why that isn't read. */
export interface ModuleSource {
  readonly files: readonly ConfigurationFile[];
  readonly modules: ReadonlyMap<string, ModuleSource | string>;
}

export interface RootOptions {
  readonly unit: string;
  readonly source: ModuleSource;
  /** Construct path of a synthesized stack. */
  readonly path?: string;
  /** Those of the stacks that are deployed before it. */
  readonly after?: readonly string[];
  /** Values of the variables from elsewhere than their defaults; undefined where even defaults are no values yet. */
  readonly variables?: ReadonlyMap<string, unknown>;
}

/** Root modules that read each other's outputs through `terraform_remote_state`. */
export class Roots {
  private readonly roots: { readonly options: RootOptions; readonly module: ConfigurationModule }[] = [];
  private readonly before = new Map<string, ReadonlySet<string>>();

  /** Adds one root module; what others want of it is looked up when they ask. */
  public add(options: RootOptions): SourceDocument {
    const module = new ConfigurationModule({ ...options, roots: this, count: { modules: 1 } });
    this.roots.push({ options, module });
    let resources: readonly SourceResource[] | undefined;
    return {
      // `count` may come out of another root's outputs, which isn't there yet.
      get resources() {
        resources ??= module.allResources();
        return resources;
      },
      described: [],
      get azurerm() {
        return requirementOf(module, options);
      },
      get unread() {
        return [...module.unread()];
      },
      between: (key) => module.between(key),
      unitsBefore: (unit) => this.unitsBefore(unit),
    };
  }

  /**
   * The outputs of the root whose state a data source reads.
   * @param name of the data source
   */
  public outputs(name: string, data: unknown): Value {
    const byName = this.roots.find(({ options }) => name === `cross-stack-reference-input-${options.unit}`);
    return (byName ?? this.roots.find(({ module }) => readsFrom(data, module.terraform())))?.module.outputs();
  }

  private unitsBefore(unit: string): ReadonlySet<string> {
    const kept = this.before.get(unit);
    if (kept !== undefined) return kept;
    const found = new Set<string>();
    const open = [unit];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const after = this.roots.find(({ options }) => options.unit === next)?.options.after ?? [];
      for (const { options } of this.roots) {
        if (options.path === undefined || !after.includes(options.path) || found.has(options.unit)) continue;
        found.add(options.unit);
        open.push(options.unit);
      }
    }
    this.before.set(unit, found);
    return found;
  }
}

/** Settings that tell one state from another in the same store. */
const STATE_NAMES = ['path', 'key', 'prefix', 'name', 'address', 'secret_suffix', 'schema_name'];

/** Whether a `terraform_remote_state` reads what the backend writes. */
function readsFrom(data: unknown, settings: readonly unknown[]): boolean {
  const type = stringMember(data, 'backend');
  const config = one(member(data, 'config'));
  if (type === undefined || config === undefined) return false;
  const backend = settings.map((block) => one(member(one(member(block, 'backend')), type))).find(Boolean);
  const same = (name: string) => {
    const [ours, theirs] = [member(config, name), member(backend, name)];
    return ours === undefined || theirs === undefined || JSON.stringify(ours) === JSON.stringify(theirs);
  };
  const isNamed = (name: string) => typeof member(config, name) === 'string' && member(backend, name) !== undefined;
  return STATE_NAMES.some(isNamed) && Object.keys(config as object).every(same);
}

/** What the root and its modules ask for together. */
function requirementOf(root: ConfigurationModule, { unit, path }: RootOptions): ProviderRequirement[] {
  const required = [...root.modules()].map(requiredBy).filter((entry) => entry !== undefined);
  if (required.length === 0 && !root.uses('azurerm_')) return [];
  const versions = [...new Set(required.map(({ version }) => version).filter((version) => version !== ''))];
  const key = resourceKey(unit, 'terraform.required_providers.azurerm');
  const { file, line } = (required.find(({ version }) => version !== '') ?? required[0])?.at ?? {};
  return [{ key, path, constraint: constraintOf(versions), file, line }];
}

/** What a module says of azurerm, and where. */
interface Required {
  /** Empty where the provider stands there without one. */
  readonly version: string;
  readonly at?: Block;
}

/** What stands in `required_providers`, or in the provider block itself as before Terraform 0.13. */
function requiredBy(module: ConfigurationModule): Required | undefined {
  const places = [
    ...module.of('terraform').map((at) => {
      const required = azurermOf(one(member(at.body, 'required_providers')));
      return { at, isThere: required !== undefined, versions: [member(required, 'version'), required] };
    }),
    ...module
      .of('provider')
      .filter(({ labels: [name] }) => name === 'azurerm')
      .map((at) => ({ at, isThere: true, versions: [member(at.body, 'version')] })),
  ].filter(({ isThere }) => isThere);
  const found = places.find(({ versions }) => versions.some((version) => typeof version === 'string')) ?? places[0];
  return found && { at: found.at, version: (found.versions.find((each) => typeof each === 'string') as string) ?? '' };
}

function azurermOf(required: unknown): unknown {
  const byName = member(required, 'azurerm');
  if (byName !== undefined || typeof required !== 'object' || required === null) return byName;
  return Object.values(required).find((entry) => /(^|\/)azurerm$/.test(stringMember(entry, 'source') ?? ''));
}

function constraintOf(versions: readonly string[]): Fact<string> {
  if (versions.length === 0) return ABSENT;
  const version = versions.join(', ');
  return version.includes('${') ? unknown('the version constraint holds an expression') : known(version);
}

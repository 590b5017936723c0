import { isObject, JsonObject, member, objectsIn, stringMember } from './json';
import { isBody, writtenBody } from './plan-bodies';
import { PlanDependencies } from './plan-dependencies';
import { PlanExpressions } from './plan-expressions';
import { notShown, PlanOrigins } from './plan-origins';
import { PlanResource } from './plan-resource';
import type { Site } from './plan-site';
import { longestOf, piecesOf } from './plan-traversal';
import { Several } from './several';
import { Symbolic } from '../../inventory/arm-scope';
import { Traversal } from '../../inventory/expression';
import { Reference, Value } from '../../inventory/value';

/** What all modules of a plan share. */
export interface PlanContext {
  readonly unit: string;
  /** Values of the root's variables. */
  readonly variables: unknown;
  readonly providers: unknown;
  /** The type of a resource: Terraform's, or the API's of what azapi makes. */
  typeOf(key: string): string | undefined;
  /** Keys of what has this address, indexes aside. */
  atAddress(address: string): Iterable<string>;
  /** A thing between resources that depend on each other; read when somebody asks. */
  node(name: string, read: () => Iterable<string>): string;
}

/** A block of a module: as it is configured, and what it comes to. */
export interface PlanBlock {
  /** `azurerm_storage_account.restore`, `data.azurerm_client_config.current` */
  readonly name: string;
  config: JsonObject | undefined;
  readonly instances: Several<PlanResource>;
  /** What a reference to its id stands for: many refer to it. */
  id?: Reference | null;
}

/** One instance of a module in a plan: its resources, and the configuration that they come from. */
export class PlanModule {
  public readonly unit: string;
  /** By type, with `data.` before it, and name: as references begin. */
  private readonly blocks = new Map<string, PlanBlock>();
  private readonly subscriptions = new Map<string, Symbolic>();
  private readonly children = new Map<string, Several<PlanModule>>();
  public readonly dependencies = new PlanDependencies(this);
  private readonly expressions = new PlanExpressions(this);
  private readonly origins = new PlanOrigins();

  /**
   * @param address with a dot behind it, empty for the root
   * @param call the `module` block that made it, and the index of this instance
   */
  public constructor(
    public readonly context: PlanContext,
    public readonly address: string,
    private readonly config: unknown,
    public readonly call?: { readonly parent: PlanModule; readonly config: unknown; readonly index?: string },
  ) {
    this.unit = context.unit;
    for (const resource of objectsIn(member(config, 'resources'))) {
      const { mode, type, name, address: own } = resource;
      if (typeof type === 'string' && typeof name === 'string') this.addBlock(nameOf(mode, type, name, own), resource);
    }
  }

  /**
   * The block of a resource, made where the configuration doesn't have it.
   * @param address of the resource: nearly always that of its block
   */
  public blockOf(mode: unknown, type: string, name: string, address: unknown): PlanBlock {
    const whole = nameOf(mode, type, name, address);
    return this.blocks.get(whole) ?? this.addBlock(whole, undefined);
  }

  private addBlock(name: string, config: JsonObject | undefined): PlanBlock {
    const block = { name, config, instances: new Several<PlanResource>(), id: undefined };
    this.blocks.set(name, block);
    return block;
  }

  /** The instance at an address below this module, with all between made where it wasn't there yet. */
  public descend(address: string): PlanModule {
    const pieces = piecesOf(address);
    let module: PlanModule = this;
    for (let at = 0; at + 1 < pieces.length; at++) {
      if (pieces[at].text !== 'module' || pieces[at].index) break;
      const next = pieces[at + 2];
      const index = next?.index === true ? next.text : undefined;
      module = module.child(pieces[at + 1].text, index);
      at += index === undefined ? 1 : 2;
    }
    return module;
  }

  public child(name: string, index?: string): PlanModule {
    const siblings = this.children.get(name) ?? new Several();
    this.children.set(name, siblings);
    let child = siblings.at(index);
    if (child === undefined) {
      const config = this.callOf(name);
      const address = `${this.address}module.${name}${index === undefined ? '' : `[${printed(index, config)}]`}.`;
      child = new PlanModule(this.context, address, member(config, 'module'), { parent: this, config, index });
      siblings.add(index, child);
    }
    return child;
  }

  /** Instances of a module that are there; a module without resources is nowhere in a plan but in its configuration. */
  public childrenOf(name: string): Several<PlanModule> | undefined {
    const config = this.callOf(name);
    if (!this.children.has(name) && config !== undefined && !isRepeated(config)) this.child(name);
    return this.children.get(name);
  }

  /** What a reference to a resource can mean. */
  public referred({ data, first, second }: Traversal): PlanBlock | undefined {
    return this.blockNamed(data ? `data.${first}.${second}` : `${first}.${second}`);
  }

  public blockNamed(name: string): PlanBlock | undefined {
    return this.blocks.get(name);
  }

  public get callsModules(): boolean {
    const calls = member(this.config, 'module_calls');
    return isObject(calls) && Object.keys(calls).length > 0;
  }

  public ownResources(): readonly PlanResource[] {
    return [...this.blocks.values()].flatMap(({ instances }) => instances.all);
  }

  public ownChildren(): readonly PlanModule[] {
    return [...this.children.values()].flatMap((children) => children.all);
  }

  public output(name: string): unknown {
    return member(member(member(this.config, 'outputs'), name), 'expression');
  }

  public outputDependsOn(name: string): unknown {
    return member(member(member(this.config, 'outputs'), name), 'depends_on');
  }

  public variableDefault(name: string): unknown {
    return member(member(member(this.config, 'variables'), name), 'default');
  }

  /** Whether a variable is said to be sensitive. */
  public isSecret(name: string): boolean {
    return member(member(member(this.config, 'variables'), name), 'sensitive') === true;
  }

  public evaluate(expression: unknown, resource: PlanResource, argument: string): Value {
    return (
      this.expressions.direct(expression, argument) ??
      this.expressions.evaluate(expression, this.siteOf(resource), argument)
    );
  }

  public written(resource: PlanResource, name: string): Value {
    const { config } = resource.block;
    if (config === undefined) return this.unseen(resource, name);
    const expression = member(config.expressions, name);
    if (expression === undefined) return undefined;
    const site = this.siteOf(resource);
    return isBody(resource, name)
      ? writtenBody(this.origins, expression, site, resource, name)
      : this.origins.written(expression, site);
  }

  /** Without a configuration: what has a value may have been written, or have been filled in. */
  private unseen(resource: PlanResource, name: string): Value {
    // Azure tells both of what may be given by one.
    const twin = name === 'role_definition_name' ? resource.attribute('role_definition_id') : undefined;
    // A write-only argument leaves nothing but its version, and 0 stands for none.
    const version = resource.attribute(`${name}_version`);
    const trace = resource.attribute(name) ?? (version === 0 ? undefined : version);
    return twin !== undefined || trace === undefined ? undefined : notShown(name);
  }

  /** The subscription that a resource's provider works in. */
  public subscription(resource: PlanResource): Symbolic {
    const key = stringMember(resource.block.config, 'provider_config_key') ?? 'azurerm';
    let subscription = this.subscriptions.get(key);
    if (subscription === undefined) {
      subscription = this.subscriptionOf(key);
      this.subscriptions.set(key, subscription);
    }
    return subscription;
  }

  private subscriptionOf(key: string): Symbolic {
    const config = member(this.context.providers, key);
    const expression = member(member(config, 'expressions'), 'subscription_id');
    const constant = member(expression, 'constant_value');
    const [variable] = longestOf((member(expression, 'references') as unknown[] | undefined) ?? []);
    const value =
      typeof constant === 'string' && !constant.includes('${')
        ? constant
        : variable?.startsWith('var.')
          ? member(member(this.context.variables, variable.slice('var.'.length)), 'value')
          : undefined;
    if (typeof value === 'string') return { text: value, literal: true };
    return { text: `\${${this.unit === '' ? '' : `${this.unit}:`}${key}}`, literal: false };
  }

  private callOf(name: string): unknown {
    return member(member(this.config, 'module_calls'), name);
  }

  private siteOf(resource: PlanResource): Site {
    const { config, instances } = resource.block;
    return {
      module: this,
      index: resource.index,
      forEach: config?.for_each_expression,
      count: config?.count_expression === undefined ? undefined : instances.size,
    };
  }
}

/** An address that has its length is made of type and name alone: then nothing has to be put together. */
function nameOf(mode: unknown, type: string, name: string, address: unknown): string {
  if (mode === 'data') return `data.${type}.${name}`;
  const isWhole = typeof address === 'string' && address.length === type.length + 1 + name.length;
  return isWhole ? address : `${type}.${name}`;
}

function isRepeated(call: unknown): boolean {
  return ['count_expression', 'for_each_expression'].some((name) => member(call, name) !== undefined);
}

/** As Terraform prints it: numbers as they are, names in quotes. */
function printed(index: string, call: unknown): string {
  return member(call, 'count_expression') !== undefined ? index : JSON.stringify(index);
}

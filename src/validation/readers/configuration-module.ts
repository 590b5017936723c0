import { Block, collectBlocks, dynamicBlocks, one } from './blocks';
import type { ModuleSource, RootOptions, Roots } from './configuration';
import { ConfigurationResource } from './configuration-resource';
import { BlockInstances, Instance } from './instances';
import { JsonObject, member, stringMember } from './json';
import { Call, ModuleCalls } from './module-calls';
import { converted, VariableType, variableType } from './variable-types';
import { Waits } from './waits';
import { Symbolic } from '../../inventory/arm-scope';
import {
  below,
  blockKey,
  ExpressionScope,
  isKeyword,
  parseExpression,
  parseText,
  Traversal,
} from '../../inventory/expression';
import { UnreadPart } from '../../inventory/source';
import { Reference, resourceKey, Unknown, Value, ValueMap } from '../../inventory/value';

/** Chains of locals, variables and outputs longer than this are not followed. */
const MAX_DEPTH = 100;
/** Texts that come to something else in each instance of a block. */
const OF_INSTANCE = /\b(?:each|count)\./;

/** How variables are read: as the values they have, or as the variables that stand there. */
export type Reading = 'values' | 'written';

interface ModuleOptions extends RootOptions {
  readonly roots: Roots;
  /** How many modules the root has come to. */
  readonly count: { modules: number };
}

/** One module where it is called: a root, or what a `module` block makes of its source. */
export class ConfigurationModule {
  public readonly unit: string;
  private readonly blocks: ReadonlyMap<string, readonly Block[]>;
  private readonly byLabels = new Map<string, ReadonlyMap<string, Block>>();
  private readonly calls: ModuleCalls;
  private readonly several = new BlockInstances(this);
  public readonly waits = new Waits(this);
  private resources: readonly ConfigurationResource[] | undefined;
  private namedLocals: ReadonlyMap<string, unknown> | undefined;
  private outputValues: ValueMap | undefined;
  private readonly types = new Map<string, VariableType | undefined>();
  private readonly parsed: Record<Reading, Map<string, Value>> = { values: new Map(), written: new Map() };
  private readonly subscriptions = new Map<string, Symbolic>();
  private depth = 0;

  /** @param address of the module with a dot behind it, empty for a root */
  public constructor(
    private readonly options: ModuleOptions,
    public readonly address = '',
    private readonly call?: Call,
    private readonly severalAbove = false,
  ) {
    this.unit = options.unit;
    this.blocks = collectBlocks(options.source.files);
    this.calls = new ModuleCalls(this, {
      sources: options.source.modules,
      count: options.count,
      make: (source, to, repeated) => this.called(source, to, repeated),
    });
  }

  /** Whether what a block makes is told apart: a synthesized stack keeps to its tree, which doesn't. */
  public get tellsInstances(): boolean {
    return this.options.variables !== undefined;
  }

  /** Whether a resource without `count` stands for several all the same. */
  public get isRepeated(): boolean {
    return this.severalAbove;
  }

  public allResources(): readonly ConfigurationResource[] {
    this.resources ??= [
      ...this.of('resource').flatMap((block) => this.resourcesOf(block, false)),
      ...this.of('data').flatMap((block) => this.resourcesOf(block, true)),
    ]
      .filter(({ exists }) => exists)
      .concat(...this.calls.all().map((module) => module.allResources()));
    return this.resources;
  }

  private called(source: ModuleSource, call: Call, repeated: boolean): ConfigurationModule {
    const address = `${this.address}module.${call.block.labels[0]}${call.instance?.suffix ?? ''}.`;
    return new ConfigurationModule({ ...this.options, source }, address, call, this.severalAbove || repeated);
  }

  private resourcesOf(block: Block, isData: boolean): readonly ConfigurationResource[] {
    const several = this.instancesOf(block);
    if (several === undefined) return [new ConfigurationResource(this, block, isData)];
    return [...several.values()].map((instance) => new ConfigurationResource(this, block, isData, instance));
  }

  public terraform(): readonly JsonObject[] {
    return this.of('terraform').map(({ body }) => body);
  }

  public providers(name: string): readonly JsonObject[] {
    return this.of('provider')
      .filter(({ labels }) => labels[0] === name)
      .map(({ body }) => body);
  }

  public uses(prefix: string): boolean {
    return this.allResources().some(({ type }) => type.startsWith(prefix));
  }

  public outputs(): ValueMap {
    return (this.outputValues ??= this.readOutputs());
  }

  private readOutputs(): ValueMap {
    const outputs: Record<string, Value> = Object.create(null);
    for (const { labels, body } of this.of('output')) {
      // Read when asked for: outputs of two modules may be made from each other.
      const get = () => this.value(member(body, 'value'));
      Object.defineProperty(outputs, labels[0], { get, enumerable: true, configurable: true });
    }
    return outputs;
  }

  /** This one and those in it that are read. */
  public *modules(): Iterable<ConfigurationModule> {
    yield this;
    for (const module of this.calls.all()) yield* module.modules();
  }

  /** Modules that aren't read, here and in those that are. */
  public unread(): Iterable<UnreadPart> {
    return this.calls.unread();
  }

  /** What the key of a block or a module stands for among the things that are depended on. */
  public between(key: string): Iterable<string> {
    return this.several.behind(key) ?? this.calls.between(key);
  }

  /** What `count` or `for_each` makes of a block, by index; undefined where that isn't told apart. */
  public instancesOf(block: Block): ReadonlyMap<string, Instance> | undefined {
    return this.several.of(block);
  }

  /** Keys of what the calls of this module and of those around it wait for, by `depends_on` or by how many there are. */
  public *dependencies(declared: boolean): Iterable<string> {
    if (this.call === undefined) return;
    const { parent, block } = this.call;
    yield* parent.keysOf(member(block.body, 'depends_on'));
    if (!declared) for (const name of ['count', 'for_each']) yield* parent.waits.of(member(block.body, name));
    yield* parent.dependencies(declared);
  }

  public rawLocal(name: string): unknown {
    return this.locals().get(name);
  }

  /** Keys of what all of a variable waits for. */
  public waitsOfVariable(name: string): Iterable<string> {
    if (this.call === undefined || !Object.hasOwn(this.call.block.body, name)) return [];
    return this.call.parent.waits.of(this.call.block.body[name]);
  }

  /** Keys of what an output of a module that is called waits for; without a name, of what all of them do. */
  public waitsOfOutput(name: string, output: string | undefined): Iterable<string> {
    return this.calls.waitsOf(name, output);
  }

  /** Keys of what one's own output waits for. */
  public *waitsOfOwn(output: string | undefined): Iterable<string> {
    for (const { labels, body } of this.of('output')) {
      if (output !== undefined && labels[0] !== output) continue;
      yield* this.waits.of(member(body, 'value'));
      yield* this.keysOf(member(body, 'depends_on'));
    }
  }

  /** Keys that a list as in `depends_on` names. */
  public keysOf(list: unknown): string[] {
    const entries: unknown[] = Array.isArray(list) ? list : [];
    return entries.flatMap((entry) => {
      if (typeof entry !== 'string') return [];
      const found: string[] = [];
      const resolve = (traversal: Traversal): Value => {
        // Of several, those between stand for all.
        found.push(...(isPassed(traversal) ? this.waits.ofReference(traversal) : [this.keyOf(traversal)]));
        return undefined;
      };
      parseExpression(/^\$\{(.*)\}$/s.exec(entry)?.[1] ?? entry, { resolve });
      return found;
    });
  }

  /** An argument as the inventory understands it. */
  public value(raw: unknown, reading: Reading = 'values', instance?: Instance): Value {
    if (typeof raw === 'string') return /[$%]\{/.test(raw) ? this.text(raw, reading, instance) : raw;
    if (typeof raw === 'number' || typeof raw === 'boolean') return raw;
    if (typeof raw !== 'object' || raw === null) return undefined;
    if (this.depth >= MAX_DEPTH) return new Unknown('it is nested too deeply to be followed');
    this.depth++;
    try {
      if (Array.isArray(raw)) return raw.map((item) => this.value(item, reading, instance));
      const map: Record<string, Value> = Object.create(null);
      for (const [key, item] of Object.entries(raw)) map[key] = this.value(item, reading, instance);
      for (const name of dynamicBlocks(raw)) map[name] = this.dynamicBlocks(raw, name, reading, instance);
      return map;
    } finally {
      this.depth--;
    }
  }

  /** The blocks of a name, those that `dynamic` makes among them. */
  public dynamicBlocks(body: unknown, name: string, reading: Reading = 'values', instance?: Instance): Value {
    return this.several.dynamicBlocks(body, name, reading, instance);
  }

  /** The subscription that a resource's provider works in. */
  public subscription(provider: string): Symbolic {
    let symbol = this.subscriptions.get(provider);
    if (symbol === undefined) {
      symbol = this.subscriptionOf(provider);
      this.subscriptions.set(provider, symbol);
    }
    return symbol;
  }

  private subscriptionOf(provider: string): Symbolic {
    const [name, alias] = provider.split('.');
    const config = this.providers(name).find((body) => stringMember(body, 'alias') === alias);
    if (config === undefined && this.call !== undefined) return this.inherited(provider, this.call);
    const value = this.value(member(config, 'subscription_id'));
    if (typeof value === 'string') return { text: value, literal: true };
    // Without an alias and a subscription the environment decides, the same for every stack.
    if (value === undefined && alias === undefined) return { text: '${environment}', literal: false };
    return { text: `\${${resourceKey(this.unit, `${this.address}${provider}`)}}`, literal: false };
  }

  private inherited(provider: string, { parent, block }: Call): Symbolic {
    const providers = one(member(block.body, 'providers'));
    const passed = member(providers, provider) ?? member(providers, `\${${provider}}`);
    return parent.subscription(typeof passed === 'string' ? bare(passed) : provider);
  }

  private text(raw: string, reading: Reading, instance: Instance | undefined): Value {
    if (instance !== undefined && (instance.bound !== undefined || OF_INSTANCE.test(raw))) {
      return parseText(raw, this.scope(reading, instance));
    }
    const parsed = this.parsed[reading];
    const cached = parsed.get(raw);
    if (cached !== undefined) return cached;
    if (this.depth >= MAX_DEPTH) return new Unknown('it is nested too deeply to be followed');
    // Locals may go in a circle; whoever meets this text again while it is being read learns so.
    parsed.set(raw, new Unknown('it refers to itself'));
    this.depth++;
    try {
      const value = parseText(raw, this.scope(reading));
      parsed.set(raw, value);
      return value;
    } finally {
      this.depth--;
    }
  }

  private scope(reading: Reading, instance?: Instance): ExpressionScope {
    return {
      resolve: (traversal) => {
        const { data, first, second, steps } = traversal;
        const bound = data ? undefined : instance?.bound?.[first];
        if (bound !== undefined) return below(bound, [second, ...this.several.stepsBehind(traversal, instance)]);
        if (isKeyword(traversal)) {
          const behind = this.several.stepsBehind(traversal, instance);
          if (first === 'module') return this.calls.referred(traversal, behind);
          return below(this.keyword(traversal, reading, instance), behind);
        }
        const reference = this.several.referred(traversal, instance);
        if (!data || first !== 'terraform_remote_state' || steps[0] !== 'outputs') return reference;
        const block = this.named('data', first, second);
        const outputs = this.options.roots.outputs(second, block?.body);
        return outputs === undefined ? reference : below(outputs, steps.slice(1));
      },
    };
  }

  public keyOf(traversal: Traversal, suffix?: string): string {
    return blockKey(traversal, this.unit, this.address, suffix);
  }

  private keyword(traversal: Traversal, reading: Reading, instance: Instance | undefined): Value {
    const { first: keyword, second: name } = traversal;
    switch (keyword) {
      case 'local': {
        const locals = this.locals();
        return locals.has(name) ? this.value(locals.get(name), reading) : this.later(traversal);
      }
      case 'var':
        return this.variable(name, reading);
      case 'each':
      case 'count':
        if (instance?.words !== undefined) return below(instance.words[reading][keyword], [name]);
        return new Unknown(`it differs for each of several resources (${keyword}.${name})`);
      default:
        return this.later(traversal);
    }
  }

  private locals(): ReadonlyMap<string, unknown> {
    // The first counts: override files are laid over it.
    this.namedLocals ??= new Map([...this.of('locals')].reverse().flatMap(({ body }) => Object.entries(body)));
    return this.namedLocals;
  }

  private variable(name: string, reading: Reading): Value {
    const declared = this.named('variable', name)?.body;
    const value = this.given(name, declared, reading);
    if (!this.types.has(name)) this.types.set(name, variableType(member(declared, 'type')));
    const type = this.types.get(name);
    return type === undefined ? value : converted(value, type, (code) => this.value(`\${${code}}`));
  }

  /** What a variable is given, as it is written. */
  private given(name: string, declared: JsonObject | undefined, reading: Reading): Value {
    const { variables } = this.options;
    const isValue = reading === 'values' && variables !== undefined;
    let given: Value;
    if (this.call !== undefined && Object.hasOwn(this.call.block.body, name)) {
      given = this.call.parent.value(this.call.block.body[name], reading, this.call.instance);
    } else if (isValue && this.call === undefined && variables.has(name)) {
      given = this.value(variables.get(name));
    } else {
      return this.default(name, declared, isValue);
    }
    // Null is a value, unless the variable takes none.
    const isNull = given === undefined && member(declared, 'nullable') === false;
    return isNull ? this.default(name, declared, isValue) : given;
  }

  private default(name: string, declared: JsonObject | undefined, isValue: boolean): Value {
    const value = member(declared, 'default');
    if (isValue && value !== undefined) return this.value(value);
    const isGiven = this.call === undefined && this.options.variables?.has(name) === true;
    const otherwise = isGiven ? undefined : this.value(value);
    const key = resourceKey(this.unit, `${this.address}var.${name}`);
    const reference = new Reference(key, [], undefined, false, otherwise);
    return new Unknown(`variable \`${name}\` gets its value when Terraform runs`, [reference], reference);
  }

  private later({ first, second }: Traversal): Unknown {
    const key = resourceKey(this.unit, `${this.address}${first}.${second}`);
    const reference = new Reference(key, []);
    return new Unknown(`${first}.${second} is known when Terraform plans`, [reference], reference);
  }

  /** How often a block with `count` or `for_each` stands there, as far as it is written out. */
  public repetition(body: JsonObject): 'none' | 'one' | 'several' {
    const [count, each] = [this.several.countOf(body), this.value(member(body, 'for_each'))];
    if (count === undefined && each === undefined) return 'one';
    if (count === 0 || count === '0') return 'none';
    if (count === 1 || count === '1') return 'one';
    const isEmpty = typeof each === 'object' && each !== null && !(each instanceof Unknown) && isEmptyStructure(each);
    return isEmpty ? 'none' : 'several';
  }

  public named(kind: string, ...labels: string[]): Block | undefined {
    let blocks = this.byLabels.get(kind);
    if (blocks === undefined) {
      blocks = new Map(this.of(kind).map((block) => [block.labels.join('\n'), block]));
      this.byLabels.set(kind, blocks);
    }
    return blocks.get(labels.join('\n'));
  }

  public of(kind: string): readonly Block[] {
    return this.blocks.get(kind) ?? [];
  }
}

function isEmptyStructure(value: object): boolean {
  return (Array.isArray(value) || isPlain(value)) && Object.keys(value).length === 0;
}

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === null || Object.getPrototypeOf(value) === Object.prototype;
}

/** Whether it is what a module is given to wait for: `depends_on = [var.roles]`. */
function isPassed({ data, first }: Traversal): boolean {
  return !data && (first === 'var' || first === 'local');
}

/** An expression without the braces that HCL's translation puts around it. */
function bare(text: string): string {
  return text.replace(/^\$\{(.*)\}$/s, '$1');
}

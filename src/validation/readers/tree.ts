import {
  Aspects,
  DefaultTokenResolver,
  IResolvable,
  StringConcat,
  TerraformElement,
  TerraformStack,
  Tokenization,
} from 'cdktf';
import { IConstruct } from 'constructs';
import { Symbolic } from '../../inventory/arm-scope';
import {
  below,
  blockReference,
  ExpressionScope,
  isKeyword,
  joinParts,
  parseExpression,
  parseText,
  stepsBehind,
} from '../../inventory/expression';
import { known, unknown } from '../../inventory/fact';
import { toSnake } from '../../inventory/snake';
import {
  DescribedResource,
  keysGiven,
  ProviderRequirement,
  SourceDocument,
  SourceResource,
  UNSEEN,
  UnreadPart,
} from '../../inventory/source';
import { Reference, referencesIn, resourceKey, Unknown, Value } from '../../inventory/value';
import { Registry } from '../../terraform/registry';
import { describedMark, notesOf } from '../marks';

/** The parts of cdktf's elements that are read here; the generated classes share them, whatever package they come from. */
interface Element extends IConstruct {
  readonly friendlyUniqueId: string;
  readonly terraformResourceType?: string;
  readonly terraformGeneratorMetadata?: { readonly providerName: string; readonly providerVersion?: string };
  readonly dependsOn?: string[];
  readonly count?: unknown;
  readonly forEach?: unknown;
  readonly provider?: Element;
  readonly alias?: string;
  readonly _expression?: unknown;
  readonly rawOverrides: Record<string, unknown>;
  /** Only modules have outputs to interpolate. */
  interpolationForOutput?(output: string): IResolvable;
  toTerraform(): unknown;
}

/** cdktf's references carry their text and the stack they belong to. */
interface ReferenceToken extends IResolvable {
  readonly identifier?: string;
  readonly originStack?: TerraformStack;
}

const PLAIN_ADDRESS = /^(data\.)?[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*$/;
/** As cdktf writes a token into text, and text without a token, an expression or an escaped one. */
const STRING_TOKEN = /(\$\{TfToken\[[\w:.-]+\]\})/;
const PLAIN_TEXT = /^(?:(?![$%]\{|\}|e\+).)*$/s;
const DATA_SOURCE = Symbol.for('cdktf/TerraformDataSource');
const RESOURCE = Symbol.for('cdktf/TerraformResource');
const RESOLVER = new DefaultTokenResolver(new StringConcat());

export interface TreeDocument extends SourceDocument {
  /** The construct behind a key, to say something at. */
  readonly constructs: ReadonlyMap<string, IConstruct>;
  /** Aspects that stacks other than the first have yet to run: what was read may change. */
  readonly aspectsPending: boolean;
}

/** Reads every stack below `root` as one estate. Arguments and references are read when a fact asks for them. */
export function readTree(root: IConstruct): TreeDocument {
  return new TreeReader(root).document();
}

class TreeReader {
  private readonly resources: SourceResource[] = [];
  private readonly described: DescribedResource[] = [];
  private readonly azurerm: ProviderRequirement[] = [];
  private readonly constructs = new Map<string, IConstruct>();
  /** What is in a module stands in none of its constructs. */
  private readonly modules = new Map<string, UnreadPart>();
  private readonly locals = new Map<string, unknown>();
  /** By what they refer to: every use of an attribute is a token of its own. */
  private readonly references = new Registry<TerraformStack, Map<string, Reference>>(() => new Map());
  private readonly parsed = new Registry<TerraformStack, Map<string, Value>>(() => new Map());
  private readonly defaultProviders = new Map<string, Element>();
  private readonly subscriptions = new Map<Element | string, Symbolic>();
  private aspectsPending = false;

  public constructor(private readonly root: IConstruct) {}

  public document(): TreeDocument {
    this.visit(this.root, undefined);
    return {
      resources: this.resources,
      described: this.described,
      azurerm: this.azurerm,
      unread: [...this.modules.values()],
      between: (key) => (this.modules.has(key) ? [UNSEEN] : []),
      constructs: this.constructs,
      aspectsPending: this.aspectsPending,
    };
  }

  private visit(construct: IConstruct, above: TerraformStack | undefined): void {
    const stack = TerraformStack.isStack(construct) ? construct : above;
    if (stack !== undefined) this.read(construct, stack);
    if (!this.aspectsPending) this.aspectsPending = hasAspects(construct);
    for (const child of construct.node.children) this.visit(child, stack);
  }

  private read(construct: IConstruct, stack: TerraformStack): void {
    const unit = stack.node.path;
    const mark = describedMark(construct);
    if (mark !== undefined) {
      const key = resourceKey(unit, construct.node.path);
      this.constructs.set(key, construct);
      this.described.push({
        kind: mark.kind,
        key,
        address: construct.node.path,
        path: construct.node.path,
        id: this.value(mark.id, stack),
        attributes: Object.fromEntries(
          Object.entries(mark.attributes).map(([name, value]) => [name, this.value(value, stack)]),
        ),
      });
      return;
    }
    const element = construct as unknown as Element;
    const isData = DATA_SOURCE in element;
    if (isData || RESOURCE in element) {
      const resource = new TreeResource(element, stack, isData, this);
      this.constructs.set(resource.key, construct);
      this.resources.push(resource);
      return;
    }
    if (!TerraformElement.isTerraformElement(construct)) return;
    if (element.interpolationForOutput !== undefined) {
      const address = `module.${element.friendlyUniqueId}`;
      const given = () => keysGiven(this.value(element.toTerraform(), stack));
      this.modules.set(resourceKey(unit, address), { address, given });
    } else if (element.terraformGeneratorMetadata?.providerName === 'azurerm') {
      this.provider(element, stack);
    } else if ('_expression' in element) {
      // A local's `expression` is the reference to it; what it stands for is behind the underscore.
      this.locals.set(resourceKey(unit, element.friendlyUniqueId), element._expression);
    }
  }

  private provider(element: Element, stack: TerraformStack): void {
    const unit = stack.node.path;
    if (element.alias === undefined) this.defaultProviders.set(unit, element);
    const key = resourceKey(unit, 'terraform.required_providers.azurerm');
    if (this.constructs.has(key)) return;
    this.constructs.set(key, stack);
    this.azurerm.push({ key, path: unit, constraint: constraintOf(element, stack) });
  }

  /** The subscription that a resource's provider works in. */
  public subscription(element: Element, stack: TerraformStack): Symbolic {
    const provider = element.provider ?? this.defaultProviders.get(stack.node.path);
    const cached = this.subscriptions.get(provider ?? '');
    if (cached !== undefined) return cached;
    const value =
      provider === undefined ? undefined : argument(provider, 'subscription_id', (raw) => this.value(raw, stack));
    let symbol: Symbolic;
    if (typeof value === 'string') {
      symbol = { text: value, literal: true };
    } else if (value === undefined && provider?.alias === undefined) {
      // Without an alias and a subscription the environment decides, the same for every stack.
      symbol = { text: '${environment}', literal: false };
    } else {
      symbol = { text: `\${${provider?.node.path ?? ''}}`, literal: false };
    }
    this.subscriptions.set(provider ?? '', symbol);
    return symbol;
  }

  /** A construct's argument as the inventory understands it. */
  public value(raw: unknown, stack: TerraformStack): Value {
    switch (typeof raw) {
      case 'string':
        return raw.includes('${') || raw.includes('e+') ? this.text(raw, stack) : raw;
      case 'number': {
        // Number tokens are encoded as huge negative doubles.
        const token = raw < -1e200 ? Tokenization.reverseNumber(raw) : undefined;
        return token === undefined ? raw : this.token(token as ReferenceToken, stack);
      }
      case 'boolean':
        return raw;
      case 'object':
        return raw === null ? undefined : this.structure(raw, stack);
      default:
        return undefined;
    }
  }

  private structure(raw: object, stack: TerraformStack): Value {
    if (Tokenization.isResolvable(raw)) return this.token(raw as ReferenceToken, stack);
    if (Array.isArray(raw)) {
      if (raw.length === 1 && typeof raw[0] === 'string' && raw[0].startsWith('#{TfToken[')) {
        const token = Tokenization.reverseList(raw as string[]);
        if (token !== undefined) return this.token(token as ReferenceToken, stack);
      }
      return raw.map((item) => this.value(item, stack));
    }
    const map: Record<string, Value> = {};
    for (const [key, item] of Object.entries(raw)) map[toSnake(key)] = this.value(item, stack);
    return map;
  }

  private text(raw: string, stack: TerraformStack): Value {
    const parsed = this.parsed.of(stack);
    if (parsed.has(raw)) return parsed.get(raw);
    // Locals may go in a circle; whoever meets this text again while it is being read learns so.
    parsed.set(raw, new Unknown('it refers to itself'));
    const value = this.readText(raw, stack);
    parsed.set(raw, value);
    return value;
  }

  private readText(raw: string, stack: TerraformStack): Value {
    const { tokens, literals, escapes } = Tokenization.reverseString(raw);
    if (tokens.length === 1 && literals.length === 0 && escapes.length === 0) {
      return this.token(tokens[0] as ReferenceToken, stack);
    }
    return this.template(raw, stack) ?? this.parse(this.resolve(raw, stack), stack);
  }

  /** Words and references of this stack, as most texts are: to let cdktf resolve them costs many times as much. */
  private template(raw: string, stack: TerraformStack): Value {
    const parts: Value[] = [];
    for (const [at, part] of raw.split(STRING_TOKEN).entries()) {
      if (at % 2 === 0) {
        if (!PLAIN_TEXT.test(part)) return undefined;
        if (part !== '') parts.push(part);
        continue;
      }
      const token = Tokenization.reverseString(part).firstToken as ReferenceToken | undefined;
      if (typeof token?.identifier !== 'string' || (token.originStack ?? stack) !== stack) return undefined;
      parts.push(this.token(token, stack));
    }
    return joinParts(parts);
  }

  private token(token: ReferenceToken, stack: TerraformStack): Value {
    if (typeof token.identifier === 'string') {
      const origin = token.originStack ?? stack;
      const references = this.references.of(origin);
      let value: Value = references.get(token.identifier);
      if (value === undefined) {
        value = parseExpression(token.identifier, this.scope(origin));
        // Locals may go in a circle.
        if (value instanceof Reference) references.set(token.identifier, value);
      }
      return value;
    }
    return this.parse(this.resolve(token, stack), stack);
  }

  private parse(resolved: unknown, stack: TerraformStack): Value {
    if (typeof resolved !== 'string') return this.value(resolved, stack);
    return parseText(resolved, this.scope(stack));
  }

  private scope(stack: TerraformStack): ExpressionScope {
    return {
      resolve: (traversal) =>
        isKeyword(traversal)
          ? below(this.keyword(traversal.first, traversal.second, stack), stepsBehind(traversal))
          : blockReference(traversal, stack.node.path),
    };
  }

  private keyword(keyword: string, name: string, stack: TerraformStack): Value {
    const key = resourceKey(stack.node.path, `${keyword}.${name}`);
    if (keyword === 'local' && this.locals.has(resourceKey(stack.node.path, name))) {
      return this.value(this.locals.get(resourceKey(stack.node.path, name)), stack);
    }
    if (keyword === 'var') {
      return new Unknown(`variable \`${name}\` gets its value when Terraform runs`, [new Reference(key, [])]);
    }
    if (keyword === 'each' || keyword === 'count') {
      return new Unknown(`it differs for each of several resources (${keyword}.${name})`);
    }
    return new Unknown(`${keyword}.${name} is known when Terraform plans`, [new Reference(key, [])]);
  }

  private resolve(raw: unknown, stack: TerraformStack): unknown {
    return Tokenization.resolve(raw, { scope: stack, resolver: RESOLVER, preparing: false });
  }
}

class TreeResource implements SourceResource {
  public readonly key: string;
  public readonly address: string;
  public readonly type: string;
  public readonly mode: 'managed' | 'data';
  public readonly path: string;

  public constructor(
    private readonly element: Element,
    private readonly stack: TerraformStack,
    isData: boolean,
    private readonly reader: TreeReader,
  ) {
    // Data source classes carry their type with `data.` in it or not, by the version of the bindings.
    this.type = (element.terraformResourceType ?? '').replace(/^data\./, '');
    this.mode = isData ? 'data' : 'managed';
    this.address = `${isData ? 'data.' : ''}${this.type}.${element.friendlyUniqueId}`;
    this.key = resourceKey(stack.node.path, this.address);
    this.path = ownerPath(element);
  }

  public get subscription(): Symbolic {
    return this.reader.subscription(this.element, this.stack);
  }

  public get repeated(): boolean {
    return this.element.count !== undefined || this.element.forEach !== undefined;
  }

  public get notes(): Readonly<Record<string, string>> {
    return notesOf(this.element);
  }

  public attribute(name: string): Value {
    return argument(this.element, name, (raw) => this.reader.value(raw, this.stack));
  }

  public *declaredDependencies(): Iterable<string> {
    const { dependsOn = [], rawOverrides } = this.element;
    const more: unknown = rawOverrides.depends_on;
    for (const dependency of [...dependsOn, ...(Array.isArray(more) ? more.map(String) : [])]) {
      // `depends_on` takes addresses without braces, and tokens that resolve to such; references are met too.
      if (PLAIN_ADDRESS.test(dependency)) {
        yield resourceKey(this.stack.node.path, dependency);
        continue;
      }
      const value = this.reader.value(dependency, this.stack);
      const address = typeof value === 'string' ? this.reader.value(`\${${value}}`, this.stack) : value;
      yield* referencesIn(address).map((reference) => reference.key);
    }
  }

  public *dependencies(): Iterable<string> {
    yield* this.declaredDependencies();
    yield* referencesIn(this.reader.value(this.element.rawOverrides, this.stack)).map((reference) => reference.key);
    for (const [name, raw] of Object.entries(this.element)) {
      // Generated classes keep each argument in a field of its name with an underscore; blocks behind `internalValue`.
      if (!name.startsWith('_') || raw === undefined || raw === null) continue;
      const argumentValue = typeof raw === 'object' && 'internalValue' in raw ? raw.internalValue : raw;
      if (typeof argumentValue !== 'string' && typeof argumentValue !== 'object') continue;
      if (typeof argumentValue === 'object' && TerraformStack.isStack(argumentValue)) continue;
      yield* referencesIn(this.reader.value(argumentValue, this.stack)).map((reference) => reference.key);
    }
  }
}

function argument(element: Element, name: string, value: (raw: unknown) => Value): Value {
  const overrides = element.rawOverrides;
  const override = overrides[name];
  if (override !== undefined && (typeof override !== 'object' || override === null)) return value(override);
  const given = value((element as unknown as Record<string, unknown>)[inputOf(name)]);
  return override === undefined ? given : merge(given, value(override));
}

/** Escape-hatch overrides reach into blocks, where what they don't name stays, and add to lists. */
function merge(given: Value, override: Value): Value {
  if (Array.isArray(override)) return Array.isArray(given) ? [...given, ...override] : override;
  const base = Array.isArray(given) && given.length === 1 ? (given[0] as Value) : given;
  const plain = (value: Value): value is { readonly [key: string]: Value } =>
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (!plain(base) || !plain(override)) return override;
  const merged: Record<string, Value> = { ...base };
  for (const [key, part] of Object.entries(override)) merged[key] = merge(base[key], part);
  return merged;
}

/** The construct that a person wrote: a construct's own resource carries the id `Resource`. */
function ownerPath(element: IConstruct): string {
  return element.node.id === 'Resource' && element.node.scope !== undefined
    ? element.node.scope.node.path
    : element.node.path;
}

/** What will stand in `required_providers`: an override of the stack's, else what the bindings pin. */
function constraintOf(provider: Element, stack: TerraformStack) {
  const overrides = (stack as unknown as { rawOverrides: Record<string, any> }).rawOverrides;
  const override: unknown = overrides.terraform?.required_providers?.azurerm?.version;
  if (typeof override === 'string') {
    return override.includes('${') ? unknown('the version constraint holds a token') : known(override);
  }
  const generated = provider.terraformGeneratorMetadata?.providerVersion;
  return generated === undefined ? unknown('the bindings name no version') : known(generated);
}

/** cdktf gives a construct its aspects under a private symbol; asking `Aspects.of` first would give one to every construct. */
function hasAspects(construct: IConstruct): boolean {
  const marked = Object.getOwnPropertySymbols(construct).some((symbol) => symbol.description === 'cdktf-aspects');
  return marked && Aspects.of(construct).all.length > 0;
}

/** The generated getter that gives an argument as it was set. */
const inputs = new Map<string, string>();
function inputOf(name: string): string {
  let input = inputs.get(name);
  if (input === undefined) {
    input = `${name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}Input`;
    inputs.set(name, input);
  }
  return input;
}

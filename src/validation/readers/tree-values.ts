import { DefaultTokenResolver, IResolvable, StringConcat, TerraformStack, Tokenization } from 'cdktf';
import {
  below,
  blockReference,
  ExpressionScope,
  isKeyword,
  joinParts,
  parseExpression,
  parseText,
  stepsComeTo,
} from '../../inventory/expression';
import { toSnake } from '../../inventory/snake';
import { Reference, resourceKey, Unknown, Value } from '../../inventory/value';
import { Registry } from '../../terraform/registry';

/** cdktf's references carry their text and the stack they belong to. */
interface ReferenceToken extends IResolvable {
  readonly identifier?: string;
  readonly originStack?: TerraformStack;
}

/** As cdktf writes a token into text, and text without a token, an expression or an escaped one. */
const STRING_TOKEN = /(\$\{TfToken\[[\w:.-]+\]\})/;
const PLAIN_TEXT = /^(?:(?![$%]\{|\}|e\+).)*$/s;
const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** What the arguments of constructs hold, with their tokens followed. */
export class TreeValues {
  private readonly locals = new Map<string, unknown>();
  private readonly defaults = new Map<string, unknown>();
  /** By what they refer to: every use of an attribute is a token of its own. */
  private readonly references = new Registry<TerraformStack, Map<string, Reference>>(() => new Map());
  private readonly parsed = new Registry<TerraformStack, Map<string, Value>>(() => new Map());

  /** What a local of a stack stands for; the reader meets it on its way. */
  public addLocal(key: string, expression: unknown): void {
    this.locals.set(key, expression);
  }

  /** What a variable of a stack is where nobody gives another value. */
  public addDefault(key: string, value: unknown): void {
    this.defaults.set(key, value);
  }

  /** A construct's argument as the inventory understands it. */
  public of(raw: unknown, stack: TerraformStack): Value {
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
      return raw.map((item) => this.of(item, stack));
    }
    const map: Record<string, Value> = {};
    for (const [key, item] of Object.entries(raw)) map[toSnake(key)] = this.of(item, stack);
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

  /**
   * Words and references, as most texts are: to let cdktf resolve them costs many times as much, and makes remote states of
   * what refers to other stacks.
   */
  private template(raw: string, stack: TerraformStack): Value {
    const parts: Value[] = [];
    for (const [at, part] of raw.split(STRING_TOKEN).entries()) {
      if (at % 2 === 0) {
        if (!PLAIN_TEXT.test(part)) return undefined;
        if (part !== '') parts.push(part);
        continue;
      }
      const token = Tokenization.reverseString(part).firstToken as ReferenceToken | undefined;
      if (typeof token?.identifier !== 'string') return undefined;
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
    if (typeof resolved !== 'string') return this.of(resolved, stack);
    return parseText(resolved, this.scope(stack));
  }

  private scope(stack: TerraformStack): ExpressionScope {
    return {
      resolve: (traversal) =>
        isKeyword(traversal)
          ? below(
              this.keyword(traversal.first, traversal.second, stack),
              stepsComeTo(traversal, (text) => parseText(text, this.scope(stack))),
            )
          : blockReference(traversal, stack.node.path),
    };
  }

  private keyword(keyword: string, name: string, stack: TerraformStack): Value {
    const key = resourceKey(stack.node.path, `${keyword}.${name}`);
    if (keyword === 'local' && this.locals.has(resourceKey(stack.node.path, name))) {
      return this.of(this.locals.get(resourceKey(stack.node.path, name)), stack);
    }
    if (keyword === 'var') {
      const otherwise = this.of(this.defaults.get(resourceKey(stack.node.path, name)), stack);
      const reference = new Reference(key, [], undefined, false, otherwise);
      return new Unknown(`variable \`${name}\` gets its value when Terraform runs`, [reference], reference);
    }
    const reference = new Reference(key, []);
    if (keyword === 'each' || keyword === 'count') {
      return new Unknown(`it differs for each of several resources (${keyword}.${name})`);
    }
    // Whatever is taken of a module, it is the module that isn't read.
    return new Unknown(`${keyword}.${name} is known when Terraform plans`, [reference], reference.identity);
  }

  private resolve(raw: unknown, stack: TerraformStack): unknown {
    return Tokenization.resolve(raw, { scope: stack, resolver: RESOLVER, preparing: false });
  }
}

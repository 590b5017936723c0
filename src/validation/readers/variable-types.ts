import { isMap, Value, ValueMap } from '../../inventory/value';

/** As much of a variable's type as changes what the variable is given: which attributes there are, and which may be left out. */
export interface VariableType {
  /** Of the elements of a list, a set or a map. */
  readonly elements?: VariableType;
  readonly attributes?: ReadonlyMap<string, AttributeType>;
}

interface AttributeType {
  readonly type: VariableType;
  readonly optional: boolean;
  /** What it is where it is left out; null where that isn't written. */
  readonly fallback?: Constant;
}

/** What is written out, or the text of an expression. */
type Constant = { readonly value: Value } | { readonly code: string };

/** Deeper than anybody nests types. */
const MAX_DEPTH = 100;
const ANYTHING: VariableType = {};
const TOKEN =
  /\s+|#.*|\/\/.*|\/\*[^]*?\*\/|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[\p{ID_Start}_][\p{ID_Continue}-]*|[^]/gu;
const NOISE = /^(?:\s|#|\/\/|\/\*)/;
const COLLECTIONS = new Set(['list', 'set', 'map']);

/**
 * Reads the type of a variable.
 * @param text as written: `map(object({ name = string, days = optional(number, 7) }))`
 * @returns undefined where it changes nothing, or where it can't be read
 */
export function variableType(text: unknown): VariableType | undefined {
  if (typeof text !== 'string' || !text.includes('object')) return undefined;
  return new TypeReader(text.replace(/^\$\{([^]*)\}$/, '$1')).read();
}

/** Reads a type from its beginning, and gives up at the first word that it doesn't expect. */
class TypeReader {
  private readonly tokens: readonly string[];
  private at = 0;

  public constructor(text: string) {
    this.tokens = (text.match(TOKEN) ?? []).filter((token) => !NOISE.test(token));
  }

  public read(): VariableType | undefined {
    const type = this.type(0);
    return this.at === this.tokens.length ? type : undefined;
  }

  private type(depth: number): VariableType | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const word = this.tokens[this.at++];
    if (!this.skip('(')) return ANYTHING;
    if (word === 'object') return this.object(depth);
    if (COLLECTIONS.has(word)) {
      const elements = this.type(depth + 1);
      return elements !== undefined && this.skip(')') ? { elements } : undefined;
    }
    // Of a tuple nothing is left out, and nothing dropped.
    this.pass();
    return this.skip(')') ? ANYTHING : undefined;
  }

  private object(depth: number): VariableType | undefined {
    if (!this.skip('{')) return undefined;
    const attributes = new Map<string, AttributeType>();
    while (!this.skip('}')) {
      const name = this.tokens[this.at++];
      if (!this.skip('=') && !this.skip(':')) return undefined;
      const attribute = this.attribute(depth + 1);
      if (attribute === undefined) return undefined;
      attributes.set(name.replace(/^"(.*)"$/, '$1'), attribute);
      this.skip(',');
    }
    return this.skip(')') ? { attributes } : undefined;
  }

  private attribute(depth: number): AttributeType | undefined {
    const optional = this.tokens[this.at] === 'optional';
    if (optional) this.at += 2;
    const type = this.type(depth);
    if (type === undefined || !optional) return type && { type, optional };
    const fallback = this.skip(',') ? this.constant() : undefined;
    this.skip(',');
    return this.skip(')') ? { type, optional, fallback } : undefined;
  }

  private constant(): Constant {
    const from = this.at;
    const literal = this.literal(0);
    const next = this.tokens[this.at];
    if (literal !== undefined && (next === ')' || next === ',')) return literal;
    this.at = from;
    return { code: this.pass() };
  }

  /** What is written out; undefined at the first word that is none. */
  private literal(depth: number): { readonly value: Value } | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (this.skip('[')) {
      const list: Value[] = [];
      while (!this.skip(']')) {
        const item = this.literal(depth + 1);
        if (item === undefined) return undefined;
        list.push(item.value);
        this.skip(',');
      }
      return { value: list };
    }
    if (this.skip('{')) return this.literalObject(depth);
    const token = this.tokens[this.at++] ?? '';
    if (/^(?:true|false|null)$|^-?\d/.test(token)) return { value: (JSON.parse(token) as Value) ?? undefined };
    return /^"[^$%\\]*"$/.test(token) ? { value: token.slice(1, -1) } : undefined;
  }

  private literalObject(depth: number): { readonly value: Value } | undefined {
    const map: Record<string, Value> = Object.create(null);
    while (!this.skip('}')) {
      const key = this.tokens[this.at++] ?? '';
      if (!/^["\p{ID_Continue}]/u.test(key) || (!this.skip('=') && !this.skip(':'))) return undefined;
      const item = this.literal(depth + 1);
      if (item === undefined) return undefined;
      map[key.replace(/^"(.*)"$/, '$1')] = item.value;
      this.skip(',');
    }
    return { value: map };
  }

  /** Goes up to the bracket that ends what it stands in, or up to a comma between arguments. */
  private pass(): string {
    const from = this.at;
    for (let depth = 0; this.at < this.tokens.length; this.at++) {
      const token = this.tokens[this.at];
      if (depth === 0 && (token === ')' || token === ',')) break;
      if (/^[([{]$/.test(token)) depth++;
      else if (/^[)\]}]$/.test(token)) depth--;
    }
    return this.tokens.slice(from, this.at).join(' ');
  }

  private skip(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }
}

/**
 * What a variable is once Terraform has converted what it is given to its type: attributes that are left out are null, or what
 * the type says, and others than those that it names are dropped.
 * @param read understands an expression
 */
export function converted(value: Value, type: VariableType, read: (expression: string) => Value): Value {
  return new Conversion(read).of(value, type);
}

class Conversion {
  /** The same structure may stand in many places. */
  private readonly done = new Map<VariableType, Map<object, Value>>();

  public constructor(private readonly read: (expression: string) => Value) {}

  public of(value: Value, type: VariableType): Value {
    if (!Array.isArray(value) && !isMap(value)) return value;
    let done = this.done.get(type);
    if (done === undefined) this.done.set(type, (done = new Map()));
    if (!done.has(value)) done.set(value, this.structure(value, type));
    return done.get(value);
  }

  private structure(value: readonly Value[] | ValueMap, { elements, attributes }: VariableType): Value {
    if (Array.isArray(value)) return elements === undefined ? value : value.map((each) => this.of(each, elements));
    const map = value as ValueMap;
    const all: Record<string, Value> = Object.create(null);
    if (attributes === undefined) {
      for (const [key, each] of Object.entries(map)) all[key] = elements === undefined ? each : this.of(each, elements);
      return all;
    }
    // What the type doesn't name is dropped.
    for (const [name, { type, optional, fallback }] of attributes) {
      const given = Object.hasOwn(map, name) ? map[name] : undefined;
      if (given === undefined && !optional) continue;
      all[name] = this.of(given === undefined && fallback !== undefined ? this.constant(fallback) : given, type);
    }
    return all;
  }

  private constant(constant: Constant): Value {
    return 'value' in constant ? constant.value : this.read(constant.code);
  }
}

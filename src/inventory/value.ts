/** Points at a resource (or variable, local, module output) of the same estate, and at an attribute of it. */
export class Reference {
  public constructor(
    /** Key of the resource in its document, see `resourceKey`. */
    public readonly key: string,
    /** Attribute path below the resource: `['identity', '0', 'principal_id']`. */
    public readonly attribute: readonly string[],
    /** Which of several, where the block has `count` or `for_each`: as written. */
    public readonly index?: string,
    /** Whether the value may be made from the attribute rather than be it: not every form shows the text around it. */
    public readonly loose = false,
  ) {}

  /** Equal only for the same attribute of the same one of several, across stacks too. */
  public get identity(): string {
    // As most are.
    if (this.index === undefined && this.attribute.length === 1) return `${this.key}.${this.attribute[0]}`;
    return [this.key, ...(this.index === undefined ? [] : [`[${this.index}]`]), ...this.attribute].join('.');
  }

  public toString(): string {
    return [addressOf(this.key), ...this.attribute].join('.');
  }
}

/** A value that can't be known from this form of the estate, with the reason, and what it was made from. */
export class Unknown {
  public constructor(
    public readonly why: string,
    public readonly references: readonly Reference[] = [],
  ) {}
}

/** One of several things, and which isn't shown. */
export class OneOf extends Unknown {
  public constructor(
    why: string,
    public readonly candidates: readonly Reference[],
    /** What it is taken from; from there one and the same is taken everywhere. Missing where that can't be told. */
    public readonly origin?: string,
  ) {
    super(why);
  }

  public from(origin: string | undefined): OneOf {
    return new OneOf(this.why, this.candidates, origin);
  }
}

/** What all values are; undefined where they differ. */
export function alike<T>(values: readonly T[]): T | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

/** Text with references in it. */
export class Template {
  public constructor(public readonly parts: readonly (string | Reference | Unknown)[]) {}

  public toString(): string {
    return this.parts
      .map((part) => (typeof part === 'string' ? part : `\${${part instanceof Unknown ? '…' : part}}`))
      .join('');
  }
}

export interface ValueMap {
  readonly [key: string]: Value;
}

/** What a reader can say of an argument. `undefined` and `null`: the argument isn't given. */
export type Value =
  string | number | boolean | null | undefined | readonly Value[] | ValueMap | Reference | Template | Unknown;

/** A block, or a map. */
export function isMap(value: Value): value is ValueMap {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Reference) &&
    !(value instanceof Template) &&
    !(value instanceof Unknown)
  );
}

/** Two stacks of one estate may use the same address; the key tells them apart. Where there is but one, they are the same. */
export function resourceKey(unit: string, address: string): string {
  return unit === '' && !address.includes('|') ? address : `${unit}|${address}`;
}

export function addressOf(key: string): string {
  return key.slice(key.indexOf('|') + 1);
}

/** The stack, module or input that a key is of. */
export function unitOfKey(key: string): string {
  return key.slice(0, Math.max(0, key.indexOf('|')));
}

/** Every reference inside a value. */
export function referencesIn(value: Value, into: Reference[] = [], seen?: Set<object>): Reference[] {
  if (value === null || typeof value !== 'object') return into;
  if (value instanceof Reference) {
    into.push(value);
  } else if (value instanceof Unknown) {
    for (const reference of value.references) into.push(reference);
  } else if (value instanceof Template) {
    for (const part of value.parts) if (typeof part !== 'string') referencesIn(part, into);
  } else {
    // The same structure may stand in many places: once is enough.
    const before = seen ?? new Set();
    if (before.has(value)) return into;
    before.add(value);
    for (const part of Object.values(value)) referencesIn(part as Value, into, before);
  }
  return into;
}

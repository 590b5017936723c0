import { createHash } from 'crypto';

/** In the identity of what may be made from a reference rather than be it. */
export const LOOSE = ' or what is made from it';

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
    /** What is written for it where nobody gives anything else: the default of a variable. */
    public readonly otherwise?: Value,
  ) {}

  /** Equal only for the same attribute of the same one of several, across stacks too. */
  public get identity(): string {
    // As most are.
    if (this.index === undefined && this.attribute.length === 1) return `${this.key}.${this.attribute[0]}`;
    return [this.key, ...(this.index === undefined ? [] : [`[${this.index}]`]), ...this.attribute].join('.');
  }

  /** The same, and whether it may be more. */
  public get origin(): string {
    return `${this.identity}${this.loose ? LOOSE : ''}`;
  }

  public toString(): string {
    return [addressOf(this.key), ...this.attribute].join('.');
  }
}

/** What is taken of a value by: a name, a number, or an index that isn't known either. */
export type Step = string | Unknown;

/** A value that can't be known from this form of the estate, with the reason, and what it was made from. */
export class Unknown {
  public constructor(
    public readonly why: string,
    public readonly references: readonly Reference[] = [],
    /** The one thing that it is, or what it is made from in full. */
    public readonly source?: Reference | string,
    private readonly written?: string,
  ) {}

  /** What it is, for people; empty where that isn't known. */
  public get words(): string {
    return this.written ?? this.references.join(',');
  }

  /** Equal only for what is one and the same wherever it is taken from; missing where that can't be told. */
  public get origin(): string | undefined {
    const { source } = this;
    return source instanceof Reference ? source.origin : source;
  }

  /** A part of it: two parts are two things, the same part is the same thing. */
  public below(steps: readonly Step[]): Unknown {
    const { origin, source } = this;
    if (steps.length === 0) return this;
    if (source instanceof Reference && steps.every((step) => typeof step === 'string')) {
      const { key, attribute, index, loose, otherwise } = source;
      const part = new Reference(key, [...attribute, ...steps.map(asWord)], index, loose, partOf(otherwise, steps));
      return new Unknown(this.why, [part], part);
    }
    const named = (textOf: (step: Unknown) => string | undefined) =>
      steps.map((step) => (typeof step === 'string' ? asWord(step) : bracketed(textOf(step))));
    const made = [origin, ...named((step) => step.origin)];
    return new Unknown(
      this.why,
      distinct([...steps.flatMap((step) => (typeof step === 'string' ? [] : step.references)), ...this.references]),
      made.includes(undefined) ? undefined : shortened(made.join('.')),
      [this.words, ...named((step) => step.words)].join('.'),
    );
  }
}

/** One of several things, and which isn't shown. */
export class OneOf extends Unknown {
  public constructor(
    why: string,
    public readonly candidates: readonly Reference[],
    /** What it is taken from. */
    origin?: string,
  ) {
    super(why, [], origin);
  }

  public from(origin: string | undefined): OneOf {
    return new OneOf(this.why, this.candidates, origin);
  }

  public below(steps: readonly Step[]): OneOf {
    return this.from(super.below(steps).origin);
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

/** What is written in a place of a structure. */
function partOf(value: Value, steps: readonly string[]): Value {
  let part = value;
  for (const step of steps) part = isStructure(part) && Object.hasOwn(part, step) ? part[step] : undefined;
  return part;
}

function isStructure(value: Value): value is ValueMap {
  return Array.isArray(value) || isMap(value);
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

/** Each once: what is made from others again and again soon comes to more than anything can hold. */
export function distinct(references: readonly Reference[]): readonly Reference[] {
  return [...new Map(references.map((each) => [each.identity, each])).values()];
}

/** Behind a dot it would be more than one word. */
function asWord(step: string): string {
  return /[."]/.test(step) ? JSON.stringify(step) : step;
}

function bracketed(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `[${text}]`;
}

/** Texts that are made from texts, twice each, soon are longer than anything can hold. */
const MAX_ORIGIN = 300;

/** The same text, or what is equal only for equal texts. */
export function shortened(text: string): string {
  return text.length <= MAX_ORIGIN ? text : createHash('sha256').update(text).digest('hex');
}

/** Of structures, in which the same may stand in many places. */
const origins = new WeakMap<object, { readonly origin: string | undefined }>();

/** A text that is equal only for equal values; undefined where that can't be told. */
export function originOf(value: Value): string | undefined {
  if (value instanceof OneOf) return undefined;
  if (value instanceof Reference) return value.loose ? undefined : value.identity;
  if (value instanceof Unknown) return value.origin?.includes(LOOSE) === true ? undefined : value.origin;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  let known = origins.get(value);
  if (known === undefined) {
    known = { origin: originOfParts(value) };
    origins.set(value, known);
  }
  return known.origin;
}

function originOfParts(value: readonly Value[] | ValueMap | Template): string | undefined {
  const parts = value instanceof Template ? ['text', ...value.parts] : Object.entries(value).flat();
  const made = parts.map((part) => originOf(part as Value));
  return made.includes(undefined) ? undefined : shortened(`{${made.join(',')}}`);
}

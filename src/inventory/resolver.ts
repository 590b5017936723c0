import { ABSENT, Fact, known, unknown } from './fact';
import { SourceDocument, SourceResource } from './source';
import { isMap, LOOSE, OneOf, Reference, Template, Unknown, Value, ValueMap } from './value';

/** Longer chains of references than this are circles. */
const MAX_HOPS = 32;

/** Follows references of one document to what they stand for, and reads values as facts. */
export class Resolver {
  private readonly find: (key: string) => SourceResource | undefined;

  public constructor(document: SourceDocument) {
    this.find = document.find === undefined ? indexOf(document) : (key) => document.find!(key);
  }

  public resource(key: string): SourceResource | undefined {
    return this.find(key);
  }

  /** What a value stands for: references to written arguments are replaced by them, ids stay references. */
  public follow(value: Value, hops = 0): Value {
    if (!(value instanceof Reference)) return value;
    if (hops > MAX_HOPS) return new Unknown(`${value} refers to itself`, [value], value);
    const target = this.find(value.key);
    if (target === undefined) return new Unknown(`${value} is not in this configuration`, [value], value);
    const [name, ...rest] = value.attribute;
    if (name === undefined || name === 'id') return value;
    let found: Value = target.attribute(name);
    for (const step of rest) found = child(this.follow(found, hops + 1), step);
    if (found === undefined || found === null) {
      return new Unknown(
        target.mode === 'data' ? `${value} is read when Terraform plans` : `${value} is known after apply`,
        [value],
        value,
      );
    }
    return this.follow(found, hops + 1);
  }

  public string(value: Value): Fact<string> {
    const found = this.follow(value);
    if (found === undefined || found === null) return ABSENT;
    if (typeof found === 'string') return known(found);
    if (typeof found === 'number' || typeof found === 'boolean') return known(String(found));
    if (found instanceof Unknown) return unknown(found.why);
    if (found instanceof Reference) return unknown(`${found} is known after apply`);
    if (found instanceof Template) return this.join(found);
    return unknown('its value is not text');
  }

  public number(value: Value): Fact<number> {
    const text = this.string(value);
    if (text.state !== 'known') return text;
    const parsed = Number(text.value);
    return text.value.trim() === '' || Number.isNaN(parsed) ? unknown(`${text.value} is not a number`) : known(parsed);
  }

  public boolean(value: Value): Fact<boolean> {
    const text = this.string(value);
    if (text.state !== 'known') return text;
    if (text.value === 'true') return known(true);
    return text.value === 'false' ? known(false) : unknown(`${text.value} is neither true nor false`);
  }

  /** Nested blocks, given as a list or as a single object; `unknown` when the list itself is an expression. */
  public blocks(value: Value): Fact<readonly ValueMap[]> {
    const found = this.follow(value);
    if (found === undefined || found === null) return ABSENT;
    if (found instanceof Unknown) return unknown(found.why);
    if (found instanceof Reference || found instanceof Template) return unknown(`${found} is known after apply`);
    const list = ((Array.isArray(found) ? found : [found]) as Value[]).map((item) => this.follow(item));
    const other = list.find((item) => !isMap(item));
    if (other !== undefined) {
      return unknown(other instanceof Unknown ? other.why : `${this.text(other)} is not a block`);
    }
    return list.length === 0 ? ABSENT : known(list.filter(isMap));
  }

  /** The one block of a kind that can stand at most once. */
  public block(value: Value): Fact<ValueMap> {
    const blocks = this.blocks(value);
    if (blocks.state !== 'known') return blocks;
    return blocks.value.length === 0 ? ABSENT : known(blocks.value[0]);
  }

  public list(value: Value): Fact<readonly Fact<string>[]> {
    const found = this.follow(value);
    if (found === undefined || found === null) return ABSENT;
    if (found instanceof Unknown) return unknown(found.why);
    if (Array.isArray(found)) return known(found.map((item) => this.string(item as Value)));
    return found instanceof Reference || found instanceof Template
      ? unknown(`${found} is known after apply`)
      : known([this.string(found)]);
  }

  /** A list whose every member is known. */
  public strings(value: Value): Fact<readonly string[]> {
    const list = this.list(value);
    if (list.state !== 'known') return list;
    const values: string[] = [];
    for (const item of list.value) {
      if (item.state === 'unknown') return item;
      if (item.state === 'known') values.push(item.value);
    }
    return values.length === 0 ? ABSENT : known(values);
  }

  /** As written, references as `${…}`; two equal texts mean the same thing. */
  public text(value: Value): string {
    const found = this.follow(value);
    if (found === undefined || found === null) return '';
    if (found instanceof Reference) return `\${${found}}`;
    if (found instanceof OneOf && found.origin !== undefined) return `\${${found.origin}}`;
    if (found instanceof Unknown) return found.references.length > 0 ? `\${${wordsOf(found)}}` : '${…}';
    if (found instanceof Template) return found.parts.map((part) => this.text(part)).join('');
    return typeof found === 'object' ? '${…}' : String(found);
  }

  /**
   * A text that is equal only where two values are the same thing, across stacks too; undefined where that can't be told.
   * Unlike `text` it tells two expressions over the same references apart.
   */
  public identity(value: Value): string | undefined {
    const found = this.follow(value);
    if (found === undefined || found === null) return undefined;
    if (found instanceof Reference) return `\${${found.origin}}`;
    if (found instanceof Unknown) {
      const { origin } = found;
      return origin === undefined ? undefined : `\${${origin}${found instanceof OneOf ? LOOSE : ''}}`;
    }
    if (found instanceof Template) {
      const parts = found.parts.map((part) => this.identity(part));
      return parts.includes(undefined) ? undefined : parts.join('');
    }
    // ARM compares ids without case.
    return typeof found === 'object' ? undefined : String(found).toLowerCase();
  }

  private join(template: Template): Fact<string> {
    let text = '';
    for (const part of template.parts) {
      const fact = this.string(part);
      if (fact.state === 'unknown') return fact;
      if (fact.state === 'known') text += fact.value;
    }
    return known(text);
  }
}

/** In the text of an id a slash would part it. */
function wordsOf({ words, references }: Unknown): string {
  return words.includes('/') ? references.join(',') : words;
}

function indexOf({ resources, aliases }: SourceDocument): (key: string) => SourceResource | undefined {
  const byKey = new Map<string, SourceResource>();
  for (const resource of resources) byKey.set(resource.key, resource);
  for (const [key, resource] of aliases ?? []) byKey.set(key, resource);
  return (key) => byKey.get(key);
}

/** Providers show single blocks as lists of one: `identity[0].type` and `identity.type` are the same. */
function child(value: Value, step: string): Value {
  if (Array.isArray(value)) return /^\d+$/.test(step) ? (value as Value[])[Number(step)] : undefined;
  if (isMap(value)) return /^\d+$/.test(step) ? (step === '0' ? value : undefined) : value[step];
  return undefined;
}

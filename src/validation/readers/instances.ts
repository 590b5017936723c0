import { Block, dynamicBlock, one } from './blocks';
import type { ConfigurationModule, Reading } from './configuration-module';
import { JsonObject, member } from './json';
import { below, NAME, plainTraversal, stepsComeTo, Traversal } from '../../inventory/expression';
import { isMap, Reference, Step, Unknown, Value, ValueMap } from '../../inventory/value';

/** More than these of one block stay one resource that stands for all. */
const MAX_INSTANCES = 1000;

/** One of what `count` or `for_each` makes of a block. */
export interface Instance {
  /** As references pick it: `0`, `orders`. */
  readonly index: string;
  /** As it stands in the address: `[0]`, `["orders"]`. */
  readonly suffix: string;
  /** What `each` and `count` are there, by how variables are read. */
  readonly words?: Readonly<Record<Reading, Readonly<Record<'each' | 'count', ValueMap>>>>;
  /** What `dynamic` goes over there, by the name of its iterator. */
  readonly bound?: Readonly<Record<string, ValueMap>>;
}

/** The number of what is in something else, and nothing more. */
const LENGTH = /^\$\{\s*length\(\s*([^()]+?)\s*\)\s*\}$/;
const SET = /^\$\{\s*toset\(\s*([^]*?)\s*\)\s*\}$/;
/** A block, and nothing else. */
const WHOLE = new RegExp(String.raw`^\$\{\s*((?:data\.)?${NAME}\.${NAME})\s*\}$`);
const READINGS: readonly Reading[] = ['values', 'written'];

/** What the blocks of one module make by `count` and `for_each`, where that is written out. */
export class BlockInstances {
  private readonly known = new Map<Block, ReadonlyMap<string, Instance> | undefined>();
  private keys: ReadonlyMap<string, readonly string[]> | undefined;

  public constructor(private readonly module: ConfigurationModule) {}

  /** By their index; undefined where they aren't told apart. */
  public of(block: Block | undefined): ReadonlyMap<string, Instance> | undefined {
    if (block === undefined || !this.module.tellsInstances) return undefined;
    if (!this.known.has(block)) {
      // Two may wait for each other.
      this.known.set(block, undefined);
      const count = this.countOf(block.body);
      const [forEach, written] = READINGS.map((reading) =>
        collectionOf(member(block.body, 'for_each'), (raw) => this.allOf(raw) ?? this.module.value(raw, reading)),
      );
      const found = instancesOf(count, forEach, written);
      this.known.set(block, found && new Map(found.map((instance) => [instance.index, instance])));
    }
    return this.known.get(block);
  }

  /** What a reference to a resource stands for: of several the one that it picks. */
  public referred(traversal: Traversal, from: Instance | undefined): Value {
    const { module } = this;
    const { data, first, second, index } = traversal;
    const several = this.named(traversal);
    const behind = this.stepsBehind(traversal, from);
    const steps = index === undefined ? behind : behind.slice(1);
    const key = module.keyOf(traversal);
    if (several === undefined) return below(new Reference(key, [], index && indexText(behind[0], index)), steps);
    const picked = index === undefined ? undefined : pickedBy(behind[0], several);
    if (picked !== undefined) {
      const value = below(new Reference(module.keyOf(traversal, picked.suffix), []), steps);
      return isSplat(behind[0], several) ? [value] : value;
    }
    const why = `which of ${several.size} instances of ${data ? 'data.' : ''}${first}.${second} it is can't be followed`;
    // The block stands for all of them, the first for what they are.
    const [some] = several.values();
    const keys = [key, module.keyOf(traversal, some.suffix)];
    const references = keys.map((each) => new Reference(each, []));
    return new Unknown(why, references, key).below(behind);
  }

  /** All that stands behind the two words of a reference, as what is written comes to. */
  public stepsBehind(traversal: Traversal, from: Instance | undefined): readonly Step[] {
    return stepsComeTo(traversal, (text) => this.module.value(text, 'values', from));
  }

  /** How many there are to be of a block: what `count` comes to, the length of something that is written out too. */
  public countOf(body: JsonObject): Value {
    const count = member(body, 'count');
    const [, measured] = LENGTH.exec(typeof count === 'string' ? count : '') ?? [];
    const of = measured === undefined ? undefined : this.module.value(`\${${measured}}`);
    return Array.isArray(of) || isMap(of) ? Object.keys(of).length : this.module.value(count);
  }

  /** The blocks of a name, those that `dynamic` makes among them, as far as what it goes over is written out. */
  public dynamicBlocks(body: unknown, name: string, reading: Reading, instance: Instance | undefined): Value {
    const dynamic = member(one(member(body, 'dynamic')), name);
    const all = Array.isArray(dynamic) ? (dynamic as unknown[]) : [dynamic];
    const made = all.map((each) => this.made(each, name, reading, instance));
    const written = this.module.value(member(body, name), reading, instance) ?? [];
    const open = [...made, written].some((each) => each === undefined || each instanceof Unknown);
    return open ? dynamicBlock(name) : ([written, ...made].flat() as Value[]);
  }

  /** What one `dynamic` makes; undefined where what it goes over isn't written out. */
  private made(
    dynamic: unknown,
    name: string,
    reading: Reading,
    instance: Instance | undefined,
  ): readonly Value[] | undefined {
    const raw = member(dynamic, 'for_each');
    const read = (each: unknown) => this.module.value(each, reading, instance);
    const found = read(raw);
    const over = found instanceof Unknown ? collectionOf(raw, read) : found;
    if ((!Array.isArray(over) && !isMap(over)) || Object.keys(over).length > MAX_INSTANCES) return undefined;
    const iterator = String(member(dynamic, 'iterator') ?? name).replace(/^\$\{(.*)\}$/, '$1');
    const keys = Array.isArray(over) ? [...over.keys()].map(String) : Object.keys(over).sort();
    return keys.map((key) => {
      const bound = { ...instance?.bound, [iterator]: { key, value: (over as ValueMap)[key] } };
      const at = { index: '', suffix: '', ...instance, bound };
      return this.module.value(one(member(dynamic, 'content')), reading, at);
    });
  }

  /** Keys of what the key of a block stands for. */
  public behind(key: string): readonly string[] | undefined {
    this.keys ??= this.readKeys();
    return this.keys.get(key);
  }

  private readKeys(): ReadonlyMap<string, readonly string[]> {
    const keys = new Map<string, readonly string[]>();
    for (const kind of ['resource', 'data']) {
      for (const block of this.module.of(kind)) {
        const [first, second] = block.labels;
        const traversal = { data: kind === 'data', first, second, steps: [] };
        const several = [...(this.of(block)?.values() ?? [])];
        if (several.length === 0) continue;
        keys.set(
          this.module.keyOf(traversal),
          several.map(({ suffix }) => this.module.keyOf(traversal, suffix)),
        );
      }
    }
    return keys;
  }

  /** What one block makes, where another goes over all of it: `for_each = azurerm_postgresql_flexible_server.this`. */
  private allOf(raw: unknown): Value {
    const [, code] = WHOLE.exec(typeof raw === 'string' ? raw : '') ?? [];
    const traversal = code === undefined ? undefined : plainTraversal(code);
    const several = traversal === undefined ? undefined : this.named(traversal);
    if (traversal === undefined || several === undefined) return undefined;
    const all: Record<string, Value> = Object.create(null);
    for (const { index, suffix } of several.values()) {
      all[index] = new Reference(this.module.keyOf(traversal, suffix), []);
    }
    return all;
  }

  private named({ data, first, second }: Traversal): ReadonlyMap<string, Instance> | undefined {
    return this.of(this.module.named(data ? 'data' : 'resource', first, second));
  }
}

/** The one that an index picks; whatever the index of the only one is, it is that one. */
export function pickedBy<T>(index: Step, several: ReadonlyMap<string | undefined, T>): T | undefined {
  const [first] = several.values();
  const isOnly = several.size === 1 && (typeof index !== 'string' || index === '*');
  if (isOnly) return first;
  return typeof index === 'string' ? several.get(index) : undefined;
}

/** Whether what is taken is a list of what is taken of each. */
export function isSplat<T>(index: Step, several: ReadonlyMap<string | undefined, T>): boolean {
  return index === '*' && !several.has(index);
}

/** What tells instances of a block apart that stands for all of them. */
export function indexText(index: Step, written: string): string {
  return typeof index === 'string' ? index : (index.origin ?? written);
}

/**
 * What a block makes, as far as it is written out.
 * @returns undefined where how many there are, or what tells them apart, is known when Terraform plans
 */
function instancesOf(count: Value, forEach: Value, written: Value): readonly Instance[] | undefined {
  const times = typeof count === 'string' ? Number(count) : count;
  if (typeof times === 'number' && Number.isInteger(times) && times > 0 && times <= MAX_INSTANCES) {
    return Array.from({ length: times }, (_, at) => {
      const words = { each: {}, count: { index: at } };
      return { index: String(at), suffix: `[${at}]`, words: { values: words, written: words } };
    });
  }
  if (!isMap(forEach)) return undefined;
  const keys = Object.keys(forEach).sort();
  if (keys.length === 0 || keys.length > MAX_INSTANCES || keys.some((key) => key.includes('${'))) return undefined;
  return keys.map((key) => ({
    index: key,
    suffix: `[${JSON.stringify(key)}]`,
    words: {
      values: { each: { key, value: forEach[key] }, count: {} },
      written: { each: { key, value: below(written, [key]) }, count: {} },
    },
  }));
}

/** What `for_each` goes over: a map, or a set, of which each is its own key; of texts in a list a set is made by `toset`. */
function collectionOf(raw: unknown, read: (raw: unknown) => Value): Value {
  const [, list] = SET.exec(typeof raw === 'string' ? raw : '') ?? [];
  const items = list?.startsWith('[') ? textsIn(list) : read(list === undefined ? raw : `\${${list}}`);
  // A variable whose type is a set is given a list.
  if (!Array.isArray(items) && list === undefined) return items;
  if (!Array.isArray(items) || !items.every((item) => typeof item === 'string')) {
    return items instanceof Unknown ? items : new Unknown('its `for_each` is worked out when Terraform plans');
  }
  const set: Record<string, Value> = Object.create(null);
  for (const item of items as readonly string[]) set[item] = item;
  return set;
}

/** The texts of a list that is written out. */
function textsIn(list: string): Value {
  try {
    return JSON.parse(list.replace(/,\s*\]$/, ']')) as Value;
  } catch {
    return undefined;
  }
}

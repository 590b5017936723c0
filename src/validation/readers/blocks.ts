import { InputError } from './input-error';
import { isObject, JsonObject, member, objectsIn } from './json';
import { Unknown } from '../../inventory/value';

/** One file of a module, as Terraform's JSON syntax has it; HCL is translated before. */
export interface ConfigurationFile {
  readonly name: string;
  readonly content: unknown;
  /** The line that the nth block with this header begins on, where that is known. */
  line?(header: readonly string[], nth: number): number | undefined;
}

/** A block as it is written. */
export interface Block {
  readonly labels: readonly string[];
  readonly body: JsonObject;
  readonly file: string;
  readonly line?: number;
}

const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
};

/** The blocks of a module by their kind. What override files say is laid over the blocks that it is about. */
export function collectBlocks(files: readonly ConfigurationFile[]): ReadonlyMap<string, readonly Block[]> {
  const blocks = new Map<string, Block[]>();
  const isOverride = ({ name }: ConfigurationFile) => /(^|[\\/_])override\.(tf|tofu)(\.json)?$/.test(name);
  for (const file of files) if (!isOverride(file)) collect(file, blocks, false);
  refuseTwice(blocks);
  for (const file of files) if (isOverride(file)) collect(file, blocks, true);
  return blocks;
}

function collect(file: ConfigurationFile, blocks: Map<string, Block[]>, override: boolean): void {
  if (!isObject(file.content)) return;
  for (const [kind, contents] of Object.entries(file.content)) {
    const list = blocks.get(kind) ?? [];
    blocks.set(kind, list);
    const seen = new Map<string, number>();
    // Of several blocks with the same labels the first is overridden.
    const overridden = new Map(
      override ? [...list.entries()].reverse().map(([at, block]) => [block.labels.join('\n'), at]) : [],
    );
    for (const { labels, body } of labelled(contents, LABELS[kind] ?? 0)) {
      const header = [kind, ...labels];
      const nth = seen.get(header.join('\n')) ?? 0;
      seen.set(header.join('\n'), nth + 1);
      const at = overridden.get(labels.join('\n'));
      if (at !== undefined) list[at] = { ...list[at], body: overlaid(kind, list[at].body, body) };
      else list.push({ labels, body, file: file.name, line: file.line?.(header, nth) });
    }
  }
}

/** How addresses of what there is once of each name begin. */
const ONCE: ReadonlyMap<string, string> = new Map([
  ['resource', ''],
  ['data', 'data.'],
  ['module', 'module.'],
  ['variable', 'var.'],
  ['output', 'output.'],
  ['locals', 'local.'],
  ['provider', 'provider.'],
]);

/** Which of two Terraform would take nobody can say: it refuses them. */
function refuseTwice(blocks: ReadonlyMap<string, readonly Block[]>): void {
  for (const [kind, prefix] of ONCE) {
    const first = new Map<string, Block>();
    for (const block of blocks.get(kind) ?? []) {
      for (const name of namesOf(kind, block)) {
        const before = first.get(name);
        if (before !== undefined && name !== '//') throw twice(`${prefix}${name}`, before, block);
        first.set(name, block);
      }
    }
  }
}

function namesOf(kind: string, { labels, body }: Block): readonly string[] {
  if (kind === 'locals') return Object.keys(body);
  // Of each provider there may be one for each alias, and one without.
  const alias = kind === 'provider' ? member(body, 'alias') : undefined;
  return [[...labels, ...(typeof alias === 'string' ? [alias] : [])].join('.')];
}

function twice(address: string, before: Block, { file, line }: Block): InputError {
  const place = before.line === undefined ? before.file : `${before.file}:${before.line}`;
  return new InputError(file, `declares ${address} again, which is declared in ${place}`, { line });
}

/** Blocks of a name take the place of all of that name, be they written or made by `dynamic`; providers stay required. */
function overlaid(kind: string, body: JsonObject, over: JsonObject): JsonObject {
  if (kind === 'terraform') return { ...body, ...over, ...required(body, over) };
  const [before, after] = [body, over].map((each) => one(member(each, 'dynamic')));
  if (!isObject(before) && !isObject(after)) return { ...body, ...over };
  const made = Object.keys(isObject(after) ? after : {});
  const kept = Object.entries(body).filter(([name]) => !made.includes(name));
  const still = Object.entries(isObject(before) ? before : {}).filter(([name]) => !Object.hasOwn(over, name));
  const dynamic = { ...Object.fromEntries(still), ...(isObject(after) ? after : {}) };
  return { ...Object.fromEntries(kept), ...over, dynamic: [dynamic] };
}

/** Each of `required_providers` is replaced by its name. */
function required(...bodies: readonly JsonObject[]): JsonObject {
  const all = bodies.map((body) => one(member(body, 'required_providers'))).filter(isObject);
  return all.length === 0 ? {} : { required_providers: Object.assign({}, ...all) as JsonObject };
}

/** The blocks of a kind in one file. */
export function blocksOf(kind: string, content: unknown): Iterable<Pick<Block, 'labels' | 'body'>> {
  return labelled(member(content, kind), LABELS[kind] ?? 0);
}

/** Blocks below `depth` labels: objects and lists of objects may take turns. */
function* labelled(
  value: unknown,
  depth: number,
  labels: readonly string[] = [],
): Iterable<Pick<Block, 'labels' | 'body'>> {
  for (const object of Array.isArray(value) ? objectsIn(value) : [value]) {
    if (!isObject(object)) continue;
    if (depth === 0) {
      yield { labels, body: object };
      continue;
    }
    for (const [label, rest] of Object.entries(object)) {
      if (label !== '//') yield* labelled(rest, depth - 1, [...labels, label]);
    }
  }
}

/** Names of the blocks that `dynamic` makes. */
export function dynamicBlocks(body: unknown): readonly string[] {
  const dynamic = one(member(body, 'dynamic'));
  if (!isObject(dynamic)) return [];
  return Object.keys(dynamic).filter((name) => member(one(dynamic[name]), 'for_each') !== undefined);
}

export function dynamicBlock(name: string): Unknown {
  return new Unknown(`its \`${name}\` blocks are \`dynamic\`: how many and which is known when Terraform plans`);
}

/** A block that can stand once, written as an object or as a list of one. */
export function one(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

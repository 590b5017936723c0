import type { PlanModule } from './plan-module';
import { plain, PlanResource } from './plan-resource';
import { Several } from './several';
import { Traversal, WORD } from '../../inventory/expression';
import { Unknown, Value } from '../../inventory/value';

/** Longer ways through inputs and outputs of modules are circles. */
export const MAX_HOPS = 64;
/** Ways that part again and again come to more than anybody can follow. */
export const MAX_VISITS = 1000;

/** Where an expression stands: what it may refer to, and which of several it is for. */
export interface Site {
  readonly module: PlanModule;
  /** `count.index` or `each.key` here. */
  readonly index?: string;
  readonly forEach?: unknown;
  /** Of how many it is one, where they are numbered. */
  readonly count?: number;
  /** `many[count.index]` is printed as `many` and `count.index`: set where an index of one's own may pick one of several. */
  readonly picks?: boolean;
  /** Whether the text around a reference is shown. */
  readonly texts?: boolean;
}

/** References that are known in every plan. */
export function isSettled({ first, second }: Traversal): boolean {
  return ['count', 'path', 'terraform'].includes(first) || (first === 'each' && second === 'key');
}

/** Of several, the one that an index names, or that belongs to an index of one's own. */
export function pick<T extends object>(
  several: Several<T>,
  wanted: string | undefined,
  site: Site,
  nameOf: (each: T) => string | undefined = () => undefined,
): T | undefined {
  const isOwn = wanted === undefined ? site.picks === true : OWN_INDEX.has(wanted);
  if (wanted !== undefined && !isOwn) {
    const found = several.at(wanted);
    if (found !== undefined || isLiteral(wanted)) return found;
  }
  if (several.only !== undefined) return several.only;
  if (!isOwn || site.index === undefined) return undefined;
  // `many[count.index + 1]` is printed like `many[count.index]`: only of as many it is surely the one of the same number.
  if (site.count !== undefined && site.count !== several.size) return undefined;
  // What is made for each of several is often kept by their names.
  return several.at(site.index) ?? several.named(site.index, nameOf);
}

export function ownName(resource: PlanResource): string | undefined {
  const name = resource.at(['name'])?.value;
  return typeof name === 'string' ? name : undefined;
}

const LITERAL = new RegExp(`^[${WORD}-]*$`);

/** In a text that is kept an index may be any expression. */
export function isLiteral(index: string): boolean {
  return LITERAL.test(index);
}

const OWN_INDEX: ReadonlySet<string> = new Set(['count.index', 'each.key', 'each.value']);

/** A value as a JSON configuration writes it, references in texts and all. */
export function constantWith(constant: unknown, read: (text: string) => Value, depth = 0): Value {
  if (typeof constant === 'string') return read(constant);
  if (typeof constant !== 'object' || constant === null) return plain(constant);
  if (depth > MAX_HOPS) return new Unknown('it is nested too deeply to be followed');
  if (Array.isArray(constant)) return constant.map((part) => constantWith(part, read, depth + 1));
  const map: Record<string, Value> = Object.create(null);
  for (const [name, part] of Object.entries(constant)) map[name] = constantWith(part, read, depth + 1);
  return map;
}

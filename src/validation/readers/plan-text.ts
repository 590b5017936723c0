import { isObject, JsonObject } from './json';

/** As Terraform begins a resource, wherever it lists some. No text can hold this: its quotes would be escaped. */
const ELEMENT = '{"address":"';
const FIRST = `[${ELEMENT}`;
const NEXT = `,${ELEMENT}`;
const OUTCOME = ',"planned_values":{';
const CHANGES = ',"resource_changes":[';

/** Small enough to be parsed in the young part of the engine's heap. */
const PIECE = 65_536;
/** Lists that are shorter than a piece gain nothing, and finding that out costs. */
const MAX_SHORT = 16;

/**
 * Parses a plan as `terraform show -json` prints it: in pieces, which spare the garbage collector work, and without
 * `planned_values`, which nobody reads beside `resource_changes` (docs/decisions/0027-plans-are-parsed-in-pieces.md).
 * @returns undefined where the text is something else, or isn't JSON: then it has to be parsed as a whole
 */
export function parsePlan(text: string, piece = PIECE): JsonObject | undefined {
  if (text.length < piece || !text.startsWith('{"format_version":"')) return undefined;
  const outcome = text.indexOf(OUTCOME);
  const changes = outcome < 0 ? -1 : text.indexOf(CHANGES, outcome);
  if (changes < 0) return undefined;
  try {
    // Both are whole only where nothing but members of the plan itself lie between them.
    const head = JSON.parse(`${text.slice(0, outcome)}}`) as JsonObject;
    const rest = new Pieces(text, changes + 1, piece).parse('{');
    return isObject(rest) ? { ...head, ...rest } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The long lists of a text parsed piece by piece, the rest with a mark in the place of what they hold. What parses between
 * two beginnings of an element is the elements between them: JSON can be read in one way only.
 */
class Pieces {
  private readonly lists: unknown[][] = [];
  private found = 0;

  public constructor(
    private readonly text: string,
    private readonly from: number,
    private readonly piece: number,
  ) {}

  /**
   * @param opening what stands in front of the text
   * @throws where it isn't JSON, or holds what looks like a mark
   */
  public parse(opening: string): unknown {
    const { text, lists } = this;
    let rest = opening;
    let from = this.from;
    let short = 0;
    let at = text.indexOf(FIRST, from);
    while (at >= 0 && short < MAX_SHORT) {
      const begin = at + 1;
      const items: unknown[] = [];
      const end = this.take(begin, items);
      if (items.length === 0) {
        short++;
      } else {
        rest += `${text.slice(from, begin)}"${mark(lists.length)}",`;
        lists.push(items);
        from = end;
      }
      at = text.indexOf(FIRST, end);
    }
    const parsed: unknown = JSON.parse(rest + text.slice(from));
    this.fill(parsed);
    if (this.found !== lists.length) throw new Error('a text of the plan looks like a mark');
    return parsed;
  }

  /** Takes what whole pieces hold; the elements behind them stay. */
  private take(begin: number, items: unknown[]): number {
    const { text, piece } = this;
    let from = begin;
    for (;;) {
      const next = text.indexOf(NEXT, from + piece);
      const elements = next < 0 ? undefined : elementsOf(text.slice(from, next));
      if (elements === undefined) return from;
      for (const element of elements) items.push(element);
      from = next + 1;
    }
  }

  private fill(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      const [first] = value as unknown[];
      const items = typeof first === 'string' ? this.listOf(first) : undefined;
      if (items !== undefined) {
        const others = value.splice(0).slice(1) as unknown[];
        for (const item of items) value.push(item);
        for (const item of others) value.push(item);
        for (const item of others) this.fill(item);
        return;
      }
    }
    for (const part of Object.values(value)) this.fill(part);
  }

  private listOf(text: string): unknown[] | undefined {
    const items = text.startsWith(MARK) ? this.lists[Number(text.slice(MARK.length))] : undefined;
    if (items !== undefined) this.found++;
    return items;
  }
}

const MARK = 'list ';

function mark(list: number): string {
  return `${MARK}${list}`;
}

function elementsOf(text: string): unknown[] | undefined {
  try {
    return JSON.parse(`[${text}]`) as unknown[];
  } catch {
    return undefined;
  }
}

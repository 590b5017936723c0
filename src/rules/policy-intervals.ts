import { PolicyFacts } from '../inventory/entities';
import { Interval, parseInterval } from '../time/interval';

export interface ReadInterval extends Interval {
  readonly text: string;
  /** As written: `P7D` isn't `P1W` here. */
  readonly period: string;
}

/** The intervals of a policy, by what can be said of them. */
export interface PolicyIntervals {
  readonly read: readonly ReadInterval[];
  /** Known, and no interval: the business of PGB201. */
  readonly malformed: readonly { readonly text: string; readonly why: string }[];
  /** Why some of them, or the whole list, aren't known: one reason for each. */
  readonly unknown: readonly string[];
}

export function intervalsOf({ intervals }: PolicyFacts): PolicyIntervals {
  if (intervals.state === 'unknown') return { read: [], malformed: [], unknown: [intervals.why] };
  const read: ReadInterval[] = [];
  const malformed: { text: string; why: string }[] = [];
  const unknown: string[] = [];
  for (const item of intervals.state === 'known' ? intervals.value : []) {
    if (item.state === 'unknown') unknown.push(item.why);
    if (item.state !== 'known') continue;
    const text = item.value;
    const parsed = parseInterval(text);
    if (parsed.ok) read.push({ ...parsed, text, period: text.slice(text.lastIndexOf('/') + 1) });
    else malformed.push({ text, why: parsed.why });
  }
  return { read, malformed, unknown };
}

/** The same fault written twice is one fault. */
export function distinct<T extends { readonly text: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.text, item])).values()];
}

import type { JsonObject } from '../arm/json';
import { type Answer, ok } from '../arm/message';
import type { Call } from '../arm/route';

const PAGE = 1000;
const SKIP = '$skipToken';

/** One page of a list that can grow long, and the address of the next. */
export function paged<T>({ azure, path, query }: Call, items: readonly T[], show: (item: T) => JsonObject): Answer {
  const from = Number(query.get(SKIP) ?? 0) || 0;
  const value = items.slice(from, from + PAGE).map(show);
  if (from + PAGE >= items.length) return ok({ value });
  const next = new URLSearchParams(query);
  next.set(SKIP, String(from + PAGE));
  return ok({ value, nextLink: `${azure.settings.origin}${path}?${next}` });
}

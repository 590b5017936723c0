import { Problem } from './problem';
import { nearest } from '../matrix/nearest';

/** The value as it is listed, or a problem that names the nearest. */
export function oneOf<T extends string>(what: string, value: string, values: readonly T[]): T {
  const found = values.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new Problem(notOneOf(what, value, values));
}

/** @param otherwise what to do where no value is near */
export function notOneOf(
  what: string,
  value: string,
  values: readonly string[],
  otherwise = `it must be one of ${values.join(', ')}`,
): string {
  const begun = value.length > 2 ? values.find((candidate) => candidate.startsWith(value)) : undefined;
  const meant = begun ?? nearest(value, values);
  return `${what} "${value}" is unknown: ${meant === undefined ? otherwise : `did you mean ${meant}?`}`;
}

/** A day of the calendar, `YYYY-MM-DD`; undefined where there is none such. */
export function dayOf(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

/** The day, in UTC, of an ISO 8601 date or instant. */
export function dayOfInstant(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (match === null || dayOf(match[1]) === undefined) return undefined;
  if (match[1] === text) return text;
  // Without an offset it is taken for UTC: a pipeline's result mustn't depend on where it runs.
  const instant = new Date(/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString().slice(0, 10);
}

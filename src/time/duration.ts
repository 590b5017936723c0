import { daysSpanned } from './calendar';

/** Years, months, weeks or days: the one-unit ISO-8601 durations that Azure Backup's retention rules are written in. */
export type DurationUnit = 'Y' | 'M' | 'W' | 'D';

export interface Duration {
  readonly amount: number;
  readonly unit: DurationUnit;
}

export type ParsedDuration = (Duration & { readonly ok: true }) | { readonly ok: false; readonly why: string };

/** Above this an amount counts as this: still far over every limit, and all arithmetic stays exact. */
const CEILING = 1_000_000_000;

/** The digits of an ISO-8601 text as a number. */
export function amountOf(digits: string): number {
  return Math.min(Number(digits), CEILING);
}

/** Reads `P<n>Y`, `P<n>M`, `P<n>W` or `P<n>D` with n > 0 and no leading zero; `why` says what is wrong. */
export function parseDuration(text: string): ParsedDuration {
  const match = /^P([1-9]\d*)([YMWD])$/.exec(text);
  if (match !== null) return { ok: true, amount: amountOf(match[1]), unit: match[2] as DurationUnit };
  return { ok: false, why: whyNot(text) };
}

function whyNot(text: string): string {
  if (/^P0+[YMWD]$/.test(text)) return 'the amount must be greater than 0';
  if (/^P0\d+[YMWD]$/.test(text)) return 'the amount must have no leading zeros';
  if (/^P[-+]/.test(text) || /^[-+]P/.test(text)) return 'the amount must have no sign';
  if (/^P\d+[.,]\d+[YMWD]$/.test(text)) return 'the amount must be whole';
  if (/^P[^T]*T/.test(text)) return 'hours, minutes and seconds are not a retention';
  if (/^P(?:\d+[YMWD]){2,}$/.test(text)) return 'it must have one unit only';
  if (/^p\d+[ymwd]$/i.test(text)) return 'its letters must be upper case';
  return 'it is not P<n>Y, P<n>M, P<n>W or P<n>D';
}

/** A month or year count in months; undefined for a day or week count. */
function inMonths({ amount, unit }: Duration): number | undefined {
  if (unit === 'Y') return amount * 12;
  return unit === 'M' ? amount : undefined;
}

/** A day or week count in days. */
function inDays({ amount, unit }: Duration): number {
  return unit === 'W' ? amount * 7 : amount;
}

/**
 * The date from which a month or year count is laid out in days when it meets a day or week count: 1 February of the year
 * after a leap year. From there every count is as short as it gets before 2100 (P1M 28 days, P1Y 365, P4Y 1461, P10Y
 * 3652), so that nothing is said to be kept longer on the strength of a leap day or a long month that may not come.
 */
const REFERENCE_DATE = '2025-02-01';

/** The Gregorian calendar repeats itself after 400 years. */
const CYCLE = { months: 4800, days: 146_097 };

function lengthInDays(duration: Duration): number {
  const months = inMonths(duration);
  if (months === undefined) return inDays(duration);
  const rest = months % CYCLE.months;
  return Math.floor(months / CYCLE.months) * CYCLE.days + daysSpanned(REFERENCE_DATE, { amount: rest, unit: 'M' });
}

/**
 * -1, 0 or 1: a total order, the same on every day it is asked. Days and weeks compare exactly, months and years compare
 * exactly; across the two, months and years are laid out from the reference date. Where the answer is the same from every
 * start date, this is the answer; where it depends on the start (P1Y and P366D), this is the one for the reference date.
 */
export function compareDurations(a: Duration, b: Duration): number {
  const [monthsA, monthsB] = [inMonths(a), inMonths(b)];
  if (monthsA !== undefined && monthsB !== undefined) return Math.sign(monthsA - monthsB);
  return Math.sign(lengthInDays(a) - lengthInDays(b));
}

/** The fewest days that 0 to 11 consecutive months hold: those from 1 February of a common year. */
const SHORTEST_MONTHS: readonly number[] = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];

/**
 * The fewest and the most days that a duration can be read as, whatever its start. Years count 365 to 366 days each: a
 * bound, not a length, as no one says how many leap days they hold.
 */
export function durationBounds(duration: Duration): { readonly shortest: number; readonly longest: number } {
  const months = inMonths(duration);
  if (months === undefined) return { shortest: inDays(duration), longest: inDays(duration) };
  const [years, rest] = [Math.floor(months / 12), months % 12];
  return {
    shortest: years * 365 + SHORTEST_MONTHS[rest],
    longest: years * 366 + (rest === 0 ? 0 : 365 - SHORTEST_MONTHS[12 - rest]),
  };
}

/**
 * Whether a duration certainly keeps between two limits, both included. A day or week count isn't told how many leap days
 * Azure's ten years hold, so the ceiling is their shortest reading: P3650D is within ten years, P3651D is not.
 */
export function isWithin(duration: Duration, min: Duration, max: Duration): boolean {
  return isAtMost(min, duration) && isAtMost(duration, max);
}

function isAtMost(a: Duration, b: Duration): boolean {
  const [monthsA, monthsB] = [inMonths(a), inMonths(b)];
  if (monthsA !== undefined && monthsB !== undefined) return monthsA <= monthsB;
  return durationBounds(a).longest <= durationBounds(b).shortest;
}

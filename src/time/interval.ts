import { weekdayOf } from './calendar';
import { WEEK } from './day-of-week';
import type { DayOfWeek } from './day-of-week';
import { amountOf } from './duration';

/** A repeating interval `R/<start>/P<n>W` or `R/<start>/P<n>D`, taken apart. */
export interface Interval {
  /** The start as it is written, date to offset. */
  readonly start: string;
  /** The date of the start, on the clock of the offset. */
  readonly date: string;
  /** The weekday of that date: the day a weekly interval runs on. */
  readonly weekday: DayOfWeek;
  /** hh:mm, hh:mm:ss or hh:mm:ss.sss, as it is written. */
  readonly time: string;
  /** `Z` or ±hh:mm, as it is written. */
  readonly offset: string;
  readonly amount: number;
  readonly unit: 'D' | 'W';
}

export type ParsedInterval = (Interval & { readonly ok: true }) | { readonly ok: false; readonly why: string };

const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{3})?)?$/;

/** A time of day hh:mm, 00:00 to 23:59. */
export function isTimeOfDay(text: string): boolean {
  return TIME_OF_DAY.test(text);
}

/** An offset ±hh:mm from -12:00 to +14:00, the ones that are in use on Earth. */
export function isOffset(text: string): boolean {
  const match = /^([+-])(\d\d):([0-5]\d)$/.exec(text);
  if (match === null) return false;
  return Number(match[2]) * 60 + Number(match[3]) <= (match[1] === '-' ? 12 : 14) * 60;
}

/**
 * Reads a repeating interval in the spellings that the service accepts; the provider passes any text on. `why` says what
 * is wrong.
 * Source: BackupSchedule in Azure/azure-rest-api-specs (dataprotection, 2025-07-01 and 2025-09-01).
 */
export function parseInterval(text: string): ParsedInterval {
  const no = (why: string): ParsedInterval => ({ ok: false, why });
  const parts = String(text).split('/');
  if (parts.length !== 3) return no('it must have three parts, R/<start>/<period>');
  const [repeat, start, period] = parts;
  if (repeat !== 'R') return no('it must begin with R/');

  const split = /^([^T]*)T([^Z+-]*)(.*)$/s.exec(start);
  if (split === null) return no('its start must be <date>T<time><offset>');
  const [, date, time, offset] = split;
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return no('its start date must be written YYYY-MM-DD');
  if (!TIME.test(time)) return no('its start time must be hh:mm, hh:mm:ss or hh:mm:ss.sss, 00:00 to 23:59:59.999');
  if (offset === '') return no('its start has no time zone designator, Z or ±hh:mm');
  if (offset !== 'Z' && !isOffset(offset)) return no('its offset must be Z or ±hh:mm from -12:00 to +14:00');

  const every = /^P([1-9]\d*)([DW])$/.exec(period);
  if (every === null) return no('its period must be P<n>W or P<n>D with n > 0');

  // Last, as this is where the calendar library may have to be loaded.
  const weekday = weekdayOf(date);
  if (weekday === undefined) return no(`there is no date ${date}`);
  return { ok: true, start, date, weekday, time, offset, amount: amountOf(every[1]), unit: every[2] as 'D' | 'W' };
}

/** Every how many days it runs. */
export function daysBetweenRuns({ amount, unit }: Pick<Interval, 'amount' | 'unit'>): number {
  return unit === 'W' ? amount * 7 : amount;
}

/** The weekdays on which it runs sooner or later, in week order: a P2D interval comes by all seven. */
export function weekdaysOfRuns(interval: Pick<Interval, 'weekday' | 'amount' | 'unit'>): DayOfWeek[] {
  // 7 is prime: steps that aren't whole weeks visit every weekday.
  return daysBetweenRuns(interval) % 7 === 0 ? [interval.weekday] : [...WEEK];
}

/** The most runs that any seven days in a row hold; 1 for every interval of a week or longer. */
export function mostRunsInAWeek(interval: Pick<Interval, 'amount' | 'unit'>): number {
  return Math.ceil(7 / daysBetweenRuns(interval));
}

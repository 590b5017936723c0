import { Temporal } from '@js-temporal/polyfill';
import { invalidInput } from '../resources/data-protection';

export const DAY = 24 * 60 * 60 * 1000;

/**
 * One `R/<start>/P<n>D` or `/P<n>W`. What the time zone of a schedule does isn't documented for PostgreSQL (Windows names
 * are sent by azurerm, offsets are named by the API), so that the offset of the start governs: runs are multiples of 24
 * hours apart, and their day is the one that the clock with this offset shows.
 */
export interface Interval {
  readonly start: number;
  readonly every: number;
  readonly offset: number;
}

/** One time at which a schedule asks for a backup, and where it lies in the calendar; all in milliseconds since the epoch. */
export interface Run {
  readonly at: number;
  /** 1 to 31 */
  readonly dayOfMonth: number;
  readonly daysInMonth: number;
  /** 0 is January. */
  readonly month: number;
  /** 0 is Sunday. */
  readonly dayOfWeek: number;
  readonly dayStart: number;
  /** Weeks begin on Sunday, as the API's days of the week do; nothing says it of backups. */
  readonly weekStart: number;
  readonly monthStart: number;
  readonly yearStart: number;
}

/** The spellings of the API's description: minutes, seconds or milliseconds, and an offset or none, which is UTC. */
const WRITTEN =
  /^R\/(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{3}))?)?(Z|([+-])(\d\d):(\d\d))?\/P([1-9]\d{0,3})([DW])$/;

export function readInterval(value: unknown): Interval {
  const match = typeof value === 'string' ? WRITTEN.exec(value) : null;
  if (!match) {
    throw invalidInput(
      `A repeating time interval must be written R/YYYY-MM-DDThh:mm:ss+hh:mm/P1W (or P1D), got: ${JSON.stringify(value)}.`,
    );
  }
  const [, , , , , , , , , sign, offsetHours, offsetMinutes, count, unit] = match;
  const [year, month, day, hour, minute, second, millisecond] = match.slice(1, 8).map((part) => Number(part ?? 0));
  const offset = sign ? Number(`${sign}1`) * (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 : 0;
  const fields = { year, month, day, hour, minute, second, millisecond };
  let local: Temporal.PlainDateTime;
  try {
    // Neither 24:00:00 nor a leap second.
    local = Temporal.PlainDateTime.from(fields, { overflow: 'reject' });
  } catch {
    throw invalidInput(`A repeating time interval must start at a time that exists, got: ${JSON.stringify(value)}.`);
  }
  return {
    start: local.toZonedDateTime('UTC').epochMilliseconds - offset,
    every: Number(count) * (unit === 'W' ? 7 : 1) * DAY,
    offset,
  };
}

/** When the intervals ask for backups after one instant and up to another, in the order of time. */
export function runsBetween(intervals: readonly Interval[], after: number, upTo: number): Run[] {
  const runs = new Map<number, Run>();
  for (const { start, every, offset } of intervals) {
    const passed = Math.max(0, Math.floor((after - start) / every) + 1);
    for (let at = start + passed * every; at <= upTo; at += every) {
      if (!runs.has(at)) runs.set(at, place(at, offset));
    }
  }
  return [...runs.values()].sort((a, b) => a.at - b.at);
}

/** The fields of a date, as a clock with a fixed offset shows them. */
function place(at: number, offset: number): Run {
  const shown = new Date(at + offset);
  const [year, month] = [shown.getUTCFullYear(), shown.getUTCMonth()];
  const dayOfWeek = shown.getUTCDay();
  const dayStart = Math.floor((at + offset) / DAY) * DAY - offset;
  return {
    at,
    dayOfMonth: shown.getUTCDate(),
    daysInMonth: new Date(Date.UTC(year, month + 1, 0)).getUTCDate(),
    month,
    dayOfWeek,
    dayStart,
    weekStart: dayStart - dayOfWeek * DAY,
    monthStart: Date.UTC(year, month, 1) - offset,
    yearStart: Date.UTC(year, 0, 1) - offset,
  };
}

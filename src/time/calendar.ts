import type { Temporal } from '@js-temporal/polyfill';
import { DayOfWeek, WEEK } from './day-of-week';
import type { Duration } from './duration';

// The only file that touches the calendar library.

let library: typeof Temporal | undefined;

function temporal(): typeof Temporal {
  if (library === undefined) {
    // Loading it costs 25 to 50 ms, which a stack that never leaves the anchor week and never compares shouldn't pay.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    library = (require('@js-temporal/polyfill') as typeof import('@js-temporal/polyfill')).Temporal;
  }
  return library;
}

/**
 * One whole week: the start dates of a schedule for which none was given. Fixed, so that a stack synthesizes to the same
 * text on every day; its weekdays are known without the library.
 */
const ANCHOR_WEEK: Readonly<Record<DayOfWeek, string>> = {
  [DayOfWeek.SUNDAY]: '2024-01-07',
  [DayOfWeek.MONDAY]: '2024-01-08',
  [DayOfWeek.TUESDAY]: '2024-01-09',
  [DayOfWeek.WEDNESDAY]: '2024-01-10',
  [DayOfWeek.THURSDAY]: '2024-01-11',
  [DayOfWeek.FRIDAY]: '2024-01-12',
  [DayOfWeek.SATURDAY]: '2024-01-13',
};

/** The date in the anchor week that falls on the day. */
export function anchorDate(day: DayOfWeek): string {
  return ANCHOR_WEEK[day];
}

/** The weekday of a date `YYYY-MM-DD` (0001-01-01 to 9999-12-31), or undefined where no such date exists. */
export function weekdayOf(date: string): DayOfWeek | undefined {
  const anchored = WEEK.find((day) => ANCHOR_WEEK[day] === date);
  if (anchored !== undefined) return anchored;
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  if (match === null || match[1] === '0000') return undefined;
  const [year, month, day] = match.slice(1).map(Number);
  const { PlainDate } = temporal();
  try {
    // Temporal counts Monday 1 to Sunday 7.
    return WEEK[PlainDate.from({ year, month, day }, { overflow: 'reject' }).dayOfWeek % 7];
  } catch {
    return undefined;
  }
}

/** The date that many days later, or earlier where negative. */
export function addDays(date: string, days: number): string {
  return temporal().PlainDate.from(date).add({ days }).toString();
}

/**
 * The date a duration after another; a day that the target month lacks becomes its last (31 January + P1M is 28 or 29
 * February). Throws a RangeError beyond the year 275760, which takes an amount far over 9999.
 */
export function addDuration(date: string, duration: Duration): string {
  return temporal().PlainDate.from(date).add(asTemporal(duration)).toString();
}

/** How many days a duration from that date on holds. */
export function daysSpanned(date: string, duration: Duration): number {
  const from = temporal().PlainDate.from(date);
  return from.until(from.add(asTemporal(duration)), { largestUnit: 'days' }).days;
}

function asTemporal({ amount, unit }: Duration): Temporal.DurationLike {
  switch (unit) {
    case 'D':
      return { days: amount };
    case 'W':
      return { weeks: amount };
    case 'M':
      return { months: amount };
    case 'Y':
      return { years: amount };
  }
}

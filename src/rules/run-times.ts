import { PolicyFacts } from '../inventory/entities';
import { Fact, known, unknown } from '../inventory/fact';
import { DayOfWeek, WEEK } from '../time/day-of-week';
import { daysBetweenRuns, Interval, parseInterval, weekdaysOfRuns } from '../time/interval';

const DAY = 24 * 60;
/** The clocks of the Earth, in minutes from UTC. */
const EARLIEST_CLOCK = -12 * 60;
const LATEST_CLOCK = 14 * 60;

/** One interval of a schedule. */
export interface Run {
  /** The weekdays on the clock it is written on. */
  readonly days: readonly DayOfWeek[];
  /** The weekdays on every clock that the service may count by: which one it is, no document says. */
  readonly possibleDays: readonly DayOfWeek[];
  /** Minutes of the day, UTC. */
  readonly minute: number;
  readonly daysBetween: number;
}

/** When the runs of a policy start. */
export interface RunTimes {
  readonly runs: readonly Run[];
  /** Whether the policy's time zone is UTC, so that a time means one instant. */
  readonly utc: boolean;
}

/** When a policy runs; unknown where an interval is unknown or, which PGB201 says, can't be read. */
export function runTimesOf(policy: PolicyFacts): Fact<RunTimes> {
  const { intervals, timeZone } = policy;
  if (intervals.state === 'unknown') return intervals;
  if (intervals.state === 'absent' || intervals.value.length === 0) return unknown('the policy has no schedule');
  const utc = timeZone.state === 'absent' || (timeZone.state === 'known' && /^utc$/i.test(timeZone.value));
  const runs: Run[] = [];
  for (const fact of intervals.value) {
    if (fact.state === 'unknown') return fact;
    const interval = parseInterval(fact.state === 'known' ? fact.value : '');
    if (!interval.ok) return unknown("its schedule can't be read (PGB201)");
    runs.push(runOf(interval, utc));
  }
  return known({ runs, utc });
}

function runOf(interval: Interval, utc: boolean): Run {
  const days = weekdaysOfRuns(interval);
  const offset =
    interval.offset === 'Z' ? 0 : minutesOf(interval.offset.slice(1)) * (interval.offset.startsWith('-') ? -1 : 1);
  const instant = minutesOf(interval.time) - offset;
  const [first, last] = utc ? [Math.min(0, offset), Math.max(0, offset)] : [EARLIEST_CLOCK, LATEST_CLOCK];
  const possible = new Set<DayOfWeek>();
  for (const day of days) {
    const start = WEEK.indexOf(day) * DAY + instant;
    for (let at = Math.floor((start + first) / DAY); at <= Math.floor((start + last) / DAY); at++) {
      possible.add(WEEK[(at + 7) % 7]);
    }
  }
  return {
    days,
    possibleDays: WEEK.filter((day) => possible.has(day)),
    minute: (instant + DAY) % DAY,
    daysBetween: daysBetweenRuns(interval),
  };
}

/** `hh:mm`, whatever follows. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** The minute of the day, UTC, of an RFC 3339 date and time; undefined for what isn't one. */
export function minuteOfDay(text: string): number | undefined {
  const match = /^\d{4}-\d\d-\d\dT([01]\d:[0-5]\d|2[0-3]:[0-5]\d):\d\d(?:\.\d+)?(?:Z|([+-])(\d\d:\d\d))$/.exec(text);
  if (match === null) return undefined;
  const offset = match[2] === undefined ? 0 : minutesOf(match[3]) * (match[2] === '-' ? -1 : 1);
  return (((minutesOf(match[1]) - offset) % DAY) + DAY) % DAY;
}

/** `02:30`. */
export function timeOfDay(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Whether every run is certainly the only one of its week. */
export function isOneAWeek({ runs }: RunTimes): boolean {
  return runs.length === 1 && runs[0].daysBetween >= 7;
}

/** Whether every run is certainly the only one of its day, by whatever clock. */
export function isOneADay({ runs }: RunTimes): boolean {
  const days = runs.flatMap((run) => run.possibleDays);
  return runs.length === 1 || new Set(days).size === days.length;
}

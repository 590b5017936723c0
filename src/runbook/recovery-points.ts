import { knownText, knownValue } from './arm-id';
import { LifeCycleFacts, PolicyFacts, RetentionRuleFacts } from '../inventory/entities';
import { Fact } from '../inventory/fact';
import { addDays, weekdayOf } from '../time/calendar';
import { WEEK } from '../time/day-of-week';
import { parseDuration } from '../time/duration';
import { daysBetweenRuns, Interval, parseInterval, weekdaysOfRuns } from '../time/interval';
import { Retention } from '../time/retention';
import { WeeklySchedule } from '../time/weekly-schedule';

/** What a policy says of the recovery points that there are, in sentences without their periods. */
export interface RecoveryPoints {
  /** When they are made; undefined where it isn't known. */
  readonly schedule?: string;
  /** How old the newest can be. */
  readonly newest?: string;
  /** Which are kept, and how long: one line for each rule, in the order in which the service goes by them. */
  readonly kept: readonly string[];
}

/** What `Retention` reads. */
const MAX_AMOUNT = 9999;

/** @param today the day to count from, `YYYY-MM-DD` */
export function recoveryPointsOf(policy: PolicyFacts, today: string): RecoveryPoints {
  const intervals = intervalsOf(policy);
  return {
    schedule: scheduleOf(policy),
    newest: intervals === undefined ? undefined : newestOf(intervals, today),
    kept: keptBy(policy),
  };
}

/** Undefined where one of them isn't known, or can't be read. */
function intervalsOf({ intervals }: PolicyFacts): readonly Interval[] | undefined {
  const read = knownValue(intervals)?.map((fact) => parseInterval(knownText(fact) ?? ''));
  const good = read?.flatMap((each) => (each.ok ? [each] : []));
  return good === undefined || good.length === 0 || good.length !== read?.length ? undefined : good;
}

function scheduleOf({ intervals, timeZone }: PolicyFacts): string | undefined {
  const written = knownValue(intervals)?.map(knownText);
  if (written === undefined || written.length === 0 || written.includes(undefined)) return undefined;
  return written.map((text) => inWords(text!, knownText(timeZone))).join(', ');
}

function inWords(interval: string, timeZone: string | undefined): string {
  const parsed = parseInterval(interval);
  const isWeekly = parsed.ok && parsed.unit === 'W' && parsed.amount === 1;
  return isWeekly ? WeeklySchedule.parse(interval, timeZone).toHumanString() : interval;
}

/** The day of the last run that was due, and how many days can lie between two. */
function newestOf(intervals: readonly Interval[], today: string): string {
  const every = Math.min(...intervals.map(daysBetweenRuns), mostDaysBetween(intervals));
  const age = `the newest is at most ${every === 1 ? 'a day' : `${every} days`} old, and as much as the backup takes, unless one failed`;
  const last = lastRun(intervals, today);
  return last === undefined ? age : `${age}: on ${today} it is that of ${last}`;
}

/** The most days that go by without a run, where all run weekly. */
function mostDaysBetween(intervals: readonly Interval[]): number {
  if (intervals.some((interval) => daysBetweenRuns(interval) !== 7)) return Infinity;
  const days = [...new Set(intervals.map(({ weekday }) => WEEK.indexOf(weekday)))].sort((a, b) => a - b);
  return Math.max(...days.map((day, index) => (days[(index + 1) % days.length] - day + 7) % 7 || 7));
}

/** On the clock that the schedule is written on; of today's run nobody knows whether it is over. */
function lastRun(intervals: readonly Interval[], today: string): string | undefined {
  if (intervals.some((interval) => daysBetweenRuns(interval) !== 7)) return undefined;
  const days = new Set(intervals.flatMap(weekdaysOfRuns));
  for (let back = 1; back <= 7; back++) {
    const date = addDays(today, -back);
    const weekday = weekdayOf(date);
    if (weekday !== undefined && days.has(weekday)) {
      return intervals.some(({ date: start }) => start <= date) ? `${weekday}, ${date}` : undefined;
    }
  }
  return undefined;
}

function keptBy({ rules, defaultLifeCycles }: PolicyFacts): readonly string[] {
  if (rules.state === 'unknown') return ['which of them are kept how long is not known here'];
  const own = [...(knownValue(rules) ?? [])].sort(
    (a, b) => (knownValue(a.priority) ?? 0) - (knownValue(b.priority) ?? 0),
  );
  const lines = own.map((rule) => `${criteriaOf(rule)}: ${durationOf(rule.lifeCycles)}`);
  const rest = durationOf(defaultLifeCycles);
  return [...lines, `${lines.length === 0 ? 'every backup' : 'every other backup'}: ${rest}`];
}

const ABSOLUTE: Readonly<Record<string, string>> = {
  AllBackup: 'every backup',
  FirstOfDay: 'the first of each day',
  FirstOfWeek: 'the first of each week',
  FirstOfMonth: 'the first of each month',
  FirstOfYear: 'the first of each year',
};

function criteriaOf(rule: RetentionRuleFacts): string {
  const absolute = knownText(rule.absoluteCriteria);
  if (absolute !== undefined) return ABSOLUTE[absolute] ?? absolute;
  const parts: readonly (readonly [string, Fact<readonly string[]>])[] = [
    ['on', rule.daysOfWeek],
    ['in the weeks', rule.weeksOfMonth],
    ['in', rule.monthsOfYear],
    ['at', rule.scheduledTimes],
  ];
  const words = parts.flatMap(([word, fact]) => {
    const values = knownValue(fact);
    return values === undefined || values.length === 0 ? [] : [`${word} ${values.join(', ')}`];
  });
  return words.length === 0 ? `the backups of the rule ${knownText(rule.name) ?? '?'}` : `backups ${words.join(' ')}`;
}

function durationOf(lifeCycles: Fact<readonly LifeCycleFacts[]>): string {
  const durations = knownValue(lifeCycles)?.map(({ duration }) => knownText(duration)) ?? [];
  const [first] = durations;
  if (first === undefined) return 'as long as the policy says, which is not known here';
  const parsed = parseDuration(first);
  const isReadable = parsed.ok && parsed.amount <= MAX_AMOUNT;
  return `kept ${isReadable ? Retention.parse(first).toHumanString() : first}`;
}

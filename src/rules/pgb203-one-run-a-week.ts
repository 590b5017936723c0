import { intervalsOf, ReadInterval } from './policy-intervals';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { PolicyFacts } from '../inventory/entities';
import { Edition } from '../matrix/edition';
import { SOURCES } from '../matrix/source';
import { WEEK } from '../time/day-of-week';
import { daysBetweenRuns, mostRunsInAWeek, weekdaysOfRuns } from '../time/interval';

const ARGUMENT = '`backup_repeating_time_intervals`';
const DAY = 86_400_000;

/** PGB203: runs above what the edition executes fail, or push out the one that was meant. */
export const ONE_RUN_A_WEEK: Rule = {
  id: 'PGB203',
  name: 'one-run-a-week',
  severity: Severity.ERROR,
  decides: 'a policy starts no more backups in a week, or on a day, than the edition executes',
  why: 'The service runs the first backup of a week and fails the others: every week ends in failed jobs that hide the ones that matter.',
  sources: [SOURCES.supportMatrix20250515, SOURCES.policyArticle20250228, SOURCES.supportMatrixV2],
  acknowledgeable: true,
  *evaluate(estate, { edition }) {
    for (const policy of estate.policies) yield* judge(policy, edition);
  },
  documentation: () => ({
    mend: 'Leave one interval. For several backups a week protect the server under edition v2-2026-09-28 (preview).',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  backup_repeating_time_intervals = [
    "R/2024-01-07T02:00:00+00:00/P1W",
    "R/2024-01-10T02:00:00+00:00/P1W",
  ]
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]
}
`,
      },
    },
  }),
};

function* judge(policy: PolicyFacts, edition: Edition): Iterable<Verdict> {
  const weekly = edition.schedule.runs.atMost === 'one-a-week';
  const { read, malformed, unknown } = intervalsOf(policy);
  const got = weekly ? tooManyInAWeek(read, unknown.length) : tooManyOnADay(read, unknown.length);
  if (got !== undefined) return yield refused(policy, edition, got);
  if (unknown.length > 0) {
    return yield undecided(policy, `how often ${ARGUMENT} runs`, unknown[0], { source: edition.source });
  }
  // What isn't an interval doesn't run: PGB201 says so, and there is nothing to count.
  if (malformed.length === 0 && read.length > 0) yield compliant(policy);
}

function refused(policy: PolicyFacts, edition: Edition, got: string): Verdict {
  const weekly = edition.schedule.runs.atMost === 'one-a-week';
  const often = weekly ? 'once a week' : 'once a day';
  return violated(policy, {
    severity: edition.schedule.runs.severity as Severity,
    message: `${ARGUMENT} must run at most ${often}, got: ${got}`,
    got,
    limit: weekly ? 'one backup a week' : 'one backup a day',
    mend: weekly
      ? 'keep one interval, with the period P1W'
      : `keep one interval for each day${edition.schedule.periods.includes('P1D') ? ', or a single one with the period P1D' : ''}`,
    source: edition.source,
  });
}

/** What is too many, in words. An unknown interval meets one that runs every week, whatever it will be. */
function tooManyInAWeek(intervals: readonly ReadInterval[], unknown: number): string | undefined {
  const everyWeek = intervals.filter((interval) => daysBetweenRuns(interval) <= 7);
  const runs = everyWeek.reduce((sum, interval) => sum + mostRunsInAWeek(interval), 0);
  const rest = intervals.length - everyWeek.length + unknown;
  if (runs > 1 || (runs === 1 && rest > 0)) {
    const days = new Set(intervals.flatMap((interval) => weekdaysOfRuns(interval)));
    const when = unknown > 0 ? 'one of them not known yet' : WEEK.filter((day) => days.has(day)).join(', ');
    // Never mind how many the rarer ones add: one run above the limit is enough to be refused.
    return `${runs + (rest > 0 ? 1 : 0)} runs in a week (${when})`;
  }
  return meeting(intervals, meetInAWeek, 'in one week');
}

function tooManyOnADay(intervals: readonly ReadInterval[], unknown: number): string | undefined {
  const daily = intervals.filter((interval) => daysBetweenRuns(interval) === 1).length;
  const all = intervals.length + unknown;
  if (daily > 0 && all > 1) return `${all} intervals, ${daily === 1 ? 'one' : daily} of them daily`;
  return meeting(intervals, meetOnADay, 'on one day');
}

function meeting(
  intervals: readonly ReadInterval[],
  meet: (a: ReadInterval, b: ReadInterval) => boolean,
  when: string,
): string | undefined {
  for (const [at, a] of intervals.entries()) {
    const b = intervals.slice(0, at).find((earlier) => meet(earlier, a));
    if (b !== undefined) return `${b.text} and ${a.text}, which run ${when}`;
  }
  return undefined;
}

/** Whether two intervals ever run on the same day of the clocks they are written on. */
function meetOnADay(a: ReadInterval, b: ReadInterval): boolean {
  return (dayNumber(b) - dayNumber(a)) % commonDivisor(daysBetweenRuns(a), daysBetweenRuns(b)) === 0;
}

/** Whether two intervals, each of more than a week, ever run in the same week, Sunday first. */
function meetInAWeek(a: ReadInterval, b: ReadInterval): boolean {
  const [everyA, everyB] = [daysBetweenRuns(a), daysBetweenRuns(b)];
  if (everyA % 7 === 0 && everyB % 7 === 0) {
    return (weekNumber(b) - weekNumber(a)) % commonDivisor(everyA / 7, everyB / 7) === 0;
  }
  // Weekdays drift: runs that ever come closer than a week fall into one week sooner or later.
  const every = commonDivisor(everyA, everyB);
  const apart = (((dayNumber(b) - dayNumber(a)) % every) + every) % every;
  return apart < 7 || every - apart < 7;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function dayNumber({ date }: ReadInterval): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

/** Day 0 is a Thursday. */
function weekNumber(interval: ReadInterval): number {
  return Math.floor((dayNumber(interval) + 4) / 7);
}

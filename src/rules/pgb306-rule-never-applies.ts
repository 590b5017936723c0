import { Criteria, criteriaOf, ranksBefore } from './criteria';
import { eachPolicyOfRules, NamedRule, whyOpen } from './retention-parts';
import { Complaint, Rule, undecided, Verdict, violated } from './rule';
import { isOneADay, isOneAWeek, minuteOfDay, RunTimes, runTimesOf, timeOfDay } from './run-times';
import { Severity } from '../findings/finding';
import { both, Tri } from '../inventory/arm-scope';
import { PolicyFacts } from '../inventory/entities';
import { Fact } from '../inventory/fact';
import { SOURCES } from '../matrix/source';
import { DayOfWeek, WEEK } from '../time/day-of-week';

const SOURCE = SOURCES.policyArticle20250228;
const CLOCK =
  'its schedule or time zone is not in UTC, and no document says by which clock the service counts; write both in UTC';

interface Candidate extends NamedRule {
  readonly criteria: Fact<Criteria>;
}

/** A sure complaint, or the reason why none can be made yet. */
type Objection = { readonly complaint: Complaint } | { readonly why: string } | undefined;

/** PGB306: a rule that keeps nothing, whatever it says. Only what is certain is claimed; the default rule is exempt. */
export const RULE_NEVER_APPLIES: Rule = {
  id: 'PGB306',
  name: 'rule-never-applies',
  severity: Severity.WARNING,
  decides: 'every retention rule matches a run of the schedule that no rule ranking before it takes',
  why: 'A rule for Mondays under a Sunday schedule, or one behind a rule for all backups, keeps nothing, and nobody is told.',
  sources: [SOURCE, SOURCES.restPolicy],
  acknowledgeable: true,
  evaluate: (estate) =>
    eachPolicyOfRules(estate, (rules, policy) => {
      const times = runTimesOf(policy);
      const candidates = rules.map((rule): Candidate => ({ ...rule, criteria: criteriaOf(rule.facts) }));
      return candidates.map((rule) => judge(policy, rule, candidates, times));
    }),
  documentation: () => ({
    mend: 'Name a day of the schedule in the criteria, rank the rule before the one that takes its backups, or take it out.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  # Sundays.
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]

  retention_rule {
    name     = "Monthly"
    priority = 15

    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P1Y"
    }

    criteria {
      days_of_week   = ["Monday"]
      weeks_of_month = ["First"]
    }
  }
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  # Sundays.
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1W"]

  retention_rule {
    name     = "Monthly"
    priority = 15

    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P1Y"
    }

    criteria {
      days_of_week   = ["Sunday"]
      weeks_of_month = ["First"]
    }
  }
}
`,
      },
    },
  }),
};

function judge(
  policy: PolicyFacts,
  rule: Candidate,
  all: readonly Candidate[],
  times: Fact<RunTimes>,
): Verdict | undefined {
  // Without criteria, or with both kinds, there is nothing to match by: PGB309 says so.
  if (rule.criteria.state === 'absent') return undefined;
  const objections = [wrongDay(rule, times), wrongTime(rule, times), shadowed(rule, all, times)];
  for (const objection of objections) {
    if (objection !== undefined && 'complaint' in objection) {
      return violated(policy, { ...objection.complaint, source: SOURCE, discriminator: rule.part });
    }
  }
  const doubt = objections.find((objection) => objection !== undefined);
  return doubt === undefined || !('why' in doubt)
    ? undefined
    : undecided(policy, `whether ${rule.title} ever applies`, doubt.why);
}

function wrongDay({ facts, title }: Candidate, times: Fact<RunTimes>): Objection {
  const { daysOfWeek } = facts;
  if (daysOfWeek.state === 'absent') return undefined;
  if (daysOfWeek.state === 'unknown') return { why: daysOfWeek.why };
  const named = daysOfWeek.value;
  if (WEEK.every((day) => named.includes(day))) return undefined;
  if (times.state !== 'known') return unreadable(times);
  const { runs } = times.value;
  if (runs.some((run) => run.days.some((day) => named.includes(day)))) return undefined;
  if (runs.some((run) => run.possibleDays.some((day) => named.includes(day)))) return { why: CLOCK };
  const got = named.join(', ');
  const days = inWeekOrder(runs.flatMap((run) => run.days));
  return {
    complaint: {
      message: `\`days_of_week\` of ${title} must name a day of the schedule, got: ${got}`,
      got,
      limit: `the schedule runs on ${days}`,
      mend: `name ${days}, move the schedule, or take the rule out`,
    },
  };
}

function wrongTime({ facts, title }: Candidate, times: Fact<RunTimes>): Objection {
  const { scheduledTimes } = facts;
  if (scheduledTimes.state === 'absent') return undefined;
  if (scheduledTimes.state === 'unknown') return { why: scheduledTimes.why };
  if (times.state !== 'known') return unreadable(times);
  const { runs, utc } = times.value;
  const minutes = scheduledTimes.value.map(minuteOfDay);
  // What isn't an RFC 3339 time the provider refuses.
  if (minutes.some((minute) => minute === undefined || runs.some((run) => run.minute === minute))) return undefined;
  if (!utc) return { why: CLOCK };
  const got = scheduledTimes.value.join(', ');
  const starts = [...new Set(runs.map((run) => timeOfDay(run.minute)))].join(', ');
  return {
    complaint: {
      message: `\`scheduled_backup_times\` of ${title} must hold the time of a run, got: ${got}`,
      got,
      limit: `the schedule runs at ${starts} UTC`,
      mend: `give the time of a run, ${starts} UTC, or leave \`scheduled_backup_times\` out`,
    },
  };
}

function shadowed(rule: Candidate, all: readonly Candidate[], times: Fact<RunTimes>): Objection {
  let why: string | undefined;
  for (const other of all) {
    if (other === rule) continue;
    const taken = both(ranksBefore(other.facts, rule.facts), covers(other.criteria, rule.criteria, times));
    if (taken === 'unknown') {
      why ??= whyOpen(other.facts.priority, rule.facts.priority, other.criteria, rule.criteria, times);
    } else if (taken) {
      return {
        complaint: {
          message: `\`criteria\` of ${rule.title} must match a run that no rule ranking before it takes, got: none that ${other.title} leaves`,
          limit: 'of the rules that match a backup the one with the lowest `priority` keeps it',
          mend: `give ${rule.title} a lower \`priority\` than ${other.title}, or take one of the two out`,
        },
      };
    }
  }
  return why === undefined ? undefined : { why };
}

/** Whether one rule certainly matches whatever run the other matches. */
function covers(one: Fact<Criteria>, other: Fact<Criteria>, times: Fact<RunTimes>): Tri {
  if (one.state === 'absent' || other.state === 'absent') return false;
  if (one.state === 'unknown') return 'unknown';
  const every = matchesEveryRun(one.value, times);
  if (every === true) return true;
  if (other.state === 'unknown') return 'unknown';
  const implied = implies(other.value, one.value, times);
  return implied === false ? every : implied;
}

function matchesEveryRun(criteria: Criteria, times: Fact<RunTimes>): Tri {
  if (criteria.times !== undefined) return false;
  switch (criteria.absolute) {
    case 'AllBackup':
      return true;
    case 'FirstOfDay':
      return times.state === 'known' ? isOneADay(times.value) : 'unknown';
    case 'FirstOfWeek':
      return times.state === 'known' ? isOneAWeek(times.value) : 'unknown';
    case undefined:
      break;
    default:
      return false;
  }
  // Whether First to Last are all weeks of a month depends on how the service counts them.
  if (criteria.months !== undefined || criteria.weeks !== undefined) return false;
  const { days } = criteria;
  if (days === undefined) return true;
  return times.state === 'known' ? times.value.runs.every((run) => subset(run.possibleDays, days)) : 'unknown';
}

/**
 * The first backup of a year is the first of its month and of its day, but not of its week, which may have begun in the
 * year before.
 */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  FirstOfYear: ['FirstOfYear', 'FirstOfMonth', 'FirstOfDay'],
  FirstOfMonth: ['FirstOfMonth', 'FirstOfDay'],
  FirstOfWeek: ['FirstOfWeek', 'FirstOfDay'],
  FirstOfDay: ['FirstOfDay'],
  AllBackup: ['AllBackup'],
};

/** Whether every run that `narrow` matches is certainly one that `wide` matches. */
function implies(narrow: Criteria, wide: Criteria, times: Fact<RunTimes>): Tri {
  if (narrow.absolute !== undefined) {
    // Whether the first of a year among the runs at some time is the first of that year is open.
    const plain = narrow.times === undefined && wide.times === undefined;
    return plain && wide.absolute !== undefined && IMPLIED[narrow.absolute]?.includes(wide.absolute) === true;
  }
  if (wide.absolute !== undefined) return false;
  return both(
    daysImply(narrow, wide, times),
    subset(narrow.weeks, wide.weeks),
    subset(narrow.months, wide.months),
    subset(narrow.times, wide.times),
  );
}

/** Days on which nothing runs make no difference. */
function daysImply(narrow: Criteria, wide: Criteria, times: Fact<RunTimes>): Tri {
  if (subset(narrow.days, wide.days)) return true;
  if (times.state !== 'known') return 'unknown';
  const runDays = times.value.runs.flatMap((run) => run.possibleDays);
  return subset(narrow.days === undefined ? runDays : runDays.filter((day) => narrow.days?.includes(day)), wide.days);
}

/** Undefined is no limit. */
function subset(narrow: readonly string[] | undefined, wide: readonly string[] | undefined): boolean {
  return wide === undefined || (narrow !== undefined && narrow.every((name) => wide.includes(name)));
}

function unreadable(times: Fact<RunTimes>): Objection {
  return times.state === 'unknown' ? { why: times.why } : undefined;
}

function inWeekOrder(days: readonly DayOfWeek[]): string {
  return WEEK.filter((day) => days.includes(day)).join(', ');
}

import { distinct, intervalsOf } from './policy-intervals';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { PolicyFacts } from '../inventory/entities';
import { SOURCES } from '../matrix/source';

const ARGUMENT = '`backup_repeating_time_intervals`';
const FORM = 'R/<YYYY-MM-DD>T<hh:mm:ss><±hh:mm>/P<n>W';

/** PGB201: the provider passes any text on. */
export const SCHEDULE_SYNTAX: Rule = {
  id: 'PGB201',
  name: 'schedule-syntax',
  severity: Severity.ERROR,
  decides: `every interval of a policy is ${FORM}, or P<n>D, in a spelling that the service accepts`,
  why: 'The provider checks nothing of it: the policy is refused by the service, in the middle of an apply.',
  sources: [SOURCES.restPolicy],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const policy of estate.policies) yield* judge(policy);
  },
  documentation: () => ({
    mend: 'Write each interval as `R/2024-01-07T02:00:00+00:00/P1W`: the weekday is that of the date, the offset stands behind the time.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00/P1W"]
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

function* judge(policy: PolicyFacts): Iterable<Verdict> {
  const { read, malformed, unknown } = intervalsOf(policy);
  for (const { text, why } of distinct(malformed)) {
    yield violated(policy, {
      discriminator: text,
      message: `${ARGUMENT} must be ${FORM}, got: ${text === '' ? '""' : text}`,
      got: text,
      limit: 'a start with date, time and offset, and a period in weeks or days',
      mend: `write it as R/2024-01-07T02:00:00+00:00/P1W is written: ${why}`,
    });
  }
  if (malformed.length > 0) return;
  if (unknown.length > 0) return yield undecided(policy, ARGUMENT, unknown[0]);
  if (read.length > 0) return yield compliant(policy);
  yield violated(policy, {
    message: `${ARGUMENT} must hold at least one interval, got: none`,
    limit: 'a policy has at least one interval',
    mend: `give one, ${FORM}`,
    source: SOURCES.azurermPolicy,
  });
}

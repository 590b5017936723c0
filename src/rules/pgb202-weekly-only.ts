import { distinct, intervalsOf, ReadInterval } from './policy-intervals';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { PolicyFacts } from '../inventory/entities';
import { Edition, LimitSeverity } from '../matrix/edition';
import { SOURCES } from '../matrix/source';

const ARGUMENT = '`backup_repeating_time_intervals`';
const DAILY = 'P1D';

/** PGB202: the service takes policies with other periods, then fails their jobs. */
export const WEEKLY_ONLY: Rule = {
  id: 'PGB202',
  name: 'weekly-only',
  severity: Severity.ERROR,
  decides: 'every interval of a policy has a period that the edition executes',
  why: 'The service creates a policy with any period, and then its jobs fail: nothing is wrong until a backup is missed.',
  sources: [SOURCES.supportMatrix20250515, SOURCES.supportMatrixV2],
  acknowledgeable: true,
  *evaluate(estate, { edition }) {
    for (const policy of estate.policies) yield* judge(policy, edition);
  },
  documentation: () => ({
    mend: 'Write the period as `P1W`. For daily backups protect the server under edition v2-2026-09-28 (preview); its own backups are taken every day in any case.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  backup_repeating_time_intervals = ["R/2024-01-07T02:00:00+00:00/P1D"]
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
  const { read, malformed, unknown } = intervalsOf(policy);
  const wrong = distinct(read.filter(({ period }) => !edition.schedule.periods.includes(period)));
  for (const interval of wrong) yield refused(policy, interval, edition);
  if (wrong.length > 0) return;
  if (unknown.length > 0) {
    return yield undecided(policy, `the period of ${ARGUMENT}`, unknown[0], { source: edition.source });
  }
  // What isn't an interval has no period: PGB201 says so, and there is nothing to add.
  if (malformed.length === 0 && read.length > 0) yield compliant(policy);
}

function refused(policy: PolicyFacts, { text, period }: ReadInterval, edition: Edition): Verdict {
  const { periods, dailySeverity, otherPeriodSeverity } = edition.schedule;
  const tolerated = period === DAILY && dailySeverity === 'warning';
  const severity: LimitSeverity = (period === DAILY ? dailySeverity : undefined) ?? otherPeriodSeverity;
  const wanted = periods.join(' or ');
  return violated(policy, {
    severity: severity as Severity,
    discriminator: text,
    message: `the period of ${ARGUMENT} must be ${wanted}, got: ${period} (${text})`,
    got: period,
    limit: tolerated
      ? 'backups are weekly; daily ones are to be expected to fail'
      : `the service executes ${wanted} only`,
    mend: `write ${wanted}${edition.stack === 'v1' && period === DAILY ? ', or protect the server under edition v2-2026-09-28 (preview)' : ''}`,
    source: edition.source,
  });
}

import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { PolicyFacts } from '../inventory/entities';
import { SOURCES } from '../matrix/source';
import { TIME_ZONES, timeZoneName } from '../matrix/time-zones';

const UTC = 'UTC';

/** PGB204: the provider sends an empty zone where none is given, and replaces the policy when the service answers with one. */
export const TIME_ZONE: Rule = {
  id: 'PGB204',
  name: 'time-zone',
  severity: Severity.WARNING,
  decides: '`time_zone` of a policy is given, and is UTC or a Windows time zone name',
  why: 'Without one the next plan may replace the policy, which Azure refuses while an instance uses it. Names of other kinds are not known to be honoured.',
  sources: [SOURCES.azurermPolicy, TIME_ZONES.source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const policy of estate.policies) yield judge(policy);
  },
  documentation: () => ({
    mend: 'Set `time_zone` to `UTC`, or to the Windows name of the zone.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  time_zone = "Europe/Berlin"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  time_zone = "W. Europe Standard Time"
}
`,
      },
    },
  }),
};

function judge(policy: PolicyFacts): Verdict {
  const { timeZone } = policy;
  if (timeZone.state === 'unknown') return undecided(policy, '`time_zone`', timeZone.why);
  if (timeZone.state === 'absent') {
    return violated(policy, {
      message: '`time_zone` must be given, got: none',
      limit: 'without a time zone the next plan may replace the policy',
      mend: `set it to "${UTC}", and say the offset in the interval`,
    });
  }
  const got = timeZone.value;
  const listed = timeZoneName(got);
  if (listed === got) return compliant(policy);
  return violated(policy, {
    message: `\`time_zone\` must be UTC or a Windows time zone name, got: ${got.trim() === '' ? `"${got}"` : got}`,
    got,
    limit: 'UTC or a Windows time zone name, as "W. Europe Standard Time"',
    mend:
      listed === undefined
        ? `set it to "${UTC}" and say the offset in the interval, or name the Windows zone`
        : `write it "${listed}"`,
    source: TIME_ZONES.source,
  });
}

import { eachLifeCycle } from './retention-parts';
import { Complaint, Rule } from './rule';
import { Severity } from '../findings/finding';
import { SOURCES } from '../matrix/source';
import { parseDuration } from '../time/duration';

const FORM = 'P<n>Y, P<n>M, P<n>W or P<n>D with n > 0';

/** PGB302: the provider's check lets `P0D`, `-P1D` and `PT12H` through. */
export const RETENTION_SYNTAX: Rule = {
  id: 'PGB302',
  name: 'retention-syntax',
  severity: Severity.ERROR,
  decides: `every life cycle of a policy keeps for one whole number of years, months, weeks or days`,
  why: 'The provider passes on any ISO 8601 duration, zero, negative and mixed ones too; no retention can be made of those.',
  sources: [SOURCES.azurermPolicy, SOURCES.restPolicy],
  acknowledgeable: true,
  evaluate: (estate) =>
    eachLifeCycle(
      estate,
      'duration',
      (cycle) => cycle.duration,
      (value, where): Complaint | undefined => {
        const duration = parseDuration(value);
        if (duration.ok) return undefined;
        return {
          message: `\`duration\` of ${where} must be ${FORM}, got: ${value === '' ? '""' : value}`,
          got: value,
          limit: `a retention is one whole number of years, months, weeks or days; ${duration.why}`,
          mend: `write it as ${FORM}, such as ${suggestion(value) ?? 'P3M'}`,
          source: SOURCES.azurermPolicy,
        };
      },
    ),
  documentation: () => ({
    mend: 'Write one number and one unit: `P18M` rather than `P1Y6M`.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P1Y6M"
    }
  }
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P18M"
    }
  }
}
`,
      },
    },
  }),
};

/** What was meant where only its case, or the P in front, is wrong. */
function suggestion(value: string): string | undefined {
  const upper = value.toUpperCase();
  return [upper, `P${upper}`].find((candidate) => parseDuration(candidate).ok);
}

import { eachLifeCycle } from './retention-parts';
import { Complaint, Rule } from './rule';
import { Severity } from '../findings/finding';
import { LIMITS } from '../matrix/limits';
import { SOURCES } from '../matrix/source';
import { compareDurations, Duration, isWithin, parseDuration } from '../time/duration';

const { minDays, maxYears, min, max, source } = LIMITS.retention;
const SHORTEST: Duration = { amount: minDays, unit: 'D' };
const LONGEST: Duration = { amount: maxYears, unit: 'Y' };

/** PGB301: what is kept for less or for longer than the service keeps anything. */
export const RETENTION_RANGE: Rule = {
  id: 'PGB301',
  name: 'retention-range',
  severity: Severity.ERROR,
  decides: `every life cycle of a policy keeps for ${minDays} days to ${maxYears} years`,
  why: 'The provider takes any duration; the service keeps no vaulted backup of PostgreSQL shorter or longer than this.',
  sources: [source, SOURCES.supportMatrixV2],
  acknowledgeable: true,
  evaluate: (estate, { edition }) =>
    eachLifeCycle(
      estate,
      'duration',
      (cycle) => cycle.duration,
      (value, where): Complaint | undefined => {
        const duration = parseDuration(value);
        // What isn't a duration at all is PGB302's.
        if (!duration.ok || isWithin(duration, SHORTEST, LONGEST)) return undefined;
        const short = compareDurations(duration, SHORTEST) < 0;
        return {
          message: `\`duration\` of ${where} must be between ${min} and ${max}, got: ${value}`,
          got: value,
          limit: `a backup is kept for at least ${minDays} days and at most ${maxYears} years, which are ${maxYears * 365} days where it is given in days`,
          mend: short ? `keep it for ${min} or longer` : `keep it for ${max} or shorter`,
          source: edition.stack === 'v2' ? edition.source : source,
        };
      },
    ),
  documentation: () => ({
    mend: 'Keep for 7 days at least and 10 years at most, in whichever unit.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P11Y"
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
      duration        = "P10Y"
    }
  }
}
`,
      },
    },
  }),
};

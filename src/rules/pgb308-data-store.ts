import { eachLifeCycle } from './retention-parts';
import { Complaint, Rule } from './rule';
import { Severity } from '../findings/finding';
import { LIMITS } from '../matrix/limits';

const { allowed, source } = LIMITS.dataStore;
const ALLOWED: readonly string[] = allowed;

/** PGB308: the archive tier, and every other store, keeps no PostgreSQL backups. */
export const DATA_STORE: Rule = {
  id: 'PGB308',
  name: 'data-store',
  severity: Severity.ERROR,
  decides: `every life cycle of a policy keeps in the ${ALLOWED.join(' or ')}`,
  why: "The archive tier is not supported for PostgreSQL, and operational backups are the server's own: the policy would be refused.",
  sources: [source],
  acknowledgeable: true,
  evaluate: (estate) =>
    eachLifeCycle(
      estate,
      'data_store_type',
      (cycle) => cycle.dataStore,
      (value, where): Complaint | undefined => {
        if (ALLOWED.includes(value)) return undefined;
        return {
          message: `\`data_store_type\` of ${where} must be ${ALLOWED.join(' or ')}, got: ${value === '' ? '""' : value}`,
          got: value,
          limit: `vaulted backups of PostgreSQL are kept in the ${ALLOWED.join(' or ')} only`,
          mend: `set it to ${ALLOWED[0]}`,
          source,
        };
      },
    ),
  documentation: () => ({
    mend: 'Set `data_store_type` to `VaultStore`.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  default_retention_rule {
    life_cycle {
      data_store_type = "ArchiveStore"
      duration        = "P3M"
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
      duration        = "P3M"
    }
  }
}
`,
      },
    },
  }),
};

import { managed } from './managed-resources';
import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, violated } from './rule';
import { Severity } from '../findings/finding';
import { withDefault } from '../inventory/fact';
import { LIMITS } from '../matrix/limits';
import { SOURCES } from '../matrix/source';

const { minDays, maxDays, defaultDays, source } = LIMITS.softDelete;

/** PGB503: the provider checks it whether or not soft delete is on. */
export const SOFT_DELETE_DAYS: Rule = {
  id: 'PGB503',
  name: 'soft-delete-days',
  severity: Severity.ERROR,
  decides: `deleted backups are kept for ${minDays} to ${maxDays} days`,
  why: 'Service and provider refuse other numbers of days, also where soft delete is off.',
  sources: [source, SOURCES.azurermVault],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const vault of managed(estate.vaults)) {
      const days = withDefault(vault.softDeleteDays, defaultDays);
      if (days.state !== 'known') {
        yield undecided(vault, '`retention_duration_in_days`', whyMissing(days));
      } else if (days.value >= minDays && days.value <= maxDays) {
        yield compliant(vault);
      } else {
        yield violated(vault, {
          message: `\`retention_duration_in_days\` must be between ${minDays} and ${maxDays}, got: ${days.value}`,
          got: String(days.value),
          limit: `deleted backups are kept for ${minDays} to ${maxDays} days`,
          mend: `give ${minDays} to ${maxDays} days; backups themselves are kept by the policy`,
        });
      }
    }
  },
  documentation: () => ({
    mend: 'Give 14 to 180 days.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  retention_duration_in_days = 7
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  retention_duration_in_days = 14
}
`,
      },
    },
  }),
};

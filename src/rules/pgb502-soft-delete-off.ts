import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, violated } from './rule';
import { Severity } from '../findings/finding';
import { withDefault } from '../inventory/fact';
import { LIMITS } from '../matrix/limits';

const { defaultDays, source } = LIMITS.softDelete;

/** PGB502: the backups can be deleted at once, by mistake or by somebody else. */
export const SOFT_DELETE_OFF: Rule = {
  id: 'PGB502',
  name: 'soft-delete-off',
  severity: Severity.WARNING,
  decides: 'a vault keeps deleted backups for a while',
  why: `Without soft delete whoever may delete backups deletes them at once; with it they can be taken back, ${defaultDays} days of it for free.`,
  sources: [source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const vault of estate.vaults) {
      const softDelete = withDefault(vault.softDelete, 'On');
      if (softDelete.state !== 'known') {
        yield undecided(vault, '`soft_delete`', whyMissing(softDelete));
      } else if (softDelete.value !== 'Off') {
        yield compliant(vault);
      } else {
        yield violated(vault, {
          message: '`soft_delete` must be On or AlwaysOn, got: Off',
          got: 'Off',
          limit:
            'deleted backups can be taken back while soft delete is on; in some regions the service keeps it on in any case',
          mend: `set \`soft_delete\` to On, the default: the first ${defaultDays} days cost nothing`,
        });
      }
    }
  },
  documentation: () => ({
    mend: 'Set `soft_delete` to `On`; the first 14 days cost nothing.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  soft_delete = "Off"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  soft_delete = "On"
}
`,
      },
    },
  }),
};

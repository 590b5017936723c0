import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, violated } from './rule';
import { Severity } from '../findings/finding';
import { withDefault } from '../inventory/fact';
import { LIMITS } from '../matrix/limits';

const ALWAYS = 'AlwaysOn';

/** PGB513: who may turn soft delete off may delete the backups afterwards. */
export const SOFT_DELETE_ALWAYS_ON: Rule = {
  id: 'PGB513',
  name: 'soft-delete-always-on',
  severity: Severity.NOTE,
  decides: `the soft delete of a vault is ${ALWAYS}`,
  why: "Soft delete that is On can be turned off again, by whoever has taken over the vault's administrator as well.",
  sources: [LIMITS.softDelete.source],
  acknowledgeable: true,
  onlyWhenPicked: true,
  *evaluate(estate) {
    for (const vault of estate.vaults) {
      const softDelete = withDefault(vault.softDelete, 'On');
      if (softDelete.state !== 'known') {
        yield undecided(vault, '`soft_delete`', whyMissing(softDelete));
      } else if (softDelete.value === ALWAYS) {
        yield compliant(vault);
      } else {
        yield violated(vault, {
          message: `\`soft_delete\` must be ${ALWAYS}, got: ${softDelete.value}`,
          got: softDelete.value,
          limit: 'only AlwaysOn can never be turned off again',
          mend: `set \`soft_delete\` to ${ALWAYS}, which can't be taken back`,
        });
      }
    }
  },
  documentation: () => ({
    mend: 'Set `soft_delete` to `AlwaysOn`. It can never be taken back, and PGB504 asks for an acknowledgement of that.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  soft_delete = "On"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  soft_delete = "AlwaysOn"
}
`,
      },
    },
  }),
};

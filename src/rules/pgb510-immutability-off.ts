import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, violated } from './rule';
import { Severity } from '../findings/finding';
import { withDefault } from '../inventory/fact';
import { LIMITS } from '../matrix/limits';

const OFF = 'Disabled';
const { source } = LIMITS.immutability;

/** PGB510: who may stop protection may delete the backups as well. */
export const IMMUTABILITY_OFF: Rule = {
  id: 'PGB510',
  name: 'immutability-off',
  severity: Severity.NOTE,
  decides: 'a vault is immutable, whether or not that is locked',
  why: 'An immutable vault refuses to delete backups before they expire, also to those who may manage it.',
  sources: [source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const vault of estate.vaults) {
      const immutability = withDefault<string>(vault.immutability, OFF);
      if (immutability.state !== 'known') {
        yield undecided(vault, '`immutability`', whyMissing(immutability));
      } else if (immutability.value !== OFF) {
        yield compliant(vault);
      } else {
        yield violated(vault, {
          message: `\`immutability\` must be Unlocked or Locked, got: ${OFF}`,
          got: OFF,
          limit: 'an immutable vault keeps each backup until it expires',
          mend: 'set `immutability` to Unlocked, which can be taken back',
        });
      }
    }
  },
  documentation: () => ({
    mend: 'Set `immutability` to `Unlocked`. `Locked` is for good: choose it when the retention of the policies has proved right.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  immutability = "Disabled"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  immutability = "Unlocked"
}
`,
      },
    },
  }),
};

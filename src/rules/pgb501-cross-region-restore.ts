import { managed } from './managed-resources';
import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { VaultFacts } from '../inventory/entities';
import { LIMITS } from '../matrix/limits';
import { SOURCES } from '../matrix/source';

const { redundancy: NEEDED } = LIMITS.crossRegionRestore;

/** PGB501: even `false` is refused on a vault that isn't GeoRedundant, and only when Terraform plans. */
export const CROSS_REGION_RESTORE: Rule = {
  id: 'PGB501',
  name: 'cross-region-restore',
  severity: Severity.ERROR,
  decides: 'cross-region restore is left out of a vault that is not GeoRedundant, whatever its value',
  why: 'azurerm refuses the argument on such a vault, false as well as true, and `terraform validate` says nothing of it.',
  sources: [SOURCES.azurermVault, LIMITS.crossRegionRestore.source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const vault of managed(estate.vaults)) yield judge(vault);
  },
  documentation: () => ({
    mend: 'Leave the argument out, whatever its value, unless the vault is GeoRedundant.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  redundancy                   = "LocallyRedundant"
  cross_region_restore_enabled = false
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  redundancy = "LocallyRedundant"
}
`,
      },
    },
  }),
};

function judge(vault: VaultFacts): Verdict {
  const { crossRegionRestore, redundancy } = vault;
  if (crossRegionRestore.state === 'absent') return compliant(vault);
  if (redundancy.state !== 'known') return undecided(vault, '`redundancy`', whyMissing(redundancy));
  if (redundancy.value === NEEDED) return compliant(vault);
  // A variable may still turn out to be null, which is the same as leaving the argument out.
  if (crossRegionRestore.state === 'unknown') {
    return undecided(vault, '`cross_region_restore_enabled`', crossRegionRestore.why);
  }
  const got = String(crossRegionRestore.value);
  return violated(vault, {
    message: `\`cross_region_restore_enabled\` must be left out unless \`redundancy\` is ${NEEDED}, got: ${got} on a vault that is ${redundancy.value}`,
    got,
    limit: `the argument may be set on ${NEEDED} vaults only`,
    mend: `leave the argument out, or make the vault ${NEEDED} before it protects anything`,
  });
}

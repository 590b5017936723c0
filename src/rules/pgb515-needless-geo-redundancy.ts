import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { VaultFacts } from '../inventory/entities';
import { withDefault } from '../inventory/fact';
import { SOURCES } from '../matrix/source';

/** PGB515: the second region is paid for all the time, and nobody can restore from it. */
export const NEEDLESS_GEO_REDUNDANCY: Rule = {
  id: 'PGB515',
  name: 'needless-geo-redundancy',
  severity: Severity.NOTE,
  decides: 'a GeoRedundant vault has cross-region restore on',
  why: 'Vault storage is billed by its redundancy. The copy in the paired region can be restored from at will only where cross-region restore is on.',
  sources: [SOURCES.backupOverview, SOURCES.vaultManagement],
  acknowledgeable: true,
  onlyWhenPicked: true,
  *evaluate(estate) {
    for (const vault of estate.vaults) yield judge(vault);
  },
  documentation: () => ({
    mend: 'Turn cross-region restore on, which is for good, or make the next vault ZoneRedundant.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  redundancy = "GeoRedundant"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  redundancy                   = "GeoRedundant"
  cross_region_restore_enabled = true
}
`,
      },
    },
  }),
};

function judge(vault: VaultFacts): Verdict {
  const { redundancy } = vault;
  if (redundancy.state === 'known' && redundancy.value !== 'GeoRedundant') return compliant(vault);
  const restore = withDefault(vault.crossRegionRestore, false);
  if (restore.state === 'known' && restore.value) return compliant(vault);
  if (redundancy.state !== 'known') return undecided(vault, '`redundancy`', whyMissing(redundancy));
  if (restore.state !== 'known') return undecided(vault, '`cross_region_restore_enabled`', whyMissing(restore));
  return violated(vault, {
    message: 'a GeoRedundant vault must have cross-region restore on, got: off',
    got: 'false',
    limit:
      'the storage of a vault is billed by its redundancy; restores in the paired region ask for cross-region restore',
    mend: "turn cross-region restore on (it can't be turned off again), or make the next vault ZoneRedundant or LocallyRedundant",
    source: SOURCES.vaultManagement,
  });
}

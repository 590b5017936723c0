import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { VaultFacts } from '../inventory/entities';
import { regionInfo } from '../matrix/regions';
import { SOURCES } from '../matrix/source';

const GEO = 'GeoRedundant';

/** PGB512: points of many years outlive more than the loss of a data centre. */
export const GEO_REDUNDANT_VAULT: Rule = {
  id: 'PGB512',
  name: 'geo-redundant-vault',
  severity: Severity.NOTE,
  decides: 'a vault is GeoRedundant where its region has a pair',
  why: 'With every other redundancy all copies lie in one region, and are lost with it.',
  sources: [SOURCES.azurermVault, SOURCES.regionsList],
  acknowledgeable: true,
  onlyWhenPicked: true,
  *evaluate(estate) {
    for (const vault of estate.vaults) yield judge(vault);
  },
  documentation: () => ({
    mend: 'Make the vault GeoRedundant before it protects anything.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  redundancy = "ZoneRedundant"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  redundancy = "GeoRedundant"
}
`,
      },
    },
  }),
};

function judge(vault: VaultFacts): Verdict {
  const { redundancy, location } = vault;
  if (redundancy.state === 'known' && redundancy.value === GEO) return compliant(vault);
  const region = location.state === 'known' ? regionInfo(location.value) : undefined;
  // What the region doesn't have can't be asked for.
  if (region !== undefined && region.pairedRegion === undefined) return compliant(vault);
  if (redundancy.state !== 'known') return undecided(vault, '`redundancy`', whyMissing(redundancy));
  if (location.state !== 'known') return undecided(vault, '`location`', whyMissing(location));
  if (region === undefined) {
    const why = `the regions list of ${SOURCES.regionsList.date} says nothing of ${location.value}`;
    return undecided(vault, '`redundancy`', why);
  }
  return violated(vault, {
    message: `\`redundancy\` must be ${GEO}, got: ${redundancy.value}`,
    got: redundancy.value,
    limit: `${region.displayName} has the pair ${region.pairedRegion}`,
    mend: `make the vault ${GEO} before it protects anything: afterwards it can't be changed`,
  });
}

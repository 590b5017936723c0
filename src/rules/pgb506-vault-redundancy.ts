import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { VaultFacts } from '../inventory/entities';
import { regionInfo } from '../matrix/regions';
import { SOURCES } from '../matrix/source';

const LOCAL = 'LocallyRedundant';

/** PGB506: the one copy of the backups lies in the data centre that it is to survive. */
export const VAULT_REDUNDANCY: Rule = {
  id: 'PGB506',
  name: 'vault-redundancy',
  severity: Severity.WARNING,
  decides: 'a vault is not LocallyRedundant where its region has availability zones or a pair',
  why: "Backups of one data centre are lost with it, and the redundancy of a vault can't be changed once it protects something.",
  sources: [SOURCES.regionsList, SOURCES.azurermVault],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const vault of estate.vaults) yield judge(vault);
  },
  documentation: () => ({
    mend: 'Make the vault ZoneRedundant or GeoRedundant before it protects anything.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  redundancy = "LocallyRedundant"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  redundancy = "ZoneRedundant"
}
`,
      },
    },
  }),
};

function judge(vault: VaultFacts): Verdict {
  const { redundancy, location } = vault;
  if (redundancy.state === 'known' && redundancy.value !== LOCAL) return compliant(vault);
  const region = location.state === 'known' ? regionInfo(location.value) : undefined;
  // Where there is nothing better, every redundancy will do.
  if (region?.availabilityZones === false && region.pairedRegion === undefined) return compliant(vault);
  if (redundancy.state !== 'known') return undecided(vault, '`redundancy`', whyMissing(redundancy));
  if (location.state !== 'known') return undecided(vault, '`location`', whyMissing(location));
  if (region === undefined) {
    return undecided(
      vault,
      '`redundancy`',
      `the regions list of ${SOURCES.regionsList.date} says nothing of ${location.value}`,
    );
  }
  const { displayName, pairedRegion, availabilityZones, source } = region;
  const choices = [
    ...(pairedRegion === undefined ? [] : [{ choice: 'GeoRedundant', has: `the pair ${pairedRegion}` }]),
    ...(availabilityZones === true ? [{ choice: 'ZoneRedundant', has: 'availability zones' }] : []),
  ];
  if (choices.length === 0) {
    return undecided(
      vault,
      '`redundancy`',
      `"${source.title}" doesn't say whether ${location.value} has availability zones`,
    );
  }
  const better = choices.map(({ choice }) => choice).join(' or ');
  return violated(vault, {
    message: `\`redundancy\` must be ${better}, got: ${LOCAL}`,
    got: LOCAL,
    limit: `${displayName} has ${choices.map(({ has }) => has).join(' and ')}`,
    mend: `make the vault ${better} before it protects anything: afterwards it can't be changed`,
    source,
  });
}

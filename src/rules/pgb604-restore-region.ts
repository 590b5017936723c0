import { whyMissing } from './missing-fact';
import { restoreAccounts } from './restore-accounts';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { StorageAccountFacts, VaultFacts } from '../inventory/entities';
import { Link, withDefault } from '../inventory/fact';
import { regionInfo } from '../matrix/regions';
import { SOURCES } from '../matrix/source';

const WHAT = 'whether the vault can restore to its region';

/** PGB604: a restore goes to the region of the vault; cross-region restore goes to the pair as well. */
export const RESTORE_REGION: Rule = {
  id: 'PGB604',
  name: 'restore-region',
  severity: Severity.ERROR,
  decides:
    'the storage account of a restore target lies in the region of the vault, or in its pair with cross-region restore',
  why: 'The service offers the accounts of its own region, and those of the paired one for backups that it keeps there.',
  sources: [SOURCES.restoreRegion, SOURCES.supportMatrix20250515],
  acknowledgeable: true,
  evaluate: (estate) => restoreAccounts(estate, WHAT, judge),
  documentation: () => ({
    mend: 'Put the account into the region of the vault; its subscription may be another one of the same tenant.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_storage_account" "restore" {
  location = "swedencentral"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_storage_account" "restore" {
  location = azurerm_data_protection_backup_vault.orders.location
}
`,
      },
    },
  }),
};

function judge(account: StorageAccountFacts, link: Link<VaultFacts>): Verdict {
  if (link.state !== 'resolved') {
    return undecided(
      account,
      WHAT,
      `which vault it is for is unknown${link.state === 'unknown' ? `: ${link.why}` : ''}`,
    );
  }
  const vault = link.target;
  const rest = { discriminator: vault.address };
  if (account.location.state !== 'known') return undecided(account, '`location`', whyMissing(account.location), rest);
  if (vault.location.state !== 'known') {
    return undecided(account, `the region of ${vault.address}`, whyMissing(vault.location), rest);
  }
  const [at, home] = [account.location.value, vault.location.value];
  if (at === home) return compliant(account);
  const pair = regionInfo(home)?.pairedRegion;
  const crossRegion = withDefault(vault.crossRegionRestore, false);
  const mayCross = crossRegion.state !== 'known' || crossRegion.value;
  if (mayCross && pair === undefined && regionInfo(home) === undefined) {
    return undecided(account, WHAT, `the regions list of ${SOURCES.regionsList.date} says nothing of ${home}`, rest);
  }
  if (mayCross && at === pair) {
    if (crossRegion.state === 'known') return compliant(account);
    return undecided(account, `\`cross_region_restore_enabled\` of ${vault.address}`, whyMissing(crossRegion), rest);
  }
  return violated(account, {
    message: `\`location\` of a restore account must be ${home}${mayCross ? ` or its pair ${pair}` : ''}, got: ${at}`,
    got: at,
    limit: `files are restored in the region of the vault${mayCross ? ', or in its pair' : ''}`,
    mend:
      at === pair
        ? `put the account into ${home}, or turn cross-region restore on, which is for good`
        : `put the account into ${home}`,
    ...rest,
  });
}

import { compliant, Rule, undecided, violated } from './rule';
import { Severity } from '../findings/finding';
import { VaultFacts } from '../inventory/entities';
import { SOURCES } from '../matrix/source';

/** PGB601: where files can only be restored to a container, one should be there before it is needed. */
export const RESTORE_TARGET: Rule = {
  id: 'PGB601',
  name: 'restore-target',
  severity: Severity.NOTE,
  decides: 'a vault that protects servers has a container to restore them to',
  why: 'The service restores files into a container of yours. Account, role and firewall take time that nobody has when data is lost.',
  sources: [SOURCES.backupOverview, SOURCES.restoreArticle],
  acknowledgeable: true,
  appliesTo: ({ restoreAsFiles }) => restoreAsFiles,
  *evaluate(estate) {
    const vaults = new Map<string, VaultFacts>();
    for (const { vault } of estate.instances) {
      if (vault.state === 'resolved') vaults.set(vault.target.key, vault.target);
    }
    if (vaults.size === 0) return;
    const served = new Set<string>();
    let open: string | undefined;
    const partly = new Map<string, string>();
    for (const { vault, on, ofOne, perhaps } of estate.restoreTargets) {
      if (vault.state === 'resolved' && perhaps !== undefined) {
        partly.set(vault.target.key, `how many there are of ${perhaps.address} (\`count\` or \`for_each\`)`);
      } else if (vault.state === 'resolved' && !ofOne) {
        served.add(vault.target.key);
      } else if (vault.state === 'resolved') {
        partly.set(vault.target.key, `which of the vaults behind ${vault.target.address} restores to ${on.address}`);
      } else {
        open ??= `which vault restores to ${on.address} is unknown`;
      }
    }
    for (const vault of vaults.values()) {
      if (served.has(vault.key)) {
        yield compliant(vault);
        continue;
      }
      const one = partly.get(vault.key);
      const doubt =
        (one && `${one} is known in a plan`) ?? open ?? estate.unreadWith(vault) ?? estate.unreadMaker(vault);
      if (doubt !== undefined) {
        yield undecided(vault, 'where it restores to', doubt);
      } else {
        yield violated(vault, {
          message: 'a vault that protects servers must have a container to restore to, got: none',
          limit: 'backups are restored as files into a container',
          mend: `declare a storage account and a container in its region, and assign Storage Blob Data Contributor on it to ${vault.address}'s identity`,
        });
      }
    }
  },
  documentation: () => ({
    mend: 'Declare a storage account in the region of the vault with a container, and assign Storage Blob Data Contributor on it to the identity of the vault. That role is what makes it a restore target; so does a firewall rule that lets the vault in, or the word "restore" in the name of container or account.',
    examples: {
      nonCompliant: {
        hcl: `
# azurerm_storage_account.restore is missing
# azurerm_storage_container.restore is missing
# azurerm_role_assignment.restore is missing

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  vault_id  = azurerm_data_protection_backup_vault.orders.id
  server_id = azurerm_postgresql_flexible_server.orders.id
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_storage_container" "restore" {
  name               = "restore"
  storage_account_id = azurerm_storage_account.restore.id
}

resource "azurerm_role_assignment" "restore" {
  scope                = azurerm_storage_container.restore.id
  role_definition_name = "Storage Blob Data Contributor"
  role_definition_id   = null
  principal_id         = azurerm_data_protection_backup_vault.orders.identity[0].principal_id
}
`,
      },
    },
  }),
};

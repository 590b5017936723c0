import { whyUnlinked } from './missing-fact';
import { OWN_RULES } from './own-source';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { both, Place, sameSymbol } from '../inventory/arm-scope';
import { InstanceFacts } from '../inventory/entities';

/** PGB514: a role on the resource group of the servers reaches the backups in it too. */
export const VAULT_APART: Rule = {
  id: 'PGB514',
  name: 'vault-apart',
  severity: Severity.NOTE,
  decides: 'a vault lies in another resource group or subscription than the servers that it protects',
  why: 'Azure roles are inherited: who may delete everything in the resource group of a server may delete a vault that lies beside it.',
  sources: [OWN_RULES],
  acknowledgeable: true,
  onlyWhenPicked: true,
  *evaluate(estate) {
    for (const instance of estate.serverInstances) yield judge(instance);
  },
  documentation: () => ({
    mend: 'Put the vault into a resource group of its own, where who manages the servers has no role.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  resource_group_name = azurerm_resource_group.orders.name
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_resource_group" "backup" {
  name     = "rg-backup"
  location = "westeurope"
}

resource "azurerm_data_protection_backup_vault" "orders" {
  resource_group_name = azurerm_resource_group.backup.name
}
`,
      },
    },
  }),
};

function judge(instance: InstanceFacts): Verdict {
  const { vault, server } = instance;
  const what = 'whether the vault lies apart from the server';
  if (vault.state !== 'resolved') return undecided(instance, what, whyUnlinked(vault, 'vault'));
  if (server.state !== 'resolved') return undecided(instance, what, whyUnlinked(server, 'server'));
  const [ofVault, ofServer] = [vault.target.place, server.target.place];
  const together = both(
    sameSymbol(ofVault.resourceGroup, ofServer.resourceGroup),
    sameSymbol(ofVault.subscription, ofServer.subscription),
  );
  if (together === false) return compliant(instance);
  if (together === 'unknown') {
    return undecided(instance, what, `it lies in ${said(ofVault)}, the server in ${said(ofServer)}`);
  }
  return violated(instance, {
    message: `the vault of an instance must lie in another resource group than its server, got: ${vault.target.address} and ${server.target.address} in ${said(ofVault)}`,
    got: said(ofVault),
    limit: 'roles on a resource group or a subscription hold for everything in it',
    mend: 'put the vault into a resource group of its own, or into a subscription that the administrators of the servers have no role in',
  });
}

function said({ resourceGroup }: Place): string {
  return resourceGroup === undefined ? 'a resource group that is not known yet' : resourceGroup.text;
}

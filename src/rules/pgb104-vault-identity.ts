import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { VaultFacts } from '../inventory/entities';
import { SOURCES } from '../matrix/source';

const SYSTEM = 'SystemAssigned';

/** PGB104: azurerm can't tell an instance to use a user-assigned identity, whatever the edition allows. */
export const VAULT_IDENTITY: Rule = {
  id: 'PGB104',
  name: 'vault-identity',
  severity: Severity.ERROR,
  decides: 'the vault of an instance has a system-assigned identity',
  why: "Roles are given to the vault's system-assigned identity; without one there is nobody to give them to, and every backup fails.",
  sources: [SOURCES.azurermVault, SOURCES.azurermInstance],
  acknowledgeable: true,
  *evaluate(estate) {
    const seen = new Set<string>();
    for (const instance of estate.instances) {
      const { vault } = instance;
      if (vault.state === 'unknown') {
        yield undecided(instance, "the vault's identity", `which vault it lies in is unknown: ${vault.why}`);
      } else if (vault.state === 'resolved' && !seen.has(vault.target.key)) {
        seen.add(vault.target.key);
        yield judge(vault.target);
      }
    }
  },
  documentation: () => ({
    mend: 'Give the vault a system-assigned identity; a user-assigned one may stand beside it.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  identity {
    type         = "UserAssigned"
    identity_ids = ["/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.ManagedIdentity/userAssignedIdentities/backup"]
  }
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  identity {
    type = "SystemAssigned"
  }
}
`,
      },
    },
  }),
};

function judge(vault: VaultFacts): Verdict {
  const { identityType, principalId } = vault;
  // An author who gives the principal of a vault's system identity has said that there is one.
  if (identityType.state !== 'known' && principalId.state === 'known') return compliant(vault);
  if (identityType.state === 'unknown') return undecided(vault, '`identity.type`', identityType.why);
  const got = identityType.state === 'known' ? identityType.value : 'none';
  if (got.split(',').some((type) => type.trim().toLowerCase() === SYSTEM.toLowerCase())) return compliant(vault);
  const wanted = got.trim().toLowerCase() === 'userassigned' ? `${SYSTEM}, UserAssigned` : SYSTEM;
  return violated(vault, {
    message: `\`identity.type\` must be ${SYSTEM}, alone or with UserAssigned, got: ${got}`,
    got,
    limit: 'a vault that protects servers has a system-assigned identity',
    mend: `give ${vault.address} \`identity { type = "${wanted}" }\``,
  });
}

import { grantsOfRole, gives, roleText } from './role-grants';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { InstanceFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { ROLES } from '../matrix/roles';
import { SOURCES } from '../matrix/source';

const ROLE = ROLES.reader;

/** PGB102: Reader on the server alone isn't enough, the service reads the group's role assignments. */
export const READER_ROLE: Rule = {
  id: 'PGB102',
  name: 'reader-role',
  severity: Severity.ERROR,
  decides:
    "the vault's identity holds Reader, or a role that includes it, on the server's resource group or a scope above it",
  why: 'The service checks its own permissions before it protects a server, and reads the role assignments of the group for that.',
  sources: [SOURCES.backupOverview, ROLE.source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const instance of estate.serverInstances) yield judge(estate, instance);
  },
  documentation: () => ({
    mend: 'Assign Reader to the identity of the vault on the resource group of the server, not on the server alone.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_role_assignment" "reader" {
  scope              = azurerm_postgresql_flexible_server.orders.id
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
  principal_id       = azurerm_data_protection_backup_vault.orders.identity[0].principal_id
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_role_assignment" "reader" {
  scope              = azurerm_resource_group.orders.id
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
  principal_id       = azurerm_data_protection_backup_vault.orders.identity[0].principal_id
}
`,
      },
    },
  }),
};

function judge(estate: BackupInventory, instance: InstanceFacts): Verdict {
  const what = "Reader on the server's resource group";
  const { vault, server } = instance;
  if (vault.state !== 'resolved') {
    return undecided(instance, what, vault.state === 'unknown' ? vault.why : 'no vault is named');
  }
  if (server.state !== 'resolved') {
    return undecided(instance, what, server.state === 'unknown' ? server.why : 'no server is named');
  }
  const grants = estate.grantsOn(vault.target, server.target, instance);
  const { sure, maybe } = grantsOfRole(grants, 'reader', true);
  if (sure.length > 0) return compliant(instance);
  if (maybe.length > 0) return undecided(instance, what, maybe[0].why);
  if (vault.target.origin !== 'managed') {
    return undecided(
      instance,
      what,
      `${vault.target.address} exists already, and so may its roles; let \`grantBackup\` assign them here`,
    );
  }
  const unread = estate.unreadWith(vault.target);
  if (unread !== undefined) return undecided(instance, what, unread);
  const tooNarrow = grants.sure.find((assignment) => gives(assignment, 'reader') === true);
  const got = tooNarrow === undefined ? undefined : `${roleText(tooNarrow)} on the server alone (${tooNarrow.address})`;
  return violated(instance, {
    message: `the vault's identity must hold Reader (${ROLE.guid}) on the server's resource group or above, got: ${got ?? 'no such assignment'}`,
    got,
    limit: "Reader is needed on the server's resource group",
    mend: `assign ${ROLE.guid} to ${vault.target.address}'s identity on the resource group of ${server.target.address}, or let \`grantBackup\` do it`,
  });
}

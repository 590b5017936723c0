import { needsRole } from './needs-role';
import { Rule } from './rule';
import { Severity } from '../findings/finding';
import { ROLES } from '../matrix/roles';

const ROLE = ROLES.longTermRetentionBackup;

/** PGB101: without this role on the server every backup job of the vault fails. */
export const LONG_TERM_RETENTION_ROLE: Rule = {
  id: 'PGB101',
  name: 'long-term-retention-role',
  severity: Severity.ERROR,
  decides: `the vault's identity holds ${ROLE.name} on the protected server or a scope above it`,
  why: 'The service takes each backup in the name of the vault; without the role configuring protection ends in ProtectionError.',
  sources: [ROLE.source],
  acknowledgeable: true,
  evaluate: (estate) => needsRole(estate, [ROLE.guid], ROLE, 'the server'),
  documentation: () => ({
    mend: 'Assign the role by its GUID to the system-assigned identity of the vault, on the server or a scope above it.',
    examples: {
      nonCompliant: {
        hcl: `
# azurerm_role_assignment.long_term_retention is missing

resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  depends_on = [azurerm_role_assignment.reader]
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_role_assignment" "long_term_retention" {
  scope              = azurerm_postgresql_flexible_server.orders.id
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/c088a766-074b-43ba-90d4-1fb21feae531"
  principal_id       = azurerm_data_protection_backup_vault.orders.identity[0].principal_id
}
`,
      },
    },
  }),
};

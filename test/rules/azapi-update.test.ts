import { estateInHcl, verdictsInHcl } from './hcl-kit';
import { readText } from '../../src/validation/readers/read';
import { findingsOf } from '../validation/readers/kit';

const SERVER = 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01';
const VAULT = 'Microsoft.DataProtection/backupVaults@2024-04-01';

/** The protected server and its vault, by azurerm, and what azapi writes over one of them. */
function estate(type: string, body: string, id?: string): string {
  const target =
    type === SERVER ? 'azurerm_postgresql_flexible_server.s.id' : 'azurerm_data_protection_backup_vault.v.id';
  return estateInHcl(
    { server: { storage_mb: '131072', backup_retention_days: '14' } },
    `
variable "more" {}
resource "azapi_update_resource" "u" {
  type        = "${type}"
  resource_id = ${id ?? target}
  body        = ${body}
}
`,
  );
}

const outcomes = async (rule: string, text: string) => (await verdictsInHcl(rule, text)).map(({ outcome }) => outcome);

describe('what azapi writes over', () => {
  test.each([
    ['PGB401', SERVER, '{ properties = { storage = { storageSizeGB = 4096 } } }'],
    ['PGB701', SERVER, '{ properties = { backup = { backupRetentionDays = 3 } } }'],
    ['PGB502', VAULT, '{ properties = { securitySettings = { softDeleteSettings = { state = "Off" } } } }'],
  ])('%s judges what it comes to', async (rule, type, body) => {
    expect(await outcomes(rule, estate(type, '{ properties = {} }'))).toEqual(['compliant']);
    expect(await outcomes(rule, estate(type, body))).toEqual(['violated']);
    expect(await outcomes(rule, estate(type, 'var.more'))).toEqual(['undecided']);
  });

  test.each([
    'count = var.more ? 1 : 0',
    'for_each = toset(var.more)',
    'for_each = var.more ? toset(["a"]) : toset([])',
  ])('is open where it may not be made: %s', async (times) => {
    const made = (days: number) =>
      estate(SERVER, `{ properties = { backup = { backupRetentionDays = ${days} } } }\n  ${times}`);
    expect(await outcomes('PGB701', made(3))).toEqual(['undecided']);
    expect(await outcomes('PGB701', made(21))).toEqual(['undecided']);
    expect(await outcomes('PGB401', made(3))).toEqual(['compliant']);
  });

  test.each(['var.more', 'jsonencode(var.more)'])('says nothing where its body isn’t known: %s', async (body) => {
    expect(await outcomes('PGB411', estate(SERVER, body))).toEqual(['undecided']);
  });

  test('leaves alone what it says nothing of, and what isn’t its', async () => {
    const body = '{ properties = { storage = { storageSizeGB = 4096 } } }';
    expect(await outcomes('PGB701', estate(SERVER, body))).toEqual(['compliant']);
    expect(await outcomes('PGB401', estate(SERVER, body, '"/subscriptions/x"'))).toEqual(['compliant']);
  });

  test('is open where two say different things', async () => {
    const again = `
resource "azapi_update_resource" "v" {
  type        = "${SERVER}"
  resource_id = azurerm_postgresql_flexible_server.s.id
  body        = { properties = { storage = { storageSizeGB = 64 } } }
}
`;
    const text = estate(SERVER, '{ properties = { storage = { storageSizeGB = 4096 } } }');
    expect(await outcomes('PGB401', `${text}${again}`)).toEqual(['undecided']);
    expect(await outcomes('PGB401', `${text}${again.replace('64', '4096')}`)).toEqual(['violated']);
  });

  test('is found by its id where that is known', async () => {
    const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg';
    const part = (type: string, values: object) => ({ address: `${type}.a`, mode: 'managed', type, name: 'a', values });
    const body = { properties: { backup: { backupRetentionDays: 3 } } };
    const resources = [
      part('azurerm_postgresql_flexible_server', { id, name: 'pg', backup_retention_days: 14 }),
      part('azapi_update_resource', { id, type: SERVER, resource_id: id.toUpperCase(), body }),
    ];
    const state = { format_version: '1.0', terraform_version: '1.11.4', values: { root_module: { resources } } };
    const { document } = await readText('state.json', JSON.stringify(state));
    expect(findingsOf('PGB701', document)).toEqual(['violated azurerm_postgresql_flexible_server.a']);
  });
});

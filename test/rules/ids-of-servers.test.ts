import { block, estateInHcl, outcomeInHcl, SERVER_PATH, verdictsInHcl } from './hcl-kit';
import { SUBSCRIPTION } from './kit';
import { PlannedChange, planned, plannedOutcomes, SERVER, INSTANCE, VAULT } from './plan-kit';
import { DATASOURCE_TYPE } from '../../src/rules/pgb409-datasource-type';

const ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders/${SERVER_PATH}/pg-orders`;
const GROUP_DATA = block('data.azurerm_resource_group', 'rg', { name: '"rg-orders"' });
const RULES = ['PGB101', 'PGB409', 'PGB901'];

async function outcomesOf(text: string, rules = RULES): Promise<string[]> {
  return Promise.all(rules.map((rule) => outcomeInHcl(rule, text)));
}

const named = (id: string, more = '', server: Record<string, string> = {}) =>
  estateInHcl({ instance: { server_id: id }, server }, more);

describe('the id of a server that is put together', () => {
  const variable = 'variable "server_name" {}\n';
  const called = { name: 'var.server_name' };

  test.each([
    ['a group', `"\${azurerm_resource_group.rg.id}/${SERVER_PATH}/\${var.server_name}"`, variable],
    [
      'a group that is read',
      `"\${data.azurerm_resource_group.rg.id}/${SERVER_PATH}/\${var.server_name}"`,
      variable + GROUP_DATA,
    ],
    [
      'a subscription',
      `"\${data.azurerm_subscription.c.id}/resourceGroups/rg-orders/${SERVER_PATH}/\${var.server_name}"`,
      `${variable}data "azurerm_subscription" "c" {}\n`,
    ],
  ])('from %s means the server that is managed there', async (_, id, more) => {
    expect(await outcomesOf(named(id, more, called))).toEqual(['compliant', 'compliant', 'compliant']);
  });

  test('means another one by another name or group, and no server by another path', async () => {
    const id = (path: string) => `"\${azurerm_resource_group.rg.id}/${path}"`;
    const open = 'variable "type" {}\n';
    expect(await outcomesOf(named(id(`${SERVER_PATH}/pg-other`)))).toEqual(['violated', 'compliant', 'violated']);
    const elsewhere = block('azurerm_resource_group', 'other', { name: '"rg-other"' });
    const there = `"\${azurerm_resource_group.other.id}/${SERVER_PATH}/pg-orders"`;
    expect(await outcomesOf(named(there, elsewhere))).toEqual(['violated', 'compliant', 'violated']);
    expect(await outcomeInHcl('PGB409', named(id('providers/Microsoft.Sql/servers/pg-orders')))).toBe('violated');
    expect(await outcomeInHcl('PGB409', named(id('providers/${var.type}/pg-orders'), open))).toBe('undecided');
    expect(await outcomeInHcl('PGB413', named(id(`${SERVER_PATH}/pg-orders/databases/x`)))).toBe('violated');
    expect(await outcomeInHcl('PGB409', named('azurerm_resource_group.rg.id'))).toBe('violated');
  });

  test('in a plan nothing shows what is put behind a group', async () => {
    const references = { server_id: ['azurerm_resource_group.rg.id', 'azurerm_resource_group.rg', 'var.server_name'] };
    const change = (references_: Record<string, readonly string[]>): PlannedChange[] => [
      { address: 'azurerm_resource_group.rg', actions: ['create'], after: { name: 'rg-orders' }, unknown: ['id'] },
      { address: `${VAULT}.v`, actions: ['create'], after: { name: 'bv' }, unknown: ['id'] },
      { address: `${SERVER}.s`, actions: ['create'], after: { name: 'pg-orders' }, unknown: ['id'] },
      {
        address: `${INSTANCE}.i`,
        actions: ['create'],
        after: { name: 'pg' },
        unknown: ['server_id'],
        references: references_,
      },
    ];
    expect(await plannedOutcomes(DATASOURCE_TYPE, change(references))).toEqual([`${INSTANCE}.i undecided`]);
    const alone = { server_id: references.server_id.slice(0, 2) };
    expect(await plannedOutcomes(DATASOURCE_TYPE, change(alone))).toEqual([`${INSTANCE}.i undecided`]);
    const vault = { server_id: [`${VAULT}.v.id`, `${VAULT}.v`] };
    expect(await plannedOutcomes(DATASOURCE_TYPE, change(vault))).toEqual([`${INSTANCE}.i violated`]);
    expect((await planned(change(references))).instances[0].server.state).toBe('unknown');
  });
});

test('in a plan nothing shows what is put behind a single server', async () => {
  const single = 'azurerm_data_protection_backup_instance_postgresql.i';
  const changes = (target: string): PlannedChange[] => [
    { address: target, actions: ['create'], after: { name: 'pg' }, unknown: ['id'] },
    {
      address: single,
      actions: ['create'],
      after: { name: 'pg' },
      unknown: ['database_id'],
      references: { database_id: [`${target}.id`, target] },
    },
  ];
  const judged = async (target: string) => (await plannedOutcomes(DATASOURCE_TYPE, changes(target))).join();
  expect(await judged('azurerm_postgresql_server.s')).toBe(`${single} undecided`);
  expect(await judged('azurerm_postgresql_database.d')).toBe(`${single} compliant`);
  expect(await judged(`${SERVER}.s`)).toBe(`${single} violated`);
});

describe('what azapi reads or updates', () => {
  const read = (type: string) => block('data.azapi_resource', 's', { type: `"${type}@2024-08-01"`, name: '"pg"' });

  test.each([
    ['Microsoft.DBforPostgreSQL/flexibleServers', 'compliant'],
    ['Microsoft.DBforPostgreSQL/serverGroupsv2', 'violated'],
    ['Microsoft.Sql/servers', 'violated'],
    ['${var.type}', 'undecided'],
  ])('%s: %s', async (type, outcome) => {
    expect(await outcomeInHcl('PGB409', named('data.azapi_resource.s.id', `variable "type" {}\n${read(type)}`))).toBe(
      outcome,
    );
  });

  test('an update has the id of what it updates', async () => {
    const update = block('azapi_update_resource', 'u', { resource_id: 'azurerm_postgresql_flexible_server.s.id' });
    expect(await outcomeInHcl('PGB409', named('azapi_update_resource.u.id', update))).toBe('undecided');
  });
});

describe('a server that may be the managed one', () => {
  const open = ['undecided', 'compliant', 'undecided'];
  const data = (over: Record<string, string> = {}) =>
    block('data.azurerm_postgresql_flexible_server', 's', {
      name: '"pg-orders"',
      resource_group_name: '"rg-orders"',
      ...over,
    });

  test('by an id in a subscription that the provider doesn’t name', async () => {
    expect(await outcomesOf(named(`"${ID}"`))).toEqual(open);
    expect((await verdictsInHcl('PGB901', named(`"${ID}"`)))[0].message).toContain(
      'azurerm_data_protection_backup_instance_postgresql_flexible_server.i: whether the server that it names is this one',
    );
  });

  test('by an id in a subscription that is a variable, or of a name that is one', async () => {
    const variables = 'variable "sub" {}\nvariable "name" {}\n';
    expect(await outcomesOf(named(`"${ID.replace(SUBSCRIPTION, '${var.sub}')}"`, variables))).toEqual(open);
    expect(await outcomesOf(named(`"${ID.replace('pg-orders', '${var.name}')}"`, variables))).toEqual(open);
  });

  test('is another one by another name or group, and the same where the subscription is said', async () => {
    expect(await outcomesOf(named(`"${ID}-2"`))).toEqual(['violated', 'compliant', 'violated']);
    expect(await outcomesOf(named(`"${ID.replace('rg-orders', 'rg-other')}"`))).toEqual([
      'violated',
      'compliant',
      'violated',
    ]);
    const said = named(`"${ID.toUpperCase()}"`).replace(
      'features {}',
      `features {}\n  subscription_id = "${SUBSCRIPTION}"`,
    );
    expect(await outcomesOf(said)).toEqual(['compliant', 'compliant', 'compliant']);
  });

  test('is the managed one where it is read by its name and group', async () => {
    const id = 'data.azurerm_postgresql_flexible_server.s.id';
    expect(await outcomesOf(named(id, data()))).toEqual(['compliant', 'compliant', 'compliant']);
    expect(await outcomesOf(named(id, data({ name: '"pg-other"' })))).toEqual(['violated', 'compliant', 'violated']);
    const aliased = `provider "azurerm" {\n  alias = "other"\n  subscription_id = var.sub\n}\nvariable "sub" {}\n`;
    expect(await outcomesOf(named(id, data({ provider: 'azurerm.other' }) + aliased))).toEqual(open);
  });

  test('is held by a role on the id too, while the instance names the resource', async () => {
    const other = estateInHcl({ ltr: { scope: `"${ID}"` } });
    expect(await outcomeInHcl('PGB101', other)).toBe('undecided');
  });

  test('may be protected twice', async () => {
    const second = block('azurerm_data_protection_backup_instance_postgresql_flexible_server', 'second', {
      name: '"second"',
      vault_id: 'azurerm_data_protection_backup_vault.v.id',
      server_id: `"${ID}"`,
    });
    expect(await outcomeInHcl('PGB410', estateInHcl({}, second))).toBe('undecided');
  });
});

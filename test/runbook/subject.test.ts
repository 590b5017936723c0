import { readFileSync } from 'fs';
import { join } from 'path';
import { estateOfPlan, estateOfText, ROOT } from './kit';
import { chooseSubject } from '../../src/runbook/subject';

const server = (label: string, name: string) => `
resource "azurerm_postgresql_flexible_server" "${label}" {
  name                = "${name}"
  resource_group_name = "rg"
  location            = "westeurope"
}
`;

async function chosen(text: string, wanted?: string): Promise<string | readonly string[]> {
  const choice = chooseSubject(await estateOfText(text), wanted);
  return 'problem' in choice ? choice.problem : choice.subject.address;
}

const TWO = server('orders', 'pg-orders') + server('ledger', 'pg-ledger');

test.each([
  ['its address', 'azurerm_postgresql_flexible_server.orders'],
  ['its name', 'pg-orders'],
  ['its name in another case', 'PG-Orders'],
])('a server is known by %s', async (_, wanted) => {
  expect(await chosen(TWO, wanted)).toBe('azurerm_postgresql_flexible_server.orders');
});

test('a server is known by its id, in any case', async () => {
  const estate = await estateOfPlan('quickstart-state.json');
  const id =
    '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/RG-SHOP/providers/Microsoft.DBforPostgreSQL/flexibleServers/ledger-cb82b644';
  expect(chooseSubject(estate, id)).toMatchObject({
    subject: { address: 'azurerm_postgresql_flexible_server.ledger_28D1CA40' },
  });
});

test.each([
  ['pg-oders', 'did you mean pg-orders?'],
  ['oders', 'did you mean orders?'],
  ['server.orders', 'did you mean azurerm_postgresql_flexible_server.orders?'],
  ['x', 'there are azurerm_postgresql_flexible_server.ledger, azurerm_postgresql_flexible_server.orders'],
])('%s is unknown, and what may be meant is said', async (wanted, hint) => {
  expect(await chosen(TWO, wanted)).toEqual([`--server "${wanted}" is unknown: ${hint}`]);
});

describe('a part that no other has is enough:', () => {
  test.each([
    ['the label', 'modules.json', 'ledger', 'module.server["ledger"].azurerm_postgresql_flexible_server.this'],
    ['a number', 'several.json', '1', 'azurerm_postgresql_flexible_server.counted[1]'],
    ['a label with its key', 'several.json', 'keyed["a"]', 'azurerm_postgresql_flexible_server.keyed["a"]'],
    ['a key', 'restore.json', 'lost', 'azurerm_postgresql_flexible_server.this["lost"]'],
    ['a label of cdktf', 'quickstart.json', 'ledger_28D1CA40', 'azurerm_postgresql_flexible_server.ledger_28D1CA40'],
    ['the id of a construct', 'quickstart.json', 'Orders', 'azurerm_postgresql_flexible_server.orders_46FA7C19'],
  ])('%s', async (_, plan, wanted, address) => {
    expect(chooseSubject(await estateOfPlan(plan), wanted)).toMatchObject({ subject: { address } });
  });

  test('a name in Azure goes before it', async () => {
    expect(await chosen(server('a', 'b') + server('b', 'c'), 'b')).toBe('azurerm_postgresql_flexible_server.a');
  });

  test('what several have is none', async () => {
    expect(chooseSubject(await estateOfPlan('several.json'), 'counted')).toEqual({
      problem: [
        '--server "counted" names 2 servers: azurerm_postgresql_flexible_server.counted[0], azurerm_postgresql_flexible_server.counted[1]',
      ],
    });
  });

  test.each(['a.b', '[x]', '\\"q', 'é', 'line\nbreak'])('a key that holds %j', async (key) => {
    const label = `this[${JSON.stringify(key)}]`;
    const plan = readFileSync(join(ROOT, 'test', 'plans', 'several.json'), 'utf8').replaceAll(
      'keyed[\\"a\\"]',
      JSON.stringify(label).slice(1, -1),
    );
    expect(chooseSubject(await estateOfText(plan, 'plan.json'), label)).toMatchObject({
      subject: { address: `azurerm_postgresql_flexible_server.${label}` },
    });
  });
});

test('one name of two servers says which', async () => {
  expect(await chosen(server('a', 'pg') + server('b', 'pg'), 'pg')).toEqual([
    '--server "pg" names 2 servers: azurerm_postgresql_flexible_server.a, azurerm_postgresql_flexible_server.b',
  ]);
});

test('without a word it is the one that is protected, else the only one', async () => {
  const instance = `
resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  name             = "orders"
  location         = "westeurope"
  vault_id         = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.DataProtection/backupVaults/bv"
  server_id        = azurerm_postgresql_flexible_server.orders.id
  backup_policy_id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.DataProtection/backupVaults/bv/backupPolicies/p"
}
`;
  expect(await chosen(server('ledger', 'pg'))).toBe('azurerm_postgresql_flexible_server.ledger');
  expect(await chosen(TWO + instance)).toBe('azurerm_postgresql_flexible_server.orders');
  expect(await chosen(TWO)).toEqual([
    '--server must say which of 2 servers to restore: azurerm_postgresql_flexible_server.ledger, azurerm_postgresql_flexible_server.orders',
  ]);
});

test('of many servers a few are named', async () => {
  const many = Array.from({ length: 30 }, (_, index) => server(`s${index + 10}`, `pg-${index}`)).join('');
  const [problem] = await chosen(many);
  expect(problem).toMatch(/which of 30 servers .*\.s29, 10 more$/);
});

test('where there is no server, that is said', async () => {
  expect(await chosen('locals {}')).toEqual(['there is no PostgreSQL server on Azure in what was read']);
});

test('a cluster is one too', async () => {
  const estate = await estateOfPlan('clusters.json');
  expect(chooseSubject(estate, 'azurerm_cosmosdb_postgresql_cluster.reachable')).toMatchObject({
    subject: { kind: 'cluster' },
  });
});

test('an id is one too that is put together from what is written', async () => {
  const estate = await estateOfPlan('clusters.json');
  const [cluster] = estate.clusters.filter(({ address }) => address === 'azapi_resource.geo["sound"]');
  const { subscription, resourceGroup } = cluster.place;
  const below = `/subscriptions/${subscription!.text}/resourceGroups/${resourceGroup!.text}/providers`;
  const id = `${below}/Microsoft.DBforPostgreSQL/serverGroupsv2/TENANTS-sound`;
  expect(chooseSubject(estate, id)).toEqual({ subject: cluster });
});

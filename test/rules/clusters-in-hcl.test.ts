import { verdictsInHcl } from './hcl-kit';
import { root } from '../validation/readers/folders';
import { findingsOf } from '../validation/readers/kit';

const CLUSTER = 'azurerm_cosmosdb_postgresql_cluster';
const GROUPS = {
  azurerm: 'resource "azurerm_resource_group" "g" {\n  name = "rg-tenants"\n}\n',
  azapi:
    'resource "azapi_resource" "g" {\n  type = "Microsoft.Resources/resourceGroups@2024-03-01"\n  name = "rg-tenants"\n}\n',
  'data of azapi':
    'data "azapi_resource" "g" {\n  type = "Microsoft.Resources/resourceGroups@2024-03-01"\n  name = "rg-tenants"\n}\n',
};
const ID = 'Microsoft.DBforPostgreSQL/serverGroupsv2/tenants';

const lock = (scope: string) =>
  `resource "azurerm_management_lock" "l" {\n  name = "keep"\n  scope = ${scope}\n  lock_level = "CanNotDelete"\n}\n`;
const cluster = (group = '"rg-tenants"', rest = '') =>
  `resource "${CLUSTER}" "c" {\n  name = "tenants"\n  resource_group_name = ${group}\n${rest}}\n`;
const azapiCluster = (parent: string) =>
  `resource "azapi_resource" "c" {\n  type = "Microsoft.DBforPostgreSQL/serverGroupsv2@2023-03-02-preview"\n  name = "tenants"\n  parent_id = ${parent}\n}\n`;
const ofRule = async (rule: string, text: string) => findingsOf(rule, (await root({ 'root/main.tf': text })).document);

describe('a lock', () => {
  test.each([
    ['azurerm', 'azurerm_resource_group.g.id'],
    ['azapi', 'azapi_resource.g.id'],
    ['data of azapi', 'data.azapi_resource.g.id'],
  ] as const)('on a group by %s', async (by, id) => {
    expect(await ofRule('PGB803', GROUPS[by] + azapiCluster(id) + lock(id))).toEqual([]);
    expect(await ofRule('PGB803', GROUPS[by] + azapiCluster(id) + lock(`"\${${id}}-other"`))).toEqual([
      'violated azapi_resource.c',
    ]);
  });

  test('on an id that is put together', async () => {
    const config = 'data "azurerm_client_config" "me" {}\n';
    const id = `"/subscriptions/\${data.azurerm_client_config.me.subscription_id}/resourceGroups/rg-tenants/providers/${ID}"`;
    expect(await ofRule('PGB803', config + cluster() + lock(id))).toEqual([]);
    expect(await ofRule('PGB803', config + cluster() + lock(id.replace('tenants"', 'other"')))).toEqual([
      `violated ${CLUSTER}.c`,
    ]);
    const named = 'variable "name" {}\n' + cluster().replace('"tenants"', 'var.name');
    expect(await ofRule('PGB803', config + named + lock(id.replace('tenants"', '${var.name}"')))).toEqual([]);
  });

  test('without a scope is on nothing that is known', async () => {
    const text = cluster() + lock('null');
    expect(await ofRule('PGB803', text)).toEqual([`undecided ${CLUSTER}.c`]);
    expect((await verdictsInHcl('PGB803', text))[0].message).toContain(
      'azurerm_management_lock.l may: its `scope` is not given',
    );
  });

  test('may be in a module that isn’t read: one that is given the group, or makes it', async () => {
    const elsewhere = (name: string, rest = '') => `module "${name}" {\n  source = "acme/x/azurerm"\n${rest}}\n`;
    const open = [`undecided ${CLUSTER}.c`];
    const group = 'azurerm_resource_group.g';
    const given = elsewhere('lock', `  scope = ${group}.id\n`);
    expect(await ofRule('PGB803', GROUPS.azurerm + cluster(`${group}.name`) + given)).toEqual(open);
    expect(await ofRule('PGB803', elsewhere('rg') + cluster('module.rg.name'))).toEqual(open);
    expect(await ofRule('PGB803', elsewhere('other') + cluster())).toEqual([`violated ${CLUSTER}.c`]);
  });
});

test('source and copy under one group by azapi lie in one place', async () => {
  const point = '  source_resource_id = azapi_resource.c.id\n  point_in_time_in_utc = "2026-11-18T02:00:00Z"\n';
  const copy = cluster('azapi_resource.g.name', `  location = "westeurope"\n${point}`).replace('"tenants"', '"copy"');
  const source = azapiCluster('azapi_resource.g.id').replace('}', '  location = "westeurope"\n}');
  expect(await ofRule('PGB809', GROUPS.azapi + source + copy)).toEqual([]);
});

test('clusters that are only read are judged where they are made', async () => {
  const text = azapiCluster('"x"').replace('resource "azapi', 'data "azapi');
  const { document } = await root({ 'root/main.tf': text });
  for (const rule of ['PGB801', 'PGB803', 'PGB805', 'PGB809']) expect(findingsOf(rule, document)).toEqual([]);
});

import { DataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { PostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import { App, TerraformHclModule, TerraformLocal, TerraformStack, Testing } from 'cdktf';
import { findings, findingsOf } from './kit';
import { combine } from '../../../src/inventory/combine';
import { SourceDocument } from '../../../src/inventory/source';
import { Folders } from '../../../src/validation/readers/modules';
import { readSources, readText } from '../../../src/validation/readers/read';
import { readTree } from '../../../src/validation/readers/tree';
import { temporaryFolder } from '../../temporary';

const VAULT = 'azurerm_data_protection_backup_vault.v';
const SERVER = 'azurerm_postgresql_flexible_server.s';

const UNPROTECTED = `
resource "azurerm_postgresql_flexible_server" "s" {
  name = "pg-s"
}
resource "azurerm_data_protection_backup_vault" "v" {
  name       = "bv-v"
  redundancy = "LocallyRedundant"
  identity {
    type = "SystemAssigned"
  }
}
`;
const PROTECTED = `${UNPROTECTED}
resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "i" {
  name      = "i"
  vault_id  = ${VAULT}.id
  server_id = ${SERVER}.id
}
`;

const LOOKED_FOR = ['PGB101', 'PGB102', 'PGB107', 'PGB601', 'PGB803', 'PGB808', 'PGB901', 'PGB903'];

/** What is said to be missing, or to be perhaps there. */
const missing = (...documents: SourceDocument[]) =>
  findings(...documents)
    .filter((finding) => LOOKED_FOR.some((rule) => finding.startsWith(rule)))
    .map((finding) => finding.split(' ').slice(0, 2).join(' '));

async function read(text: string, files: Readonly<Record<string, string>> = {}): Promise<SourceDocument> {
  const folders: Folders = {
    list: (folder) => {
      const own = Object.keys(files).filter((file) => file.startsWith(`${folder}/`));
      return Promise.resolve(own.length === 0 ? undefined : own.map((file) => file.slice(folder.length + 1)));
    },
    read: (file) => Promise.resolve(files[file]),
    resolve: (folder, path) => `${folder}/${path}`.replace(/\/\.\//g, '/'),
  };
  const [{ document }] = await readSources([{ name: 'main.tf', text, folder: 'root' }], folders);
  return document;
}

const call = (argument: string) => `module "m" {\n  source = "acme/m/azurerm"\n  ${argument}\n}\n`;

describe('a module that is not read', () => {
  const roles = ['PGB101 violated', 'PGB102 violated', 'PGB601 violated', 'PGB903 violated'];
  const doubts = ['PGB101 undecided', 'PGB102 undecided', 'PGB601 undecided', 'PGB903 undecided'];

  test('has no part in what it is not given', async () => {
    expect(missing(await read(PROTECTED))).toEqual(roles);
    expect(missing(await read(PROTECTED + call('name = "m"')))).toEqual(roles);
    expect(missing(await read(PROTECTED + call(`location = ${VAULT}.location`)))).toEqual(roles);
  });

  test.each([
    ['the identity', `principal = ${VAULT}.identity[0].principal_id`],
    ['an identity that a function finds', `principal = one(${VAULT}.identity[*].principal_id)`],
    ['the id', `id = ${VAULT}.id`],
    ['the name', `name = ${VAULT}.name`],
    ['the resource', `vault = ${VAULT}`],
    ['a structure of it', `vaults = { v = { ids = [${VAULT}.id] } }`],
    ['a local', 'vault = local.vault'],
    ['its end', `depends_on = [${VAULT}]`],
  ])('may do anything with %s of a vault that it is given', async (_, argument) => {
    const locals = `locals {\n  vault = ${VAULT}.id\n}\n`;
    expect(missing(await read(PROTECTED + locals + call(argument)))).toEqual(doubts);
  });

  test('may protect a server that it is given, but not one that it connects to', async () => {
    const given = async (argument: string) => findingsOf('PGB901', await read(UNPROTECTED + call(argument)));
    expect(await given(`server = ${SERVER}.id`)).toEqual([`undecided ${SERVER}`]);
    expect(await given(`host = ${SERVER}.fqdn`)).toEqual([`violated ${SERVER}`]);
    expect(await given(`count = 0\n  server = ${SERVER}.id`)).toEqual([`violated ${SERVER}`]);
  });

  test('lies in one that is read, too', async () => {
    const inner = `variable "server" {}\n${call('server = var.server')}`;
    const outer = `module "outer" {\n  source = "./outer"\n  server = ${SERVER}.id\n}\n`;
    const document = await read(UNPROTECTED + outer, { 'root/outer/main.tf': inner });
    expect(document.unread?.map(({ address }) => address)).toEqual(['module.outer.module.m']);
    expect(findingsOf('PGB901', document)).toEqual([`undecided ${SERVER}`]);
    const plain = await read(UNPROTECTED + outer, { 'root/outer/main.tf': 'variable "server" {}' });
    expect(findingsOf('PGB901', plain)).toEqual([`violated ${SERVER}`]);
  });

  test('may lock a cluster and open it', async () => {
    const cluster = `resource "azurerm_cosmosdb_postgresql_cluster" "c" {
  name                 = "c"
  source_resource_id   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/old"
  point_in_time_in_utc = "2026-11-18T02:00:00Z"
}
`;
    expect(missing(await read(cluster))).toEqual(['PGB803 violated', 'PGB808 violated']);
    const given = call('cluster = azurerm_cosmosdb_postgresql_cluster.c.id');
    expect(missing(await read(cluster + given))).toEqual(['PGB803 undecided', 'PGB808 undecided']);
  });

  test('may give the role that a restore needs', async () => {
    const target = `
resource "azurerm_storage_account" "a" {
  name = "restores"
}
resource "azurerm_storage_container" "c" {
  name               = "restore"
  storage_account_id = azurerm_storage_account.a.id
}
`;
    const rule = async (rest: string) => findingsOf('PGB107', await read(PROTECTED + target + rest));
    expect(await rule('')).toEqual(['violated azurerm_storage_container.c']);
    expect(await rule(call(`vault = ${VAULT}`))).toEqual(['undecided azurerm_storage_container.c']);
  });

  test('of one document leaves what another one has open', async () => {
    const [server, other] = await readSources([
      { name: 'a.tf', text: UNPROTECTED },
      { name: 'b.tf', text: call('server = "x"') },
    ]);
    const both = combine([server.document, other.document]);
    expect(both.unread?.map(({ address }) => address)).toEqual(['module.m']);
    expect(findingsOf('PGB901', both)).toEqual([`violated ${SERVER}`]);
  });
});

describe('a module among constructs', () => {
  function stack(variables: (stack: TerraformStack, server: PostgresqlFlexibleServer) => Record<string, unknown>) {
    const app = new App({ outdir: temporaryFolder() });
    const shop = new TerraformStack(app, 'shop');
    const server = new PostgresqlFlexibleServer(shop, 's', { name: 'pg', location: 'x', resourceGroupName: 'g' });
    new DataProtectionBackupVault(shop, 'v', {
      name: 'bv',
      location: 'x',
      resourceGroupName: 'g',
      datastoreType: 'VaultStore',
      redundancy: 'LocallyRedundant',
    });
    new TerraformHclModule(shop, 'm', { source: 'acme/m/azurerm', variables: variables(shop, server) });
    return { app, shop };
  }

  test.each<[string, string, Parameters<typeof stack>[0]]>([
    ['is given a server', 'undecided', (_, server) => ({ server: server.id })],
    ['is given it in a list', 'undecided', (_, server) => ({ servers: [{ id: server.id }] })],
    [
      'is given it by a local',
      'undecided',
      (shop, server) => ({ id: new TerraformLocal(shop, 'l', server.id).asString }),
    ],
    ['connects to it', 'violated', (_, server) => ({ host: server.fqdn })],
  ])('that %s: the same in the tree and in its file', async (_, outcome, variables) => {
    const { app, shop } = stack(variables);
    const file = await readText('cdk.tf.json', Testing.synth(shop));
    expect(findingsOf('PGB901', readTree(app))).toEqual([`${outcome} ${SERVER}`]);
    expect(findingsOf('PGB901', file.document)).toEqual([`${outcome} ${SERVER}`]);
  });
});

describe('what azapi makes', () => {
  const azapi = (type: string, rest: string) =>
    `resource "azapi_resource" "x" {\n  type = "${type}@2024-04-01"\n  name = "x"\n${rest}\n}\n`;
  const instance = (server: string) =>
    azapi(
      'Microsoft.DataProtection/backupVaults/backupInstances',
      `  body = { properties = { dataSourceInfo = { resourceID = ${server} } } }`,
    );

  test.each([
    ['the server', `${SERVER}.id`, 'undecided'],
    ['a server that is not known', 'each.value', 'undecided'],
    ['what a variable of the root names, which lies elsewhere', 'var.server', 'violated'],
    [
      'another server',
      '"/subscriptions/s/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/flexibleServers/o"',
      'violated',
    ],
  ])('may protect %s', async (_, server, outcome) => {
    const document = await read(`${UNPROTECTED}variable "server" {}\n${instance(server)}`);
    expect(findingsOf('PGB901', document)).toEqual([`${outcome} ${SERVER}`]);
  });

  test('may be its monitoring', async () => {
    const setting = azapi('Microsoft.Insights/diagnosticSettings', `  parent_id = ${VAULT}.id`);
    expect(findingsOf('PGB903', await read(UNPROTECTED + setting))).toEqual([`undecided ${VAULT}`]);
    const other = azapi('Microsoft.Insights/components', `  parent_id = ${VAULT}.id`);
    expect(findingsOf('PGB903', await read(UNPROTECTED + other))).toEqual([`violated ${VAULT}`]);
  });
});

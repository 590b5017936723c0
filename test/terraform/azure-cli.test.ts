import { join } from 'path';
import { AzureCli } from './azure-cli-kit';
import { realTerraform } from './kit';
import { IDENTITY, SUBSCRIPTION_ID } from '../../src/twin';

const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-by-hand`;
const VAULT = `${GROUP}/providers/Microsoft.DataProtection/backupVaults/bv-by-hand`;
const DATA_PROTECTION = 'api-version=2025-07-01';

const terraform = realTerraform({ providers: ['azurerm', 'azapi'] });
let cli: AzureCli;
const az = (...args: string[]) => cli.az(...args);
const rest = (method: string, path: string, body?: unknown) => cli.rest(method, path, body);

beforeAll(async () => {
  cli = await AzureCli.for(terraform.twin, terraform.temporaryFolder());
});

it('signs in with the Azure CLI, which lists and shows what Terraform made, and works on it', async () => {
  await terraform.runner(join(__dirname, 'hcl', 'hand-written')).apply();

  const { tenantId } = IDENTITY;
  expect(await cli.signIn()).toMatchObject([{ id: SUBSCRIPTION_ID, tenantId, cloudName: 'Twin' }]);

  expect((await az('group', 'list')).map(({ name }: any) => name)).toEqual(['rg-by-hand']);
  const resources = await az('resource', 'list', '--resource-group', 'rg-by-hand');
  expect(resources.map(({ type, name }: any) => `${type} ${name}`).sort()).toEqual([
    'Microsoft.DBforPostgreSQL/flexibleServers pg-alpha',
    'Microsoft.DBforPostgreSQL/flexibleServers pg-beta',
    'Microsoft.DataProtection/backupVaults bv-by-hand',
    'Microsoft.ManagedIdentity/userAssignedIdentities id-by-hand',
    'Microsoft.OperationalInsights/workspaces log-by-hand',
    'Microsoft.Storage/storageAccounts strestorebyhand',
  ]);

  const server = ['--resource-group', 'rg-by-hand', '--name', 'pg-alpha'];
  expect((await az('postgres', 'flexible-server', 'list')).map(({ name }: any) => name)).toEqual([
    'pg-alpha',
    'pg-beta',
  ]);
  expect(await az('postgres', 'flexible-server', 'show', ...server)).toMatchObject({
    version: '16',
    state: 'Ready',
    administratorLoginPassword: null,
    storage: { storageSizeGb: 128 },
  });
  const inServer = ['--resource-group', 'rg-by-hand', '--server-name', 'pg-alpha'];
  const databases = await az('postgres', 'flexible-server', 'db', 'list', ...inServer);
  expect(databases.map(({ name }: any) => name)).toEqual(expect.arrayContaining(['app', 'postgres']));
  const role = ['--scope', `${GROUP}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-alpha`];
  expect((await az('role', 'assignment', 'list', ...role)).map((each: any) => each.roleDefinitionName)).toEqual([
    'PostgreSQL Flexible Server Long Term Retention Backup Role',
  ]);

  const vault = await rest('get', `${VAULT}?${DATA_PROTECTION}`);
  expect(vault.properties).toMatchObject({
    storageSettings: [{ datastoreType: 'VaultStore', type: 'LocallyRedundant' }],
    monitoringSettings: { azureMonitorAlertSettings: { alertsForAllJobFailures: 'Enabled' } },
  });

  // A stopped server can't be backed up, and a job says so.
  await az('postgres', 'flexible-server', 'stop', ...server);
  await rest('post', '/twin/clock', { by: 'P8D' });
  const jobs = (await rest('get', `${VAULT}/backupJobs?${DATA_PROTECTION}`)).value.map(
    ({ properties }: any) => properties,
  );
  const ended = Object.fromEntries(jobs.map((job: any) => [job.dataSourceName, job]));
  expect(ended['pg-beta'].status).toBe('Completed');
  expect(ended['pg-alpha'].status).toBe('Failed');
  expect(JSON.stringify(ended['pg-alpha'].errorDetails)).toContain('ServerNotReadyForLongTermBackup');
  const points = await rest('get', `${VAULT}/backupInstances/pg-beta/recoveryPoints?${DATA_PROTECTION}`);
  expect(points.value.length).toBeGreaterThanOrEqual(1);
});

it('has the Azure CLI make, change, restore and delete clusters of Azure Cosmos DB', async () => {
  const postgres = (...args: string[]) => az('cosmosdb', 'postgres', ...args, '--resource-group', 'rg-by-hand');
  const cluster = (...args: string[]) => postgres('cluster', ...args);
  const named = ['--name', 'cosmos-cli'];
  const inCluster = ['--cluster-name', 'cosmos-cli'];
  const check = ['--name', 'cosmos-cli', '--type', 'Microsoft.DBforPostgreSQL/serverGroupsv2'];
  const isFree = async () =>
    (await az('cosmosdb', 'postgres', 'check-name-availability', ...check)).nameAvailable as boolean;

  expect(await isFree()).toBe(true);
  const size = ['--coordinator-v-cores', '4', '--coordinator-storage', '131072', '--node-count', '2'];
  await cluster('create', ...named, '--location', 'westeurope', ...size, '--login-password', 'Not-a-secret-1');
  expect(await isFree()).toBe(false);
  await cluster('update', ...named, '--enable-ha', 'true');
  const { id, earliestRestoreTime, ...shown } = await cluster('show', ...named);
  expect(shown).toMatchObject({ administratorLogin: 'citus', enableHa: true, nodeCount: 2, state: 'Ready' });
  expect((await cluster('server', 'list', ...inCluster)).map(({ name }: any) => name)).toEqual([
    'cosmos-cli-c',
    'cosmos-cli-w0',
    'cosmos-cli-w1',
  ]);

  const range = ['--start-ip-address', '0.0.0.0', '--end-ip-address', '0.0.0.0'];
  await postgres('firewall-rule', 'create', ...inCluster, '--name', 'azure', ...range);
  await postgres('role', 'create', ...inCluster, '--role-name', 'app', '--password', 'Not-a-secret-2');
  await postgres('configuration', 'node', 'update', ...inCluster, '--name', 'array_nulls', '--value', 'off');
  const { serverRoleGroupConfigurations: values } = await postgres(
    'configuration',
    'show',
    ...inCluster,
    '--name',
    'array_nulls',
  );
  expect(values.map(({ role, value }: any) => `${role} ${value}`)).toEqual(['Coordinator on', 'Worker off']);

  const source = ['--source-resource-id', id, '--source-location', 'westeurope'];
  const back = [
    '--name',
    'cosmos-back',
    '--location',
    'westeurope',
    ...source,
    '--point-in-time-utc',
    earliestRestoreTime,
  ];
  await cluster('create', ...back);
  expect(await cluster('show', '--name', 'cosmos-back')).toMatchObject({ enableHa: false, nodeCount: 2 });
  const inBack = ['--cluster-name', 'cosmos-back'];
  expect((await postgres('role', 'list', ...inBack)).map(({ name }: any) => name)).toEqual(['app']);
  expect(await postgres('firewall-rule', 'list', ...inBack)).toEqual([]);

  await cluster('stop', ...inCluster);
  expect(
    (await cli.call('cosmosdb', 'postgres', 'cluster', 'restart', ...inCluster, '-g', 'rg-by-hand')).stderr,
  ).toContain("The cluster 'cosmos-cli' is stopped. Start it first.");
  await cluster('start', ...inCluster);
  for (const name of ['cosmos-cli', 'cosmos-back']) await cluster('delete', '--name', name, '--yes');
  expect(await az('cosmosdb', 'postgres', 'cluster', 'list')).toEqual([]);
});

it('is told what it did wrong as Azure would tell it', async () => {
  const { code, stderr } = await cli.call(
    'rest',
    '--method',
    'delete',
    '--url',
    `${terraform.twin.endpoint}${VAULT}?${DATA_PROTECTION}`,
  );
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/backup instances|backup policies/i);
});

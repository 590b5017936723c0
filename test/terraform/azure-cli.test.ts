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

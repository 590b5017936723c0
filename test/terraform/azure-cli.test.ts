import { join } from 'path';
import { realTerraform } from './kit';
import { IDENTITY, SUBSCRIPTION_ID } from '../../src/twin';
import { ensureAzureCli } from '../../tools/terraform/azure-cli';
import { run } from '../../tools/terraform/process';

const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-by-hand`;
const VAULT = `${GROUP}/providers/Microsoft.DataProtection/backupVaults/bv-by-hand`;
const DATA_PROTECTION = 'api-version=2025-07-01';

const terraform = realTerraform({ providers: ['azurerm', 'azapi'] });
let binary: string;
let folder: string;

beforeAll(async () => {
  const cli = await ensureAzureCli({ build: false });
  if (!cli.ready) throw new Error(`${cli.missing[0].what}: ${cli.missing[0].how}`);
  binary = cli.az;
  folder = terraform.temporaryFolder();
});

async function call(...args: string[]) {
  const { endpoint, certificateFile } = terraform.twin;
  const env = {
    AZURE_CONFIG_DIR: folder,
    AZURE_CORE_COLLECT_TELEMETRY: 'false',
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    AZURE_CORE_ONLY_SHOW_ERRORS: 'true',
    AZURE_CORE_NO_COLOR: 'true',
    REQUESTS_CA_BUNDLE: certificateFile,
    // A machine's own proxy has nothing to do with loopback.
    NO_PROXY: new URL(endpoint).hostname,
  };
  return run(binary, args, { cwd: folder, env });
}

/** The answer of `az`, as JSON. */
async function az(...args: string[]): Promise<any> {
  const { code, stdout, stderr } = await call(...args, '--output', 'json');
  if (code !== 0) throw new Error(`az ${args.join(' ')} ended with ${code}: ${stderr}`);
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}

const rest = (method: string, path: string, body?: unknown): Promise<any> => {
  const url = path.startsWith('https:') ? path : `${terraform.twin.endpoint}${path}`;
  return az('rest', '--method', method, '--url', url, ...(body ? ['--body', JSON.stringify(body)] : []));
};

it('signs in with the Azure CLI, which lists and shows what Terraform made, and works on it', async () => {
  await terraform.runner(join(__dirname, 'hcl', 'hand-written')).apply();

  const { endpoint } = terraform.twin;
  const names = ['resource-manager', 'active-directory', 'active-directory-resource-id', 'management'];
  await az('cloud', 'register', '--name', 'Twin', ...names.flatMap((name) => [`--endpoint-${name}`, endpoint]));
  await az('cloud', 'set', '--name', 'Twin');
  const { clientId, tenantId } = IDENTITY;
  const login = ['--service-principal', '--username', clientId, '--password', 'any', '--tenant', tenantId];
  expect(await az('login', ...login)).toMatchObject([{ id: SUBSCRIPTION_ID, tenantId, cloudName: 'Twin' }]);

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
  expect(await cluster('show', '--name', 'cosmos-back')).toMatchObject({ enableHa: true, nodeCount: 2 });
  const inBack = ['--cluster-name', 'cosmos-back'];
  expect((await postgres('role', 'list', ...inBack)).map(({ name }: any) => name)).toEqual(['app']);
  expect(await postgres('firewall-rule', 'list', ...inBack)).toEqual([]);

  await cluster('stop', ...inCluster);
  expect((await call('cosmosdb', 'postgres', 'cluster', 'restart', ...inCluster, '-g', 'rg-by-hand')).stderr).toContain(
    "The cluster 'cosmos-cli' is stopped. Start it first.",
  );
  await cluster('start', ...inCluster);
  for (const name of ['cosmos-cli', 'cosmos-back']) await cluster('delete', '--name', name, '--yes');
  expect(await az('cosmosdb', 'postgres', 'cluster', 'list')).toEqual([]);
});

it('is told what it did wrong as Azure would tell it', async () => {
  const { code, stderr } = await call(
    'rest',
    '--method',
    'delete',
    '--url',
    `${terraform.twin.endpoint}${VAULT}?${DATA_PROTECTION}`,
  );
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/backup instances|backup policies/i);
});

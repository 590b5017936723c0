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

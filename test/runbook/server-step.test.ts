import { readdirSync, readFileSync } from 'fs';
import { Answer, Steps } from './kit';

jest.setTimeout(60_000);

const GROUP = '/subscriptions/sub-1/resourceGroups/rg-shop';
const SERVER = `${GROUP}/providers/Microsoft.DBforPostgreSQL/flexibleServers/orders-restored`;
const SETTINGS = {
  SUBSCRIPTION_ID: 'sub-1',
  TENANT_ID: 'tenant-1',
  SOURCE_SERVER_NAME: 'orders',
  TARGET_SERVER_NAME: 'orders-restored',
  TARGET_RESOURCE_GROUP: 'rg-shop',
  TARGET_LOCATION: 'westeurope',
  TARGET_VERSION: '16',
  TARGET_SKU: 'Standard_D4ds_v5',
  TARGET_TIER: 'GeneralPurpose',
  TARGET_STORAGE_GB: '128',
  OPERATOR_ADDRESS: '203.0.113.7',
  PGUSER: 'keeper',
  PGPASSWORD: `s3cret "it's" \\ $(id)`,
  PGHOST: 'orders-restored.postgres.database.azure.com',
};

const refusal = (to: string, code: string): Answer => {
  return { to, stderr: `ERROR: Not Found({"error":{"code":"${code}","message":"not there"}})\n`, code: 3 };
};
const NONE = { ...refusal(`${SERVER}?`, 'ResourceNotFound'), times: 1 };
const GROUP_THERE: Answer = { to: `${GROUP}?` };
const header = (name: string) => `x:     'azure-asyncoperation': 'https://arm.test/operations/${name}'\n`;
const MADE: readonly Answer[] = [
  { to: `put --url ${SERVER}?`, stderr: header('server') },
  { to: 'operations/server', stdout: 'InProgress\n-\n-\n-\n', times: 1 },
  { to: 'operations/', stdout: 'Succeeded\n-\n-\n-\n' },
  { to: `get --url ${SERVER}?`, stdout: `Ready\n${SETTINGS.PGHOST}\n` },
];
const PARTS: readonly Answer[] = [
  { to: '/firewallRules/', stderr: header('rule') },
  { to: 'get --url ' + `${SERVER}/configurations/`, stdout: 'off\n' },
  { to: 'put --url ' + `${SERVER}/configurations/`, stderr: header('parameter') },
  { to: `${SERVER}/restart?`, stderr: header('restart') },
  { to: '/administrators/', stderr: header('admin') },
];
const ALL = [NONE, GROUP_THERE, ...MADE, ...PARTS];
const SET = { TARGET_EXTENSIONS: 'hstore,pg_trgm', TARGET_PARAMETERS: 'work_mem=65536' };

const steps = (over: Readonly<Record<string, string>> = {}) => new Steps({ ...SETTINGS, ...over });

test.each([
  ['TARGET_PUBLIC_ACCESS', '`TARGET_SUBNET_ID` must be set in settings.sh: the subnet to make the server in, or '],
  ['TARGET_PASSWORD_AUTH', '`TARGET_PASSWORD_AUTH` must be one of Enabled Disabled, got: nothing'],
  ['TARGET_GEO_BACKUP', '`TARGET_GEO_BACKUP` must be one of Enabled Disabled, got: nothing'],
  ['TARGET_ENCRYPTION', '`TARGET_ENCRYPTION` must be one of AzureKeyVault SystemManaged, got: nothing'],
])('%s that the estate does not say is not guessed', async (name, message) => {
  const step = steps({ [name]: '' });
  expect(await step.run('3-server.sh', ALL, '--execute')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(message),
  });
  expect(step.requests).toEqual([]);
});

test('a dry run says what it would make, and changes nothing', async () => {
  const step = steps({ ...SET, PGPASSWORD: '' });
  const { code, stderr } = await step.run('3-server.sh', ALL);
  expect(code).toBe(0);
  expect(stderr.split('\n').filter((line) => line.startsWith('would: '))).toEqual([
    'would: make the server orders-restored: GeneralPurpose Standard_D4ds_v5, 128 GiB, PostgreSQL 16, in westeurope',
    'would: let 203.0.113.7 in until step 6',
    'would: allow the extensions hstore,pg_trgm',
    'would: set the parameter work_mem to 65536',
    'would: restart the server, for the parameters that wait for it',
  ]);
  expect(step.requests.every((request) => request.startsWith('get '))).toBe(true);
});

test('the server is made like the source, and its password stands in no command and no file', async () => {
  const step = steps({ ...SET, TARGET_GEO_BACKUP: 'Enabled', TARGET_BACKUP_DAYS: '35' });
  const { code, stderr } = await step.run('3-server.sh', ALL, '--execute');
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('is ready. Next: 4-load.sh') });
  expect(step.sent('/orders-restored')).toEqual({
    location: 'westeurope',
    sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' },
    properties: {
      createMode: 'Create',
      version: '16',
      administratorLogin: 'keeper',
      administratorLoginPassword: SETTINGS.PGPASSWORD,
      storage: { storageSizeGB: 128, autoGrow: 'Disabled' },
      backup: { backupRetentionDays: 35, geoRedundantBackup: 'Enabled' },
      highAvailability: { mode: 'Disabled' },
      authConfig: { activeDirectoryAuth: 'Disabled', passwordAuth: 'Enabled', tenantId: 'tenant-1' },
      network: { publicNetworkAccess: 'Enabled' },
    },
  });
  expect(step.sent('/azpgbackup-restore')).toEqual({
    properties: { startIpAddress: '203.0.113.7', endIpAddress: '203.0.113.7' },
  });
  expect(step.sent('put --url ' + `${SERVER}/configurations/azure.extensions`)).toEqual({
    properties: { value: 'hstore,pg_trgm', source: 'user-override' },
  });
  expect(step.requests.filter((request) => !request.startsWith('get '))).toEqual([
    `put ${SERVER}`,
    `put ${SERVER}/firewallRules/azpgbackup-restore`,
    `put ${SERVER}/configurations/azure.extensions`,
    `put ${SERVER}/configurations/work_mem`,
    `post ${SERVER}/restart`,
  ]);
  expect(JSON.stringify(step.calls.map(({ args }) => args))).not.toContain('s3cret');
  const run = step.path('run');
  for (const name of readdirSync(run, { recursive: true, encoding: 'utf8' }).filter((each) =>
    /\.(tsv|log)$/.test(each),
  )) {
    expect(readFileSync(`${run}/${name}`, 'utf8')).not.toContain('s3cret');
  }
});

test('a source with a key of its own gets no server with one of the service, unless somebody says so', async () => {
  const encryption = { TARGET_ENCRYPTION: 'AzureKeyVault', TARGET_KEY_ID: '', TARGET_KEY_IDENTITY_ID: '' };
  const refused = async (over: Readonly<Record<string, string>>) =>
    (await steps({ ...encryption, ...over }).run('3-server.sh', ALL, '--execute')).stderr;
  expect(await refused({})).toContain(
    '`TARGET_KEY_ID` must be set in settings.sh: the key that encrypts the server, or TARGET_ENCRYPTION to SystemManaged for a key of the service, got: nothing',
  );
  expect(await refused({ TARGET_KEY_ID: 'https://kv.test/keys/a/1' })).toContain(
    '`TARGET_KEY_IDENTITY_ID` must be set',
  );
  const step = steps({ ...encryption, TARGET_ENCRYPTION: 'SystemManaged' });
  expect(await step.run('3-server.sh', ALL, '--execute')).toMatchObject({ code: 0 });
  expect(step.sent('/orders-restored').properties.dataEncryption).toBeUndefined();
});

test('in a virtual network it has no firewall, with a key of its own it names it', async () => {
  const step = steps({
    TARGET_SUBNET_ID: `${GROUP}/subnet`,
    TARGET_PRIVATE_DNS_ZONE_ID: `${GROUP}/zone`,
    OPERATOR_ADDRESS: '',
    TARGET_KEY_ID: 'https://kv.test/keys/a/1',
    TARGET_KEY_IDENTITY_ID: `${GROUP}/identity`,
    TARGET_GEO_KEY_ID: 'https://kv2.test/keys/b/1',
    TARGET_GEO_KEY_IDENTITY_ID: `${GROUP}/identity2`,
  });
  expect(await step.run('3-server.sh', ALL, '--execute')).toMatchObject({ code: 0 });
  const { identity, properties } = step.sent('/orders-restored');
  expect(properties.network).toEqual({
    delegatedSubnetResourceId: `${GROUP}/subnet`,
    privateDnsZoneArmResourceId: `${GROUP}/zone`,
  });
  expect(properties.dataEncryption).toEqual({
    type: 'AzureKeyVault',
    primaryKeyURI: 'https://kv.test/keys/a/1',
    primaryUserAssignedIdentityId: `${GROUP}/identity`,
    geoBackupKeyURI: 'https://kv2.test/keys/b/1',
    geoBackupUserAssignedIdentityId: `${GROUP}/identity2`,
  });
  expect(identity).toEqual({
    type: 'UserAssigned',
    userAssignedIdentities: { [`${GROUP}/identity`]: {}, [`${GROUP}/identity2`]: {} },
  });
  expect(step.requests.some((request) => request.includes('firewallRules'))).toBe(false);
});

test('without passwords it has Microsoft Entra administrators', async () => {
  const id = '00000000-0000-0000-0000-00000000000a';
  const entra = { TARGET_PASSWORD_AUTH: 'Disabled', TARGET_ENTRA_AUTH: 'Enabled', PGPASSWORD: '' };
  const nobody = await steps(entra).run('3-server.sh', ALL);
  expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining('`TARGET_ENTRA_ADMINS` must be set') });
  const step = steps({ ...entra, TARGET_ENTRA_ADMINS: `${id} Group The keepers' "group"` });
  expect(await step.run('3-server.sh', ALL, '--execute')).toMatchObject({ code: 0 });
  expect(step.sent('/orders-restored').properties).not.toHaveProperty('administratorLogin');
  expect(step.sent(`/administrators/${id}`)).toEqual({
    properties: { principalName: `The keepers' "group"`, principalType: 'Group', tenantId: 'tenant-1' },
  });
});

test('a server that is there already is only taken where this run has made it', async () => {
  const there = [...MADE, ...PARTS];
  const step = steps(SET);
  const { code, stderr } = await step.run('3-server.sh', there, '--execute');
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("which this run didn't make") });
  expect(step.requests).toEqual([`get ${SERVER}`]);
  step.write(['3-server.sh', 'asked', 'server', SERVER]);
  expect(await step.run('3-server.sh', there, '--execute')).toMatchObject({ code: 0 });
  expect(step.requests).not.toContain(`put ${SERVER}`);
});

test('a parameter that is as it should be is not set, and nothing restarts', async () => {
  const step = steps({ TARGET_PARAMETERS: 'jit=off' });
  expect(await step.run('3-server.sh', ALL, '--execute')).toMatchObject({ code: 0 });
  expect(step.requests.filter((request) => /configurations|restart/.test(request))).toEqual([
    `get ${SERVER}/configurations/jit`,
  ]);
});

test.each([
  [{ TARGET_SERVER_NAME: 'orders' }, '`TARGET_SERVER_NAME` must be another than that of the source'],
  [{ TARGET_SERVER_NAME: 'ORDERS;id' }, 'must be 3 to 63 lower-case letters'],
  [{ OPERATOR_ADDRESS: '' }, '`OPERATOR_ADDRESS` must be set'],
  [{ OPERATOR_ADDRESS: '0.0.0.0/0' }, '`OPERATOR_ADDRESS` must be an IPv4 address'],
  [{ TARGET_STORAGE_GB: '1e3' }, '`TARGET_STORAGE_GB` must be a whole number'],
  [{ TARGET_TIER: 'Cheap' }, '`TARGET_TIER` must be one of Burstable GeneralPurpose MemoryOptimized, got: Cheap'],
  [{ TARGET_PARAMETERS: 'work_mem' }, '`TARGET_PARAMETERS` must hold NAME=VALUE'],
  [{ TARGET_PARAMETERS: 'a/../b=1' }, '`TARGET_PARAMETERS` must hold NAME=VALUE'],
  [{ PGPASSWORD: '' }, '`PGPASSWORD` must be set'],
])('%j stops it', async (over, message) => {
  const { code, stderr } = await steps(over).run('3-server.sh', ALL, '--execute');
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
});

test('a group that is not there is said, and how to make it', async () => {
  const missing = refusal(`${GROUP}?`, 'ResourceGroupNotFound');
  const { code, stderr } = await steps().run('3-server.sh', [NONE, missing], '--execute');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('az group create --name rg-shop --location westeurope'),
  });
});

test('what Azure refuses is said as Azure says it', async () => {
  const failed = { to: 'operations/server', stdout: 'Failed\n-\nServerNameAlreadyExists\nSomebody has it.\n' };
  const { code, stderr } = await steps().run('3-server.sh', [NONE, GROUP_THERE, MADE[0], failed], '--execute');
  expect(code).toBe(2);
  expect(stderr).toContain("can't make the server: ServerNameAlreadyExists: Somebody has it.");
});

test('another host than the one that is set is said', async () => {
  const { stderr } = await steps({ PGHOST: 'elsewhere' }).run('3-server.sh', ALL, '--execute');
  expect(stderr).toContain(`the server is ${SETTINGS.PGHOST}, and PGHOST in settings.sh is elsewhere`);
});

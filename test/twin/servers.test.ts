import { freshTwin, SUBSCRIPTION } from './client';
import { freshServers, PASSWORD, PROVIDER, serverBody, serverId, VERSION } from './server-kit';

const client = freshTwin({ startAt: '2026-02-01T00:00:00Z' });
const servers = freshServers(client);

describe('making a server', () => {
  it('[server-accepted] accepts with 202 and an operation', async () => {
    const { status, headers } = await client().send('PUT', serverId(), serverBody(), { apiVersion: VERSION });
    expect(status).toBe(202);
    expect(headers['azure-asyncoperation']).toMatch(/^https:\/\/localhost:\d+\/operations\//);
    expect(headers['retry-after']).toBe('0');
    expect((await servers().patch({ tags: {} })).status).toBe(202);
    expect((await servers().remove()).status).toBe(202);
    expect((await servers().remove()).status).toBe(204);
  });

  it('[server-defaults] adds what the service adds', async () => {
    await servers().make(serverBody({}, { location: 'West Europe', tags: { a: 'b' } }));
    expect(await servers().get()).toEqual({
      id: serverId(),
      name: 'pg-test',
      type: 'Microsoft.DBforPostgreSQL/flexibleServers',
      location: 'westeurope',
      tags: { a: 'b' },
      sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' },
      systemData: { createdAt: '2026-02-01T00:00:00Z' },
      properties: {
        administratorLogin: 'psqladmin',
        authConfig: { activeDirectoryAuth: 'Disabled', passwordAuth: 'Enabled' },
        availabilityZone: '1',
        backup: {
          backupRetentionDays: 7,
          geoRedundantBackup: 'Disabled',
          earliestRestoreDate: '2026-02-01T00:00:00Z',
        },
        dataEncryption: { type: 'SystemManaged' },
        fullyQualifiedDomainName: 'pg-test.postgres.database.azure.com',
        highAvailability: { mode: 'Disabled', state: 'NotEnabled' },
        maintenanceWindow: { customWindow: 'Disabled', dayOfWeek: 0, startHour: 0, startMinute: 0 },
        network: { publicNetworkAccess: 'Enabled' },
        privateEndpointConnections: [],
        replica: { capacity: 5, role: 'Primary' },
        replicaCapacity: 5,
        replicationRole: 'Primary',
        state: 'Ready',
        storage: { type: '', autoGrow: 'Disabled', iops: 240, storageSizeGB: 64, tier: 'P6' },
        version: '17',
      },
    });
  });

  it('[server-secret] never tells the password, nor how a server was made', async () => {
    const made = await client().send('PUT', serverId(), serverBody({ createMode: 'Create' }), { apiVersion: VERSION });
    const snapshot = JSON.stringify(client().twin.azure.toSnapshot());
    for (const told of [JSON.stringify(made.body), JSON.stringify(await servers().get()), snapshot]) {
      expect(told).not.toContain(PASSWORD);
      expect(told).not.toContain('createMode');
    }
  });

  it('[server-unknown-kept] gives back what it has no rule for', async () => {
    await servers().make(serverBody({ somethingNew: { deep: [1] } }));
    expect((await servers().show()).somethingNew).toEqual({ deep: [1] });
  });

  it.each(['ab', '-abc', 'abc-', 'a_bc', 'ABC', 'a'.repeat(64)])('[server-name] refuses the name %s', async (name) => {
    expect(await servers().put(serverBody(), name)).toMatchObject({
      status: 400,
      code: 'InvalidParameterValue',
      message: 'Invalid value given for parameter serverName. Specify a valid parameter value.',
    });
  });

  it.each(['abc', '1-1', 'a--b', 'a'.repeat(63)])('[server-name] takes the name %s', async (name) => {
    expect(await servers().put(serverBody(), name)).toMatchObject({ status: 202, code: undefined });
  });

  it('[server-name-unique] refuses a name that anybody uses', async () => {
    await servers().make();
    const elsewhere = `${SUBSCRIPTION}/resourceGroups/rg-other`;
    await client().makeGroup(elsewhere);
    const path = serverId().replace(`${SUBSCRIPTION}/resourceGroups/rg-test`, elsewhere);
    expect(await servers().send('PUT', path, serverBody())).toMatchObject({
      status: 409,
      code: 'ServerNameAlreadyExists',
      message: 'Specified server name is already used.',
    });
  });

  it('[server-public-region] refuses a region that is none', async () => {
    expect(await servers().put(serverBody({}, { location: 'atlantis' }))).toMatchObject({
      status: 400,
      code: 'LocationNotAvailableForResourceType',
    });
    expect(await servers().put(serverBody({}, { location: undefined }))).toMatchObject({ code: 'LocationRequired' });
  });

  it('[server-update-missing] refuses to update what is not there', async () => {
    expect(await servers().put(serverBody({ createMode: 'Update' }))).toMatchObject({
      status: 404,
      code: 'ResourceNotFound',
    });
    expect(await servers().put(serverBody({ createMode: 'Conjure' }))).toMatchObject({ code: 'InvalidParameterValue' });
  });

  it('lists servers of a group and of the subscription', async () => {
    await servers().make();
    await servers().make(serverBody(), 'pg-other');
    for (const path of [
      `${PROVIDER}/flexibleServers`,
      `${SUBSCRIPTION}/providers/Microsoft.DBforPostgreSQL/flexibleServers`,
    ]) {
      const found = await servers().list(path);
      expect(found.map(({ name }) => name)).toEqual(['pg-other', 'pg-test']);
      expect(found[0].properties.backup.earliestRestoreDate).toBeDefined();
    }
  });

  it('takes every published api-version and refuses others', async () => {
    for (const version of ['2021-06-01', '2022-12-01', '2024-08-01', '2025-08-01', '2026-04-01-preview']) {
      expect((await servers().send('GET', serverId(), undefined, version)).status).toBe(404);
    }
    expect(await servers().send('GET', serverId(), undefined, '2025-08-02')).toMatchObject({
      status: 400,
      code: 'NoRegisteredProviderFound',
    });
  });
});

describe('signing in', () => {
  it.each([
    ['no login', { administratorLogin: undefined }, 'MissingRequiredParameter'],
    ['no password', { administratorLoginPassword: undefined }, 'MissingRequiredParameter'],
    ['a reserved login', { administratorLogin: 'Azure_SuperUser' }, 'InvalidParameterValue'],
    ['a login of PostgreSQL', { administratorLogin: 'pg_me' }, 'InvalidParameterValue'],
    ['a login that is too long', { administratorLogin: 'a'.repeat(64) }, 'InvalidParameterValue'],
  ])('[server-login] refuses %s', async (_what, properties, code) => {
    expect(await servers().put(serverBody(properties))).toMatchObject({ status: 400, code });
  });

  it.each(['H@Sh1Co', 'alllowercase1', 'ALLUPPERCASE1', `aB1${'x'.repeat(126)}`])(
    '[server-weak-password] takes %s and fails',
    async (administratorLoginPassword) => {
      expect(await servers().put(serverBody({ administratorLoginPassword }))).toMatchObject({
        status: 200,
        code: 'InternalServerError',
      });
      expect((await servers().get()).error.code).toBe('ResourceNotFound');
    },
  );

  it.each(['H@Sh1Co3', `aB1${'x'.repeat(125)}`])(
    '[server-weak-password] takes %s',
    async (administratorLoginPassword) => {
      await servers().make(serverBody({ administratorLoginPassword }));
      expect((await servers().show()).administratorLogin).toBe('psqladmin');
    },
  );

  it('[server-sign-in] needs one way to sign in, and tells no login without passwords', async () => {
    const none = { activeDirectoryAuth: 'Disabled', passwordAuth: 'Disabled' };
    expect(await servers().put(serverBody({ authConfig: none }))).toMatchObject({ status: 400, code: 'BadRequest' });
    const authConfig = { activeDirectoryAuth: 'enabled', passwordAuth: 'Disabled', tenantId: '' };
    await servers().make(
      serverBody({ authConfig, administratorLogin: undefined, administratorLoginPassword: undefined }),
    );
    const properties = await servers().show();
    expect(properties.authConfig).toEqual({ activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled' });
    expect(properties.administratorLogin).toBeUndefined();
  });
});

describe('versions', () => {
  it.each(['10', '19', 'seventeen'])('[server-version] refuses %s', async (version) => {
    expect(await servers().put(serverBody({ version }))).toMatchObject({ status: 400, code: 'ParameterOutOfRange' });
  });

  it('[server-version-retired] takes a version until its last day of support', async () => {
    await servers().make(serverBody({ version: '13' }), 'pg-old');
    await servers().pass('P58D');
    expect(servers().now()).toMatch(/^2026-03-31/);
    await servers().make(serverBody({ version: '11' }), 'pg-last-day');
    await servers().pass('P1D');
    expect(await servers().put(serverBody({ version: '13' }), 'pg-late')).toMatchObject({
      status: 400,
      code: 'ParameterOutOfRange',
      message: expect.stringContaining('[14, 15, 16, 17, 18]'),
    });
    const copy = { createMode: 'PointInTimeRestore', sourceServerResourceId: serverId('pg-old') };
    const pointInTimeUTC = servers().now();
    const restored = { location: 'westeurope', properties: { ...copy, pointInTimeUTC } };
    await servers().make(restored, 'pg-copy');
    expect((await servers().show('pg-copy')).version).toBe('13');
  });
});

describe('compute', () => {
  it.each([
    ['Standard_B1ms', 'GeneralPurpose', 'InvalidParameterValue'],
    ['Standard_E2ds_v5', 'GeneralPurpose', 'InvalidParameterValue'],
    ['Standard_D2ds_v5', 'Enormous', 'InvalidParameterValue'],
    ['Standard_D2ds_v5', undefined, 'InvalidParameterValue'],
    ['Standard_F4s', 'GeneralPurpose', 'InvalidParameterValue'],
    ['Standard_D96s_v3', 'GeneralPurpose', 'InvalidParameterValue'],
    [undefined, 'GeneralPurpose', 'MissingRequiredParameter'],
  ])('[server-sku] refuses %s in tier %s', async (name, tier, code) => {
    expect(await servers().put(serverBody({}, { sku: { name, tier } }))).toMatchObject({ status: 400, code });
  });

  it.each([
    ['Standard_B20ms', 'Burstable'],
    ['Standard_D192ds_v6', 'GeneralPurpose'],
    ['Standard_DC4ads_v5', 'GeneralPurpose'],
    ['Standard_E20ds_v4', 'MemoryOptimized'],
    ['Standard_EC4as_v5', 'MemoryOptimized'],
  ])('[server-sku] takes %s in tier %s', async (name, tier) => {
    await servers().make(serverBody({}, { sku: { name, tier } }));
    expect((await servers().get()).sku).toEqual({ name, tier });
  });
});

describe('elastic clusters', () => {
  const cluster = (clusterSize: number) => ({ clusterSize });

  it('[server-elastic] makes one', async () => {
    await servers().make(serverBody({ cluster: cluster(20) }));
    expect((await servers().show()).cluster).toEqual({ clusterSize: 20, defaultDatabaseName: 'postgres' });
  });

  it.each([
    ['no nodes', { cluster: cluster(0) }, 'InvalidParameterValue'],
    ['21 nodes', { cluster: cluster(21) }, 'InvalidParameterValue'],
    ['PostgreSQL 16', { cluster: cluster(2), version: '16' }, 'BadRequest'],
    [
      'storage that grows by itself',
      { cluster: cluster(2), storage: { storageSizeGB: 64, autoGrow: 'Enabled' } },
      'BadRequest',
    ],
  ])('[server-elastic] refuses %s', async (_what, properties, code) => {
    expect(await servers().put(serverBody(properties))).toMatchObject({ status: 400, code });
  });
});

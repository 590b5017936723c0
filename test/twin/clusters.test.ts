import { freshTwin, SUBSCRIPTION } from './client';
import {
  BURSTABLE,
  clusterBody,
  clusterId,
  CREATED,
  freshClusters,
  MISSING,
  REFUSED,
  STABLE_VERSION,
  TAKEN,
} from './cluster-kit';
import { REGIONS } from '../../src/twin/regions';
import { CLUSTER_REGIONS, clusterGeoRegion } from '../../src/twin/resources/cluster-catalogue';

const client = freshTwin({ startAt: '2026-02-01T00:00:00Z' });
const clusters = freshClusters(client);
const make = (properties: object, rest: object = {}) => clusters().put(clusterBody(properties as never, rest as never));

describe('making a cluster', () => {
  it('[cluster-defaults] makes a single node with the newest versions, passwords, and public access to it', async () => {
    expect(await clusters().put()).toMatchObject(CREATED);
    expect(await clusters().get()).toEqual({
      id: clusterId(),
      name: 'cosmos-test',
      type: 'Microsoft.DBforPostgreSQL/serverGroupsv2',
      location: 'westeurope',
      systemData: { createdAt: expect.stringMatching(/^2026-02-01T00:00:0/) },
      properties: {
        aadAuthEnabled: 'disabled',
        administratorLogin: 'citus',
        authConfig: { activeDirectoryAuth: 'disabled', passwordAuth: 'enabled' },
        citusVersion: '12.1',
        coordinatorEnablePublicIpAccess: true,
        coordinatorServerEdition: 'GeneralPurpose',
        coordinatorStorageQuotaInMb: 131072,
        coordinatorVCores: 4,
        databaseName: 'citus',
        dataEncryption: { type: 'SystemManaged' },
        earliestRestoreTime: expect.stringMatching(/^2026-02-01T00:00:0\dZ$/),
        enableGeoBackup: false,
        enableHa: false,
        enableShardsOnCoordinator: true,
        maintenanceWindow: { customWindow: 'Disabled', dayOfWeek: 0, startHour: 0, startMinute: 0 },
        nodeCount: 0,
        nodeEnablePublicIpAccess: false,
        nodeServerEdition: 'MemoryOptimized',
        nodeStorageQuotaInMb: 131072,
        nodeVCores: 4,
        passwordEnabled: 'enabled',
        postgresqlVersion: '16',
        privateEndpointConnections: [],
        provisioningState: 'Succeeded',
        readReplicas: [],
        serverNames: [{ name: 'cosmos-test-c', fullyQualifiedDomainName: expect.any(String) }],
        sourceResourceId: null,
        state: 'Ready',
      },
    });
    expect(await clusters().inGroup()).toEqual([await clusters().get()]);
    const everywhere = `${SUBSCRIPTION}/providers/Microsoft.DBforPostgreSQL/serverGroupsv2`;
    expect((await clusters().send('GET', everywhere)).body.value).toEqual([await clusters().get()]);
  });

  it('[cluster-running] follows every write as an operation', async () => {
    const options = { apiVersion: '2023-03-02-preview' };
    const rule = `${clusterId()}/firewallRules/all`;
    const range = { properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' } };
    for (const [method, path, body, status] of [
      ['PUT', clusterId(), clusterBody(), 201],
      ['PUT', clusterId(), clusterBody(), 200],
      ['PATCH', clusterId(), { tags: { a: 'b' } }, 200],
      ['PUT', rule, range, 201],
      ['PUT', rule, range, 200],
      ['DELETE', rule, undefined, 202],
      ['POST', `${clusterId()}/restart`, undefined, 202],
      ['DELETE', clusterId(), undefined, 202],
    ] as const) {
      const reply = await client().send(method, path, body, options);
      expect([method, reply.status]).toEqual([method, status]);
      expect(reply.headers['azure-asyncoperation']).toContain('/operations/');
    }
    expect((await client().send('DELETE', clusterId(), undefined, options)).status).toBe(204);
  });

  it('[cluster-running] leads to what was written by Location, where the Azure CLI looks for it', async () => {
    await clusters().make();
    const { headers } = await client().send('PATCH', clusterId(), { tags: { a: 'b' } }, { apiVersion: STABLE_VERSION });
    const { status, body } = await client().send('GET', headers.location!.slice(client().twin.endpoint.length));
    expect({ status, id: body.id, tags: body.tags }).toEqual({ status: 200, id: clusterId(), tags: { a: 'b' } });
  });

  it.each(['administratorLoginPassword', 'coordinatorStorageQuotaInMb', 'coordinatorVCores', 'nodeCount'])(
    '[cluster-required] needs %s',
    async (name) => {
      const message = `'${name}' is required for the creation of a cluster.`;
      expect(await make({ [name]: undefined })).toMatchObject({ ...REFUSED, message });
      expect(await make({ [name]: null })).toMatchObject({ ...REFUSED, message });
    },
  );

  it('[cluster-required] needs no password where none is taken', async () => {
    const authConfig = { activeDirectoryAuth: 'enabled', passwordAuth: 'disabled' };
    expect(await make({ administratorLoginPassword: undefined, authConfig })).toMatchObject(CREATED);
    expect(await clusters().show()).toMatchObject({ aadAuthEnabled: 'enabled', passwordEnabled: 'disabled' });
  });

  it('[cluster-secret] never tells passwords', async () => {
    await clusters().make();
    await clusters().putPart('roles/app', { password: 'H@Sh1CoR3!' });
    await clusters().patch({ administratorLoginPassword: 'H@Sh1CoR4!' });
    const told = [await clusters().get(), await clusters().readPart('roles'), await clusters().readPart('roles/app')];
    expect(JSON.stringify(told)).not.toContain('H@Sh1CoR');
    const { body } = await client().send('GET', '/twin/snapshot');
    expect(JSON.stringify(body)).not.toContain('H@Sh1CoR');
  });

  it('[cluster-older-api] knows nothing of what a newer version brought', async () => {
    const newer = { databaseName: 'orders', enableGeoBackup: true, authConfig: { activeDirectoryAuth: 'enabled' } };
    await clusters().make(clusterBody(newer), 'cosmos-old', STABLE_VERSION);
    expect(await clusters().show('cosmos-old')).toMatchObject({
      databaseName: 'citus',
      enableGeoBackup: false,
      authConfig: { activeDirectoryAuth: 'disabled' },
    });
    await clusters().make(clusterBody(newer));
    const told = Object.keys(await clusters().show(undefined, STABLE_VERSION));
    const more = Object.keys(await clusters().show()).filter((name) => !told.includes(name));
    expect(more.sort()).toEqual([
      'aadAuthEnabled',
      'authConfig',
      'dataEncryption',
      'databaseName',
      'enableGeoBackup',
      'passwordEnabled',
    ]);
    // What it doesn't know it leaves alone.
    await clusters().patch({ enableGeoBackup: false, enableHa: true }, undefined, STABLE_VERSION);
    expect(await clusters().show()).toMatchObject({ enableGeoBackup: true, enableHa: true });
  });

  it.each([
    ['abc', true],
    ['a-1', true],
    ['7up', true],
    ['a'.repeat(40), true],
    ['ab', false],
    ['a'.repeat(41), false],
    ['123', false],
    ['-abc', false],
    ['abc-', false],
    ['Abc', false],
    ['a_c', false],
  ])('[cluster-name] decides on %s: %s', async (name, isTaken) => {
    expect(await clusters().put(clusterBody(), name)).toMatchObject(isTaken ? CREATED : REFUSED);
  });

  it('[cluster-name-unique] refuses a name that another cluster has, in whatever group', async () => {
    await clusters().make();
    await client().makeGroup(`${SUBSCRIPTION}/resourceGroups/rg-other`);
    const other = clusterId('cosmos-test', `${SUBSCRIPTION}/resourceGroups/rg-other`);
    expect(await clusters().send('PUT', other, clusterBody())).toMatchObject(TAKEN);
    await clusters().remove();
    expect(await clusters().send('PUT', other, clusterBody())).toMatchObject(CREATED);
  });

  it.each([['2023-03-02-preview'], [STABLE_VERSION]])('[cluster-name-check] checks names in %s', async (version) => {
    await clusters().make();
    const check = async (name: string, type = 'Microsoft.DBforPostgreSQL/serverGroupsv2') => {
      const path = `${SUBSCRIPTION}/providers/Microsoft.DBforPostgreSQL/checkNameAvailability`;
      return clusters().send('POST', path, { name, type }, version);
    };
    expect((await check('cosmos-new')).body).toMatchObject({ name: 'cosmos-new', nameAvailable: true, message: '' });
    expect((await check('cosmos-test')).body).toMatchObject({ nameAvailable: false, message: 'The name is taken.' });
    expect((await check('no')).body).toMatchObject({ nameAvailable: false });
    expect(await check('cosmos-new', 'Microsoft.DBforPostgreSQL/flexibleServers')).toMatchObject(REFUSED);
  });

  it('[cluster-region] refuses a region that the service is not in', async () => {
    expect(await make({}, { location: 'Sweden Central' })).toMatchObject(CREATED);
    expect((await clusters().get()).location).toBe('swedencentral');
    expect(await clusters().put(clusterBody({}, { location: 'norwayeast' }), 'cosmos-oslo')).toMatchObject({
      status: 400,
      code: 'LocationNotAvailableForResourceType',
    });
    expect(CLUSTER_REGIONS).toHaveLength(31);
    expect(CLUSTER_REGIONS.filter((region) => !REGIONS[region])).toEqual([]);
  });
});

describe('what a cluster can have', () => {
  it('[cluster-geo-region] gives geo-redundant backup where a region has one', async () => {
    for (const [index, location] of CLUSTER_REGIONS.entries()) {
      const body = clusterBody({ enableGeoBackup: true }, { location });
      const expected = clusterGeoRegion(location) ? CREATED : REFUSED;
      expect([location, await clusters().put(body, `geo-${index}`)]).toMatchObject([location, expected]);
    }
  });

  it('[cluster-geo-region] has pairs that are each other’s', () => {
    const pairs = CLUSTER_REGIONS.filter((region) => clusterGeoRegion(region));
    expect(pairs).toHaveLength(20);
    for (const region of pairs) expect(clusterGeoRegion(clusterGeoRegion(region)!)).toBe(region);
  });

  it('[cluster-geo-burstable] gives none to burstable compute', async () => {
    expect(await make({ ...BURSTABLE, enableGeoBackup: true })).toMatchObject({
      ...REFUSED,
      message: 'Geo-redundant backup is not supported on burstable compute.',
    });
  });

  it('[cluster-geo-key] gives none to what a key of the customer encrypts', async () => {
    const { properties, identity } = await clusters().customerKey();
    expect(await make({ ...properties, enableGeoBackup: true }, { identity })).toMatchObject(REFUSED);
    expect(await make({ ...properties, enableGeoBackup: false }, { identity })).toMatchObject(CREATED);
  });

  it('[cluster-key] needs the identity that reads the key', async () => {
    const { properties, identity } = await clusters().customerKey();
    expect(await make(properties)).toMatchObject(REFUSED);
    expect(await make({ dataEncryption: { type: 'AzureKeyVault' } }, { identity })).toMatchObject(REFUSED);
    expect(await make(properties, { identity })).toMatchObject(CREATED);
    expect((await clusters().get()).identity).toMatchObject({ type: 'UserAssigned' });
    expect(await clusters().get(undefined, STABLE_VERSION)).not.toHaveProperty('identity');
  });

  it('[cluster-sign-in] needs one way to sign in, and PostgreSQL 14 for Entra', async () => {
    const entra = { activeDirectoryAuth: 'enabled' };
    expect(await make({ authConfig: { passwordAuth: 'disabled' } })).toMatchObject(REFUSED);
    expect(await make({ authConfig: { activeDirectoryAuth: 'on' } })).toMatchObject(REFUSED);
    expect(await make({ authConfig: entra, postgresqlVersion: '14' })).toMatchObject(CREATED);
    expect(await clusters().patch({ authConfig: { passwordAuth: 'disabled' } })).toMatchObject({ code: undefined });
    expect((await clusters().show()).authConfig).toEqual({ activeDirectoryAuth: 'enabled', passwordAuth: 'disabled' });
  });

  it.each([
    ['enableGeoBackup', 'true', 'boolean', 'string'],
    ['enableHa', 'yes', 'boolean', 'string'],
    ['coordinatorVCores', '4', 'number', 'string'],
    ['nodeCount', '2', 'number', 'string'],
    ['postgresqlVersion', 16, 'string', 'number'],
    ['pointInTimeUTC', 1, 'string', 'number'],
    ['administratorLoginPassword', 12345678, 'string', 'number'],
    ['authConfig', ['enabled'], 'object', 'array'],
    ['dataEncryption', { type: true }, 'string', 'boolean'],
  ])('refuses %s that is sent as %j', async (name, value, type, got) => {
    const message = expect.stringMatching(`^'${name}(\\.type)?' must be of the type ${type}, got: ${got}\\.$`);
    expect(await make({ [name]: value })).toMatchObject({ ...REFUSED, message });
    await clusters().make();
    expect(await clusters().patch({ [name]: value })).toMatchObject({ ...REFUSED, message });
  });

  it('is asked about where it isn’t', async () => {
    expect(await clusters().send('GET', clusterId())).toMatchObject(MISSING);
    expect(await clusters().patch({ enableHa: true })).toMatchObject(MISSING);
    expect(await clusters().readPart('servers')).toMatchObject(MISSING);
    const orphaned = { status: 404, code: 'ParentResourceNotFound' };
    expect(await clusters().putPart('roles/app', { password: 'H@Sh1CoR3!' })).toMatchObject(orphaned);
    for (const part of ['firewallRules', 'roles']) expect(await clusters().readPart(part)).toMatchObject(orphaned);
    const elsewhere = clusterId('cosmos-test', `${SUBSCRIPTION}/resourceGroups/rg-none`);
    expect(await clusters().send('POST', `${elsewhere}/restart`)).toMatchObject({ code: 'ResourceGroupNotFound' });
  });
});

describe('[cluster-sign-in] on an old version of PostgreSQL', () => {
  const early = freshTwin({ startAt: '2025-02-01T00:00:00Z' });
  const old = freshClusters(early);

  it('refuses Entra', async () => {
    await old().make(clusterBody({ postgresqlVersion: '13' }));
    const authConfig = { activeDirectoryAuth: 'enabled' };
    expect(await old().patch({ authConfig })).toMatchObject(REFUSED);
    expect(await old().patch({ authConfig, postgresqlVersion: '14' })).toMatchObject({ status: 200 });
  });
});

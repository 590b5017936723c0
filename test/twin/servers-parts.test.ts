import { freshTwin, GROUP, SUBSCRIPTION } from './client';
import { copyBody, freshServers, serverBody, serverId } from './server-kit';

const client = freshTwin({ startAt: '2026-02-01T00:00:00Z' });
const servers = freshServers(client);
const FINE = { status: 202, code: undefined };
const REFUSED = { status: 400, code: 'BadRequest' };
const INVALID = { status: 400, code: 'InvalidParameterValue' };
const USER_ID = '5f2c4a52-7b7c-4d8d-a1f3-6f4f5d0b2a11';
const put = (part: string, properties: object, server?: string) =>
  servers().send('PUT', `${serverId(server)}/${part}`, { properties });
const read = (part: string, server?: string) => servers().send('GET', `${serverId(server)}/${part}`);
const remove = (part: string, server?: string) => servers().send('DELETE', `${serverId(server)}/${part}`);
const namesOf = async (part: string, server?: string) =>
  (await servers().list(`${serverId(server)}/${part}`)).map(({ name }) => name).sort();

describe('a database', () => {
  it('[database-system] is there from the start', async () => {
    await servers().make();
    expect(await namesOf('databases')).toEqual(['azure_maintenance', 'azure_sys', 'postgres']);
    expect((await read('databases/postgres')).body).toMatchObject({
      type: 'Microsoft.DBforPostgreSQL/flexibleServers/databases',
      properties: { charset: 'UTF8', collation: 'en_US.utf8' },
    });
  });

  it('[database-fixed] stays as it is until it is deleted', async () => {
    await servers().make();
    expect(await put('databases/app', { charset: 'UTF8', collation: 'de_DE.utf8' })).toMatchObject(FINE);
    expect(await put('databases/app', { charset: 'utf8' })).toMatchObject(FINE);
    expect(await put('databases/app', { collation: 'en_US.utf8' })).toMatchObject(REFUSED);
    expect(await put('databases/app', { charset: 'SQL_ASCII' })).toMatchObject(REFUSED);
    expect((await read('databases/app')).body.properties).toEqual({ charset: 'UTF8', collation: 'de_DE.utf8' });
    expect(await remove('databases/app')).toMatchObject(FINE);
    expect(await read('databases/app')).toMatchObject({ status: 404 });
    expect(await remove('databases/azure_sys')).toMatchObject(REFUSED);
    expect(await remove('databases/azure_maintenance')).toMatchObject(REFUSED);
  });

  it('[database-elastic] of an elastic cluster is its own', async () => {
    await servers().make(serverBody({ cluster: { clusterSize: 2, defaultDatabaseName: 'appdb' } }));
    expect(await namesOf('databases')).toEqual(['appdb', 'azure_maintenance', 'azure_sys']);
    expect(await put('databases/other', {})).toMatchObject(REFUSED);
    expect(await remove('databases/appdb')).toMatchObject(REFUSED);
  });

  it('has a name, and is made on a primary that runs', async () => {
    await servers().make();
    expect(await put('databases/1st', {})).toMatchObject(INVALID);
    await servers().make(copyBody('Replica'), 'pg-replica');
    expect(await put('databases/app', {}, 'pg-replica')).toMatchObject(REFUSED);
    await servers().post('stop');
    expect(await put('databases/app', {})).toMatchObject({ status: 409 });
  });
});

describe('a firewall rule', () => {
  const range = (startIpAddress: string, endIpAddress = startIpAddress) => ({ startIpAddress, endIpAddress });

  it('[firewall-rule] is a range of addresses', async () => {
    await servers().make();
    expect(await put('firewallRules/office', range('203.0.113.4', '203.0.113.40'))).toMatchObject(FINE);
    expect(await put('firewallRules/azure', range('0.0.0.0'))).toMatchObject(FINE);
    expect(await namesOf('firewallRules')).toEqual(['azure', 'office']);
    expect(await put('firewallRules/office', range('203.0.113.5'))).toMatchObject(FINE);
    expect((await read('firewallRules/office')).body.properties).toEqual(range('203.0.113.5'));
    expect(await put('firewallRules/wrong', range('203.0.113.40', '203.0.113.4'))).toMatchObject(INVALID);
    expect(await put('firewallRules/wrong', range('203.0.113.256'))).toMatchObject(INVALID);
    expect(await put('firewallRules/wrong', range('::1'))).toMatchObject(INVALID);
    expect(await put('firewallRules/wrong', { startIpAddress: '0.0.0.0' })).toMatchObject(INVALID);
    expect(await put('firewallRules/wrong.name', range('0.0.0.0'))).toMatchObject(INVALID);
    expect(await remove('firewallRules/office')).toMatchObject(FINE);
    expect(await namesOf('firewallRules')).toEqual(['azure']);
  });

  it('[firewall-private] is nothing for a server in a virtual network', async () => {
    const network = `${GROUP}/providers/Microsoft.Network`;
    await servers().make(
      serverBody({
        network: {
          delegatedSubnetResourceId: `${network}/virtualNetworks/net/subnets/pg`,
          privateDnsZoneArmResourceId: `${network}/privateDnsZones/app.private.postgres.database.azure.com`,
        },
      }),
    );
    expect(await put('firewallRules/office', range('203.0.113.4'))).toMatchObject(REFUSED);
  });
});

describe('a Microsoft Entra administrator', () => {
  const administrator = { principalName: 'dba@example.com', principalType: 'User' };
  const part = `administrators/${USER_ID}`;

  it('[administrator] needs that authentication', async () => {
    await servers().make(serverBody({ authConfig: { activeDirectoryAuth: 'Enabled' } }));
    expect(await put(part, administrator)).toMatchObject(FINE);
    expect((await read(part)).body).toMatchObject({
      name: USER_ID,
      properties: { ...administrator, objectId: USER_ID, tenantId: expect.any(String) },
    });
    expect(await put(part, { principalType: 'User' })).toMatchObject({ status: 400, code: 'MissingRequiredParameter' });
    expect(await put(part, { ...administrator, principalType: 'Robot' })).toMatchObject(INVALID);
    expect(await put('administrators/nobody', administrator)).toMatchObject(INVALID);
    expect(await remove(part)).toMatchObject(FINE);
    expect(await namesOf('administrators')).toEqual([]);
    await servers().make(serverBody(), 'pg-plain');
    expect(await put(part, administrator, 'pg-plain')).toMatchObject(REFUSED);
  });
});

describe('a parameter', () => {
  const set = (name: string, value: string, method = 'PATCH') =>
    servers().send(method, `${serverId()}/configurations/${name}`, { properties: { value, source: 'user-override' } });
  const valueOf = async (name: string) => (await read(`configurations/${name}`)).body.properties;

  it('[parameter-always] can be read from the start', async () => {
    await servers().make();
    expect((await read('configurations/work_mem')).body).toEqual({
      id: `${serverId()}/configurations/work_mem`,
      name: 'work_mem',
      type: 'Microsoft.DBforPostgreSQL/flexibleServers/configurations',
      properties: expect.objectContaining({
        value: '4096',
        defaultValue: '4096',
        dataType: 'Integer',
        source: 'system-default',
        isDynamicConfig: true,
        isReadOnly: false,
        isConfigPendingRestart: false,
      }),
    });
    expect(await valueOf('some.setting')).toMatchObject({ value: '', source: 'system-default', isDynamicConfig: true });
    expect(await set('some.setting', 'whatever')).toMatchObject(FINE);
    expect(await valueOf('some.setting')).toMatchObject({ value: 'whatever', source: 'user-override' });
    expect(await namesOf('configurations')).toEqual(expect.arrayContaining(['max_connections', 'some.setting']));
    expect(await remove('configurations/work_mem')).toMatchObject({ status: 501 });
  });

  it.each([
    ['work_mem', ['8192'], ['1', '10MB', '']],
    ['log_checkpoints', ['off', 'ON'], ['maybe', '2']],
    ['checkpoint_completion_target', ['0.5'], ['2', 'none']],
    ['azure.accepted_password_auth_method', ['md5', 'scram-sha-256,md5'], ['none', 'md5,none']],
    ['application_name', ['my_app'], ['my app']],
    ['auto_explain.log_min_duration', ['-1', '250'], ['-2']],
  ])('[parameter-value] %s takes %j, and not %j', async (name, able, unable) => {
    await servers().make();
    for (const value of able) expect(await set(name, value, 'PUT')).toMatchObject(FINE);
    for (const value of unable) expect(await set(name, value)).toMatchObject(INVALID);
    expect((await valueOf(name)).value).toBe(able.at(-1));
  });

  it('[parameter-value] that is read-only is not set', async () => {
    await servers().make();
    expect(await set('archive_mode', 'on')).toMatchObject(REFUSED);
    const { status, code } = await put('configurations/work_mem', {});
    expect({ status, code }).toEqual({ status: 400, code: 'MissingRequiredParameter' });
  });

  it('[parameter-static] waits for a restart, or a start', async () => {
    const isPending = async () => (await valueOf('max_connections')).isConfigPendingRestart;
    await servers().make();
    await set('max_connections', '100');
    expect(await isPending()).toBe(true);
    await set('max_connections', '100');
    expect(await isPending()).toBe(true);
    await servers().post('restart');
    expect(await isPending()).toBe(false);
    await set('max_connections', '120');
    await servers().post('stop');
    await servers().post('start');
    expect(await isPending()).toBe(false);
    await set('work_mem', '8192');
    expect((await valueOf('work_mem')).isConfigPendingRestart).toBe(false);
  });

  it('[parameter-default] set to its default is as if nobody had', async () => {
    await servers().make();
    await set('work_mem', '8192');
    expect((await valueOf('work_mem')).source).toBe('user-override');
    await set('work_mem', '4096');
    expect((await valueOf('work_mem')).source).toBe('system-default');
  });

  it('[parameter-stopped] is not listed while the server is stopped', async () => {
    await servers().make();
    await servers().post('stop');
    expect(await read('configurations')).toMatchObject({ status: 400, code: 'ServerStoppedError' });
    expect(await set('work_mem', '8192')).toMatchObject({ status: 409 });
  });
});

describe('a virtual endpoint', () => {
  const part = 'virtualEndpoints/pg-endpoint';
  const endpoint = (...members: string[]) => ({ endpointType: 'ReadWrite', members });
  const members = async () => (await read(part)).body.properties.members;

  it('[virtual-endpoint] leads to the primary, and to it or a replica to read', async () => {
    await servers().make();
    expect(await put(part, endpoint('pg-test'))).toMatchObject(FINE);
    expect((await read(part)).body.properties).toEqual({
      endpointType: 'ReadWrite',
      members: ['pg-test'],
      virtualEndpoints: [
        'pg-endpoint.writer.postgres.database.azure.com',
        'pg-endpoint.reader.postgres.database.azure.com',
      ],
    });
    await servers().make(serverBody(), 'pg-other');
    expect(await put(part, endpoint('pg-other'))).toMatchObject(REFUSED);
    await servers().make(copyBody('Replica'), 'pg-replica');
    expect(await put(part, endpoint('pg-replica'))).toMatchObject(FINE);
    expect(await members()).toEqual(['pg-test', 'pg-replica']);
    await servers().remove('pg-replica');
    expect(await members()).toEqual(['pg-test']);
  });

  it('[virtual-endpoint] is the only one of its server, and of its name', async () => {
    await servers().make();
    await put(part, endpoint('pg-test'));
    expect(await put('virtualEndpoints/pg-second', endpoint('pg-test'))).toMatchObject({ code: 'Conflict' });
    await servers().make(serverBody(), 'pg-other');
    expect(await put('virtualEndpoints/PG-endpoint', endpoint('pg-other'), 'pg-other')).toMatchObject({ status: 409 });
    expect(await put('virtualEndpoints/-', endpoint('pg-other'), 'pg-other')).toMatchObject(INVALID);
    await remove(part);
    expect(await put(part, endpoint('pg-other'), 'pg-other')).toMatchObject(FINE);
  });

  it('[virtual-endpoint] is nothing for a replica or an elastic cluster', async () => {
    await servers().make();
    await servers().make(copyBody('Replica'), 'pg-replica');
    expect(await put(part, endpoint('pg-replica'), 'pg-replica')).toMatchObject(REFUSED);
    await servers().make(serverBody({ cluster: { clusterSize: 2 } }), 'pg-cluster');
    expect(await put(part, endpoint('pg-cluster'), 'pg-cluster')).toMatchObject(REFUSED);
  });
});

describe('private link', () => {
  it('[private-link] tells what can be connected to, and what is', async () => {
    await servers().make();
    const network = `${GROUP}/providers/Microsoft.Network`;
    const place = async (path: string, properties: object) => {
      const body = { location: 'westeurope', properties };
      const { status } = await servers().send('PUT', `${network}/${path}`, body, '2024-05-01');
      expect(status).toBe(201);
    };
    await place('virtualNetworks/net', {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ name: 'pe', properties: { addressPrefix: '10.0.1.0/24' } }],
    });
    await place('privateEndpoints/pe', {
      subnet: { id: `${network}/virtualNetworks/net/subnets/pe` },
      privateLinkServiceConnections: [
        { name: 'pg', properties: { privateLinkServiceId: serverId(), groupIds: ['postgresqlServer'] } },
      ],
    });
    const [connection, ...others] = await servers().list(`${serverId()}/privateEndpointConnections`);
    expect(others).toEqual([]);
    expect(connection.properties).toMatchObject({
      groupIds: ['postgresqlServer'],
      privateEndpoint: { id: `${network}/privateEndpoints/pe` },
      privateLinkServiceConnectionState: { status: 'Approved' },
    });
    expect(await read(`privateEndpointConnections/${connection.name}`)).toMatchObject({ body: connection });
    expect(await read('privateEndpointConnections/none')).toMatchObject({ status: 404 });
    expect((await servers().show()).privateEndpointConnections).toEqual([connection]);
    const [resource] = await servers().list(`${serverId()}/privateLinkResources`);
    expect(resource.properties).toMatchObject({
      groupId: 'postgresqlServer',
      requiredZoneNames: ['privatelink.postgres.database.azure.com'],
    });
  });
});

describe('before a server is made', () => {
  const subscription = `${SUBSCRIPTION}/providers/Microsoft.DBforPostgreSQL`;
  const capabilities = async (location: string) =>
    (await servers().list(`${subscription}/locations/${location}/capabilities`))[0];

  it('[server-capabilities] tells what a location has', async () => {
    const {
      supportedServerEditions: tiers,
      supportedServerVersions: versions,
      ...rest
    } = await capabilities('westeurope');
    expect(rest).toMatchObject({ zoneRedundantHaSupported: 'Enabled', geoBackupSupported: 'Enabled' });
    expect(tiers.map(({ name }: any) => name)).toEqual(['Burstable', 'GeneralPurpose', 'MemoryOptimized']);
    expect(tiers[1].supportedServerSkus).toContainEqual(
      expect.objectContaining({
        name: 'Standard_D2ds_v5',
        vCores: 2,
        supportedZones: ['1', '2', '3'],
        supportedHaMode: ['SameZone', 'ZoneRedundant'],
      }),
    );
    expect(tiers.map((tier: any) => tier.supportedStorageEditions.map(({ name }: any) => name))).toEqual([
      ['ManagedDisk'],
      ['ManagedDisk', 'ManagedDiskV2'],
      ['ManagedDisk', 'ManagedDiskV2'],
    ]);
    expect(versions.at(-1).name).toBe('18');
    expect(await capabilities('West%20US')).toMatchObject({ zoneRedundantHaSupported: 'Disabled' });
    await servers().make();
    expect((await servers().list(`${serverId()}/capabilities`))[0].name).toBe('FlexibleServerCapabilities');
  });

  it('[server-name-check] tells whether a name is taken', async () => {
    const check = async (name: string, path = `${subscription}/locations/westeurope`) => {
      const type = 'Microsoft.DBforPostgreSQL/flexibleServers';
      const { body } = await servers().send('POST', `${path}/checkNameAvailability`, { name, type });
      return { available: body.nameAvailable, reason: body.reason };
    };
    await servers().make();
    expect(await check('pg-new')).toEqual({ available: true });
    expect(await check('pg-test')).toEqual({ available: false, reason: 'AlreadyExists' });
    expect(await check('pg-test', subscription)).toEqual({ available: false, reason: 'AlreadyExists' });
    expect(await check('PG')).toEqual({ available: false, reason: 'Invalid' });
  });

  it('tells under which domain private DNS zones are', async () => {
    const { body } = await servers().send('POST', '/providers/Microsoft.DBforPostgreSQL/getPrivateDnsZoneSuffix');
    expect(body).toBe('private.postgres.database.azure.com');
  });
});

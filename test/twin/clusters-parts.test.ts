import { freshTwin } from './client';
import {
  ACCEPTED,
  BURSTABLE,
  CHANGED,
  clusterBody,
  clusterId,
  CREATED,
  freshClusters,
  MISSING,
  REFUSED,
  STABLE_VERSION,
  WORKERS,
} from './cluster-kit';
import { NETWORK, Platform } from './platform-kit';

const client = freshTwin({ startAt: '2026-02-01T00:00:00Z' });
const clusters = freshClusters(client);
const PASSWORD = 'H@Sh1CoR3!';
const OBJECT_ID = '5f2c4a52-7b7c-4d8d-a1f3-6f4f5d0b2a11';

describe('the nodes of a cluster', () => {
  it('[cluster-servers] are told with what they are', async () => {
    await clusters().make(clusterBody({ ...WORKERS, enableHa: true, preferredPrimaryZone: '2' }));
    expect(await clusters().namesOf('servers')).toEqual(['cosmos-test-c', 'cosmos-test-w0', 'cosmos-test-w1']);
    expect((await clusters().readPart('servers/cosmos-test-c')).body).toMatchObject({
      id: `${clusterId()}/servers/cosmos-test-c`,
      type: 'Microsoft.DBforPostgreSQL/serverGroupsv2/servers',
      properties: {
        administratorLogin: 'citus',
        availabilityZone: '2',
        enablePublicIpAccess: true,
        haState: 'Healthy',
        isReadOnly: false,
        role: 'Coordinator',
        serverEdition: 'GeneralPurpose',
        state: 'Ready',
        storageQuotaInMb: 131072,
        vCores: 4,
      },
    });
    await clusters().patch({ enableHa: false, nodeVCores: 8 });
    expect((await clusters().readPart('servers/cosmos-test-w1')).body.properties).toMatchObject({
      enablePublicIpAccess: false,
      haState: 'NotEnabled',
      role: 'Worker',
      serverEdition: 'MemoryOptimized',
      storageQuotaInMb: 524288,
      vCores: 8,
    });
    expect(await clusters().readPart('servers/cosmos-test-w2')).toMatchObject(MISSING);
  });

  it('[cluster-domain] have names of their own, the same wherever they are told', async () => {
    await clusters().make(clusterBody(WORKERS));
    await clusters().make(clusterBody(), 'cosmos-other');
    const { serverNames } = await clusters().show();
    const told = (await clusters().readPart('servers')).body.value.map(({ name, properties }: any) => ({
      name,
      fullyQualifiedDomainName: properties.fullyQualifiedDomainName,
    }));
    expect(told).toEqual(serverNames);
    const ids = serverNames.map(({ fullyQualifiedDomainName }: any) => fullyQualifiedDomainName.split('.')[1]);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^\w{14}$/);
    expect(serverNames[2].fullyQualifiedDomainName).toBe(`w1-cosmos-test.${ids[0]}.postgres.cosmos.azure.com`);
    const [other] = (await clusters().show('cosmos-other')).serverNames;
    expect(other.fullyQualifiedDomainName.split('.')[1]).not.toBe(ids[0]);
  });
});

describe('a firewall rule', () => {
  const put = (startIpAddress: unknown, endIpAddress: unknown, name = 'office') =>
    clusters().putPart(`firewallRules/${name}`, { startIpAddress, endIpAddress } as never);

  it('[cluster-firewall-rule] is a range of addresses', async () => {
    await clusters().make();
    expect(await put('10.0.0.1', '10.0.0.9')).toMatchObject(CREATED);
    expect((await clusters().readPart('firewallRules/office')).body).toEqual({
      id: `${clusterId()}/firewallRules/office`,
      name: 'office',
      type: 'Microsoft.DBforPostgreSQL/serverGroupsv2/firewallRules',
      properties: { startIpAddress: '10.0.0.1', endIpAddress: '10.0.0.9', provisioningState: 'Succeeded' },
    });
    expect(await put('9.255.255.255', '10.0.0.9')).toMatchObject(CHANGED);
    expect(await put('10.0.0.10', '10.0.0.9')).toMatchObject(REFUSED);
    expect(await put('10.0.0.256', '10.0.0.9')).toMatchObject(REFUSED);
    expect(await put('::1', '::2')).toMatchObject(REFUSED);
    expect(await put('10.0.0.1', undefined)).toMatchObject(REFUSED);
    expect(await put('10.0.0.1', '10.0.0.1', 'a%20b')).toMatchObject(REFUSED);
    expect(await clusters().namesOf('firewallRules')).toEqual(['office']);
    expect(await clusters().send('DELETE', `${clusterId()}/firewallRules/office`)).toMatchObject(ACCEPTED);
    expect(await clusters().readPart('firewallRules/office')).toMatchObject(MISSING);
  });
});

describe('a role', () => {
  const put = (properties: object, name = 'app', version?: string) =>
    clusters().putPart(`roles/${name}`, properties as never, undefined, version);
  const entra = (principalType: string, rest: object = {}) => ({
    externalIdentity: { objectId: OBJECT_ID, principalType, ...rest },
  });

  it('[cluster-role] has a password', async () => {
    await clusters().make();
    expect(await put({ password: PASSWORD })).toMatchObject(CREATED);
    expect((await clusters().readPart('roles/app')).body).toEqual({
      id: `${clusterId()}/roles/app`,
      name: 'app',
      type: 'Microsoft.DBforPostgreSQL/serverGroupsv2/roles',
      properties: { roleType: 'user', provisioningState: 'Succeeded' },
    });
    expect((await clusters().readPart('roles/app', undefined, STABLE_VERSION)).body.properties).toEqual({
      provisioningState: 'Succeeded',
    });
    expect(await put({ password: 'H@Sh1CoR4!' })).toMatchObject(CHANGED);
    expect(await put({}, 'other')).toMatchObject(REFUSED);
    expect(await put({ password: PASSWORD }, 'a%20b')).toMatchObject(REFUSED);
    expect(await put({ password: PASSWORD }, 'citus')).toMatchObject(REFUSED);
    expect(await clusters().namesOf('roles')).toEqual(['app']);
    expect(await clusters().send('DELETE', `${clusterId()}/roles/app`)).toMatchObject(ACCEPTED);
    expect(await clusters().namesOf('roles')).toEqual([]);
  });

  it('[cluster-role-entra] has an identity where the cluster takes them', async () => {
    await clusters().make();
    expect(await put(entra('user'), 'me')).toMatchObject(REFUSED);
    await clusters().patch({ authConfig: { activeDirectoryAuth: 'enabled', passwordAuth: 'disabled' } });
    expect(await put({ ...entra('servicePrincipal'), roleType: 'admin' })).toMatchObject(CREATED);
    expect((await clusters().readPart('roles/app')).body.properties).toEqual({
      roleType: 'admin',
      externalIdentity: {
        objectId: OBJECT_ID,
        principalType: 'servicePrincipal',
        tenantId: client().twin.azure.settings.tenantId,
      },
      provisioningState: 'Succeeded',
    });
    expect(await put(entra('group'), 'team')).toMatchObject({
      ...REFUSED,
      message: 'Microsoft Entra groups are not supported.',
    });
    expect(await put(entra('device'), 'team')).toMatchObject(REFUSED);
    expect(await put(entra('user', { objectId: 'me' }), 'me')).toMatchObject(REFUSED);
    expect(await put({ password: PASSWORD }, 'old')).toMatchObject(REFUSED);
    // The older version knows passwords only.
    expect(await put(entra('user'), 'me', STABLE_VERSION)).toMatchObject(REFUSED);
  });
});

describe('a configuration', () => {
  const put = (part: string, value: unknown) => clusters().putPart(part, { value } as never);
  const valuesOf = async (name: string) => {
    const { body } = await clusters().readPart(`configurations/${name}`);
    return body.properties.serverRoleGroupConfigurations.map(({ role, value, source }: any) => [role, value, source]);
  };

  it('[cluster-parameter] is set for coordinator and workers each', async () => {
    await clusters().make(clusterBody(WORKERS));
    expect((await clusters().readPart('coordinatorConfigurations/array_nulls')).body).toMatchObject({
      id: `${clusterId()}/coordinatorConfigurations/array_nulls`,
      type: 'Microsoft.DBforPostgreSQL/serverGroupsv2/coordinatorConfigurations',
      properties: {
        value: 'on',
        defaultValue: 'on',
        dataType: 'Boolean',
        source: 'system-default',
        requiresRestart: false,
      },
    });
    expect(await put('coordinatorConfigurations/array_nulls', 'off')).toMatchObject(CREATED);
    expect(await valuesOf('array_nulls')).toEqual([
      ['Coordinator', 'off', 'user-override'],
      ['Worker', 'on', 'system-default'],
    ]);
    expect(await put('nodeConfigurations/array_nulls', 'off')).toMatchObject(CREATED);
    expect(await put('coordinatorConfigurations/array_nulls', 'on')).toMatchObject(CHANGED);
    expect(await valuesOf('array_nulls')).toEqual([
      ['Coordinator', 'on', 'system-default'],
      ['Worker', 'off', 'user-override'],
    ]);
    const [found] = (await clusters().readPart('servers/cosmos-test-w0/configurations')).body.value.filter(
      ({ name }: any) => name === 'array_nulls',
    );
    expect(found.properties).toMatchObject({ value: 'off', provisioningState: 'Succeeded' });
  });

  it('[cluster-parameter] takes what it allows', async () => {
    await clusters().make();
    expect(await put('coordinatorConfigurations/array_nulls', 'maybe')).toMatchObject(REFUSED);
    expect(await put('coordinatorConfigurations/archive_mode', 'on')).toMatchObject(REFUSED);
    expect(await put('coordinatorConfigurations/array_nulls', undefined)).toMatchObject(REFUSED);
    // What the twin doesn't know is taken as it is, and listed from then on.
    expect(await put('coordinatorConfigurations/citus.shard_count', '64')).toMatchObject(CREATED);
    expect(await clusters().namesOf('configurations')).toContain('citus.shard_count');
    expect(await clusters().readPart('configurations/nothing', 'cosmos-none')).toMatchObject(MISSING);
  });

  it('[cluster-connections] tells how many connections a node takes', async () => {
    await clusters().make(clusterBody({ ...WORKERS, nodeVCores: 16 }));
    await clusters().make(clusterBody(BURSTABLE), 'cosmos-small');
    await clusters().make(clusterBody({ coordinatorVCores: 2 }), 'cosmos-two');
    const connections = async (part: string, name?: string) =>
      (await clusters().readPart(`${part}/max_connections`, name)).body.properties.defaultValue;
    expect(await connections('coordinatorConfigurations')).toBe('500');
    expect(await connections('nodeConfigurations')).toBe('1000');
    expect(await connections('coordinatorConfigurations', 'cosmos-small')).toBe('20');
    expect(await connections('coordinatorConfigurations', 'cosmos-two')).toBe('300');
  });
});

describe('a part of a cluster', () => {
  it.each(['firewallRules/all', 'roles/app', 'coordinatorConfigurations/work_mem', 'nodeConfigurations/work_mem'])(
    'has no PATCH, as the API has none: %s',
    async (part) => {
      await clusters().make();
      expect(await clusters().send('PATCH', `${clusterId()}/${part}`, {})).toMatchObject({ status: 501 });
    },
  );
});

describe('a private endpoint to a cluster', () => {
  const ENDPOINT = `${NETWORK}/privateEndpoints/pe`;
  const endpoint = (groupIds: string[], name = 'pe', list = 'privateLinkServiceConnections') =>
    new Platform(client()).put(`${NETWORK}/privateEndpoints/${name}`, {
      location: 'westeurope',
      properties: {
        subnet: { id: `${NETWORK}/virtualNetworks/vnet/subnets/default` },
        [list]: [{ name: 'cluster', properties: { privateLinkServiceId: clusterId(), groupIds } }],
      },
    });

  beforeEach(async () => {
    await new Platform(client()).put(`${NETWORK}/virtualNetworks/vnet`, {
      location: 'westeurope',
      properties: {
        addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
        subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
      },
    });
  });

  it('[cluster-private-link] connects to a node, and is told by the cluster', async () => {
    await clusters().make(clusterBody(WORKERS));
    expect((await endpoint(['coordinator'])).status).toBe(201);
    expect((await endpoint(['worker-1'], 'pe-worker')).status).toBe(201);
    expect((await endpoint(['worker-2'], 'pe-none')).body.error.message).toContain(
      'must be one of coordinator, worker-0, worker-1, got: "worker-2"',
    );
    expect((await endpoint([], 'pe-none')).status).toBe(400);
    const connections = (await clusters().readPart('privateEndpointConnections')).body.value;
    expect(connections).toMatchObject([
      {
        type: 'Microsoft.DBforPostgreSQL/serverGroupsv2/privateEndpointConnections',
        properties: {
          groupIds: ['coordinator'],
          privateEndpoint: { id: ENDPOINT },
          privateLinkServiceConnectionState: { status: 'Approved' },
        },
      },
      { properties: { groupIds: ['worker-1'] } },
    ]);
    expect((await clusters().show()).privateEndpointConnections).toEqual(connections);
    expect((await clusters().readPart(`privateEndpointConnections/${connections[0].name}`)).body).toEqual(
      connections[0],
    );
    expect(await clusters().readPart('privateEndpointConnections/none')).toMatchObject(MISSING);
    expect((await clusters().readPart('privateLinkResources')).body.value).toMatchObject([
      {
        name: 'coordinator',
        properties: { groupId: 'coordinator', requiredZoneNames: ['privatelink.postgres.cosmos.azure.com'] },
      },
      { name: 'worker-0' },
      { name: 'worker-1' },
    ]);
    expect((await clusters().readPart('privateLinkResources/worker-0')).body.name).toBe('worker-0');
    expect(await clusters().readPart('privateLinkResources/worker-9')).toMatchObject(MISSING);
  });

  it('[cluster-private-link] is approved or rejected by the cluster', async () => {
    await clusters().make();
    await endpoint(['coordinator'], 'pe', 'manualPrivateLinkServiceConnections');
    const [{ name, properties }] = (await clusters().show()).privateEndpointConnections;
    expect(properties.privateLinkServiceConnectionState.status).toBe('Pending');
    const decide = (status: string) =>
      clusters().putPart(`privateEndpointConnections/${name}`, {
        privateLinkServiceConnectionState: { status, description: 'by us' },
      });
    expect(await decide('Approved')).toMatchObject(CHANGED);
    const state = async () =>
      (await new Platform(client()).get(ENDPOINT)).body.properties.manualPrivateLinkServiceConnections[0].properties
        .privateLinkServiceConnectionState;
    expect(await state()).toEqual({ status: 'Approved', description: 'by us', actionsRequired: 'None' });
    expect(await decide('Perhaps')).toMatchObject(REFUSED);
    const connection = `${clusterId()}/privateEndpointConnections/${name}`;
    expect(await clusters().send('DELETE', connection)).toMatchObject(ACCEPTED);
    expect((await state()).status).toBe('Disconnected');
    expect((await clusters().show()).privateEndpointConnections).toEqual([]);
    expect(await clusters().send('DELETE', connection)).toMatchObject({ status: 204 });
    expect(await decide('Approved')).toMatchObject(MISSING);
  });

  it('[cluster-private-key] is refused by a cluster that a key of the customer encrypts', async () => {
    const { properties, identity } = await clusters().customerKey();
    await clusters().make(clusterBody(properties, { identity }));
    expect((await endpoint(['coordinator'])).body.error.message).toContain("can't have private endpoints");
  });

  it('[cluster-restore-network] is not among what a restored cluster has', async () => {
    await clusters().make();
    await endpoint(['coordinator']);
    const properties = {
      sourceResourceId: clusterId(),
      sourceLocation: 'westeurope',
      pointInTimeUTC: clusters().now(),
    };
    await clusters().make({ location: 'westeurope', properties }, 'cosmos-restored');
    expect((await clusters().show('cosmos-restored')).privateEndpointConnections).toEqual([]);
  });
});

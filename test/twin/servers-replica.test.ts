import { freshTwin } from './client';
import { copyBody, freshServers, PASSWORD, serverBody, serverId } from './server-kit';

const client = freshTwin({ startAt: '2026-02-01T00:00:00Z' });
const servers = freshServers(client);
const REFUSED = { status: 400, code: 'BadRequest' };
const FINE = { status: 202, code: undefined };
const patch = (properties: object, name?: string) => servers().patch({ properties: properties as never }, name);

function replicate(name: string, properties: object = {}, rest: object = {}) {
  return servers().put(copyBody('Replica', properties as never, rest as never), name);
}

function putEndpoint(member: string, server?: string) {
  const properties = { endpointType: 'ReadWrite', members: [member] };
  return servers().send('PUT', `${serverId(server)}/virtualEndpoints/pg-endpoint`, { properties });
}

describe('making a replica', () => {
  it('[replica-made] copies the primary, and tells what it follows', async () => {
    await servers().make(serverBody({ backup: { geoRedundantBackup: 'Enabled', backupRetentionDays: 14 } }));
    await servers().send('PUT', `${serverId()}/databases/app`, {});
    await servers().send('PUT', `${serverId()}/firewallRules/all`, {
      properties: { startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255' },
    });
    await servers().send('PATCH', `${serverId()}/configurations/work_mem`, { properties: { value: '8192' } });
    expect(await replicate('pg-replica', {}, { location: 'eastus' })).toMatchObject(FINE);
    const replica = await servers().get('pg-replica');
    expect(replica).toMatchObject({
      location: 'eastus',
      properties: {
        administratorLogin: 'psqladmin',
        backup: { geoRedundantBackup: 'Disabled', backupRetentionDays: 14 },
        replica: { capacity: 0, role: 'AsyncReplica', replicationState: 'Active' },
        replicaCapacity: 0,
        replicationRole: 'AsyncReplica',
        sourceServerResourceId: serverId(),
        version: '17',
      },
    });
    expect(await servers().list(`${serverId()}/replicas`)).toEqual([replica]);
    const { body } = await servers().send('GET', `${serverId('pg-replica')}/configurations/work_mem`);
    expect(body.properties.value).toBe('8192');
    const names = async (part: string) =>
      (await servers().list(`${serverId('pg-replica')}/${part}`)).map(({ name }) => name);
    expect(await names('firewallRules')).toEqual(['all']);
    expect(await names('databases')).toContain('app');
  });

  it('[replica-most] takes five, and of an elastic cluster one', async () => {
    await servers().make();
    for (const number of [1, 2, 3, 4, 5]) expect(await replicate(`pg-replica-${number}`)).toMatchObject(FINE);
    expect(await replicate('pg-replica-6')).toMatchObject(REFUSED);
    await servers().make(serverBody({ cluster: { clusterSize: 2 } }), 'pg-cluster');
    const source = { sourceServerResourceId: serverId('pg-cluster') };
    expect(await replicate('pg-follower', source)).toMatchObject(FINE);
    expect((await servers().show('pg-follower')).cluster).toEqual({ clusterSize: 2, defaultDatabaseName: 'postgres' });
    expect(await replicate('pg-second', source)).toMatchObject(REFUSED);
  });

  it('[replica-tier] refuses Burstable servers on both sides', async () => {
    const burstable = { sku: { name: 'Standard_B2s', tier: 'Burstable' } };
    await servers().make(serverBody({}, burstable), 'pg-small');
    expect(await replicate('pg-replica', { sourceServerResourceId: serverId('pg-small') })).toMatchObject(REFUSED);
    await servers().make();
    expect(await replicate('pg-replica', {}, burstable)).toMatchObject(REFUSED);
    await replicate('pg-replica');
    expect(await servers().patch(burstable)).toMatchObject(REFUSED);
    expect(await servers().patch(burstable, 'pg-replica')).toMatchObject(REFUSED);
  });

  it.each([
    ['high availability', { highAvailability: { mode: 'SameZone' } }],
    ['geo-redundant backup', { backup: { geoRedundantBackup: 'Enabled' } }],
  ])('[replica-unsupported] refuses %s', async (_what, properties) => {
    await servers().make();
    expect(await replicate('pg-replica', properties)).toMatchObject(REFUSED);
    expect(
      await replicate('pg-replica', {
        highAvailability: { mode: 'Disabled' },
        backup: { geoRedundantBackup: 'Disabled' },
      }),
    ).toMatchObject(FINE);
    expect(await patch(properties, 'pg-replica')).toMatchObject(REFUSED);
  });

  it('[replica-size] refuses a replica that is smaller, now and later', async () => {
    const large = { sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' } };
    const small = { sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' } };
    await servers().make(serverBody({ storage: { storageSizeGB: 128 } }, large));
    expect(await replicate('pg-replica', { storage: { storageSizeGB: 64 } })).toMatchObject(REFUSED);
    expect(await replicate('pg-replica', { storage: { type: 'PremiumV2_LRS' } })).toMatchObject(REFUSED);
    expect(await replicate('pg-replica', {}, small)).toMatchObject(REFUSED);
    expect(await replicate('pg-replica', { storage: { storageSizeGB: 256 } })).toMatchObject(FINE);
    expect(await servers().patch(small, 'pg-replica')).toMatchObject(REFUSED);
    expect(await patch({ storage: { storageSizeGB: 256 } })).toMatchObject(FINE);
    expect(await patch({ storage: { storageSizeGB: 512 } })).toMatchObject(REFUSED);
    expect(await servers().patch({ sku: { name: 'Standard_D8ds_v5', tier: 'GeneralPurpose' } })).toMatchObject(REFUSED);
  });

  it('[replica-autogrow] has storage of replicas grow where that of the source does', async () => {
    await servers().make(serverBody({ storage: { storageSizeGB: 64, autoGrow: 'Enabled' } }));
    expect(await replicate('pg-replica', { storage: { autoGrow: 'Disabled' } })).toMatchObject(REFUSED);
    expect(await replicate('pg-replica')).toMatchObject(FINE);
    expect((await servers().show('pg-replica')).storage.autoGrow).toBe('Enabled');
    expect(await patch({ storage: { autoGrow: 'Disabled' } }, 'pg-replica')).toMatchObject(REFUSED);
    expect(await patch({ storage: { autoGrow: 'Disabled' } })).toMatchObject(FINE);
    expect(await patch({ storage: { autoGrow: 'Disabled' } }, 'pg-replica')).toMatchObject(FINE);
    expect(await patch({ storage: { autoGrow: 'Enabled' } })).toMatchObject(REFUSED);
  });

  it('[replica-cascade] takes a replica of a replica in some regions, two levels deep', async () => {
    const of = (name: string) => ({ sourceServerResourceId: serverId(name) });
    await servers().make();
    await replicate('pg-here');
    expect(await replicate('pg-here-too', of('pg-here'))).toMatchObject(REFUSED);
    await replicate('pg-east', {}, { location: 'eastus2' });
    expect(await replicate('pg-east-two', of('pg-east'), { location: 'eastus2' })).toMatchObject(FINE);
    expect(await replicate('pg-east-three', of('pg-east-two'), { location: 'eastus2' })).toMatchObject(REFUSED);
    expect(await patch({ replicationRole: 'None' }, 'pg-east')).toMatchObject(REFUSED);
    await servers().make(serverBody({ version: '13' }), 'pg-old');
    await replicate('pg-old-east', of('pg-old'), { location: 'eastus2' });
    expect(await replicate('pg-old-two', of('pg-old-east'), { location: 'eastus2' })).toMatchObject(REFUSED);
  });

  it('[replica-made] refuses a source that is stopped', async () => {
    await servers().make();
    await servers().post('stop');
    expect(await replicate('pg-replica')).toMatchObject({ status: 409, code: 'Conflict' });
  });

  it('[replica-no-restore] refuses to restore a replica', async () => {
    await servers().make();
    await replicate('pg-replica');
    const from = { sourceServerResourceId: serverId('pg-replica'), pointInTimeUTC: servers().now() };
    expect(await servers().put(copyBody('PointInTimeRestore', from), 'pg-restored')).toMatchObject(REFUSED);
  });

  it('[server-version-up] does not upgrade a server with replicas', async () => {
    await servers().make(serverBody({ version: '16' }));
    await replicate('pg-replica');
    expect(await patch({ version: '17' })).toMatchObject(REFUSED);
    await servers().remove('pg-replica');
    expect(await patch({ version: '17' })).toMatchObject(FINE);
  });

  it('[server-delete-replicas] does not delete a server with replicas', async () => {
    await servers().make();
    await replicate('pg-replica');
    expect(await servers().remove()).toMatchObject({
      status: 409,
      code: 'Conflict',
      message: expect.stringContaining('pg-replica'),
    });
    await servers().remove('pg-replica');
    expect(await servers().remove()).toMatchObject(FINE);
  });
});

describe('promoting a replica', () => {
  const SWITCHOVER = { replica: { role: 'Primary', promoteMode: 'switchover', promoteOption: 'planned' } };

  beforeEach(async () => {
    await servers().make();
    await replicate('pg-replica', {}, { location: 'northeurope' });
  });

  it.each([
    ['its role', { replicationRole: 'None' }],
    ['a mode', { replica: { role: 'None', promoteMode: 'Standalone', promoteOption: 'Forced' } }],
  ])('[replica-alone] makes it a primary by %s', async (_what, properties) => {
    await putEndpoint('pg-replica');
    await servers().pass('PT1H');
    expect(await patch(properties, 'pg-replica')).toMatchObject(FINE);
    const promoted = await servers().show('pg-replica');
    expect(promoted).toMatchObject({
      replicationRole: 'Primary',
      replicaCapacity: 5,
      replica: { capacity: 5, role: 'Primary' },
    });
    expect(promoted).not.toHaveProperty('sourceServerResourceId');
    expect(promoted.backup.earliestRestoreDate).toMatch(/^2026-02-01T01/);
    expect(await servers().list(`${serverId()}/replicas`)).toEqual([]);
    const [endpoint] = await servers().list(`${serverId()}/virtualEndpoints`);
    expect(endpoint.properties.members).toEqual(['pg-test']);
    expect(await servers().remove()).toMatchObject(FINE);
  });

  it('[replica-alone] refuses what is no replica, and leaves roles that are no change', async () => {
    expect(await patch({ replica: { promoteMode: 'Standalone' } })).toMatchObject(REFUSED);
    expect(await patch({ replicationRole: 'Primary' })).toMatchObject(FINE);
    expect(await patch({ replicationRole: 'AsyncReplica' }, 'pg-replica')).toMatchObject(FINE);
    expect((await servers().show('pg-replica')).replicationRole).toBe('AsyncReplica');
    expect(await patch({ replica: { promoteMode: 'Sideways' } }, 'pg-replica')).toMatchObject({
      code: 'InvalidParameterValue',
    });
  });

  it('[replica-password] refuses a new password at the same time', async () => {
    const answer = await patch({ replicationRole: 'None', administratorLoginPassword: PASSWORD }, 'pg-replica');
    expect(answer).toMatchObject(REFUSED);
  });

  it('[replica-alone] refuses while one of the two is stopped', async () => {
    await servers().post('stop');
    expect(await patch({ replicationRole: 'None' }, 'pg-replica')).toMatchObject({ status: 409, code: 'Conflict' });
  });

  it('[replica-switchover] swaps the two, and the others follow', async () => {
    await replicate('pg-other');
    await patch({ highAvailability: { mode: 'ZoneRedundant' } });
    expect(await patch(SWITCHOVER, 'pg-replica')).toMatchObject({
      ...REFUSED,
      message: expect.stringContaining('virtual endpoint'),
    });
    await putEndpoint('pg-replica');
    expect(await patch(SWITCHOVER, 'pg-replica')).toMatchObject(FINE);
    expect(await servers().show('pg-replica')).toMatchObject({ replicationRole: 'Primary' });
    expect(await servers().show()).toMatchObject({
      replicationRole: 'AsyncReplica',
      sourceServerResourceId: serverId('pg-replica'),
      highAvailability: { mode: 'Disabled' },
    });
    expect((await servers().show('pg-other')).sourceServerResourceId).toBe(serverId('pg-replica'));
    expect((await servers().send('GET', `${serverId()}/virtualEndpoints/pg-endpoint`)).status).toBe(404);
    const { body } = await servers().send('GET', `${serverId('pg-replica')}/virtualEndpoints/pg-endpoint`);
    expect(body.properties.members).toEqual(['pg-replica', 'pg-test']);
  });

  it('[replica-switchover] refuses servers of different sizes', async () => {
    await putEndpoint('pg-replica');
    await patch({ storage: { storageSizeGB: 128 } }, 'pg-replica');
    expect(await patch(SWITCHOVER, 'pg-replica')).toMatchObject(REFUSED);
  });

  it('[replica-switchover-source] needs the source in newer versions of the API', async () => {
    await putEndpoint('pg-replica');
    const send = (properties: object) =>
      servers().send('PATCH', serverId('pg-replica'), { properties }, '2026-04-01-preview');
    expect(await send(SWITCHOVER)).toMatchObject({
      code: 'MissingRequiredParameter',
      message:
        "Parameter 'properties.sourceServerResourceId' must be specified. This parameter cannot be NULL or empty.",
    });
    expect(await send({ ...SWITCHOVER, sourceServerResourceId: serverId() })).toMatchObject(FINE);
  });

  it('[virtual-endpoint] no longer leads to a replica that is deleted', async () => {
    await putEndpoint('pg-replica');
    await servers().remove('pg-replica');
    const { body } = await servers().send('GET', `${serverId()}/virtualEndpoints/pg-endpoint`);
    expect(body.properties.members).toEqual(['pg-test']);
  });
});

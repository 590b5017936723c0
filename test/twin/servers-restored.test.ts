import { freshTwin, GROUP, SUBSCRIPTION } from './client';
import { copyBody, freshServers, serverBody, serverId, VERSION } from './server-kit';

const client = freshTwin({ startAt: '2026-02-01T00:00:00Z' });
const servers = freshServers(client);
const REFUSED = { status: 400, code: 'BadRequest' };
const restore = (properties: object = {}, rest: object = {}) =>
  servers().put(
    copyBody('PointInTimeRestore', { pointInTimeUTC: servers().now(), ...properties }, rest as never),
    'pg-restored',
  );

describe('restoring to a point in time', () => {
  it('[server-restore] makes a copy', async () => {
    const backup = { backupRetentionDays: 21, geoRedundantBackup: 'Enabled' };
    await servers().make(
      serverBody({ version: '16', backup, storage: { storageSizeGB: 128, tier: 'P20', autoGrow: 'Enabled' } }),
    );
    expect(await restore()).toMatchObject({ status: 202, code: undefined });
    const { sku, properties } = await servers().get('pg-restored');
    expect(sku).toEqual({ name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' });
    expect(properties).toMatchObject({
      administratorLogin: 'psqladmin',
      version: '16',
      backup,
      storage: { storageSizeGB: 128, tier: 'P20', autoGrow: 'Enabled' },
      replicationRole: 'Primary',
      fullyQualifiedDomainName: 'pg-restored.postgres.database.azure.com',
    });
    for (const name of ['sourceServerResourceId', 'pointInTimeUTC', 'createMode']) {
      expect(properties).not.toHaveProperty(name);
    }
  });

  it.each([
    ['no source', { sourceServerResourceId: undefined }, {}, 'MissingRequiredParameter'],
    ['a source that is not there', { sourceServerResourceId: serverId('pg-none') }, {}, 'ResourceNotFound'],
    ['no moment', { pointInTimeUTC: undefined }, {}, 'MissingRequiredParameter'],
    ['a moment that is none', { pointInTimeUTC: 'yesterday' }, {}, 'InvalidParameterValue'],
    ['another region', {}, { location: 'northeurope' }, 'BadRequest'],
    ['less storage', { storage: { storageSizeGB: 32 } }, {}, 'BadRequest'],
    ['another version', { version: '16' }, {}, 'InvalidParameterValue'],
    ['a lower tier', {}, { sku: { name: 'Standard_B2s', tier: 'Burstable' } }, 'BadRequest'],
  ])('[server-restore] refuses %s', async (_what, properties, rest, code) => {
    await servers().make();
    expect(await restore(properties, rest)).toMatchObject({ code });
  });

  it('[server-restore] takes more storage, another type of it, and a higher tier', async () => {
    await servers().make();
    const sku = { name: 'Standard_E2ds_v5', tier: 'MemoryOptimized' };
    expect(await restore({ storage: { storageSizeGB: 256 } }, { sku })).toMatchObject({ status: 202, code: undefined });
    expect((await servers().show('pg-restored')).storage).toMatchObject({ storageSizeGB: 256, tier: 'P15' });
    const pointInTimeUTC = servers().now();
    const second = copyBody('PointInTimeRestore', { pointInTimeUTC, storage: { type: 'PremiumV2_LRS' } });
    await servers().make(second, 'pg-second');
    expect((await servers().show('pg-second')).storage).toMatchObject({
      type: 'PremiumV2_LRS',
      storageSizeGB: 64,
      iops: 3000,
    });
  });

  it('[server-restore-window] reaches from the first backup that is kept to now', async () => {
    await servers().make(serverBody({ backup: { backupRetentionDays: 7 } }));
    const { earliestRestoreDate } = (await servers().show()).backup;
    expect(await restore({ pointInTimeUTC: '2026-01-31T23:59:59Z' })).toMatchObject(REFUSED);
    expect(await restore({ pointInTimeUTC: '2026-02-01T01:00:00Z' })).toMatchObject(REFUSED);
    expect(await restore({ pointInTimeUTC: earliestRestoreDate })).toMatchObject({ status: 202, code: undefined });
    await servers().pass('P8D');
    expect((await servers().show()).backup.earliestRestoreDate).toMatch(/^2026-02-02T00:0/);
    await servers().remove('pg-restored');
    expect(await restore({ pointInTimeUTC: '2026-02-01T23:00:00Z' })).toMatchObject(REFUSED);
    expect(await restore({ pointInTimeUTC: '2026-02-02T02:00:00+01:00' })).toMatchObject({
      status: 202,
      code: undefined,
    });
  });

  it('[server-restore-plain] makes a server without high availability, whatever is asked for', async () => {
    const highAvailability = { mode: 'ZoneRedundant' };
    await servers().make(serverBody({ highAvailability }));
    expect(await restore({ highAvailability })).toMatchObject({ status: 202, code: undefined });
    expect((await servers().show('pg-restored')).highAvailability).toEqual({ mode: 'Disabled', state: 'NotEnabled' });
  });

  it('[server-restore-network] stays on its side of public and private', async () => {
    const NETWORK = `${GROUP}/providers/Microsoft.Network`;
    const inside = {
      delegatedSubnetResourceId: `${NETWORK}/virtualNetworks/net/subnets/a`,
      privateDnsZoneArmResourceId: `${NETWORK}/privateDnsZones/a.postgres.database.azure.com`,
    };
    await servers().make();
    expect(await restore({ network: inside })).toMatchObject(REFUSED);
    await servers().make(serverBody({ network: inside }), 'pg-private');
    const source = { sourceServerResourceId: serverId('pg-private') };
    expect(await restore({ ...source, network: { publicNetworkAccess: 'Enabled' } })).toMatchObject(REFUSED);
    expect(await restore(source)).toMatchObject({ status: 202, code: undefined });
    expect((await servers().show('pg-restored')).network).toMatchObject(inside);
  });

  it('[server-restore-contents] brings databases back, and neither rules nor parameters', async () => {
    await servers().make();
    await servers().send('PUT', `${serverId()}/databases/app`, { properties: { charset: 'UTF8' } });
    await servers().send('PUT', `${serverId()}/firewallRules/all`, {
      properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' },
    });
    await servers().send('PATCH', `${serverId()}/configurations/work_mem`, { properties: { value: '8192' } });
    await restore();
    const names = async (part: string) =>
      (await servers().list(`${serverId('pg-restored')}/${part}`)).map(({ name }) => name);
    expect(await names('databases')).toEqual(['app', 'azure_maintenance', 'azure_sys', 'postgres']);
    expect(await names('firewallRules')).toEqual([]);
    const { body } = await servers().send('GET', `${serverId('pg-restored')}/configurations/work_mem`);
    expect(body.properties.value).toBe('4096');
  });
});

describe('restoring in another region', () => {
  const GEO = { backup: { geoRedundantBackup: 'Enabled' } };
  const geoRestore = (properties: object = {}, rest: object = {}) =>
    servers().put(
      copyBody('GeoRestore', { pointInTimeUTC: servers().now(), ...properties }, {
        location: 'northeurope',
        ...rest,
      } as never),
      'pg-far',
    );

  it('[server-geo-restore] makes a copy in the paired region', async () => {
    await servers().make(serverBody(GEO));
    expect(await geoRestore()).toMatchObject({ status: 409, code: 'Conflict' });
    await servers().pass('PT59M');
    expect(await geoRestore()).toMatchObject({ status: 409, code: 'Conflict' });
    await servers().pass('PT1M');
    expect(await geoRestore({ backup: { geoRedundantBackup: 'Disabled' } })).toMatchObject({
      status: 202,
      code: undefined,
    });
    expect(await servers().get('pg-far')).toMatchObject({
      location: 'northeurope',
      properties: { version: '17', backup: { geoRedundantBackup: 'Disabled' }, storage: { storageSizeGB: 64 } },
    });
  });

  it.each([
    ['the region of the source', {}, { location: 'westeurope' }],
    ['a region that is not paired', {}, { location: 'eastus' }],
    ['another size of storage', { storage: { storageSizeGB: 128 } }, {}],
    ['another compute size', {}, { sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' } }],
  ])('[server-geo-restore] refuses %s', async (_what, properties, rest) => {
    await servers().make(serverBody(GEO));
    await servers().pass('PT1H');
    expect(await geoRestore(properties, rest)).toMatchObject(REFUSED);
  });

  it('[server-geo-restore] refuses a source without geo-redundant backup', async () => {
    await servers().make();
    await servers().pass('PT1H');
    expect(await geoRestore()).toMatchObject({ ...REFUSED, message: 'The source server has no geo-redundant backup.' });
  });

  it('[server-geo-restore] refuses an elastic cluster', async () => {
    await servers().make(serverBody({ ...GEO, cluster: { clusterSize: 2 } }));
    await servers().pass('PT1H');
    expect(await geoRestore()).toMatchObject(REFUSED);
  });
});

describe('bringing a deleted server back', () => {
  const revive = (rest: object = {}, apiVersion = VERSION, sourceServerResourceId = serverId()) =>
    servers().send(
      'PUT',
      serverId('pg-revived'),
      copyBody('ReviveDropped', { pointInTimeUTC: servers().now(), sourceServerResourceId }, rest as never),
      apiVersion,
    );
  const GONE = { status: 404, code: 'ResourceNotFound' };

  it('[server-revive] works for five days', async () => {
    await servers().make(serverBody({ version: '16' }));
    await servers().send('PUT', `${serverId()}/databases/app`, {});
    expect(await revive()).toMatchObject(REFUSED);
    await servers().remove();
    await servers().pass('P4DT23H59M');
    expect(await revive()).toMatchObject({ status: 202, code: undefined });
    expect((await servers().show('pg-revived')).version).toBe('16');
    const databases = await servers().list(`${serverId('pg-revived')}/databases`);
    expect(databases.map(({ name }) => name)).toContain('app');
    await servers().remove('pg-revived');
    await servers().pass('PT2M');
    expect(await revive()).toMatchObject(GONE);
  });

  it('[server-revive] works after the resource group was deleted as well, and over a snapshot', async () => {
    await servers().make();
    await servers().send('DELETE', GROUP, undefined, '2023-07-01');
    await client().makeGroup();
    const snapshot = client().twin.azure.toSnapshot();
    expect(snapshot.dropped).toHaveLength(4);
    expect(await revive()).toMatchObject({ status: 202, code: undefined });
  });

  it('[server-revive] needs the region, the subscription and the api-version', async () => {
    await servers().make();
    await servers().remove();
    expect(await revive({ location: 'northeurope' })).toMatchObject(REFUSED);
    expect(await revive({}, '2024-08-01')).toMatchObject(REFUSED);
    expect(await revive({}, '2025-06-01-preview')).toMatchObject(REFUSED);
    const other = serverId().replace(SUBSCRIPTION, '/subscriptions/99999999-9999-4999-8999-999999999999');
    expect(await revive({}, VERSION, other)).toMatchObject(GONE);
    expect(await revive({}, VERSION, serverId('pg-none'))).toMatchObject(GONE);
    expect(await revive({}, '2026-04-01-preview')).toMatchObject({ status: 202, code: undefined });
  });
});

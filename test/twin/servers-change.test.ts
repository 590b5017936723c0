import { freshTwin } from './client';
import { type Answered, freshServers, PASSWORD, serverBody, serverId } from './server-kit';

const client = freshTwin({ startAt: '2026-02-01T00:00:00Z' });
const servers = freshServers(client);
const REFUSED = { status: 400, code: 'BadRequest' };
const patch = (properties: object, name?: string) => servers().patch({ properties: properties as never }, name);

async function changed(properties: object): Promise<any> {
  const { status, code, message } = await patch(properties);
  expect({ status, code, message }).toEqual({ status: 202 });
  return servers().show();
}

function invalid(name: string): Partial<Answered> {
  const message = `Invalid value given for parameter ${name}. Specify a valid parameter value.`;
  return { status: 400, code: 'InvalidParameterValue', message };
}

describe('changing a server', () => {
  it('[server-patch] changes what it sends, and replaces tags', async () => {
    await servers().make(serverBody({}, { tags: { a: '1', b: '2' } }));
    const before = await servers().get();
    await servers().patch({ tags: { a: '3' }, properties: { backup: { backupRetentionDays: 20 } } });
    const after = await servers().get();
    expect(after).toEqual({
      ...before,
      tags: { a: '3' },
      properties: { ...before.properties, backup: { ...before.properties.backup, backupRetentionDays: 20 } },
    });
    await servers().patch({ sku: { name: 'Standard_E2ds_v5', tier: 'MemoryOptimized' } });
    expect((await servers().get()).sku).toEqual({ name: 'Standard_E2ds_v5', tier: 'MemoryOptimized' });
    expect(await servers().patch({ sku: { name: 'Standard_E2ds_v5', tier: 'Burstable' } })).toMatchObject(
      invalid('Tier'),
    );
    expect(await servers().patch({ tags: {} }, 'pg-none')).toMatchObject({ status: 404, code: 'ResourceNotFound' });
  });

  it('[server-patch] takes what is null as not sent', async () => {
    await servers().make();
    const before = await servers().show();
    expect(await changed({ storage: { tier: null, iops: null }, cluster: null, highAvailability: null })).toEqual(
      before,
    );
  });

  it('[server-put-again] changes what is sent again, and leaves the rest', async () => {
    await servers().make(serverBody({ backup: { backupRetentionDays: 9 } }, { tags: { a: '1' } }));
    const before = await servers().get();
    expect(await servers().put(serverBody({ createMode: 'Create' }))).toMatchObject({ status: 202, code: undefined });
    expect(await servers().get()).toEqual(before);
    const again = { location: 'westeurope', properties: { createMode: 'Update', storage: { storageSizeGB: 128 } } };
    expect(await servers().put(again)).toMatchObject({ status: 202, code: undefined });
    expect((await servers().show()).storage).toMatchObject({ storageSizeGB: 128, tier: 'P10', iops: 500 });
    expect(await servers().put({ ...again, location: 'northeurope' })).toMatchObject({
      code: 'InvalidResourceLocation',
    });
  });

  it('[server-maintenance] takes a maintenance window in a change only', async () => {
    const maintenanceWindow = { customWindow: 'Enabled', dayOfWeek: 6, startHour: 23, startMinute: 59 };
    await servers().make(serverBody({ maintenanceWindow }));
    expect((await servers().show()).maintenanceWindow.customWindow).toBe('Disabled');
    expect((await changed({ maintenanceWindow })).maintenanceWindow).toEqual(maintenanceWindow);
    expect((await changed({ maintenanceWindow: { customWindow: 'Disabled' } })).maintenanceWindow.customWindow).toBe(
      'Disabled',
    );
    for (const [name, value] of [
      ['dayOfWeek', 7],
      ['startHour', 24],
      ['startMinute', 60],
      ['startHour', -1],
    ] as const) {
      expect(await patch({ maintenanceWindow: { ...maintenanceWindow, [name]: value } })).toMatchObject(invalid(name));
    }
  });

  it('[server-login-fixed] never changes a login, and sets it when passwords are enabled', async () => {
    await servers().make();
    expect(await patch({ administratorLogin: 'other' })).toMatchObject(invalid('administratorLogin'));
    expect((await changed({ administratorLogin: 'psqladmin' })).administratorLogin).toBe('psqladmin');
    const entra = { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled' };
    expect(await changed({ authConfig: entra })).not.toHaveProperty('administratorLogin');
    expect((await changed({ authConfig: { passwordAuth: 'Enabled' } })).administratorLogin).toBe('psqladmin');

    const without = { administratorLogin: undefined, administratorLoginPassword: undefined };
    await servers().make(serverBody({ ...without, authConfig: entra }), 'pg-entra');
    const enabled = { authConfig: { passwordAuth: 'Enabled' } };
    expect(await patch(enabled, 'pg-entra')).toMatchObject({ code: 'MissingRequiredParameter' });
    const login = { administratorLogin: 'first', administratorLoginPassword: PASSWORD };
    expect(await patch({ ...enabled, ...login }, 'pg-entra')).toMatchObject({ status: 202, code: undefined });
    expect((await servers().show('pg-entra')).administratorLogin).toBe('first');
  });

  it('[server-weak-password] takes a new one that is too weak, and fails', async () => {
    await servers().make();
    expect(await patch({ administratorLoginPassword: 'weak' })).toMatchObject({ code: 'InternalServerError' });
    await changed({ administratorLoginPassword: `${PASSWORD}2` });
  });

  it('[server-storage-shrink] never makes storage smaller, nor of another type', async () => {
    await servers().make(serverBody({ storage: { storageSizeGB: 128 } }));
    expect(await patch({ storage: { storageSizeGB: 64 } })).toMatchObject({
      ...REFUSED,
      message: expect.stringContaining('128 GiB'),
    });
    expect(await patch({ storage: { type: 'PremiumV2_LRS' } })).toMatchObject(REFUSED);
    expect((await changed({ storage: { storageSizeGB: 128, autoGrow: 'Enabled' } })).storage.autoGrow).toBe('Enabled');
  });

  it('[server-storage-tier] gives a disk that grows the performance of its size', async () => {
    await servers().make(serverBody({ storage: { storageSizeGB: 64, tier: 'P20' } }));
    expect((await changed({ storage: { storageSizeGB: 256 } })).storage).toMatchObject({ tier: 'P20', iops: 2300 });
    expect((await changed({ storage: { storageSizeGB: 1024 } })).storage).toMatchObject({ tier: 'P30', iops: 5000 });
    expect((await changed({ storage: { storageSizeGB: 2048, tier: 'P50' } })).storage).toMatchObject({ tier: 'P50' });
    expect(await patch({ storage: { tier: 'P30' } })).toMatchObject(invalid('Tier'));
  });

  it('[server-geo-fixed] refuses to turn geo-redundant backup on or off', async () => {
    await servers().make(serverBody({ backup: { geoRedundantBackup: 'Enabled' } }));
    expect(await patch({ backup: { geoRedundantBackup: 'Disabled' } })).toMatchObject(REFUSED);
    const { backup } = await changed({ backup: { geoRedundantBackup: 'Enabled', backupRetentionDays: 35 } });
    expect(backup).toMatchObject({ geoRedundantBackup: 'Enabled', backupRetentionDays: 35 });
    expect(await patch({ backup: { backupRetentionDays: 36 } })).toMatchObject(invalid('backupRetentionDays'));
  });

  it('[server-zone-fixed] never changes the zones of a server and its standby', async () => {
    await servers().make(serverBody({ availabilityZone: '1', highAvailability: { mode: 'ZoneRedundant' } }));
    expect(await patch({ availabilityZone: '2' })).toMatchObject(REFUSED);
    expect(await patch({ highAvailability: { standbyAvailabilityZone: '3' } })).toMatchObject(REFUSED);
    expect((await changed({ availabilityZone: '1', highAvailability: { mode: 'Disabled' } })).highAvailability).toEqual(
      {
        mode: 'Disabled',
        state: 'NotEnabled',
      },
    );
    const { highAvailability } = await changed({
      highAvailability: { mode: 'ZoneRedundant', standbyAvailabilityZone: '3' },
    });
    expect(highAvailability.standbyAvailabilityZone).toBe('3');
  });

  it('[server-network-fixed] never moves a server into a virtual network', async () => {
    await servers().make();
    const network = { delegatedSubnetResourceId: `${serverId()}/x`, publicNetworkAccess: 'Disabled' };
    expect(await patch({ network })).toMatchObject(REFUSED);
    expect((await changed({ network: { publicNetworkAccess: 'Disabled' } })).network).toEqual({
      publicNetworkAccess: 'Disabled',
    });
  });

  it('[server-version-up] only raises the version', async () => {
    await servers().make(serverBody({ version: '15' }));
    expect((await changed({ version: '17' })).version).toBe('17');
    expect(await patch({ version: '16' })).toMatchObject(REFUSED);
    expect(await patch({ version: '19' })).toMatchObject(invalid('version'));
    await servers().make(serverBody({ cluster: { clusterSize: 2 } }), 'pg-cluster');
    expect(await patch({ version: '18' }, 'pg-cluster')).toMatchObject(REFUSED);
  });

  it('[server-sku-v6] does not scale between the sixth generation and Burstable', async () => {
    const sixth = { sku: { name: 'Standard_D2ds_v6', tier: 'GeneralPurpose' } };
    const burstable = { sku: { name: 'Standard_B2s', tier: 'Burstable' } };
    await servers().make(serverBody({}, sixth));
    expect(await servers().patch(burstable)).toMatchObject(REFUSED);
    await servers().patch({ sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' } });
    expect(await servers().patch(burstable)).toMatchObject({ status: 202 });
    expect(await servers().patch(sixth)).toMatchObject(REFUSED);
  });

  it('[server-elastic-grows] only adds nodes to an elastic cluster', async () => {
    await servers().make(serverBody({ cluster: { clusterSize: 2 } }));
    expect((await changed({ cluster: { clusterSize: 4 } })).cluster).toEqual({
      clusterSize: 4,
      defaultDatabaseName: 'postgres',
    });
    expect(await patch({ cluster: { clusterSize: 3 } })).toMatchObject(REFUSED);
    expect(await patch({ cluster: { defaultDatabaseName: 'other' } })).toMatchObject(REFUSED);
    await servers().make(serverBody(), 'pg-plain');
    expect(await patch({ cluster: { clusterSize: 2 } }, 'pg-plain')).toMatchObject(REFUSED);
  });
});

describe('power', () => {
  it('[server-stop] stops and restarts a server that is ready', async () => {
    await servers().make();
    expect(await servers().post('restart')).toMatchObject({ status: 202, code: undefined });
    expect(await servers().post('stop')).toMatchObject({ status: 202, code: undefined });
    expect((await servers().show()).state).toBe('Stopped');
    for (const action of ['stop', 'restart']) {
      expect(await servers().post(action)).toMatchObject({
        status: 400,
        code: 'ServerIsNotReady',
        message:
          'Restart or Stop Server can only be performed on Started servers. Server Name = pg-test, Current Server State = Stopped',
      });
    }
    expect(await servers().post('stop', undefined, 'pg-none')).toMatchObject({ status: 404, code: 'ResourceNotFound' });
  });

  it('[server-start] starts a server that is stopped', async () => {
    await servers().make();
    expect(await servers().post('start')).toMatchObject({ status: 400, code: 'ServerIsNotStopped' });
    await servers().post('stop');
    expect(await servers().post('start')).toMatchObject({ status: 202, code: undefined });
    expect((await servers().show()).state).toBe('Ready');
  });

  it('[server-stopped] changes neither a stopped server nor its parts, and deletes it', async () => {
    await servers().make();
    await servers().post('stop');
    const busy = { status: 409, code: 'Conflict' };
    expect(await servers().patch({ tags: {} })).toMatchObject(busy);
    expect(await servers().send('PUT', `${serverId()}/databases/app`, {})).toMatchObject(busy);
    expect(await servers().send('PUT', `${serverId()}/backups/now`)).toMatchObject(busy);
    expect(await servers().remove()).toMatchObject({ status: 202, code: undefined });
  });

  it('[server-starts-again] starts a stopped server after seven days', async () => {
    await servers().make();
    await servers().post('stop');
    await servers().pass('P6DT23H59M');
    expect((await servers().show()).state).toBe('Stopped');
    await servers().pass('PT1M');
    expect((await servers().show()).state).toBe('Ready');
    await servers().post('stop');
    await servers().pass('P6D');
    await servers().post('start');
    await servers().post('stop');
    await servers().pass('P6D');
    expect((await servers().show()).state).toBe('Stopped');
  });

  it('[server-failover] swaps the zones of a server and its standby', async () => {
    await servers().make(
      serverBody({ availabilityZone: '1', highAvailability: { mode: 'ZoneRedundant', standbyAvailabilityZone: '3' } }),
    );
    const failOver = { restartWithFailover: true, failoverMode: 'plannedFailover' };
    await servers().post('restart', failOver);
    expect(await servers().show()).toMatchObject({
      availabilityZone: '3',
      highAvailability: { standbyAvailabilityZone: '1' },
    });
    expect(await servers().post('restart', { ...failOver, failoverMode: 'soon' })).toMatchObject(
      invalid('failoverMode'),
    );
    await servers().make(serverBody(), 'pg-single');
    expect(await servers().post('restart', failOver, 'pg-single')).toMatchObject(REFUSED);
  });
});

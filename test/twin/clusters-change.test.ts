import { freshTwin, GROUP, SUBSCRIPTION } from './client';
import {
  ACCEPTED,
  BURSTABLE,
  CHANGED,
  clusterBody,
  clusterId,
  copyOf,
  CREATED,
  freshClusters,
  MISSING,
  REFUSED,
  STABLE_VERSION,
  TAKEN,
  WORKERS,
} from './cluster-kit';

const client = freshTwin({ startAt: '2026-02-01T00:00:00Z' });
const clusters = freshClusters(client);

describe('changing a cluster', () => {
  it('leaves what isn’t sent, by PATCH and by PUT', async () => {
    await clusters().make(clusterBody({ ...WORKERS, enableGeoBackup: true }, { tags: { a: '1' } }));
    const before = await clusters().get();
    expect(await clusters().patch({ coordinatorVCores: 8 })).toMatchObject(CHANGED);
    expect(await clusters().put({ location: 'westeurope', properties: { nodeVCores: 8 } })).toMatchObject(CHANGED);
    expect(await clusters().get()).toEqual({
      ...before,
      properties: { ...before.properties, coordinatorVCores: 8, nodeVCores: 8 },
    });
    await clusters().send('PATCH', clusterId(), { tags: { b: '2' } });
    expect((await clusters().get()).tags).toEqual({ b: '2' });
  });

  it('takes back what it was shown', async () => {
    await clusters().make(clusterBody({ enableGeoBackup: true }));
    const shown = await clusters().get();
    expect(await clusters().put(shown)).toMatchObject(CHANGED);
    expect(await clusters().get()).toEqual(shown);
    expect(await clusters().put({ ...shown, location: 'northeurope' })).toMatchObject({
      status: 409,
      code: 'InvalidResourceLocation',
    });
  });

  it.each([
    [true, false],
    [false, true],
  ])('[cluster-geo-fixed] refuses to turn geo-redundant backup from %s to %s', async (from, to) => {
    await clusters().make(clusterBody({ enableGeoBackup: from }));
    const refusal = {
      ...REFUSED,
      message: expect.stringContaining('only when a cluster is created or restored, and never disabled'),
    };
    expect(await clusters().patch({ enableGeoBackup: to })).toMatchObject(refusal);
    expect(await clusters().put(clusterBody({ enableGeoBackup: to }))).toMatchObject(refusal);
    expect(await clusters().put(clusterBody({ enableGeoBackup: from }))).toMatchObject(CHANGED);
    expect((await clusters().show()).enableGeoBackup).toBe(from);
  });

  it('[cluster-key-fixed] refuses a key of the customer for what has none', async () => {
    await clusters().make();
    expect(await clusters().patch({ dataEncryption: { type: 'AzureKeyVault' } })).toMatchObject({
      ...REFUSED,
      message: expect.stringContaining('decided when it is created or restored'),
    });
    expect(await clusters().patch({ dataEncryption: { type: 'SystemAssigned' } })).toMatchObject(CHANGED);
  });

  it('[cluster-database] refuses another database', async () => {
    await clusters().make(clusterBody({ databaseName: 'orders' }));
    expect(await clusters().patch({ databaseName: 'customers' })).toMatchObject(REFUSED);
    expect(await clusters().patch({ databaseName: 'orders' })).toMatchObject(CHANGED);
  });

  it('[cluster-storage-shrink] refuses smaller storage', async () => {
    await clusters().make(clusterBody({ ...WORKERS, coordinatorStorageQuotaInMb: 524288 }));
    expect(await clusters().patch({ coordinatorStorageQuotaInMb: 262144 })).toMatchObject(REFUSED);
    expect(await clusters().patch({ nodeStorageQuotaInMb: 262144 })).toMatchObject(REFUSED);
    const larger = { coordinatorStorageQuotaInMb: 1048576, nodeStorageQuotaInMb: 1048576 };
    expect(await clusters().patch(larger)).toMatchObject(CHANGED);
    expect(await clusters().show()).toMatchObject(larger);
  });

  it('[cluster-workers-stay] refuses fewer workers', async () => {
    await clusters().make();
    expect(await clusters().patch({ nodeCount: 1 })).toMatchObject(REFUSED);
    expect(await clusters().patch(WORKERS)).toMatchObject(CHANGED);
    expect(await clusters().patch({ nodeCount: 4 })).toMatchObject(CHANGED);
    expect(await clusters().patch({ nodeCount: 3 })).toMatchObject(REFUSED);
    expect(await clusters().patch({ nodeCount: 0 })).toMatchObject(REFUSED);
    expect(await clusters().namesOf('servers')).toEqual(
      ['c', 'w0', 'w1', 'w2', 'w3'].map((node) => `cosmos-test-${node}`),
    );
  });

  it('[cluster-burstable-left] lets a cluster leave burstable compute, and not go back', async () => {
    await clusters().make(clusterBody(BURSTABLE));
    const two = { coordinatorServerEdition: 'BurstableGeneralPurpose', coordinatorVCores: 2 };
    expect(await clusters().patch(two)).toMatchObject(CHANGED);
    const regular = { coordinatorServerEdition: 'GeneralPurpose', coordinatorStorageQuotaInMb: 131072 };
    expect(await clusters().patch(regular)).toMatchObject(CHANGED);
    expect(await clusters().patch(two)).toMatchObject({
      ...REFUSED,
      message: "A cluster can't go from regular to burstable compute.",
    });
  });

  it('[cluster-version-up] only raises versions', async () => {
    await clusters().make(clusterBody({ postgresqlVersion: '14', citusVersion: '11.3' }));
    expect(await clusters().patch({ citusVersion: '11.2' })).toMatchObject(REFUSED);
    expect(await clusters().patch({ postgresqlVersion: '13' })).toMatchObject(REFUSED);
    expect(await clusters().patch({ postgresqlVersion: '17' })).toMatchObject(REFUSED);
    expect(await clusters().patch({ coordinatorVCores: 8 })).toMatchObject(CHANGED);
    expect((await clusters().show()).citusVersion).toBe('11.3');
    expect(await clusters().patch({ postgresqlVersion: '16' })).toMatchObject(CHANGED);
    expect(await clusters().show()).toMatchObject({ postgresqlVersion: '16', citusVersion: '12.1' });
    await clusters().make(clusterBody({ ...BURSTABLE, postgresqlVersion: '14' }), 'cosmos-small');
    expect(await clusters().patch({ postgresqlVersion: '15' }, 'cosmos-small')).toMatchObject({
      ...REFUSED,
      message: 'Version upgrades are not supported on burstable compute.',
    });
  });

  it('[cluster-window] has a day and a time', async () => {
    await clusters().make();
    const window = { customWindow: 'Enabled', dayOfWeek: 6, startHour: 23, startMinute: 59 };
    expect(await clusters().patch({ maintenanceWindow: window })).toMatchObject(CHANGED);
    expect((await clusters().show()).maintenanceWindow).toEqual(window);
    for (const wrong of [{ dayOfWeek: 7 }, { startHour: 24 }, { startMinute: 60 }, { customWindow: 'On' }]) {
      expect(await clusters().patch({ maintenanceWindow: wrong })).toMatchObject(REFUSED);
    }
    await clusters().patch({ maintenanceWindow: { customWindow: 'disabled' } });
    expect((await clusters().show()).maintenanceWindow).toEqual({ ...window, customWindow: 'Disabled' });
  });

  it('refuses a write that says that it was made from another', async () => {
    await clusters().make();
    expect(await clusters().put(copyOf({}, {}), undefined)).toMatchObject(REFUSED);
    expect(await clusters().patch({ pointInTimeUTC: clusters().now() })).toMatchObject(REFUSED);
  });

  it('takes what azurerm sends', async () => {
    const sent = {
      coordinatorEnablePublicIpAccess: false,
      coordinatorServerEdition: 'GeneralPurpose',
      enableHa: false,
      nodeEnablePublicIpAccess: true,
      nodeServerEdition: 'MemoryOptimized',
    };
    await clusters().make(clusterBody(sent), undefined, STABLE_VERSION);
    expect(await clusters().show(undefined, STABLE_VERSION)).toMatchObject(sent);
    const change = { administratorLoginPassword: 'H@Sh1CoR4!', preferredPrimaryZone: '1', enableHa: true };
    expect(await clusters().patch(change, undefined, STABLE_VERSION)).toMatchObject(CHANGED);
    expect(await clusters().show()).toMatchObject({ ...sent, enableHa: true, preferredPrimaryZone: '1' });
  });
});

describe('[cluster-stop] a stopped cluster', () => {
  it('can be started, deleted and looked at', async () => {
    await clusters().make();
    expect(await clusters().post('start')).toMatchObject(TAKEN);
    expect(await clusters().post('stop')).toMatchObject(ACCEPTED);
    expect((await clusters().show()).state).toBe('Stopped');
    expect((await clusters().readPart('servers')).body.value[0].properties.state).toBe('Stopped');
    expect(await clusters().post('stop')).toMatchObject(TAKEN);
    expect(await clusters().post('restart')).toMatchObject(TAKEN);
    expect(await clusters().patch({ enableHa: true })).toMatchObject(TAKEN);
    const rule = { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' };
    expect(await clusters().putPart('firewallRules/all', rule)).toMatchObject(TAKEN);
    expect(await clusters().putPart('roles/app', { password: 'H@Sh1CoR3!' })).toMatchObject(TAKEN);
    expect(await clusters().putPart('coordinatorConfigurations/work_mem', { value: '8192' })).toMatchObject(TAKEN);
    expect(await clusters().put(copyOf(), 'cosmos-copy')).toMatchObject(TAKEN);
    await clusters().pass('P60D');
    expect((await clusters().show()).state).toBe('Stopped');
    expect(await clusters().post('start')).toMatchObject(ACCEPTED);
    expect(await clusters().post('restart')).toMatchObject(ACCEPTED);
    await clusters().post('stop');
    expect(await clusters().remove()).toMatchObject(ACCEPTED);
  });
});

describe('deleting a cluster', () => {
  it('[cluster-gone] leaves nothing of it', async () => {
    await clusters().make(clusterBody({ enableGeoBackup: true }));
    await clusters().putPart('roles/app', { password: 'H@Sh1CoR3!' });
    const pointInTimeUTC = clusters().now();
    expect(await clusters().remove()).toMatchObject(ACCEPTED);
    expect(await clusters().send('GET', clusterId())).toMatchObject(MISSING);
    expect(await clusters().inGroup()).toEqual([]);
    expect(await clusters().put(copyOf({ pointInTimeUTC }), 'cosmos-copy')).toMatchObject({
      ...MISSING,
      message: expect.stringContaining("Deleted clusters can't be restored."),
    });
    // A new one of the same name has nothing of the old one.
    await clusters().pass('PT1H');
    await clusters().make();
    expect(await clusters().namesOf('roles')).toEqual([]);
    expect(await clusters().put(copyOf({ pointInTimeUTC }), 'cosmos-copy')).toMatchObject(REFUSED);
  });

  it.each([
    ['the cluster', clusterId()],
    ['its resource group', GROUP],
    ['its subscription', SUBSCRIPTION],
  ])('[cluster-lock] is refused by a lock on %s', async (_what, scope) => {
    await clusters().make();
    const lock = `${scope}/providers/Microsoft.Authorization/locks/keep`;
    const send = (method: string, body?: object) => clusters().send(method, lock, body, '2020-05-01');
    expect(await send('PUT', { properties: { level: 'CanNotDelete' } })).toMatchObject(CREATED);
    expect(await clusters().remove()).toMatchObject({ status: 409, code: 'ScopeLocked' });
    expect(await clusters().send('DELETE', GROUP, undefined, '2023-07-01')).toMatchObject({ code: 'ScopeLocked' });
    expect(await clusters().patch({ enableHa: true })).toMatchObject(CHANGED);
    await send('DELETE');
    expect(await clusters().remove()).toMatchObject(ACCEPTED);
  });
});

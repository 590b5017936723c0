import { Temporal } from '@js-temporal/polyfill';
import * as fc from 'fast-check';
import { freshTwin, SUBSCRIPTION } from './client';
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
import { OTHER_SUBSCRIPTION } from './platform-kit';

const client = freshTwin({ startAt: '2026-02-01T00:00:00Z' });
const clusters = freshClusters(client);
const SHAPE = {
  ...WORKERS,
  citusVersion: '11.3',
  coordinatorServerEdition: 'MemoryOptimized',
  coordinatorStorageQuotaInMb: 262144,
  coordinatorVCores: 8,
  enableHa: true,
  enableShardsOnCoordinator: true,
  nodeServerEdition: 'GeneralPurpose',
  postgresqlVersion: '14',
};
const RESTORED = { ...SHAPE, enableHa: false };
const restore = (properties: object = {}, rest: object = {}, name = 'cosmos-restored') =>
  clusters().put(copyOf({ pointInTimeUTC: clusters().now(), ...properties }, rest as never), name);
const replicate = (name: string, properties: object = {}, rest: object = {}) =>
  clusters().put(copyOf(properties as never, rest as never), name);

describe('restoring a cluster', () => {
  it('[cluster-restore] makes a new one with what the source is', async () => {
    await clusters().make(clusterBody({ ...SHAPE, databaseName: 'orders' }, { tags: { a: '1' } }));
    await clusters().putPart('roles/app', { password: 'H@Sh1CoR3!' });
    expect(await restore()).toMatchObject(CREATED);
    expect(await clusters().show('cosmos-restored')).toMatchObject({
      ...RESTORED,
      databaseName: 'orders',
      passwordEnabled: 'enabled',
      sourceResourceId: clusterId(),
      readReplicas: [],
      serverNames: [{ name: 'cosmos-restored-c' }, { name: 'cosmos-restored-w0' }, { name: 'cosmos-restored-w1' }],
    });
    expect(await clusters().get('cosmos-restored')).not.toHaveProperty('tags');
    expect(await clusters().namesOf('roles', 'cosmos-restored')).toEqual(['app']);
    // It is no read replica.
    expect((await clusters().show()).readReplicas).toEqual([]);
    expect(await clusters().post('promote', {}, 'cosmos-restored')).toMatchObject(REFUSED);
    // From then on the two go their own ways.
    await clusters().send('DELETE', `${clusterId('cosmos-restored')}/roles/app`);
    await clusters().patch({ coordinatorVCores: 4 }, 'cosmos-restored');
    expect(await clusters().namesOf('roles')).toEqual(['app']);
    expect((await clusters().show()).coordinatorVCores).toBe(8);
  });

  it('[cluster-restore] heeds no other shape, as azurerm sends one in each create', async () => {
    await clusters().make(clusterBody(SHAPE));
    const sent = {
      administratorLoginPassword: '',
      coordinatorEnablePublicIpAccess: true,
      coordinatorServerEdition: 'GeneralPurpose',
      coordinatorStorageQuotaInMb: 0,
      coordinatorVCores: 0,
      enableHa: false,
      nodeCount: 4,
    };
    const body = copyOf({ pointInTimeUTC: clusters().now(), ...sent });
    expect(await clusters().put(body, 'cosmos-restored', STABLE_VERSION)).toMatchObject(CREATED);
    expect(await clusters().show('cosmos-restored')).toMatchObject(RESTORED);
  });

  it('[cluster-restore-defaults] has high availability where that is sent', async () => {
    await clusters().make(clusterBody(SHAPE));
    expect(await restore({ enableHa: true })).toMatchObject(CREATED);
    expect(await clusters().show('cosmos-restored')).toMatchObject(SHAPE);
    await clusters().make(clusterBody(BURSTABLE), 'cosmos-small');
    const source = { sourceResourceId: clusterId('cosmos-small') };
    expect(await restore({ ...source, enableHa: true }, {}, 'cosmos-burst')).toMatchObject({
      ...REFUSED,
      message: 'High availability is not supported on burstable compute.',
    });
    expect(await restore(source, {}, 'cosmos-burst')).toMatchObject(CREATED);
  });

  it('[cluster-restore-defaults] has the parameters of its nodes at their defaults', async () => {
    await clusters().make(clusterBody(WORKERS));
    const parts = ['coordinatorConfigurations/array_nulls', 'nodeConfigurations/array_nulls'];
    for (const part of parts) await clusters().putPart(part, { value: 'off' });
    await restore();
    for (const part of parts) {
      const { properties } = (await clusters().readPart(part, 'cosmos-restored')).body;
      expect(properties).toMatchObject({ value: 'on', source: 'system-default' });
    }
  });

  it('[cluster-version] restores a cluster whose version is retired', async () => {
    await clusters().make(clusterBody({ postgresqlVersion: '14' }));
    await clusters().pass('P300D');
    expect(await clusters().put(clusterBody({ postgresqlVersion: '14' }), 'cosmos-new')).toMatchObject(REFUSED);
    expect(await restore()).toMatchObject(CREATED);
    expect(await replicate('cosmos-replica')).toMatchObject(CREATED);
  });

  it('[cluster-restore-network] starts with the network that every cluster starts with', async () => {
    await clusters().make(clusterBody({ coordinatorEnablePublicIpAccess: false, nodeEnablePublicIpAccess: true }));
    await clusters().putPart('firewallRules/all', { startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255' });
    await restore();
    expect(await clusters().show('cosmos-restored')).toMatchObject({
      coordinatorEnablePublicIpAccess: true,
      nodeEnablePublicIpAccess: false,
      privateEndpointConnections: [],
    });
    expect(await clusters().namesOf('firewallRules', 'cosmos-restored')).toEqual([]);
  });

  it('[cluster-restore-window] goes back 35 days, not before the cluster, and not ahead', async () => {
    await clusters().make();
    const created = Temporal.Instant.from((await clusters().show()).earliestRestoreTime);
    const { createdAt } = (await clusters().get()).systemData;
    expect(created.toString()).toBe(createdAt);
    const at = (instant: Temporal.Instant) => ({ pointInTimeUTC: instant.toString() });
    expect(await restore(at(created.subtract({ seconds: 1 })))).toMatchObject({
      ...REFUSED,
      message: expect.stringContaining(`between ${createdAt} and now`),
    });
    expect(await restore(at(created), {}, 'cosmos-first')).toMatchObject(CREATED);
    const ahead = Temporal.Instant.from(clusters().now()).add({ minutes: 1 });
    expect(await restore(at(ahead))).toMatchObject(REFUSED);

    await clusters().pass('P40D');
    const earliest = Temporal.Instant.from((await clusters().show()).earliestRestoreTime);
    const age = Temporal.Instant.from(clusters().now()).since(earliest).total('hours');
    expect(age).toBeGreaterThan(35 * 24 - 0.01);
    expect(age).toBeLessThanOrEqual(35 * 24);
    expect(await restore(at(created))).toMatchObject(REFUSED);
    expect(await restore(at(earliest.subtract({ minutes: 1 })))).toMatchObject(REFUSED);
    expect(await restore(at(earliest.add({ minutes: 1 })))).toMatchObject(CREATED);
  });

  it('[cluster-restore-window] reads a point in time in whatever zone it is spelled, and in no other form', async () => {
    await clusters().make();
    await clusters().pass('P1D');
    const zones = fc.constantFrom('+00:00', '+02:00', '-11:30', '+14:00');
    const property = fc.asyncProperty(zones, fc.integer({ min: 1, max: 23 }), async (zone, hours) => {
      const instant = Temporal.Instant.from('2026-02-01T00:00:10Z').add({ hours });
      const spelled = instant.toString({ timeZone: zone });
      const name = `at-${Math.abs(hours)}-${zone.replace(/\D/g, '')}`;
      expect(await restore({ pointInTimeUTC: spelled }, {}, name)).toMatchObject({ code: undefined });
      // The same moment in another spelling is no other way to make it.
      expect(await restore({ pointInTimeUTC: instant.toString() }, {}, name)).toMatchObject(CHANGED);
    });
    await fc.assert(property, { numRuns: 15 });
    const noTime = fc.string().filter((text) => text !== '' && !/\d{4}/.test(text));
    await fc.assert(
      fc.asyncProperty(noTime, async (pointInTimeUTC) => {
        expect(await restore({ pointInTimeUTC })).toMatchObject(REFUSED);
      }),
      { numRuns: 15, examples: [['yesterday'], ['2026-02-01'], ['2026-02-01T12:00:00'], ['2026-02-30T00:00:00Z']] },
    );
  });

  it('[cluster-restore-place] stays in subscription and resource group', async () => {
    await clusters().make();
    const message = expect.stringContaining('into the subscription and resource group of its source');
    const properties = { pointInTimeUTC: clusters().now() };
    for (const group of [`${SUBSCRIPTION}/resourceGroups/rg-other`, `${OTHER_SUBSCRIPTION}/resourceGroups/rg-test`]) {
      await client().makeGroup(group);
      const path = clusterId('cosmos-restored', group);
      expect(await clusters().send('PUT', path, copyOf(properties))).toMatchObject({ ...REFUSED, message });
    }
    const sourceResourceId = clusterId().replace('rg-test', 'RG-TEST');
    expect(await restore({ sourceResourceId })).toMatchObject(CREATED);
  });

  it('[cluster-restore-region] stays in the region without geo-redundant backup', async () => {
    await clusters().make();
    expect(await restore({}, { location: 'northeurope' })).toMatchObject({
      ...REFUSED,
      message:
        "The source cluster can be restored in 'westeurope', as it has no geo-redundant backup, not in 'northeurope'.",
    });
  });

  it('[cluster-restore-region] goes to the pair with it, and nowhere else', async () => {
    await clusters().make(clusterBody({ enableGeoBackup: true }));
    expect(await restore({}, { location: 'eastus' })).toMatchObject(REFUSED);
    expect(await restore({}, { location: 'northeurope' }, 'cosmos-north')).toMatchObject(CREATED);
    expect(await restore({}, {}, 'cosmos-west')).toMatchObject(CREATED);
    expect((await clusters().get('cosmos-north')).location).toBe('northeurope');
  });

  it('[cluster-restore-choices] asks for geo-redundant backup anew', async () => {
    await clusters().make(clusterBody({ enableGeoBackup: true }));
    await restore({}, {}, 'cosmos-plain');
    expect((await clusters().show('cosmos-plain')).enableGeoBackup).toBe(false);
    const source = { sourceResourceId: clusterId('cosmos-plain'), pointInTimeUTC: clusters().now() };
    expect(await restore({ ...source, enableGeoBackup: true }, {}, 'cosmos-geo')).toMatchObject(CREATED);
    expect((await clusters().show('cosmos-geo')).enableGeoBackup).toBe(true);
    expect(await clusters().patch({ enableGeoBackup: false }, 'cosmos-geo')).toMatchObject(REFUSED);
  });

  it('[cluster-restore-choices] asks for a key of the customer anew', async () => {
    const { properties, identity } = await clusters().customerKey();
    await clusters().make();
    expect(await restore(properties, { identity })).toMatchObject(CREATED);
    const source = { sourceResourceId: clusterId('cosmos-restored'), pointInTimeUTC: clusters().now() };
    expect(await restore(source, {}, 'cosmos-back')).toMatchObject(CREATED);
    expect((await clusters().show('cosmos-back')).dataEncryption).toEqual({ type: 'SystemManaged' });
  });

  it('needs a source that exists, and its region', async () => {
    await clusters().make();
    expect(await restore({ sourceResourceId: clusterId('cosmos-none') })).toMatchObject(MISSING);
    expect(await restore({ sourceResourceId: undefined })).toMatchObject(REFUSED);
    expect(await restore({ sourceLocation: 'northeurope' })).toMatchObject(REFUSED);
    expect(await restore({ sourceLocation: undefined })).toMatchObject(REFUSED);
    expect(await restore({ sourceLocation: 'West Europe' })).toMatchObject(CREATED);
    expect(await restore({}, {}, 'cosmos-test')).toMatchObject(REFUSED);
  });

  it('is as it was when it is written again', async () => {
    await clusters().make(clusterBody({ enableGeoBackup: true }));
    const body = copyOf({ pointInTimeUTC: clusters().now(), enableGeoBackup: true });
    await clusters().make(body, 'cosmos-restored');
    expect(await clusters().put({ ...body, tags: { a: '1' } }, 'cosmos-restored')).toMatchObject(CHANGED);
    await clusters().remove();
    expect(await clusters().put(body, 'cosmos-restored')).toMatchObject(CHANGED);
    const later = copyOf({ pointInTimeUTC: clusters().now() });
    expect(await clusters().put(later, 'cosmos-restored')).toMatchObject(REFUSED);
  });
});

describe('a read replica', () => {
  it('[cluster-replica] follows a cluster, with its nodes and roles and without its firewall rules', async () => {
    await clusters().make(clusterBody(SHAPE));
    await clusters().putPart('roles/app', { password: 'H@Sh1CoR3!' });
    await clusters().putPart('firewallRules/all', { startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255' });
    expect(await replicate('cosmos-replica', {}, { location: 'eastus' })).toMatchObject(CREATED);
    expect(await clusters().show('cosmos-replica')).toMatchObject({ ...SHAPE, sourceResourceId: clusterId() });
    expect((await clusters().show()).readReplicas).toEqual([clusterId('cosmos-replica')]);
    expect(await clusters().namesOf('roles', 'cosmos-replica')).toEqual(['app']);
    expect(await clusters().namesOf('firewallRules', 'cosmos-replica')).toEqual([]);
  });

  it('[cluster-replica-most] is one of five', async () => {
    await clusters().make();
    for (const number of [1, 2, 3, 4, 5]) expect(await replicate(`cosmos-${number}`)).toMatchObject(CREATED);
    expect(await replicate('cosmos-6')).toMatchObject(REFUSED);
    await clusters().remove('cosmos-1');
    expect(await replicate('cosmos-6')).toMatchObject(CREATED);
  });

  it('[cluster-replica-cascade] has none of its own', async () => {
    await clusters().make();
    await replicate('cosmos-replica');
    const source = { sourceResourceId: clusterId('cosmos-replica') };
    expect(await replicate('cosmos-second', source)).toMatchObject(REFUSED);
    await clusters().post('promote', {}, 'cosmos-replica');
    expect(await replicate('cosmos-second', source)).toMatchObject(CREATED);
  });

  it('[cluster-replica-burstable] is not for burstable compute', async () => {
    await clusters().make(clusterBody(BURSTABLE));
    expect(await replicate('cosmos-replica')).toMatchObject(REFUSED);
  });

  it('[cluster-replica-geo] is not where the geo-redundant backup is', async () => {
    await clusters().make(clusterBody({ enableGeoBackup: true }));
    expect(await replicate('cosmos-replica', {}, { location: 'northeurope' })).toMatchObject({
      ...REFUSED,
      message: "A read replica can't be in 'northeurope', where the geo-redundant backup of its source is stored.",
    });
    expect(await replicate('cosmos-replica', {}, { location: 'eastus' })).toMatchObject(CREATED);
    await clusters().make(clusterBody(), 'cosmos-plain');
    const source = { sourceResourceId: clusterId('cosmos-plain') };
    expect(await replicate('cosmos-north', source, { location: 'northeurope' })).toMatchObject(CREATED);
  });

  it('[cluster-replica-fixed] changes its compute only', async () => {
    await clusters().make(clusterBody(SHAPE));
    await replicate('cosmos-replica');
    const patch = (properties: object) => clusters().patch(properties as never, 'cosmos-replica');
    expect(await patch({ nodeVCores: 8 })).toMatchObject(CHANGED);
    expect(await patch({ nodeCount: 3 })).toMatchObject(REFUSED);
    expect(await patch({ nodeStorageQuotaInMb: 1048576 })).toMatchObject(REFUSED);
    expect(await patch({ coordinatorStorageQuotaInMb: 524288 })).toMatchObject(REFUSED);
  });

  it('[cluster-promote] becomes a cluster of its own', async () => {
    await clusters().make();
    await replicate('cosmos-replica');
    expect(await clusters().post('promote', {})).toMatchObject(REFUSED);
    expect(await replicate('cosmos-geo', { enableGeoBackup: true })).toMatchObject(REFUSED);
    expect(await clusters().post('promote', { enableGeoBackup: 'true' }, 'cosmos-replica')).toMatchObject(REFUSED);
    expect(await clusters().post('promote', { enableGeoBackup: true }, 'cosmos-replica')).toMatchObject(ACCEPTED);
    expect(await clusters().show('cosmos-replica')).toMatchObject({ sourceResourceId: null, enableGeoBackup: true });
    expect((await clusters().show()).readReplicas).toEqual([]);
    expect(await clusters().patch(WORKERS, 'cosmos-replica')).toMatchObject(CHANGED);
  });

  it('[cluster-promote] gets no geo-redundant backup where there is none', async () => {
    await clusters().make();
    await replicate('cosmos-paris', {}, { location: 'francecentral' });
    expect(await clusters().post('promote', { enableGeoBackup: true }, 'cosmos-paris')).toMatchObject(REFUSED);
    expect((await clusters().show('cosmos-paris')).sourceResourceId).toBe(clusterId());
    expect(await clusters().post('promote', undefined, 'cosmos-paris')).toMatchObject(ACCEPTED);
  });

  it('stands alone once its primary is deleted, and follows none that is stopped', async () => {
    await clusters().make();
    await replicate('cosmos-replica');
    await clusters().post('stop');
    expect(await replicate('cosmos-second')).toMatchObject(TAKEN);
    await clusters().remove();
    expect((await clusters().show('cosmos-replica')).sourceResourceId).toBeNull();
  });
});

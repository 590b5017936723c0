import { freshTwin } from './client';
import { BURSTABLE, clusterBody, CREATED, freshClusters, REFUSED, WORKERS } from './cluster-kit';

const client = freshTwin({ startAt: '2026-02-01T00:00:00Z' });
const clusters = freshClusters(client);
const make = (properties: object, rest: object = {}) => clusters().put(clusterBody(properties as never, rest as never));

describe('the nodes of a cluster', () => {
  it.each([
    [-1, false],
    [1, false],
    [2, true],
    [20, true],
    [21, false],
    [2.5, false],
  ])('[cluster-nodes] decides on %s workers: %s', async (nodeCount, isTaken) => {
    const body = { ...WORKERS, nodeCount };
    expect(await make(body)).toMatchObject(isTaken ? CREATED : REFUSED);
    if (isTaken) expect(await clusters().show()).toMatchObject({ nodeCount, enableShardsOnCoordinator: false });
  });

  it.each([
    ['single', { coordinatorVCores: 2 }, true],
    ['single', { coordinatorVCores: 64 }, true],
    ['single', { coordinatorVCores: 3 }, false],
    ['single', { coordinatorVCores: 96 }, false],
    ['multi', { ...WORKERS, coordinatorVCores: 96 }, true],
    ['multi', { ...WORKERS, coordinatorVCores: 2 }, false],
    ['multi', { ...WORKERS, coordinatorVCores: 104 }, false],
    ['multi', { ...WORKERS, nodeVCores: 104 }, true],
    ['multi', { ...WORKERS, nodeVCores: 2 }, false],
  ])('[cluster-compute] decides on vCores of a %s-node cluster: %j is %s', async (_nodes, properties, isTaken) => {
    expect(await make(properties)).toMatchObject(isTaken ? CREATED : REFUSED);
  });

  it.each([
    ['BurstableMemoryOptimized', 2],
    ['BurstableGeneralPurpose', 1],
    ['GeneralPurpose', 5],
  ])('[cluster-sku] says that there is none of %s with %s vCores', async (edition, vCores) => {
    expect(await make({ coordinatorServerEdition: edition, coordinatorVCores: vCores })).toMatchObject({
      ...REFUSED,
      message: `There is no valid SKU with given coordinator server edition ("${edition}") and vCores (${vCores}).`,
    });
    expect(await make({ coordinatorServerEdition: 'Basic' })).toMatchObject(REFUSED);
  });

  it.each([
    [{ coordinatorStorageQuotaInMb: 524288 }, true],
    [{ coordinatorStorageQuotaInMb: 65536 }, false],
    [{ coordinatorStorageQuotaInMb: 1048576 }, false],
    [{ coordinatorVCores: 8, coordinatorStorageQuotaInMb: 1048576 }, true],
    [{ coordinatorVCores: 8, coordinatorStorageQuotaInMb: 2097152 }, true],
    [{ coordinatorVCores: 8, coordinatorStorageQuotaInMb: 4194304 }, false],
    [{ ...WORKERS, coordinatorStorageQuotaInMb: 33554432 }, true],
    [{ ...WORKERS, nodeStorageQuotaInMb: 33554432 }, true],
    [{ ...WORKERS, nodeStorageQuotaInMb: 262144 }, true],
    [{ ...WORKERS, nodeStorageQuotaInMb: 300000 }, false],
  ])('[cluster-storage] decides on %j: %s', async (properties, isTaken) => {
    expect(await make(properties)).toMatchObject(isTaken ? CREATED : REFUSED);
  });

  it.each([
    ['1 vCore', {}, true],
    ['2 vCores', { coordinatorServerEdition: 'BurstableGeneralPurpose', coordinatorVCores: 2 }, true],
    ['128 GiB', { coordinatorStorageQuotaInMb: 131072 }, true],
    ['256 GiB', { coordinatorStorageQuotaInMb: 262144 }, false],
    ['workers', WORKERS, false],
    ['high availability', { enableHa: true }, false],
    ['PostgreSQL 11', { postgresqlVersion: '11' }, false],
  ])('[cluster-burstable] decides on burstable compute with %s', async (_what, properties, isTaken) => {
    expect(await make({ ...BURSTABLE, ...properties })).toMatchObject(isTaken ? CREATED : REFUSED);
  });

  it('[cluster-burstable] refuses burstable workers', async () => {
    const properties = { ...WORKERS, nodeServerEdition: 'BurstableMemoryOptimized' };
    expect(await make(properties)).toMatchObject(REFUSED);
  });
});

describe('the versions of a cluster', () => {
  it.each([
    ['13', false],
    ['14', true],
    ['16', true],
    ['17', false],
    ['latest', false],
  ])('[cluster-version] decides on PostgreSQL %s on 2026-02-01: %s', async (postgresqlVersion, isTaken) => {
    expect(await make({ postgresqlVersion })).toMatchObject(isTaken ? CREATED : REFUSED);
  });

  it('[cluster-version] offers one to the day of its retirement', async () => {
    await clusters().pass('P284D');
    expect(clusters().now()).toMatch(/^2026-11-12/);
    expect(await make({ postgresqlVersion: '14' })).toMatchObject(CREATED);
    await clusters().pass('P1D');
    expect(await clusters().put(clusterBody({ postgresqlVersion: '14' }), 'cosmos-late')).toMatchObject({
      ...REFUSED,
      message: "A new cluster's version of PostgreSQL must be one of 15, 16, got: 14.",
    });
    expect(await make({ enableHa: true })).toMatchObject({ status: 200 });
  });

  it.each([
    ['14', '10.2', true],
    ['14', '10.1', false],
    ['15', '11.1', true],
    ['15', '11.0', false],
    ['16', '12.1', true],
    ['16', '11.3', false],
    ['16', '13.0', false],
  ])('[cluster-citus] decides on PostgreSQL %s with Citus %s: %s', async (postgresqlVersion, citusVersion, isTaken) => {
    expect(await make({ postgresqlVersion, citusVersion })).toMatchObject(isTaken ? CREATED : REFUSED);
  });
});

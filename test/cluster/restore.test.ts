import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { azapi, AZAPI, CLUSTERS, imported, LOCK, newCluster, PLACE } from './kit';
import {
  ClusterRestoreOptions,
  ClusterShape,
  GeoRedundantCluster,
  GeoRedundantClusterProps,
  PointInTime,
  RestoredClusterProps,
} from '../../src';
import { all, entries, newApp, newGroup, newStack, OTHER_SUBSCRIPTION, SUBSCRIPTION, synth, thrown } from '../kit';

const POINT = PointInTime.utc('2026-11-18T02:00:00Z');
const SOURCE =
  'Limit: "Backup and point-in-time restore of a cluster in Azure Cosmos DB for PostgreSQL", 2024-01-28, https://learn.microsoft.com/azure/cosmos-db/postgresql/howto-restore-portal';

function restored(options: ClusterRestoreOptions = {}, source: Partial<GeoRedundantClusterProps> = {}): any {
  const stack = newStack('estate', newApp(), SUBSCRIPTION);
  newCluster({ clusterName: 'tenants', ...source }, stack).restoreTo('Back', POINT, {
    clusterName: 'back',
    ...options,
  });
  return azapi(synth(stack), 'serverGroupsv2').find(({ name }) => name === 'back');
}

function refusal(options: ClusterRestoreOptions, source: Partial<GeoRedundantClusterProps> = {}): string {
  const stack = newStack('estate', newApp(), SUBSCRIPTION);
  const cluster = newCluster(source, stack);
  return thrown(() => cluster.restoreTo('Back', POINT, options)).message;
}

describe('a restored cluster', () => {
  test('says where it comes from, and what a restore leaves to be chosen; the rest is that of its source', () => {
    expect(restored()).toMatchObject({
      parent_id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-tenants`,
      location: 'westeurope',
      body: {
        properties: {
          sourceResourceId: expect.stringMatching(/^\$\{azapi_resource\.Tenants_[0-9A-F]{8}\.id\}$/),
          sourceLocation: 'westeurope',
          pointInTimeUTC: '2026-11-18T02:00:00Z',
          enableGeoBackup: true,
          coordinatorEnablePublicIpAccess: true,
          nodeEnablePublicIpAccess: false,
        },
      },
    });
    expect(Object.keys(restored().body.properties)).toHaveLength(6);
  });

  test('leaves its source alone for life', () => {
    expect(restored({ preventDestroy: true }).lifecycle).toEqual({
      prevent_destroy: true,
      ignore_changes: [
        'body.properties.sourceResourceId',
        'body.properties.sourceLocation',
        'body.properties.pointInTimeUTC',
      ],
    });
  });

  test('is made through the provider of its source', () => {
    const stack = newStack('estate', newApp(), SUBSCRIPTION);
    const provider = new AzurermProvider(stack, 'other', {
      features: [{}],
      alias: 'other',
      subscriptionId: OTHER_SUBSCRIPTION,
    });
    const back = newCluster({ provider }, stack).restoreTo('Back', POINT);
    expect(back.provider).toBe(provider);
    expect(azapi(synth(stack), 'serverGroupsv2').map(({ parent_id }) => parent_id)).toEqual(
      Array(2).fill(`/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-tenants`),
    );
  });

  test('is told to do without geo-redundant backup where there is none', () => {
    const source = { location: 'uksouth', geoRedundantBackup: false };
    expect(refusal({}, source)).toContain('Mend: turn it off: a cluster is restored where its backups are');
    expect(restored({ geoRedundantBackup: false }, source).location).toBe('uksouth');
  });

  test('can be told what to become', () => {
    const shape = ClusterShape.multiNode({ workers: 4 });
    expect(restored({ shape, highAvailability: true, geoRedundantBackup: false }).body.properties).toMatchObject({
      nodeCount: 4,
      enableHa: true,
      enableGeoBackup: false,
    });
  });

  test('has a lock of its own, and stands beside its source', () => {
    const stack = newStack();
    const back = newCluster({}, stack).restoreTo('Back', POINT);
    expect(back.node.path).toBe('estate/Back');
    expect(all(synth(stack), LOCK)).toHaveLength(2);
  });

  test.each([
    ['westeurope', 'northeurope'],
    ['northeurope', 'North Europe'],
    ['eastus2', 'centralus'],
    ['westeurope', 'West Europe'],
    ['atlantis', 'westeurope'],
  ])('of %s lies in %s', (from, location) => {
    expect(restored({ location }, { location: from }).location).toBe(location);
  });

  test('comes from a cluster of another program', () => {
    const stack = newStack('estate', newApp(), SUBSCRIPTION);
    const props: RestoredClusterProps = { source: imported(stack), pointInTime: POINT, location: 'northeurope' };
    GeoRedundantCluster.fromBackup(stack, 'Back', props);
    expect(all(synth(stack), AZAPI)[0]).toMatchObject({
      parent_id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-tenants`,
      location: 'northeurope',
      body: { properties: { sourceResourceId: `${CLUSTERS}/tenants`, sourceLocation: 'westeurope' } },
    });
  });

  test('comes from a cluster whose group is a resource', () => {
    const stack = newStack();
    const { name: resourceGroupName, location } = newGroup(stack);
    const cluster = newCluster({ resourceGroupName, location }, stack);
    cluster.restoreTo('Back', POINT, { resourceGroupName, location: 'northeurope' });
    expect(entries(synth(stack), AZAPI).map(([, { location: at }]) => at)).toContain('northeurope');
  });
});

describe('refused', () => {
  test.each<[string, ClusterRestoreOptions, Partial<GeoRedundantClusterProps>, string, string]>([
    [
      'a region that is neither its own nor that of the backup',
      { location: 'eastus' },
      {},
      '`location` must be the region of the source, westeurope, or northeurope, got: eastus.',
      'Mend: restore it in westeurope or northeurope',
    ],
    [
      'the pair, without geo-redundant backup',
      { location: 'northeurope' },
      { geoRedundantBackup: false },
      '`location` must be the region of the source, westeurope, got: northeurope.',
      'Mend: restore it in westeurope: the source keeps its backups in its own region alone',
    ],
    [
      'another region, where there is no pair',
      { location: 'norwayeast' },
      { location: 'swedencentral', geoRedundantBackup: false },
      '`location` must be the region of the source, swedencentral, got: norwayeast.',
      'Mend: restore it in swedencentral',
    ],
    [
      'another resource group',
      { resourceGroupName: 'rg-other' },
      {},
      '`resourceGroupName` must be that of the source, rg-tenants, got: rg-other.',
      'Mend: leave it out',
    ],
  ])('%s', (_, options, source, sentence, mend) => {
    const message = refusal(options, source);
    expect(message).toContain(`[/estate/Back] PGB809: ${sentence}`);
    expect(message).toContain(SOURCE);
    expect(message).toContain(mend);
  });

  test('another subscription', () => {
    const stack = newStack('estate', newApp(), SUBSCRIPTION);
    const provider = new AzurermProvider(stack, 'other', {
      features: [{}],
      alias: 'other',
      subscriptionId: OTHER_SUBSCRIPTION,
    });
    const source = imported(stack);
    const { message } = thrown(() => source.restoreTo('Back', POINT, { provider }));
    expect(message).toContain(
      `[/estate/Back] PGB809: \`provider\` must be one of the subscription of the source, ${SUBSCRIPTION}, got: ${OTHER_SUBSCRIPTION}.`,
    );
    expect(message).toContain(SOURCE);
  });

  test('geo-redundant backup in a region that has none, though it was chosen by leaving it out', () => {
    const source = { location: 'swedencentral', geoRedundantBackup: false };
    expect(refusal({}, source)).toContain('PGB801');
    expect(restored({ geoRedundantBackup: false }, source).body.properties.enableGeoBackup).toBe(false);
  });

  test('the pair of an import that is known to have no geo-redundant backup, not of one that nothing is known of', () => {
    const restore = (geoRedundantBackup?: boolean) => () =>
      imported(newStack(), { geoRedundantBackup }).restoreTo('Back', POINT, {
        location: 'northeurope',
        resourceGroupName: PLACE.resourceGroupName,
      });
    expect(thrown(restore(false)).message).toContain('PGB809');
    expect(restore(undefined)().location).toBe('northeurope');
  });
});

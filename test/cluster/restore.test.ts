import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { azapi, AZAPI, CLUSTERS, imported, LOCK, newCluster, PLACE } from './kit';
import {
  AdministratorPassword,
  CitusVersion,
  ClusterAuthentication,
  ClusterNode,
  ClusterRestoreOptions,
  ClusterShape,
  GeoRedundantCluster,
  GeoRedundantClusterProps,
  PointInTime,
  PostgresVersion,
  RestoredClusterProps,
  StorageSize,
} from '../../src';
import {
  all,
  entries,
  newApp,
  newGroup,
  newStack,
  OTHER_SUBSCRIPTION,
  SUBSCRIPTION,
  synth,
  thrown,
  variable,
} from '../kit';

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

  test('a region that has no geo-redundant backup, rather than that backup', () => {
    expect(refusal({ location: 'swedencentral' })).toContain('PGB809: `location` must be the region of the source');
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

describe('what comes along with a restore', () => {
  const LIMITS = 'Limit: "Azure Cosmos DB for PostgreSQL limits and limitations", 2024-07-07, ';
  const BACKUP = 'Limit: "Backup and restore in Azure Cosmos DB for PostgreSQL", 2024-01-21, ';
  const BURSTABLE = { shape: ClusterShape.burstable(1), geoRedundantBackup: false };
  const REGULAR = ClusterShape.multiNode({ workers: 2 });
  const ADMIN = {
    objectId: '5a3c0b1e-6d1f-4a58-9a3e-0d6b7c1f2e44',
    principalName: 'id-dba',
    principalType: 'ServicePrincipal',
  };
  const entra = (...names: string[]) =>
    ClusterAuthentication.entraOnly(names.map((principalName) => ({ ...ADMIN, principalName })));
  const PASSWORD = ClusterAuthentication.passwordOnly(AdministratorPassword.writeOnly('${var.password}'));
  const OLD = { version: PostgresVersion.of('13'), authentication: PASSWORD };

  test.each<[string, ClusterRestoreOptions]>([
    ['as it is', {}],
    ['with another shape, which it only gets afterwards', { shape: REGULAR }],
  ])('burstable compute, which has no geo-redundant backup: %s', (_, options) => {
    const message = refusal(options, BURSTABLE);
    expect(message).toContain(
      '[/estate/Back] PGB802: `geoRedundantBackup` must be false for a restore of burstable compute, got: true.',
    );
    expect(message).toContain(LIMITS);
    expect(message).toContain('Mend: turn it off: a restore has the compute of its source');
  });

  test('burstable compute, which has no standbys, unless later applies make it regular', () => {
    const options = { geoRedundantBackup: false, highAvailability: true };
    const message = refusal(options, BURSTABLE);
    expect(message).toContain('`highAvailability` must be false for burstable compute, got: true.');
    expect(message).toContain(LIMITS);
    const { body } = restored({ ...options, shape: REGULAR }, BURSTABLE);
    expect(body.properties).toMatchObject({ nodeCount: 2, enableHa: true });
  });

  test('burstable compute, without either', () => {
    expect(restored({ geoRedundantBackup: false }, BURSTABLE).body.properties).toMatchObject({
      enableGeoBackup: false,
    });
    const { body } = restored({ shape: REGULAR, geoRedundantBackup: false }, BURSTABLE);
    expect(body.properties.nodeCount).toBe(2);
  });

  test('burstable compute, through a restore of a restore; not what that has become since', () => {
    const chain = (shape?: ClusterShape) => {
      const first = newCluster(BURSTABLE).restoreTo('First', POINT, { shape, geoRedundantBackup: false });
      return () => first.restoreTo('Second', POINT);
    };
    expect(thrown(chain()).message).toContain('[/estate/Second] PGB802');
    expect(chain(REGULAR)().geoRedundantBackup).toBe(true);
  });

  test.each<[string, ClusterRestoreOptions, Partial<GeoRedundantClusterProps>, string, string, string]>([
    [
      'for Entra identities',
      { authentication: entra() },
      OLD,
      '`version` must be at least 14 where Microsoft Entra identities log in, got: 13.',
      LIMITS,
      'leave `authentication` out, or take ClusterAuthentication.passwordOnly(…)',
    ],
    [
      'for Citus',
      { citusVersion: CitusVersion.V12_1 },
      OLD,
      '`citusVersion` must be between 9.5 and 11.3 with PostgreSQL 13, got: 12.1.',
      'Limit: "PostgreSQL extensions in Azure Cosmos DB for PostgreSQL"',
      'leave it out for 11.3',
    ],
    [
      'for burstable compute',
      { shape: ClusterShape.burstable(1), geoRedundantBackup: false },
      { ...OLD, version: PostgresVersion.of('11') },
      '`version` must be at least 12 for burstable compute, got: 11.',
      LIMITS,
      'take a later version',
    ],
    [
      'for a version',
      { version: PostgresVersion.V15 },
      {},
      '`version` must be at least 16, that of the source, got: 15.',
      BACKUP,
      'leave it out: a restored cluster has the version of its source, and PostgreSQL does not go back',
    ],
    [
      'for that of Citus',
      { citusVersion: CitusVersion.V11_3 },
      { version: PostgresVersion.V15, citusVersion: CitusVersion.V12_1 },
      '`citusVersion` must be at least 12.1, that of the source, got: 11.3.',
      BACKUP,
      'leave it out: a restored cluster has the version of its source, and extensions do not go back',
    ],
  ])('the version, which is too old or too new %s', (_, options, source, sentence, limit, mend) => {
    const message = refusal(options, source);
    expect(message).toContain(`[/estate/Back] ClusterVersion: ${sentence}`);
    expect(message).toContain(limit);
    expect(message).toContain(`Mend: ${mend}`);
  });

  const node = (gib: number) => ClusterNode.of(8, StorageSize.gibibytes(gib));
  const shape = (worker: number, coordinator: number) =>
    ClusterShape.multiNode({ workers: 2, worker: node(worker), coordinator: node(coordinator) });

  test.each<[string, ClusterShape, ClusterShape | undefined, string]>([
    [
      'of a worker',
      shape(512, 1024),
      shape(1024, 1024),
      'worker.storage` must be at least 1024 GiB, that of the source, got: 512',
    ],
    [
      'of the coordinator',
      shape(1024, 128),
      undefined,
      'coordinator.storage` must be at least 512 GiB, that of the source, got: 128',
    ],
    [
      'of the one node',
      ClusterShape.singleNode(node(256)),
      ClusterShape.singleNode(node(512)),
      'coordinator.storage` must be at least 512 GiB, that of the source, got: 256',
    ],
  ])('the storage %s, which never shrinks', (_, wanted, kept, sentence) => {
    const message = refusal({ shape: wanted }, kept === undefined ? {} : { shape: kept });
    expect(message).toContain(`[/estate/Back] ClusterShape: \`shape.${sentence} GiB.`);
    expect(message).toContain(LIMITS);
  });

  test('the storage, which may grow', () => {
    expect(() => newCluster().restoreTo('Back', POINT, { shape: shape(1024, 512) })).not.toThrow();
  });

  test('the version, through a restore of a restore', () => {
    const first = newCluster(OLD).restoreTo('First', POINT);
    expect(thrown(() => first.restoreTo('Second', POINT, { authentication: entra() })).message).toContain('got: 13.');
  });

  test('the version and who may log in, where it is upgraded afterwards or said again', () => {
    const upgraded = restored({ version: PostgresVersion.V16, authentication: entra() }, OLD);
    expect(upgraded.body.properties.postgresqlVersion).toBe('16');
    expect(restored({ version: OLD.version }, OLD).body.properties.postgresqlVersion).toBe('13');
    const token = PostgresVersion.of('${var.version}');
    expect(restored({ version: PostgresVersion.V14 }, { version: token }).body.properties.postgresqlVersion).toBe('14');
    expect(restored({ version: token }).body.properties.postgresqlVersion).toBe('${var.version}');
  });

  describe('administrators, who aren’t named again', () => {
    test.each([
      ['the same', 'id-dba'],
      ['in other letters', 'ID-dba'],
    ])('%s', (_, name) => {
      const message = refusal({ authentication: entra('id-new', name) }, { authentication: entra('id-dba') });
      expect(message).toContain(
        `[/estate/Back] EntraAdministrator: \`principalName\` must not be that of an administrator of the source, who comes along with the restore, got: ${name}.`,
      );
      expect(message).toContain(BACKUP);
      expect(message).toContain('Mend: leave it out; ');
    });

    test('nor is one of the source of the source', () => {
      const first = newCluster({ authentication: entra('id-dba') }).restoreTo('First', POINT, {
        authentication: entra('id-new'),
      });
      for (const name of ['id-dba', 'id-new']) {
        const again = () => first.restoreTo(`Second-${name}`, POINT, { authentication: entra(name) });
        expect(thrown(again).message).toContain(`got: ${name}.`);
      }
    });

    test('others are, and whoever has a name that isn’t known', () => {
      const stack = newStack();
      const text = variable(stack, 'name').stringValue;
      const source = newCluster({ authentication: entra('id-dba', text) }, stack);
      source.restoreTo('Back', POINT, { authentication: entra('id-new', text) });
      expect(azapi(synth(stack), 'roles').map(({ name }) => name)).toEqual(
        expect.arrayContaining(['id-dba', 'id-new', '${var.name}']),
      );
    });

    test('of a cluster that is known by its id alone nobody is known', () => {
      const stack = newStack();
      const back = imported(stack).restoreTo('Back', POINT, {
        authentication: entra('id-dba'),
        version: PostgresVersion.V14,
        highAvailability: true,
      });
      expect(back.geoRedundantBackup).toBe(true);
      expect(azapi(synth(stack), 'roles')).toHaveLength(1);
    });
  });
});

test('a restored cluster isn’t called as its source, also where that is known by its id alone', () => {
  const stack = newStack();
  const source = imported(stack);
  expect(thrown(() => source.restoreTo('Back', POINT, { clusterName: 'tenants' })).message).toContain(
    '[/estate/Back] PGB509: `clusterName` must be unique in all of Azure, got: tenants, which /estate/Existing has.',
  );
  // Another cluster may well be made here that another stack only refers to.
  expect(newCluster({ clusterName: 'tenants' }, stack).clusterName).toBe('tenants');
});

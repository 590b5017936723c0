import { azapi, clusterIn, imported, newCluster, PLACE, stackOf } from './kit';
import {
  AdministratorPassword,
  BackupVault,
  CitusVersion,
  ClusterAuthentication,
  GeoRedundantCluster,
  GeoRedundantClusterProps,
  IPostgresCluster,
  PointInTime,
  PostgresVersion,
  PrivateEndpointOptions,
  ProtectedFlexServer,
  Retention,
} from '../../src';
import { newStack, NOTHING, NULL, SUBSCRIPTION, synth, thrown } from '../kit';

const SUBNET = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/net/subnets/data`;
const ADMIN = {
  objectId: '5a3c0b1e-6d1f-4a58-9a3e-0d6b7c1f2e44',
  principalName: 'id-dba',
  principalType: 'ServicePrincipal',
};

describe('nothing, where the compiler was told that there is something', () => {
  test.each<[string, Partial<GeoRedundantClusterProps>, string]>([
    ['resource group', { resourceGroupName: NOTHING }, 'PGB509: `resourceGroupName` must be 1 to 90 '],
    ['region', { location: NOTHING }, 'Location: `location` must be a region, '],
    ['tag', { tags: { owner: NOTHING } }, 'Tags: `tags.owner` must be a text, '],
  ])('is no %s', (_, props, sentence) => {
    const { message } = thrown(() => newCluster(props));
    expect(message).toContain(`[/estate/Tenants] ${sentence}`);
    expect(message).toContain('got: (nothing).');
  });

  test.each<[string, object, string]>([
    ['name', { principalName: NOTHING }, '`principalName` must be 1 to 128 letters'],
    ['object id', { objectId: NOTHING }, '`objectId` must be the GUID of an object'],
  ])('is no %s of an administrator', (_, over, sentence) => {
    const make = () => newCluster({ authentication: ClusterAuthentication.entraOnly([{ ...ADMIN, ...over }]) });
    const { message } = thrown(make);
    expect(message).toContain(`EntraAdministrator: ${sentence}`);
    expect(message).toMatch(/got: \(nothing\)[. ]/);
  });

  test.each<[string, () => unknown, string]>([
    ['point in time', () => PointInTime.utc(NOTHING), 'PointInTime: `text` must be a time in UTC'],
    ['version', () => CitusVersion.of(NOTHING), 'CitusVersion: `version` must be a version of two numbers'],
    [
      'id',
      () => GeoRedundantCluster.fromClusterId(newStack(), 'Existing', NOTHING, { location: 'westeurope' }),
      '[/estate/Existing] ClusterId: `clusterId` must be /subscriptions/…',
    ],
    [
      'region of one that exists',
      () => imported(newStack(), { location: NOTHING }),
      '[/estate/Existing] Location: `location` must be a region',
    ],
    [
      'point of a restore',
      () => newCluster().restoreTo('Back', NULL as unknown as PointInTime),
      'PointInTime: `pointInTime` must be a point in time',
    ],
    [
      'password',
      () => ClusterAuthentication.passwordOnly(NULL as unknown as AdministratorPassword),
      'AdministratorPassword: `password` must be given where passwords log in',
    ],
    [
      'password beside identities',
      () => ClusterAuthentication.entraAndPassword(NULL as unknown as AdministratorPassword),
      'AdministratorPassword: `password` must be given where passwords log in',
    ],
    [
      'text in its place',
      () => newCluster().restoreTo('Back', '2026-11-20T00:00:00Z' as unknown as PointInTime),
      'PointInTime: `pointInTime` must be a point in time, got: 2026-11-20T00:00:00Z.',
    ],
    [
      'source',
      () =>
        GeoRedundantCluster.fromBackup(newStack(), 'Back', {
          source: NULL as unknown as IPostgresCluster,
          pointInTime: PointInTime.utc('2026-11-20T00:00:00Z'),
        }),
      'ClusterId: `source` must be a cluster, got: (nothing).',
    ],
    [
      'zones of an endpoint',
      () => newCluster().addPrivateEndpoint('Endpoint', { subnetId: SUBNET } as PrivateEndpointOptions),
      'PrivateEndpoint: `privateDnsZoneIds` must hold the zone privatelink.postgres.cosmos.azure.com, got: (empty).',
    ],
    [
      'object, but a text',
      () => newCluster({ version: '16' as unknown as PostgresVersion }),
      '[/estate/Tenants] ClusterVersion: `version` must be a PostgresVersion, got: 16.',
    ],
    [
      'password that is a text',
      () => ClusterAuthentication.passwordOnly('Horse-7' as unknown as AdministratorPassword),
      'AdministratorPassword: `password` must be an AdministratorPassword, got: something else.',
    ],
    [
      'e-mail address',
      () => newCluster().addMonitoring('Watch', { emailAddresses: [NOTHING] }),
      '[/estate/Tenants/Watch] ClusterMonitoring: `emailAddresses` must be e-mail addresses',
    ],
    [
      'first address',
      () => newCluster().addFirewallRule('Office', { startIpAddress: NOTHING }),
      '[/estate/Tenants/Office] ClusterFirewallRule: `startIpAddress` must be an IPv4 address',
    ],
    [
      'subnet',
      () => newCluster().addPrivateEndpoint('App', { subnetId: NOTHING, privateDnsZoneIds: [] }),
      '[/estate/Tenants/App] PrivateEndpoint: `subnetId` must be /subscriptions/…',
    ],
    [
      'region of a vault',
      () => new BackupVault(newStack(), 'Vault', { ...PLACE, location: NOTHING }),
      '[/estate/Vault] Location: `location` must be a region',
    ],
    [
      'resource group of a server',
      () =>
        new ProtectedFlexServer(newStack(), 'Orders', {
          ...PLACE,
          resourceGroupName: NOTHING,
          recoverableFor: Retention.years(1),
        }),
      '[/estate/Orders] PGB509: `resourceGroupName` must be 1 to 90 ',
    ],
  ])('is no %s', (_, make, sentence) => {
    const { message } = thrown(make);
    expect(message).toContain(sentence);
    if (!sentence.includes('got: ')) expect(message).toContain('got: (nothing).');
  });

  test('are no e-mail addresses', () => {
    const emailAddresses = undefined as unknown as string[];
    expect(thrown(() => newCluster().addMonitoring('Watch', { emailAddresses })).message).toContain('got: none.');
  });
});

test.each<keyof GeoRedundantClusterProps>([
  'authentication',
  'citusVersion',
  'clusterName',
  'dependsOn',
  'geoRedundantBackup',
  'highAvailability',
  'lock',
  'maintenanceWindow',
  'network',
  'origin',
  'preventDestroy',
  'provider',
  'shape',
  'tags',
  'version',
])('null for `%s` is as if it were left out', (prop) => {
  const [left, given] = [{}, { [prop]: NULL }].map((props) => synth(stackOf(newCluster(props))));
  expect(given).toEqual(left);
});

test('an object of a class keeps what it gets from its class', () => {
  class Window {
    public get dayOfWeek() {
      return 3;
    }
    public get startHour() {
      return 4;
    }
  }
  const { maintenanceWindow } = clusterIn(stackOf(newCluster({ maintenanceWindow: new Window() as never }))).body
    .properties;
  expect(maintenanceWindow).toMatchObject({ dayOfWeek: 3, startHour: 4 });
});

test('null is left out of what is added too', () => {
  const cluster = newCluster({ authentication: ClusterAuthentication.entraOnly(NULL) });
  cluster.addFirewallRule('Office', { startIpAddress: '203.0.113.10', endIpAddress: NULL, name: NULL });
  cluster.addLock('Other', { name: 'other', notes: NULL });
  cluster.addMonitoring('Watch', { emailAddresses: ['dba@example.com'], severity: NULL });
  const [rule] = azapi(synth(stackOf(cluster)), 'firewallRules');
  expect(rule.body.properties).toEqual({ startIpAddress: '203.0.113.10', endIpAddress: '203.0.113.10' });
});

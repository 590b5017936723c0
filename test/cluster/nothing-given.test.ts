import { imported, newCluster, PLACE } from './kit';
import {
  AdministratorPassword,
  BackupVault,
  CitusVersion,
  ClusterAuthentication,
  GeoRedundantCluster,
  GeoRedundantClusterProps,
  PointInTime,
  ProtectedFlexServer,
  Retention,
} from '../../src';
import { newStack, thrown } from '../kit';

/** What `process.env.X!` gives where there is no X. */
const NOTHING = undefined as unknown as string;
const NULL = null as unknown as undefined;
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
    ['tags', { tags: NULL }, 'Tags: `tags` must be names with values, '],
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
      'maintenance window',
      () => newCluster({ maintenanceWindow: NULL }),
      '[/estate/Tenants] MaintenanceWindow: `maintenanceWindow` must be a day and a time',
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
    expect(message).toContain('got: (nothing).');
  });

  test('are no e-mail addresses', () => {
    const emailAddresses = undefined as unknown as string[];
    expect(thrown(() => newCluster().addMonitoring('Watch', { emailAddresses })).message).toContain('got: none.');
  });
});

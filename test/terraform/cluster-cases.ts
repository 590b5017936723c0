import { AZAPI, counts, LOCK, METRIC_ALERT, planned, plannedAt } from './kit';
import { Case, place } from './option-cases';
import {
  AlertSeverity,
  CitusVersion,
  ClusterAuthentication,
  ClusterNetwork,
  ClusterNode,
  ClusterShape,
  GeoRedundantCluster,
  PostgresVersion,
  StorageSize,
} from '../../src';

const OTHER = '/subscriptions/8e2f4c3a-2f0e-4c8b-9d0e-5b9a4a6f1d10/resourceGroups/rg-other/providers';
const ON_CALL = `${OTHER}/Microsoft.Insights/actionGroups/on-call`;
/** A lock takes azurerm minutes, and has to be given up before anything goes: the example's life has it. */
const UNLOCKED = { lock: false };

export const CLUSTER_CASES: Case[] = [
  {
    name: 'GeoRedundantCluster: shapes, versions, standbys, networks, logins, windows and tags',
    providers: ['azurerm', 'azapi'],
    build(stack) {
      const at = place(stack);
      new GeoRedundantCluster(stack, 'defaults', { ...at, ...UNLOCKED });
      const many = new GeoRedundantCluster(stack, 'many', {
        ...at,
        ...UNLOCKED,
        clusterName: 'tenants-many',
        shape: ClusterShape.multiNode({
          workers: 3,
          worker: ClusterNode.of(8, StorageSize.gibibytes(1024)),
          coordinator: ClusterNode.of(16, StorageSize.gibibytes(256)),
          shardsOnCoordinator: true,
        }),
        version: PostgresVersion.V15,
        citusVersion: CitusVersion.V12_1,
        highAvailability: true,
        network: ClusterNetwork.publicEndpoint(true),
        authentication: ClusterAuthentication.entraOnly([
          {
            objectId: '5f0c9c55-0f6a-4c1f-b214-b0f6f0e8a53c',
            principalName: 'id-dba',
            principalType: 'ServicePrincipal',
          },
        ]),
        maintenanceWindow: { dayOfWeek: 6, startHour: 22, startMinute: 30 },
        tags: { team: 'tenants' },
      });
      many.addFirewallRule('office', { startIpAddress: '203.0.113.0', endIpAddress: '203.0.113.31', name: 'office' });
      many.addMonitoring('alerts', { actionGroupId: ON_CALL, storagePercent: 75, severity: AlertSeverity.WARNING });
      new GeoRedundantCluster(stack, 'single', {
        ...at,
        ...UNLOCKED,
        shape: ClusterShape.singleNode(ClusterNode.of(2, StorageSize.gibibytes(128))),
        network: ClusterNetwork.privateEndpoints(),
      });
      new GeoRedundantCluster(stack, 'burstable', {
        ...place(stack, 'swedencentral'),
        ...UNLOCKED,
        shape: ClusterShape.burstable(1),
        geoRedundantBackup: false,
      });
    },
    expect(plan) {
      const properties = (id: string) => plannedAt(plan, AZAPI, id).body.properties;
      expect(properties('single')).toMatchObject({
        nodeCount: 0,
        coordinatorVCores: 2,
        coordinatorEnablePublicIpAccess: false,
      });
      expect(properties('burstable')).toMatchObject({
        coordinatorServerEdition: 'BurstableMemoryOptimized',
        enableGeoBackup: false,
      });
      const clusters = Object.values(planned(plan, AZAPI)).filter(({ location }) => location !== null);
      expect(clusters.map(({ name }) => name).filter((name) => name !== undefined)).toEqual(
        expect.arrayContaining(['tenants-many', expect.stringMatching(/^single-[0-9a-f]{8}$/)]),
      );
      const [many] = clusters.filter(({ name }) => name === 'tenants-many');
      expect(many.tags).toEqual({ team: 'tenants' });
      expect(many.body.properties).toMatchObject({
        nodeCount: 3,
        nodeVCores: 8,
        coordinatorStorageQuotaInMb: 262144,
        enableShardsOnCoordinator: true,
        postgresqlVersion: '15',
        citusVersion: '12.1',
        enableHa: true,
        nodeEnablePublicIpAccess: true,
        maintenanceWindow: { customWindow: 'Enabled', dayOfWeek: 6, startHour: 22, startMinute: 30 },
      });
      expect(counts(plan)).toMatchObject({ [AZAPI]: 6, [METRIC_ALERT]: 2 });
      expect(counts(plan)[LOCK]).toBeUndefined();
    },
  },
];

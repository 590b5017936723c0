import { join } from 'path';
import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, TerraformResource, TerraformStack } from 'cdktf';

const TYPE = 'Microsoft.DBforPostgreSQL/serverGroupsv2';

/** A class that `cdktf get` made. */
type Generated = new (
  scope: TerraformStack,
  id: string,
  config: Record<string, unknown>,
) => TerraformResource & { readonly id: string };

/** The estate of `clusters` as somebody would write it: the same resources, the same arguments. */
export function handWrittenClusters(outdir: string, count: number): App {
  const { app, stack, group } = estate(outdir);
  /* eslint-disable @typescript-eslint/no-require-imports -- made beside this file before it is measured */
  const { AzapiProvider } = require('./azapi/provider') as { AzapiProvider: Generated };
  const { Resource } = require('./azapi/resource') as { Resource: Generated };
  new AzapiProvider(stack, 'azapi', {});
  const client = new DataAzurermClientConfig(stack, 'client', {});
  for (let n = 0; n < count; n++) {
    const cluster = new Resource(stack, `cluster-${n}`, {
      type: `${TYPE}@2023-03-02-preview`,
      name: `pg-bench-${n}`,
      parentId: `/subscriptions/${client.subscriptionId}/resourceGroups/${group.name}`,
      location: group.location,
      body: {
        tags: {},
        properties: {
          nodeCount: 2,
          coordinatorServerEdition: 'GeneralPurpose',
          coordinatorVCores: 4,
          coordinatorStorageQuotaInMb: 524288,
          enableShardsOnCoordinator: false,
          nodeServerEdition: 'MemoryOptimized',
          nodeVCores: 4,
          nodeStorageQuotaInMb: 524288,
          authConfig: { activeDirectoryAuth: 'enabled', passwordAuth: 'disabled' },
          postgresqlVersion: '16',
          enableGeoBackup: true,
          enableHa: false,
          coordinatorEnablePublicIpAccess: true,
          nodeEnablePublicIpAccess: false,
        },
      },
      responseExportValues: ['properties.serverNames', 'properties.earliestRestoreTime'],
      timeouts: { create: '3h', update: '3h', delete: '3h' },
    });
    const rule = new Resource(stack, `office-${n}`, {
      type: `${TYPE}/firewallRules@2023-03-02-preview`,
      name: 'office',
      parentId: cluster.id,
      body: { properties: { startIpAddress: '203.0.113.10', endIpAddress: '203.0.113.10' } },
      locks: [cluster.id],
    });
    new ManagementLock(stack, `lock-${n}`, {
      name: 'postgres-backup',
      scope: cluster.id,
      lockLevel: 'CanNotDelete',
      notes: 'A deleted cluster of Azure Cosmos DB for PostgreSQL can not be restored: its backups go with it.',
      lifecycle: { preventDestroy: true },
      dependsOn: [rule],
    });
  }
  return app;
}

/** The same estate in this library's words, with the validator on. */
export function clusters(outdir: string, count: number): App {
  // Loaded here, so that the hand-written run doesn't pay for it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { GeoRedundantCluster } = require(join(process.cwd(), 'lib')) as typeof import('../src');
  const { app, stack, group } = estate(outdir);
  for (let n = 0; n < count; n++) {
    const cluster = new GeoRedundantCluster(stack, `cluster-${n}`, {
      clusterName: `pg-bench-${n}`,
      resourceGroupName: group.name,
      location: group.location,
    });
    cluster.addFirewallRule('office', { startIpAddress: '203.0.113.10', name: 'office' });
  }
  return app;
}

function estate(outdir: string): { app: App; stack: TerraformStack; group: ResourceGroup } {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'estate');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  stack.addOverride('terraform.required_providers.azurerm.version', '>= 4.55.0, < 6.0.0, != 4.62.0, != 4.62.1');
  return { app, stack, group: new ResourceGroup(stack, 'group', { name: 'rg-bench', location: 'westeurope' }) };
}

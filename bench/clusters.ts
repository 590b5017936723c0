import { join } from 'path';
import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, TerraformProvider, TerraformResource, TerraformStack, Token } from 'cdktf';

const AZAPI = { providerName: 'azapi', providerVersionConstraint: '>= 1.15.0, < 3.0.0' };
const TYPE = 'Microsoft.DBforPostgreSQL/serverGroupsv2';

/** As little as somebody can write who has no bindings of azapi. */
class AzapiByHand extends TerraformResource {
  public constructor(
    scope: TerraformStack,
    id: string,
    private readonly attributes: Record<string, unknown>,
  ) {
    super(scope, id, { terraformResourceType: 'azapi_resource', terraformGeneratorMetadata: AZAPI });
  }

  public get id(): string {
    return Token.asString(this.interpolationForAttribute('id'));
  }

  protected synthesizeAttributes(): Record<string, unknown> {
    return this.attributes;
  }
}

class AzapiProviderByHand extends TerraformProvider {}

/** The estate of `clusters` as somebody would write it: the same resources, the same arguments. */
export function handWrittenClusters(outdir: string, count: number): App {
  const { app, stack, group } = estate(outdir);
  new AzapiProviderByHand(stack, 'azapi', {
    terraformResourceType: 'azapi',
    terraformGeneratorMetadata: AZAPI,
    terraformProviderSource: 'azure/azapi',
  });
  const client = new DataAzurermClientConfig(stack, 'client', {});
  for (let n = 0; n < count; n++) {
    const cluster = new AzapiByHand(stack, `cluster-${n}`, {
      type: `${TYPE}@2023-03-02-preview`,
      name: `pg-bench-${n}`,
      parent_id: `/subscriptions/${client.subscriptionId}/resourceGroups/${group.name}`,
      location: group.location,
      body: {
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
      response_export_values: ['properties.serverNames', 'properties.earliestRestoreTime'],
      timeouts: { create: '3h', update: '3h', delete: '3h' },
    });
    const rule = new AzapiByHand(stack, `office-${n}`, {
      type: `${TYPE}/firewallRules@2023-03-02-preview`,
      name: 'office',
      parent_id: cluster.id,
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

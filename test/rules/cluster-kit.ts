import { CosmosdbPostgresqlCluster as Cluster } from '@cdktf/provider-azurerm/lib/cosmosdb-postgresql-cluster';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformResource, TerraformStack } from 'cdktf';
import { emptyStack, SUBSCRIPTION } from './kit';

export const GEO_API = 'Microsoft.DBforPostgreSQL/serverGroupsv2@2023-03-02-preview';
export const OLD_CLUSTER = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants-old`;

export interface ClusterEstate {
  readonly stack: TerraformStack;
  readonly group: ResourceGroup;
}

export function clusterEstate(stack = emptyStack()): ClusterEstate {
  return { stack, group: new ResourceGroup(stack, 'group', { name: 'rg-orders', location: 'westeurope' }) };
}

/** A resource of a provider that has no bindings. */
export function untyped(
  stack: TerraformStack,
  type: string,
  id: string,
  config: Record<string, unknown>,
): TerraformResource {
  const resource = new TerraformResource(stack, id, { terraformResourceType: type });
  for (const [name, value] of Object.entries(config)) resource.addOverride(name, value);
  return resource;
}

/** A cluster through azurerm. */
export function cluster({ stack, group }: ClusterEstate, over: Record<string, unknown> = {}, id = 'tenants'): Cluster {
  return new Cluster(stack, id, {
    name: 'tenants',
    resourceGroupName: group.name,
    location: group.location,
    nodeCount: 2,
    ...over,
  });
}

/** A cluster with geo-redundant backup, through azapi. */
export function geoCluster(
  { stack, group }: ClusterEstate,
  properties: Record<string, unknown> = {},
  over: Record<string, unknown> = {},
): TerraformResource {
  return untyped(stack, 'azapi_resource', 'tenants', {
    type: GEO_API,
    name: 'tenants',
    parent_id: group.id,
    location: 'westeurope',
    body: {
      properties: { enableGeoBackup: true, nodeCount: 2, coordinatorServerEdition: 'GeneralPurpose', ...properties },
    },
    ...over,
  });
}

/** What makes a cluster a restored one. */
export function restored(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    sourceResourceId: OLD_CLUSTER,
    sourceLocation: 'westeurope',
    pointInTimeInUtc: '2026-11-18T02:00:00Z',
    ...over,
  };
}

import { TerraformStack } from 'cdktf';
import { GeoRedundantCluster, GeoRedundantClusterProps, IPostgresCluster } from '../../src';
import { all, newStack, SUBSCRIPTION, synth } from '../kit';

export const PLACE = { resourceGroupName: 'rg-tenants', location: 'westeurope' };
export const CLUSTERS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-tenants/providers/Microsoft.DBforPostgreSQL/serverGroupsv2`;
export const AZAPI = 'azapi_resource';
export const LOCK = 'azurerm_management_lock';
export const API = '2023-03-02-preview';

export function newCluster(props: Partial<GeoRedundantClusterProps> = {}, stack = newStack(), id = 'Tenants') {
  return new GeoRedundantCluster(stack, id, { ...PLACE, ...props });
}

export function imported(stack: TerraformStack, over: Partial<{ location: string; geoRedundantBackup: boolean }> = {}) {
  const attributes = { location: PLACE.location, ...over };
  return GeoRedundantCluster.fromClusterId(stack, 'Existing', `${CLUSTERS}/tenants`, attributes);
}

/** The stack's azapi resources of a kind: `serverGroupsv2`, `roles`, `firewallRules`. */
export function azapi(json: any, kind: string): any[] {
  return all(json, AZAPI).filter(({ type }) => type.split('@')[0].endsWith(`/${kind}`));
}

/** The one cluster of a stack, as azapi is told to make it. */
export function clusterIn(stack: TerraformStack): any {
  const found = azapi(synth(stack), 'serverGroupsv2');
  expect(found).toHaveLength(1);
  return found[0];
}

export function stackOf(cluster: IPostgresCluster): TerraformStack {
  return TerraformStack.of(cluster);
}

import { ITerraformDependable, TerraformProvider, TerraformResource } from 'cdktf';
import { IConstruct } from 'constructs';
import { ClusterLockOptions } from './cluster-lock';
import { ClusterMonitoring } from './cluster-monitoring';
import { ClusterFirewallRuleOptions } from './cluster-network';
import type { GeoRedundantCluster } from './geo-redundant-cluster';
import type { ClusterRestoreOptions } from './geo-redundant-cluster-props';
import { PrivateEndpointOptions } from '../terraform/private-endpoint';
import { PointInTime } from '../time/point-in-time';

/** A cluster of Azure Cosmos DB for PostgreSQL: one that this library makes, or one that exists already. */
export interface IPostgresCluster extends IConstruct {
  /** ARM id. */
  readonly clusterId: string;
  /** Name of the cluster. */
  readonly clusterName: string;
  /** Name of the resource group that it lies in. */
  readonly resourceGroupName: string;
  /** Id of the subscription that it lies in. */
  readonly subscriptionId: string;
  /** Region. */
  readonly location: string;
  /**
   * Whether its backups are kept in another region too.
   * @default - not known
   */
  readonly geoRedundantBackup?: boolean;
  /**
   * Provider of the cluster's subscription.
   * @default - the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
  /**
   * Keeps the cluster from being deleted: a CanNotDelete lock, which Terraform takes away only when it is taken out of the
   * program.
   *
   * While it holds, nothing below the cluster can be deleted either, such as a firewall rule.
   * @param id of the construct below the cluster
   * @throws ClusterLock when the notes are too long
   * @throws PGB509 when the name isn't one, or another lock of the cluster has it
   */
  addLock(id: string, options?: ClusterLockOptions): void;
  /**
   * Tells of a resource below the cluster that something else makes, such as an `azurerm_cosmosdb_postgresql_role`: every
   * lock of the cluster that is added here goes before it does, since it can't be deleted while one holds. What the methods
   * of the cluster make is known already.
   * @param part resource of the cluster's stack, or of one that doesn't depend on it
   */
  addPart(part: TerraformResource): void;
  /**
   * Has somebody told when a node runs out of storage or CPU.
   * @param id of the construct below the cluster
   * @throws ClusterMonitoring when nobody is told, whom is wrong, or a percentage isn't one
   * @throws ProviderSubscription when the cluster's provider is one of another subscription
   */
  addMonitoring(id: string, monitoring: ClusterMonitoring): void;
  /**
   * Lets addresses in to the public endpoints.
   * @param id of the construct below the cluster
   * @returns what has to exist before they get in
   * @throws ClusterFirewallRule when an address isn't one, or the last comes before the first
   * @throws PGB509 when the name isn't one, or another rule of the cluster has it
   */
  addFirewallRule(id: string, options: ClusterFirewallRuleOptions): ITerraformDependable;
  /**
   * Gives the coordinator an address in a subnet, and enters it in the zone `privatelink.postgres.cosmos.azure.com`.
   * @param id of the construct below the cluster
   * @returns what has to exist before the cluster can be reached there
   * @throws Location when the region of its network is empty
   * @throws PrivateEndpoint when its subnet or zone isn't one, or the zone is missing
   * @throws PGB509 when the name isn't one, or another private endpoint of the cluster has it
   * @throws ProviderSubscription when the cluster's provider is one of another subscription
   * @see https://learn.microsoft.com/azure/cosmos-db/postgresql/concepts-private-access
   */
  addPrivateEndpoint(id: string, options: PrivateEndpointOptions): ITerraformDependable;
  /**
   * Restores the cluster to a point of the last 35 days, as another cluster in the same resource group: the construct
   * stands beside this one, so that this one can go. The checklist at `GeoRedundantCluster` says what comes along.
   * @param id of the construct beside this one
   * @throws ClusterHighAvailability when burstable compute, which comes along, is to have standbys
   * @throws ClusterVersion when the version is older than that of the cluster, or Entra identities, burstable compute or the
   * Citus don't go with it
   * @throws EntraAdministrator when an administrator of the cluster, who comes along, is named again
   * @throws PGB509 when the name is that of the cluster, or of another cluster of the app
   * @throws PGB801 when backups are to be geo-redundant in a region that has no place for them
   * @throws PGB802 when backups are to be geo-redundant and the compute, which comes along, is burstable
   * @throws PGB809 when the region is neither that of the cluster nor that of its geo-redundant backup, or the subscription
   * another
   */
  restoreTo(id: string, pointInTime: PointInTime, options?: ClusterRestoreOptions): GeoRedundantCluster;
}

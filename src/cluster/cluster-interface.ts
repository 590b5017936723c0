import { ITerraformDependable, TerraformProvider } from 'cdktf';
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
   * @throws PGB509 when the name isn't one, or another lock of the cluster has it
   */
  addLock(id: string, options?: ClusterLockOptions): void;
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
   * @throws PrivateEndpoint when its subnet or zone isn't one, or the zone is missing
   * @throws PGB509 when the name isn't one
   * @throws ProviderSubscription when the cluster's provider is one of another subscription
   * @see https://learn.microsoft.com/azure/cosmos-db/postgresql/concepts-private-access
   */
  addPrivateEndpoint(id: string, options: PrivateEndpointOptions): ITerraformDependable;
  /**
   * Restores the cluster to a point of the last 35 days, as another cluster in the same resource group: the construct
   * stands beside this one, so that this one can go. The checklist at `GeoRedundantCluster` says what comes along.
   * @param id of the construct beside this one
   * @throws PGB809 when the region is neither that of the cluster nor that of its geo-redundant backup, or the subscription
   * another
   */
  restoreTo(id: string, pointInTime: PointInTime, options?: ClusterRestoreOptions): GeoRedundantCluster;
}

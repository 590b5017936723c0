import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { CitusVersion } from './citus-version';
import { ClusterAuthentication } from './cluster-authentication';
import type { IPostgresCluster } from './cluster-interface';
import { ClusterNetwork } from './cluster-network';
import { ClusterOrigin } from './cluster-origin';
import { ClusterShape } from './cluster-shape';
import { PostgresVersion } from '../server/postgres-version';
import { MaintenanceWindow } from '../server/protected-flex-server-props';
import { PointInTime } from '../time/point-in-time';

/** What new and restored clusters can be told. */
export interface ClusterOptions {
  /**
   * Name: 3 to 40 lower-case letters, digits and hyphens, unique in all of Azure.
   * @default - made from the construct path, with a hash of subscription and resource group
   */
  readonly clusterName?: string;
  /**
   * Coordinator and workers, or one node.
   * @default - a coordinator and two workers of 4 vCores and 512 GiB each, but for a restored cluster that of its source:
   * a restore can't change it, later applies can, and disks only grow
   */
  readonly shape?: ClusterShape;
  /**
   * Major version of PostgreSQL, 11 to 16; of a restored cluster none that is older than that of its source.
   * @default PostgresVersion.V16, but for a restored cluster that of its source
   */
  readonly version?: PostgresVersion;
  /**
   * Version of the Citus extension.
   * @default - the one that goes with the version of PostgreSQL, but for a restored cluster that of its source
   */
  readonly citusVersion?: CitusVersion;
  /**
   * Whether every node has a standby that takes over. Burstable nodes can't have one. A restore isn't said to bring it along.
   * @default false, but for a restored cluster as the restore leaves it
   */
  readonly highAvailability?: boolean;
  /**
   * Whether backups are kept in another region too. It is chosen when a cluster is made or restored, and can't be turned off
   * afterwards. Burstable nodes can't have it, nor can a restore of them, whatever shape it is given for later.
   * @default true
   */
  readonly geoRedundantBackup?: boolean;
  /**
   * From where the cluster can be reached.
   * @default ClusterNetwork.publicEndpoint() - open to nobody until a firewall rule lets them in
   */
  readonly network?: ClusterNetwork;
  /**
   * Who may log in. User roles come along with a restore: whoever administers the source in this program isn't named again.
   * @default ClusterAuthentication.entraOnly(), but for a restored cluster whoever could in its source
   */
  readonly authentication?: ClusterAuthentication;
  /**
   * When Azure may work on the cluster, UTC.
   * @default - Azure chooses
   */
  readonly maintenanceWindow?: MaintenanceWindow;
  /**
   * Whether a CanNotDelete lock keeps the cluster from being deleted. Terraform takes it away only when this is set to
   * false: a plan that deletes or replaces the cluster fails before.
   * @default true
   */
  readonly lock?: boolean;
  /**
   * Whether Terraform refuses every plan that deletes or replaces the cluster, locked or not.
   * @default false
   */
  readonly preventDestroy?: boolean;
  /**
   * What has to exist before the cluster is made.
   * @default - what its props refer to
   */
  readonly dependsOn?: ITerraformDependable[];
  /**
   * Tags of the cluster.
   * @default - those that the azapi provider has by default, else none
   */
  readonly tags?: Record<string, string>;
  /**
   * azurerm provider of the cluster's subscription.
   * @default - the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
}

/** A new cluster, or one that is restored from another. */
export interface GeoRedundantClusterProps extends ClusterOptions {
  /** Resource group of the cluster. */
  readonly resourceGroupName: string;
  /** Region. */
  readonly location: string;
  /**
   * What the cluster is restored from; `GeoRedundantCluster.fromBackup` and `restoreTo` fill it in.
   * @default - a new, empty cluster
   */
  readonly origin?: ClusterOrigin;
}

/** How a cluster is restored. */
export interface ClusterRestoreOptions extends ClusterOptions {
  /**
   * Region: that of the source, or the one that keeps its geo-redundant backup.
   * @default - that of the source
   */
  readonly location?: string;
  /**
   * Resource group: a restore can't leave that of the source.
   * @default - that of the source
   */
  readonly resourceGroupName?: string;
}

/** A cluster that is restored from the backups of another; its azurerm provider is by default that of its source. */
export interface RestoredClusterProps extends ClusterRestoreOptions {
  /** The cluster that is restored. */
  readonly source: IPostgresCluster;
  /** A point of the last 35 days. */
  readonly pointInTime: PointInTime;
}

/** What is known of a cluster that exists already. */
export interface PostgresClusterAttributes {
  /** Region. */
  readonly location: string;
  /**
   * Whether its backups are kept in another region too.
   * @default - not known
   */
  readonly geoRedundantBackup?: boolean;
  /**
   * azurerm provider of the cluster's subscription.
   * @default - the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
}

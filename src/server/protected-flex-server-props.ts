import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { ElasticCluster } from './elastic-cluster';
import { FlexServerAuthentication } from './flex-server-authentication';
import { FlexServerEncryption } from './flex-server-key';
import { FlexServerNetwork } from './flex-server-network';
import { FlexServerSku } from './flex-server-sku';
import { PostgresVersion } from './postgres-version';
import { ServerOrigin } from './server-origin';
import { StorageSize } from './storage-size';
import { IBackupPolicy } from '../policy/backup-policy';
import { Retention } from '../time/retention';
import { IBackupVault } from '../vault/backup-vault-interface';

/** The backups that every server takes of itself, kept for days. */
export interface OperationalBackup {
  /**
   * How long they are kept: 7 to 35 days.
   * @default Retention.days(35)
   */
  readonly retention?: Retention;
  /**
   * Whether they are copied to the paired region. Can only be chosen when the server is made: a change replaces it.
   * @default true, but false in a region that is known to have no pair, and for a restored server as its source has it
   * where that is known
   */
  readonly geoRedundant?: boolean;
}

/** A second server that takes over. */
export interface HighAvailability {
  /**
   * `ZoneRedundant` or `SameZone`.
   * @default 'ZoneRedundant'
   */
  readonly mode?: string;
  /**
   * Zone of the standby.
   * @default - Azure chooses
   */
  readonly standbyZone?: string;
}

/** When Azure may work on the server, UTC. */
export interface MaintenanceWindow {
  /** 0 is Sunday. */
  readonly dayOfWeek: number;
  /**
   * 0 to 23.
   * @default 0
   */
  readonly startHour?: number;
  /**
   * 0 to 59.
   * @default 0
   */
  readonly startMinute?: number;
}

/** A flexible server and how long it has to be recoverable. */
export interface ProtectedFlexServerProps {
  /** Resource group of the server. */
  readonly resourceGroupName: string;
  /** Region. */
  readonly location: string;
  /**
   * How long the data has to be recoverable: 7 days to 10 years. The policy for it is shared by the servers of a vault.
   * @default - `policy` says it
   */
  readonly recoverableFor?: Retention;
  /**
   * The policy that protects the server.
   * @default - one that keeps the data recoverable for `recoverableFor`
   */
  readonly policy?: IBackupPolicy;
  /**
   * The vault that keeps the backups of `recoverableFor`.
   * @default - one for all servers of the stack in this region, geo-redundant, in a resource group of its own
   */
  readonly vault?: IBackupVault;
  /**
   * Name: 3 to 63 lower-case letters, digits and single hyphens, unique in all of Azure.
   * @default - made from the construct path, with a hash that Terraform takes from subscription and resource group
   */
  readonly serverName?: string;
  /**
   * Nodes of an elastic cluster. Long-term backups of one are taken under edition v2-2026-09-28 alone.
   * @default - one server of its own
   */
  readonly cluster?: ElasticCluster;
  /**
   * Major version of PostgreSQL.
   * @default PostgresVersion.V17, but for a restored server that of its source
   */
  readonly version?: PostgresVersion;
  /**
   * Compute size.
   * @default FlexServerSku.of('GP_Standard_D2ds_v5'), but for a restored server that of its source
   */
  readonly sku?: FlexServerSku;
  /**
   * Disk size. A restored server needs at least that of its source.
   * @default StorageSize.gibibytes(128), but for a restored server that of its source where it is known
   */
  readonly storage?: StorageSize;
  /**
   * Performance tier of the disk, `P4` to `P80`.
   * @default - the one that goes with the size
   */
  readonly storageTier?: string;
  /**
   * Whether the disk grows by itself.
   * @default false - a server that outgrows the support matrix stops being backed up - but for a restored server as its
   * source has it where that is known
   */
  readonly autoGrow?: boolean;
  /**
   * Availability zone, `1` to `3`. Without one Azure chooses, and later plans leave the choice alone.
   * @default - Azure chooses
   */
  readonly zone?: string;
  /**
   * A second server that takes over.
   * @default - none
   */
  readonly highAvailability?: HighAvailability;
  /**
   * Who may log in.
   * @default FlexServerAuthentication.entraOnly()
   */
  readonly authentication?: FlexServerAuthentication;
  /**
   * From where the server can be reached.
   * @default FlexServerNetwork.publicEndpoint() - open to nobody until a firewall rule lets them in
   */
  readonly network?: FlexServerNetwork;
  /**
   * Keys of one's own that encrypt the server.
   * @default - a key that Azure manages
   */
  readonly encryption?: FlexServerEncryption;
  /**
   * The backups that the server takes of itself.
   * @default - 35 days, geo-redundant where the region has a pair
   */
  readonly operationalBackup?: OperationalBackup;
  /**
   * When Azure may work on the server.
   * @default - Azure chooses
   */
  readonly maintenanceWindow?: MaintenanceWindow;
  /**
   * What the server is restored from. What a restore doesn't take over from there is stated anew: storage, growth and
   * geo-redundancy fall back to the smallest otherwise.
   * @default - a new, empty server
   */
  readonly origin?: ServerOrigin;
  /**
   * What has to exist before the server is made, such as the link between its private DNS zone and its network.
   * @default - what its props refer to
   */
  readonly dependsOn?: ITerraformDependable[];
  /**
   * Tags of the server.
   * @default - none
   */
  readonly tags?: Record<string, string>;
  /**
   * Provider of the server's subscription: the vault may lie in another one of the same tenant.
   * @default - the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
}

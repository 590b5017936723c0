import type {
  PostgresqlFlexibleServer,
  PostgresqlFlexibleServerConfig,
} from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { checkServer, operationalDays } from './check-server';
import { FlexServer } from './flex-server';
import { FlexServerAuthentication } from './flex-server-authentication';
import { FlexServerEncryption } from './flex-server-key';
import { FlexServerNetwork } from './flex-server-network';
import { FlexServerSku } from './flex-server-sku';
import { PostgresVersion } from './postgres-version';
import { ServerOrigin } from './server-origin';
import { sharedPolicy } from './shared-backup';
import { StorageSize } from './storage-size';
import { hasGeoBackup, regionInfo } from '../matrix/regions';
import { BackupInstance } from '../policy/backup-instance';
import { IBackupPolicy } from '../policy/backup-policy';
import { generated } from '../terraform/generated';
import { knownRegion } from '../terraform/known-text';
import { readable, terraformHash } from '../terraform/names';
import { ProviderIdentity, providerIdentity } from '../terraform/subscription';
import { Retention } from '../time/retention';
import { isUnresolvedString } from '../time/token';
import { markNote } from '../validation/marks';
import { PostgresBackupValidator } from '../validation/validator';
import { IBackupVault } from '../vault/backup-vault';

/** The backups that every server takes of itself, kept for days. */
export interface OperationalBackup {
  /**
   * How long they are kept: 7 to 35 days.
   * @default Retention.days(35)
   */
  readonly retention?: Retention;
  /**
   * Whether they are copied to the paired region. Can only be chosen when the server is made: a change replaces it.
   * @default true, but false in a region that is known to have no pair
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
   * Major version of PostgreSQL.
   * @default PostgresVersion.V17
   */
  readonly version?: PostgresVersion;
  /**
   * Compute size.
   * @default FlexServerSku.of('GP_Standard_D2ds_v5')
   */
  readonly sku?: FlexServerSku;
  /**
   * Disk size.
   * @default StorageSize.gibibytes(128)
   */
  readonly storage?: StorageSize;
  /**
   * Performance tier of the disk, `P4` to `P80`.
   * @default - the one that goes with the size
   */
  readonly storageTier?: string;
  /**
   * Whether the disk grows by itself.
   * @default false - a server that outgrows the support matrix stops being backed up
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
   * What the server is restored from.
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

/**
 * A flexible server that is backed up from the day it is made: the server with secure defaults, and, unless given, the
 * vault, the policy, the roles, the wait for them and the backup instance.
 */
export class ProtectedFlexServer extends FlexServer {
  /** The azurerm resource, for what this class has no prop for. */
  public readonly resource: PostgresqlFlexibleServer;
  public readonly serverId: string;
  public readonly serverName: string;
  public readonly resourceGroupName: string;
  public readonly subscriptionId: string;
  public readonly location: string;
  public readonly provider?: TerraformProvider;
  /** Major version of PostgreSQL. */
  public readonly version: PostgresVersion;
  /** Compute size. */
  public readonly sku: FlexServerSku;
  /** Disk size. */
  public readonly storage: StorageSize;
  /** The policy that protects it. */
  public readonly policy: IBackupPolicy;
  /** The backup instance in the vault. */
  public readonly backupInstance: BackupInstance;

  /**
   * @throws Recoverability when neither or both of `recoverableFor` and `policy` are given, or `policy` isn't of `vault`
   * @throws PGB301 when `recoverableFor` is under 7 days or over 10 years
   * @throws PGB509 when the name isn't one
   * @throws PGB701 when operational backups are kept under 7 or over 35 days
   * @throws PGB706 when backups are geo-redundant, the server has a key of its own and the backups have none
   * @throws PGB707 when backups are to be geo-redundant in a region without a pair
   */
  public constructor(scope: Construct, id: string, props: ProtectedFlexServerProps) {
    super(scope, id);
    this.storage = props.storage ?? StorageSize.gibibytes(128);
    checkServer(this, { ...props, storage: this.storage });
    const identity = providerIdentity(this, props.provider);
    this.resourceGroupName = props.resourceGroupName;
    this.subscriptionId = identity.subscriptionId;
    this.location = props.location;
    this.provider = props.provider;
    this.serverName = props.serverName ?? this.defaultName();
    this.version = props.version ?? PostgresVersion.V17;
    this.sku = props.sku ?? FlexServerSku.of('GP_Standard_D2ds_v5');

    this.resource = new generated.FlexibleServer(this, 'Resource', this.config(props, identity));
    // A hash that Terraform works out can't make the name malformed.
    if (props.serverName === undefined) markNote(this.resource, 'name', 'well-formed');
    this.serverId = this.resource.id;
    this.addAdministrators(props.authentication, identity);

    this.policy = props.policy ?? sharedPolicy(this, props.location, props.recoverableFor!, props.vault);
    this.backupInstance = this.policy.protect(this);
    PostgresBackupValidator.of(this);
  }

  /** Host name to connect to. */
  public get fullyQualifiedDomainName(): string {
    return this.resource.fqdn;
  }

  /** The vault that keeps the backups. */
  public get vault(): IBackupVault {
    return this.policy.vault;
  }

  private defaultName(): string {
    const place = `${this.subscriptionId}/${this.resourceGroupName}/${this.node.path}`;
    return `${readable(this, 50)}-${terraformHash(place)}`;
  }

  private config(props: ProtectedFlexServerProps, identity: ProviderIdentity): PostgresqlFlexibleServerConfig {
    const { operationalBackup, network = FlexServerNetwork.publicEndpoint(), highAvailability: standby } = props;
    const retention = operationalBackup?.retention ?? Retention.days(35);
    return {
      name: this.serverName,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      version: this.version.major,
      skuName: this.sku.name,
      // A restore states all of these anew: what were left out would fall back to 32 GiB, no growth, no geo-redundancy.
      storageMb: this.storage.storageMb,
      storageTier: props.storageTier,
      autoGrowEnabled: props.autoGrow ?? false,
      backupRetentionDays: operationalDays(this, retention),
      geoRedundantBackupEnabled: operationalBackup?.geoRedundant ?? copiesBackups(knownRegion(this, props.location)),
      zone: props.zone,
      highAvailability:
        standby === undefined
          ? undefined
          : { mode: standby.mode ?? 'ZoneRedundant', standbyAvailabilityZone: standby.standbyZone },
      ...authentication(props.authentication ?? FlexServerAuthentication.entraOnly(), identity),
      publicNetworkAccessEnabled: network.publicNetworkAccess,
      delegatedSubnetId: network.delegatedSubnetId,
      privateDnsZoneId: network.privateDnsZoneId,
      ...encryption(props.encryption),
      maintenanceWindow: props.maintenanceWindow,
      createMode: props.origin?.createMode,
      sourceServerId: props.origin?.sourceServerId,
      pointInTimeRestoreTimeInUtc: props.origin?.restoreTime,
      tags: props.tags,
      dependsOn: props.dependsOn,
      lifecycle: { ignoreChanges: ignoredChanges(props) },
      provider: props.provider,
    };
  }

  private addAdministrators(rules: FlexServerAuthentication | undefined, identity: ProviderIdentity): void {
    for (const [index, administrator] of (rules?.entraAdministrators ?? []).entries()) {
      const { objectId, principalName, principalType } = administrator;
      // Names may repeat or be tokens, which no construct may be called by.
      const known =
        !isUnresolvedString(principalName) && this.node.tryFindChild(`Administrator-${principalName}`) === undefined;
      new generated.ActiveDirectoryAdministrator(this, `Administrator-${known ? principalName : index}`, {
        serverName: this.resource.name,
        resourceGroupName: this.resource.resourceGroupName,
        tenantId: identity.tenantId,
        objectId,
        principalName,
        principalType: principalType ?? 'Group',
        provider: this.provider,
      });
    }
  }
}

function authentication(
  rules: FlexServerAuthentication,
  identity: ProviderIdentity,
): Partial<PostgresqlFlexibleServerConfig> {
  const { entraAdministrators, passwordAdministrator } = rules;
  const entra = entraAdministrators !== undefined;
  return {
    authentication: {
      activeDirectoryAuthEnabled: entra,
      passwordAuthEnabled: passwordAdministrator !== undefined,
      tenantId: entra ? identity.tenantId : undefined,
    },
    administratorLogin: passwordAdministrator?.login,
    administratorPasswordWo: passwordAdministrator?.password._password,
    administratorPasswordWoVersion: passwordAdministrator?.password.version,
  };
}

function encryption(keys: FlexServerEncryption | undefined): Partial<PostgresqlFlexibleServerConfig> {
  if (keys === undefined) return {};
  const { key, geoBackupKey } = keys;
  const identities = [key, geoBackupKey].flatMap((each) => (each === undefined ? [] : [each.userAssignedIdentityId]));
  return {
    identity: { type: 'UserAssigned', identityIds: identities },
    customerManagedKey: {
      keyVaultKeyId: key.keyVaultKeyId,
      primaryUserAssignedIdentityId: key.userAssignedIdentityId,
      geoBackupKeyVaultKeyId: geoBackupKey?.keyVaultKeyId,
      geoBackupUserAssignedIdentityId: geoBackupKey?.userAssignedIdentityId,
    },
  };
}

/** What Azure decides, and what a restore only needs once: a plan that changed either would fail or destroy the server. */
function ignoredChanges(props: ProtectedFlexServerProps): string[] {
  return [
    // Azure swaps the zones at a failover, and chooses the ones that aren't given.
    ...(props.zone === undefined || props.highAvailability !== undefined ? ['zone'] : []),
    ...(props.highAvailability === undefined ? [] : ['high_availability[0].standby_availability_zone']),
    'create_mode',
    'source_server_id',
    'point_in_time_restore_time_in_utc',
  ];
}

/** Unknown regions are taken to have it: nearly all do, and it can't be chosen later. */
function copiesBackups(region: string): boolean {
  const info = regionInfo(region);
  return info === undefined || hasGeoBackup(info);
}

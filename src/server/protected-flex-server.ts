import type {
  PostgresqlFlexibleServer,
  PostgresqlFlexibleServerConfig,
} from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { checkOrigin, withOriginal } from './check-origin';
import { checkServer, operationalDays } from './check-server';
import { FlexServer } from './flex-server';
import { FlexServerAuthentication } from './flex-server-authentication';
import { FlexServerEncryption } from './flex-server-key';
import { FlexServerNetwork } from './flex-server-network';
import { FlexServerSku } from './flex-server-sku';
import { SERVER_KINDS } from './kinds';
import { KnownServer, rememberServer } from './known-server';
import { OnDemandBackup, OnDemandBackupOptions } from './on-demand-backup';
import { PostgresVersion } from './postgres-version';
import { ProtectedFlexServerProps } from './protected-flex-server-props';
import { addServerEndpoint } from './server-endpoint';
import { sharedPolicy } from './shared-backup';
import { StorageSize } from './storage-size';
import { hasGeoBackup, regionInfo } from '../matrix/regions';
import { BackupInstance } from '../policy/backup-instance';
import { IBackupPolicy } from '../policy/backup-policy';
import { ownDependencies } from '../terraform/depend';
import { generated } from '../terraform/generated';
import { knownRegion } from '../terraform/known-text';
import { readable, terraformHash } from '../terraform/names';
import { PrivateEndpointOptions } from '../terraform/private-endpoint';
import { ProviderIdentity, providerIdentity } from '../terraform/subscription';
import { Retention } from '../time/retention';
import { isUnresolvedString } from '../time/token';
import { markNote } from '../validation/marks';
import { PostgresBackupValidator } from '../validation/validator';
import { IBackupVault } from '../vault/backup-vault-interface';
import { checkKinds, withoutNulls } from '../vault/given';

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
  /** Major version of PostgreSQL; of a server that is restored from one that isn't known, as Azure tells it. */
  public readonly version: PostgresVersion;
  /** Compute size, likewise. */
  public readonly sku: FlexServerSku;
  /** Disk size. */
  public readonly storage: StorageSize;
  /** From where it can be reached. */
  public readonly network: FlexServerNetwork;
  /** The policy that protects it. */
  public readonly policy: IBackupPolicy;
  /** The backup instance in the vault. */
  public readonly backupInstance: BackupInstance;

  /**
   * @throws AdministratorLogin when the login is missing or reserved
   * @throws Recoverability when neither or both of `recoverableFor` and `policy` are given, or `policy` isn't of `vault`
   * @throws ElasticCluster when an elastic cluster can't have a version, growth, network or origin
   * @throws EntraAdministrator when one has no object id or no name, or is of a kind that isn't one
   * @throws FlexServerAuthentication when `authentication` isn't one
   * @throws FlexServerKey when a key or the identity that uses it isn't one
   * @throws FlexServerNetwork when the delegated subnet or its zone isn't one
   * @throws GeoRestore when the source of a geo-restore is known to have no copies, or another size
   * @throws Location when the region is empty
   * @throws PGB301 when `recoverableFor` is under 7 days or over 10 years
   * @throws PGB509 when the name isn't one
   * @throws PGB701 when operational backups are kept under 7 or over 35 days
   * @throws PGB706 when backups are geo-redundant, the server has a key of its own and the backups have none
   * @throws PGB707 when backups are to be geo-redundant in a region without a pair
   * @throws RestoredStorage when a restored server is known to have a smaller disk than its source
   * @throws RestoreRegion when a server isn't restored in the region of its source, or in its pair where it is a geo-restore
   * @throws ReviveDropped when a deleted server is revived in another subscription or under its old name
   * @throws ServerOrigin when `origin` isn't one
   */
  public constructor(scope: Construct, id: string, props: ProtectedFlexServerProps) {
    super(scope, id);
    props = withoutNulls(props, 'encryption', 'highAvailability', 'maintenanceWindow', 'operationalBackup');
    checkKinds(this, props, SERVER_KINDS);
    const stated = withOriginal(props);
    this.storage = stated.storage ?? StorageSize.gibibytes(128);
    checkServer(this, { ...stated, storage: this.storage });
    checkOrigin(this, stated);
    const identity = providerIdentity(this, props.provider);
    this.resourceGroupName = props.resourceGroupName;
    this.subscriptionId = identity.subscriptionId;
    this.location = props.location;
    this.provider = props.provider;
    this.network = props.network ?? FlexServerNetwork.publicEndpoint();
    this.serverName = props.serverName ?? this.defaultName();
    // Of a copy whose source isn't known both stay out: Azure takes them from there, and a default might be another.
    const isNew = props.origin === undefined;
    const version = stated.version ?? (isNew ? PostgresVersion.V17 : undefined);
    const sku = stated.sku ?? (isNew ? FlexServerSku.of('GP_Standard_D2ds_v5') : undefined);
    const { geoRedundant = copiesBackups(knownRegion(this, props.location)) } = stated.operationalBackup ?? {};
    const known: KnownServer = {
      sku,
      version,
      storage: this.storage,
      autoGrow: stated.autoGrow ?? false,
      geoRedundantBackup: geoRedundant,
    };
    rememberServer(this, known);

    this.resource = new generated.FlexibleServer(this, 'Resource', this.config(stated, known, identity));
    // Bindings from before azurerm 4.60 have no argument for it.
    if (props.cluster !== undefined) this.resource.addOverride('cluster', { size: props.cluster.nodes });
    this.version = version ?? PostgresVersion.of(this.resource.version);
    this.sku = sku ?? FlexServerSku.of(this.resource.skuName);
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

  /**
   * Takes a backup of the server when Terraform applies, beside those that the server takes of itself.
   * @param id of the construct below the server
   * @throws PGB703 when the server has 7 already
   * @throws PGB704 when the server takes none
   * @throws PGB705 when the name isn't one, or another backup of the server has it
   */
  public addOnDemandBackup(id: string, options: OnDemandBackupOptions = {}): OnDemandBackup {
    return new OnDemandBackup(this, id, { ...options, server: this });
  }

  /**
   * Gives the server an address in a subnet, and enters it in the zone `privatelink.postgres.database.azure.com`. Backups
   * don't go through it: with the public endpoint closed they hang on what the edition promises, see PGB411.
   * @param id of the construct below the server
   * @returns what has to exist before the server can be reached there
   * @throws PrivateEndpoint when the server lies in a delegated subnet, its subnet or zone isn't one, or the zone is missing
   * @throws PGB509 when the name isn't one
   * @see https://learn.microsoft.com/azure/postgresql/network/concepts-networking-private-link
   */
  public addPrivateEndpoint(id: string, options: PrivateEndpointOptions): ITerraformDependable {
    return addServerEndpoint(this, id, options);
  }

  private defaultName(): string {
    const place = `${this.subscriptionId}/${this.resourceGroupName}/${this.node.path}`;
    return `${readable(this, 50)}-${terraformHash(place)}`;
  }

  private config(
    props: ProtectedFlexServerProps,
    known: KnownServer,
    identity: ProviderIdentity,
  ): PostgresqlFlexibleServerConfig {
    const { operationalBackup, network = FlexServerNetwork.publicEndpoint(), highAvailability: standby } = props;
    const retention = operationalBackup?.retention ?? Retention.days(35);
    return {
      name: this.serverName,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      version: known.version?.major,
      skuName: known.sku?.name,
      // A restore states all of these anew: what were left out would fall back to 32 GiB, no growth, no geo-redundancy.
      storageMb: this.storage.storageMb,
      storageTier: props.storageTier,
      autoGrowEnabled: known.autoGrow,
      backupRetentionDays: operationalDays(this, retention),
      geoRedundantBackupEnabled: known.geoRedundantBackup,
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
      dependsOn: ownDependencies(this, props.dependsOn),
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

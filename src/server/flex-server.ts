import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { FlexServerSku } from './flex-server-sku';
import { KNOWN_KINDS } from './kinds';
import { rememberServer } from './known-server';
import { PostgresVersion } from './postgres-version';
import { StorageSize } from './storage-size';
import { NAMES } from '../matrix/names';
import { SOURCES } from '../matrix/source';
import { armIdPart, checkArmId } from '../terraform/arm-id';
import { checkLocation, checkName } from '../terraform/check';
import { generated } from '../terraform/generated';
import { providerIdentity } from '../terraform/subscription';
import { markDescribed } from '../validation/marks';
import { PostgresBackupValidator } from '../validation/validator';
import { IFlexServer } from '../vault/flex-server-interface';
import { checkKinds, withoutNulls } from '../vault/given';

/**
 * What is known of a server that exists already. Whatever the support matrix limits and isn't said here can't be decided
 * at synthesis.
 */
export interface FlexServerAttributes {
  /** Region. */
  readonly location: string;
  /**
   * Disk size.
   * @default - not known
   */
  readonly storage?: StorageSize;
  /**
   * Storage type: `Premium_LRS` or `PremiumV2_LRS`.
   * @default - not known
   */
  readonly storageType?: string;
  /**
   * Whether the disk grows by itself.
   * @default - not known
   */
  readonly autoGrow?: boolean;
  /**
   * Compute size.
   * @default - not known
   */
  readonly sku?: FlexServerSku;
  /**
   * Major version of PostgreSQL.
   * @default - not known
   */
  readonly version?: PostgresVersion;
  /**
   * Whether it is a read replica.
   * @default - not known
   */
  readonly replica?: boolean;
  /**
   * Whether its operational backups are copied to the paired region.
   * @default - not known
   */
  readonly geoRedundantBackup?: boolean;
  /**
   * Nodes of an elastic cluster; 0 for a server of its own.
   * @default - not known
   */
  readonly clusterSize?: number;
  /**
   * Whether the public endpoint is open.
   * @default - not known
   */
  readonly publicNetworkAccess?: boolean;
  /**
   * Provider of the server's subscription.
   * @default - the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
}

/** How an existing server is looked up when Terraform plans. */
export interface FlexServerLookup {
  /** Name of the server. */
  readonly serverName: string;
  /** Resource group that it lies in. */
  readonly resourceGroupName: string;
  /**
   * Provider of the server's subscription.
   * @default - the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
}

/** Servers that exist already. Put one under a policy with `policy.protect(…)`. */
export abstract class FlexServer extends Construct implements IFlexServer {
  /**
   * A server by its id, with what is known of it; nothing is looked up. It may lie in another subscription of the same
   * tenant: give the provider of that subscription.
   * @throws Location when the region is empty
   * @throws ServerId when the id isn't that of a flexible server
   */
  public static fromServerId(
    scope: Construct,
    id: string,
    serverId: string,
    attributes: FlexServerAttributes,
  ): IFlexServer {
    attributes = withoutNulls(attributes);
    class Import extends FlexServer {
      public readonly serverId = serverId;
      public readonly serverName = armIdPart(serverId, 'flexibleServers');
      public readonly resourceGroupName = armIdPart(serverId, 'resourceGroups');
      public readonly subscriptionId = armIdPart(serverId, 'subscriptions');
      public readonly location = attributes.location;
      public readonly provider = attributes.provider;
    }
    const server = new Import(scope, id);
    checkArmId(
      server,
      'ServerId',
      'serverId',
      serverId,
      'Microsoft.DBforPostgreSQL/flexibleServers',
      SOURCES.azurermServer,
    );
    checkLocation(server, attributes.location);
    checkKinds(server, attributes, KNOWN_KINDS);
    rememberServer(server, attributes);
    markDescribed(server, { kind: 'server', id: serverId, attributes: describe(attributes) });
    PostgresBackupValidator.of(server);
    return server;
  }

  /**
   * A server by its name; Terraform reads the rest when it plans.
   * @throws PGB509 when a name isn't one
   */
  public static fromServerName(scope: Construct, id: string, lookup: FlexServerLookup): IFlexServer {
    lookup = withoutNulls(lookup);
    class Import extends FlexServer {
      private readonly data = new generated.DataFlexibleServer(this, 'Resource', {
        name: lookup.serverName,
        resourceGroupName: lookup.resourceGroupName,
        provider: lookup.provider,
      });
      public readonly serverId = this.data.id;
      public readonly serverName = lookup.serverName;
      public readonly resourceGroupName = lookup.resourceGroupName;
      public readonly subscriptionId = providerIdentity(this, lookup.provider).subscriptionId;
      public readonly location = this.data.location;
      public readonly provider = lookup.provider;
    }
    const server = new Import(scope, id);
    checkName(server, 'serverName', lookup.serverName, NAMES.server);
    checkName(server, 'resourceGroupName', lookup.resourceGroupName, NAMES.resourceGroup);
    PostgresBackupValidator.of(server);
    return server;
  }

  public abstract readonly serverId: string;
  public abstract readonly serverName: string;
  public abstract readonly resourceGroupName: string;
  public abstract readonly subscriptionId: string;
  public abstract readonly location: string;
  public abstract readonly provider?: TerraformProvider;
}

/** In the words of azurerm; what is left out stays unknown. */
function describe(attributes: FlexServerAttributes): Record<string, unknown> {
  const { storage, sku, version, replica, clusterSize } = attributes;
  const known: Record<string, unknown> = {
    location: attributes.location,
    storage_mb: storage?.storageMb,
    storage_type: attributes.storageType,
    auto_grow_enabled: attributes.autoGrow,
    sku_name: sku?.name,
    version: version?.major,
    public_network_access_enabled: attributes.publicNetworkAccess,
    geo_redundant_backup_enabled: attributes.geoRedundantBackup,
  };
  for (const [name, value] of Object.entries(known)) if (value === undefined) delete known[name];
  // Absent, and known to be: the argument is there and holds nothing.
  if (replica !== undefined) {
    known.create_mode = replica ? 'Replica' : 'Default';
    known.replication_role = null;
  }
  if (clusterSize !== undefined) known.cluster = clusterSize === 0 ? null : { size: clusterSize };
  return known;
}

import type { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import { ITerraformDependable, TerraformProvider, TerraformResource, Token } from 'cdktf';
import { Construct } from 'constructs';
import { checkCluster } from './check-cluster';
import { ClusterAuthentication } from './cluster-authentication';
import { clusterBody, clusterLifecycle } from './cluster-body';
import { IPostgresCluster } from './cluster-interface';
import { ClusterLockOptions, lockCluster } from './cluster-lock';
import { ClusterMonitoring } from './cluster-monitoring';
import { ClusterFirewallRuleOptions, ClusterNetwork } from './cluster-network';
import { ClusterOrigin } from './cluster-origin';
import { addAdministrator, addEndpoint, addFirewallRule, CLUSTER_TYPE } from './cluster-parts';
import { ClusterShape } from './cluster-shape';
import {
  ClusterRestoreOptions,
  GeoRedundantClusterProps,
  PostgresClusterAttributes,
  RestoredClusterProps,
} from './geo-redundant-cluster-props';
import { KeptByRestore, keptWith } from './kept-by-restore';
import { CLUSTER_KINDS } from './kinds';
import { monitorCluster } from './monitor-cluster';
import { NAMES } from '../matrix/names';
import { SOURCES } from '../matrix/source';
import { armIdPart, checkArmId } from '../terraform/arm-id';
import type { TaggedAzapiResource } from '../terraform/azapi';
import { checkLocation, refuse } from '../terraform/check';
import { checkProvider } from '../terraform/check-provider';
import { dependOn, ownDependencies } from '../terraform/depend';
import { expressionAround } from '../terraform/expression';
import { generated } from '../terraform/generated';
import { readable, terraformHash } from '../terraform/names';
import { PrivateEndpointOptions } from '../terraform/private-endpoint';
import { ownProvider, providerIdentity } from '../terraform/subscription';
import { takeName } from '../terraform/take-name';
import { PointInTime } from '../time/point-in-time';
import { isUnresolvedString } from '../time/token';
import { markDescribed, markNote } from '../validation/marks';
import { PostgresBackupValidator } from '../validation/validator';
import { checkKinds, withoutNulls } from '../vault/given';

/** What making, scaling or restoring a cluster may take. */
const TIMEOUT = '3h';
/** What made and imported clusters share. */
abstract class ClusterBase extends Construct implements IPostgresCluster {
  public abstract readonly clusterId: string;
  public abstract readonly clusterName: string;
  public abstract readonly resourceGroupName: string;
  public abstract readonly subscriptionId: string;
  public abstract readonly location: string;
  public abstract readonly geoRedundantBackup?: boolean;
  public abstract readonly provider?: TerraformProvider;
  private readonly locks: ManagementLock[] = [];
  private readonly parts: TerraformResource[] = [];

  public addLock(id: string, options: ClusterLockOptions = {}): void {
    const lock = lockCluster(this, id, this, withoutNulls(options));
    this.locks.push(lock);
    dependOn(lock, this.parts);
  }

  public addPart(part: TerraformResource): void {
    if (!this.parts.includes(part)) this.part(part);
  }

  public addMonitoring(id: string, monitoring: ClusterMonitoring): void {
    const place = new Construct(this, id);
    checkProvider(place, this.clusterId, this.provider, 'cluster');
    monitorCluster(place, this, withoutNulls(monitoring));
  }

  public addFirewallRule(id: string, options: ClusterFirewallRuleOptions): ITerraformDependable {
    return this.part(addFirewallRule(this, id, withoutNulls(options)));
  }

  public addPrivateEndpoint(id: string, options: PrivateEndpointOptions): ITerraformDependable {
    checkProvider(this, this.clusterId, this.provider, 'cluster');
    return this.part(addEndpoint(this, id, withoutNulls(options)));
  }

  public restoreTo(id: string, pointInTime: PointInTime, options: ClusterRestoreOptions = {}): GeoRedundantCluster {
    const scope = this.node.scope as Construct;
    return GeoRedundantCluster.fromBackup(scope, id, { ...options, source: this, pointInTime });
  }

  /** What Azure deletes with the cluster, and refuses to delete while the cluster is locked: a lock goes first. */
  protected part<T extends TerraformResource>(part: T): T {
    this.parts.push(part);
    for (const lock of this.locks) dependOn(lock, [part]);
    return part;
  }
}

/**
 * A cluster of Azure Cosmos DB for PostgreSQL that survives its region: its backups are kept in another region too, from the
 * day it is made, and a lock keeps it from being deleted, since a cluster that is deleted can't be restored.
 *
 * The service retires on 2029-03-31 and isn't for new projects (Azure Updates 556085, 2026-03-30; PGB806 says so). What takes
 * its place is an elastic cluster of flexible server: `ProtectedFlexServer` with `cluster`. A cluster that exists can be
 * migrated to one.
 *
 * Backups are kept for 35 days, nothing about that can be set. A cluster can be restored to any point of them, in its region
 * or in the one that keeps its geo-redundant backup, in the same resource group; in most cases it takes up to an hour. What
 * there is to do then, in this order:
 *
 * 1. Choose again whether the backups of the restored cluster are geo-redundant.
 * 2. Choose again whether a key of your own encrypts the restored cluster.
 * 3. Make the firewall rules and private endpoints again.
 * 4. State high availability, maintenance window and tags again.
 * 5. Check that logins and the permissions in the databases are as they should be.
 * 6. Put a CanNotDelete lock on the restored cluster.
 * 7. Set up the alerts again.
 * 8. Lead clients and applications to the restored cluster, where it takes the place of the original.
 *
 * The cluster is made by the azapi provider: azurerm has no argument for geo-redundant backup.
 * @see https://learn.microsoft.com/azure/cosmos-db/postgresql/concepts-backup
 */
export class GeoRedundantCluster extends ClusterBase {
  /**
   * A cluster that is restored from the backups of another, in its resource group.
   * @throws ClusterHighAvailability when burstable compute, which comes along, is to have standbys
   * @throws ClusterShape when a disk is to be smaller than that of the source
   * @throws ClusterVersion when the version, or that of Citus, is older than that of the source, or Entra identities,
   * burstable compute or the Citus don't go with it
   * @throws EntraAdministrator when an administrator of the source, who comes along, is named again
   * @throws PGB509 when the name is that of the source, or of another cluster of the app
   * @throws PGB801 when backups are to be geo-redundant in a region that has no place for them
   * @throws PGB802 when backups are to be geo-redundant and the compute, which comes along, is burstable
   * @throws PGB809 when the region is neither that of the source nor that of its geo-redundant backup, or subscription or
   * resource group are others
   */
  public static fromBackup(scope: Construct, id: string, props: RestoredClusterProps): GeoRedundantCluster {
    const { source, pointInTime, ...options } = withoutNulls(props);
    const origin = ClusterOrigin.backupOf(source, pointInTime);
    return new GeoRedundantCluster(scope, id, {
      ...options,
      provider: options.provider ?? ownProvider(scope, source),
      resourceGroupName: options.resourceGroupName ?? source.resourceGroupName,
      location: options.location ?? source.location,
      origin,
    });
  }

  /**
   * A cluster that exists already, to lock, watch, check or restore it; nothing is looked up. It may lie in another
   * subscription: give the provider of that subscription, without which `addMonitoring` and `addPrivateEndpoint` are refused.
   * @param clusterId `/subscriptions/…/resourceGroups/…/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/…`
   * @throws ClusterId when the id isn't that of a cluster
   * @throws Location when the region is empty
   */
  public static fromClusterId(
    scope: Construct,
    id: string,
    clusterId: string,
    attributes: PostgresClusterAttributes,
  ): IPostgresCluster {
    attributes = withoutNulls(attributes);
    class Import extends ClusterBase {
      public readonly clusterId = clusterId;
      public readonly clusterName = armIdPart(clusterId, 'serverGroupsv2');
      public readonly resourceGroupName = armIdPart(clusterId, 'resourceGroups');
      public readonly subscriptionId = armIdPart(clusterId, 'subscriptions');
      public readonly location = attributes.location;
      public readonly geoRedundantBackup = attributes.geoRedundantBackup;
      public readonly provider = attributes.provider;
    }
    const cluster = new Import(scope, id);
    const type = 'Microsoft.DBforPostgreSQL/serverGroupsv2';
    checkArmId(cluster, 'ClusterId', 'clusterId', clusterId, type, SOURCES.azurermCluster);
    checkLocation(cluster, attributes.location);
    // What exists has passed the checks of shape and place; whether it was restored is of no consequence any more.
    const past = { node_count: null, point_in_time_in_utc: null, source_resource_id: null, source_location: null };
    const { location, geoRedundantBackup } = attributes;
    markDescribed(cluster, {
      kind: 'cluster',
      id: clusterId,
      attributes: {
        ...past,
        name: cluster.clusterName,
        location,
        administrator_login_password: null,
        ...(geoRedundantBackup !== undefined && { geo_redundant_backup: geoRedundantBackup }),
      },
    });
    PostgresBackupValidator.of(cluster);
    return cluster;
  }

  /** The azapi resource, for what this class has no prop for. */
  public readonly resource: TerraformResource;
  public readonly clusterId: string;
  public readonly clusterName: string;
  public readonly resourceGroupName: string;
  public readonly subscriptionId: string;
  public readonly location: string;
  public readonly geoRedundantBackup?: boolean;
  public readonly provider?: TerraformProvider;
  /** From where it can be reached. */
  public readonly network: ClusterNetwork;
  /**
   * Coordinator and workers.
   * @default - that of the source of a restored cluster
   */
  public readonly shape?: ClusterShape;
  /** @internal */
  public readonly _kept: KeptByRestore;
  private readonly azapi: TaggedAzapiResource;

  /**
   * @throws ClusterHighAvailability when burstable compute is to have standbys
   * @throws ClusterShape when a disk is to be smaller than that of the source of a restore
   * @throws ClusterVersion when clusters don't have the version, or Entra identities, burstable compute or the Citus don't go
   * with it, or it is older than that of the source of a restore
   * @throws EntraAdministrator when the name of an administrator can't be that of a role, or is that of one who comes along
   * with a restore
   * @throws PGB509 when another cluster of the app, or the source of a restore, has the name
   * @throws PGB801 when backups are to be geo-redundant in a region that has no place for them
   * @throws PGB802 when backups are to be geo-redundant and the compute is burstable
   * @throws PGB805 when the name isn't one
   * @throws PGB809 when a restored cluster isn't where its source is
   * @throws Provider when the provider isn't one of azurerm
   * @throws Undecided when whether there is a lock, or whether Terraform refuses to delete the cluster, isn't known yet
   */
  public constructor(scope: Construct, id: string, props: GeoRedundantClusterProps) {
    super(scope, id);
    props = withoutNulls(props);
    checkKinds(this, props, CLUSTER_KINDS);
    const isNew = props.origin === undefined;
    this.shape = props.shape ?? (isNew ? ClusterShape.multiNode({ workers: 2 }) : undefined);
    checkCluster(this, props, this.shape);
    const identity = providerIdentity(this, props.provider);
    this.resourceGroupName = props.resourceGroupName;
    this.subscriptionId = identity.subscriptionId;
    this.location = props.location;
    const { geoRedundantBackup = true } = props;
    this.geoRedundantBackup = Token.isUnresolved(geoRedundantBackup) ? undefined : geoRedundantBackup;
    this.provider = props.provider;
    this.network = props.network ?? ClusterNetwork.publicEndpoint();
    this.clusterName = props.clusterName ?? this.defaultName();
    this.takeName(props.origin?._source);
    const authentication = props.authentication ?? (isNew ? ClusterAuthentication.entraOnly() : undefined);
    this._kept = keptWith(props, this.shape);

    this.azapi = new generated.TaggedAzapiResource(this, 'Resource', {
      type: CLUSTER_TYPE,
      name: this.clusterName,
      parentId: `/subscriptions/${this.subscriptionId}/resourceGroups/${props.resourceGroupName}`,
      location: props.location,
      ...clusterBody(props, { shape: this.shape, network: this.network, authentication }),
      exports: ['properties.serverNames', 'properties.earliestRestoreTime'],
      tags: props.tags,
      timeout: TIMEOUT,
      dependsOn: ownDependencies(this, props.dependsOn),
      lifecycle: clusterLifecycle(props),
    });
    this.resource = this.azapi;
    if (props.clusterName === undefined) markNote(this.resource, 'name', 'well-formed');
    this.clusterId = this.azapi.id;
    for (const [index, administrator] of (authentication?.entraAdministrators ?? []).entries()) {
      const { principalName } = administrator;
      // By its name, so that the others stay when one comes or goes. No construct may be called by a token; it gets what no
      // name begins with.
      const key = isUnresolvedString(principalName) ? `:${index}` : principalName;
      this.part(addAdministrator(this, `Administrator-${key}`, administrator, identity.tenantId));
    }
    if (props.lock ?? true) this.addLock('Lock');
    PostgresBackupValidator.of(this);
  }

  /** Host name to connect to: that of the coordinator. */
  public get fullyQualifiedDomainName(): string {
    return this.coordinator('fullyQualifiedDomainName');
  }

  /** Name of the coordinator. */
  public get coordinatorName(): string {
    return this.coordinator('name');
  }

  /** Names of the workers. */
  public get workerNames(): string[] {
    return Token.asList(
      expressionAround(this.nodes, (nodes) => `[for node in ${nodes} : node.name if !${IS_COORDINATOR}]`),
    );
  }

  /** The earliest point that the cluster can be restored to, RFC 3339; it moves on, up to 35 days behind. */
  public get earliestRestoreTime(): string {
    return this.azapi.output('properties.earliestRestoreTime');
  }

  private get nodes(): string {
    return this.azapi.output('properties.serverNames');
  }

  private coordinator(attribute: string): string {
    const write = (nodes: string) => `one([for node in ${nodes} : node.${attribute} if ${IS_COORDINATOR}])`;
    return Token.asString(expressionAround(this.nodes, write));
  }

  private defaultName(): string {
    const place = `${this.subscriptionId}/${this.resourceGroupName}/${this.node.path}`;
    return `${readable(this, NAMES.cluster.max - 9)}-${terraformHash(place)}`;
  }

  /** A name is part of host names, so that no two clusters anywhere may have it. */
  private takeName(source: IPostgresCluster | undefined): void {
    // One that is known by its id alone has taken no name: it may be another stack's.
    const isSource = source !== undefined && isSameName(source.clusterName, this.clusterName);
    const holder = isSource ? source : takeName(this, 'cluster', [this.clusterName]);
    if (holder === undefined) return;
    refuse(
      this,
      'PGB509',
      `\`clusterName\` must be unique in all of Azure, got: ${this.clusterName}, which /${holder.node.path} has.`,
      NAMES.cluster.source,
      'give the clusters different names',
    );
  }
}

/** `c-tenants.…`, or `c.tenants.…` of clusters from before June 2023; workers begin with `w0`, `w1` ("Node DNS names", 2023-06-04). */
const IS_COORDINATOR = 'startswith(node.fullyQualifiedDomainName, "c")';

function isSameName(one: string, other: string): boolean {
  return ![one, other].some(isUnresolvedString) && one.toLowerCase() === other.toLowerCase();
}

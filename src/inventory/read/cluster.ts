import { armType, bodyOf, CLUSTER, isEither, property } from './azapi';
import { updatesOf } from './cluster-update';
import { passwordInBodies, readPassword } from './password';
import { entity, EntityOptions, Reading, SourceEntity, written } from './reading';
import { Place } from '../arm-scope';
import { ClusterAccessFacts, ClusterFacts, PasswordFacts } from '../entities';
import { ABSENT, Fact, known, Link, unknown, withDefault } from '../fact';
import { keptGeoBackup } from '../geo-backup';
import { CLUSTERS, TYPES } from '../resource-types';
import { SourceResource } from '../source';
import { originOf, Reference, referencesIn, Unknown, Value, ValueMap } from '../value';

const FIREWALL_RULE = `${CLUSTER}/firewallrules`;
const PRIVATE_ENDPOINT = 'microsoft.network/privateendpoints';
/** Of clusters that name each other there is no end. */
const MAX_SOURCES = 8;
const NOT_HERE = 'it is that of the source, which is not a part of this estate';
/** Key of the customer's own, in `dataEncryption`. */
const KEY_VAULT = 'AzureKeyVault';

export function isCluster({ resolver }: Reading, source: SourceResource): boolean {
  return isEither(resolver, source, TYPES.cluster, CLUSTER);
}

export function isClusterFirewallRule({ resolver }: Reading, source: SourceResource): boolean {
  return isEither(resolver, source, TYPES.clusterFirewallRule, FIREWALL_RULE);
}

/** A cluster, by azurerm or azapi; made by `readCluster`. */
abstract class Cluster extends SourceEntity implements ClusterFacts {
  public readonly kind = 'cluster';
  public abstract readonly apiVersion: Fact<string>;
  public abstract readonly geoBackup: Fact<boolean>;
  public abstract readonly nodeCount: Fact<number>;
  public abstract readonly customerManagedKey: Fact<boolean>;
  public abstract readonly password: PasswordFacts;
  public abstract readonly pointInTime: Fact<string>;
  public abstract readonly publicAccess: Fact<boolean>;
  private knownPlace: Place | undefined;
  private knownLocation: Fact<string> | undefined;

  public get name() {
    return this.text('name');
  }

  public get place() {
    return (this.knownPlace ??= this.options.place ?? this.reading.places.of(this.resource));
  }

  public get location() {
    return (this.knownLocation ??= this.reading.region(locationOf(this.reading, this.resource)));
  }

  public get sourcePlace() {
    return this.reading.places.ofId(this.source.id);
  }

  public get sourceLocation() {
    const own = this.sourceCluster?.location ?? ABSENT;
    const given = this.writtenSourceLocation;
    return own.state === 'known' || given.state === 'absent' ? own : given;
  }

  public get writtenSourceLocation() {
    return this.reading.region(this.source.location);
  }

  public get sourceGeoBackup(): Fact<boolean> {
    const source = this.sourceCluster;
    return source === undefined ? unknown(NOT_HERE) : keptGeoBackup(source);
  }

  public get isInRegionOfSource() {
    const [own, given] = [locationOf(this.reading, this.resource), this.source.location].map(originOf);
    return own !== undefined && given !== undefined && own === given;
  }

  public get statedGeoBackup(): Fact<boolean> {
    return this.origin === 'managed' ? ABSENT : this.boolean('geo_redundant_backup');
  }

  public get coordinatorEdition() {
    return this.edition(0);
  }

  public get groupKeys() {
    const { resource } = this;
    return ['resource_group_name', 'parent_id']
      .flatMap((name) => referencesIn(resource.attribute(name)))
      .map(({ key }) => key);
  }

  public get updates() {
    return updatesOf(this.reading, this.resource);
  }

  public get before() {
    return this.beforeBy((was) => readCluster(this.reading, was));
  }

  /** What it is restored from. */
  protected abstract get source(): { readonly id: Value; readonly location: Value };

  /** The edition that is written. */
  protected abstract get ownEdition(): Fact<string>;

  private get sourceResource(): SourceResource | undefined {
    const { resolver, ids } = this.reading;
    const link = ids.link(this.source.id, CLUSTERS);
    if (link.state !== 'resolved') return undefined;
    return resolver.resource(link.target) ?? this.reading.described(link.target);
  }

  private get sourceCluster(): Cluster | undefined {
    const source = this.sourceResource;
    return source && readCluster(this.reading, source);
  }

  /** A restored cluster has the compute of its source, whatever is written. */
  private edition(hops: number): Fact<string> {
    const own = this.ownEdition;
    if (this.pointInTime.state === 'absent' || own.state === 'unknown') return own;
    const source = hops < MAX_SOURCES ? this.sourceCluster : undefined;
    const kept = source?.edition(hops + 1) ?? unknown(NOT_HERE);
    return kept.state === 'unknown' && own.state === 'known' ? own : kept;
  }

  /** Open where either of the two is. */
  protected eitherAccess(coordinator: Fact<boolean>, workers: Fact<boolean>): Fact<boolean> {
    const both = [withDefault(coordinator, true), withDefault(workers, false)];
    const open = both.find((each) => each.state === 'known' && each.value);
    return open ?? both.find(({ state }) => state !== 'known') ?? known(false);
  }
}

/** azapi takes the region in the body too. */
function locationOf({ resolver }: Reading, source: SourceResource): Value {
  const given = source.attribute('location');
  const isMissing = source.type === TYPES.azapi && (given === undefined || given === null);
  return isMissing ? property(resolver, bodyOf(resolver, source), 'location') : given;
}

/** azurerm has no argument for geo backup, nor for a key of the customer's own. */
class AzurermCluster extends Cluster {
  public readonly apiVersion = ABSENT;
  public readonly geoBackup = ABSENT;
  public readonly customerManagedKey = ABSENT;

  public get nodeCount() {
    return this.number('node_count');
  }

  protected get ownEdition() {
    return this.text('coordinator_server_edition');
  }

  public get publicAccess() {
    const coordinator = this.boolean('coordinator_public_ip_access_enabled');
    return this.eitherAccess(coordinator, this.boolean('node_public_ip_access_enabled'));
  }

  public get password() {
    const name = 'administrator_login_password';
    return readPassword([[name, written(this.resource, name)]], written(this.resource, 'for_each'));
  }

  public get pointInTime() {
    return this.text('point_in_time_in_utc');
  }

  protected get source() {
    return { id: this.value('source_resource_id'), location: this.value('source_location') };
  }
}

class AzapiCluster extends Cluster {
  private knownProperties: Fact<ValueMap> | undefined;

  public get apiVersion() {
    const type = armType(this.reading.resolver, this.resource);
    return type.state === 'known' ? type.value.version : type;
  }

  public get geoBackup() {
    return this.reading.resolver.boolean(this.property('enableGeoBackup'));
  }

  public get nodeCount() {
    return this.reading.resolver.number(this.property('nodeCount'));
  }

  protected get ownEdition() {
    return this.reading.resolver.string(this.property('coordinatorServerEdition'));
  }

  public get publicAccess() {
    const { resolver } = this.reading;
    const coordinator = resolver.boolean(this.property('coordinatorEnablePublicIpAccess'));
    return this.eitherAccess(coordinator, resolver.boolean(this.property('nodeEnablePublicIpAccess')));
  }

  public get customerManagedKey() {
    return customerManagedKey(this.reading, this.property('dataEncryption'));
  }

  public get password() {
    return passwordInBodies(this.reading.resolver, this.resource);
  }

  public get pointInTime() {
    return this.reading.resolver.string(this.property('pointInTimeUTC'));
  }

  protected get source() {
    return { id: this.property('sourceResourceId'), location: this.property('sourceLocation') };
  }

  private property(name: string): Value {
    return property(this.reading.resolver, this.properties, name);
  }

  /** Walked once: an estate of many clusters asks for a dozen properties of each. */
  private get properties(): Fact<ValueMap> {
    const { resolver } = this.reading;
    this.knownProperties ??= resolver.block(property(resolver, bodyOf(resolver, this.resource), 'properties'));
    return this.knownProperties;
  }
}

export function readCluster(reading: Reading, source: SourceResource, options?: EntityOptions): Cluster {
  const Kind = source.type === TYPES.cluster ? AzurermCluster : AzapiCluster;
  return new Kind(reading, source, options);
}

function customerManagedKey({ resolver }: Reading, value: Value): Fact<boolean> {
  const encryption = resolver.block(value);
  if (encryption.state !== 'known') return encryption;
  const type = resolver.string(property(resolver, encryption, 'type'));
  if (type.state === 'known') return known(type.value === KEY_VAULT);
  const key = resolver.string(property(resolver, encryption, 'primaryKeyUri'));
  if (key.state === 'known') return known(true);
  return type.state === 'unknown' ? type : key;
}

/** A firewall rule, by azurerm or azapi. */
export class FirewallRule extends SourceEntity implements ClusterAccessFacts {
  public readonly kind = 'clusterAccess';

  public constructor(
    reading: Reading,
    source: SourceResource,
    private readonly clusters: ReadonlyMap<string, ClusterFacts>,
  ) {
    super(reading, source);
  }

  public get cluster() {
    return this.reading.link(this.value(this.isAzapi ? 'parent_id' : 'cluster_id'), this.clusters, CLUSTERS);
  }

  public get name() {
    return this.text('name');
  }

  public get addresses() {
    return {
      start: this.ipAddress('start_ip_address', 'startIpAddress'),
      end: this.ipAddress('end_ip_address', 'endIpAddress'),
    };
  }

  private get isAzapi(): boolean {
    return this.resource.type === TYPES.azapi;
  }

  private ipAddress(name: string, path: string): Fact<string> {
    const { resolver } = this.reading;
    if (!this.isAzapi) return this.text(name);
    return resolver.string(property(resolver, bodyOf(resolver, this.resource), `properties.${path}`));
  }
}

export function isPrivateEndpoint({ resolver }: Reading, source: SourceResource): boolean {
  return isEither(resolver, source, TYPES.privateEndpoint, PRIVATE_ENDPOINT);
}

/** A private endpoint, by azurerm or azapi; undefined where it is certainly not of a cluster. */
export function readPrivateEndpoint(
  reading: Reading,
  source: SourceResource,
  clusters: ReadonlyMap<string, ClusterFacts>,
): ClusterAccessFacts | undefined {
  const connected = connectedTo(reading, source);
  const cluster: Link<ClusterFacts> =
    connected.state === 'known' ? clusterBehind(reading, connected.value, clusters) : connected;
  return cluster.state === 'absent' || cluster.state === 'outside'
    ? undefined
    : {
        ...entity(source),
        kind: 'clusterAccess',
        cluster,
        name: reading.resolver.string(source.attribute('name')),
      };
}

/** What a private endpoint leads to. */
function connectedTo({ resolver }: Reading, source: SourceResource): Fact<Value> {
  if (source.type !== TYPES.azapi) {
    const block = resolver.block(source.attribute('private_service_connection'));
    return block.state === 'known' ? known(block.value.private_connection_resource_id) : block;
  }
  const connections = property(resolver, bodyOf(resolver, source), 'properties.privateLinkServiceConnections');
  const first = resolver.block(connections);
  return first.state === 'known' ? known(property(resolver, first, 'properties.privateLinkServiceId')) : first;
}

function clusterBehind(
  reading: Reading,
  value: Value,
  clusters: ReadonlyMap<string, ClusterFacts>,
): Link<ClusterFacts> {
  const found = reading.resolver.follow(value);
  const keys =
    found instanceof Reference ? [found.key] : found instanceof Unknown ? found.references.map(({ key }) => key) : [];
  // Every service has private endpoints: what comes from other resources is none of a cluster's.
  if (keys.length > 0 && keys.every((key) => reading.resolver.resource(key) !== undefined && !clusters.has(key))) {
    return { state: 'absent' };
  }
  return reading.link(value, clusters, CLUSTERS);
}

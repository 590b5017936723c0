import { armType, bodyOf, property } from './azapi';
import { passwordOrigin, writtenInBody } from './password';
import { before, entity, Reading, written } from './reading';
import { ClusterAccessFacts, ClusterFacts } from '../entities';
import { ABSENT, Fact, known, Link } from '../fact';
import { CLUSTERS, TYPES } from '../resource-types';
import { SourceResource } from '../source';
import { Reference, Unknown, Value } from '../value';

const CLUSTER = 'microsoft.dbforpostgresql/servergroupsv2';
const FIREWALL_RULE = `${CLUSTER}/firewallrules`;
/** Key of the customer's own, in `dataEncryption`. */
const KEY_VAULT = 'AzureKeyVault';

type Shape = Pick<
  ClusterFacts,
  | 'apiVersion'
  | 'geoBackup'
  | 'nodeCount'
  | 'coordinatorEdition'
  | 'customerManagedKey'
  | 'password'
  | 'pointInTime'
  | 'sourcePlace'
  | 'sourceLocation'
>;

export function isCluster({ resolver }: Reading, source: SourceResource): boolean {
  if (source.type === TYPES.cluster) return true;
  const type = source.type === TYPES.azapi ? armType(resolver, source) : ABSENT;
  return type.state === 'known' && type.value.type === CLUSTER;
}

export function isClusterFirewallRule({ resolver }: Reading, source: SourceResource): boolean {
  if (source.type === TYPES.clusterFirewallRule) return true;
  const type = source.type === TYPES.azapi ? armType(resolver, source) : ABSENT;
  return type.state === 'known' && type.value.type === FIREWALL_RULE;
}

export function readCluster(
  reading: Reading,
  source: SourceResource,
  options: Pick<ClusterFacts, 'origin' | 'place'> | undefined = undefined,
): ClusterFacts {
  const { resolver, ids } = reading;
  return {
    ...entity(source),
    kind: 'cluster',
    name: resolver.string(source.attribute('name')),
    place: ids.place(source),
    location: reading.region(locationOf(reading, source)),
    ...(source.type === TYPES.cluster ? azurerm(reading, source) : azapi(reading, source)),
    before: before(source, (was) => readCluster(reading, was)),
    ...options,
  };
}

/** azapi takes the region in the body too. */
function locationOf({ resolver }: Reading, source: SourceResource): Value {
  const given = source.attribute('location');
  const isMissing = source.type === TYPES.azapi && (given === undefined || given === null);
  return isMissing ? property(resolver, bodyOf(resolver, source), 'location') : given;
}

/** azurerm has no argument for geo backup, nor for a key of the customer's own. */
function azurerm(reading: Reading, source: SourceResource): Shape {
  const { resolver } = reading;
  return {
    apiVersion: ABSENT,
    geoBackup: ABSENT,
    nodeCount: resolver.number(source.attribute('node_count')),
    coordinatorEdition: resolver.string(source.attribute('coordinator_server_edition')),
    customerManagedKey: ABSENT,
    password: passwordOrigin([written(source, 'administrator_login_password')]),
    pointInTime: resolver.string(source.attribute('point_in_time_in_utc')),
    ...sourceOf(reading, source.attribute('source_resource_id'), source.attribute('source_location')),
  };
}

function azapi(reading: Reading, source: SourceResource): Shape {
  const { resolver } = reading;
  // Walked once: an estate of many clusters asks for a dozen properties of each.
  const body = property(resolver, bodyOf(resolver, source), 'properties');
  const properties = resolver.block(body);
  const of = (name: string) => property(resolver, properties, name);
  const type = armType(resolver, source);
  return {
    apiVersion: type.state === 'known' ? type.value.version : type,
    geoBackup: resolver.boolean(of('enableGeoBackup')),
    nodeCount: resolver.number(of('nodeCount')),
    coordinatorEdition: resolver.string(of('coordinatorServerEdition')),
    customerManagedKey: customerManagedKey(reading, of('dataEncryption')),
    password: passwordOrigin([
      of('administratorLoginPassword') === undefined ? undefined : writtenInBody(resolver, source),
      writtenInBody(resolver, source, 'sensitive_body'),
    ]),
    pointInTime: resolver.string(of('pointInTimeUTC')),
    ...sourceOf(reading, of('sourceResourceId'), of('sourceLocation')),
  };
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

function sourceOf(reading: Reading, id: Value, location: Value): Pick<ClusterFacts, 'sourcePlace' | 'sourceLocation'> {
  const { resolver, ids } = reading;
  const link = location === undefined || location === null ? ids.link(id, CLUSTERS) : undefined;
  const source = link?.state === 'resolved' ? resolver.resource(link.target) : undefined;
  return { sourcePlace: ids.placeOfId(id), sourceLocation: reading.region(source?.attribute('location') ?? location) };
}

/** A firewall rule, by azurerm or azapi. */
export function readFirewallRule(
  reading: Reading,
  source: SourceResource,
  clusters: ReadonlyMap<string, ClusterFacts>,
): ClusterAccessFacts {
  const { resolver } = reading;
  const isAzapi = source.type === TYPES.azapi;
  const body = bodyOf(resolver, source);
  const address = (name: string, path: string) =>
    resolver.string(isAzapi ? property(resolver, body, `properties.${path}`) : source.attribute(name));
  return {
    ...entity(source),
    kind: 'clusterAccess',
    cluster: reading.link(source.attribute(isAzapi ? 'parent_id' : 'cluster_id'), clusters, CLUSTERS),
    name: resolver.string(source.attribute('name')),
    addresses: { start: address('start_ip_address', 'startIpAddress'), end: address('end_ip_address', 'endIpAddress') },
  };
}

/** A private endpoint; undefined where it is certainly not of a cluster. */
export function readPrivateEndpoint(
  reading: Reading,
  source: SourceResource,
  clusters: ReadonlyMap<string, ClusterFacts>,
): ClusterAccessFacts | undefined {
  const block = reading.resolver.block(source.attribute('private_service_connection'));
  const cluster: Link<ClusterFacts> =
    block.state === 'known' ? clusterBehind(reading, block.value.private_connection_resource_id, clusters) : block;
  return cluster.state === 'absent' || cluster.state === 'outside'
    ? undefined
    : {
        ...entity(source),
        kind: 'clusterAccess',
        cluster,
        name: reading.resolver.string(source.attribute('name')),
      };
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

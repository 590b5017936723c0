import { changedCluster, EXTENDED, givenOf, newCluster } from './cluster-body';
import { CLUSTER_API_VERSIONS, CLUSTER_REGIONS, isExtended } from './cluster-catalogue';
import { CLUSTER_TYPE, clusterReplicasOf } from './cluster-facts';
import { CLUSTER_NAME_RULE, isClusterName, isClusterNameTaken } from './cluster-name';
import { checkMaking, earliestClusterRestore, makingOf, originOf } from './cluster-origin';
import { CLUSTER_PATH, runningClusterOf } from './cluster-path';
import { connectionsToCluster } from './cluster-private-link';
import { copyRoles } from './cluster-role';
import { nodesOf } from './cluster-servers';
import { hindered, refused } from './flexible-server-errors';
import { inSubscription } from './in-subscription';
import { badRequest } from '../arm/error';
import { type JsonObject, objectAt, textAt } from '../arm/json';
import { envelope, type Kept, type Kind, routesOf, LOCATED } from '../arm/kind';
import type { Call, Route } from '../arm/route';
import type { Resource } from '../state/resources';

/** Azure Cosmos DB for PostgreSQL. A deleted cluster is gone: unlike a flexible server nothing of it is kept. */
const CLUSTER: Kind = {
  type: CLUSTER_TYPE,
  path: CLUSTER_PATH,
  apiVersions: CLUSTER_API_VERSIONS,
  manners: LOCATED,
  tracked: true,
  put: (call, sent, existing) => (existing ? update(call, sent, existing) : create(call, sent)),
  patch: update,
  remove,
  show,
  written: ({ azure }, cluster) => copyRoles(azure, cluster),
};

function create(call: Call, sent: JsonObject): Kept {
  const { azure, params } = call;
  if (!isClusterName(params.cluster)) {
    throw refused(`The cluster name '${params.cluster}' is invalid: ${CLUSTER_NAME_RULE}.`);
  }
  if (isClusterNameTaken(azure, params.cluster)) throw hindered(`The cluster name '${params.cluster}' is taken.`);
  const location = textAt(sent, 'location')!;
  checkRegion(location);
  const given = givenOf(call, sent);
  const kept = newCluster(call, sent, given, originOf(call, given, location));
  return { ...kept, hidden: { ...kept.hidden, making: makingOf(given) } };
}

function checkRegion(location: string): void {
  if (CLUSTER_REGIONS.includes(location)) return;
  throw badRequest(
    'LocationNotAvailableForResourceType',
    `The provided location '${location}' is not available for resource type '${CLUSTER_TYPE}'. List of available regions for the resource type is '${CLUSTER_REGIONS.join(',')}'.`,
  );
}

function update(call: Call, sent: JsonObject, existing: Resource): Kept {
  runningClusterOf(call);
  const given = givenOf(call, sent);
  checkMaking(given, existing);
  return changedCluster(call, sent, given, existing);
}

/** Its read replicas go on as clusters of their own. */
function remove({ azure }: Call, cluster: Resource): void {
  for (const replica of clusterReplicasOf(azure, cluster.id)) standAlone(replica);
}

/** Makes a read replica a cluster of its own. */
export function standAlone(replica: Resource): void {
  const properties = objectAt(replica.body, 'properties');
  replica.body = { ...replica.body, properties: { ...properties, sourceResourceId: null } };
  replica.hidden = { ...replica.hidden, isReplica: false };
}

function show({ azure, apiVersion }: Call, cluster: Resource): JsonObject {
  const kept = objectAt(cluster.body, 'properties');
  const properties: JsonObject = {
    ...kept,
    aadAuthEnabled: textAt(kept, 'authConfig', 'activeDirectoryAuth'),
    earliestRestoreTime: earliestClusterRestore(azure, cluster).toString(),
    passwordEnabled: textAt(kept, 'authConfig', 'passwordAuth'),
    privateEndpointConnections: connectionsToCluster(azure, cluster),
    provisioningState: 'Succeeded',
    readReplicas: clusterReplicasOf(azure, cluster.id).map(({ id }) => id),
    serverNames: nodesOf(cluster).map(({ name, fullyQualifiedDomainName }) => ({ name, fullyQualifiedDomainName })),
  };
  const { identity, ...shown } = envelope(cluster);
  const known = isExtended(apiVersion) ? properties : without(properties, EXTENDED);
  return {
    ...shown,
    ...(isExtended(apiVersion) ? { identity } : {}),
    systemData: { createdAt: cluster.createdAt },
    properties: known,
  };
}

function without(properties: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}

export const CLUSTER_ROUTES: readonly Route[] = [inSubscription(CLUSTER), ...routesOf(CLUSTER)];

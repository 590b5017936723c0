import { CLUSTER_API_VERSIONS } from './cluster-catalogue';
import { CLUSTER_TYPE, linkGroupsOf } from './cluster-facts';
import { CLUSTER_PATH, clusterOf, runningClusterOf } from './cluster-path';
import { CLUSTER_LINK_DOMAIN } from './cluster-servers';
import { refused } from './flexible-server-errors';
import { type LinkConnection, linkConnectionsTo } from './private-link-connections';
import { at, type JsonObject, listAt, objectAt, textAt } from '../arm/json';
import { missing } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

const CONNECTIONS = 'privateEndpointConnections';
const RESOURCES = 'privateLinkResources';
const STATUSES = ['Approved', 'Pending', 'Rejected'];

/** Connections of private endpoints to a cluster; one that was taken away is told by the endpoint only. */
export function connectionsToCluster(azure: Azure, cluster: Resource): JsonObject[] {
  return linked(azure, cluster).map((each) => shown(cluster, each));
}

function linked(azure: Azure, cluster: Resource): LinkConnection[] {
  return linkConnectionsTo(azure, cluster.id).filter((each) => textAt(stateOf(each), 'status') !== 'Disconnected');
}

function stateOf({ connection }: LinkConnection): JsonObject {
  return objectAt(connection, 'properties', 'privateLinkServiceConnectionState');
}

function shown(cluster: Resource, each: LinkConnection): JsonObject {
  return {
    id: `${cluster.id}/${CONNECTIONS}/${each.name}`,
    name: each.name,
    type: `${CLUSTER_TYPE}/${CONNECTIONS}`,
    properties: {
      groupIds: listAt(each.connection, 'properties', 'groupIds'),
      privateEndpoint: { id: each.endpoint.id },
      privateLinkServiceConnectionState: stateOf(each),
      provisioningState: 'Succeeded',
    },
  };
}

function found(call: Call, cluster: Resource): LinkConnection | undefined {
  return linked(call.azure, cluster).find(({ name }) => name.toLowerCase() === call.params.name.toLowerCase());
}

function listConnections(call: Call): Answer {
  return ok({ value: connectionsToCluster(call.azure, clusterOf(call)) });
}

function readConnection(call: Call): Answer {
  const cluster = clusterOf(call);
  const connection = found(call, cluster);
  if (!connection) throw missing(true, call.path);
  return ok(shown(cluster, connection));
}

/** Approves or rejects a connection; it is made by the private endpoint. */
function decide(call: Call): Answer {
  const cluster = runningClusterOf(call);
  const connection = found(call, cluster);
  if (!connection) throw missing(true, call.path);
  const sent = objectAt(call.body, 'properties', 'privateLinkServiceConnectionState');
  if (!STATUSES.includes(textAt(sent, 'status') ?? '')) {
    throw refused(
      `The status of a connection must be one of ${STATUSES.join(', ')}, got: ${JSON.stringify(at(sent, 'status'))}.`,
    );
  }
  setState(connection, { actionsRequired: 'None', ...sent });
  const body = shown(cluster, connection);
  return { status: 200, body, running: { written: body } };
}

function disconnect(call: Call): Answer {
  const connection = found(call, runningClusterOf(call));
  if (!connection) return { status: 204 };
  setState(connection, { status: 'Disconnected', description: 'Removed by the cluster', actionsRequired: 'None' });
  return { status: 202, running: {} };
}

function setState({ connection }: LinkConnection, state: JsonObject): void {
  connection.properties = { ...objectAt(connection, 'properties'), privateLinkServiceConnectionState: state };
}

function linkResource(cluster: Resource, group: string): JsonObject {
  return {
    id: `${cluster.id}/${RESOURCES}/${group}`,
    name: group,
    type: `${CLUSTER_TYPE}/${RESOURCES}`,
    properties: { groupId: group, requiredMembers: [group], requiredZoneNames: [CLUSTER_LINK_DOMAIN] },
  };
}

function listResources(call: Call): Answer {
  const cluster = clusterOf(call);
  return ok({ value: linkGroupsOf(cluster).map((group) => linkResource(cluster, group)) });
}

function readResource(call: Call): Answer {
  const cluster = clusterOf(call);
  const group = linkGroupsOf(cluster).find((each) => each === call.params.name.toLowerCase());
  if (!group) throw missing(true, call.path);
  return ok(linkResource(cluster, group));
}

const apiVersions = CLUSTER_API_VERSIONS;
const CONNECTION = `${CLUSTER_PATH}/${CONNECTIONS}/{name}`;

export const CLUSTER_LINK_ROUTES: readonly Route[] = [
  { method: 'GET', path: `${CLUSTER_PATH}/${CONNECTIONS}`, apiVersions, handle: listConnections },
  { method: 'GET', path: CONNECTION, apiVersions, handle: readConnection },
  { method: 'PUT', path: CONNECTION, apiVersions, handle: decide },
  { method: 'DELETE', path: CONNECTION, apiVersions, handle: disconnect },
  { method: 'GET', path: `${CLUSTER_PATH}/${RESOURCES}`, apiVersions, handle: listResources },
  { method: 'GET', path: `${CLUSTER_PATH}/${RESOURCES}/{name}`, apiVersions, handle: readResource },
];

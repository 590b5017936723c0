import { apiVersionsSince } from './flexible-server-catalogue';
import { FLEXIBLE_SERVER_TYPE } from './flexible-server-facts';
import { SERVER_PATH, serverOf } from './flexible-server-path';
import { type LinkConnection, linkConnectionsTo } from './private-link-connections';
import { at, type JsonObject } from '../arm/json';
import { missing } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

const GROUP_ID = 'postgresqlServer';
const CONNECTION_TYPE = `${FLEXIBLE_SERVER_TYPE}/privateEndpointConnections`;
const LINK_TYPE = `${FLEXIBLE_SERVER_TYPE}/privateLinkResources`;
const API_VERSIONS = apiVersionsSince('2023-06-01-preview');

/** Connections of private endpoints to a server. */
export function connectionsTo(azure: Azure, server: Resource): JsonObject[] {
  return linkConnectionsTo(azure, server.id).map((each) => shown(server, each));
}

function shown(server: Resource, { name, endpoint, connection }: LinkConnection): JsonObject {
  return {
    id: `${server.id}/privateEndpointConnections/${name}`,
    name,
    type: CONNECTION_TYPE,
    properties: {
      groupIds: [GROUP_ID],
      privateEndpoint: { id: endpoint.id },
      privateLinkServiceConnectionState: at(connection, 'properties', 'privateLinkServiceConnectionState'),
      provisioningState: 'Succeeded',
    },
  };
}

function linkResource(server: Resource): JsonObject {
  return {
    id: `${server.id}/privateLinkResources/${GROUP_ID}`,
    name: GROUP_ID,
    type: LINK_TYPE,
    properties: {
      groupId: GROUP_ID,
      requiredMembers: [GROUP_ID],
      requiredZoneNames: ['privatelink.postgres.database.azure.com'],
    },
  };
}

/** The list of what a server has of a kind, and one of them. */
function routesFor(collection: string, all: (azure: Azure, server: Resource) => JsonObject[]): Route[] {
  const path = `${SERVER_PATH}/${collection}`;
  const list = (call: Call): Answer => ok({ value: all(call.azure, serverOf(call)) });
  const read = (call: Call): Answer => {
    const found = all(call.azure, serverOf(call)).find(({ name }) => name === call.params.name);
    if (!found) throw missing(true, call.path);
    return ok(found);
  };
  return [
    { method: 'GET', path, apiVersions: API_VERSIONS, handle: list },
    { method: 'GET', path: `${path}/{name}`, apiVersions: API_VERSIONS, handle: read },
  ];
}

export const PRIVATE_LINK_ROUTES: readonly Route[] = [
  ...routesFor('privateEndpointConnections', connectionsTo),
  ...routesFor('privateLinkResources', (_azure, server) => [linkResource(server)]),
];

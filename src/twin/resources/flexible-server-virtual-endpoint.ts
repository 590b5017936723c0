import { apiVersionsSince } from './flexible-server-catalogue';
import { choice, hindered, invalidParameter, refused } from './flexible-server-errors';
import { FLEXIBLE_SERVER_TYPE, serverFacts } from './flexible-server-facts';
import { DOMAIN } from './flexible-server-network';
import { SERVER_PATH, serverOf } from './flexible-server-path';
import { replicasOf } from './flexible-server-replicas';
import { conflict } from '../arm/error';
import { type JsonObject, listAt, objectAt, textAt } from '../arm/json';
import { ACCEPTED, type Kept, type Kind, routesOf } from '../arm/kind';
import { parseId } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

export const VIRTUAL_ENDPOINT_TYPE = `${FLEXIBLE_SERVER_TYPE}/virtualendpoints`;

const VIRTUAL_ENDPOINT: Kind = {
  type: VIRTUAL_ENDPOINT_TYPE,
  path: `${SERVER_PATH}/virtualEndpoints/{endpoint}`,
  apiVersions: apiVersionsSince('2023-06-01-preview'),
  manners: ACCEPTED,
  put: keptEndpoint,
};

/** The virtual endpoints that a server is the primary of. */
export function endpointsOf({ resources }: Azure, serverId: string): Resource[] {
  return resources.children(serverId, VIRTUAL_ENDPOINT_TYPE);
}

/** Whether a name is taken by the virtual endpoint of any server: all of them share one domain. */
export function hasEndpointNamed({ resources }: Azure, name: string): boolean {
  return resources.ofType(VIRTUAL_ENDPOINT_TYPE).some((endpoint) => endpoint.name.toLowerCase() === name.toLowerCase());
}

function keptEndpoint(call: Call, sent: JsonObject, existing: Resource | undefined): Kept {
  const { azure, params } = call;
  const server = serverOf(call);
  const facts = serverFacts(server);
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,62}(?<!-)$/.test(params.endpoint) || params.endpoint.length < 3) {
    throw invalidParameter('virtualEndpointName');
  }
  if (facts.isReplica) throw refused('Virtual endpoints belong to the primary server, not to a read replica.');
  if (facts.isElastic) throw refused('An elastic cluster has no virtual endpoints.');
  if (!existing) checkNew(azure, server, params.endpoint);
  const properties = objectAt(sent, 'properties');
  const endpointType = choice('endpointType', properties.endpointType, ['ReadWrite']);
  const reader = readerOf(azure, server, listAt(properties, 'members').at(-1));
  return {
    body: {
      ...sent,
      properties: {
        ...properties,
        endpointType,
        members: reader === server.name ? [server.name] : [server.name, reader],
        virtualEndpoints: [`${params.endpoint}.writer.${DOMAIN}`, `${params.endpoint}.reader.${DOMAIN}`],
      },
    },
  };
}

function checkNew(azure: Azure, server: Resource, name: string): void {
  const [other] = endpointsOf(azure, server.id);
  if (other) throw hindered(`The server has the virtual endpoint '${other.name}', and can't have another.`);
  if (hasEndpointNamed(azure, name)) {
    throw conflict('Conflict', `The name '${name}' of a virtual endpoint is already used.`);
  }
}

/** The one server that the reader endpoint leads to: the primary, or a replica of its. */
function readerOf(azure: Azure, server: Resource, sent: unknown): string {
  const wanted = typeof sent === 'string' ? (sent.includes('/') ? parseId(sent).name : sent) : undefined;
  const able = [server, ...replicasOf(azure, server.id)].find(
    ({ name }) => name.toLowerCase() === wanted?.toLowerCase(),
  );
  if (!able) throw refused(`'${wanted}' is neither the server nor a read replica of it.`);
  return able.name;
}

/** A replica that goes, or goes its own way, is no longer what an endpoint leads to: its primary is. */
export function leaveEndpoints(azure: Azure, server: Resource): void {
  const sourceId = textAt(server.body, 'properties', 'sourceServerResourceId');
  if (!sourceId) return;
  for (const endpoint of endpointsOf(azure, sourceId)) {
    const properties = objectAt(endpoint.body, 'properties');
    const members = listAt(properties, 'members').filter((name) => name !== server.name);
    endpoint.body = { ...endpoint.body, properties: { ...properties, members } };
  }
}

export const VIRTUAL_ENDPOINT_ROUTES: readonly Route[] = routesOf(VIRTUAL_ENDPOINT);

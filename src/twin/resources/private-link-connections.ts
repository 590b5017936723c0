import { PRIVATE_ENDPOINT_TYPE } from './private-endpoint';
import { isObject, type JsonObject, listAt, textAt } from '../arm/json';
import { keyOf } from '../arm/resource-id';
import type { Azure } from '../azure';
import { guidOf } from '../state/guid';
import type { Resource } from '../state/resources';

/** A connection as what it leads to sees it: the other side of what a private endpoint says. */
export interface LinkConnection {
  /** Its own on that side. */
  readonly name: string;
  readonly endpoint: Resource;
  /** As it lies in the endpoint. */
  readonly connection: JsonObject;
}

/** Connections of private endpoints to a resource. */
export function linkConnectionsTo({ resources }: Azure, targetId: string): LinkConnection[] {
  return resources.ofType(PRIVATE_ENDPOINT_TYPE).flatMap((endpoint) =>
    ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections']
      .flatMap((list) => listAt(endpoint.body, 'properties', list))
      .filter(isObject)
      .filter((each) => keyOf(textAt(each, 'properties', 'privateLinkServiceId') ?? '') === keyOf(targetId))
      .map((connection) => ({
        name: `${String(connection.name)}.${guidOf('connection', keyOf(endpoint.id), String(connection.name))}`,
        endpoint,
        connection,
      })),
  );
}

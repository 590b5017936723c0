import { type JsonObject, objectAt, textAt } from '../arm/json';
import { keyOf } from '../arm/resource-id';
import type { Azure } from '../azure';
import { vCoresOf } from './flexible-server-catalogue';
import { refused } from './flexible-server-errors';
import { FLEXIBLE_SERVER_TYPE } from './flexible-server-facts';
import type { Resource } from '../state/resources';

/** The read replicas that follow a server directly. */
export function replicasOf({ resources }: Azure, serverId: string): Resource[] {
  return resources
    .ofType(FLEXIBLE_SERVER_TYPE)
    .filter(({ body }) => keyOf(textAt(body, 'properties', 'sourceServerResourceId') ?? '') === keyOf(serverId));
}

/** Throws where a server would no longer fit the one that it follows, or those that follow it. */
export function checkReplication(azure: Azure, existing: Resource, body: JsonObject): void {
  const source = azure.resources.get(textAt(existing.body, 'properties', 'sourceServerResourceId') ?? '');
  if (source) checkReplicaChange(body, source);
  for (const replica of replicasOf(azure, existing.id)) checkSourceChange(existing, body, replica);
}

function checkReplicaChange(body: JsonObject, source: Resource): void {
  if (textAt(body, 'properties', 'highAvailability', 'mode') !== 'Disabled') {
    throw refused("A read replica can't have high availability.");
  }
  if (textAt(body, 'sku', 'tier') === 'Burstable') throw refused("A read replica can't be Burstable.");
  checkPair(source.body, body);
}

function checkSourceChange(existing: Resource, body: JsonObject, replica: Resource): void {
  if (textAt(body, 'sku', 'tier') === 'Burstable') throw refused("A server with read replicas can't be Burstable.");
  if (textAt(body, 'properties', 'version') !== textAt(existing.body, 'properties', 'version')) {
    throw refused("The version of a server with read replicas can't be upgraded. Delete them first.");
  }
  checkPair(body, replica.body);
}

function checkPair(source: JsonObject, replica: JsonObject): void {
  const [above, below] = [objectAt(source, 'properties', 'storage'), objectAt(replica, 'properties', 'storage')];
  if (Number(above.storageSizeGB) > Number(below.storageSizeGB)) {
    throw refused(
      'The storage of a server must not be larger than that of its read replicas. Scale the replicas first.',
    );
  }
  if (above.autoGrow === 'Enabled' && below.autoGrow !== 'Enabled') {
    throw refused('Where the storage of the source grows by itself, that of its read replicas must as well.');
  }
  if (vCoresOf(textAt(source, 'sku', 'name')!) > vCoresOf(textAt(replica, 'sku', 'name')!)) {
    throw refused('A server must not have more vCores than its read replicas.');
  }
}

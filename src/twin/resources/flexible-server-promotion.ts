import { roleOf } from './flexible-server-body';
import { choice, hindered, missingParameter, refused } from './flexible-server-errors';
import { serverFacts } from './flexible-server-facts';
import { replicasOf } from './flexible-server-replicas';
import { endpointsOf, leaveEndpoints } from './flexible-server-virtual-endpoint';
import { type JsonObject, listAt, objectAt, textAt } from '../arm/json';
import type { Kept } from '../arm/kind';
import { keyOf } from '../arm/resource-id';
import type { Call } from '../arm/route';
import type { Resource } from '../state/resources';

type PromoteMode = 'Standalone' | 'Switchover';

/** From here on a switchover names the server that it is from; azure-cli issue 33776. */
const NAMES_SOURCE_SINCE = '2026-04-01';

/** What a change asks of a replica; undefined where it leaves it what it is. */
export function promotionOf(given: JsonObject, server: Resource): PromoteMode | undefined {
  const mode = textAt(given, 'replica', 'promoteMode');
  const role = textAt(given, 'replica', 'role') ?? textAt(given, 'replicationRole');
  if (!serverFacts(server).isReplica) {
    if (mode) throw refused('Only a read replica can be promoted.');
    return undefined;
  }
  if (mode) return choice<PromoteMode>('promoteMode', mode, ['Standalone', 'Switchover']);
  if (role === undefined || /replica$/i.test(role)) return undefined;
  return choice('replicationRole', role, ['None', 'Primary']) === 'None' ? 'Standalone' : 'Switchover';
}

export function promoted(call: Call, given: JsonObject, replica: Resource, mode: PromoteMode): Kept {
  const { azure } = call;
  const source = azure.resources.get(textAt(replica.body, 'properties', 'sourceServerResourceId') ?? '');
  if (given.administratorLoginPassword) {
    throw refused('The password of a read replica can be changed once it is promoted.');
  }
  if (replicasOf(azure, replica.id).length > 0) {
    throw refused("A read replica that has read replicas can't be promoted.");
  }
  if (!serverFacts(replica).ready || (source && !serverFacts(source).ready)) {
    throw hindered('A read replica can be promoted only when it and its source are ready.');
  }
  if (mode === 'Switchover') switchOver(call, given, source!, replica);
  else standAlone(call, replica);
  const { sourceServerResourceId: _source, ...kept } = objectAt(replica.body, 'properties');
  return {
    body: { ...replica.body, properties: { ...kept, ...roleOf(undefined) } },
    // What it was before it was promoted can't be restored.
    hidden: { backedUpSince: azure.clock.text() },
  };
}

function standAlone({ azure }: Call, replica: Resource): void {
  if (serverFacts(replica).isElastic) throw refused("A read replica of an elastic cluster can't stand alone.");
  leaveEndpoints(azure, replica);
}

/** Primary and replica change places, and the virtual endpoint goes with the primary. */
function switchOver({ azure, apiVersion }: Call, given: JsonObject, source: Resource, replica: Resource): void {
  if (apiVersion >= NAMES_SOURCE_SINCE && !given.sourceServerResourceId) {
    throw missingParameter('properties.sourceServerResourceId');
  }
  const forced = /^forced$/i.test(textAt(given, 'replica', 'promoteOption') ?? '');
  if (serverFacts(replica).isElastic && !forced) {
    throw refused("A read replica of an elastic cluster can't be promoted as planned.");
  }
  const [endpoint] = endpointsOf(azure, source.id);
  if (!endpoint || !listAt(endpoint.body, 'properties', 'members').includes(replica.name)) {
    throw refused(
      'A switchover needs a virtual endpoint of the primary server that has the read replica as its reader.',
    );
  }
  if (!areAlike(source.body, replica.body)) {
    throw refused('A switchover needs servers of the same compute and storage size.');
  }
  const properties = objectAt(source.body, 'properties');
  source.body = {
    ...source.body,
    properties: { ...properties, ...roleOf(replica.id), highAvailability: { mode: 'Disabled', state: 'NotEnabled' } },
  };
  for (const other of replicasOf(azure, source.id)) {
    if (keyOf(other.id) === keyOf(replica.id)) continue;
    other.body = { ...other.body, properties: { ...objectAt(other.body, 'properties'), ...roleOf(replica.id) } };
  }
  azure.resources.delete(endpoint.id);
  azure.resources.put({
    ...endpoint,
    id: replica.id + endpoint.id.slice(source.id.length),
    body: withMembers(endpoint.body, [replica.name, source.name]),
  });
}

function areAlike(source: JsonObject, replica: JsonObject): boolean {
  const sizeOf = (body: JsonObject) => [
    textAt(body, 'sku', 'name'),
    objectAt(body, 'properties', 'storage').storageSizeGB,
  ];
  return sizeOf(source).join() === sizeOf(replica).join();
}

function withMembers(body: JsonObject, members: JsonObject['members']): JsonObject {
  return { ...body, properties: { ...objectAt(body, 'properties'), members } };
}

import { parseId } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import { REGIONS } from '../regions';
import { changedServer, newServer, withoutNulls } from './flexible-server-body';
import { SERVER_API_VERSIONS } from './flexible-server-catalogue';
import { furnish } from './flexible-server-children';
import { keepDropped } from './flexible-server-dropped';
import { choice, hindered, invalidParameter } from './flexible-server-errors';
import { FLEXIBLE_SERVER_TYPE } from './flexible-server-facts';
import { isServerName, isTaken, NAME_TAKEN } from './flexible-server-name';
import { earliestRestore, inheritedFrom } from './flexible-server-origin';
import { runningServerOf, SERVER_PATH, serverOf } from './flexible-server-path';
import { connectionsTo } from './flexible-server-private-link';
import { promoted, promotionOf } from './flexible-server-promotion';
import { checkReplication, replicasOf } from './flexible-server-replicas';
import { leaveEndpoints } from './flexible-server-virtual-endpoint';
import { inSubscription } from './in-subscription';
import { badRequest, conflict, notFound } from '../arm/error';
import { type JsonObject, objectAt, textAt } from '../arm/json';
import { ACCEPTED, envelope, type Kept, type Kind, routesOf } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import type { Resource } from '../state/resources';

const SERVER: Kind = {
  type: FLEXIBLE_SERVER_TYPE,
  path: SERVER_PATH,
  apiVersions: SERVER_API_VERSIONS,
  manners: ACCEPTED,
  tracked: true,
  // A PUT of a server that exists changes what it sends, and never makes it anew: how it was made doesn't count then.
  put: (call, sent, existing) => (existing ? update(call, sent, existing) : create(call, sent)),
  patch: update,
  remove,
  show,
  written: ({ azure }, server) => furnish(azure, server),
};

const MODES = ['Default', 'Create', 'Update', 'PointInTimeRestore', 'GeoRestore', 'Replica', 'ReviveDropped'] as const;

function create(call: Call, sent: JsonObject): Kept {
  const { azure, params, path } = call;
  const given = withoutNulls(objectAt(sent, 'properties'));
  const mode = choice('createMode', given.createMode ?? 'Default', MODES);
  if (mode === 'Update') {
    const { name } = parseId(path);
    throw notFound('ResourceNotFound', `The server '${name}' was not found, so it can't be updated.`);
  }
  if (!isServerName(params.server)) throw invalidParameter('serverName');
  if (isTaken(azure, params.server)) throw conflict('ServerNameAlreadyExists', NAME_TAKEN);
  checkRegion(textAt(sent, 'location')!);
  if (mode === 'Default' || mode === 'Create') return newServer(call, sent);
  const from = inheritedFrom(call, mode, sent, given);
  const kept = newServer(call, sent, from);
  return { ...kept, hidden: { ...kept.hidden, madeFrom: from.sourceId, isReplica: from.isReplica } };
}

function checkRegion(location: string): void {
  if (REGIONS[location]) return;
  throw badRequest(
    'LocationNotAvailableForResourceType',
    `The provided location '${location}' is not available for resource type '${FLEXIBLE_SERVER_TYPE}'. List of available regions for the resource type is '${Object.keys(REGIONS).join(',')}'.`,
  );
}

function update(call: Call, sent: JsonObject, existing: Resource): Kept {
  runningServerOf(call);
  const given = withoutNulls(objectAt(sent, 'properties'));
  const mode = promotionOf(given, existing);
  if (mode) return promoted(call, given, existing, mode);
  const kept = changedServer(call, sent, existing);
  if (!kept.error) checkReplication(call.azure, existing, kept.body);
  return kept;
}

function remove({ azure }: Call, server: Resource): void {
  const [replica] = replicasOf(azure, server.id);
  if (replica) throw hindered(`The server has the read replica '${replica.name}'. Delete its read replicas first.`);
  leaveEndpoints(azure, server);
  keepDropped(azure, server);
}

function show({ azure }: Call, server: Resource): JsonObject {
  const properties = objectAt(server.body, 'properties');
  return {
    ...envelope(server),
    systemData: { createdAt: server.createdAt },
    properties: {
      ...properties,
      backup: { ...objectAt(properties, 'backup'), earliestRestoreDate: earliestRestore(azure, server).toString() },
      privateEndpointConnections: connectionsTo(azure, server),
    },
  };
}

function listReplicas(call: Call): Answer {
  return ok({ value: replicasOf(call.azure, serverOf(call).id).map((each) => show(call, each)) });
}

export const FLEXIBLE_SERVER_ROUTES: readonly Route[] = [
  inSubscription(SERVER),
  ...routesOf(SERVER),
  { method: 'GET', path: `${SERVER_PATH}/replicas`, apiVersions: SERVER_API_VERSIONS, handle: listReplicas },
];

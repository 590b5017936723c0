import { badRequest } from '../arm/error';
import { isObject, type JsonObject, objectAt, textAt } from '../arm/json';
import type { Call } from '../arm/route';
import type { Resource } from '../state/resources';

/**
 * The `identity` of a body as it is kept. The system's own identity keeps its principal as long as the resource lives;
 * user-assigned identities must exist.
 */
export function keptIdentity(call: Call, sent: JsonObject, existing: Resource | undefined): JsonObject | undefined {
  const { identity } = sent;
  if (!isObject(identity)) return undefined;
  const type = textAt(identity, 'type') ?? 'None';
  const principalId = textAt(existing?.body, 'identity', 'principalId');
  const { tenantId } = call.azure.settings;
  const { principalId: _principal, tenantId: _tenant, userAssignedIdentities: _assigned, ...rest } = identity;
  return {
    ...rest,
    type,
    ...(/SystemAssigned/i.test(type)
      ? { principalId: principalId ?? call.azure.newGuid('principal', call.path), tenantId }
      : {}),
    ...(/UserAssigned/i.test(type) ? { userAssignedIdentities: userAssigned(call, identity) } : {}),
  };
}

function userAssigned(call: Call, identity: JsonObject): JsonObject {
  const assigned: JsonObject = {};
  for (const id of Object.keys(objectAt(identity, 'userAssignedIdentities'))) {
    const found = call.azure.resources.get(id);
    if (!found) throw badRequest('FailedIdentityOperation', `The user-assigned identity '${id}' was not found.`);
    const { clientId, principalId } = objectAt(found.body, 'properties');
    assigned[id] = { clientId, principalId };
  }
  return assigned;
}

import { apiVersionsSince } from './flexible-server-catalogue';
import { choice, invalidParameter, missingParameter, refused } from './flexible-server-errors';
import { FLEXIBLE_SERVER_TYPE } from './flexible-server-facts';
import { runningServerOf, SERVER_PATH } from './flexible-server-path';
import { type JsonObject, objectAt, textAt } from '../arm/json';
import { ACCEPTED, type Kept, type Kind, routesOf } from '../arm/kind';
import type { Call, Route } from '../arm/route';
import { isGuid } from '../state/guid';

const ADMINISTRATOR: Kind = {
  type: `${FLEXIBLE_SERVER_TYPE}/administrators`,
  path: `${SERVER_PATH}/administrators/{objectId}`,
  apiVersions: apiVersionsSince('2022-03-08-preview'),
  manners: ACCEPTED,
  put: keptAdministrator,
  remove: (call) => void runningServerOf(call),
};

function keptAdministrator(call: Call, sent: JsonObject): Kept {
  const server = runningServerOf(call);
  const { objectId } = call.params;
  if (!isGuid(objectId)) throw invalidParameter('objectId');
  if (textAt(server.body, 'properties', 'authConfig', 'activeDirectoryAuth') !== 'Enabled') {
    throw refused('The server has no Microsoft Entra authentication, so it has no such administrators.');
  }
  const properties = objectAt(sent, 'properties');
  if (!textAt(properties, 'principalName')) throw missingParameter('principalName');
  const principalType = choice('principalType', properties.principalType, [
    'User',
    'Group',
    'ServicePrincipal',
    'Unknown',
  ]);
  const tenantId = textAt(properties, 'tenantId') ?? call.azure.settings.tenantId;
  return { body: { ...sent, properties: { ...properties, principalType, tenantId, objectId } } };
}

export const ADMINISTRATOR_ROUTES: readonly Route[] = routesOf(ADMINISTRATOR);

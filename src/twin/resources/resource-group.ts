import { conflict } from '../arm/error';
import { textAt } from '../arm/json';
import { type Kind, routesOf } from '../arm/kind';
import { ok } from '../arm/message';
import type { Call, Route } from '../arm/route';
import type { Resource } from '../state/resources';

const API_VERSIONS = ['2019-10-01', '2020-06-01', '2021-04-01', '2022-09-01', '2023-07-01', '2024-03-01', '2025-04-01'];
const PATH = '/subscriptions/{subscription}/resourceGroups/{group}';

const RESOURCE_GROUP: Kind = {
  type: 'Microsoft.Resources/resourceGroups',
  path: PATH,
  apiVersions: API_VERSIONS,
  manners: { created: 201, updated: 200, deleted: 202, running: true },
  tracked: true,
  freeStanding: true,
  put: (_call, sent) => ({
    body: { location: sent.location, tags: sent.tags, properties: { provisioningState: 'Succeeded' } },
  }),
  remove(call, existing) {
    // What a service wouldn't let go on its own, it doesn't let go with its group either.
    for (const resource of call.azure.resources.below(existing.id)) refuseToGo(resource);
  },
};

/** A backup vault that isn't empty stays, and so does its group. */
function refuseToGo(resource: Resource): void {
  if (!/^Microsoft\.DataProtection\/backupVaults\/(backupInstances|backupPolicies)$/i.test(resource.type)) return;
  throw conflict(
    'ResourceGroupDeletionBlocked',
    `Deletion of the resource group failed as resource '${resource.id}' could not be deleted.`,
  );
}

function listResources(call: Call) {
  const group = call.path.replace(/\/resources$/i, '');
  const found = call.azure.resources
    .children(group)
    .map(({ id, name, type, body }) => ({ id, name, type, location: textAt(body, 'location') }));
  return ok({ value: found });
}

export const RESOURCE_GROUP_ROUTES: readonly Route[] = [
  ...routesOf(RESOURCE_GROUP),
  { method: 'GET', path: `${PATH}/resources`, apiVersions: API_VERSIONS, handle: listResources },
];

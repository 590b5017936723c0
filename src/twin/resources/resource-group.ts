import { RESOURCES_VERSIONS } from './api-versions';
import { keepDeletedVault } from './deleted-key-vault';
import { keepDropped } from './flexible-server-dropped';
import { isFlexibleServer } from './flexible-server-facts';
import { KEY_VAULT_TYPE } from './key-vault-facts';
import { badRequest, conflict } from '../arm/error';
import { type Kind, routesOf } from '../arm/kind';
import type { Route } from '../arm/route';
import type { Resource } from '../state/resources';

const NAME = /^[\w.()-]{0,89}[\w()-]$/;

const RESOURCE_GROUP: Kind = {
  type: 'Microsoft.Resources/resourceGroups',
  path: '/subscriptions/{subscription}/resourceGroups/{group}',
  apiVersions: RESOURCES_VERSIONS,
  manners: { created: 201, updated: 200, deleted: 202, running: true },
  tracked: true,
  freeStanding: true,
  put({ params }, sent) {
    if (!NAME.test(params.group)) {
      throw badRequest('BadRequest', `'${params.group}' is not a valid name of a resource group.`);
    }
    return { body: { ...sent, properties: { provisioningState: 'Succeeded' } } };
  },
  remove({ azure }, existing) {
    const below = azure.resources.below(existing.id);
    // What a service wouldn't let go on its own, it doesn't let go with its group either.
    for (const resource of below) refuseToGo(resource);
    for (const vault of below.filter(({ type }) => type === KEY_VAULT_TYPE)) keepDeletedVault(azure, vault);
    for (const server of below.filter(isFlexibleServer)) keepDropped(azure, server);
  },
};

/** A backup vault that isn't empty stays, and so does its group. */
function refuseToGo(resource: Resource): void {
  if (
    !/^Microsoft\.DataProtection\/backupVaults\/(backupInstances|backupPolicies|deletedBackupInstances)$/i.test(
      resource.type,
    )
  ) {
    return;
  }
  throw conflict(
    'ResourceGroupDeletionBlocked',
    `Deletion of the resource group failed as resource '${resource.id}' could not be deleted.`,
  );
}

export const RESOURCE_GROUP_ROUTES: readonly Route[] = routesOf(RESOURCE_GROUP);

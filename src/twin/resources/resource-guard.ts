import { API_VERSIONS, invalidInput, PROVIDER_PATH, PROXY_TYPE, refused, VAULT_PATH } from './data-protection';
import { inSubscription } from './in-subscription';
import { listAt, textAt } from '../arm/json';
import { AT_ONCE, type Kind, propertiesOf, routesOf } from '../arm/kind';
import { parseId } from '../arm/resource-id';
import type { Route } from '../arm/route';

const GUARD_TYPE = 'Microsoft.DataProtection/resourceGuards';

/** Operations on a Backup vault that a guard watches over (API examples 2025-07-01), and where each is asked for. */
const GUARDED: readonly { readonly operation: string; readonly request: string }[] = [
  {
    operation: 'Microsoft.DataProtection/backupVaults/backupInstances/delete',
    request: 'deleteBackupInstanceRequests',
  },
  {
    operation: 'Microsoft.DataProtection/backupVaults/backupResourceGuardProxies/delete',
    request: 'deleteResourceGuardProxyRequests',
  },
];

const RESOURCE_GUARD: Kind = {
  type: GUARD_TYPE,
  path: `${PROVIDER_PATH}/resourceGuards/{guard}`,
  apiVersions: API_VERSIONS,
  manners: AT_ONCE,
  tracked: true,
  put(_call, sent, existing) {
    const properties = propertiesOf(sent);
    const excluded = listAt(properties, 'vaultCriticalOperationExclusionList');
    return {
      body: {
        ...sent,
        location: sent.location ?? existing?.body.location,
        properties: {
          ...properties,
          vaultCriticalOperationExclusionList: excluded,
          provisioningState: 'Succeeded',
          allowAutoApprovals: true,
          resourceGuardOperations: GUARDED.filter(({ operation }) => !excluded.includes(operation)).map(
            ({ operation, request }) => ({
              vaultCriticalOperation: operation,
              requestResourceType: `${GUARD_TYPE}/${request}`,
            }),
          ),
        },
      },
    };
  },
};

/** Puts a vault under a guard. The twin takes everybody for the guard's owner too: nothing is refused for lack of a right. */
const RESOURCE_GUARD_PROXY: Kind = {
  type: PROXY_TYPE,
  path: `${VAULT_PATH}/backupResourceGuardProxies/{proxy}`,
  apiVersions: API_VERSIONS,
  manners: { ...AT_ONCE, created: 200 },
  put({ azure }, sent) {
    const properties = propertiesOf(sent);
    const guardId = textAt(properties, 'resourceGuardResourceId');
    if (!guardId || parseId(guardId).type.toLowerCase() !== GUARD_TYPE.toLowerCase()) {
      throw invalidInput('A guard proxy needs the id of a resource guard as its `resourceGuardResourceId`.');
    }
    const guard = azure.resources.get(guardId);
    if (!guard) throw refused(`The resource guard '${guardId}' was not found.`);
    const excluded = listAt(guard.body, 'properties', 'vaultCriticalOperationExclusionList');
    return {
      body: {
        ...sent,
        properties: {
          ...properties,
          lastUpdatedTime: azure.clock.text(),
          resourceGuardOperationDetails: GUARDED.filter(({ operation }) => !excluded.includes(operation)).map(
            ({ operation, request }) => ({
              vaultCriticalOperation: operation,
              defaultResourceRequest: `${guard.id}/${request}/default`,
            }),
          ),
        },
      },
    };
  },
};

export const RESOURCE_GUARD_ROUTES: readonly Route[] = [
  inSubscription(RESOURCE_GUARD),
  ...routesOf(RESOURCE_GUARD),
  ...routesOf(RESOURCE_GUARD_PROXY),
];

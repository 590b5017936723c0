import { IDENTITIES_VERSIONS } from './api-versions';
import { inSubscription } from './in-subscription';
import { AT_ONCE, type Kind, propertiesOf, routesOf } from '../arm/kind';
import type { Route } from '../arm/route';

const USER_ASSIGNED_IDENTITY: Kind = {
  type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  path: '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{identity}',
  apiVersions: IDENTITIES_VERSIONS,
  manners: AT_ONCE,
  tracked: true,
  put({ azure, path }, sent, existing) {
    const known = existing ? propertiesOf(existing.body) : undefined;
    return {
      body: {
        ...sent,
        properties: {
          ...propertiesOf(sent),
          tenantId: azure.settings.tenantId,
          principalId: known?.principalId ?? azure.newGuid('principal', path),
          clientId: known?.clientId ?? azure.newGuid('client', path),
        },
      },
    };
  },
};

export const USER_ASSIGNED_IDENTITY_ROUTES: readonly Route[] = [
  inSubscription(USER_ASSIGNED_IDENTITY),
  ...routesOf(USER_ASSIGNED_IDENTITY),
];

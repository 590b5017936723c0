import { takesEntra, takesPasswords } from './cluster-access';
import { CLUSTER_API_VERSIONS, isExtended } from './cluster-catalogue';
import { CLUSTER_TYPE } from './cluster-facts';
import { CLUSTER_PATH, runningClusterOf } from './cluster-path';
import { refused } from './flexible-server-errors';
import { isObject, type JsonObject, objectAt, textAt } from '../arm/json';
import { envelope, type Kept, type Kind, routesOf, LOCATED } from '../arm/kind';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import { isGuid } from '../state/guid';
import type { Resource } from '../state/resources';

const ROLE_TYPE = `${CLUSTER_TYPE}/roles`;
/** The administrator of every cluster. */
const BUILT_IN = 'citus';

const ROLE: Kind = {
  type: ROLE_TYPE,
  path: `${CLUSTER_PATH}/roles/{role}`,
  apiVersions: CLUSTER_API_VERSIONS,
  manners: LOCATED,
  putOnly: true,
  put: keptRole,
  remove: (call) => void runningClusterOf(call),
  show({ apiVersion }, role) {
    const properties = isExtended(apiVersion) ? objectAt(role.body, 'properties') : {};
    return { ...envelope(role), properties: { ...properties, provisioningState: 'Succeeded' } };
  },
};

function keptRole(call: Call, sent: JsonObject): Kept {
  const cluster = runningClusterOf(call);
  const { role } = call.params;
  if (!/^[-\w.]+$/.test(role)) throw refused(`The role name '${role}' is invalid.`);
  if (role.toLowerCase() === BUILT_IN) throw refused(`The role '${BUILT_IN}' is built in.`);
  const { externalIdentity, password, roleType = 'user' } = objectAt(sent, 'properties');
  if (isExtended(call.apiVersion) && isObject(externalIdentity)) {
    checkIdentity(cluster, externalIdentity);
    const tenantId = textAt(externalIdentity, 'tenantId') ?? call.azure.settings.tenantId;
    return { body: { properties: { roleType, externalIdentity: { ...externalIdentity, tenantId } } } };
  }
  if (!password) throw refused("'password' is required for the creation of a role.");
  if (!takesPasswords(cluster)) throw refused('The cluster has no PostgreSQL authentication, so it has no such roles.');
  return { body: { properties: { roleType } } };
}

function checkIdentity(cluster: Resource, identity: JsonObject): void {
  if (!takesEntra(cluster)) {
    throw refused('The cluster has no Microsoft Entra authentication, so it has no such roles.');
  }
  if (!isGuid(textAt(identity, 'objectId') ?? '')) throw refused("'objectId' must be the id of a principal.");
  const principalType = textAt(identity, 'principalType')?.toLowerCase();
  if (principalType === 'group') throw refused('Microsoft Entra groups are not supported.');
  if (principalType !== 'user' && principalType !== 'serviceprincipal') {
    throw refused(
      `'principalType' must be one of user, servicePrincipal, got: ${JSON.stringify(identity.principalType)}.`,
    );
  }
}

/** Gives a cluster that was made from another the roles of its source. */
export function copyRoles({ resources }: Azure, cluster: Resource): void {
  const sourceId = textAt(cluster.hidden, 'madeFrom');
  if (sourceId === undefined || cluster.hidden.hasRoles) return;
  cluster.hidden.hasRoles = true;
  for (const role of resources.children(sourceId, ROLE_TYPE)) {
    resources.put({ ...structuredClone(role), id: `${cluster.id}/roles/${role.name}`, createdAt: cluster.createdAt });
  }
}

export const CLUSTER_ROLE_ROUTES: readonly Route[] = routesOf(ROLE);

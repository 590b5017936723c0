import { clusterFacts } from './cluster-facts';
import { refused } from './flexible-server-errors';
import { keptIdentity } from './managed-identity';
import { isObject, type Json, type JsonObject, objectAt, textAt } from '../arm/json';
import { keyOf } from '../arm/resource-id';
import type { Call } from '../arm/route';
import type { Resource } from '../state/resources';

/** Microsoft Entra is not for older ones: "Azure Cosmos DB for PostgreSQL limits and limitations", 2024-07-07. */
const ENTRA_SINCE = 14;

/** Who may sign in how. */
export function clusterAuthentication(sent: JsonObject, old: JsonObject, postgresqlVersion: string): JsonObject {
  const merged: JsonObject = { activeDirectoryAuth: 'disabled', passwordAuth: 'enabled', ...old, ...sent };
  const [activeDirectoryAuth, passwordAuth] = [
    switchOf('activeDirectoryAuth', merged.activeDirectoryAuth),
    switchOf('passwordAuth', merged.passwordAuth),
  ];
  if (activeDirectoryAuth === 'disabled' && passwordAuth === 'disabled') {
    throw refused('At least one way to sign in must be enabled: with a password, or with Microsoft Entra.');
  }
  if (activeDirectoryAuth === 'enabled' && Number(postgresqlVersion) < ENTRA_SINCE) {
    throw refused(
      `Microsoft Entra authentication needs PostgreSQL ${ENTRA_SINCE} or newer, got: ${postgresqlVersion}.`,
    );
  }
  return { ...merged, activeDirectoryAuth, passwordAuth };
}

function switchOf(name: string, value: Json | undefined): string {
  const found = ['enabled', 'disabled'].find((each) => typeof value === 'string' && each === value.toLowerCase());
  if (found) return found;
  throw refused(`'${name}' must be one of enabled, disabled, got: ${JSON.stringify(value)}.`);
}

export function takesEntra(cluster: Pick<Resource, 'body'>): boolean {
  return textAt(cluster.body, 'properties', 'authConfig', 'activeDirectoryAuth') === 'enabled';
}

export function takesPasswords(cluster: Pick<Resource, 'body'>): boolean {
  return textAt(cluster.body, 'properties', 'authConfig', 'passwordAuth') === 'enabled';
}

/** How the disks are encrypted; `SystemManaged` is what the service says of a cluster without a key of the customer. */
export function clusterEncryption(sent: Json | undefined): JsonObject {
  return isObject(sent) && Object.keys(sent).length > 0 ? sent : { type: 'SystemManaged' };
}

/** Throws where key and identity of the customer don't fit together. */
export function checkClusterKey(body: JsonObject): void {
  if (!clusterFacts({ body, hidden: {} }).hasOwnKey) return;
  const { primaryKeyUri, primaryUserAssignedIdentityId } = objectAt(body, 'properties', 'dataEncryption');
  if (!primaryKeyUri || !primaryUserAssignedIdentityId) {
    throw refused('A key of the customer needs its URI and a user-assigned identity that reads it.');
  }
  const assigned = Object.keys(objectAt(body, 'identity', 'userAssignedIdentities')).map(keyOf);
  if (!assigned.includes(keyOf(String(primaryUserAssignedIdentityId)))) {
    throw refused('The identity that reads the key of the customer must be assigned to the cluster.');
  }
}

export function clusterIdentity(call: Call, sent: JsonObject, existing?: Resource): JsonObject | undefined {
  const kept = keptIdentity(call, sent, existing) ?? existing?.body.identity;
  return isObject(kept) ? kept : undefined;
}

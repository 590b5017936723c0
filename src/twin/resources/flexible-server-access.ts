import { choice, invalidParameter, refused } from './flexible-server-errors';
import { keptIdentity } from './managed-identity';
import { ArmError } from '../arm/error';
import { isObject, type Json, type JsonObject, objectAt, textAt } from '../arm/json';
import { keyOf } from '../arm/resource-id';
import type { Call } from '../arm/route';
import type { Resource } from '../state/resources';

const SWITCH = ['Enabled', 'Disabled'] as const;

/** Who may sign in how; a tenant that is empty counts as none. */
export function authentication(sent: JsonObject, old: JsonObject = {}): JsonObject {
  const { tenantId, ...merged } = {
    activeDirectoryAuth: 'Disabled',
    passwordAuth: 'Enabled',
    ...old,
    ...sent,
  } as JsonObject;
  const activeDirectoryAuth = choice('ActiveDirectoryAuth', merged.activeDirectoryAuth, SWITCH);
  const passwordAuth = choice('PasswordAuth', merged.passwordAuth, SWITCH);
  if (activeDirectoryAuth === 'Disabled' && passwordAuth === 'Disabled') {
    throw refused('At least one way to sign in must be enabled: with a password, or with Microsoft Entra.');
  }
  return { ...merged, activeDirectoryAuth, passwordAuth, ...(tenantId ? { tenantId } : {}) };
}

export function takesPasswords(properties: JsonObject): boolean {
  return textAt(properties, 'authConfig', 'passwordAuth') !== 'Disabled';
}

const RESERVED_LOGINS = ['azure_superuser', 'azure_pg_admin', 'admin', 'administrator', 'root', 'guest', 'public'];

export function checkLogin(login: string): void {
  const reserved = RESERVED_LOGINS.includes(login.toLowerCase()) || /^pg_/i.test(login);
  if (reserved || login.length < 1 || login.length > 63) throw invalidParameter('administratorLogin');
}

/** The service takes a password that is too weak, and fails while it makes the server. */
export function passwordFault(password: string | undefined): ArmError | undefined {
  if (password === undefined) return undefined;
  const kinds = [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  if (password.length >= 8 && password.length <= 128 && kinds >= 3) return undefined;
  return unexpectedFailure();
}

/** What the service says when it doesn't say what is wrong. */
export function unexpectedFailure(): ArmError {
  return new ArmError(500, 'InternalServerError', 'An unexpected error occured while processing the request.');
}

/** Managed identities: a PATCH adds to those that are there and takes away those that it sends as null; a PUT replaces them. */
export function identities(call: Call, sent: Json | undefined, existing: Resource | undefined): JsonObject | undefined {
  const old = objectAt(existing?.body, 'identity');
  if (!isObject(sent)) return existing?.body.identity as JsonObject | undefined;
  const kept = call.method === 'PATCH' ? objectAt(old, 'userAssignedIdentities') : {};
  const assigned = Object.entries({ ...kept, ...objectAt(sent, 'userAssignedIdentities') }).filter(
    ([, each]) => each !== null,
  );
  const identity = { ...sent, userAssignedIdentities: Object.fromEntries(assigned) };
  return keptIdentity(call, { identity }, existing);
}

/** How the disks are encrypted; the statuses of keys are the service's. */
export function encryption(sent: JsonObject): JsonObject {
  const type = choice('Type', sent.type ?? 'SystemManaged', ['SystemManaged', 'AzureKeyVault']);
  if (type === 'SystemManaged') return { type };
  return {
    ...sent,
    type,
    primaryEncryptionKeyStatus: 'Valid',
    ...(sent.geoBackupKeyURI ? { geoBackupEncryptionKeyStatus: 'Valid' } : {}),
  };
}

export function isCustomerManaged(properties: JsonObject): boolean {
  return textAt(properties, 'dataEncryption', 'type') === 'AzureKeyVault';
}

/** Throws where keys and identities don't fit together; `geoRegion` is where geo-redundant backups go, if they do. */
export function checkEncryption(call: Call, body: JsonObject, geoRegion: string | undefined): void {
  const properties = objectAt(body, 'properties');
  if (!isCustomerManaged(properties)) return;
  const { primaryKeyURI, primaryUserAssignedIdentityId, geoBackupKeyURI, geoBackupUserAssignedIdentityId } = objectAt(
    properties,
    'dataEncryption',
  );
  if (!primaryKeyURI || !primaryUserAssignedIdentityId) {
    throw encryptionFault('A user assigned identity and a key are required to encrypt a CMK enabled server.');
  }
  if (geoRegion && (!geoBackupKeyURI || !geoBackupUserAssignedIdentityId)) {
    throw encryptionFault(
      'Geo-Backup Encryption user assigned identity and key is required to encrypt Geo-Redundant CMK enabled server.',
    );
  }
  if (!geoRegion && (geoBackupKeyURI || geoBackupUserAssignedIdentityId)) {
    throw encryptionFault('A server without geo-redundant backup has no Geo-Backup Encryption identity and key.');
  }
  const used = [primaryUserAssignedIdentityId, geoBackupUserAssignedIdentityId].flatMap((id) =>
    id ? [keyOf(String(id))] : [],
  );
  if (new Set(used).size < used.length) {
    throw encryptionFault('The identity of the geo-redundant backup must be another than the primary one.');
  }
  const assigned = Object.keys(objectAt(body, 'identity', 'userAssignedIdentities')).map(keyOf);
  if (used.some((id) => !assigned.includes(id))) {
    throw encryptionFault('The identities that read the keys must be assigned to the server.');
  }
  checkGeoVault(call, String(geoBackupKeyURI ?? ''), geoRegion);
}

/** The key of geo-redundant backups lies in the region that they go to; a vault that the twin doesn't hold may be anywhere. */
function checkGeoVault({ azure }: Call, keyUri: string, geoRegion: string | undefined): void {
  const vault = azure.resources.ofType('Microsoft.KeyVault/vaults').find(({ body }) => {
    const uri = textAt(body, 'properties', 'vaultUri')?.replace(/\/$/, '').toLowerCase();
    return uri && keyUri.toLowerCase().startsWith(`${uri}/`);
  });
  if (!vault || textAt(vault.body, 'location') === geoRegion) return;
  throw encryptionFault(`The key of the geo-redundant backup must lie in a key vault in '${geoRegion}'.`);
}

function encryptionFault(what: string): ArmError {
  return new ArmError(
    400,
    'CMKInvalidEncryptionParameters',
    `The input server encryption parameters are invalid. ${what} Please retry operation with valid input parameters.`,
  );
}

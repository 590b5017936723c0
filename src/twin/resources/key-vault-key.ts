import { Temporal } from '@js-temporal/polyfill';
import { KEYS_VERSIONS } from './api-versions';
import { badParameter, keyMaterial } from './key-material';
import { type KeyPermission, requireKeyAccess } from './key-vault-access';
import { KEY_TYPE, vaultAt } from './key-vault-facts';
import { ArmError, conflict, notFound } from '../arm/error';
import { at, isObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from '../arm/json';
import { type Answer, ok } from '../arm/message';
import type { Call, Route } from '../arm/route';
import { DATA_PLANE } from '../data-plane';
import type { Resource } from '../state/resources';

const DELETED_TYPE = 'Microsoft.KeyVault/vaults/deletedKeys';
const KEYS = `${DATA_PLANE}/{host}/keys`;
const KEY = `${KEYS}/{key}`;
const DELETED = `${DATA_PLANE}/{host}/deletedkeys/{key}`;
const NAME = /^[0-9a-zA-Z-]{1,127}$/;

/** What is asked of a vault, once it is found and the caller may. */
type Work = (call: Call, vault: Resource) => Answer;

function inVault(permission: KeyPermission, work: Work): (call: Call) => Answer {
  return (call) => {
    const vault = vaultAt(call.azure, call.params.host);
    if (!vault) throw notFound('VaultNotFound', `There is no key vault at '${call.params.host}'.`);
    const { key } = call.params;
    requireKeyAccess(call, vault, permission, key === undefined ? vault.id : `${vault.id}/keys/${key}`);
    return work(call, vault);
  };
}

function keyOf(call: Call, vault: Resource): Resource {
  const key = call.azure.resources.get(`${vault.id}/keys/${call.params.key}`);
  if (key) return key;
  throw notFound('KeyNotFound', `A key with (name/id) ${call.params.key} was not found in this key vault.`);
}

function deletedKeyOf(call: Call, vault: Resource): Resource | undefined {
  const key = call.azure.resources.get(`${vault.id}/deletedkeys/${call.params.key}`);
  if (!key || numberAt(key.body, 'scheduledPurgeDate')! > secondsOf(call)) return key;
  call.azure.resources.delete(key.id);
  return undefined;
}

function requireDeletedKey(call: Call, vault: Resource): Resource {
  const key = deletedKeyOf(call, vault);
  if (key) return key;
  throw notFound('KeyNotFound', `Deleted Key not found: ${call.params.key}`);
}

function secondsOf({ azure }: Call): number {
  return Math.floor(azure.clock.now().epochMilliseconds / 1000);
}

function versionsOf(key: Resource): JsonObject[] {
  return listAt(key.hidden, 'versions').filter(isObject);
}

/** The bundle of a version, by default the newest. */
function bundleOf(key: Resource, version?: string): JsonObject {
  const found =
    version === undefined ? versionsOf(key).at(-1) : versionsOf(key).find((each) => versionOf(each) === version);
  if (found) return found;
  throw notFound('KeyNotFound', `A key with (name/id) ${key.name}/${version} was not found in this key vault.`);
}

function versionOf(bundle: JsonObject): string {
  return textAt(bundle, 'key', 'kid')!.split('/').at(-1)!;
}

function isProtected(vault: Resource): boolean {
  return at(vault.body, 'properties', 'enablePurgeProtection') === true;
}

/** A further version, where the key exists. */
export function makeKey(call: Call, vault: Resource, name: string, sent: JsonObject): Resource {
  const { azure } = call;
  if (!NAME.test(name)) throw badParameter(`'${name}' is not a valid name of a key.`);
  if (deletedKeyOf(call, vault)) {
    throw conflict(
      'Conflict',
      `Key ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the key can only be recovered or purged.`,
    );
  }
  const { kty, key_size: size = 2048, crv = 'P-256', key_ops: operations, tags, attributes } = sent;
  const version = azure.newGuid(vault.id, name).replace(/-/g, '');
  const now = secondsOf(call);
  const bundle: JsonObject = {
    key: {
      kid: `${textAt(vault.body, 'properties', 'vaultUri')}keys/${name}/${version}`,
      kty,
      key_ops: operations ?? ['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey'],
      ...keyMaterial(String(kty), Number(size), String(crv), version),
    },
    attributes: {
      enabled: true,
      ...(isObject(attributes) ? attributes : {}),
      created: now,
      updated: now,
      recoveryLevel: isProtected(vault) ? 'Recoverable' : 'Recoverable+Purgeable',
      recoverableDays: numberAt(vault.body, 'properties', 'softDeleteRetentionInDays'),
    },
    ...(tags === undefined ? {} : { tags }),
    ...(sent.release_policy === undefined ? {} : { release_policy: sent.release_policy }),
  };
  const id = `${vault.id}/keys/${name}`;
  const key = azure.resources.get(id) ?? {
    ...{ id, type: KEY_TYPE, name, createdAt: azure.clock.text() },
    ...{ body: {}, hidden: {} },
  };
  key.hidden = { ...key.hidden, versions: [...versionsOf(key), bundle] };
  return azure.resources.put(key);
}

const create: Work = (call, vault) => ok(bundleOf(makeKey(call, vault, call.params.key, call.body)));

const read: Work = (call, vault) => ok(bundleOf(keyOf(call, vault), call.params.version));

const update: Work = (call, vault) => {
  const bundle = bundleOf(keyOf(call, vault), call.params.version);
  const { attributes, key_ops: operations, tags } = call.body;
  bundle.attributes = {
    ...objectAt(bundle, 'attributes'),
    ...(isObject(attributes) ? attributes : {}),
    updated: secondsOf(call),
  };
  if (operations !== undefined) bundle.key = { ...objectAt(bundle, 'key'), key_ops: operations };
  if (tags !== undefined) bundle.tags = tags;
  return ok(bundle);
};

const rotate: Work = (call, vault) => {
  const newest = bundleOf(keyOf(call, vault));
  const { kty, crv, n, key_ops: operations } = objectAt(newest, 'key');
  const size = typeof n === 'string' ? Buffer.from(n, 'base64url').length * 8 : undefined;
  const same = { kty, crv, key_size: size, key_ops: operations, tags: newest.tags };
  return ok(bundleOf(makeKey(call, vault, call.params.key, same)));
};

/** Lists name keys without their material. */
function itemOf(bundle: JsonObject, id: string): JsonObject {
  return { kid: id, attributes: bundle.attributes, tags: bundle.tags };
}

const list: Work = (call, vault) => {
  const keys = call.azure.resources.children(vault.id, KEY_TYPE).map((key) => bundleOf(key));
  return ok({ value: keys.map((bundle) => itemOf(bundle, textAt(bundle, 'key', 'kid')!.replace(/\/[^/]+$/, ''))) });
};

const listVersions: Work = (call, vault) =>
  ok({ value: versionsOf(keyOf(call, vault)).map((bundle) => itemOf(bundle, textAt(bundle, 'key', 'kid')!)) });

const readPolicy: Work = (call, vault) => {
  const key = keyOf(call, vault);
  const kept = objectAt(key.hidden, 'rotationPolicy');
  return ok({ lifetimeActions: [], attributes: {}, ...kept, id: policyId(vault, key) });
};

const writePolicy: Work = (call, vault) => {
  const key = keyOf(call, vault);
  key.hidden.rotationPolicy = call.body;
  return ok({ ...call.body, id: policyId(vault, key) });
};

function policyId(vault: Resource, key: Resource): Json {
  return `${textAt(vault.body, 'properties', 'vaultUri')}keys/${key.name}/rotationpolicy`;
}

const remove: Work = (call, vault) => {
  const { resources, clock } = call.azure;
  const key = keyOf(call, vault);
  const now = Temporal.Instant.fromEpochMilliseconds(secondsOf(call) * 1000);
  const days = numberAt(vault.body, 'properties', 'softDeleteRetentionInDays') ?? 0;
  resources.delete(key.id);
  const deleted = resources.put({
    id: `${vault.id}/deletedkeys/${key.name}`,
    type: DELETED_TYPE,
    name: key.name,
    createdAt: clock.text(),
    body: {
      recoveryId: `${textAt(vault.body, 'properties', 'vaultUri')}deletedkeys/${key.name}`,
      deletedDate: now.epochMilliseconds / 1000,
      scheduledPurgeDate: now.add({ hours: 24 * days }).epochMilliseconds / 1000,
    },
    hidden: key.hidden,
  });
  return ok(showDeleted(deleted));
};

function showDeleted(deleted: Resource): JsonObject {
  return { ...bundleOf(deleted), ...deleted.body };
}

const recover: Work = (call, vault) => {
  const { resources } = call.azure;
  const deleted = requireDeletedKey(call, vault);
  resources.delete(deleted.id);
  const { name, createdAt, hidden } = deleted;
  return ok(
    bundleOf(resources.put({ id: `${vault.id}/keys/${name}`, type: KEY_TYPE, name, createdAt, body: {}, hidden })),
  );
};

const purge: Work = (call, vault) => {
  const deleted = requireDeletedKey(call, vault);
  if (isProtected(vault)) {
    throw new ArmError(403, 'Forbidden', 'Operation "purge" is not allowed: the vault is protected from it.');
  }
  call.azure.resources.delete(deleted.id);
  return { status: 204 };
};

function route(method: Route['method'], path: string, permission: KeyPermission, work: Work): Route {
  return { method, path, apiVersions: KEYS_VERSIONS, lockless: true, handle: inVault(permission, work) };
}

export const KEY_VAULT_KEY_ROUTES: readonly Route[] = [
  route('GET', KEYS, 'list', list),
  route('GET', KEY, 'get', read),
  route('PATCH', KEY, 'update', update),
  route('DELETE', KEY, 'delete', remove),
  route('POST', `${KEY}/create`, 'create', create),
  route('POST', `${KEY}/rotate`, 'rotate', rotate),
  route('GET', `${KEY}/rotationpolicy`, 'getrotationpolicy', readPolicy),
  route('PUT', `${KEY}/rotationpolicy`, 'setrotationpolicy', writePolicy),
  route('GET', `${KEY}/versions`, 'list', listVersions),
  route('GET', `${KEY}/{version}`, 'get', read),
  route('PATCH', `${KEY}/{version}`, 'update', update),
  route('GET', DELETED, 'get', (call, vault) => ok(showDeleted(requireDeletedKey(call, vault)))),
  route('DELETE', DELETED, 'purge', purge),
  route('POST', `${DELETED}/recover`, 'recover', recover),
  {
    method: 'GET',
    path: `${DATA_PLANE}/{host}/certificates/contacts`,
    apiVersions: KEYS_VERSIONS,
    handle() {
      throw notFound('CertificateContactsNotFound', 'No contacts were found in this key vault.');
    },
  },
];

import { KEY_VAULT_VERSIONS } from './api-versions';
import { KEY_TYPE } from './key-vault-facts';
import { makeKey } from './key-vault-key';
import { badRequest } from '../arm/error';
import { at, type JsonObject, listAt, objectAt } from '../arm/json';
import { missing, propertiesOf } from '../arm/kind';
import { ok } from '../arm/message';
import { groupOf } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Resource } from '../state/resources';

const PATH =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.KeyVault/vaults/{vault}/keys/{key}';

/** The same keys as those of the data plane, as templates and azapi make them. */
function show(key: Resource): JsonObject {
  const newest = listAt(key.hidden, 'versions').at(-1);
  const { kid, kty, crv, n, key_ops: keyOps } = objectAt(newest, 'key');
  const uri = String(kid);
  return {
    id: key.id,
    name: key.name,
    type: KEY_TYPE,
    tags: at(newest, 'tags'),
    properties: {
      attributes: objectAt(newest, 'attributes'),
      kty,
      keyOps,
      curveName: crv,
      keySize: typeof n === 'string' ? Buffer.from(n, 'base64url').length * 8 : undefined,
      keyUri: uri.replace(/\/[^/]+$/, ''),
      keyUriWithVersion: uri,
      rotationPolicy: key.hidden.rotationPolicy,
    },
  };
}

function vaultOf(call: Call, segments: number): Resource {
  const id = call.path.split('/').slice(0, -segments).join('/');
  const vault = call.azure.resources.get(id);
  if (vault) return vault;
  throw missing(call.azure.resources.has(groupOf(call.path) ?? ''), id);
}

function read(call: Call) {
  const key = call.azure.resources.get(call.path);
  if (key) return ok(show(key));
  throw missing(call.azure.resources.has(groupOf(call.path) ?? ''), call.path);
}

/** Makes a key; one that exists is left as it is. */
function put(call: Call) {
  const vault = vaultOf(call, 2);
  const existing = call.azure.resources.get(call.path);
  if (existing) return ok(show(existing));
  const { kty, keySize, curveName, keyOps, attributes, rotationPolicy } = propertiesOf(call.body);
  const sent = { kty, key_size: keySize, crv: curveName, key_ops: keyOps, attributes, tags: call.body.tags };
  const key = makeKey(call, vault, call.params.key, sent);
  if (rotationPolicy !== undefined) key.hidden.rotationPolicy = rotationPolicy;
  return ok(show(key));
}

/** The published API has no such call; what the service answers is not documented. */
function remove(): never {
  throw badRequest('BadRequest', 'Keys can be made over the Resource Manager, but are deleted at their vault.');
}

function list(call: Call) {
  const vault = vaultOf(call, 1);
  return ok({ value: call.azure.resources.children(vault.id, KEY_TYPE).map(show) });
}

const apiVersions = KEY_VAULT_VERSIONS;

export const KEY_VAULT_ARM_KEY_ROUTES: readonly Route[] = [
  { method: 'GET', path: PATH, apiVersions, handle: read },
  { method: 'PUT', path: PATH, apiVersions, handle: put },
  { method: 'DELETE', path: PATH, apiVersions, handle: remove },
  { method: 'GET', path: PATH.replace('/{key}', ''), apiVersions, handle: list },
];

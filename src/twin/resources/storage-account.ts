import { createHash } from 'crypto';
import { STORAGE_VERSIONS } from './api-versions';
import { inSubscription } from './in-subscription';
import { keptIdentity } from './managed-identity';
import { makeStorageServices } from './storage-services';
import { badRequest, conflict } from '../arm/error';
import { at, isObject, type JsonObject, textAt } from '../arm/json';
import { type Kind, propertiesOf, routesOf } from '../arm/kind';
import { ok } from '../arm/message';
import { isWithin } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import { STORAGE_DOMAIN } from '../data-plane';
import { REGIONS } from '../regions';
import type { Resource } from '../state/resources';

const TYPE = 'Microsoft.Storage/storageAccounts';
const PATH =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts/{account}';
const KINDS = ['Storage', 'StorageV2', 'BlobStorage', 'FileStorage', 'BlockBlobStorage'];
const NAME = /^[a-z0-9]{3,24}$/;
/** Fixed when the account is made. */
const FIXED = ['isHnsEnabled', 'isNfsV3Enabled'];

const STORAGE_ACCOUNT: Kind = {
  type: TYPE,
  path: PATH,
  apiVersions: STORAGE_VERSIONS,
  manners: { created: 202, updated: 200, deleted: 200, running: true },
  tracked: true,
  put(call, sent, existing) {
    if (!existing) checkName(call.azure, call.params.account, call.path);
    const sku = checkSku(sent);
    checkKind(sent, existing);
    refuseFixed(sent, existing);
    const properties = { ...defaults(call, sent, sku, existing), ...propertiesOf(sent) };
    return { body: { ...sent, sku, identity: keptIdentity(call, sent, existing), properties } };
  },
  written: (call, account) => makeStorageServices(call, account),
};

function checkName(azure: Azure, name: string, path: string): void {
  if (!NAME.test(name)) {
    throw badRequest(
      'AccountNameInvalid',
      `${name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.`,
    );
  }
  const other = azure.resources.ofType(TYPE).find((account) => account.name === name);
  if (!other) return;
  const subscription = path.split('/').slice(0, 3).join('/');
  if (isWithin(other.id, subscription)) {
    throw conflict(
      'StorageAccountInAnotherResourceGroup',
      `The account ${name} is already in another resource group in this subscription.`,
    );
  }
  throw conflict('StorageAccountAlreadyTaken', `The storage account named ${name} is already taken.`);
}

function checkSku(sent: JsonObject): { name: string; tier: string } {
  const name = textAt(sent, 'sku', 'name') ?? '';
  if (!/^(Standard|StandardV2|Premium|PremiumV2)_(LRS|ZRS|GRS|RAGRS|GZRS|RAGZRS)$/.test(name)) {
    throw badRequest('BadRequest', `'${name}' is not a sku of storage accounts.`);
  }
  return { name, tier: name.startsWith('Premium') ? 'Premium' : 'Standard' };
}

function checkKind(sent: JsonObject, existing: Resource | undefined): void {
  const { kind } = sent;
  if (typeof kind !== 'string' || !KINDS.includes(kind)) {
    throw badRequest('BadRequest', `The kind of a storage account must be one of ${KINDS.join(', ')}.`);
  }
  const old = existing?.body.kind;
  if (old === undefined || old === kind || kind === 'StorageV2') return;
  throw badRequest('BadRequest', `A storage account can't be changed from ${String(old)} to ${kind}.`);
}

function refuseFixed(sent: JsonObject, existing: Resource | undefined): void {
  for (const name of existing ? FIXED : []) {
    const [old, wanted] = [at(existing?.body, 'properties', name), at(sent, 'properties', name)];
    if (wanted === undefined || (old ?? false) === wanted) continue;
    throw badRequest('BadRequest', `The property '${name}' of a storage account can't be changed.`);
  }
}

function defaults(call: Call, sent: JsonObject, sku: { name: string }, existing: Resource | undefined): JsonObject {
  const { azure, params } = call;
  const location = textAt(sent, 'location') ?? '';
  const pair = REGIONS[location]?.pair;
  const isGeo = /_(RA)?GZ?RS$/.test(sku.name);
  const created = textAt(existing?.body, 'properties', 'creationTime') ?? azure.clock.text();
  return {
    accessTier: /BlobStorage|StorageV2/.test(String(sent.kind)) ? 'Hot' : undefined,
    allowBlobPublicAccess: false,
    allowCrossTenantReplication: false,
    creationTime: created,
    encryption: {
      keySource: 'Microsoft.Storage',
      services: { blob: encrypted(created), file: encrypted(created) },
    },
    keyCreationTime: { key1: created, key2: created },
    minimumTlsVersion: 'TLS1_0',
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow', ipRules: [], virtualNetworkRules: [] },
    primaryEndpoints: endpoints(params.account),
    primaryLocation: location,
    privateEndpointConnections: [],
    provisioningState: 'Succeeded',
    statusOfPrimary: 'available',
    supportsHttpsTrafficOnly: true,
    ...(isGeo && pair ? { secondaryLocation: pair, statusOfSecondary: 'available' } : {}),
    ...(isGeo && pair && /_RA/.test(sku.name) ? { secondaryEndpoints: endpoints(`${params.account}-secondary`) } : {}),
  };
}

function encrypted(since: string): JsonObject {
  return { enabled: true, keyType: 'Account', lastEnabledTime: since };
}

function endpoints(name: string): JsonObject {
  const services = ['blob', 'dfs', 'file', 'queue', 'table', 'web'];
  return Object.fromEntries(services.map((service) => [service, `http://${name}.${service}.${STORAGE_DOMAIN}/`]));
}

function accountOf(call: Call): Resource {
  const id = call.path.split('/').slice(0, -1).join('/');
  const found = call.azure.resources.get(id);
  if (found) return found;
  throw badRequest('ResourceNotFound', `The storage account '${call.params.account}' was not found.`);
}

function listKeys(call: Call) {
  return ok({ keys: keysOf(accountOf(call)) });
}

function regenerateKey(call: Call) {
  const found = accountOf(call);
  const { keyName } = call.body;
  if (keyName !== 'key1' && keyName !== 'key2') throw badRequest('BadRequest', "`keyName` must be 'key1' or 'key2'.");
  const made = isObject(found.hidden.keys) ? found.hidden.keys : {};
  found.hidden.keys = { ...made, [keyName]: call.azure.newGuid(keyName) };
  return ok({ keys: keysOf(found) });
}

function keysOf({ id, body, hidden, createdAt }: Resource) {
  return ['key1', 'key2'].map((keyName) => ({
    keyName,
    value: createHash('sha512')
      .update(`${id} ${keyName} ${createdAt} ${textAt(hidden, 'keys', keyName) ?? ''}`)
      .digest('base64'),
    permissions: 'FULL',
    creationTime: textAt(body, 'properties', 'keyCreationTime', keyName),
  }));
}

function checkNameAvailability(call: Call) {
  const name = String(call.body.name ?? '');
  if (!NAME.test(name)) return ok({ nameAvailable: false, reason: 'AccountNameInvalid' });
  const taken = call.azure.resources.ofType(TYPE).some((each) => each.name === name);
  return ok(taken ? { nameAvailable: false, reason: 'AlreadyExists' } : { nameAvailable: true });
}

const apiVersions = STORAGE_VERSIONS;

export const STORAGE_ACCOUNT_ROUTES: readonly Route[] = [
  inSubscription(STORAGE_ACCOUNT),
  ...routesOf(STORAGE_ACCOUNT),
  { method: 'POST', path: `${PATH}/listKeys`, apiVersions, handle: listKeys },
  { method: 'POST', path: `${PATH}/regenerateKey`, apiVersions, handle: regenerateKey },
  {
    method: 'POST',
    path: '/subscriptions/{subscription}/providers/Microsoft.Storage/checkNameAvailability',
    apiVersions,
    lockless: true,
    handle: checkNameAvailability,
  },
];

import { KEY_VAULT_VERSIONS } from './api-versions';
import { deletedVault, keepDeletedVault, restoreDeletedVault } from './deleted-key-vault';
import { inSubscription } from './in-subscription';
import { KEY_VAULT_TYPE } from './key-vault-facts';
import { badRequest, conflict } from '../arm/error';
import { at, type Json, type JsonObject, listAt, objectAt, textAt } from '../arm/json';
import { envelope, type Kind, missing, propertiesOf, routesOf } from '../arm/kind';
import { ok } from '../arm/message';
import { groupOf } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import { KEY_VAULT_DOMAIN } from '../data-plane';
import type { Resource } from '../state/resources';

const PATH = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.KeyVault/vaults/{vault}';
const NAME = /^(?!.*--)[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/;
const [MIN_RETENTION, MAX_RETENTION] = [7, 90];
/** Since then a vault that doesn't say otherwise asks roles, not access policies. */
const ROLES_BY_DEFAULT = '2026-02-01';

const KEY_VAULT: Kind = {
  type: KEY_VAULT_TYPE,
  path: PATH,
  apiVersions: KEY_VAULT_VERSIONS,
  manners: { created: 201, updated: 200, deleted: 200, running: true },
  tracked: true,
  put(call, sent, existing) {
    const { createMode, ...properties } = propertiesOf(sent);
    if (!existing) checkName(call, createMode);
    const deleted = isRecover(createMode) ? deletedVault(call.azure, call.params.vault) : undefined;
    // What isn't said stays as it was, also where it was deleted.
    const known = propertiesOf(existing?.body ?? objectAt(deleted?.hidden, 'body'));
    checkProperties(properties, known);
    return {
      body: {
        ...sent,
        properties: {
          accessPolicies: [],
          enabledForDeployment: false,
          enableRbacAuthorization: call.apiVersion >= ROLES_BY_DEFAULT,
          publicNetworkAccess: 'Enabled',
          softDeleteRetentionInDays: MAX_RETENTION,
          ...known,
          ...properties,
          enableSoftDelete: true,
          provisioningState: 'Succeeded',
          vaultUri: `http://${call.params.vault.toLowerCase()}.${KEY_VAULT_DOMAIN}/`,
        },
      },
    };
  },
  written(call, vault) {
    if (isRecover(propertiesOf(call.body).createMode)) restoreDeletedVault(call.azure, vault);
  },
  remove: (call, vault) => keepDeletedVault(call.azure, vault),
};

function isRecover(createMode: Json | undefined): boolean {
  return typeof createMode === 'string' && createMode.toLowerCase() === 'recover';
}

/** Names are taken across all of Azure, also by vaults that were deleted and can still be recovered. */
function checkName({ azure, path, params }: Call, createMode: Json | undefined): void {
  const { vault } = params;
  if (!NAME.test(vault)) {
    throw badRequest(
      'VaultNameNotValid',
      `The vault name '${vault}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens.`,
    );
  }
  const isSame = ({ name }: Resource): boolean => name.toLowerCase() === vault.toLowerCase();
  if (azure.resources.ofType(KEY_VAULT_TYPE).some(isSame)) {
    throw conflict(
      'VaultAlreadyExists',
      `The vault name '${vault}' is already in use. Vault names are globally unique.`,
    );
  }
  const deleted = deletedVault(azure, vault);
  if (isRecover(createMode)) {
    if (deleted && textAt(deleted.body, 'properties', 'vaultId')?.toLowerCase() === path.toLowerCase()) return;
    throw badRequest(
      'BadRequest',
      `There is no deleted vault '${vault}' in this resource group that could be recovered.`,
    );
  }
  if (deleted) {
    throw conflict(
      'ConflictError',
      'A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault.',
    );
  }
}

function checkProperties(properties: JsonObject, known: JsonObject): void {
  const { tenantId, enablePurgeProtection, enableSoftDelete, softDeleteRetentionInDays: days } = properties;
  if (typeof tenantId !== 'string') throw badRequest('BadRequest', 'A vault needs a tenantId.');
  const sku = textAt(properties, 'sku', 'name')?.toLowerCase() ?? '';
  if (!['standard', 'premium'].includes(sku)) {
    throw badRequest('BadRequest', "The sku of a vault must be 'standard' or 'premium'.");
  }
  if (enablePurgeProtection === false) {
    throw badRequest(
      'BadRequest',
      'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.',
    );
  }
  if (enableSoftDelete === false && known.enableSoftDelete === true) {
    throw badRequest('BadRequest', 'The property "enableSoftDelete" can be set to false only for creating new vault.');
  }
  if (days === undefined) return;
  if (typeof days !== 'number' || days < MIN_RETENTION || days > MAX_RETENTION) {
    throw badRequest('BadRequest', `"softDeleteRetentionInDays" must be from ${MIN_RETENTION} to ${MAX_RETENTION}.`);
  }
  if (known.softDeleteRetentionInDays !== undefined && known.softDeleteRetentionInDays !== days) {
    throw badRequest(
      'BadRequest',
      'The property "softDeleteRetentionInDays" has been set already and it can\'t be modified.',
    );
  }
}

type Permissions = Readonly<Record<string, readonly string[]>>;

/** `add` joins permissions with those that a principal has, `replace` takes their place, `remove` takes them away. */
function changeAccessPolicies(call: Call) {
  const { azure, body, params, path } = call;
  const { operation } = params;
  const vault = azure.resources.get(path.split('/').slice(0, -2).join('/'));
  if (!vault) throw missing(azure.resources.has(groupOf(path) ?? ''), path.split('/').slice(0, -2).join('/'));
  if (!['add', 'replace', 'remove'].includes(operation)) {
    throw badRequest('BadRequest', `'${operation}' is not an operation on access policies.`);
  }
  let policies = listAt(vault.body, 'properties', 'accessPolicies');
  for (const sent of listAt(body, 'properties', 'accessPolicies')) {
    const old = policies.find((each) => holderOf(each) === holderOf(sent));
    const others = policies.filter((each) => each !== old);
    const permissions = combined(permissionsOf(old), permissionsOf(sent), operation);
    const isEmpty = Object.values(permissions).every((each) => each.length === 0);
    policies = isEmpty
      ? others
      : [...others, { ...(sent as JsonObject), permissions: permissions as unknown as JsonObject }];
  }
  vault.body = { ...vault.body, properties: { ...propertiesOf(vault.body), accessPolicies: policies } };
  return ok({ ...envelope(vault), properties: { accessPolicies: policies } });
}

function holderOf(policy: Json): string {
  return `${textAt(policy, 'objectId')} ${textAt(policy, 'applicationId') ?? ''}`.toLowerCase();
}

function permissionsOf(policy: Json | undefined): Permissions {
  return (at(policy, 'permissions') ?? {}) as unknown as Permissions;
}

function combined(old: Permissions, sent: Permissions, operation: string): Permissions {
  if (operation === 'replace') return sent;
  const has = (list: readonly string[], one: string): boolean =>
    list.some((each) => each.toLowerCase() === one.toLowerCase());
  const names = [...new Set([...Object.keys(old), ...Object.keys(sent)])];
  return Object.fromEntries(
    names.map((name) => {
      const [before, given] = [old[name] ?? [], sent[name] ?? []];
      if (operation === 'remove') return [name, before.filter((each) => !has(given, each))];
      return [name, [...before, ...given.filter((each) => !has(before, each))]];
    }),
  );
}

function checkNameAvailability(call: Call) {
  const name = String(call.body.name ?? '');
  if (!NAME.test(name)) return ok({ nameAvailable: false, reason: 'AccountNameInvalid' });
  const live = call.azure.resources
    .ofType(KEY_VAULT_TYPE)
    .some((vault) => vault.name.toLowerCase() === name.toLowerCase());
  const taken = live || deletedVault(call.azure, name) !== undefined;
  return ok(taken ? { nameAvailable: false, reason: 'AlreadyExists' } : { nameAvailable: true });
}

const apiVersions = KEY_VAULT_VERSIONS;

export const KEY_VAULT_ROUTES: readonly Route[] = [
  inSubscription(KEY_VAULT),
  ...routesOf(KEY_VAULT),
  { method: 'PUT', path: `${PATH}/accessPolicies/{operation}`, apiVersions, handle: changeAccessPolicies },
  {
    method: 'POST',
    path: '/subscriptions/{subscription}/providers/Microsoft.KeyVault/checkNameAvailability',
    apiVersions,
    lockless: true,
    handle: checkNameAvailability,
  },
  // The Azure CLI lists key vaults of both kinds; the twin has none of the other.
  ...['managedHSMs', 'deletedManagedHSMs'].map((type) => ({
    method: 'GET' as const,
    path: `/subscriptions/{subscription}/providers/Microsoft.KeyVault/${type}`,
    apiVersions,
    handle: () => ok({ value: [] }),
  })),
];

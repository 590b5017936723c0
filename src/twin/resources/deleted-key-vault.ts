import { Temporal } from '@js-temporal/polyfill';
import { KEY_VAULT_VERSIONS } from './api-versions';
import { KEY_VAULT_TYPE } from './key-vault-facts';
import { ArmError, notFound } from '../arm/error';
import { at, copy, type JsonObject, listAt, numberAt, textAt } from '../arm/json';
import { envelope } from '../arm/kind';
import { ok } from '../arm/message';
import { isWithin, subscriptionOf } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

const TYPE = 'Microsoft.KeyVault/deletedVaults';
const PATH = '/subscriptions/{subscription}/providers/Microsoft.KeyVault/locations/{location}/deletedVaults/{vault}';

/** A deleted vault that can still be recovered, with all that was in it. */
export function keepDeletedVault(azure: Azure, vault: Resource): void {
  const location = textAt(vault.body, 'location') ?? '';
  const days = numberAt(vault.body, 'properties', 'softDeleteRetentionInDays') ?? 0;
  const now = azure.clock.now();
  azure.resources.put({
    id: `/subscriptions/${subscriptionOf(vault.id)}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${vault.name}`,
    type: TYPE,
    name: vault.name,
    createdAt: azure.clock.text(),
    body: {
      properties: {
        vaultId: vault.id,
        location,
        tags: vault.body.tags ?? {},
        deletionDate: azure.clock.text(),
        scheduledPurgeDate: now
          .add({ hours: 24 * days })
          .round({ smallestUnit: 'second', roundingMode: 'floor' })
          .toString(),
        purgeProtectionEnabled: at(vault.body, 'properties', 'enablePurgeProtection') === true ? true : undefined,
      },
    },
    hidden: { body: copy(vault.body), inside: ownThings(azure, vault) as unknown as JsonObject[] },
  });
}

/** Keys come back with their vault; role assignments and other extensions don't. */
function ownThings(azure: Azure, vault: Resource): Resource[] {
  return azure.resources.below(vault.id).filter(({ type }) => type.startsWith(`${KEY_VAULT_TYPE}/`));
}

/** Those whose time is over are gone. */
function deletedVaults(azure: Azure): Resource[] {
  const now = azure.clock.now();
  return azure.resources.ofType(TYPE).filter(({ id, body }) => {
    const end = Temporal.Instant.from(textAt(body, 'properties', 'scheduledPurgeDate')!);
    if (Temporal.Instant.compare(end, now) > 0) return true;
    azure.resources.delete(id);
    return false;
  });
}

export function deletedVault(azure: Azure, name: string): Resource | undefined {
  return deletedVaults(azure).find((vault) => vault.name.toLowerCase() === name.toLowerCase());
}

/** Gives a vault that was made anew in order to recover it what was in it. */
export function restoreDeletedVault(azure: Azure, vault: Resource): void {
  const deleted = deletedVault(azure, vault.name);
  if (!deleted) return;
  for (const each of listAt(deleted.hidden, 'inside')) azure.resources.put(each as unknown as Resource);
  azure.resources.delete(deleted.id);
}

function found({ azure, params }: Call): Resource {
  const vault = deletedVault(azure, params.vault);
  if (vault && textAt(vault.body, 'properties', 'location') === params.location.toLowerCase()) return vault;
  throw notFound('DeletedVaultNotFound', `The specified deleted vault '${params.vault}' does not exist.`);
}

function purge(call: Call) {
  const vault = found(call);
  if (at(vault.body, 'properties', 'purgeProtectionEnabled') === true) {
    throw new ArmError(405, 'MethodNotAllowed', 'Operation "DeletedVaultPurge" is not allowed.');
  }
  call.azure.resources.delete(vault.id);
  return { status: 202, running: {} };
}

function list({ azure, params }: Call) {
  const here = deletedVaults(azure).filter(({ id }) => isWithin(id, `/subscriptions/${params.subscription}`));
  return ok({ value: here.map(envelope) });
}

const apiVersions = KEY_VAULT_VERSIONS;

export const DELETED_KEY_VAULT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/subscriptions/{subscription}/providers/Microsoft.KeyVault/deletedVaults',
    apiVersions,
    handle: list,
  },
  { method: 'GET', path: PATH, apiVersions, handle: (call) => ok(envelope(found(call))) },
  { method: 'POST', path: `${PATH}/purge`, apiVersions, handle: purge },
];

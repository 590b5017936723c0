import { Temporal } from '@js-temporal/polyfill';
import { softDeleteDays } from './backup-vault-facts';
import { DELETED_VAULT_TYPE, refused, SECURE_API_VERSIONS, SUBSCRIPTION_PATH } from './data-protection';
import { type JsonObject, listAt, textAt } from '../arm/json';
import { envelope, missing, propertiesOf } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import { keyOf, subscriptionOf } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

const PATH = `${SUBSCRIPTION_PATH}/locations/{location}/deletedVaults`;

/** Names the deleted vault that a PUT brings back. */
const UNDELETE_HEADER = 'x-ms-deleted-vault-id';

/** Keeps a vault that is about to go, with what is soft-deleted in it; its name is free for another at once. */
export function softDeleteVault(azure: Azure, vault: Resource): void {
  const name = azure.newGuid('deleted vault', vault.id);
  const location = textAt(vault.body, 'location') ?? '';
  const now = azure.clock.now();
  const { provisioningState: _state, ...settings } = propertiesOf(vault.body);
  azure.resources.put({
    id: `/subscriptions/${subscriptionOf(vault.id)}/providers/Microsoft.DataProtection/locations/${location}/deletedVaults/${name}`,
    type: DELETED_VAULT_TYPE,
    name,
    createdAt: azure.clock.text(),
    body: {
      properties: {
        ...settings,
        provisioningState: 'Succeeded',
        originalBackupVaultId: vault.id,
        originalBackupVaultName: vault.name,
        originalBackupVaultResourcePath: vault.id,
        resourceDeletionInfo: {
          deletionTime: now.toString(),
          scheduledPurgeTime: now.add({ hours: 24 * softDeleteDays(vault) }).toString(),
          deleteActivityId: azure.newGuid('activity', vault.id),
        },
      },
    },
    hidden: { held: [vault, ...azure.resources.below(vault.id)].map((each) => ({ ...each }) as unknown as JsonObject) },
  });
}

/** What a soft-deleted vault holds, first the vault itself. */
export function heldBy(deleted: Resource | undefined): Resource[] {
  return listAt(deleted?.hidden, 'held') as unknown as Resource[];
}

/** The soft-deleted vault that the header of a PUT asks back; undefined where it asks for none. */
export function askedBack({ azure, headers, path }: Call): Resource | undefined {
  const wanted = headers[UNDELETE_HEADER];
  if (!wanted) return undefined;
  const deleted = azure.resources.get(wanted);
  const original = textAt(deleted?.body, 'properties', 'originalBackupVaultId');
  if (original && keyOf(original) === keyOf(path)) return deleted;
  throw refused(`There is no soft-deleted vault '${wanted}' that was '${path}'.`);
}

/** Puts back what was held by the soft-deleted vault that the write of a vault asked back. */
export function bringBack({ azure, headers }: Call, vault: Resource): void {
  const deleted = azure.resources.get(headers[UNDELETE_HEADER] ?? '');
  const [held, ...below] = heldBy(deleted);
  if (!deleted || keyOf(held.id) !== keyOf(vault.id)) return;
  for (const each of below) azure.resources.put(each);
  azure.resources.delete(deleted.id);
}

/** Takes away the soft-deleted vaults whose time has come. */
export function purgeVaults(azure: Azure, upTo: Temporal.Instant): void {
  for (const vault of azure.resources.ofType(DELETED_VAULT_TYPE)) {
    const due = textAt(vault.body, 'properties', 'resourceDeletionInfo', 'scheduledPurgeTime')!;
    if (Temporal.Instant.compare(due, upTo) <= 0) azure.resources.delete(vault.id);
  }
}

function read({ azure, path }: Call): Answer {
  const found = azure.resources.get(path);
  if (!found) throw missing(true, path);
  return ok(envelope(found));
}

function list({ azure, path }: Call): Answer {
  const location = path.replace(/\/deletedVaults$/i, '');
  return ok({ value: azure.resources.children(location, DELETED_VAULT_TYPE).map(envelope) });
}

export const DELETED_VAULT_ROUTES: readonly Route[] = [
  { method: 'GET', path: PATH, apiVersions: SECURE_API_VERSIONS, handle: list },
  { method: 'GET', path: `${PATH}/{vault}`, apiVersions: SECURE_API_VERSIONS, handle: read },
];

import { Temporal } from '@js-temporal/polyfill';
import { DEFAULT_SOFT_DELETE_DAYS, softDeleteDays } from './backup-vault-facts';
import { API_VERSIONS, DELETED_INSTANCE_PATH, DELETED_INSTANCE_TYPE, INSTANCE_TYPE, refused } from './data-protection';
import { badRequest } from '../arm/error';
import { type JsonObject, textAt } from '../arm/json';
import { envelope, missing, parentOfCollection, propertiesOf } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import { keyOf, parseId } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import { datasourceOf } from '../backup/permission';
import { setState } from '../backup/protection-state';
import type { Resource } from '../state/resources';

/** Keeps an instance that is about to go, with its recovery points, for as many days as the vault says now. */
export function softDeleteInstance(azure: Azure, vault: Resource, instance: Resource): void {
  const now = azure.clock.now();
  const days = softDeleteDays(vault);
  setState(instance, 'SoftDeleted');
  azure.resources.put({
    id: deletedIdOf(instance.id),
    type: DELETED_INSTANCE_TYPE,
    name: instance.name,
    createdAt: azure.clock.text(),
    body: {
      ...instance.body,
      properties: {
        ...propertiesOf(instance.body),
        objectType: 'DeletedBackupInstance',
        deletionInfo: {
          deletionTime: now.toString(),
          scheduledPurgeTime: now.add({ hours: 24 * days }).toString(),
          // The last 14 days are free of charge.
          billingEndDate: now.add({ hours: 24 * (days - DEFAULT_SOFT_DELETE_DAYS) }).toString(),
          deleteActivityID: azure.newGuid('activity', instance.id),
        },
      },
    },
    hidden: { ...instance.hidden, instance: { ...instance, hidden: {} } as unknown as JsonObject },
  });
}

/** Id under which an instance lies once it is soft-deleted. */
export function deletedIdOf(instanceId: string): string {
  return `${parseId(instanceId).parent}/deletedBackupInstances/${parseId(instanceId).name}`;
}

/** Takes away the soft-deleted instances whose time has come, with everything that is known of them. */
export function purgeInstances(azure: Azure, upTo: Temporal.Instant): void {
  for (const { id, body } of azure.resources.ofType(DELETED_INSTANCE_TYPE)) {
    const due = textAt(body, 'properties', 'deletionInfo', 'scheduledPurgeTime')!;
    if (Temporal.Instant.compare(due, upTo) <= 0) azure.resources.delete(id);
  }
}

function find({ azure, path }: Call): Resource {
  const found = azure.resources.get(path);
  if (found) return found;
  throw missing(true, path);
}

function list(call: Call): Answer {
  const vault = parentOfCollection(call);
  return ok({ value: call.azure.resources.children(vault, DELETED_INSTANCE_TYPE).map(envelope) });
}

/** The instance comes back with its data, and with protection stopped. */
function undelete(call: Call): Answer {
  const { azure } = call;
  const deleted = find({ ...call, path: call.path.replace(/\/undelete$/i, '') });
  const { instance: kept, ...hidden } = deleted.hidden;
  const instance: Resource = { ...(kept as unknown as Resource), hidden };
  if (azure.resources.has(instance.id)) throw refused(`A backup instance '${instance.name}' exists in the vault.`);
  const serverId = keyOf(datasourceOf(instance));
  const other = azure.resources.ofType(INSTANCE_TYPE).find((each) => keyOf(datasourceOf(each)) === serverId);
  if (other) {
    throw badRequest(
      'UserErrorDppDatasourceAlreadyProtected',
      `Datasource is already protected under the Backup vault ${parseId(other.id).parent}.`,
    );
  }
  setState(instance, 'ProtectionStopped');
  azure.resources.put(instance);
  azure.resources.delete(deleted.id);
  return { status: 202, running: {} };
}

const VERSIONS = API_VERSIONS.filter((version) => version >= '2022-09-01');

export const DELETED_INSTANCE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: DELETED_INSTANCE_PATH.replace(/\/\{instance\}$/, ''),
    apiVersions: VERSIONS,
    handle: list,
  },
  { method: 'GET', path: DELETED_INSTANCE_PATH, apiVersions: VERSIONS, handle: (call) => ok(envelope(find(call))) },
  { method: 'POST', path: `${DELETED_INSTANCE_PATH}/undelete`, apiVersions: VERSIONS, handle: undelete },
];

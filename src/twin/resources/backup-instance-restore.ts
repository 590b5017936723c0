import { vaultOf } from './backup-instance';
import { jobIdOf } from './backup-job';
import { API_VERSIONS, INSTANCE_PATH, invalidInput } from './data-protection';
import { pointNamed } from './recovery-point';
import { ArmError } from '../arm/error';
import { isObject, type Json, type JsonObject, textAt } from '../arm/json';
import { missing, normalizeLocation } from '../arm/kind';
import type { Answer } from '../arm/message';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import { beginRestore, type RestoreOrder } from '../backup/restore';
import { readRestoreRequest } from '../backup/restore-request';
import { targetOf } from '../backup/restore-target';
import { EDITIONS } from '../editions';
import type { Resource } from '../state/resources';

/** From which region an instance is restored. */
export interface RestoreFrom {
  readonly instance: Resource;
  readonly vault: Resource;
  /** Region of the storage account. */
  readonly location: string;
  readonly isSecondary: boolean;
  /** How much later recovery points are there, in milliseconds. */
  readonly delay: number;
}

export function readOrder(azure: Azure, sent: Json | undefined, from: RestoreFrom): RestoreOrder {
  if (!isObject(sent)) throw invalidInput('`restoreRequestObject` is required.');
  const request = readRestoreRequest(sent, EDITIONS[azure.settings.edition], from.location);
  const point = pointNamed(azure, from.instance, request.point, from.delay);
  if (!point) throw invalidInput(`The recovery point '${request.point}' of '${from.instance.name}' was not found.`);
  return { ...from, request, point };
}

/** Tells when its operation has ended what keeps the vault from restoring. */
export function validate(azure: Azure, order: RestoreOrder): Answer {
  const target = targetOf(azure, order.request, order);
  if ('container' in target) return { status: 202, running: {} };
  const { code, message } = target.failure;
  return { status: 202, running: { error: new ArmError(400, code, message, [{ code, message }]) } };
}

/** The operation ends with the job, which goes on. */
export function restore(azure: Azure, order: RestoreOrder): Answer {
  const job = beginRestore(azure, order);
  const result: JsonObject = { objectType: 'OperationJobExtendedInfo', jobId: jobIdOf(order.instance, job) };
  return { status: 202, running: { result } };
}

/** In the vault's own region. */
function fromPrimary({ azure, path }: Call): RestoreFrom {
  const id = path.slice(0, path.lastIndexOf('/'));
  const instance = azure.resources.get(id);
  if (!instance) throw missing(true, id);
  const vault = vaultOf(azure, instance.id);
  const location = normalizeLocation(textAt(vault.body, 'location') ?? '');
  return { instance, vault, location, isSecondary: false, delay: 0 };
}

export const BACKUP_INSTANCE_RESTORE_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: `${INSTANCE_PATH}/validateRestore`,
    apiVersions: API_VERSIONS,
    handle: (call) => validate(call.azure, readOrder(call.azure, call.body.restoreRequestObject, fromPrimary(call))),
  },
  {
    method: 'POST',
    path: `${INSTANCE_PATH}/restore`,
    apiVersions: API_VERSIONS,
    handle: (call) => restore(call.azure, readOrder(call.azure, call.body, fromPrimary(call))),
  },
];

import { API_VERSIONS, DATASOURCE_TYPE, DELETED_INSTANCE_TYPE, INSTANCE_TYPE, VAULT_PATH } from './data-protection';
import { paged } from './paged';
import { type JsonObject, textAt } from '../arm/json';
import { missing, parentOfCollection } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import { groupOf, keyOf, parseId, subscriptionOf } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import { BACKUP_MILLISECONDS, type Failure, type Job, pastOf } from '../backup/history';
import { datasourceOf } from '../backup/permission';
import { guidOf } from '../state/guid';
import type { Resource } from '../state/resources';

const PATH = `${VAULT_PATH}/backupJobs`;

/** A job's name depends on what it did, so that it need not be kept. */
function nameOf(instance: Resource, { at, byHand, restore }: Job): string {
  const what = restore ? 'restore' : String(byHand);
  return guidOf('job', keyOf(vaultIdOf(instance)), instance.name.toLowerCase(), String(at), what);
}

function vaultIdOf({ id }: Resource): string {
  return parseId(id).parent!;
}

export function jobIdOf(instance: Resource, job: Job): string {
  return `${vaultIdOf(instance)}/backupJobs/${nameOf(instance, job)}`;
}

export function showJob({ clock }: Azure, instance: Resource, job: Job): JsonObject {
  const serverId = datasourceOf(instance);
  const info = ['properties', 'dataSourceInfo'];
  const end = job.failedAt ?? (job.failure ? job.at : job.at + BACKUP_MILLISECONDS);
  const isRunning = clock.now().epochMilliseconds < end;
  const name = nameOf(instance, job);
  return {
    id: jobIdOf(instance, job),
    name,
    type: 'Microsoft.DataProtection/backupVaults/backupJobs',
    properties: {
      activityID: guidOf('activity', name),
      backupInstanceFriendlyName: textAt(instance.body, 'properties', 'friendlyName') ?? instance.name,
      backupInstanceId: `${vaultIdOf(instance)}/backupInstances/${instance.name}`,
      dataSourceId: serverId,
      dataSourceLocation: textAt(instance.body, ...info, 'resourceLocation') ?? '',
      dataSourceName: textAt(instance.body, ...info, 'resourceName') ?? parseId(serverId).name,
      dataSourceSetName: textAt(instance.body, 'properties', 'dataSourceSetInfo', 'resourceName'),
      dataSourceType: DATASOURCE_TYPE,
      startTime: textOf(job.at),
      ...(isRunning ? {} : { endTime: textOf(end), duration: durationOf(end - job.at) }),
      ...(job.failure ? { errorDetails: [errorOf(job.failure)] } : {}),
      extendedInfo: extendedInfoOf(job),
      isUserTriggered: job.byHand,
      operation: job.restore ? 'Restore' : 'Backup',
      operationCategory: job.restore ? 'Restore' : 'Backup',
      policyId: job.policyId,
      policyName: parseId(job.policyId).name,
      progressEnabled: false,
      sourceResourceGroup: parseId(groupOf(serverId) ?? '').name,
      sourceSubscriptionID: subscriptionOf(serverId),
      status: job.failure ? 'Failed' : isRunning ? 'InProgress' : 'Completed',
      subscriptionId: subscriptionOf(instance.id),
      supportedActions: [],
      vaultName: parseId(vaultIdOf(instance)).name,
    },
  };
}

function extendedInfoOf({ rule, tag, restore }: Job): JsonObject {
  if (!restore) return { additionalDetails: { PolicyRuleName: rule, ...(tag ? { RetentionTag: tag } : {}) } };
  return {
    recoveryDestination: restore.url,
    sourceRecoverPoint: { recoveryPointID: restore.point, recoveryPointTime: textOf(restore.pointAt) },
  };
}

export function textOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** `hh:mm:ss` */
function durationOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(11, 19);
}

function errorOf({ code, innerCode, message, recommendedAction }: Failure): JsonObject {
  return {
    code,
    message,
    ...(recommendedAction ? { recommendedAction: [recommendedAction] } : {}),
    ...(innerCode ? { innerError: { code: innerCode } } : {}),
    isRetryable: false,
    isUserError: true,
  };
}

export interface FoundJob {
  readonly instance: Resource;
  readonly job: Job;
}

/** Every job of a vault in its own region, or in the paired one, newest first. A job is told as long as its instance is there, soft-deleted or not. */
export function jobsOf({ resources }: Azure, vaultId: string, isSecondary = false): FoundJob[] {
  return [INSTANCE_TYPE, DELETED_INSTANCE_TYPE]
    .flatMap((type) => resources.children(vaultId, type))
    .flatMap((instance) => pastOf(instance).jobs.map((job) => ({ instance, job })))
    .filter(({ job }) => (job.restore?.isSecondary ?? false) === isSecondary)
    .sort((a, b) => b.job.at - a.job.at);
}

function list(call: Call): Answer {
  const vaultId = parentOfCollection(call);
  return paged(call, jobsOf(call.azure, vaultId), ({ instance, job }) => showJob(call.azure, instance, job));
}

/** The job of a name, in any case. */
export function jobNamed(jobs: readonly FoundJob[], name: string): FoundJob | undefined {
  return jobs.find(({ instance, job }) => nameOf(instance, job) === name.toLowerCase());
}

function read({ azure, path, params }: Call): Answer {
  const found = jobNamed(jobsOf(azure, parseId(path).parent!), params.job);
  if (!found) throw missing(true, path);
  return ok(showJob(azure, found.instance, found.job));
}

export const BACKUP_JOB_ROUTES: readonly Route[] = [
  { method: 'GET', path: PATH, apiVersions: API_VERSIONS, handle: list },
  { method: 'GET', path: `${PATH}/{job}`, apiVersions: API_VERSIONS, handle: read },
];

import { Temporal } from '@js-temporal/polyfill';
import { BACKUP_MILLISECONDS, type Failure, historyOf, type Job, type Point } from './history';
import { datasourceOf } from './permission';
import type { RestoreRequest } from './restore-request';
import { type RestorePlace, targetOf } from './restore-target';
import { filesOf, keepFiles } from './restored-files';
import { textAt } from '../arm/json';
import type { Azure } from '../azure';
import { EDITIONS } from '../editions';
import { guidOf } from '../state/guid';

export interface RestoreOrder extends RestorePlace {
  readonly request: RestoreRequest;
  readonly point: Point;
  readonly isSecondary: boolean;
}

/** Begins a restore: what comes of it is known from the start, the files are there when its job has ended. */
export function beginRestore(azure: Azure, order: RestoreOrder): Job {
  const { request, point, instance, isSecondary } = order;
  const at = azure.clock.now().epochMilliseconds;
  const history = historyOf(instance);
  const target = targetOf(azure, request, order);
  const failure = 'failure' in target ? target.failure : whyTaken(azure, history.jobs, at);
  const prefix = guidOf('files', instance.id.toLowerCase(), String(at));
  const files = 'container' in target && !failure ? { container: target.container.id, prefix } : undefined;
  const job: Job = {
    at,
    policyId: textAt(instance.body, 'properties', 'policyInfo', 'policyId') ?? '',
    rule: '',
    byHand: true,
    restore: { point: request.point, pointAt: point.at, url: request.url, isSecondary, files },
    ...(failure ? { failure } : {}),
  };
  if ('container' in target && files) {
    const rest = { serverId: datasourceOf(instance), pointAt: point.at, at: at + BACKUP_MILLISECONDS };
    keepFiles(target.container, filesOf(prefix, point.databases ?? [], rest));
    history.restoring = [...(history.restoring ?? []), at];
  }
  history.jobs.push(job);
  return job;
}

/**
 * "Multiple restore operations triggered in a day can fail": here each but the first does. What a day is isn't said, nor
 * whether one that failed counts: the day is UTC's, and only restores that succeed use it up.
 */
function whyTaken({ settings }: Azure, jobs: readonly Job[], now: number): Failure | undefined {
  const today = dayOf(now);
  const taken = jobs.some(({ restore, failure, at }) => restore && !failure && dayOf(at) === today);
  if (!taken || !EDITIONS[settings.edition].oneRestoreADay) return undefined;
  return { code: 'BadRequest', message: 'Another restore of the backup instance was triggered on the same day.' };
}

function dayOf(milliseconds: number): string {
  return Temporal.Instant.fromEpochMilliseconds(milliseconds).toString().slice(0, 10);
}

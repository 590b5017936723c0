import { Temporal } from '@js-temporal/polyfill';
import { propertiesOf } from '../arm/kind';
import { groupOf, parseId } from '../arm/resource-id';
import type { Azure } from '../azure';
import { EDITIONS } from '../editions';
import { beginBackup, type Failure, type History, isBusy } from './history';
import { datasourceOf, deniedBackup, principalOf } from './permission';
import type { Plan } from './plan';
import type { Calendar } from './retention';
import type { Run } from './schedule';
import { whyTooLarge, whyUnsupported } from './support';
import { tagOf } from './tagging';
import { serverFacts, startsAgainAt } from '../resources/flexible-server-facts';
import type { Resource } from '../state/resources';

/** What backups of an instance are made by. */
export interface Assignment {
  readonly plan: Plan;
  readonly policy: Resource;
  readonly calendar: Calendar;
  /** What there is to back up. */
  readonly databases: readonly string[];
}

/** Answers why a backup that begins at an instant fails; undefined where it succeeds. */
export type Outlook = (at: number) => Failure | undefined;

/** Failures of a server's backups as the article on troubleshooting (2024-03-26) lists them. */
function userError(innerCode: string, message: string, recommendedAction: string): Failure {
  return { code: 'PostgreSQLFlexOperationFailedUserError', innerCode, message, recommendedAction };
}

/** A failure whose code isn't published. */
function failed(message: string): Failure {
  return { code: 'BadRequest', message };
}

const NOT_FOUND = 'Stop protection for the backup instance to avoid failures.';

export const BUSY: Failure = {
  code: 'UserErrorMaxConcurrentOperationLimitReached',
  innerCode: 'UserErrorMaxConcurrentOperationLimitReached',
  message: 'Limit to the number of backups that can be performed on a backup instance has reached to maximum.',
  recommendedAction: 'Try to trigger a backup operation once the current backup job is complete.',
};

const TAKEN = {
  day: failed('Only one backup in a day is supported: another one has been executed on the same day.'),
  week: failed('Only one backup in a week is supported: another one has been executed in the same week.'),
};

/**
 * How backups of an instance fare up to an instant, as things are now. Nobody changes anything while the clock is moved, so
 * that two things only can come about meanwhile: a role takes effect, and a stopped server is started by the service.
 */
export function outlookOf(azure: Azure, vault: Resource, instance: Resource, upTo: Temporal.Instant): Outlook {
  const serverId = datasourceOf(instance);
  const server = azure.resources.get(serverId);
  if (!server) {
    const group = groupOf(serverId);
    const failure =
      group && !azure.resources.has(group)
        ? userError('ResourceGroupNotFound', `Resource group '${parseId(group).name}' isn't found.`, NOT_FOUND)
        : userError('ResourceNotFound', `The server '${serverId}' isn't found.`, NOT_FOUND);
    return () => failure;
  }
  const failure = failureOf(azure, server);
  const stopped = serverFacts(server).ready ? undefined : notReady(server);
  const startsAgain = startsAgainAt(server) ?? Infinity;
  const principal = principalOf(vault, propertiesOf(instance.body));
  const isDenied = (by: Temporal.Instant) => !principal || deniedBackup(azure, principal, serverId, by) !== undefined;
  const denial = userError(
    'AuthorizationFailed',
    `Required permissions aren't present to perform the backup operation on '${serverId}'.`,
    'Assign the appropriate permissions and retrigger the backup operation.',
  );
  if (isDenied(upTo)) return () => denial;
  let allowedFrom = Infinity;
  return (at) => {
    if (at < allowedFrom && isDenied(Temporal.Instant.fromEpochMilliseconds(at))) return denial;
    allowedFrom = Math.min(allowedFrom, at);
    return at < startsAgain ? (stopped ?? failure) : failure;
  };
}

function notReady(server: Resource): Failure {
  return userError(
    'ServerNotReadyForLongTermBackup',
    `The server '${server.name}' isn't in a valid state to perform the backup operation.`,
    'Validate if the server has "state": "Ready" in its resource JSON.',
  );
}

function failureOf(azure: Azure, server: Resource): Failure | undefined {
  const facts = serverFacts(server);
  const edition = EDITIONS[azure.settings.edition];
  const why = whyUnsupported(edition, facts) ?? whyTooLarge(edition, facts);
  return why === undefined ? undefined : failed(why);
}

/** Makes the backup that a schedule asks for, or fails to. */
export function runScheduled(azure: Azure, history: History, assignment: Assignment, run: Run, outlook: Outlook): void {
  const { plan, policy, calendar, databases } = assignment;
  const job = { at: run.at, policyId: policy.id, rule: plan.backupRule, byHand: false };
  const taken = whyTaken(azure, history, run);
  // Whether an attempt that fails uses up the slot isn't documented: "only the first backup operation of the week is executed".
  if (!taken) history.lastRun = run.at;
  const failure = taken ?? (isBusy(history, run.at) ? BUSY : outlook(run.at));
  if (failure) {
    history.jobs.push({ ...job, failure });
    return;
  }
  const tag = tagOf(plan.tags, run, history.lastSuccess ?? -Infinity);
  history.lastSuccess = run.at;
  const until = calendar.expiry(run.at, plan.retention.get(tag)!);
  beginBackup(history, { ...job, tag }, { at: run.at, until, tag, policy: policy.name, databases });
}

/** Why the edition lets a run fail because of an earlier one of the same day or week. */
function whyTaken(azure: Azure, { lastRun }: History, run: Run): Failure | undefined {
  const { oneRunPer } = EDITIONS[azure.settings.edition];
  if (!oneRunPer || lastRun === undefined) return undefined;
  return lastRun < (oneRunPer === 'day' ? run.dayStart : run.weekStart) ? undefined : TAKEN[oneRunPer];
}

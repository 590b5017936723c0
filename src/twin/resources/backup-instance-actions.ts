import { vaultOf } from './backup-instance';
import { jobIdOf } from './backup-job';
import { ArmError, badRequest } from '../arm/error';
import { isObject, objectAt, textAt } from '../arm/json';
import { missing, propertiesOf } from '../arm/kind';
import type { Answer } from '../arm/message';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import { API_VERSIONS, INSTANCE_PATH, invalidInput, refused, VAULT_PATH } from './data-protection';
import { checkProperties, configure, deniedText, MISSING_PERMISSIONS, whyDenied } from '../backup/configure';
import { databasesOf } from '../backup/databases';
import { beginBackup, expire, historyOf, isBusy } from '../backup/history';
import { type Plan, planOf } from '../backup/plan';
import { expiryOf, type ProtectionState, setState, stateOf } from '../backup/protection-state';
import { Calendar } from '../backup/retention';
import { BUSY, outlookOf } from '../backup/run';
import type { Resource } from '../state/resources';

const ACCEPTED: Answer = { status: 202, running: {} };

/** What an action is called on: its path without the last segment. */
function targetOf({ azure, path }: Call): Resource {
  const id = path.slice(0, path.lastIndexOf('/'));
  const found = azure.resources.get(id);
  if (found) return found;
  throw missing(true, id);
}

function nowOf({ clock }: Azure): number {
  return clock.now().epochMilliseconds;
}

/** Stops protection or suspends backups. What happens to one that already is in that state isn't documented: nothing here. */
function rest(state: ProtectionState, from: readonly ProtectionState[]): (call: Call) => Answer {
  return (call) => {
    const instance = targetOf(call);
    const before = stateOf(instance);
    if (before !== state && !from.includes(before)) {
      throw refused(`The backup instance '${instance.name}' can't come to ${state} from ${before}.`);
    }
    setState(instance, state);
    return ACCEPTED;
  };
}

/** Protects again. Recovery points whose retention ended in the meantime go; the policy applies to new ones. */
function resume(from: ProtectionState): (call: Call) => Answer {
  return (call) => {
    const instance = targetOf(call);
    const before = stateOf(instance);
    if (before !== from && before !== 'ProtectionConfigured') {
      throw refused(`Protection of the backup instance '${instance.name}' can't be resumed from ${before}.`);
    }
    policyOf(call.azure, instance);
    configure(call.azure, vaultOf(call.azure, instance.id), instance);
    expire(historyOf(instance), nowOf(call.azure), expiryOf(instance));
    return ACCEPTED;
  };
}

/** Tries once more what has failed. */
function sync(call: Call): Answer {
  const instance = targetOf(call);
  if (stateOf(instance) === 'ProtectionError') configure(call.azure, vaultOf(call.azure, instance.id), instance);
  return ACCEPTED;
}

function policyOf({ resources }: Azure, instance: Resource): Resource {
  const policyId = textAt(instance.body, 'properties', 'policyInfo', 'policyId') ?? '';
  const policy = resources.get(policyId);
  if (!policy) {
    throw refused(`The policy '${policyId}' of the backup instance '${instance.name}' doesn't exist any more.`);
  }
  return policy;
}

/** A backup that somebody asks for. It leaves the schedule's slot alone: whether it takes it isn't documented. */
function backUp(call: Call): Answer {
  const { azure } = call;
  const instance = targetOf(call);
  if (stateOf(instance) !== 'ProtectionConfigured') {
    throw refused(`The backup instance '${instance.name}' isn't protected: ${stateOf(instance)}.`);
  }
  const policy = policyOf(azure, instance);
  const plan = planOf(policy);
  const tag = wantedTag(call, plan);
  const history = historyOf(instance);
  const at = nowOf(azure);
  if (isBusy(history, at)) throw badRequest(BUSY.code, `${BUSY.message} ${BUSY.recommendedAction}`);
  const job = { at, policyId: policy.id, rule: plan.backupRule, byHand: true, tag };
  const failure = outlookOf(azure, vaultOf(azure, instance.id), instance, azure.clock.now())(at);
  if (failure) {
    history.jobs.push({ ...job, failure });
  } else {
    const until = new Calendar().expiry(at, plan.retention.get(tag)!);
    beginBackup(history, job, { at, until, tag, policy: policy.name, databases: databasesOf(azure, instance) });
  }
  return {
    status: 202,
    running: { result: { objectType: 'OperationJobExtendedInfo', jobId: jobIdOf(instance, job) } },
  };
}

/**
 * The retention rule that the backup is to be kept by. The article for the CLI (2024-10-01) gives it as the rule's name; the API
 * names the rule that makes backups, and the tag beside it.
 */
function wantedTag({ body }: Call, { backupRule, retention }: Plan): string {
  const options = objectAt(body, 'backupRuleOptions');
  const override = textAt(options, 'triggerOption', 'retentionTagOverride');
  const { ruleName } = options;
  if (ruleName !== backupRule && (typeof ruleName !== 'string' || !retention.has(ruleName))) {
    throw invalidInput(
      `\`backupRuleOptions.ruleName\` must be a rule of the policy (${[backupRule, ...retention.keys()].join(', ')}), got: ${JSON.stringify(ruleName)}.`,
    );
  }
  if (!override) return ruleName === backupRule ? 'Default' : (ruleName as string);
  if (retention.has(override)) return override;
  throw invalidInput(
    `\`retentionTagOverride\` must be a retention rule of the policy (${[...retention.keys()].join(', ')}), got: '${override}'.`,
  );
}

/** Tells whether a backup could be configured; what the vault's identity lacks is told when the operation has ended. */
function validateForBackup(call: Call): Answer {
  return validate(call, targetOf(call), `${call.path}/new`);
}

function validateForModify(call: Call): Answer {
  const instance = targetOf(call);
  return validate(call, vaultOf(call.azure, instance.id), instance.id);
}

function validate({ azure, body }: Call, vault: Resource, instanceId: string): Answer {
  const sent = body.backupInstance;
  if (!isObject(sent)) throw invalidInput('`backupInstance` is required.');
  const properties = isObject(sent.properties) ? propertiesOf(sent) : sent;
  checkProperties(azure, vault, instanceId, properties);
  const denied = whyDenied(azure, vault, properties);
  if (!denied) return ACCEPTED;
  const { code, message } = MISSING_PERMISSIONS;
  return { status: 202, running: { error: new ArmError(400, code, message, [{ code, message: deniedText(denied) }]) } };
}

/** Recovery points are discrete: there is no range between them that could be restored. */
function findRestorableTimeRanges(call: Call): Answer {
  targetOf(call);
  const objectType = 'AzureBackupFindRestorableTimeRangesResponse';
  return { status: 200, body: { properties: { objectType, restorableTimeRanges: [] } } };
}

const ACTIONS: Readonly<Record<string, (call: Call) => Answer>> = {
  backup: backUp,
  stopProtection: rest('ProtectionStopped', ['ProtectionConfigured', 'BackupSchedulesSuspended', 'ProtectionError']),
  suspendBackups: rest('BackupSchedulesSuspended', ['ProtectionConfigured']),
  resumeProtection: resume('ProtectionStopped'),
  resumeBackups: resume('BackupSchedulesSuspended'),
  sync,
  validateForModifyBackup: validateForModify,
  findRestorableTimeRanges,
};

export const BACKUP_INSTANCE_ACTION_ROUTES: readonly Route[] = [
  { method: 'POST', path: `${VAULT_PATH}/validateForBackup`, apiVersions: API_VERSIONS, handle: validateForBackup },
  ...Object.entries(ACTIONS).map(([name, handle]): Route => ({
    method: 'POST',
    path: `${INSTANCE_PATH}/${name}`,
    apiVersions: API_VERSIONS,
    handle,
  })),
];

import { readRetention, type Retention } from './retention';
import { type Interval, readInterval } from './schedule';
import { readTag, type Tag } from './tagging';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../arm/json';
import { propertiesOf } from '../arm/kind';
import { DATASOURCE_TYPE, invalidInput, oneOf } from '../resources/data-protection';
import type { Resource } from '../state/resources';

/** A backup policy, read. */
export interface Plan {
  /** Name of the rule that says when backups are made. */
  readonly backupRule: string;
  readonly intervals: readonly Interval[];
  readonly tags: readonly Tag[];
  /** By tag. */
  readonly retention: ReadonlyMap<string, Retention>;
}

const DEFAULT = 'Default';
const STORES = ['VaultStore'];

/** Other datasources that azurerm 4 and 5 write policies for; the twin keeps those, and backs nothing up by them. */
const OTHER_DATASOURCES = [
  'Microsoft.Compute/disks',
  'Microsoft.ContainerService/managedClusters',
  'Microsoft.DBforMySQL/flexibleServers',
  'Microsoft.DBforPostgreSQL/servers/databases',
  'Microsoft.Storage/storageAccounts/adlsBlobServices',
  'Microsoft.Storage/storageAccounts/blobServices',
];

/** Refuses the properties of a policy that the service refuses. */
export function checkPolicy(properties: JsonObject): void {
  oneOf('The objectType of a policy', properties.objectType, ['BackupPolicy']);
  const types = listAt(properties, 'datasourceTypes');
  if (types.length !== 1) throw invalidInput(`A policy must have one datasource type, got: ${JSON.stringify(types)}.`);
  const type = oneOf('The datasource type of a policy', types[0], [DATASOURCE_TYPE, ...OTHER_DATASOURCES]);
  if (type === DATASOURCE_TYPE) readPlan(properties);
  else readRules(properties);
}

function readRules(properties: JsonObject): Rule[] {
  const rules = listAt(properties, 'policyRules').map(readRule);
  refuseTwice(
    'policy rules',
    rules.map(({ name }) => name),
  );
  return rules;
}

function readPlan(properties: JsonObject): Plan {
  const rules = readRules(properties);
  const [backup, ...more] = rules.filter(({ isBackup }) => isBackup);
  if (backup === undefined || more.length > 0) {
    throw invalidInput('A policy must have exactly one rule of AzureBackupRule.');
  }
  const retention = readRetentions(rules.filter(({ isBackup }) => !isBackup));
  const { intervals, tags } = readBackupRule(backup.rule);
  for (const { name } of tags) {
    if (!retention.has(name)) throw invalidInput(`The tag '${name}' has no retention rule of the same name.`);
  }
  for (const name of retention.keys()) {
    if (tags.every((tag) => tag.name !== name)) {
      throw invalidInput(`The retention rule '${name}' has no tag of the same name.`);
    }
  }
  return { backupRule: backup.name, intervals, tags, retention };
}

/** Policies are read once: what is kept of one is never changed, but replaced. */
const PLANS = new WeakMap<JsonObject, Plan>();

export function planOf(policy: Resource): Plan {
  let plan = PLANS.get(policy.body);
  if (!plan) {
    plan = readPlan(propertiesOf(policy.body));
    PLANS.set(policy.body, plan);
  }
  return plan;
}

interface Rule {
  readonly name: string;
  readonly isBackup: boolean;
  readonly rule: JsonObject;
}

function readRule(value: Json): Rule {
  const rule = isObject(value) ? value : {};
  const type = oneOf('The objectType of a policy rule', rule.objectType, ['AzureBackupRule', 'AzureRetentionRule']);
  const { name } = rule;
  if (typeof name !== 'string' || name === '') throw invalidInput('Every policy rule needs a name.');
  return { name, isBackup: type === 'AzureBackupRule', rule };
}

function readBackupRule(rule: JsonObject): { intervals: Interval[]; tags: Tag[] } {
  oneOf('The objectType of the backup parameters', textAt(rule, 'backupParameters', 'objectType'), [
    'AzureBackupParams',
  ]);
  // How physical backups are asked for isn't published; first-party templates name full ones.
  oneOf('The backup type', textAt(rule, 'backupParameters', 'backupType'), ['Full']);
  oneOf('The data store of the backup rule', textAt(rule, 'dataStore', 'dataStoreType'), STORES);
  const trigger = objectAt(rule, 'trigger');
  oneOf('The objectType of the trigger', trigger.objectType, ['ScheduleBasedTriggerContext']);
  const intervals = listAt(trigger, 'schedule', 'repeatingTimeIntervals').map(readInterval);
  if (intervals.length === 0) throw invalidInput('A schedule must have a repeating time interval.');
  const tags = listAt(trigger, 'taggingCriteria').map(readTag);
  refuseTwice(
    'tags',
    tags.map(({ name }) => name),
  );
  refuseTwice(
    'tagging priorities',
    tags.map(({ priority }) => priority),
  );
  const [only, ...others] = tags.filter(({ isDefault }) => isDefault);
  if (only?.name !== DEFAULT || others.length > 0) {
    throw invalidInput(`Exactly one tag must be the default, named '${DEFAULT}'.`);
  }
  return { intervals, tags };
}

function readRetentions(rules: readonly Rule[]): Map<string, Retention> {
  const defaults = rules.filter(({ rule }) => rule.isDefault === true);
  if (defaults.length !== 1 || defaults[0].name !== DEFAULT) {
    throw invalidInput(`Exactly one retention rule must be the default, named '${DEFAULT}'.`);
  }
  return new Map(rules.map(({ name, rule }) => [name, readLifecycles(name, listAt(rule, 'lifecycles'))]));
}

/** What further life cycles of the one store would do isn't documented: the first one counts. */
function readLifecycles(name: string, lifecycles: readonly Json[]): Retention {
  const [first] = lifecycles.map((lifecycle) => readLifecycle(name, lifecycle));
  if (first === undefined) throw invalidInput(`The retention rule '${name}' must have a life cycle.`);
  return first;
}

function readLifecycle(name: string, lifecycle: Json): Retention {
  oneOf(
    `The data store of the retention rule '${name}'`,
    textAt(lifecycle, 'sourceDataStore', 'dataStoreType'),
    STORES,
  );
  if (listAt(lifecycle, 'targetDataStoreCopySettings').length > 0) {
    throw invalidInput(
      `The retention rule '${name}' must not copy to another data store: the archive tier isn't supported.`,
    );
  }
  const deletion = objectAt(lifecycle, 'deleteAfter');
  oneOf(`The objectType of \`deleteAfter\` of the retention rule '${name}'`, deletion.objectType, [
    'AbsoluteDeleteOption',
  ]);
  return readRetention(name, deletion.duration);
}

function refuseTwice(what: string, values: readonly (string | number)[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw invalidInput(`No two ${what} may be the same, got twice: ${JSON.stringify(twice)}.`);
}

import { asValue, AzapiArguments, AzapiTranslation, FLEXIBLE_SERVERS } from './azapi';
import { Fact, known } from '../fact';
import { TYPES } from '../resource-types';
import { Unknown, Value, ValueMap } from '../value';

const SCHEDULE = 'AzureBackupRule';
const RETENTION = 'AzureRetentionRule';

export const AZAPI_POLICY: AzapiTranslation = {
  type: TYPES.policy,
  applies: (azapi) => {
    const types = azapi.resolver.strings(azapi.property('properties.datasourceTypes'));
    return types.state === 'known' && types.value.some((type) => type.toLowerCase() === FLEXIBLE_SERVERS);
  },
  argument,
};

function argument(azapi: AzapiArguments, name: string): Value {
  switch (name) {
    case 'vault_id':
      return azapi.own('parent_id');
    case 'backup_repeating_time_intervals':
      return ofSchedule(azapi, 'trigger.schedule.repeatingTimeIntervals');
    case 'time_zone':
      return ofSchedule(azapi, 'trigger.schedule.timeZone');
    case 'default_retention_rule':
      return asValue(rulesOf(azapi, RETENTION), (rules) =>
        rules.filter((rule) => isDefault(azapi, rule)).map((rule) => ({ life_cycle: lifeCycles(azapi, rule) })),
      );
    case 'retention_rule':
      return asValue(rulesOf(azapi, RETENTION), (rules) =>
        rules.filter((rule) => !isDefault(azapi, rule)).map((rule) => retentionRule(azapi, rule)),
      );
    default:
      return azapi.own(name);
  }
}

/** A list in which one isn't known may hold any rule. */
function rulesOf(azapi: AzapiArguments, kind: string): Fact<readonly ValueMap[]> {
  return named(azapi, azapi.property('properties.policyRules'), 'objectType', known(kind));
}

/** The objects of a list that have this name at a path; unknown where one of the names is, or the one that is asked for. */
function named(azapi: AzapiArguments, list: Value, path: string, name: Fact<string>): Fact<readonly ValueMap[]> {
  const blocks = azapi.resolver.blocks(list);
  if (blocks.state !== 'known') return blocks;
  const names = blocks.value.map((block) => azapi.resolver.string(azapi.within(block, path)));
  const open = [name, ...names].find((each) => each.state === 'unknown');
  return open ?? known(blocks.value.filter((_, at) => isSame(names[at], name)));
}

function ofSchedule(azapi: AzapiArguments, path: string): Value {
  return asValue(rulesOf(azapi, SCHEDULE), ([rule]) => (rule === undefined ? undefined : azapi.within(rule, path)));
}

function isDefault(azapi: AzapiArguments, rule: ValueMap): boolean {
  const marked = azapi.resolver.boolean(azapi.within(rule, 'isDefault'));
  return marked.state === 'known'
    ? marked.value
    : isSame(azapi.resolver.string(azapi.within(rule, 'name')), known('Default'));
}

function lifeCycles(azapi: AzapiArguments, rule: ValueMap): Value {
  return asValue(azapi.resolver.blocks(azapi.within(rule, 'lifecycles')), (cycles) =>
    cycles.map((cycle) => ({
      duration: azapi.within(cycle, 'deleteAfter.duration'),
      data_store_type: azapi.within(cycle, 'sourceDataStore.dataStoreType'),
    })),
  );
}

/** When a rule holds, and before which others, stands with the schedule, under the rule's name. */
function retentionRule(azapi: AzapiArguments, rule: ValueMap): ValueMap {
  const name = azapi.within(rule, 'name');
  const criteria = ofSchedule(azapi, 'trigger.taggingCriteria');
  const tags = named(azapi, criteria, 'tagInfo.tagName', azapi.resolver.string(name));
  const ofTag = (path: string) => asValue(tags, ([tag]) => (tag === undefined ? undefined : azapi.within(tag, path)));
  return {
    name,
    priority: ofTag('taggingPriority'),
    criteria: asValue(azapi.resolver.blocks(ofTag('criteria')), (blocks) =>
      blocks.map((each) => criterion(azapi, each)),
    ),
    life_cycle: lifeCycles(azapi, rule),
  };
}

function criterion(azapi: AzapiArguments, block: ValueMap): ValueMap {
  return {
    absolute_criteria: asValue(azapi.resolver.list(azapi.within(block, 'absoluteCriteria')), ([first, ...more]) =>
      more.length > 0
        ? new Unknown('several `absoluteCriteria` are not judged as one')
        : first && asValue(first, (text) => text),
    ),
    days_of_week: azapi.within(block, 'daysOfTheWeek'),
    weeks_of_month: azapi.within(block, 'weeksOfTheMonth'),
    months_of_year: azapi.within(block, 'monthsOfYear'),
    scheduled_backup_times: azapi.within(block, 'scheduleTimes'),
  };
}

function isSame(a: Fact<string>, b: Fact<string>): boolean {
  return a.state === 'known' && b.state === 'known' && a.value === b.value;
}

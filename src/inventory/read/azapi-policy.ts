import { asValue, AzapiArguments, AzapiTranslation } from './azapi';
import { FLEXIBLE_SERVERS } from './azapi-instance';
import { Fact } from '../fact';
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
      return rulesOf(azapi, RETENTION, (rules) =>
        rules.filter((rule) => isDefault(azapi, rule)).map((rule) => ({ life_cycle: lifeCycles(azapi, rule) })),
      );
    case 'retention_rule':
      return rulesOf(azapi, RETENTION, (rules) =>
        rules.filter((rule) => !isDefault(azapi, rule)).map((rule) => retentionRule(azapi, rule)),
      );
    default:
      return azapi.own(name);
  }
}

/** A list in which one isn't known may hold any rule. */
function rulesOf(azapi: AzapiArguments, kind: string, read: (rules: readonly ValueMap[]) => Value): Value {
  return asValue(azapi.resolver.blocks(azapi.property('properties.policyRules')), (rules) => {
    const kinds = rules.map((rule) => azapi.resolver.string(azapi.within(rule, 'objectType')));
    const open = kinds.find(({ state }) => state === 'unknown');
    if (open?.state === 'unknown') return new Unknown(open.why);
    return read(rules.filter((_, index) => isText(kinds[index], kind)));
  });
}

function ofSchedule(azapi: AzapiArguments, path: string): Value {
  return rulesOf(azapi, SCHEDULE, ([rule]) => (rule === undefined ? undefined : azapi.within(rule, path)));
}

function isDefault(azapi: AzapiArguments, rule: ValueMap): boolean {
  const marked = azapi.resolver.boolean(azapi.within(rule, 'isDefault'));
  return marked.state === 'known' ? marked.value : isText(azapi.resolver.string(azapi.within(rule, 'name')), 'Default');
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
  const wanted = azapi.resolver.string(name);
  const ofTag = (read: (tag: ValueMap) => Value): Value =>
    asValue(azapi.resolver.blocks(ofSchedule(azapi, 'trigger.taggingCriteria')), (tags) => {
      const names = tags.map((tag) => azapi.resolver.string(azapi.within(tag, 'tagInfo.tagName')));
      const open = [wanted, ...names].find(({ state }) => state === 'unknown');
      if (open?.state === 'unknown') return new Unknown(open.why);
      const tag = tags.find((_, index) => wanted.state === 'known' && isText(names[index], wanted.value));
      return tag === undefined ? undefined : read(tag);
    });
  return {
    name,
    priority: ofTag((tag) => azapi.within(tag, 'taggingPriority')),
    criteria: ofTag((tag) =>
      asValue(azapi.resolver.blocks(azapi.within(tag, 'criteria')), (criteria) =>
        criteria.map((each) => criterion(azapi, each)),
      ),
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

function isText(fact: Fact<string>, text: string): boolean {
  return fact.state === 'known' && fact.value === text;
}

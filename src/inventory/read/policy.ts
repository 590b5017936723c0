import { before, entity, Reading } from './reading';
import { LifeCycleFacts, PolicyFacts, RetentionRuleFacts, VaultFacts } from '../entities';
import { Fact, known, Link } from '../fact';
import { SourceResource } from '../source';
import { Value, ValueMap } from '../value';

export function readPolicy(
  reading: Reading,
  source: SourceResource,
  vaultOf: (value: Value) => Link<VaultFacts>,
): PolicyFacts {
  const { resolver } = reading;
  const fallback = resolver.block(source.attribute('default_retention_rule'));
  const rules = resolver.blocks(source.attribute('retention_rule'));
  return {
    ...entity(source),
    kind: 'policy',
    id: reading.azureId(source.attribute('id')),
    name: resolver.string(source.attribute('name')),
    vault: vaultOf(source.attribute('vault_id')),
    intervals: resolver.list(source.attribute('backup_repeating_time_intervals')),
    timeZone: resolver.string(source.attribute('time_zone')),
    defaultLifeCycles: fallback.state === 'known' ? lifeCycles(reading, fallback.value) : fallback,
    rules: rules.state === 'known' ? known(rules.value.map((rule) => retentionRule(reading, rule))) : rules,
    before: before(source, (was) => readPolicy(reading, was, vaultOf)),
  };
}

function retentionRule(reading: Reading, rule: ValueMap): RetentionRuleFacts {
  const { resolver } = reading;
  const criteria = resolver.block(rule.criteria);
  const of = (name: string): Value => (criteria.state === 'known' ? criteria.value[name] : undefined);
  const when = <T>(fact: Fact<T>): Fact<T> => (criteria.state === 'unknown' ? criteria : fact);
  return {
    name: resolver.string(rule.name),
    priority: resolver.number(rule.priority),
    lifeCycles: lifeCycles(reading, rule),
    absoluteCriteria: when(resolver.string(of('absolute_criteria'))),
    daysOfWeek: when(resolver.strings(of('days_of_week'))),
    weeksOfMonth: when(resolver.strings(of('weeks_of_month'))),
    monthsOfYear: when(resolver.strings(of('months_of_year'))),
    scheduledTimes: when(resolver.strings(of('scheduled_backup_times'))),
  };
}

function lifeCycles({ resolver }: Reading, rule: ValueMap): Fact<readonly LifeCycleFacts[]> {
  const blocks = resolver.blocks(rule.life_cycle);
  if (blocks.state !== 'known') return blocks;
  return known(
    blocks.value.map((block) => ({
      duration: resolver.string(block.duration),
      dataStore: resolver.string(block.data_store_type),
    })),
  );
}

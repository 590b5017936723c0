import { whyOpen } from './retention-parts';
import { both, Tri } from '../inventory/arm-scope';
import { RetentionRuleFacts } from '../inventory/entities';
import { ABSENT, Fact, known } from '../inventory/fact';

const ALL_DAYS = 7;
const ALL_MONTHS = 12;
const ALL_WEEKS = 5;
/** Where the rule names no week of the month. */
const WEEKS_A_MONTH = 52 / 12;

/** What runs a retention rule matches: by absolute criteria, or by sets of days, weeks and months. */
export interface Criteria {
  readonly absolute?: string;
  readonly days?: readonly string[];
  readonly weeks?: readonly string[];
  readonly months?: readonly string[];
  readonly times?: readonly string[];
}

/** Whether a rule has a kind of criteria; an unknown argument may turn out to be null. */
export interface Kinds {
  readonly absolute: Tri;
  readonly sets: Tri;
}

export function kindsOf(rule: RetentionRuleFacts): Kinds {
  const given = (fact: Fact<unknown>): Tri => (fact.state === 'unknown' ? 'unknown' : fact.state === 'known');
  const sets = [rule.daysOfWeek, rule.weeksOfMonth, rule.monthsOfYear].map(given);
  return {
    absolute: given(rule.absoluteCriteria),
    sets: sets.includes(true) ? true : sets.includes('unknown') ? 'unknown' : false,
  };
}

/** Absent where it has neither kind or certainly both, which PGB309 says. */
export function criteriaOf(rule: RetentionRuleFacts): Fact<Criteria> {
  const kinds = kindsOf(rule);
  if (isMistaken(kinds) === true) return ABSENT;
  const { absoluteCriteria, daysOfWeek, weeksOfMonth, monthsOfYear, scheduledTimes } = rule;
  const why = whyOpen(absoluteCriteria, daysOfWeek, weeksOfMonth, monthsOfYear, scheduledTimes);
  if (why !== undefined) return { state: 'unknown', why };
  const value = <T>(fact: Fact<T>) => (fact.state === 'known' ? fact.value : undefined);
  return known({
    absolute: value(absoluteCriteria),
    days: limited(value(daysOfWeek), ALL_DAYS),
    weeks: value(weeksOfMonth),
    months: limited(value(monthsOfYear), ALL_MONTHS),
    times: value(scheduledTimes),
  });
}

/** Naming every day, or every month, is no limit. */
function limited(names: readonly string[] | undefined, all: number): readonly string[] | undefined {
  return names !== undefined && new Set(names).size < all ? names : undefined;
}

export function isMistaken({ absolute, sets }: Kinds): Tri {
  const neither = both(not(absolute), not(sets));
  const twice = both(absolute, sets);
  if (neither === true || twice === true) return true;
  return neither === 'unknown' || twice === 'unknown' ? 'unknown' : false;
}

function not(tri: Tri): Tri {
  return tri === 'unknown' ? tri : !tri;
}

/** The classes of the service's order, the rarest first; the default rule is for every backup. */
export const RARITY = { yearly: 0, monthly: 1, weekly: 2, daily: 3, every: 4 } as const;

const OF_ABSOLUTE: Readonly<Record<string, number>> = {
  FirstOfYear: RARITY.yearly,
  FirstOfMonth: RARITY.monthly,
  FirstOfWeek: RARITY.weekly,
  FirstOfDay: RARITY.daily,
  AllBackup: RARITY.every,
};

/**
 * How rare a rule is: by the weeks of a year in which it can match a run, fewer than twelve being rarer than monthly and
 * fewer than all rarer than weekly. So a rule for all runs of January is a yearly one, a rule for those of eleven months
 * isn't. Absent where the criteria say nothing.
 */
export function rarityOf(rule: RetentionRuleFacts): Fact<number> {
  const kinds = kindsOf(rule);
  if (isMistaken(kinds) === true) return ABSENT;
  if (kinds.absolute !== false) {
    const why = whyOpen(rule.absoluteCriteria, rule.daysOfWeek, rule.weeksOfMonth, rule.monthsOfYear);
    if (why !== undefined) return { state: 'unknown', why };
    const rarity = rule.absoluteCriteria.state === 'known' ? OF_ABSOLUTE[rule.absoluteCriteria.value] : undefined;
    return rarity === undefined ? ABSENT : known(rarity);
  }
  // What isn't known decides nothing where its fewest and its most come to the same.
  const months = size(rule.monthsOfYear, ALL_MONTHS, ALL_MONTHS);
  const weeks = size(rule.weeksOfMonth, ALL_WEEKS, WEEKS_A_MONTH);
  const days = size(rule.daysOfWeek, ALL_DAYS, ALL_DAYS);
  const rarest = classOf(months.min * weeks.min, days.min);
  const most = classOf(months.max * weeks.max, days.max);
  if (rarest === most) return known(rarest);
  const why = whyOpen(rule.monthsOfYear, rule.weeksOfMonth, rule.daysOfWeek) ?? '';
  return { state: 'unknown', why };
}

function size(
  fact: Fact<readonly string[]>,
  all: number,
  ofAll: number,
): { readonly min: number; readonly max: number } {
  if (fact.state === 'unknown') return { min: 1, max: ofAll };
  const named = fact.state === 'known' ? new Set(fact.value).size : all;
  const count = named >= all ? ofAll : named;
  return { min: count, max: count };
}

function classOf(weeksOfYear: number, days: number): number {
  if (weeksOfYear < 12) return RARITY.yearly;
  if (weeksOfYear < 52) return RARITY.monthly;
  return days < ALL_DAYS ? RARITY.weekly : RARITY.daily;
}

export function isRarer(one: Fact<number>, other: Fact<number>): Tri {
  if (one.state === 'absent' || other.state === 'absent') return false;
  // Nothing is rarer than the rarest, nor more frequent than every backup.
  if (one.state === 'known' && one.value === RARITY.every) return false;
  if (other.state === 'known' && other.value === RARITY.yearly) return false;
  return one.state === 'known' && other.state === 'known' ? one.value < other.value : 'unknown';
}

/** Whether a rule ranks before another: the lower number wins. Equal numbers are PGB303's business. */
export function ranksBefore(one: RetentionRuleFacts, other: RetentionRuleFacts): Tri {
  const [a, b] = [one.priority, other.priority];
  if (a.state === 'absent' || b.state === 'absent') return false;
  return a.state === 'known' && b.state === 'known' ? a.value < b.value : 'unknown';
}

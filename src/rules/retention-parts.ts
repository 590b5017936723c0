import { settle } from './parts';
import { Complaint, undecided, Verdict, violated } from './rule';
import { LifeCycleFacts, PolicyFacts, RetentionRuleFacts } from '../inventory/entities';
import { Fact, known, withDefault } from '../inventory/fact';
import { BackupInventory } from '../inventory/inventory';

export const DEFAULT_RULE_TITLE = 'the default retention rule';

/** A retention rule of a policy with the words that findings call it by. */
export interface NamedRule {
  readonly facts: RetentionRuleFacts;
  /** `retention rule "Weekly"`; by its place in the list where the name isn't known. */
  readonly title: string;
  /** Tells it apart from the policy's other rules. By name, so that reordering the list changes no fingerprint. */
  readonly part: string;
}

/** The policy's own rules in the order of the list, without the default rule. Never absent: no rule is an empty list. */
export function namedRules(policy: PolicyFacts): Fact<readonly NamedRule[]> {
  const rules = withDefault(policy.rules, []);
  if (rules.state !== 'known') return rules;
  const seen = new Map<string, number>();
  return known(
    rules.value.map((facts, index) => {
      const name = facts.name.state === 'known' ? `"${facts.name.value}"` : String(index + 1);
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      return {
        facts,
        title: `retention rule ${name}`,
        part: `retention_rule ${name}${times > 1 ? ` (${times})` : ''}`,
      };
    }),
  );
}

/** Judges the policy's rules one by one. */
export function* eachPolicyOfRules(
  estate: BackupInventory,
  judge: (rules: readonly NamedRule[], policy: PolicyFacts) => readonly (Verdict | undefined)[],
): Iterable<Verdict> {
  for (const policy of estate.policies) {
    const rules = namedRules(policy);
    if (rules.state === 'known') yield* settle(policy, judge(rules.value, policy));
    else if (rules.state === 'unknown') yield undecided(policy, '`retention_rule`', rules.why);
  }
}

/**
 * Holds one argument of every life cycle, the default rule's included, to a limit. Where the argument is missing Terraform
 * refuses the policy by itself.
 * @param objection what is wrong with a value, or undefined; `where` names the rule it stands in
 */
export function* eachLifeCycle(
  estate: BackupInventory,
  argument: string,
  fact: (cycle: LifeCycleFacts) => Fact<string>,
  objection: (value: string, where: string) => Complaint | undefined,
): Iterable<Verdict> {
  for (const policy of estate.policies) {
    const judge = (cycles: Fact<readonly LifeCycleFacts[]>, where: string, part: string): (Verdict | undefined)[] => {
      const what = `\`${argument}\` of ${where}`;
      if (cycles.state === 'unknown') return [undecided(policy, what, cycles.why)];
      if (cycles.state === 'absent') return [];
      return cycles.value.map((cycle, index) => {
        const value = fact(cycle);
        if (value.state === 'unknown') return undecided(policy, what, value.why);
        const complaint = value.state === 'known' ? objection(value.value, where) : undefined;
        const discriminator = `${part}${index > 0 ? ` life_cycle ${index + 1}` : ''}`;
        return complaint === undefined ? undefined : violated(policy, { ...complaint, discriminator });
      });
    };
    const rules = namedRules(policy);
    yield* settle(policy, [
      ...judge(policy.defaultLifeCycles, DEFAULT_RULE_TITLE, 'default_retention_rule'),
      ...(rules.state === 'known'
        ? rules.value.flatMap((rule) => judge(rule.facts.lifeCycles, rule.title, rule.part))
        : []),
      rules.state === 'unknown' ? undecided(policy, '`retention_rule`', rules.why) : undefined,
    ]);
  }
}

/** The reason why one of these facts isn't known. */
export function whyOpen(...facts: readonly Fact<unknown>[]): string | undefined {
  for (const fact of facts) if (fact.state === 'unknown') return fact.why;
  return undefined;
}

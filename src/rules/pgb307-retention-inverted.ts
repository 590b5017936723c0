import { isRarer, RARITY, rarityOf } from './criteria';
import { DEFAULT_RULE_TITLE, eachPolicyOfRules, whyOpen } from './retention-parts';
import { Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { both, Tri } from '../inventory/arm-scope';
import { LifeCycleFacts, PolicyFacts } from '../inventory/entities';
import { ABSENT, Fact, known } from '../inventory/fact';
import { SOURCES } from '../matrix/source';
import { compareDurations, Duration, parseDuration } from '../time/duration';

interface Retention extends Duration {
  /** As it is written. */
  readonly text: string;
}

/** A rule, or the default rule, by what this one asks of it. */
interface Kept {
  readonly title: string;
  readonly part: string;
  readonly rarity: Fact<number>;
  readonly retention: Fact<Retention>;
}

/** PGB307: the backup that was to be kept longest goes first. */
export const RETENTION_INVERTED: Rule = {
  id: 'PGB307',
  name: 'retention-inverted',
  severity: Severity.WARNING,
  decides: 'no retention rule keeps for a shorter time than one that matches more often, or than the default rule',
  why: 'The rarer rule takes a backup out of the more frequent one. Where it keeps for less, it shortens what was to be kept longer.',
  sources: [SOURCES.policyArticle20250228],
  acknowledgeable: true,
  evaluate: (estate) =>
    eachPolicyOfRules(estate, (rules, policy) => {
      const kept = rules.map(({ facts, title, part }): Kept => ({
        title,
        part,
        rarity: rarityOf(facts),
        retention: retentionOf(facts.lifeCycles),
      }));
      const fallback: Kept = {
        title: DEFAULT_RULE_TITLE,
        part: 'default_retention_rule',
        rarity: known(RARITY.every),
        retention: retentionOf(policy.defaultLifeCycles),
      };
      const all = [...kept, fallback];
      return kept.map((rule) => judge(policy, rule, all));
    }),
  documentation: () => ({
    mend: 'Keep for longer what matches more rarely, or take the rule out.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P3M"
    }
  }

  retention_rule {
    name     = "Yearly"
    priority = 10

    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P1M"
    }

    criteria {
      absolute_criteria = "FirstOfYear"
    }
  }
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P3M"
    }
  }

  retention_rule {
    name     = "Yearly"
    priority = 10

    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P10Y"
    }

    criteria {
      absolute_criteria = "FirstOfYear"
    }
  }
}
`,
      },
    },
  }),
};

function judge(policy: PolicyFacts, rule: Kept, all: readonly Kept[]): Verdict | undefined {
  let longest: { readonly title: string; readonly retention: Retention } | undefined;
  let doubt: string | undefined;
  for (const other of all) {
    if (other === rule) continue;
    const inverted = both(isRarer(rule.rarity, other.rarity), isShorter(rule.retention, other.retention));
    if (inverted === 'unknown') {
      doubt ??= whyOpen(rule.retention, other.retention, rule.rarity, other.rarity);
    } else if (inverted && other.retention.state === 'known') {
      const { title, retention } = other;
      if (longest === undefined || compareDurations(retention.value, longest.retention) > 0) {
        longest = { title, retention: retention.value };
      }
    }
  }
  const what = `\`duration\` of ${rule.title}`;
  if (longest === undefined) return doubt === undefined ? undefined : undecided(policy, what, doubt);
  const got = rule.retention.state === 'known' ? rule.retention.value.text : undefined;
  return violated(policy, {
    message: `${what} must be at least ${longest.retention.text}, as the more frequent ${longest.title.replace(/^the /, '')} keeps, got: ${got}`,
    got,
    limit: 'of the rules that match a backup only the one that ranks first says how long it is kept',
    mend: `keep it for ${longest.retention.text} or longer, or take the rule out`,
    source: SOURCES.policyArticle20250228,
    discriminator: rule.part,
  });
}

/** How long a rule keeps: the longest of its life cycles. Absent where one can't be read, which PGB302 says. */
function retentionOf(lifeCycles: Fact<readonly LifeCycleFacts[]>): Fact<Retention> {
  if (lifeCycles.state !== 'known') return lifeCycles;
  let longest: Retention | undefined;
  for (const { duration } of lifeCycles.value) {
    if (duration.state !== 'known') return duration;
    const parsed = parseDuration(duration.value);
    if (!parsed.ok) return ABSENT;
    if (longest === undefined || compareDurations(parsed, longest) > 0) longest = { ...parsed, text: duration.value };
  }
  return longest === undefined ? ABSENT : known(longest);
}

function isShorter(one: Fact<Duration>, other: Fact<Duration>): Tri {
  if (one.state === 'absent' || other.state === 'absent') return false;
  return one.state === 'known' && other.state === 'known' ? compareDurations(one.value, other.value) < 0 : 'unknown';
}

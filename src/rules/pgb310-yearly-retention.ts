import { OWN_RULES } from './own-source';
import { namedRules, whyOpen } from './retention-parts';
import { compliant, Rule, RuleContext, RuleParameter, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { PolicyFacts } from '../inventory/entities';
import { compareDurations, Duration, parseDuration } from '../time/duration';

export const MINIMUM: RuleParameter = {
  name: 'minimum-yearly-retention',
  says: 'how long a policy keeps a point of every year at least',
  otherwise: 'P7Y',
  problem: (value) => (parseDuration(value).ok ? undefined : 'must be P<n>Y, P<n>M, P<n>W or P<n>D with n > 0'),
  stricter: (a, b) => (compareDurations(parsed(a), parsed(b)) >= 0 ? a : b),
};

/** PGB310: what has to be shown to an auditor years from now has to be kept for so long. */
export const YEARLY_RETENTION: Rule = {
  id: 'PGB310',
  name: 'yearly-retention',
  severity: Severity.WARNING,
  decides: `a policy keeps points for at least as long as the profile asks for (\`${MINIMUM.name}\`, ${MINIMUM.otherwise} by itself)`,
  why: 'Records that have to be shown for years are gone once the last point that holds them has expired. Every rule matches at least one backup a year, so the longest one decides.',
  sources: [OWN_RULES],
  acknowledgeable: true,
  onlyWhenPicked: true,
  parameters: [MINIMUM],
  *evaluate(estate, context) {
    const minimum = minimumOf(context);
    for (const policy of estate.policies) yield judge(policy, minimum);
  },
  documentation: () => ({
    mend: 'Add a yearly rule that keeps for as long as the profile asks.',
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

function judge(policy: PolicyFacts, minimum: string): Verdict {
  const rules = namedRules(policy);
  const cycles = [
    policy.defaultLifeCycles,
    ...(rules.state === 'known' ? rules.value.map(({ facts }) => facts.lifeCycles) : []),
  ];
  const durations = cycles.flatMap((fact) =>
    fact.state === 'known' ? fact.value.map(({ duration }) => duration) : [fact],
  );
  const longest = longestOf(durations.flatMap((fact) => (fact.state === 'known' ? [fact.value] : [])));
  if (longest !== undefined && compareDurations(parsed(longest), parsed(minimum)) >= 0) return compliant(policy);
  const doubt = whyOpen(rules, ...durations);
  if (doubt !== undefined) return undecided(policy, 'the longest retention', doubt);
  const got = longest ?? 'none';
  return violated(policy, {
    message: `the longest retention of a policy must be at least ${minimum}, got: ${got}`,
    got,
    limit: `the profile asks for points of ${minimum} (\`${MINIMUM.name}\`)`,
    mend: `add a yearly rule that keeps for ${minimum} or longer`,
  });
}

/** What isn't a duration is PGB302's. */
function longestOf(texts: readonly string[]): string | undefined {
  const sound = texts.filter((text) => parseDuration(text).ok);
  return sound.sort((a, b) => compareDurations(parsed(b), parsed(a)))[0];
}

function minimumOf({ parameters }: RuleContext): string {
  return parameters?.[MINIMUM.name] ?? MINIMUM.otherwise;
}

function parsed(text: string): Duration {
  const duration = parseDuration(text);
  if (!duration.ok) throw new Error(`\`${MINIMUM.name}\` ${duration.why}`);
  return duration;
}

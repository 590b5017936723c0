import { eachPolicyOfRules, NamedRule } from './retention-parts';
import { Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { PolicyFacts } from '../inventory/entities';
import { LIMITS } from '../matrix/limits';

const { min, max, reserved, source } = LIMITS.retentionPriority;

/** PGB303: two rules of one number, or one with the default rule's. */
export const RULE_PRIORITY: Rule = {
  id: 'PGB303',
  name: 'rule-priority',
  severity: Severity.ERROR,
  decides: `the priorities of a policy's retention rules are unique and from ${min} to ${max}`,
  why: `The provider takes any number. ${reserved} is the default rule's, and of two rules with one number none goes first.`,
  sources: [source],
  acknowledgeable: true,
  evaluate: (estate) => eachPolicyOfRules(estate, judge),
  documentation: () => ({
    mend: 'Give each rule a number of its own from 1 to 98, the rarer rule the lower one.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  retention_rule {
    name     = "Yearly"
    priority = 20

    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P10Y"
    }

    criteria {
      absolute_criteria = "FirstOfYear"
    }
  }

  retention_rule {
    name     = "Monthly"
    priority = 20

    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P1Y"
    }

    criteria {
      absolute_criteria = "FirstOfMonth"
    }
  }
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
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

  retention_rule {
    name     = "Monthly"
    priority = 15

    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P1Y"
    }

    criteria {
      absolute_criteria = "FirstOfMonth"
    }
  }
}
`,
      },
    },
  }),
};

function judge(rules: readonly NamedRule[], policy: PolicyFacts): readonly (Verdict | undefined)[] {
  const taken = new Map<number, NamedRule>();
  return rules.map((rule) => {
    const { priority } = rule.facts;
    const what = `\`priority\` of ${rule.title}`;
    if (priority.state === 'unknown') return undecided(policy, what, priority.why);
    // Terraform itself refuses a rule without one.
    if (priority.state === 'absent') return undefined;
    const got = String(priority.value);
    const rest = { got, source, discriminator: rule.part };
    if (!Number.isInteger(priority.value) || priority.value < min || priority.value > max) {
      return violated(policy, {
        ...rest,
        message: `${what} must be a whole number between ${min} and ${max}, got: ${got}`,
        limit: `priorities go from ${min} to ${max}; ${reserved} is the default rule's`,
        mend: `give it a free number from ${min} to ${max}, the lower the rarer the rule`,
      });
    }
    const first = taken.get(priority.value);
    if (first === undefined) {
      taken.set(priority.value, rule);
      return undefined;
    }
    return violated(policy, {
      ...rest,
      message: `${what} must be unique in its policy, got: ${got}, which ${first.title} has`,
      limit: 'no two rules of a policy have the same priority',
      mend: `give one of the two another number from ${min} to ${max}, the rarer rule the lower one`,
    });
  });
}

import { eachPolicyOfRules, NamedRule } from './retention-parts';
import { Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { PolicyFacts } from '../inventory/entities';
import { LIMITS } from '../matrix/limits';
import { NAMES } from '../matrix/names';

const RESERVED = LIMITS.defaultRetentionRule;
const FORM = NAMES.retentionRule;

/** PGB305: a rule's name is the name of its tag too, and both have to be its own. */
export const RULE_NAME: Rule = {
  id: 'PGB305',
  name: 'rule-name',
  severity: Severity.ERROR,
  decides: `the names of a policy's retention rules are unique, well-formed and not ${RESERVED.name}`,
  why: `The service ties rule and tag together by the name. The provider takes any, ${RESERVED.name} too, which is the default rule's.`,
  sources: [FORM.source, RESERVED.source],
  acknowledgeable: true,
  evaluate: (estate) => eachPolicyOfRules(estate, judge),
  documentation: () => ({
    mend: 'Name each rule by what it keeps, with letters and digits; `Default` is the name of the default rule.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  retention_rule {
    name     = "Default"
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
}
`,
      },
    },
  }),
};

function judge(rules: readonly NamedRule[], policy: PolicyFacts): readonly (Verdict | undefined)[] {
  const seen = new Set<string>();
  return rules.map((rule, index) => {
    const { name } = rule.facts;
    if (name.state === 'unknown') return undecided(policy, `\`name\` of retention rule ${index + 1}`, name.why);
    // Terraform itself refuses a rule without one.
    if (name.state === 'absent') return undefined;
    const got = name.value;
    const rest = { got, discriminator: rule.part };
    if (got === RESERVED.name) {
      return violated(policy, {
        ...rest,
        message: `\`name\` of a retention rule must not be the default rule's, got: ${got}`,
        limit: `${RESERVED.name} is the name of the default rule and of its tag`,
        mend: 'name the rule by what it keeps, such as Weekly',
        source: RESERVED.source,
      });
    }
    if (!FORM.pattern.test(got)) {
      return violated(policy, {
        ...rest,
        message: `\`name\` of a retention rule must be ${FORM.rule}, got: ${got === '' ? '""' : got}`,
        limit: `${FORM.min} to ${FORM.max} ${FORM.rule}`,
        mend: 'name the rule by what it keeps, such as Weekly',
        source: FORM.source,
      });
    }
    if (!seen.has(got)) {
      seen.add(got);
      return undefined;
    }
    return violated(policy, {
      ...rest,
      message: `\`name\` of a retention rule must be unique in its policy, got: ${got} once more`,
      limit: 'a tag belongs to the one rule of its name',
      mend: 'give each rule of the policy a name of its own',
      source: RESERVED.source,
    });
  });
}

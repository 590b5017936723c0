import { isMistaken, kindsOf } from './criteria';
import { eachPolicyOfRules, NamedRule, whyOpen } from './retention-parts';
import { Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { PolicyFacts } from '../inventory/entities';
import { LIMITS } from '../matrix/limits';

const { source } = LIMITS.absoluteCriteria;
const KINDS = '`absolute_criteria`, or `days_of_week`, `weeks_of_month` and `months_of_year`';

/** PGB309: a rule that doesn't say which backups it is for, or says it in two ways. */
export const CRITERIA_MISSING: Rule = {
  id: 'PGB309',
  name: 'criteria-missing',
  severity: Severity.ERROR,
  decides: 'a retention rule has either absolute criteria or days, weeks or months',
  why: 'The provider checks neither that a rule has criteria nor that they are of one kind.',
  sources: [source],
  acknowledgeable: true,
  evaluate: (estate) => eachPolicyOfRules(estate, (rules, policy) => rules.map((rule) => judge(policy, rule))),
  documentation: () => ({
    mend: 'Give either `absolute_criteria` or days, weeks and months.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  retention_rule {
    name     = "Yearly"
    priority = 10

    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P10Y"
    }

    criteria {}
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

function judge(policy: PolicyFacts, { facts, title, part }: NamedRule): Verdict | undefined {
  const kinds = kindsOf(facts);
  const mistaken = isMistaken(kinds);
  const what = `\`criteria\` of ${title}`;
  if (mistaken === false) return undefined;
  if (mistaken === 'unknown') {
    const why = whyOpen(facts.absoluteCriteria, facts.daysOfWeek, facts.weeksOfMonth, facts.monthsOfYear);
    return undecided(policy, what, why ?? '');
  }
  const got = kinds.sets === true ? 'both' : 'neither';
  return violated(policy, {
    message: `${what} must be either ${KINDS}, got: ${got}`,
    got,
    limit: 'a rule matches backups either by absolute criteria or by days, weeks and months',
    mend:
      got === 'both'
        ? 'leave `absolute_criteria` or the days, weeks and months out'
        : 'give `absolute_criteria`, such as FirstOfMonth, or at least `days_of_week`',
    source,
    discriminator: part,
  });
}

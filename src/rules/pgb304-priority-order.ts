import { isRarer, ranksBefore, rarityOf } from './criteria';
import { eachPolicyOfRules, NamedRule, whyOpen } from './retention-parts';
import { Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { both } from '../inventory/arm-scope';
import { PolicyFacts } from '../inventory/entities';
import { Fact } from '../inventory/fact';
import { LIMITS } from '../matrix/limits';
import { SOURCES } from '../matrix/source';

const { yearly, monthly, weekly } = LIMITS.retentionRanks;

interface Ranked extends NamedRule {
  readonly rarity: Fact<number>;
}

/** PGB304: the weekly rule takes the backup that the yearly one was written for. */
export const PRIORITY_ORDER: Rule = {
  id: 'PGB304',
  name: 'priority-order',
  severity: Severity.ERROR,
  decides: 'no retention rule ranks after one that matches more often',
  why: 'One backup can be the first of its year, month and week at once. The rule that ranks first keeps it, so the rarer one must.',
  sources: [SOURCES.policyArticle20250228, LIMITS.retentionRanks.source],
  acknowledgeable: true,
  evaluate: (estate) =>
    eachPolicyOfRules(estate, (rules, policy) => {
      const ranked = rules.map((rule): Ranked => ({ ...rule, rarity: rarityOf(rule.facts) }));
      return ranked.map((rule) => judge(policy, rule, ranked));
    }),
  documentation: () => ({
    mend: 'Number the rules by how rare they are: yearly before monthly before weekly.',
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
    priority = 10

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
    },
  }),
};

function judge(policy: PolicyFacts, rule: Ranked, all: readonly Ranked[]): Verdict | undefined {
  let first: { readonly title: string; readonly priority: number } | undefined;
  let doubt: string | undefined;
  for (const other of all) {
    if (other === rule) continue;
    const misplaced = both(isRarer(rule.rarity, other.rarity), ranksBefore(other.facts, rule.facts));
    const { priority } = other.facts;
    if (misplaced === 'unknown') {
      doubt ??= whyOpen(rule.facts.priority, priority, rule.rarity, other.rarity);
    } else if (misplaced && priority.state === 'known' && (first === undefined || priority.value < first.priority)) {
      first = { title: other.title, priority: priority.value };
    }
  }
  const what = `\`priority\` of ${rule.title}`;
  if (first === undefined) return doubt === undefined ? undefined : undecided(policy, what, doubt);
  const got = rule.facts.priority.state === 'known' ? String(rule.facts.priority.value) : undefined;
  return violated(policy, {
    message: `${what} must be below ${first.priority}, the priority of the more frequent ${first.title}, got: ${got}`,
    got,
    limit:
      'yearly rules rank before monthly ones, those before weekly ones, and those before the default; the lower number ranks first',
    mend: `number the rules of the policy by how rare they are, such as yearly ${yearly.priority}, monthly ${monthly.priority}, weekly ${weekly.priority}`,
    source: SOURCES.policyArticle20250228,
    discriminator: rule.part,
  });
}

import { whyMissing, whyUnlinked } from './missing-fact';
import { namedRules, whyOpen } from './retention-parts';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { InstanceFacts, PolicyFacts } from '../inventory/entities';
import { Fact, withDefault } from '../inventory/fact';
import { LIMITS } from '../matrix/limits';
import { SOURCES } from '../matrix/source';
import { durationBounds, parseDuration } from '../time/duration';

const { minDays, maxDays, defaultDays } = LIMITS.operationalRetention;
const WHAT = 'how long the policy keeps backups';

/** PGB905: a vault is for what the server doesn't keep itself. */
export const LONG_TERM_RETENTION_SHORT: Rule = {
  id: 'PGB905',
  name: 'long-term-retention-short',
  severity: Severity.NOTE,
  decides: 'the policy of an instance keeps some backups for longer than the server keeps its own',
  why: 'A vault that keeps nothing for longer costs its fee and adds little to what the server does by itself.',
  sources: [SOURCES.backupOverview, LIMITS.operationalRetention.source],
  acknowledgeable: true,
  *evaluate(estate) {
    const longest = new Map<string, Longest>();
    for (const instance of estate.serverInstances) yield judge(instance, longest);
  },
  documentation: () => ({
    mend: 'Keep some backups for longer: a default rule of months, a yearly rule of years. Or do without the vault, if the server is all that it takes.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  default_retention_rule {
    life_cycle {
      data_store_type = "VaultStore"
      duration        = "P4W"
    }
  }
}

resource "azurerm_postgresql_flexible_server" "orders" {
  backup_retention_days = 35
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
}

resource "azurerm_postgresql_flexible_server" "orders" {
  backup_retention_days = 35
}
`,
      },
    },
  }),
};

/** What is known of how long a policy keeps: its longest retention, and why there may be a longer one. */
interface Longest {
  readonly text: string;
  /** However the months in it fall. */
  readonly days: number;
  readonly doubt: string | undefined;
}

function judge(instance: InstanceFacts, seen: Map<string, Longest>): Verdict {
  const { policy, server } = instance;
  if (policy.state !== 'resolved') return undecided(instance, WHAT, whyUnlinked(policy, 'policy'));
  const longest = seen.get(policy.target.key) ?? longestOf(policy.target);
  seen.set(policy.target.key, longest);
  // The server keeps no more than that, and no less than this, whatever it says.
  if (longest.days > maxDays) return compliant(instance);
  if (longest.doubt !== undefined) return undecided(instance, WHAT, longest.doubt);
  const own =
    server.state === 'resolved' ? withDefault<number>(server.target.backupRetentionDays, defaultDays) : undefined;
  if (own?.state === 'known') {
    return longest.days > own.value
      ? compliant(instance)
      : short(instance, policy.target, longest, `${own.value} days`);
  }
  if (longest.days <= minDays) return short(instance, policy.target, longest, `${minDays} days or more`);
  const why = own === undefined ? whyUnlinked(server, 'server') : whyMissing(own);
  return undecided(instance, 'how long the server keeps its own backups', why);
}

function short(instance: InstanceFacts, policy: PolicyFacts, { text }: Longest, own: string): Verdict {
  return violated(instance, {
    message: `some backups of the vault must be kept for longer than the server keeps its own (${own}), got: ${text} at most`,
    got: text,
    limit: `long-term retention is for more than the ${maxDays} days that a server can keep`,
    mend: `let ${policy.address} keep some backups for longer, by its default rule or a monthly or yearly one`,
  });
}

function longestOf(policy: PolicyFacts): Longest {
  const rules = namedRules(policy);
  const cycles = [
    policy.defaultLifeCycles,
    ...(rules.state === 'known' ? rules.value.map(({ facts }) => facts.lifeCycles) : []),
  ];
  const durations = cycles.flatMap((fact): readonly Fact<string>[] =>
    fact.state === 'known' ? fact.value.map(({ duration }) => duration) : [fact],
  );
  let longest = { text: 'nothing', days: 0 };
  let unread: string | undefined;
  for (const duration of durations) {
    if (duration.state !== 'known') continue;
    const parsed = parseDuration(duration.value);
    if (!parsed.ok) {
      unread = `"${duration.value}" is no duration that the service takes (PGB302)`;
      continue;
    }
    const days = durationBounds(parsed).shortest;
    if (days > longest.days) longest = { text: duration.value, days };
  }
  return { ...longest, doubt: whyOpen(rules, ...durations) ?? unread };
}

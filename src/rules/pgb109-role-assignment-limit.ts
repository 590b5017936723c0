import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { AssignmentFacts } from '../inventory/entities';
import { LIMITS } from '../matrix/limits';

const { max, warnFrom, source } = LIMITS.roleAssignments;

/** What a configuration assigns in one subscription. */
interface Tally {
  readonly subscription: string;
  /** Of the first assignment by its key, which no reordering changes. */
  on: AssignmentFacts;
  /** Blocks without `count` and `for_each`. */
  certain: number;
  repeated: AssignmentFacts | undefined;
}

/** PGB109: one role for each protected server adds up; what others assign in the subscription comes on top. */
export const ROLE_ASSIGNMENT_LIMIT: Rule = {
  id: 'PGB109',
  name: 'role-assignment-limit',
  severity: Severity.ERROR,
  decides: `no more than ${max} roles are assigned in one subscription, and fewer than ${warnFrom} to be at ease`,
  why: `A subscription takes ${max} role assignments at all its scopes together and not one more (RoleAssignmentLimitExceeded); each protected server takes one.`,
  sources: [source],
  acknowledgeable: true,
  *evaluate(estate) {
    const tallies = new Map<string, Tally>();
    const unplaced: AssignmentFacts[] = [];
    for (const assignment of estate.assignments) {
      const { subscription } = assignment;
      if (subscription.state === 'known') count(tallies, subscription.value.text, assignment);
      else if (subscription.state === 'unknown') unplaced.push(assignment);
    }
    for (const tally of tallies.values()) yield judge(tally, unplaced);
    if (tallies.size === 0 && unplaced.length > 0) yield judgeUnplaced(unplaced);
  },
  documentation: () => ({
    mend: 'Spread the servers over several subscriptions. Assign roles to groups rather than to each of their members, and take those away whose principal is gone.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_role_assignment" "long_term_retention" {
  count              = ${max + 1}
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-\${count.index}"
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/c088a766-074b-43ba-90d4-1fb21feae531"
  principal_id       = azurerm_data_protection_backup_vault.orders.identity[0].principal_id
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_role_assignment" "long_term_retention" {
  count              = 100
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-\${count.index}"
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/c088a766-074b-43ba-90d4-1fb21feae531"
  principal_id       = azurerm_data_protection_backup_vault.orders.identity[0].principal_id
}
`,
      },
    },
  }),
};

function count(tallies: Map<string, Tally>, subscription: string, assignment: AssignmentFacts): void {
  const key = subscription.toLowerCase();
  let tally = tallies.get(key);
  if (tally === undefined) {
    tally = { subscription, on: assignment, certain: 0, repeated: undefined };
    tallies.set(key, tally);
  }
  if (assignment.key < tally.on.key) tally.on = assignment;
  if (assignment.repeated) tally.repeated ??= assignment;
  else tally.certain++;
}

function judge({ subscription, on, certain, repeated }: Tally, unplaced: readonly AssignmentFacts[]): Verdict {
  const rest = { discriminator: subscription.toLowerCase(), source };
  // A symbol stands for the subscription that a provider gets from elsewhere, and says nothing to people.
  const where = subscription.startsWith('${') ? "the provider's subscription" : subscription;
  if (certain >= warnFrom) {
    const over = certain > max;
    return violated(on, {
      ...rest,
      severity: over ? Severity.ERROR : Severity.WARNING,
      message: over
        ? `the role assignments of a subscription must be at most ${max}, got: ${certain} in ${where}`
        : `the role assignments of a subscription must be below ${warnFrom}, 80 % of ${max}, got: ${certain} in ${where}`,
      got: String(certain),
      limit: `a subscription takes ${max} role assignments, those of other configurations among them`,
      mend: 'spread the servers over several subscriptions, or assign roles to groups of principals',
    });
  }
  if (repeated !== undefined) {
    const why = `how many there are of ${repeated.address} (\`count\` or \`for_each\`) is known in a plan`;
    return undecided(on, `the number of role assignments in ${where}`, why, rest);
  }
  // As many as there are, they would have to lie in this subscription to matter.
  const most = certain + unplaced.length;
  if (most >= warnFrom || unplaced.some((assignment) => assignment.repeated)) {
    return undecided(on, `the number of role assignments in ${where}`, whyUnplaced(unplaced), rest);
  }
  return compliant(on);
}

function judgeUnplaced(unplaced: readonly AssignmentFacts[]): Verdict {
  const on = unplaced.reduce((first, other) => (other.key < first.key ? other : first));
  if (unplaced.length < warnFrom && !unplaced.some(({ repeated }) => repeated)) return compliant(on);
  return undecided(on, 'the number of role assignments in its subscription', whyUnplaced(unplaced), { source });
}

function whyUnplaced(unplaced: readonly AssignmentFacts[]): string {
  const [first] = unplaced;
  const others = unplaced.length === 1 ? '' : ` and ${unplaced.length - 1} more`;
  return `which subscription ${first.address}${others} counts in is unknown`;
}

import { AZURERM_ROLE_ASSIGNMENT, roleText } from './role-grants';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { Symbolic } from '../inventory/arm-scope';
import { AssignmentFacts } from '../inventory/entities';
import { LOOSE } from '../inventory/value';

/** PGB108: Azure takes one assignment of a role to a principal on a scope, the second is refused with RoleAssignmentExists. */
export const DUPLICATE_ROLE_ASSIGNMENT: Rule = {
  id: 'PGB108',
  name: 'duplicate-role-assignment',
  severity: Severity.ERROR,
  decides: 'no principal is assigned the same role on the same scope twice',
  why: 'Azure refuses the second assignment, and which one comes second is decided anew by every apply.',
  sources: [AZURERM_ROLE_ASSIGNMENT],
  acknowledgeable: true,
  *evaluate(estate) {
    const first = new Map<string, AssignmentFacts>();
    for (const assignment of estate.assignments) {
      const triple = tripleOf(assignment);
      if (typeof triple === 'object') {
        yield undecided(assignment, 'whether it is assigned twice', triple.unknown);
        continue;
      }
      const earlier = first.get(triple);
      if (earlier === undefined) first.set(triple, assignment);
      yield earlier === undefined ? compliant(assignment) : judge(assignment, earlier);
    }
  },
  documentation: () => ({
    mend: 'Assign the role once, and let whatever needs it depend on the one assignment.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_role_assignment" "reader_again" {
  scope              = azurerm_resource_group.orders.id
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
  principal_id       = azurerm_data_protection_backup_vault.orders.identity[0].principal_id
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_role_assignment" "reader" {
  scope              = azurerm_resource_group.orders.id
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
  principal_id       = azurerm_data_protection_backup_vault.orders.identity[0].principal_id
}
`,
      },
    },
  }),
};

function judge(assignment: AssignmentFacts, earlier: AssignmentFacts): Verdict {
  const other = [assignment, earlier].find(({ repeated }) => repeated);
  if (other !== undefined) {
    // `count` often chooses between two blocks.
    return undecided(
      assignment,
      'whether it is assigned twice',
      `${assignment.address} and ${earlier.address} assign the same, and how many ${other.address} there are is known when Terraform plans`,
    );
  }
  if (assignment.principalIdentity?.includes(LOOSE) === true) {
    const why = `a plan doesn't show whether ${assignment.address} and ${earlier.address} are for the same principal`;
    return undecided(assignment, 'whether it is assigned twice', why);
  }
  if (assignment.scopeIdentity?.includes(LOOSE) === true) {
    const why = `a plan doesn't show whether ${assignment.address} and ${earlier.address} are on ${assignment.scopeText} or on something in it`;
    return undecided(assignment, 'whether it is assigned twice', why);
  }
  const got = `${roleText(assignment)} on ${assignment.scopeText}, as ${earlier.address} does`;
  return violated(assignment, {
    message: `a role must be assigned to a principal once on a scope, got: ${got}`,
    got,
    limit: 'one assignment of a role for each principal and scope',
    mend: `leave out ${assignment.address} or ${earlier.address}`,
  });
}

function tripleOf(assignment: AssignmentFacts): string | { readonly unknown: string } {
  const { roleGuid, vault } = assignment;
  if (roleGuid.state !== 'known') return { unknown: roleGuid.state === 'unknown' ? roleGuid.why : 'it names no role' };
  const principal =
    vault.state === 'resolved' && !vault.target.repeated ? vault.target.key : assignment.principalIdentity;
  if (principal === undefined) return { unknown: 'its principal is known when Terraform plans' };
  const scope = scopeOf(assignment);
  if (scope === undefined) return { unknown: `its scope, ${assignment.scopeText}, is known when Terraform plans` };
  return [principal, roleGuid.value, scope].join('\n');
}

/** One text for each scope, whether it is written as an id or as a reference. */
function scopeOf(assignment: AssignmentFacts): string | undefined {
  const { scope } = assignment;
  switch (scope.kind) {
    case 'server':
    case 'vault':
    case 'cluster':
    case 'storageAccount':
    case 'container':
      return isOneOfSeveral(assignment) ? assignment.scopeIdentity : scope.key;
    case 'resourceGroup':
      return literal(scope.place.subscription, scope.place.resourceGroup) ?? assignment.scopeIdentity;
    case 'subscription':
      return literal(scope.subscription) ?? assignment.scopeIdentity;
    default:
      return assignment.scopeIdentity;
  }
}

/** `many[0].id` and `many[1].id` are two scopes behind one block. */
function isOneOfSeveral({ scopeIdentity }: AssignmentFacts): boolean {
  return scopeIdentity?.includes('.[') === true;
}

/** Symbols of two stacks may stand for two subscriptions: the environment of each decides. */
function literal(...symbols: (Symbolic | undefined)[]): string | undefined {
  const texts = symbols.map((symbol) => (symbol?.literal === true ? symbol.text.toLowerCase() : undefined));
  return texts.includes(undefined) ? undefined : texts.join('/');
}

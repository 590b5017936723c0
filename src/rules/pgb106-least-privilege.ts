import { roleOf, roleText } from './role-grants';
import { breadthOf } from './role-scope';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { AssignmentFacts } from '../inventory/entities';
import { ROLES } from '../matrix/roles';
import { SOURCES } from '../matrix/source';

const LIMIT = `a vault needs ${ROLES.longTermRetentionBackup.name} on the server, Reader on its resource group, and ${ROLES.storageBlobDataContributor.name} where it restores to`;

/** PGB106: who gets hold of the vault gets hold of all that its identity may do. */
export const LEAST_PRIVILEGE: Rule = {
  id: 'PGB106',
  name: 'least-privilege',
  severity: Severity.WARNING,
  decides:
    "the vault's identity holds neither a role that is broader than backups need nor a needed one on a whole subscription",
  why: 'A role that the vault has no use for is of use only to someone who gets hold of the vault.',
  sources: [SOURCES.backupOverview, SOURCES.builtInRolesPrivileged],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const assignment of estate.assignments) {
      const { vault } = assignment;
      if (vault.state === 'resolved') {
        yield judge(assignment);
      } else if (vault.state === 'unknown' && estate.vaults.length > 0 && judge(assignment).outcome === 'violated') {
        yield undecided(
          assignment,
          `whether a vault holds ${roleText(assignment)}`,
          `its principal is unknown: ${vault.why}`,
        );
      }
    }
  },
  documentation: () => ({
    mend: 'Assign the three narrow roles where they are needed: on each server, on its resource group, on the container of restores.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_role_assignment" "reader" {
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000001"
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_role_assignment" "reader" {
  scope              = azurerm_resource_group.orders.id
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
}
`,
      },
    },
  }),
};

function judge(assignment: AssignmentFacts): Verdict {
  const { scope, roleGuid } = assignment;
  const role = roleOf(assignment);
  if (roleGuid.state === 'unknown') return undecided(assignment, 'the role of the vault', roleGuid.why);
  // A role of one's own making isn't in the table; what it permits is for its author to know.
  if (role === undefined) return compliant(assignment);
  if (role.overBroad) {
    const got = `${role.name} on ${assignment.scopeText}`;
    return violated(assignment, {
      message: `the vault's identity must hold only the roles that it needs, got: ${got}`,
      got,
      limit: LIMIT,
      mend: `take ${assignment.address} away, or assign the narrow roles in its place`,
    });
  }
  const breadth = breadthOf(scope);
  if (role.holder !== 'vault' || breadth === 'narrow') return compliant(assignment);
  const { scopeText } = assignment;
  if (breadth === 'unknown') {
    return undecided(
      assignment,
      '`scope`',
      scope.kind === 'unknown' ? scope.why : `${scopeText} is known when Terraform plans`,
    );
  }
  return violated(assignment, {
    message: `the vault's identity must hold ${role.name} on less than a subscription, got: ${scopeText}`,
    got: scopeText,
    limit: LIMIT,
    mend: `assign it on ${narrowest(role.key)} instead`,
  });
}

function narrowest(role: string): string {
  switch (role) {
    case ROLES.longTermRetentionBackup.key:
      return 'each protected server';
    case ROLES.reader.key:
      return "the resource groups of the vault's servers";
    case ROLES.storageBlobDataContributor.key:
      return 'the container that restores go to';
    default:
      return 'the key or its vault';
  }
}

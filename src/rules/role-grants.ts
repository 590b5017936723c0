import { Tri } from '../inventory/arm-scope';
import { AssignmentFacts } from '../inventory/entities';
import { GrantsOn } from '../inventory/grants';
import { Role, roleByGuid, RoleKey, roleIncludes, ROLES } from '../matrix/roles';
import { Source } from '../matrix/source';

/** What the provider and Azure say of role assignments; the matrix has no limit from there. */
export const AZURERM_ROLE_ASSIGNMENT: Source = {
  title: 'azurerm 4.55.0: azurerm_role_assignment',
  url: 'https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/role_assignment',
  date: '2025-12-04',
};

/** The role of the table that is assigned; undefined where it is another one, or unknown. */
export function roleOf({ roleGuid }: AssignmentFacts): Role | undefined {
  return roleGuid.state === 'known' ? roleByGuid(roleGuid.value) : undefined;
}

/** The role in words: its name where the table has it, else what was written. */
export function roleText(assignment: AssignmentFacts): string {
  const { roleName, roleDefinitionId } = assignment;
  const written = [roleName, roleDefinitionId].find((fact) => fact.state === 'known');
  return roleOf(assignment)?.name ?? (written?.state === 'known' ? written.value : 'an unknown role');
}

/** Whether the assignment gives what `needed` gives. What is in a role outside of the table can't be told, unless only the role itself will do. */
export function gives(assignment: AssignmentFacts, needed: RoleKey): Tri {
  const role = roleOf(assignment);
  if (role !== undefined) return roleIncludes(role, needed);
  return assignment.roleGuid.state === 'known' && !INCLUDED.has(needed) ? false : 'unknown';
}

/** Roles that other roles of the table include. */
const INCLUDED: ReadonlySet<RoleKey> = new Set(Object.values(ROLES).flatMap(({ includes }) => includes));

export interface RoleGrants {
  /** Certainly the role, certainly where it covers the server. */
  readonly sure: readonly AssignmentFacts[];
  /** Role, principal or scope leave it open. */
  readonly maybe: readonly { readonly assignment: AssignmentFacts; readonly why: string }[];
}

/** Those of the grants that give `needed`; `onGroup`: on the server's resource group or above, the server alone won't do. */
export function grantsOfRole(grants: GrantsOn, needed: RoleKey, onGroup = false): RoleGrants {
  const sure: AssignmentFacts[] = [];
  const maybe: { assignment: AssignmentFacts; why: string }[] = [];
  for (const assignment of grants.sure) {
    if (onGroup && assignment.scope.kind === 'server') continue;
    const given = gives(assignment, needed);
    if (given === true) sure.push(assignment);
    else if (given === 'unknown') maybe.push({ assignment, why: roleDoubt(assignment) });
  }
  for (const doubt of grants.maybe) {
    if (onGroup && doubt.assignment.scope.kind === 'server') continue;
    if (gives(doubt.assignment, needed) !== false) maybe.push(doubt);
  }
  return { sure, maybe };
}

/** Why an assignment may give what is asked for. */
export function roleDoubt(assignment: AssignmentFacts): string {
  return assignment.roleGuid.state === 'unknown'
    ? `the role of ${assignment.address} is unknown: ${assignment.roleGuid.why}`
    : `what ${roleText(assignment)}, the role of ${assignment.address}, permits is not read here; assign the built-in role`;
}

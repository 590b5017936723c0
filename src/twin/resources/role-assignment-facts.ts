import { Temporal } from '@js-temporal/polyfill';
import { textAt } from '../arm/json';
import { ancestors } from '../arm/locks';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

export const ROLE_ASSIGNMENT_TYPE = 'Microsoft.Authorization/roleAssignments';

/** Whether one of the roles is assigned to the principal at the scope or above it, and has taken effect by an instant. */
export function hasRole(
  azure: Azure,
  principalId: string,
  roleGuids: readonly string[],
  scope: string,
  by: Temporal.Instant = azure.clock.now(),
): boolean {
  const held = rolesOf(azure, principalId, scope, by);
  return roleGuids.some((guid) => held.includes(guid.toLowerCase()));
}

/** GUIDs, in lower case, of the roles that a principal has at a scope by an instant. */
export function rolesOf(
  azure: Azure,
  principalId: string,
  scope: string,
  by: Temporal.Instant = azure.clock.now(),
): string[] {
  return ancestors(scope)
    .flatMap((id) => azure.resources.children(id, ROLE_ASSIGNMENT_TYPE))
    .filter((assignment) => principalOf(assignment) === principalId.toLowerCase() && isEffective(azure, assignment, by))
    .map(roleGuidOf);
}

/** Whether a principal was given any role, anywhere. */
export function isPrincipal({ resources }: Azure, principalId: string): boolean {
  return resources.ofType(ROLE_ASSIGNMENT_TYPE).some((assignment) => principalOf(assignment) === principalId);
}

/** Whom the role is assigned to, in lower case. */
export function principalOf(assignment: Resource): string {
  return (textAt(assignment.body, 'properties', 'principalId') ?? '').toLowerCase();
}

/** GUID of the role that is assigned, in lower case. */
export function roleGuidOf(assignment: Resource): string {
  const definition = textAt(assignment.body, 'properties', 'roleDefinitionId') ?? '';
  return definition.slice(definition.lastIndexOf('/') + 1).toLowerCase();
}

function isEffective({ settings }: Azure, { createdAt }: Resource, by: Temporal.Instant): boolean {
  const effective = Temporal.Instant.from(createdAt).add({ seconds: settings.rbacDelaySeconds });
  return Temporal.Instant.compare(effective, by) <= 0;
}

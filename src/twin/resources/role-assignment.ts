import { ROLE_ASSIGNMENTS_VERSIONS } from './api-versions';
import { calledWith, equalTo } from './odata-filter';
import { principalOf, ROLE_ASSIGNMENT_TYPE, roleGuidOf } from './role-assignment-facts';
import { hasRoleDefinition } from './role-definition';
import { requireScope } from './scope';
import { badRequest, conflict } from '../arm/error';
import { at, type Json, type JsonObject, textAt } from '../arm/json';
import { AT_ONCE, envelope, type Kept, type Kind, propertiesOf, routesOf } from '../arm/kind';
import { ancestors } from '../arm/locks';
import { ok } from '../arm/message';
import { isWithin, parseId, subscriptionOf } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import { isGuid } from '../state/guid';
import type { Resource } from '../state/resources';

/** Of a subscription, those of its resource groups and resources included. */
const MAX_PER_SUBSCRIPTION = 4000;

const ROLE_ASSIGNMENT: Kind = {
  type: ROLE_ASSIGNMENT_TYPE,
  path: '{scope}/providers/Microsoft.Authorization/roleAssignments/{assignment}',
  apiVersions: ROLE_ASSIGNMENTS_VERSIONS,
  manners: AT_ONCE,
  freeStanding: true,
  put(call, sent, existing) {
    const { azure, params } = call;
    const properties = propertiesOf(sent);
    const { principalId, roleGuid } = checkSent(call, properties);
    requireScope(azure, params.scope);
    refuseOtherContent(azure, params.assignment, params.scope, principalId, roleGuid);
    if (!existing) refuseAnother(azure, params.scope, principalId, roleGuid);
    if (!existing) checkLimit(azure, params.scope);
    const now = azure.clock.text();
    return keptAs(call, {
      ...properties,
      roleDefinitionId: `${subscriptionPrefix(params.scope)}/providers/Microsoft.Authorization/roleDefinitions/${roleGuid}`,
      principalType: properties.principalType ?? typeOf(azure, principalId),
      createdOn: at(existing?.body, 'properties', 'createdOn') ?? now,
      updatedOn: now,
    });
  },
};

function keptAs(call: Call, properties: JsonObject): Kept {
  const { scope } = call.params;
  return { body: { properties: { condition: null, conditionVersion: null, ...properties, scope: scope || '/' } } };
}

function subscriptionPrefix(scope: string): string {
  const subscription = subscriptionOf(scope);
  return subscription === '' ? '' : `/subscriptions/${subscription}`;
}

function checkSent({ azure, params }: Call, properties: JsonObject): { principalId: string; roleGuid: string } {
  const { principalId, roleDefinitionId } = properties;
  if (!isGuid(params.assignment)) {
    throw badRequest(
      'InvalidRoleAssignmentId',
      `The role assignment ID '${params.assignment}' is not valid. It must be a GUID.`,
    );
  }
  if (typeof principalId !== 'string' || !isGuid(principalId)) {
    throw badRequest(
      'InvalidPrincipalId',
      `A valid principal ID must be provided for role assignment, got '${shown(principalId)}'.`,
    );
  }
  const roleGuid = typeof roleDefinitionId === 'string' ? parseId(roleDefinitionId).name : '';
  if (!isGuid(roleGuid)) {
    throw badRequest('InvalidRoleDefinitionId', `The role definition ID '${shown(roleDefinitionId)}' is not valid.`);
  }
  if (!hasRoleDefinition(azure, roleGuid)) {
    throw badRequest(
      'RoleDefinitionDoesNotExist',
      `The specified role definition with ID '${roleGuid}' does not exist.`,
    );
  }
  return { principalId, roleGuid };
}

function shown(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** A name stands for one assignment in the whole tenant; only its description and condition may change. */
function refuseOtherContent(azure: Azure, name: string, scope: string, principalId: string, roleGuid: string): void {
  const named = azure.resources.ofType(ROLE_ASSIGNMENT_TYPE).filter((each) => same(each.name, name));
  if (named.every((each) => isSame(each, principalId, roleGuid) && same(parseId(each.id).scope, scope))) return;
  throw badRequest(
    'RoleAssignmentUpdateNotPermitted',
    'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
  );
}

function refuseAnother(azure: Azure, scope: string, principalId: string, roleGuid: string): void {
  const other = azure.resources
    .children(scope, ROLE_ASSIGNMENT_TYPE)
    .find((each) => isSame(each, principalId, roleGuid));
  if (!other) return;
  throw conflict(
    'RoleAssignmentExists',
    `The role assignment already exists. The ID of the conflicting role assignment is ${other.name.replace(/-/g, '')}.`,
  );
}

function isSame(assignment: Resource, principalId: string, roleGuid: string): boolean {
  return principalOf(assignment) === principalId.toLowerCase() && roleGuidOf(assignment) === roleGuid.toLowerCase();
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function checkLimit(azure: Azure, scope: string): void {
  const prefix = subscriptionPrefix(scope);
  if (prefix === '') return;
  const count = azure.resources.ofType(ROLE_ASSIGNMENT_TYPE).filter(({ id }) => isWithin(id, prefix)).length;
  if (count < MAX_PER_SUBSCRIPTION) return;
  throw badRequest('RoleAssignmentLimitExceeded', 'No more role assignments can be created.');
}

/** There is no directory: who isn't an identity of a resource is taken for a user. */
function typeOf(azure: Azure, principalId: string): string {
  const isIdentity = azure.resources.all().some(({ body }) => {
    const system = textAt(body, 'identity', 'principalId');
    const own = textAt(body, 'properties', 'principalId');
    return (
      (system !== undefined && same(system, principalId)) ||
      (own !== undefined && isUserAssigned(body) && same(own, principalId))
    );
  });
  return isIdentity ? 'ServicePrincipal' : 'User';
}

function isUserAssigned(body: JsonObject): boolean {
  return textAt(body, 'properties', 'clientId') !== undefined;
}

/** What holds at a scope is assigned at it or above it; without `atScope()` the list has what is assigned below as well. */
function list(call: Call) {
  const { azure, query } = call;
  const { scope = '' } = call.params;
  const filter = query.get('$filter') ?? '';
  const above = ancestors(scope).flatMap((id) => azure.resources.children(id, ROLE_ASSIGNMENT_TYPE));
  const below = calledWith(filter, 'atScope') === undefined ? azure.resources.below(scope) : [];
  const found = new Set([...above, ...below.filter(({ type }) => type === ROLE_ASSIGNMENT_TYPE)]);
  const principal = equalTo(filter, 'principalId') ?? calledWith(filter, 'assignedTo');
  const value = [...found]
    .filter((each) => principal === undefined || principalOf(each) === principal.toLowerCase())
    .map(envelope);
  return ok({ value });
}

export const ROLE_ASSIGNMENT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '{scope}/providers/Microsoft.Authorization/roleAssignments',
    apiVersions: ROLE_ASSIGNMENTS_VERSIONS,
    handle: list,
  },
  ...routesOf(ROLE_ASSIGNMENT),
];

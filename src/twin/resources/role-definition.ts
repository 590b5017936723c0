import { ROLE_DEFINITIONS_VERSIONS } from './api-versions';
import { BUILT_IN_ROLES, type BuiltInRole } from './built-in-roles';
import { equalTo } from './odata-filter';
import { ROLE_ASSIGNMENT_TYPE, roleGuidOf, rolesOf } from './role-assignment-facts';
import { badRequest, conflict, notFound } from '../arm/error';
import { copy, isObject, type Json, type JsonObject, listAt, textAt } from '../arm/json';
import { ok } from '../arm/message';
import { parseId, subscriptionOf } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import { isGuid } from '../state/guid';
import type { Resource } from '../state/resources';

const TYPE = 'Microsoft.Authorization/roleDefinitions';
const PATH = '{scope}/providers/Microsoft.Authorization/roleDefinitions/{role}';

/** A role is one thing in the whole tenant, under whatever scope it is asked for. */
function keyOfRole(guid: string): string {
  return `/providers/${TYPE}/${guid.toLowerCase()}`;
}

export function hasRoleDefinition(azure: Azure, guid: string): boolean {
  return builtIn(guid) !== undefined || azure.resources.has(keyOfRole(guid));
}

function builtIn(guid: string): BuiltInRole | undefined {
  return BUILT_IN_ROLES.find((role) => role.guid === guid.toLowerCase());
}

/** Asked for below a subscription, a role is shown as a role of that subscription. */
function idAt(scope: string, guid: string): string {
  const subscription = subscriptionOf(scope);
  return `${subscription === '' ? '' : `/subscriptions/${subscription}`}/providers/${TYPE}/${guid}`;
}

/** Whether one of the roles that a principal has at a scope allows an action. */
export function mayAct(azure: Azure, principalId: string, action: string, scope: string): boolean {
  return permissionsAt(azure, principalId, scope).some(
    (permission) => covers(permission, 'actions', action) && !covers(permission, 'notActions', action),
  );
}

/** The same for an action on data. */
export function mayUseData(azure: Azure, principalId: string, action: string, scope: string): boolean {
  return permissionsAt(azure, principalId, scope).some(
    (permission) => covers(permission, 'dataActions', action) && !covers(permission, 'notDataActions', action),
  );
}

function permissionsAt(azure: Azure, principalId: string, scope: string): Json[] {
  return rolesOf(azure, principalId, scope).flatMap((guid) => permissionsOf(azure, guid));
}

function permissionsOf(azure: Azure, guid: string): Json[] {
  const known = builtIn(guid);
  return listAt(
    known ? showBuiltIn('', known) : azure.resources.get(keyOfRole(guid))?.body,
    'properties',
    'permissions',
  );
}

function covers(permission: Json, kind: string, action: string): boolean {
  return listAt(permission, kind).some((pattern) => {
    const parts = String(pattern)
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
  });
}

function showBuiltIn(scope: string, role: BuiltInRole): JsonObject {
  const { name, guid, actions = [], notActions = [], dataActions = [], notDataActions = [] } = role;
  const permissions = { actions, notActions, dataActions, notDataActions } as unknown as JsonObject;
  const properties = { roleName: name, type: 'BuiltInRole', assignableScopes: ['/'], permissions: [copy(permissions)] };
  return { id: idAt(scope, guid), name: guid, type: TYPE, properties };
}

function showCustom(scope: string, role: Resource): JsonObject {
  return { id: idAt(scope, role.name), name: role.name, type: TYPE, ...role.body };
}

function customRoles(azure: Azure): Resource[] {
  return azure.resources.ofType(TYPE);
}

function read(call: Call) {
  const { scope = '', role } = call.params;
  const known = builtIn(role);
  if (known) return ok(showBuiltIn(scope, known));
  const custom = call.azure.resources.get(keyOfRole(role));
  if (custom) return ok(showCustom(scope, custom));
  throw notFound('RoleDefinitionDoesNotExist', `The specified role definition with ID '${role}' does not exist.`);
}

function list(call: Call) {
  const { scope = '' } = call.params;
  const filter = call.query.get('$filter') ?? '';
  const [name, type] = [equalTo(filter, 'roleName'), equalTo(filter, 'type')];
  const all = [
    ...BUILT_IN_ROLES.map((role) => showBuiltIn(scope, role)),
    ...customRoles(call.azure).map((role) => showCustom(scope, role)),
  ];
  const value = all
    .filter(({ properties }) => name === undefined || sameText(textAt(properties, 'roleName'), name))
    .filter(({ properties }) => type === undefined || sameText(textAt(properties, 'type'), type));
  return ok({ value });
}

function sameText(left: string | undefined, right: string): boolean {
  return left?.toLowerCase() === right.toLowerCase();
}

function put(call: Call) {
  const { azure, body } = call;
  const { scope = '', role } = call.params;
  if (!isGuid(role)) throw badRequest('InvalidRoleDefinitionId', `The role definition ID '${role}' must be a GUID.`);
  if (builtIn(role)) throw badRequest('BadRequest', `The built-in role '${role}' can't be changed.`);
  const sent = isObject(body.properties) ? copy(body.properties) : {};
  const name = textAt(sent, 'roleName');
  if (!name) throw badRequest('BadRequest', 'A role definition needs a roleName.');
  refuseTakenName(azure, name, role);
  const existing = azure.resources.get(keyOfRole(role));
  const now = azure.clock.text();
  const properties = {
    ...sent,
    type: 'CustomRole',
    assignableScopes:
      listAt(sent, 'assignableScopes').length > 0 ? sent.assignableScopes : [scope === '' ? '/' : scope],
    permissions: listAt(sent, 'permissions'),
    createdOn: textAt(existing?.body, 'properties', 'createdOn') ?? now,
    updatedOn: now,
  };
  const resource = existing ?? {
    id: keyOfRole(role),
    type: TYPE,
    name: role,
    createdAt: now,
    body: {},
    hidden: {},
  };
  resource.body = { properties };
  if (!existing) azure.resources.put(resource);
  // 201 for an update as well; azurerm insists on it.
  return { status: 201, body: showCustom(scope, resource) };
}

function refuseTakenName(azure: Azure, name: string, guid: string): void {
  const custom = customRoles(azure).filter((other) => !sameText(other.name, guid));
  const taken = [
    ...BUILT_IN_ROLES.map((role) => role.name),
    ...custom.map((role) => textAt(role.body, 'properties', 'roleName')),
  ];
  if (!taken.some((other) => sameText(other, name))) return;
  throw conflict(
    'RoleDefinitionWithSameNameExists',
    `A custom role with the same name already exists in this directory. Use a different name: '${name}'.`,
  );
}

function remove(call: Call) {
  const { azure } = call;
  const { scope = '', role } = call.params;
  if (builtIn(role)) throw badRequest('BadRequest', `The built-in role '${role}' can't be deleted.`);
  const existing = azure.resources.get(keyOfRole(role));
  if (!existing) return { status: 204 };
  if (azure.resources.ofType(ROLE_ASSIGNMENT_TYPE).some((each) => roleGuidOf(each) === role.toLowerCase())) {
    throw badRequest(
      'RoleDefinitionHasAssignments',
      `There are existing role assignments referencing role '${parseId(existing.id).name}'.`,
    );
  }
  azure.resources.delete(existing.id);
  return ok(showCustom(scope, existing));
}

const apiVersions = ROLE_DEFINITIONS_VERSIONS;

export const ROLE_DEFINITION_ROUTES: readonly Route[] = [
  { method: 'GET', path: PATH, apiVersions, handle: read },
  { method: 'PUT', path: PATH, apiVersions, handle: put },
  { method: 'DELETE', path: PATH, apiVersions, handle: remove },
  { method: 'GET', path: PATH.replace('/{role}', ''), apiVersions, handle: list },
];

import { POLICY_VERSIONS } from './api-versions';
import { badRequest, notFound } from '../arm/error';
import { isObject, listAt, textAt } from '../arm/json';
import { AT_ONCE, type Kind, propertiesOf, routesOf } from '../arm/kind';
import { keyOf } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

const TYPE = 'Microsoft.Authorization/policyDefinitions';
const SET_TYPE = 'Microsoft.Authorization/policySetDefinitions';
export const POLICY_ASSIGNMENT_TYPE = 'Microsoft.Authorization/policyAssignments';

/** Built-in policies are not kept: every id that is one is taken for one. */
const BUILT_IN = /^\/providers\/Microsoft\.Authorization\/policy(Set)?Definitions\/[^/]+$/i;

const POLICY_DEFINITION: Kind = {
  type: TYPE,
  path: '{scope}/providers/Microsoft.Authorization/policyDefinitions/{definition}',
  apiVersions: POLICY_VERSIONS,
  manners: AT_ONCE,
  freeStanding: true,
  put(_call, sent) {
    const properties = propertiesOf(sent);
    const { policyRule } = properties;
    if (!isObject(policyRule) || !isObject(policyRule.if) || !isObject(policyRule.then)) {
      throw badRequest('InvalidPolicyRule', "The policy rule must have an 'if' and a 'then'.");
    }
    return { body: { ...sent, properties: { policyType: 'Custom', mode: 'Indexed', ...properties } } };
  },
  remove: refuseInUse,
  absent(call) {
    throw notFound('PolicyDefinitionNotFound', `The policy definition '${call.params.definition}' could not be found.`);
  },
};

const POLICY_SET_DEFINITION: Kind = {
  type: SET_TYPE,
  path: '{scope}/providers/Microsoft.Authorization/policySetDefinitions/{definition}',
  apiVersions: POLICY_VERSIONS,
  manners: AT_ONCE,
  freeStanding: true,
  put({ azure }, sent) {
    const properties = propertiesOf(sent);
    for (const each of listAt(properties, 'policyDefinitions')) {
      requirePolicy(azure, textAt(each, 'policyDefinitionId') ?? '', 'policy set definition');
    }
    return { body: { ...sent, properties: { policyType: 'Custom', ...properties } } };
  },
  remove: refuseInUse,
  absent(call) {
    throw notFound(
      'PolicySetDefinitionNotFound',
      `The policy set definition '${call.params.definition}' could not be found.`,
    );
  },
};

export function requirePolicy(azure: Azure, id: string, needs: string): void {
  if (BUILT_IN.test(id) || azure.resources.has(id)) return;
  throw badRequest(
    'PolicyDefinitionNotFound',
    `The ${needs} create request is invalid. The policy definition '${id}' could not be found.`,
  );
}

function refuseInUse({ azure }: Call, existing: Resource): void {
  const users = [...azure.resources.ofType(POLICY_ASSIGNMENT_TYPE), ...azure.resources.ofType(SET_TYPE)];
  const user = users.find(({ body }) =>
    [body.properties, ...listAt(body, 'properties', 'policyDefinitions')].some(
      (each) => keyOf(textAt(each, 'policyDefinitionId') ?? '') === keyOf(existing.id),
    ),
  );
  if (!user) return;
  throw badRequest(
    'InvalidDeletePolicyDefinitionRequest',
    `The policy definition '${existing.name}' cannot be deleted. It is referenced by '${user.id}'.`,
  );
}

export const POLICY_DEFINITION_ROUTES: readonly Route[] = [
  ...routesOf(POLICY_DEFINITION),
  ...routesOf(POLICY_SET_DEFINITION),
];

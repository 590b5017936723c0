import { POLICY_VERSIONS } from './api-versions';
import { keptIdentity } from './managed-identity';
import { POLICY_ASSIGNMENT_TYPE, requirePolicy } from './policy-definition';
import { requireScope } from './scope';
import { badRequest, notFound } from '../arm/error';
import { textAt } from '../arm/json';
import { AT_ONCE, type Kind, propertiesOf, routesOf } from '../arm/kind';
import type { Route } from '../arm/route';

/** An assignment is kept and told; what its policy says about resources is not carried out. */
const POLICY_ASSIGNMENT: Kind = {
  type: POLICY_ASSIGNMENT_TYPE,
  path: '{scope}/providers/Microsoft.Authorization/policyAssignments/{assignment}',
  apiVersions: POLICY_VERSIONS,
  manners: { ...AT_ONCE, updated: 201 },
  freeStanding: true,
  put(call, sent, existing) {
    const properties = propertiesOf(sent);
    requireScope(call.azure, call.params.scope);
    requirePolicy(call.azure, textAt(properties, 'policyDefinitionId') ?? '', 'policy assignment');
    if (sent.identity !== undefined && sent.location === undefined) {
      throw badRequest('BadRequest', 'A policy assignment with an identity needs a location.');
    }
    return {
      body: {
        ...sent,
        identity: keptIdentity(call, sent, existing),
        properties: { enforcementMode: 'Default', ...properties, scope: call.params.scope },
      },
    };
  },
  absent(call) {
    throw notFound('PolicyAssignmentNotFound', `The policy assignment '${call.params.assignment}' is not found.`);
  },
};

export const POLICY_ASSIGNMENT_ROUTES: readonly Route[] = routesOf(POLICY_ASSIGNMENT);

import { API_VERSIONS, INSTANCE_TYPE, invalidInput, POLICY_PATH, POLICY_TYPE, refused } from './data-protection';
import { badRequest } from '../arm/error';
import { isObject, type Json, type JsonObject, textAt } from '../arm/json';
import { AT_ONCE, type Kind, propertiesOf, routesOf } from '../arm/kind';
import { keyOf, parseId } from '../arm/resource-id';
import type { Route } from '../arm/route';
import { checkPolicy } from '../backup/plan';

const NAME = /^[-a-z0-9]{3,150}$/i;

const POLICY: Kind = {
  type: POLICY_TYPE,
  path: POLICY_PATH,
  apiVersions: API_VERSIONS,
  manners: { ...AT_ONCE, created: 200 },
  put(call, sent, existing) {
    if (!NAME.test(call.params.policy)) {
      throw invalidInput('The name of a policy must be 3 to 150 letters, digits and hyphens.');
    }
    const properties = propertiesOf(sent);
    checkPolicy(properties);
    // The API is create-or-update, the article on policies (2024-05-13) says that "updating or modifying an existing policy isn't
    // supported", and nothing later takes that back for PostgreSQL: only the same policy can be written again.
    if (existing && contentOf(properties) !== contentOf(propertiesOf(existing.body))) {
      throw refused(
        `The policy '${existing.name}' exists, and updating or modifying an existing policy isn't supported. Create a new policy and assign it to the backup instances.`,
      );
    }
    return { body: { ...sent, properties: withTagIds(properties) as JsonObject } };
  },
  remove({ azure }, policy) {
    const vault = parseId(policy.id).parent!;
    const users = azure.resources
      .children(vault, INSTANCE_TYPE)
      .filter(({ body }) => keyOf(textAt(body, 'properties', 'policyInfo', 'policyId') ?? '') === keyOf(policy.id));
    if (users.length === 0) return;
    throw badRequest(
      'UserErrorDppPolicyObjectInUse',
      `Cannot delete the backup policy as one or more backup instances have been configured for protection with this policy: ${users.map(({ name }) => name).join(', ')}.`,
    );
  },
};

/** The service gives each tag an id. */
function withTagIds(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((each) => withTagIds(each)!);
  if (!isObject(value)) return value;
  if (typeof value.tagName === 'string') return { ...value, id: value.id ?? `${value.tagName}_` };
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withTagIds(each)]));
}

/** What a policy says, whatever the order of its names and with or without what the service adds. */
function contentOf(properties: JsonObject): string {
  return JSON.stringify(withTagIds(properties), (_name, value) => {
    if (!isObject(value)) return value;
    const given = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
    return Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

export const BACKUP_POLICY_ROUTES: readonly Route[] = routesOf(POLICY);

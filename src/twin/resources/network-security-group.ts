import { NETWORK_VERSIONS } from './api-versions';
import { inSubscription } from './in-subscription';
import { SUBNET_TYPE } from './subnet';
import { badRequest } from '../arm/error';
import { isObject, type JsonObject, listAt, textAt } from '../arm/json';
import { type Kind, missing, propertiesOf, routesOf, RUNNING } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import { groupOf, keyOf } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Resource } from '../state/resources';

const TYPE = 'Microsoft.Network/networkSecurityGroups';
const PATH =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/networkSecurityGroups/{securityGroup}';

const NETWORK_SECURITY_GROUP: Kind = {
  type: TYPE,
  path: PATH,
  apiVersions: NETWORK_VERSIONS,
  manners: RUNNING,
  tracked: true,
  put({ azure, path }, sent, existing) {
    const { securityRules, ...properties } = propertiesOf(sent);
    const rules = Array.isArray(securityRules) ? securityRules.filter(isObject) : [];
    refuseSamePriority(rules);
    return {
      body: {
        ...sent,
        properties: {
          ...properties,
          securityRules: rules.map((rule) => keptRule(path, String(rule.name), rule)),
          defaultSecurityRules: [],
          resourceGuid: existing ? propertiesOf(existing.body).resourceGuid : azure.newGuid('securityGroup', path),
          provisioningState: 'Succeeded',
        },
      },
    };
  },
  remove({ azure }, existing) {
    const user = azure.resources
      .ofType(SUBNET_TYPE)
      .find(({ body }) => keyOf(textAt(body, 'properties', 'networkSecurityGroup', 'id') ?? '') === keyOf(existing.id));
    if (!user) return;
    throw badRequest(
      'InUseNetworkSecurityGroupCannotBeDeleted',
      `Network security group ${existing.id} cannot be deleted because it is in use by the following resources: ${user.id}.`,
    );
  },
};

function keptRule(groupId: string, name: string, sent: JsonObject): JsonObject {
  const properties = { ...propertiesOf(sent), provisioningState: 'Succeeded' };
  return { ...sent, id: `${groupId}/securityRules/${name}`, name, type: `${TYPE}/securityRules`, properties };
}

function refuseSamePriority(rules: readonly JsonObject[]): void {
  const seen = new Map<string, string>();
  for (const { name, properties } of rules) {
    const place = `${textAt(properties, 'direction')} ${String(isObject(properties) ? properties.priority : '')}`;
    const other = seen.get(place);
    if (other !== undefined) {
      throw badRequest(
        'SecurityRuleConflict',
        `Security rule ${String(name)} conflicts with rule ${other}. Rules cannot have the same Priority and Direction.`,
      );
    }
    seen.set(place, String(name));
  }
}

function groupAndRule(call: Call): { group: Resource; rules: JsonObject[]; rule?: JsonObject } {
  const id = call.path.split('/').slice(0, -2).join('/');
  const group = call.azure.resources.get(id);
  if (!group) throw missing(call.azure.resources.has(groupOf(id) ?? ''), id);
  const rules = listAt(group.body, 'properties', 'securityRules').filter(isObject);
  const wanted = call.params.rule?.toLowerCase();
  return { group, rules, rule: rules.find(({ name }) => String(name).toLowerCase() === wanted) };
}

function keepRules(group: Resource, rules: JsonObject[]): void {
  group.body = { ...group.body, properties: { ...propertiesOf(group.body), securityRules: rules } };
}

function readRule(call: Call): Answer {
  const { rule } = groupAndRule(call);
  if (!rule) throw missing(true, call.path);
  return ok(rule);
}

function putRule(call: Call): Answer {
  const { group, rules, rule } = groupAndRule(call);
  const kept = keptRule(group.id, call.params.rule, { properties: call.body.properties });
  const all = [...rules.filter((each) => each !== rule), kept];
  refuseSamePriority(all);
  keepRules(group, all);
  return { status: rule ? 200 : 201, body: kept, running: {} };
}

function removeRule(call: Call): Answer {
  const { group, rules, rule } = groupAndRule(call);
  if (!rule) return { status: 204 };
  keepRules(
    group,
    rules.filter((each) => each !== rule),
  );
  return { status: 202, running: {} };
}

const apiVersions = NETWORK_VERSIONS;
const RULE = `${PATH}/securityRules/{rule}`;

export const NETWORK_SECURITY_GROUP_ROUTES: readonly Route[] = [
  inSubscription(NETWORK_SECURITY_GROUP),
  ...routesOf(NETWORK_SECURITY_GROUP),
  { method: 'GET', path: RULE, apiVersions, handle: readRule },
  { method: 'PUT', path: RULE, apiVersions, handle: putRule },
  { method: 'DELETE', path: RULE, apiVersions, handle: removeRule },
];

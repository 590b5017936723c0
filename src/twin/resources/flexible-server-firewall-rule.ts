import { numberOf } from './cidr';
import { SERVER_API_VERSIONS } from './flexible-server-catalogue';
import { invalidParameter, refused } from './flexible-server-errors';
import { FLEXIBLE_SERVER_TYPE } from './flexible-server-facts';
import { isInVirtualNetwork } from './flexible-server-network';
import { runningServerOf, SERVER_PATH } from './flexible-server-path';
import { type JsonObject, objectAt, textAt } from '../arm/json';
import { ACCEPTED, type Kept, type Kind, routesOf } from '../arm/kind';
import type { Call, Route } from '../arm/route';

export const FIREWALL_RULE_TYPE = `${FLEXIBLE_SERVER_TYPE}/firewallRules`;

const FIREWALL_RULE: Kind = {
  type: FIREWALL_RULE_TYPE,
  path: `${SERVER_PATH}/firewallRules/{rule}`,
  apiVersions: SERVER_API_VERSIONS,
  manners: ACCEPTED,
  put: keptRule,
  remove: (call) => void runningServerOf(call),
};

function keptRule(call: Call, sent: JsonObject): Kept {
  const server = runningServerOf(call);
  if (!/^[a-zA-Z0-9][-_a-zA-Z0-9]{0,79}(?<!-)$/.test(call.params.rule)) throw invalidParameter('firewallRuleName');
  if (isInVirtualNetwork(objectAt(server.body, 'properties'))) {
    throw refused('A server in a virtual network has no firewall rules.');
  }
  const properties = objectAt(sent, 'properties');
  const [start, end] = ['startIpAddress', 'endIpAddress'].map((name) => addressOf(name, textAt(properties, name)));
  if (start > end) throw invalidParameter('startIpAddress');
  return { body: { ...sent, properties } };
}

function addressOf(name: string, text: string | undefined): number {
  const number = numberOf(text);
  if (number === undefined) throw invalidParameter(name);
  return number;
}

export const FIREWALL_RULE_ROUTES: readonly Route[] = routesOf(FIREWALL_RULE);

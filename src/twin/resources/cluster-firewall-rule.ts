import { numberOf } from './cidr';
import { CLUSTER_API_VERSIONS } from './cluster-catalogue';
import { CLUSTER_TYPE } from './cluster-facts';
import { CLUSTER_PATH, runningClusterOf } from './cluster-path';
import { refused } from './flexible-server-errors';
import { type JsonObject, objectAt } from '../arm/json';
import { type Kept, type Kind, routesOf, LOCATED } from '../arm/kind';
import type { Call, Route } from '../arm/route';

const FIREWALL_RULE: Kind = {
  type: `${CLUSTER_TYPE}/firewallRules`,
  path: `${CLUSTER_PATH}/firewallRules/{rule}`,
  apiVersions: CLUSTER_API_VERSIONS,
  manners: LOCATED,
  putOnly: true,
  put: keptRule,
  remove: (call) => void runningClusterOf(call),
};

function keptRule(call: Call, sent: JsonObject): Kept {
  runningClusterOf(call);
  const { rule } = call.params;
  if (!/^[-\w.]+$/.test(rule)) throw refused(`The firewall rule name '${rule}' is invalid.`);
  const { startIpAddress, endIpAddress } = objectAt(sent, 'properties');
  const [start, end] = [numberOf(startIpAddress), numberOf(endIpAddress)];
  if (start === undefined || end === undefined || start > end) {
    throw refused(
      `A firewall rule must be a range of IPv4 addresses, got: ${JSON.stringify(startIpAddress)} to ${JSON.stringify(endIpAddress)}.`,
    );
  }
  return { body: { properties: { startIpAddress, endIpAddress, provisioningState: 'Succeeded' } } };
}

export const CLUSTER_FIREWALL_RULE_ROUTES: readonly Route[] = routesOf(FIREWALL_RULE);

import { isIPv4 } from 'net';
import { Fn, TerraformResource, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IPostgresCluster } from './cluster-interface';
import { ClusterFirewallRuleOptions } from './cluster-network';
import { CLUSTER } from '../matrix/cluster';
import { NAMES } from '../matrix/names';
import { Source, SOURCES } from '../matrix/source';
import { EntraAdministrator } from '../server/flex-server-authentication';
import { checkName, refuse, show } from '../terraform/check';
import { generated } from '../terraform/generated';
import { pathName } from '../terraform/names';
import { addPrivateEndpoint, PrivateEndpointOptions } from '../terraform/private-endpoint';
import { takeName } from '../terraform/take-name';
import { isUnresolvedString } from '../time/token';

const API = '2023-03-02-preview';
export const CLUSTER_TYPE = `Microsoft.DBforPostgreSQL/serverGroupsv2@${API}`;

export function addFirewallRule(
  cluster: IPostgresCluster,
  id: string,
  options: ClusterFirewallRuleOptions,
): TerraformResource {
  const place = new Construct(cluster, id);
  const { startIpAddress, endIpAddress = startIpAddress } = options;
  if (options.name !== undefined) {
    checkName(place, 'name', options.name, NAMES.clusterChild);
    takePartName(place, cluster, 'firewall rule', options.name, NAMES.clusterChild.source);
  }
  checkAddresses(place, startIpAddress, endIpAddress);
  return new generated.AzapiResource(place, 'Resource', {
    type: `Microsoft.DBforPostgreSQL/serverGroupsv2/firewallRules@${API}`,
    name: options.name ?? pathName(place, '', NAMES.clusterChild.max),
    parentId: cluster.clusterId,
    body: { properties: { startIpAddress, endIpAddress } },
    locks: [cluster.clusterId],
  });
}

export function addEndpoint(cluster: IPostgresCluster, id: string, options: PrivateEndpointOptions): TerraformResource {
  const { clusterId: resourceId, location, resourceGroupName, provider } = cluster;
  const place = { location, resourceGroupName, provider };
  return addPrivateEndpoint(cluster, id, { ...options, ...place, resourceId, groupId: 'coordinator' });
}

/** Two parts of one name would be one in Azure. */
export function takePartName(
  place: Construct,
  cluster: IPostgresCluster,
  part: string,
  name: string,
  source: Source,
): void {
  const { clusterId, clusterName } = cluster;
  // Of a name there is one cluster, also where another stack knows it by its id alone.
  const unique = isUnresolvedString(clusterName) ? clusterId : clusterName;
  const holder = takeName(place, `cluster ${part}`, [unique, name]);
  if (holder === undefined) return;
  const got = `${name}, which /${holder.node.path} has`;
  const mend = `give the ${part}s different names`;
  refuse(place, 'PGB509', `\`name\` must be unique among the ${part}s of a cluster, got: ${got}.`, source, mend);
}

/** An administrator by a Microsoft Entra identity: the role in PostgreSQL is called as the identity is. */
export function addAdministrator(
  cluster: IPostgresCluster,
  id: string,
  { objectId, principalName, principalType }: EntraAdministrator,
  tenantId: string,
): TerraformResource {
  return new generated.AzapiResource(cluster, id, {
    type: `Microsoft.DBforPostgreSQL/serverGroupsv2/roles@${API}`,
    name: principalName,
    parentId: cluster.clusterId,
    body: {
      properties: {
        roleType: 'admin',
        externalIdentity: { objectId, tenantId, principalType: spelled(principalType ?? '') },
      },
    },
    locks: [cluster.clusterId],
  });
}

/** `servicePrincipal`, as the API has it. What isn't known yet Terraform looks up, and fails where it isn't there. */
function spelled(principalType: string): string {
  const spellings = Object.fromEntries(CLUSTER.entra.principalTypes.map((type) => [type, uncapitalized(type)]));
  return isUnresolvedString(principalType)
    ? Token.asString(Fn.lookup(spellings, principalType))
    : spellings[principalType];
}

function uncapitalized(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function checkAddresses(scope: Construct, first: string, last: string): void {
  const source = SOURCES.clusterApi;
  for (const [prop, address] of Object.entries({ startIpAddress: first, endIpAddress: last })) {
    if (isUnresolvedString(address) || isIPv4(address)) continue;
    const mend = 'write one address without a prefix, and a range as its first and last';
    refuse(scope, 'ClusterFirewallRule', `\`${prop}\` must be an IPv4 address, got: ${show(address)}.`, source, mend);
  }
  if ([first, last].some(isUnresolvedString) || numberOf(first) <= numberOf(last)) return;
  refuse(
    scope,
    'ClusterFirewallRule',
    `\`endIpAddress\` must not come before \`startIpAddress\`, ${first}, got: ${last}.`,
    source,
    'exchange the two',
  );
}

function numberOf(address: string): number {
  return address.split('.').reduce((number, byte) => number * 256 + Number(byte), 0);
}

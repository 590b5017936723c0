import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { IPostgresCluster } from './cluster-interface';
import { ClusterFirewallRuleOptions } from './cluster-network';
import { NAMES } from '../matrix/names';
import { SOURCES } from '../matrix/source';
import { EntraAdministrator } from '../server/flex-server-authentication';
import { checkName, refuse, show } from '../terraform/check';
import { generated } from '../terraform/generated';
import { pathName } from '../terraform/names';
import { isUnresolvedString } from '../time/token';

const API = '2023-03-02-preview';
export const CLUSTER_TYPE = `Microsoft.DBforPostgreSQL/serverGroupsv2@${API}`;
const BYTE = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ADDRESS = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);

export function addFirewallRule(
  cluster: IPostgresCluster,
  id: string,
  options: ClusterFirewallRuleOptions,
): TerraformResource {
  const place = new Construct(cluster, id);
  const { startIpAddress, endIpAddress = startIpAddress } = options;
  if (options.name !== undefined) checkName(place, 'name', options.name, NAMES.clusterChild);
  checkAddresses(place, startIpAddress, endIpAddress);
  return new generated.AzapiResource(place, 'Resource', {
    type: `Microsoft.DBforPostgreSQL/serverGroupsv2/firewallRules@${API}`,
    name: options.name ?? pathName(place, '', NAMES.clusterChild.max),
    parentId: cluster.clusterId,
    body: { properties: { startIpAddress, endIpAddress } },
    locks: [cluster.clusterId],
  });
}

/** An administrator by a Microsoft Entra identity: the role in PostgreSQL is called as the identity is. */
export function addAdministrator(
  cluster: IPostgresCluster,
  id: string,
  { objectId, principalName, principalType }: EntraAdministrator,
  tenantId: string,
): TerraformResource {
  const { pattern, rule, source } = NAMES.clusterChild;
  if (!isUnresolvedString(principalName) && !pattern.test(principalName)) {
    refuse(
      cluster,
      'EntraAdministrator',
      `\`principalName\` must be ${rule}, got: ${show(principalName)}.`,
      source,
      'name a service principal or managed identity; a user whose name holds an @ can be added in the portal alone',
    );
  }
  return new generated.AzapiResource(cluster, id, {
    type: `Microsoft.DBforPostgreSQL/serverGroupsv2/roles@${API}`,
    name: principalName,
    parentId: cluster.clusterId,
    body: {
      properties: {
        roleType: 'admin',
        externalIdentity: { objectId, tenantId, principalType: principalType === 'User' ? 'user' : 'servicePrincipal' },
      },
    },
    locks: [cluster.clusterId],
  });
}

function checkAddresses(scope: Construct, first: string, last: string): void {
  const source = SOURCES.clusterApi;
  for (const [prop, address] of Object.entries({ startIpAddress: first, endIpAddress: last })) {
    if (isUnresolvedString(address) || ADDRESS.test(address)) continue;
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

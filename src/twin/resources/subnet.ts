import { NETWORK_VERSIONS } from './api-versions';
import { covers, isIpv6, overlap, parseCidr, type Range } from './cidr';
import { requireReference } from './network-facts';
import { badRequest } from '../arm/error';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../arm/json';
import { envelope, type Kind, propertiesOf, routesOf, RUNNING } from '../arm/kind';
import { keyOf } from '../arm/resource-id';
import type { Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

export const SUBNET_TYPE = 'Microsoft.Network/virtualNetworks/subnets';

const SUBNET: Kind = {
  type: SUBNET_TYPE,
  path: '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/{network}/subnets/{subnet}',
  apiVersions: NETWORK_VERSIONS,
  manners: RUNNING,
  put({ azure, path }, sent) {
    const network = azure.resources.get(path.split('/').slice(0, -2).join('/'))!;
    const others = azure.resources.children(network.id, SUBNET_TYPE).filter(({ id }) => keyOf(id) !== keyOf(path));
    const place = {
      network: network.name,
      space: network.body.properties,
      others: others.map(({ body }) => body.properties),
    };
    checkSubnet(azure, path, sent, place);
    return { body: keptSubnet(path, sent) };
  },
  remove: ({ azure }, existing) => refuseUsedSubnet(azure, existing),
};

/** Where a subnet is to lie: the properties of its network, and of the other subnets in it. */
export interface SubnetPlace {
  readonly network: string;
  readonly space: Json | undefined;
  readonly others: readonly (Json | undefined)[];
}

/** A subnet as it is kept, whether it was sent on its own or with its network. */
export function keptSubnet(id: string, sent: JsonObject): JsonObject {
  const { delegations, ...properties } = propertiesOf(sent);
  return {
    ...sent,
    properties: {
      privateEndpointNetworkPolicies: 'Disabled',
      privateLinkServiceNetworkPolicies: 'Enabled',
      ...properties,
      delegations: (Array.isArray(delegations) ? delegations : []).map((each) => delegationOf(id, each)),
      provisioningState: 'Succeeded',
    },
  };
}

function delegationOf(id: string, sent: Json): Json {
  if (!isObject(sent)) return sent;
  const type = `${SUBNET_TYPE}/delegations`;
  const properties = { ...propertiesOf(sent), provisioningState: 'Succeeded' };
  return { ...sent, id: `${id}/delegations/${textAt(sent, 'name')}`, type, properties };
}

function prefixesOf(properties: Json | undefined): string[] {
  const many = listAt(properties, 'addressPrefixes');
  const one = textAt(properties, 'addressPrefix');
  return (many.length > 0 ? many : [one ?? '']).map(String).filter((prefix) => prefix !== '' && !isIpv6(prefix));
}

export function rangesOf(properties: Json | undefined): Range[] {
  return prefixesOf(properties).flatMap((prefix) => parseCidr(prefix) ?? []);
}

export function checkSubnet(azure: Azure, id: string, sent: JsonObject, { network, space, others }: SubnetPlace): void {
  const name = id.split('/').at(-1)!;
  const properties = propertiesOf(sent);
  const securityGroup = textAt(properties, 'networkSecurityGroup', 'id');
  if (securityGroup !== undefined) requireReference(azure, securityGroup, id);
  const wrong = prefixesOf(properties).find((prefix) => !parseCidr(prefix));
  if (wrong !== undefined) {
    throw badRequest(
      'InvalidCIDRNotation',
      `The address prefix ${wrong} in resource ${id} has an invalid CIDR notation.`,
    );
  }
  const outer = rangesOf(objectAt(space, 'addressSpace'));
  const ranges = rangesOf(properties);
  if (!ranges.every((range) => outer.some((each) => covers(each, range)))) {
    throw badRequest(
      'NetcfgSubnetRangeOutsideVnet',
      `Subnet '${name}' is not valid because its IP address range is outside the IP address range of virtual network '${network}'.`,
    );
  }
  const taken = others.flatMap((other) => rangesOf(other));
  if (!ranges.some((range) => taken.some((other) => overlap(range, other)))) return;
  throw badRequest(
    'NetcfgSubnetRangesOverlap',
    `Subnet '${name}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '${network}'.`,
  );
}

/** Where something says which subnet it lies in. */
const USES: readonly (readonly [type: string, ...path: string[]])[] = [
  ['Microsoft.Network/privateEndpoints', 'properties', 'subnet', 'id'],
  ['Microsoft.DBforPostgreSQL/flexibleServers', 'properties', 'network', 'delegatedSubnetResourceId'],
];

export function refuseUsedSubnet(azure: Azure, subnet: Resource): void {
  for (const [type, ...path] of USES) {
    const user = azure.resources
      .ofType(type)
      .find(({ body }) => keyOf(textAt(body, ...path) ?? '') === keyOf(subnet.id));
    if (!user) continue;
    throw badRequest(
      'InUseSubnetCannotBeDeleted',
      `Subnet ${subnet.name} is in use by ${user.id} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet.`,
    );
  }
}

export function showSubnets(azure: Azure, networkId: string): JsonObject[] {
  return azure.resources.children(networkId, SUBNET_TYPE).map(envelope);
}

export const SUBNET_ROUTES: readonly Route[] = routesOf(SUBNET);

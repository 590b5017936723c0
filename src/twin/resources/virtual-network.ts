import { NETWORK_VERSIONS } from './api-versions';
import { isIpv6, parseCidr } from './cidr';
import { inSubscription } from './in-subscription';
import { checkSubnet, keptSubnet, refuseUsedSubnet, showSubnets, SUBNET_TYPE } from './subnet';
import { badRequest } from '../arm/error';
import { isObject, type JsonObject, listAt, textAt } from '../arm/json';
import { envelope, type Kind, propertiesOf, routesOf, RUNNING } from '../arm/kind';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

const VIRTUAL_NETWORK: Kind = {
  type: 'Microsoft.Network/virtualNetworks',
  path: '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/{network}',
  apiVersions: NETWORK_VERSIONS,
  manners: RUNNING,
  tracked: true,
  put({ azure, path }, sent, existing) {
    const { subnets, ...properties } = propertiesOf(sent);
    checkSpace(properties);
    if (Array.isArray(subnets)) checkSubnets(azure, path, properties, subnets.filter(isObject));
    else checkSubnets(azure, path, properties, showSubnets(azure, path));
    return {
      body: {
        ...sent,
        properties: {
          enableDdosProtection: false,
          ...properties,
          resourceGuid: existing ? propertiesOf(existing.body).resourceGuid : azure.newGuid('network', path),
          provisioningState: 'Succeeded',
        },
      },
    };
  },
  written: keepSubnets,
  remove({ azure }, network) {
    for (const subnet of azure.resources.children(network.id, SUBNET_TYPE)) refuseUsedSubnet(azure, subnet);
  },
  show: ({ azure }, network) => ({
    ...envelope(network),
    properties: { ...propertiesOf(network.body), subnets: showSubnets(azure, network.id), virtualNetworkPeerings: [] },
  }),
};

function checkSpace(properties: JsonObject): void {
  const prefixes = listAt(properties, 'addressSpace', 'addressPrefixes').map(String);
  const wrong = prefixes.find((prefix) => !isIpv6(prefix) && !parseCidr(prefix));
  if (wrong === undefined) return;
  throw badRequest('InvalidCIDRNotation', `The address prefix ${wrong} has an invalid CIDR notation.`);
}

/** The subnets that a network is to have: they fit in it, and those that it loses are not in use. */
function checkSubnets(azure: Azure, path: string, space: JsonObject, subnets: readonly JsonObject[]): void {
  const network = path.split('/').at(-1)!;
  for (const [index, subnet] of subnets.entries()) {
    const others = subnets.slice(0, index).map(({ properties }) => properties);
    checkSubnet(azure, `${path}/subnets/${String(subnet.name)}`, subnet, { network, space, others });
  }
  for (const lost of lostSubnets(azure, path, subnets)) refuseUsedSubnet(azure, lost);
}

function lostSubnets(azure: Azure, path: string, subnets: readonly JsonObject[]): Resource[] {
  const names = subnets.map((subnet) => textAt(subnet, 'name')?.toLowerCase());
  return azure.resources.children(path, SUBNET_TYPE).filter(({ name }) => !names.includes(name.toLowerCase()));
}

/** Subnets that come with their network take the place of those it has; where none are sent they stay. */
function keepSubnets({ azure, body }: Call, network: Resource): void {
  const { subnets } = propertiesOf(body);
  if (!Array.isArray(subnets)) return;
  for (const lost of lostSubnets(azure, network.id, subnets.filter(isObject))) azure.resources.delete(lost.id);
  for (const { id: _id, name, type: _type, ...sent } of subnets.filter(isObject)) {
    const id = `${network.id}/subnets/${String(name)}`;
    const kept = { ...{ id, type: SUBNET_TYPE, name: String(name) }, createdAt: azure.clock.text(), hidden: {} };
    const resource = azure.resources.get(id) ?? azure.resources.put({ ...kept, body: {} });
    resource.body = keptSubnet(id, sent);
  }
}

export const VIRTUAL_NETWORK_ROUTES: readonly Route[] = [inSubscription(VIRTUAL_NETWORK), ...routesOf(VIRTUAL_NETWORK)];

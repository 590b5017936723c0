import { NETWORK_VERSIONS } from './api-versions';
import { addressOf } from './cidr';
import { checkClusterLink } from './cluster-link';
import { inSubscription } from './in-subscription';
import { requireReference } from './network-facts';
import { rangesOf } from './subnet';
import { badRequest } from '../arm/error';
import { isObject, type Json, type JsonObject, listAt, textAt } from '../arm/json';
import { type Kind, propertiesOf, routesOf, RUNNING } from '../arm/kind';
import { keyOf, parseId } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

export const PRIVATE_ENDPOINT_TYPE = 'Microsoft.Network/privateEndpoints';
const INTERFACE_TYPE = 'Microsoft.Network/networkInterfaces';
const GROUP = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network';
/** Azure keeps the first addresses of a subnet for itself. */
const RESERVED = 4;

const PRIVATE_ENDPOINT: Kind = {
  type: PRIVATE_ENDPOINT_TYPE,
  path: `${GROUP}/privateEndpoints/{endpoint}`,
  apiVersions: NETWORK_VERSIONS,
  manners: RUNNING,
  tracked: true,
  put({ azure, path }, sent, existing) {
    const properties = propertiesOf(sent);
    const subnet = subnetOf(azure, properties, path);
    const own = connections(azure, path, properties.privateLinkServiceConnections, 'Approved');
    const manual = connections(azure, path, properties.manualPrivateLinkServiceConnections, 'Pending');
    if (own.length + manual.length === 0) {
      throw badRequest('BadRequest', 'A private endpoint needs a connection to a private link service.');
    }
    if (!existing) freeAddresses(azure, subnet.id);
    const nic = existing ? interfaceOf(existing) : interfaceId(azure, path, properties);
    return {
      body: {
        ...sent,
        properties: {
          customDnsConfigs: [],
          customNetworkInterfaceName: '',
          ipConfigurations: [],
          ...properties,
          subnet: { id: subnet.id },
          privateLinkServiceConnections: own,
          manualPrivateLinkServiceConnections: manual,
          networkInterfaces: [{ id: nic }],
          provisioningState: 'Succeeded',
        },
      },
    };
  },
  written: makeInterface,
  remove({ azure }, endpoint) {
    azure.resources.delete(interfaceOf(endpoint));
  },
};

function subnetOf(azure: Azure, properties: JsonObject, path: string): Resource {
  const id = textAt(properties, 'subnet', 'id') ?? '';
  requireReference(azure, id, path);
  return azure.resources.get(id)!;
}

function connections(azure: Azure, path: string, sent: Json | undefined, status: string): JsonObject[] {
  return (Array.isArray(sent) ? sent : []).filter(isObject).map((connection) => {
    const properties = propertiesOf(connection);
    const target = textAt(properties, 'privateLinkServiceId') ?? '';
    requireReference(azure, target, path);
    checkClusterLink(azure.resources.get(target)!, listAt(properties, 'groupIds'));
    const description = status === 'Approved' ? 'Auto-Approved' : 'Awaiting Approval';
    return {
      ...connection,
      id: `${path}/privateLinkServiceConnections/${textAt(connection, 'name')}`,
      type: `${PRIVATE_ENDPOINT_TYPE}/privateLinkServiceConnections`,
      properties: {
        ...properties,
        privateLinkServiceConnectionState: { status, description, actionsRequired: 'None' },
        provisioningState: 'Succeeded',
      },
    };
  });
}

function interfaceId(azure: Azure, path: string, properties: JsonObject): string {
  const { scope, name } = parseId(path);
  const custom = textAt(properties, 'customNetworkInterfaceName');
  const nic = custom ? custom : `${name}.nic.${azure.newGuid('nic', path)}`;
  return `${scope}/providers/${INTERFACE_TYPE}/${nic}`;
}

function interfaceOf(endpoint: Resource): string {
  return textAt(endpoint.body, 'properties', 'networkInterfaces', 0, 'id')!;
}

/** Addresses of a private endpoint, in the order of its groups. */
export function addressesOf(azure: Azure, endpoint: Resource): string[] {
  const configurations = listAt(azure.resources.get(interfaceOf(endpoint))?.body, 'properties', 'ipConfigurations');
  return configurations.map((each) => textAt(each, 'properties', 'privateIPAddress')!);
}

/** An endpoint reaches into its subnet by a network interface, which has an address for each group that it connects to. */
function makeInterface({ azure }: Call, endpoint: Resource): void {
  const id = interfaceOf(endpoint);
  if (azure.resources.has(id)) return;
  const { subnet, privateLinkServiceConnections, manualPrivateLinkServiceConnections } = propertiesOf(endpoint.body);
  const all = [privateLinkServiceConnections, manualPrivateLinkServiceConnections].flatMap((list) => listAt(list));
  const groups = all.flatMap((each) => listAt(each, 'properties', 'groupIds').map(String));
  const fixed = listAt(endpoint.body, 'properties', 'ipConfigurations').map((each) =>
    textAt(each, 'properties', 'privateIPAddress'),
  );
  const free = freeAddresses(azure, textAt(subnet, 'id')!);
  azure.resources.put({
    id,
    type: INTERFACE_TYPE,
    name: parseId(id).name,
    createdAt: azure.clock.text(),
    hidden: {},
    body: {
      location: endpoint.body.location,
      properties: {
        ipConfigurations: (groups.length > 0 ? groups : ['']).map((groupId, index) => ({
          name: `privateEndpointIpConfig.${index}`,
          properties: {
            primary: index === 0,
            privateIPAddress: fixed[index] ?? free[index],
            privateIPAllocationMethod: fixed[index] === undefined ? 'Dynamic' : 'Static',
            privateLinkConnectionProperties: { groupId, requiredMemberName: groupId },
            subnet,
          },
        })),
        privateEndpoint: { id: endpoint.id },
        provisioningState: 'Succeeded',
      },
    },
  });
}

/** Enough for the groups of one endpoint; refuses a subnet that is full. */
function freeAddresses(azure: Azure, subnetId: string): string[] {
  const [range] = rangesOf(azure.resources.get(subnetId)?.body.properties);
  if (!range) return [];
  const configurations = azure.resources
    .ofType(INTERFACE_TYPE)
    .flatMap(({ body }) => listAt(body, 'properties', 'ipConfigurations'))
    .filter((each) => keyOf(textAt(each, 'properties', 'subnet', 'id') ?? '') === keyOf(subnetId));
  const taken = new Set(configurations.map((each) => textAt(each, 'properties', 'privateIPAddress')));
  const free: string[] = [];
  for (let value = range.first + RESERVED; value < range.last && free.length < 16; value++) {
    if (!taken.has(addressOf(value))) free.push(addressOf(value));
  }
  if (free.length > 0) return free;
  throw badRequest('SubnetIsFull', `Subnet ${parseId(subnetId).name} has no free addresses left.`);
}

/** Made and deleted with what it belongs to. */
const NETWORK_INTERFACE: Kind = {
  type: INTERFACE_TYPE,
  path: `${GROUP}/networkInterfaces/{interface}`,
  apiVersions: NETWORK_VERSIONS,
  manners: RUNNING,
  remove(_call, existing) {
    throw badRequest(
      'NicInUseWithPrivateEndpoint',
      `Network interface ${existing.id} is in use with a private endpoint.`,
    );
  },
};

export const PRIVATE_ENDPOINT_ROUTES: readonly Route[] = [
  inSubscription(PRIVATE_ENDPOINT),
  ...routesOf(PRIVATE_ENDPOINT),
  ...routesOf(NETWORK_INTERFACE),
];

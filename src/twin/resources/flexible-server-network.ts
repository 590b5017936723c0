import { choice, missingParameter, refused } from './flexible-server-errors';
import { FLEXIBLE_SERVER_TYPE } from './flexible-server-facts';
import { ArmError } from '../arm/error';
import { type JsonObject, listAt, textAt } from '../arm/json';
import { parseId } from '../arm/resource-id';
import type { Azure } from '../azure';

export const DOMAIN = 'postgres.database.azure.com';

/** How a server is reached: openly, or from the virtual network that it was made in. */
export function network(sent: JsonObject, old: JsonObject = {}): JsonObject {
  const merged: JsonObject = { ...old, ...sent };
  const fallback = merged.delegatedSubnetResourceId ? 'Disabled' : 'Enabled';
  return {
    ...merged,
    publicNetworkAccess: choice('PublicNetworkAccess', merged.publicNetworkAccess ?? fallback, ['Enabled', 'Disabled']),
  };
}

export function isInVirtualNetwork(properties: JsonObject): boolean {
  return textAt(properties, 'network', 'delegatedSubnetResourceId') !== undefined;
}

export function checkNetwork(wanted: JsonObject, old: JsonObject | undefined): void {
  const subnet = textAt(wanted, 'delegatedSubnetResourceId');
  const zone = textAt(wanted, 'privateDnsZoneArmResourceId');
  if (old && subnet?.toLowerCase() !== textAt(old, 'delegatedSubnetResourceId')?.toLowerCase()) {
    throw refused("A server can't move into a virtual network, out of one, or to another subnet.");
  }
  if (!subnet) {
    if (zone) throw refused('A private DNS zone is only for servers in a delegated subnet.');
    return;
  }
  if (wanted.publicNetworkAccess === 'Enabled') {
    throw new ArmError(
      400,
      'ConflictingPublicNetworkAccessAndVirtualNetworkConfiguration',
      'Conflicting configuration is detected between Public Network Access and Virtual Network arguments. Public Network Access is not supported along with Virtual Network feature.',
    );
  }
  if (!zone) throw missingParameter('PrivateDnsZoneArmResourceId');
  if (!parseId(zone).name.toLowerCase().endsWith(`.${DOMAIN}`)) {
    throw refused(`The name of the private DNS zone must end with '.${DOMAIN}'.`);
  }
}

/** Throws where a network or a zone isn't prepared for a server; those that the twin doesn't hold may lie elsewhere. */
export function checkNetworkResources({ resources }: Azure, location: string, wanted: JsonObject): void {
  const subnetId = textAt(wanted, 'delegatedSubnetResourceId');
  const zone = resources.get(textAt(wanted, 'privateDnsZoneArmResourceId') ?? '');
  const virtualNetwork = subnetId === undefined ? undefined : resources.get(parseId(subnetId).parent ?? '');
  if (virtualNetwork) {
    const subnet = resources.get(subnetId!);
    const services = listAt(subnet?.body, 'properties', 'delegations').map((each) =>
      textAt(each, 'properties', 'serviceName'),
    );
    if (!services.some((service) => service?.toLowerCase() === FLEXIBLE_SERVER_TYPE.toLowerCase())) {
      throw refused(`The subnet '${subnetId}' must exist and be delegated to ${FLEXIBLE_SERVER_TYPE}.`);
    }
    if (textAt(virtualNetwork.body, 'location') !== location) {
      throw refused('The virtual network must be in the region of the server.');
    }
  }
  if (zone && resources.children(zone.id, `${zone.type}/virtualNetworkLinks`).length === 0) {
    throw refused(`The private DNS zone '${zone.name}' must be linked to the virtual network first.`);
  }
}

/** The service takes a zone that is named like the server, and fails while it makes the server. */
export function zoneFault(serverName: string, wanted: JsonObject): ArmError | undefined {
  const zone = parseId(textAt(wanted, 'privateDnsZoneArmResourceId') ?? '').name;
  if (zone.toLowerCase() !== `${serverName}.${DOMAIN}`) return undefined;
  return new ArmError(
    400,
    'PrivateDnsZoneNameNotValid',
    `The Private DNS Zone name provided [${zone}] is not valid. It can not be server name plus zone suffix.`,
  );
}

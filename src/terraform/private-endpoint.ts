import type { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { checkArmId } from './arm-id';
import { checkLocation, checkName, refuse, show } from './check';
import { generated } from './generated';
import { pathName } from './names';
import { providerIdentity } from './subscription';
import { takeName } from './take-name';
import { NAMES } from '../matrix/names';
import { SOURCES } from '../matrix/source';
import { isUnresolvedString } from '../time/token';

/** An address of a service inside of a virtual network. */
export interface PrivateEndpointOptions {
  /** ARM id of the subnet that the address is taken from. */
  readonly subnetId: string;
  /**
   * ARM ids of the private DNS zones that lead to the address, linked to the networks that are to find it. Without the
   * zone of the service its name keeps leading to the public address.
   */
  readonly privateDnsZoneIds: string[];
  /**
   * Name: 1 to 80 letters, digits, hyphens, underscores and periods.
   * @default - made from the construct path, with a hash
   */
  readonly name?: string;
  /**
   * Region of the subnet's network.
   * @default - that of what the endpoint leads to
   */
  readonly networkLocation?: string;
}

/** What a private endpoint leads to. */
export type PrivateLinkGroup = 'blob' | 'coordinator' | 'postgresqlServer';

export interface PrivateEndpointProps extends PrivateEndpointOptions {
  /** What the endpoint leads to, and which service of it. */
  readonly resourceId: string;
  readonly groupId: PrivateLinkGroup;
  /** Region of the resource. */
  readonly location: string;
  readonly resourceGroupName: string;
  readonly provider?: TerraformProvider;
}

interface ZoneRule {
  readonly pattern: RegExp;
  /** As the public cloud calls the zone. */
  readonly example: string;
}

/** Zones by group; the clouds share the beginning of the name. */
const ZONES: Readonly<Record<PrivateLinkGroup, ZoneRule>> = {
  blob: { pattern: /^privatelink\.blob\.core\./i, example: 'privatelink.blob.core.windows.net' },
  coordinator: {
    pattern: /^privatelink\.postgres\.cosmos\./i,
    example: 'privatelink.postgres.cosmos.azure.com',
  },
  postgresqlServer: {
    pattern: /^privatelink\.postgres\.database\./i,
    example: 'privatelink.postgres.database.azure.com',
  },
};

/**
 * Gives a resource an address in a subnet, and enters it in the zones.
 * @throws Location when the region of the network is empty
 * @throws PGB509 when the name isn't one, or another endpoint of the resource group has it
 * @throws PrivateEndpoint when the subnet or a zone isn't one, or the zone of the service isn't among them
 */
export function addPrivateEndpoint(scope: Construct, id: string, props: PrivateEndpointProps): PrivateEndpoint {
  const place = new Construct(scope, id);
  checkEndpoint(place, props);
  if (props.name !== undefined) takeEndpointName(place, props.name, props);
  return new generated.PrivateEndpoint(place, 'Resource', {
    name: props.name ?? pathName(place, 'pe-', NAMES.privateEndpoint.max),
    location: props.networkLocation ?? props.location,
    resourceGroupName: props.resourceGroupName,
    subnetId: props.subnetId,
    privateServiceConnection: {
      name: props.groupId,
      isManualConnection: false,
      privateConnectionResourceId: props.resourceId,
      subresourceNames: [props.groupId],
    },
    privateDnsZoneGroup: { name: 'default', privateDnsZoneIds: props.privateDnsZoneIds },
    provider: props.provider,
  });
}

function takeEndpointName(place: Construct, name: string, { resourceGroupName, provider }: PrivateEndpointProps): void {
  const { subscriptionKey } = providerIdentity(place, provider);
  const holder = takeName(place, 'private endpoint', [subscriptionKey, resourceGroupName, name]);
  if (holder === undefined) return;
  refuse(
    place,
    'PGB509',
    `\`name\` must be unique among the private endpoints of a resource group, got: ${name}, which /${holder.node.path} has.`,
    NAMES.privateEndpoint.source,
    'give the private endpoints different names',
  );
}

function checkEndpoint(scope: Construct, props: PrivateEndpointProps): void {
  const { subnetId, privateDnsZoneIds, name, networkLocation, groupId } = props;
  const { pattern, example } = ZONES[groupId];
  const source = SOURCES.privateEndpointZones;
  if (name !== undefined) checkName(scope, 'name', name, NAMES.privateEndpoint);
  if (networkLocation !== undefined) checkLocation(scope, networkLocation, 'networkLocation');
  checkArmId(scope, 'PrivateEndpoint', 'subnetId', subnetId, 'Microsoft.Network/virtualNetworks/subnets', source);
  // Programs without null checks leave them out.
  const zones = privateDnsZoneIds ?? [];
  for (const zoneId of zones) {
    checkArmId(scope, 'PrivateEndpoint', 'privateDnsZoneIds', zoneId, 'Microsoft.Network/privateDnsZones', source);
  }
  const names = zones.map((zoneId) => (isUnresolvedString(zoneId) ? undefined : zoneId.split('/')[8]));
  if (names.some((zone) => zone === undefined || pattern.test(zone))) return;
  refuse(
    scope,
    'PrivateEndpoint',
    `\`privateDnsZoneIds\` must hold the zone ${example}, got: ${show(names.join(', '))}.`,
    source,
    `give the id of the zone ${example}, linked to the networks that are to find the service`,
  );
}

import { NETWORK_VERSIONS } from './api-versions';
import { requireReference } from './network-facts';
import { putRecordSet, recordSetOf } from './private-dns-zone';
import { addressesOf, PRIVATE_ENDPOINT_TYPE } from './private-endpoint';
import { badRequest } from '../arm/error';
import { isObject, type JsonObject, listAt, textAt } from '../arm/json';
import { type Kind, propertiesOf, routesOf, RUNNING } from '../arm/kind';
import { parseId } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

const TTL_SECONDS = 10;

/** The zones in which an endpoint's addresses are entered. */
const PRIVATE_DNS_ZONE_GROUP: Kind = {
  type: `${PRIVATE_ENDPOINT_TYPE}/privateDnsZoneGroups`,
  path: '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/privateEndpoints/{endpoint}/privateDnsZoneGroups/{zoneGroup}',
  apiVersions: NETWORK_VERSIONS,
  manners: RUNNING,
  put({ azure, path }, sent, existing) {
    const configs = listAt(sent, 'properties', 'privateDnsZoneConfigs').filter(isObject);
    if (configs.length === 0) throw badRequest('BadRequest', 'A zone group needs at least one zone.');
    for (const config of configs) requireReference(azure, zoneOf(config), path);
    if (existing) forgetRecords(azure, existing);
    const endpoint = azure.resources.get(path.split('/').slice(0, -2).join('/'))!;
    const kept = configs.map((config) => ({
      ...config,
      properties: { ...propertiesOf(config), recordSets: [recordSetOf(enterRecord(azure, endpoint, zoneOf(config)))] },
    }));
    return {
      body: {
        ...sent,
        properties: { ...propertiesOf(sent), privateDnsZoneConfigs: kept, provisioningState: 'Succeeded' },
      },
    };
  },
  remove: ({ azure }: Call, existing) => forgetRecords(azure, existing),
};

function zoneOf(config: JsonObject): string {
  return textAt(config, 'properties', 'privateDnsZoneId') ?? '';
}

/** A record under the name of what the endpoint connects to. */
function enterRecord(azure: Azure, endpoint: Resource, zoneId: string): Resource {
  const { privateLinkServiceConnections: own, manualPrivateLinkServiceConnections: manual } = propertiesOf(
    endpoint.body,
  );
  const connection = [...listAt(own), ...listAt(manual)][0];
  const { name } = parseId(textAt(connection, 'properties', 'privateLinkServiceId') ?? '');
  const aRecords = addressesOf(azure, endpoint).map((ipv4Address) => ({ ipv4Address }));
  return putRecordSet(azure, `${zoneId}/A/${name.toLowerCase()}`, { ttl: TTL_SECONDS, aRecords });
}

function forgetRecords(azure: Azure, group: Resource): void {
  for (const config of listAt(group.body, 'properties', 'privateDnsZoneConfigs').filter(isObject)) {
    for (const record of listAt(config, 'properties', 'recordSets')) {
      azure.resources.delete(`${zoneOf(config)}/A/${textAt(record, 'recordSetName')}`);
    }
  }
}

export const PRIVATE_DNS_ZONE_GROUP_ROUTES: readonly Route[] = routesOf(PRIVATE_DNS_ZONE_GROUP);

import { PRIVATE_DNS_VERSIONS } from './api-versions';
import { inSubscription } from './in-subscription';
import { requireReference } from './network-facts';
import { badRequest, conflict } from '../arm/error';
import { type Json, type JsonObject, listAt, textAt } from '../arm/json';
import { envelope, type Kind, parentOfCollection, propertiesOf, routesOf, RUNNING } from '../arm/kind';
import { ok } from '../arm/message';
import { keyOf, parseId } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

const TYPE = 'Microsoft.Network/privateDnsZones';
const PATH = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/privateDnsZones/{zone}';
const LINK_TYPE = `${TYPE}/virtualNetworkLinks`;
const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'PTR', 'SOA', 'SRV', 'TXT'] as const;
const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+$/i;

const PRIVATE_DNS_ZONE: Kind = {
  type: TYPE,
  path: PATH,
  apiVersions: PRIVATE_DNS_VERSIONS,
  manners: RUNNING,
  tracked: true,
  put({ params }, sent) {
    if (!NAME.test(params.zone)) {
      throw badRequest('BadRequest', `'${params.zone}' is not a valid name of a private zone.`);
    }
    if (sent.location !== 'global') throw badRequest('BadRequest', "The location of a private zone must be 'global'.");
    return {
      body: {
        ...sent,
        properties: {
          ...propertiesOf(sent),
          maxNumberOfRecordSets: 25_000,
          maxNumberOfVirtualNetworkLinks: 1000,
          maxNumberOfVirtualNetworkLinksWithRegistration: 100,
          provisioningState: 'Succeeded',
        },
      },
    };
  },
  written: makeStartOfAuthority,
  remove({ azure }, zone) {
    if (azure.resources.children(zone.id, LINK_TYPE).length === 0) return;
    throw conflict('CannotDeleteResource', 'Can not delete resource before nested resources are deleted.');
  },
  show({ azure }, zone) {
    const count = (type: string): number => azure.resources.children(zone.id, type).length;
    const numberOfRecordSets = RECORD_TYPES.reduce((sum, type) => sum + count(`${TYPE}/${type}`), 0);
    const counted = { numberOfRecordSets, numberOfVirtualNetworkLinks: count(LINK_TYPE) };
    return { ...envelope(zone), properties: { ...propertiesOf(zone.body), ...counted } };
  },
};

/** Every zone has one. */
function makeStartOfAuthority({ azure }: Call, zone: Resource): void {
  if (azure.resources.has(`${zone.id}/SOA/@`)) return;
  putRecordSet(azure, `${zone.id}/SOA/@`, {
    ttl: 3600,
    soaRecord: {
      email: 'azureprivatedns-host.microsoft.com',
      expireTime: 2_419_200,
      host: 'azureprivatedns.net',
      minimumTtl: 10,
      refreshTime: 3600,
      retryTime: 300,
      serialNumber: 1,
    },
  });
}

/** Makes or changes a record set, and answers it. */
export function putRecordSet(azure: Azure, id: string, properties: JsonObject): Resource {
  const { type, name } = parseId(id);
  const zone = id.split('/').at(-3)!;
  const resource = azure.resources.get(id) ?? { id, type, name, createdAt: azure.clock.text(), body: {}, hidden: {} };
  const fqdn = name === '@' ? `${zone}.` : `${name}.${zone}.`;
  resource.body = {
    etag: azure.newGuid('etag'),
    properties: { isAutoRegistered: false, metadata: {}, ...properties, fqdn },
  };
  return azure.resources.put(resource);
}

function recordKind(recordType: string): Kind {
  return {
    type: `${TYPE}/${recordType}`,
    path: `${PATH}/${recordType}/{record}`,
    apiVersions: PRIVATE_DNS_VERSIONS,
    manners: { created: 201, updated: 200, deleted: 200, running: false },
    put({ azure, path, params }, sent, existing) {
      if (recordType === 'SOA' && params.record !== '@') {
        throw badRequest('BadRequest', 'A zone has one SOA record, at its top.');
      }
      const old = existing ? propertiesOf(existing.body) : {};
      const { body } = putRecordSet(azure, path, withSerial({ ...propertiesOf(sent) }, old));
      return { body };
    },
    remove() {
      if (recordType === 'SOA') {
        throw badRequest('BadRequest', 'The SOA record of a zone goes with it, and not before.');
      }
    },
  };
}

/** What the service says about a zone's authority stays what it said. */
function withSerial(sent: JsonObject, old: JsonObject): JsonObject {
  if (sent.soaRecord === undefined) return sent;
  return { ...sent, soaRecord: { ...(old.soaRecord as JsonObject), ...(sent.soaRecord as JsonObject) } };
}

function listRecordSets(call: Call) {
  const zone = parentOfCollection(call);
  const found = RECORD_TYPES.flatMap((type) => call.azure.resources.children(zone, `${TYPE}/${type}`));
  return ok({ value: found.map(envelope) });
}

const VIRTUAL_NETWORK_LINK: Kind = {
  type: LINK_TYPE,
  path: `${PATH}/virtualNetworkLinks/{link}`,
  apiVersions: PRIVATE_DNS_VERSIONS,
  manners: RUNNING,
  tracked: true,
  put({ azure, path }, sent, existing) {
    const properties = propertiesOf(sent);
    const network = textAt(properties, 'virtualNetwork', 'id') ?? networkOf(existing?.body);
    requireReference(azure, network, path);
    const zone = path.split('/').slice(0, -2).join('/');
    const other = azure.resources
      .children(zone, LINK_TYPE)
      .find(({ id, body }) => keyOf(id) !== keyOf(path) && keyOf(networkOf(body)) === keyOf(network));
    if (other) {
      throw conflict('Conflict', `The virtual network ${network} is already linked to this zone by '${other.name}'.`);
    }
    return {
      body: {
        ...sent,
        properties: {
          registrationEnabled: false,
          ...properties,
          virtualNetwork: { id: network },
          virtualNetworkLinkState: 'Completed',
          provisioningState: 'Succeeded',
        },
      },
    };
  },
};

function networkOf(body: Json | undefined): string {
  return textAt(body, 'properties', 'virtualNetwork', 'id') ?? '';
}

/** An `A` record, the way a private endpoint's zone group tells it. */
export function recordSetOf(record: Resource): JsonObject {
  const properties = propertiesOf(record.body);
  const ipAddresses = listAt(properties, 'aRecords').map((each) => textAt(each, 'ipv4Address') ?? '');
  return {
    recordType: 'A',
    recordSetName: record.name,
    fqdn: textAt(properties, 'fqdn')?.replace(/\.$/, ''),
    ttl: properties.ttl,
    ipAddresses,
    provisioningState: 'Succeeded',
  };
}

const apiVersions = PRIVATE_DNS_VERSIONS;

export const PRIVATE_DNS_ROUTES: readonly Route[] = [
  inSubscription(PRIVATE_DNS_ZONE),
  ...routesOf(PRIVATE_DNS_ZONE),
  { method: 'GET', path: `${PATH}/ALL`, apiVersions, handle: listRecordSets },
  { method: 'GET', path: `${PATH}/recordsets`, apiVersions, handle: listRecordSets },
  ...routesOf(VIRTUAL_NETWORK_LINK),
  ...RECORD_TYPES.flatMap((type) => routesOf(recordKind(type))),
];

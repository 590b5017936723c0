import { checkEncryption, encryption, isCustomerManaged } from './flexible-server-access';
import { checkHighAvailability } from './flexible-server-availability';
import {
  geoBackupRegion,
  MAX_NODES,
  NO_PREMIUM_V2_GEO_BACKUP,
  type Tier,
  tierOf,
  VERSIONS,
} from './flexible-server-catalogue';
import { invalidParameter, refused } from './flexible-server-errors';
import { checkNetwork, isInVirtualNetwork, network } from './flexible-server-network';
import { checkStorage, isPremiumV2 } from './flexible-server-storage';
import { type JsonObject, numberAt, objectAt, textAt } from '../arm/json';
import type { Call } from '../arm/route';
import type { Resource } from '../state/resources';

/** Throws where something is to change that never does. */
export function checkChange(given: JsonObject, old: JsonObject): void {
  const zone = textAt(given, 'availabilityZone');
  if (zone && zone !== old.availabilityZone) throw refused('The availability zone of a server never changes.');
  const geo = textAt(given, 'backup', 'geoRedundantBackup');
  if (geo && geo.toLowerCase() !== textAt(old, 'backup', 'geoRedundantBackup')?.toLowerCase()) {
    throw refused('Geo-redundant backup can be turned on or off only when a server is made.');
  }
  const dataEncryption = encryption({ ...objectAt(old, 'dataEncryption'), ...objectAt(given, 'dataEncryption') });
  if (isCustomerManaged({ dataEncryption }) !== isCustomerManaged(old)) {
    throw refused('Whether a server is encrypted with a key of the customer is decided when it is made.');
  }
  checkNetwork(network(objectAt(given, 'network'), objectAt(old, 'network')), objectAt(old, 'network'));
  checkVersionChange(textAt(given, 'version'), old);
  checkClusterChange(given, old);
}

function checkVersionChange(version: string | undefined, old: JsonObject): void {
  if (!version || version === old.version) return;
  if (!VERSIONS.includes(version)) throw invalidParameter('version');
  if (Number(version) < Number(old.version)) {
    throw refused('A server never goes back to an older version of PostgreSQL.');
  }
  if (old.cluster) throw refused("The version of an elastic cluster can't be upgraded.");
}

function checkClusterChange(given: JsonObject, old: JsonObject): void {
  if (!given.cluster) return;
  if (!old.cluster) throw refused('A server becomes an elastic cluster only when it is made.');
  const { clusterSize, defaultDatabaseName } = { ...objectAt(old, 'cluster'), ...objectAt(given, 'cluster') };
  if (Number(clusterSize) < numberAt(old, 'cluster', 'clusterSize')!) {
    throw refused('An elastic cluster never loses nodes.');
  }
  if (defaultDatabaseName !== textAt(old, 'cluster', 'defaultDatabaseName')) {
    throw refused('The database of an elastic cluster is named when it is made.');
  }
}

/** Throws where the parts of a server don't fit together. */
export function checkServer(call: Call, body: JsonObject, existing?: Resource): void {
  const properties = objectAt(body, 'properties');
  const storage = objectAt(properties, 'storage');
  const tier = checkSku(objectAt(body, 'sku'), properties, objectAt(existing?.body, 'sku'));
  checkStorage(storage, tier, Number(properties.version));
  checkHighAvailability(properties, tier);
  checkNetwork(objectAt(properties, 'network'), undefined);
  checkCluster(properties);
  const geoRegion = checkGeoBackup(textAt(body, 'location')!, properties);
  checkEncryption(call, body, geoRegion);
}

function checkSku(sku: JsonObject, properties: JsonObject, old: JsonObject): Tier {
  const name = textAt(sku, 'name')!;
  const tier = tierOf(name);
  if (tier === undefined) throw invalidParameter('sku');
  if (tier !== sku.tier) throw invalidParameter('Tier');
  const isSixth = /_v6$/i;
  if (isSixth.test(name) && isInVirtualNetwork(properties)) {
    throw refused(`A server in a virtual network can't have the compute size '${name}'.`);
  }
  const before = textAt(old, 'name') ?? name;
  if ([tierOf(before), tier].includes('Burstable') && isSixth.test(before) !== isSixth.test(name)) {
    throw refused(`A server can't be scaled from '${before}' to '${name}'.`);
  }
  return tier;
}

function checkGeoBackup(location: string, properties: JsonObject): string | undefined {
  if (textAt(properties, 'backup', 'geoRedundantBackup') !== 'Enabled') return undefined;
  const region = geoBackupRegion(location);
  const impossible = isPremiumV2(objectAt(properties, 'storage')) && NO_PREMIUM_V2_GEO_BACKUP.includes(location);
  if (region === undefined || impossible) {
    throw refused(
      `Geo-redundant backup is not available in '${location}'${impossible ? ' for Premium SSD v2 storage' : ''}.`,
    );
  }
  return region;
}

function checkCluster(properties: JsonObject): void {
  if (!properties.cluster) return;
  const nodes = numberAt(properties, 'cluster', 'clusterSize') ?? 0;
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > MAX_NODES) throw invalidParameter('clusterSize');
  if (Number(properties.version) < 17) throw refused('An elastic cluster needs PostgreSQL 17 or newer.');
  if (isInVirtualNetwork(properties)) throw refused("An elastic cluster can't be in a virtual network.");
  if (textAt(properties, 'storage', 'autoGrow') === 'Enabled') {
    throw refused("The storage of an elastic cluster doesn't grow by itself.");
  }
}

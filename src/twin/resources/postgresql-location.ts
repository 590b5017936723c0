import { type JsonObject, textAt } from '../arm/json';
import { normalizeLocation } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import { CLUSTER_API_VERSIONS } from './cluster-catalogue';
import { CLUSTER_TYPE } from './cluster-facts';
import { CLUSTER_NAME_RULE, isClusterName, isClusterNameTaken } from './cluster-name';
import {
  apiVersionsSince,
  defaultDiskTier,
  DISK_IOPS,
  DISKS,
  diskTiers,
  geoBackupRegion,
  PREMIUM_V2,
  SERVER_API_VERSIONS,
  skusOf,
  supportedVersions,
  type Tier,
  TIERS,
  vCoresOf,
  zonesOf,
} from './flexible-server-catalogue';
import { refused } from './flexible-server-errors';
import { isServerName, isTaken, NAME_TAKEN } from './flexible-server-name';
import { DOMAIN } from './flexible-server-network';
import { PROVIDER_PATH, SERVER_PATH, serverOf } from './flexible-server-path';

const DEFAULT_SKUS: Readonly<Record<Tier, string>> = {
  Burstable: 'Standard_B1ms',
  GeneralPurpose: 'Standard_D2ds_v5',
  MemoryOptimized: 'Standard_E2ds_v5',
};

function capabilities(azure: Azure, location: string): JsonObject {
  const zones = zonesOf(location);
  const zoneRedundant = zones.length > 0 ? 'Enabled' : 'Disabled';
  const geoBackup = geoBackupRegion(location) === undefined ? 'Disabled' : 'Enabled';
  const versions = supportedVersions(azure);
  return {
    name: 'FlexibleServerCapabilities',
    geoBackupSupported: geoBackup,
    zoneRedundantHaSupported: zoneRedundant,
    storageAutoGrowthSupported: 'Enabled',
    onlineResizeSupported: 'Enabled',
    restricted: 'Disabled',
    supportedFeatures: [
      { name: 'ZoneRedundantHa', status: zoneRedundant },
      { name: 'GeoBackup', status: geoBackup },
      { name: 'StorageAutoGrowth', status: 'Enabled' },
      { name: 'OnlineResize', status: 'Enabled' },
      { name: 'OfferRestricted', status: 'Disabled' },
      { name: 'IndexTuning', status: 'Enabled' },
      { name: 'Clusters', status: 'Enabled' },
    ],
    supportedServerEditions: TIERS.map((tier) => edition(tier, zones)),
    supportedServerVersions: versions.map((name) => ({
      name,
      supportedVersionsToUpgrade: versions.filter((other) => Number(other) > Number(name)),
    })),
  };
}

function edition(name: Tier, zones: string[]): JsonObject {
  const haModes = ['SameZone', ...(zones.length > 0 ? ['ZoneRedundant'] : [])];
  return {
    name,
    defaultSkuName: DEFAULT_SKUS[name],
    supportedServerSkus: skusOf(name).map((sku) => ({
      name: sku,
      vCores: vCoresOf(sku),
      supportedZones: zones,
      supportedHaMode: name === 'Burstable' ? [] : haModes,
      supportedFeatures: [],
    })),
    supportedStorageEditions: [premium(), ...(name === 'Burstable' ? [] : [premiumV2()])],
  };
}

function premium(): JsonObject {
  return {
    name: 'ManagedDisk',
    defaultStorageSizeMb: DISKS[0].sizeGb * 1024,
    supportedStorageMb: DISKS.map(({ sizeGb, tier }) => ({
      storageSizeMb: sizeGb * 1024,
      defaultIopsTier: defaultDiskTier(sizeGb),
      supportedIops: DISK_IOPS[tier],
      supportedIopsTiers: diskTiers(sizeGb).map((each) => ({ name: each, iops: DISK_IOPS[each] })),
    })),
  };
}

function premiumV2(): JsonObject {
  const { sizeGb, iops, throughput } = PREMIUM_V2;
  return {
    name: 'ManagedDiskV2',
    defaultStorageSizeMb: sizeGb.least * 1024,
    supportedStorageMb: [
      {
        storageSizeMb: sizeGb.least * 1024,
        maximumStorageSizeMb: sizeGb.most * 1024,
        supportedIops: iops.least,
        supportedMaximumIops: iops.most,
        supportedThroughput: throughput.least,
        supportedMaximumThroughput: throughput.most,
      },
    ],
  };
}

function listCapabilities({ azure, params }: Call): Answer {
  return ok({ value: [capabilities(azure, normalizeLocation(params.location))] });
}

function listServerCapabilities(call: Call): Answer {
  return ok({ value: [capabilities(call.azure, textAt(serverOf(call).body, 'location')!)] });
}

function checkName(call: Call): Answer {
  const { azure, body, apiVersion } = call;
  // One path, two services: which of them answers is told by the version.
  if (isClusterVersion(apiVersion)) return checkClusterName(call);
  const name = textAt(body, 'name') ?? '';
  const type = textAt(body, 'type');
  if (!isServerName(name)) {
    const message =
      'Specified server name is invalid: it must have 3 to 63 lower-case letters, digits and hyphens, and begin and end with none.';
    return ok({ name, type, nameAvailable: false, reason: 'Invalid', message });
  }
  if (isTaken(azure, name)) {
    return ok({ name, type, nameAvailable: false, reason: 'AlreadyExists', message: NAME_TAKEN });
  }
  return ok({ name, type, nameAvailable: true, message: '' });
}

function isClusterVersion(apiVersion: string): boolean {
  return (CLUSTER_API_VERSIONS as readonly string[]).includes(apiVersion);
}

function checkClusterName({ azure, body }: Call): Answer {
  const name = textAt(body, 'name') ?? '';
  const type = textAt(body, 'type');
  if (type?.toLowerCase() !== CLUSTER_TYPE.toLowerCase()) {
    throw refused(`'type' must be ${CLUSTER_TYPE}, got: ${JSON.stringify(type)}.`);
  }
  if (!isClusterName(name)) {
    return ok({ name, type, nameAvailable: false, message: `The name is invalid: ${CLUSTER_NAME_RULE}.` });
  }
  const nameAvailable = !isClusterNameTaken(azure, name);
  return ok({ name, type, nameAvailable, message: nameAvailable ? '' : 'The name is taken.' });
}

export const POSTGRESQL_LOCATION_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: `${PROVIDER_PATH}/locations/{location}/capabilities`,
    apiVersions: SERVER_API_VERSIONS,
    handle: listCapabilities,
  },
  {
    method: 'GET',
    path: `${SERVER_PATH}/capabilities`,
    apiVersions: apiVersionsSince('2023-06-01-preview'),
    handle: listServerCapabilities,
  },
  {
    method: 'POST',
    path: `${PROVIDER_PATH}/checkNameAvailability`,
    apiVersions: [...SERVER_API_VERSIONS, ...CLUSTER_API_VERSIONS],
    handle: checkName,
  },
  {
    method: 'POST',
    path: `${PROVIDER_PATH}/locations/{location}/checkNameAvailability`,
    apiVersions: apiVersionsSince('2022-12-01'),
    handle: checkName,
  },
  {
    method: 'POST',
    path: '/providers/Microsoft.DBforPostgreSQL/getPrivateDnsZoneSuffix',
    apiVersions: SERVER_API_VERSIONS,
    handle: () => ok(`private.${DOMAIN}`),
  },
];

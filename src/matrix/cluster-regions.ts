import { normaliseRegion } from './regions';
import { SOURCES } from './source';

/** Where Azure Cosmos DB for PostgreSQL keeps a geo-redundant backup. */
export const CLUSTER_GEO_BACKUP = {
  source: SOURCES.clusterRegions,
  /** Region of the cluster → region of its geo-redundant backup. */
  regions: {
    canadacentral: 'canadaeast',
    canadaeast: 'canadacentral',
    centralindia: 'southindia',
    centralus: 'eastus2',
    eastasia: 'southeastasia',
    eastus: 'westus',
    eastus2: 'centralus',
    japaneast: 'japanwest',
    japanwest: 'japaneast',
    northcentralus: 'southcentralus',
    northeurope: 'westeurope',
    southcentralus: 'northcentralus',
    southeastasia: 'eastasia',
    southindia: 'centralindia',
    switzerlandnorth: 'switzerlandwest',
    switzerlandwest: 'switzerlandnorth',
    westcentralus: 'westus2',
    westeurope: 'northeurope',
    westus: 'eastus',
    westus2: 'westcentralus',
  } as Readonly<Record<string, string>>,
  /** Regions that the source lists as having no geo-redundant backup. */
  without: [
    'australiacentral',
    'australiaeast',
    'brazilsouth',
    'francecentral',
    'germanywestcentral',
    'koreacentral',
    'polandcentral',
    'qatarcentral',
    'swedencentral',
    'uksouth',
    'westus3',
  ] as readonly string[],
};

/**
 * Region that keeps the geo-redundant backup of a cluster in `region`; false where the source says that there is none;
 * undefined for a region that it doesn't list, from which nothing may be concluded.
 */
export function clusterGeoBackupRegion(region: string): string | false | undefined {
  const name = normaliseRegion(region);
  if (Object.hasOwn(CLUSTER_GEO_BACKUP.regions, name)) return CLUSTER_GEO_BACKUP.regions[name];
  return CLUSTER_GEO_BACKUP.without.includes(name) ? false : undefined;
}

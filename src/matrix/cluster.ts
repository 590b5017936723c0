import { SOURCES } from './source';

/** Limits of Azure Cosmos DB for PostgreSQL that hold in every edition; its name rule is in names.ts. */
export const CLUSTER = {
  /** 0 (a single node) or 2 to 20; 1 is refused. */
  nodes: { single: 0, min: 2, max: 20, source: SOURCES.azurermCluster },
  /** Backups of every cluster are kept this long; nothing about it can be set. */
  backupRetention: { days: 35, source: SOURCES.clusterBackup },
  /** The service ends on this day; it isn't for new projects. */
  retirement: { date: '2029-03-31', source: SOURCES.clusterRetirement },
  versions: { min: 11, max: 16, source: SOURCES.azurermCluster },
  /** `coordinator_server_edition` of a burstable single node: no geo-redundant backup. */
  burstableEditions: {
    names: ['BurstableGeneralPurpose', 'BurstableMemoryOptimized'],
    source: SOURCES.clusterLimits,
  },
  /** `enableGeoBackup` exists in this API version and later ones, not in the generally available one that azurerm calls. */
  geoBackupApi: {
    since: '2023-03-02-preview',
    withoutIt: ['2020-10-05-privatepreview', '2022-11-08'],
    property: 'enableGeoBackup',
    source: SOURCES.clusterApi,
  },
} as const;

/** Whether a cluster may have this many worker nodes. */
export function isClusterNodeCount(count: number): boolean {
  const { single, min, max } = CLUSTER.nodes;
  return Number.isInteger(count) && (count === single || (count >= min && count <= max));
}

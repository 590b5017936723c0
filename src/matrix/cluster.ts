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
  /**
   * Citus by the version of PostgreSQL: the newest is the source's, the oldest the first that supports it by the change log
   * of Citus (https://github.com/citusdata/citus/blob/main/CHANGELOG.md).
   */
  citus: {
    newest: { 11: '9.5', 12: '10.2', 13: '11.3', 14: '12.1', 15: '12.1', 16: '12.1' },
    oldest: { 11: '8.3', 12: '9.0', 13: '9.5', 14: '10.2', 15: '11.1', 16: '12.1' },
    source: SOURCES.clusterExtensions,
  },
  /** `coordinator_server_edition` of a burstable single node: no geo-redundant backup, and no version older than this. */
  burstableEditions: {
    names: ['BurstableGeneralPurpose', 'BurstableMemoryOptimized'],
    minVersion: 12,
    source: SOURCES.clusterLimits,
  },
  /**
   * vCores and GiB of storage that a node may have. Workers have 8 GiB of memory a vCore, all other nodes 4, burstable ones 2.
   * The source has disks of 32 TiB too, azurerm 4.55.0 none above 16.
   */
  compute: {
    worker: {
      edition: 'MemoryOptimized',
      vCores: [4, 8, 16, 32, 64, 96, 104],
      gib: [512, 1024, 2048, 4096, 8192, 16384],
    },
    coordinator: {
      edition: 'GeneralPurpose',
      vCores: [4, 8, 16, 32, 64, 96],
      gib: [128, 256, 512, 1024, 2048, 4096, 8192, 16384],
    },
    single: {
      edition: 'GeneralPurpose',
      vCores: [2, 4, 8, 16, 32, 64],
      gib: [128, 256, 512, 1024, 2048],
      /** More than this only with so many vCores. */
      small: { gib: 512, below: 8 },
    },
    burstable: {
      /** By their vCores. */
      editions: { 1: 'BurstableMemoryOptimized', 2: 'BurstableGeneralPurpose' },
      vCores: [1, 2],
      gib: [32, 64, 128],
    },
    source: SOURCES.clusterCompute,
  },
  /** The administrator that every cluster has. */
  administrator: { builtIn: 'citus', source: SOURCES.clusterAuthentication },
  /** What a lock says of itself; azurerm counts bytes. */
  lockNotes: { maxBytes: 512, source: SOURCES.azurermLock },
  /** Microsoft Entra identities: no groups, and no version older than this. */
  entra: { minVersion: 14, principalTypes: ['User', 'ServicePrincipal'], source: SOURCES.clusterLimits },
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

/** Whether a coordinator of this edition is a burstable single node. */
export function isBurstableEdition(edition: string): boolean {
  return (CLUSTER.burstableEditions.names as readonly string[]).includes(edition);
}

/** Whether a version of the API has the property for geo-redundant backup; undefined where the text is no version. */
export function knowsGeoBackup(apiVersion: string): boolean | undefined {
  const date = /^\d{4}-\d\d-\d\d/.exec(apiVersion)?.[0];
  return date === undefined ? undefined : date >= CLUSTER.geoBackupApi.since.slice(0, date.length);
}

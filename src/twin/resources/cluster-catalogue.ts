import { Temporal } from '@js-temporal/polyfill';
import type { Azure } from '../azure';

/** Published versions of the API that have the type. */
export const CLUSTER_API_VERSIONS = ['2022-11-08', '2023-03-02-preview'] as const;
/** The first that knows geo-redundant backup, Microsoft Entra, keys of the customer and the name of the database. */
const EXTENDED_SINCE = '2023-03-02';

export function isExtended(apiVersion: string): boolean {
  return apiVersion >= EXTENDED_SINCE;
}

/**
 * Where clusters can be made, and where their geo-redundant backups are stored: "Regional availability for Azure Cosmos DB
 * for PostgreSQL", 2024-04-02.
 */
const GEO_BACKUP: Readonly<Record<string, string | undefined>> = {
  australiacentral: undefined,
  australiaeast: undefined,
  brazilsouth: undefined,
  canadacentral: 'canadaeast',
  canadaeast: 'canadacentral',
  centralindia: 'southindia',
  centralus: 'eastus2',
  eastasia: 'southeastasia',
  eastus: 'westus',
  eastus2: 'centralus',
  francecentral: undefined,
  germanywestcentral: undefined,
  japaneast: 'japanwest',
  japanwest: 'japaneast',
  koreacentral: undefined,
  northcentralus: 'southcentralus',
  northeurope: 'westeurope',
  polandcentral: undefined,
  qatarcentral: undefined,
  southcentralus: 'northcentralus',
  southindia: 'centralindia',
  southeastasia: 'eastasia',
  swedencentral: undefined,
  switzerlandnorth: 'switzerlandwest',
  switzerlandwest: 'switzerlandnorth',
  uksouth: undefined,
  westcentralus: 'westus2',
  westeurope: 'northeurope',
  westus: 'eastus',
  westus2: 'westcentralus',
  westus3: undefined,
};

export const CLUSTER_REGIONS: readonly string[] = Object.keys(GEO_BACKUP);

/** Where the geo-redundant backups of a region's clusters are stored; undefined where there are none. */
export function clusterGeoRegion(location: string): string | undefined {
  return GEO_BACKUP[location];
}

interface Version {
  /** The last day on which a new cluster can be made with it. */
  readonly retires: string;
  /** Newest first. */
  readonly citus: readonly string[];
}

/**
 * Days of retirement: "Supported database versions in Azure Cosmos DB for PostgreSQL", 2024-11-21. Citus: the newest for each
 * version is that of "PostgreSQL extensions in Azure Cosmos DB for PostgreSQL", 2024-05-28; the oldest that which first
 * supported it, in the change log of Citus; between them what azurerm 5.2.0 takes.
 */
const VERSIONS: Readonly<Record<string, Version>> = {
  '11': { retires: '2023-11-09', citus: ['9.5', '9.4', '9.3', '9.2', '9.1', '9.0', '8.3'] },
  '12': { retires: '2024-11-21', citus: ['10.2', '10.1', '10.0', '9.5', '9.4', '9.3', '9.2', '9.1', '9.0'] },
  '13': { retires: '2025-11-13', citus: ['11.3', '11.2', '11.1', '11.0', '10.2', '10.1', '10.0', '9.5'] },
  '14': { retires: '2026-11-12', citus: ['12.1', '11.3', '11.2', '11.1', '11.0', '10.2'] },
  '15': { retires: '2027-11-11', citus: ['12.1', '11.3', '11.2', '11.1'] },
  '16': { retires: '2028-11-09', citus: ['12.1'] },
};

export const CLUSTER_VERSIONS: readonly string[] = Object.keys(VERSIONS);

/** Those that a new cluster can be made with, by the clock. */
export function offeredVersions({ clock }: Azure): string[] {
  const today = clock.now().toZonedDateTimeISO('UTC').toPlainDate();
  return CLUSTER_VERSIONS.filter((version) => Temporal.PlainDate.compare(today, VERSIONS[version].retires) <= 0);
}

/** Versions of Citus that a version of PostgreSQL runs with, newest first. */
export function citusVersionsOf(version: string): readonly string[] {
  return VERSIONS[version].citus;
}

export const MAX_WORKERS = 20;
export const MAX_CLUSTER_REPLICAS = 5;
/** Every cluster keeps its backups as long. */
export const RETENTION_DAYS = 35;

export const EDITIONS = [
  'GeneralPurpose',
  'MemoryOptimized',
  'BurstableMemoryOptimized',
  'BurstableGeneralPurpose',
] as const;

/** vCores of the burstable editions: the examples of azure-rest-api-specs 2023-03-02-preview. */
export const BURSTABLE_VCORES: Readonly<Record<string, number>> = {
  BurstableMemoryOptimized: 1,
  BurstableGeneralPurpose: 2,
};

const GIB = 1024;
const TIB = 1024 * GIB;
const LARGE = [TIB, 2 * TIB];
const SMALL = [128 * GIB, 256 * GIB, 512 * GIB];
/** 1 TiB and more need as many vCores on a single node. */
const VCORES_FOR_LARGE = 8;

/** "Azure Cosmos DB for PostgreSQL compute and storage", 2024-01-22. */
export const VCORES = {
  single: [2, 4, 8, 16, 32, 64],
  coordinator: [4, 8, 16, 32, 64, 96],
  worker: [4, 8, 16, 32, 64, 96, 104],
} as const;

/** In MB. The tests of azurerm and the examples of the Azure CLI make workers with less than the page's 0.5 TiB. */
export const MULTI_NODE_STORAGE: readonly number[] = [...SMALL, ...LARGE, 4 * TIB, 8 * TIB, 16 * TIB, 32 * TIB];
export const BURSTABLE_STORAGE: readonly number[] = [32 * GIB, 64 * GIB, 128 * GIB];
/** What a worker has where nothing is sent: the smallest of the page. */
export const WORKER_DEFAULTS = { vCores: VCORES.worker[0], storage: 512 * GIB } as const;

/** In MB. */
export function singleNodeStorage(vCores: number): readonly number[] {
  return vCores < VCORES_FOR_LARGE ? SMALL : [...SMALL, ...LARGE];
}

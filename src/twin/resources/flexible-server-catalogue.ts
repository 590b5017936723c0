import type { Azure } from '../azure';
import { REGIONS } from '../regions';
import type { ServerFacts } from './flexible-server-facts';

export type Tier = ServerFacts['tier'];

/** Published versions of the API that have the type; those of its parts are the same from some version on. */
export const SERVER_API_VERSIONS = [
  '2020-02-14-preview',
  '2021-06-01-preview',
  '2021-06-01',
  '2022-01-20-preview',
  '2022-03-08-preview',
  '2022-12-01',
  '2023-03-01-preview',
  '2023-06-01-preview',
  '2023-12-01-preview',
  '2024-03-01-preview',
  '2024-08-01',
  '2024-11-01-preview',
  '2025-01-01-preview',
  '2025-06-01-preview',
  '2025-08-01',
  '2026-01-01-preview',
  '2026-04-01-preview',
] as const;

export type ServerApiVersion = (typeof SERVER_API_VERSIONS)[number];

export function apiVersionsSince(first: ServerApiVersion): readonly string[] {
  return SERVER_API_VERSIONS.slice(SERVER_API_VERSIONS.indexOf(first));
}

export const TIERS: readonly Tier[] = ['Burstable', 'GeneralPurpose', 'MemoryOptimized'];

/** "Compute options in Azure Database for PostgreSQL", 2026-01-13, and the confidential ones of azurerm 5.2.0. */
const BURSTABLE = ['B1ms', 'B2s', 'B2ms', 'B4ms', 'B8ms', 'B12ms', 'B16ms', 'B20ms'];
const SMALL = [2, 4, 8, 16, 32, 48, 64];
const MIDDLE = [...SMALL, 96];
const FAMILIES: readonly {
  readonly tier: Tier;
  readonly series: string;
  readonly suffix: string;
  readonly vCores: readonly number[];
}[] = [
  { tier: 'GeneralPurpose', series: 'D', suffix: 's_v3', vCores: SMALL },
  { tier: 'GeneralPurpose', series: 'D', suffix: 'ds_v4', vCores: SMALL },
  { tier: 'GeneralPurpose', series: 'D', suffix: 'ds_v5', vCores: MIDDLE },
  { tier: 'GeneralPurpose', series: 'D', suffix: 'ads_v5', vCores: MIDDLE },
  { tier: 'GeneralPurpose', series: 'D', suffix: 'ds_v6', vCores: [...MIDDLE, 128, 192] },
  { tier: 'GeneralPurpose', series: 'D', suffix: 'ads_v6', vCores: MIDDLE },
  { tier: 'GeneralPurpose', series: 'DC', suffix: 'ads_v5', vCores: MIDDLE },
  { tier: 'MemoryOptimized', series: 'E', suffix: 's_v3', vCores: [...SMALL, 20] },
  { tier: 'MemoryOptimized', series: 'E', suffix: 'ds_v4', vCores: [...SMALL, 6, 20] },
  { tier: 'MemoryOptimized', series: 'E', suffix: 'ds_v5', vCores: [...MIDDLE, 20] },
  { tier: 'MemoryOptimized', series: 'E', suffix: 'ads_v5', vCores: [...MIDDLE, 20] },
  { tier: 'MemoryOptimized', series: 'E', suffix: 'ds_v6', vCores: [...MIDDLE, 20, 128, 192] },
  { tier: 'MemoryOptimized', series: 'E', suffix: 'ads_v6', vCores: [...MIDDLE, 20] },
  { tier: 'MemoryOptimized', series: 'EC', suffix: 'ads_v5', vCores: [...MIDDLE, 20] },
  { tier: 'MemoryOptimized', series: 'EC', suffix: 'as_v5', vCores: [...MIDDLE, 20] },
];

/** What a tier can run on, the smallest first. */
export function skusOf(tier: Tier): string[] {
  if (tier === 'Burstable') return BURSTABLE.map((name) => `Standard_${name}`);
  return FAMILIES.filter((family) => family.tier === tier).flatMap(({ series, suffix, vCores }) =>
    [...vCores].sort((a, b) => a - b).map((count) => `Standard_${series}${count}${suffix}`),
  );
}

/** The tier that a compute size belongs to; undefined where there is no such size. */
export function tierOf(sku: string): Tier | undefined {
  return TIERS.find((tier) => skusOf(tier).some((name) => name.toLowerCase() === sku.toLowerCase()));
}

export function vCoresOf(sku: string): number {
  return Number.parseInt(/^Standard_[A-Z]+(\d+)/i.exec(sku)?.[1] ?? '0', 10);
}

/** "Limits in Azure Database for PostgreSQL", 2025-11-13: connections by the memory of the compute size. */
export function maxConnections(sku: string): number {
  const perCore = tierOf(sku) === 'MemoryOptimized' ? 8 : 4;
  const small: Record<string, number> = { standard_b1ms: 50, standard_b2s: 429 };
  const byMemory: Record<number, number> = { 8: 859, 16: 1718, 32: 3437 };
  return small[sku.toLowerCase()] ?? byMemory[vCoresOf(sku) * perCore] ?? 5000;
}

/** Sizes of a Premium SSD, and the performance that each comes with. */
export const DISKS: readonly { readonly sizeGb: number; readonly tier: string }[] = [
  { sizeGb: 32, tier: 'P4' },
  { sizeGb: 64, tier: 'P6' },
  { sizeGb: 128, tier: 'P10' },
  { sizeGb: 256, tier: 'P15' },
  { sizeGb: 512, tier: 'P20' },
  { sizeGb: 1024, tier: 'P30' },
  { sizeGb: 2048, tier: 'P40' },
  { sizeGb: 4095, tier: 'P50' },
  { sizeGb: 4096, tier: 'P50' },
  { sizeGb: 8192, tier: 'P60' },
  { sizeGb: 16384, tier: 'P70' },
  { sizeGb: 32767, tier: 'P80' },
];

/** Capabilities of a location, in the examples of azure-rest-api-specs 2025-06-01-preview. */
export const DISK_IOPS: Readonly<Record<string, number>> = {
  P4: 120,
  P6: 240,
  P10: 500,
  P15: 1100,
  P20: 2300,
  P30: 5000,
  P40: 7500,
  P50: 7500,
  P60: 16000,
  P70: 18000,
  P80: 20000,
};

export function defaultDiskTier(sizeGb: number): string | undefined {
  return DISKS.find((disk) => disk.sizeGb === sizeGb)?.tier;
}

/** A disk can be as fast as a bigger one: up to P50 below 8 TiB, up to P80 from there. */
export function diskTiers(sizeGb: number): string[] {
  const all = Object.keys(DISK_IOPS);
  const least = all.indexOf(defaultDiskTier(sizeGb) ?? '');
  if (least < 0) return [];
  return all.slice(least, sizeGb > 4096 ? undefined : all.indexOf('P50') + 1);
}

/** "Premium SSD v2", 2026-01-13, and the bounds that the Azure CLI 2.91.0 computes. */
export const PREMIUM_V2 = {
  sizeGb: { least: 32, most: 65536 },
  iops: { least: 3000, most: 80000 },
  throughput: { least: 125, most: 1200 },
} as const;

export function premiumV2MaxIops(sizeGb: number): number {
  const { least, most } = PREMIUM_V2.iops;
  return Math.min(most, Math.floor(Math.max(0, sizeGb * 1.07374182 - 6) * 500 + least));
}

export function premiumV2MaxThroughput(iops: number): number {
  const { least, most } = PREMIUM_V2.throughput;
  return Math.min(most, Math.floor(Math.max(0.25 * iops, least)));
}

/** Last day of support; "Azure Database for PostgreSQL version policy", 2026-01-20. */
const SUPPORTED_UNTIL: Readonly<Record<string, string>> = {
  11: '2026-03-31',
  12: '2026-03-31',
  13: '2026-03-31',
  14: '2026-11-12',
  15: '2027-11-11',
  16: '2028-11-09',
  17: '2029-11-08',
  18: '2030-11-14',
};

export const VERSIONS: readonly string[] = ['11', '12', '13', '14', '15', '16', '17', '18'];

/** Versions on which a new server can run today. */
export function supportedVersions({ clock }: Azure): string[] {
  const today = clock.text().slice(0, 10);
  return VERSIONS.filter((version) => today <= SUPPORTED_UNTIL[version]);
}

/** Regions that have a pair and yet no geo-redundant backup; the service's table of regions, 2025-12-22. */
const NO_GEO_BACKUP = ['australiacentral2', 'brazilsouth', 'brazilsoutheast', 'westus3'];

/** The region that geo-redundant backups go to; undefined where there are none. */
export function geoBackupRegion(location: string): string | undefined {
  return NO_GEO_BACKUP.includes(location) ? undefined : REGIONS[location]?.pair;
}

/** "Premium SSD v2", 2026-01-13: regions where a server with such a disk has no geo-redundant backup. */
export const NO_PREMIUM_V2_GEO_BACKUP: readonly string[] = [
  'australiacentral2',
  'brazilsouth',
  'centralindia',
  'germanywestcentral',
  'indonesiacentral',
  'israelcentral',
  'italynorth',
  'koreacentral',
  'mexicocentral',
  'newzealandnorth',
  'polandcentral',
  'southafricanorth',
  'swedencentral',
  'switzerlandnorth',
  'uaenorth',
  'westus3',
];

/** "Read replicas", 2025-07-16: regions whose replicas can have replicas. */
export const CASCADING_REGIONS: readonly string[] = [
  'westus',
  'spaincentral',
  'australiaeast',
  'southcentralus',
  'ukwest',
  'polandcentral',
  'italynorth',
  'westus2',
  'eastus2',
  'eastasia',
  'canadacentral',
];

export const MAX_REPLICAS = 5;
/** Of an elastic cluster; azurerm 5.2.0. */
export const MAX_NODES = 20;
export const MAX_ON_DEMAND_BACKUPS = 7;
export const RETENTION_DAYS = { least: 7, most: 35 } as const;

export function zonesOf(location: string): string[] {
  return REGIONS[location]?.zones ? ['1', '2', '3'] : [];
}

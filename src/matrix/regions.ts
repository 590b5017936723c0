import { type RegionInfo, REGIONS } from './region-table';

export { type RegionInfo, REGIONS };

/** `West Europe` → `westeurope`: azurerm and ARM take either, references give either. */
export function normaliseRegion(name: string): string {
  return name.replace(/\s+/g, '').toLowerCase();
}

/**
 * What is known of a region, by either of its names. Undefined for a region that the table doesn't know: nothing may be
 * concluded from that, Azure opens regions faster than documents are dated.
 */
export function regionInfo(name: string): RegionInfo | undefined {
  const key = normaliseRegion(name);
  return Object.hasOwn(REGIONS, key) ? REGIONS[key] : undefined;
}

/** Regions that have a pair, and whose flexible servers have no geo-redundant backup; `SOURCES.flexServerRegions`. */
const WITHOUT_GEO_BACKUP = ['australiacentral2', 'brazilsouth', 'brazilsoutheast', 'westus3'];

export function hasGeoBackup(region: RegionInfo): boolean {
  return region.pairedRegion !== undefined && !WITHOUT_GEO_BACKUP.includes(region.name);
}

/** US government and China: clouds of their own, told by their names, which no public region shares ("Azure regions list"). */
export function isSovereignRegion(name: string): boolean {
  return /^(usgov|usdod|china)/.test(normaliseRegion(name));
}

import { SOURCES } from './source';

/** One size that `storage_mb` takes. */
export interface StorageSize {
  readonly storageMb: number;
  /** `storageMb` in GiB, exactly: 4193280 MB are 4095 GiB. */
  readonly gib: number;
  /** As the portal sells it. */
  readonly label: string;
  /** Values of `storage_tier` that go with it, the default first. */
  readonly tiers: readonly string[];
}

/** `storage_mb` and `storage_tier` of azurerm 4.55.0. 33554432 is refused: the largest disk is 33553408 MB. */
export const STORAGE = {
  source: SOURCES.azurermServer,
  sizes: [
    { storageMb: 32768, gib: 32, label: '32 GiB', tiers: ['P4', 'P6', 'P10', 'P15', 'P20', 'P30', 'P40', 'P50'] },
    { storageMb: 65536, gib: 64, label: '64 GiB', tiers: ['P6', 'P10', 'P15', 'P20', 'P30', 'P40', 'P50'] },
    { storageMb: 131072, gib: 128, label: '128 GiB', tiers: ['P10', 'P15', 'P20', 'P30', 'P40', 'P50'] },
    { storageMb: 262144, gib: 256, label: '256 GiB', tiers: ['P15', 'P20', 'P30', 'P40', 'P50'] },
    { storageMb: 524288, gib: 512, label: '512 GiB', tiers: ['P20', 'P30', 'P40', 'P50'] },
    { storageMb: 1048576, gib: 1024, label: '1 TiB', tiers: ['P30', 'P40', 'P50'] },
    { storageMb: 2097152, gib: 2048, label: '2 TiB', tiers: ['P40', 'P50'] },
    { storageMb: 4193280, gib: 4095, label: '4 TiB', tiers: ['P50'] },
    { storageMb: 4194304, gib: 4096, label: '4 TiB', tiers: ['P50'] },
    { storageMb: 8388608, gib: 8192, label: '8 TiB', tiers: ['P60', 'P70', 'P80'] },
    { storageMb: 16777216, gib: 16384, label: '16 TiB', tiers: ['P70', 'P80'] },
    { storageMb: 33553408, gib: 32767, label: '32 TiB', tiers: ['P80'] },
  ] as readonly StorageSize[],
};

/** What goes with a `storage_mb`; undefined when the provider doesn't take the number. */
export function storageSize(storageMb: number): StorageSize | undefined {
  return STORAGE.sizes.find((size) => size.storageMb === storageMb);
}

/**
 * The size that a server grows to from `storageMb`, whether or not that is a listed one; undefined when there is none
 * larger. Both spellings of 4 TiB are one size.
 */
export function nextStorageSize(storageMb: number): StorageSize | undefined {
  const label = storageSize(storageMb)?.label;
  return STORAGE.sizes.find((size) => size.storageMb > storageMb && size.label !== label);
}

import {
  defaultDiskTier,
  DISK_IOPS,
  diskTiers,
  PREMIUM_V2,
  premiumV2MaxIops,
  premiumV2MaxThroughput,
  type Tier,
} from './flexible-server-catalogue';
import { choice, invalidParameter, refused } from './flexible-server-errors';
import { type JsonObject, numberAt, textAt } from '../arm/json';

/** The API doesn't say what it takes where no size is sent; the smallest, as azurerm does. */
const DEFAULT_SIZE_GB = 32;
/** From here on a Premium SSD v2 has more performance at no extra cost. */
const LARGE_V2_GB = 400;

/** The storage of a new server: what was sent, and what the service adds. */
export function newStorage(sent: JsonObject): JsonObject {
  const sizeGb = numberAt(sent, 'storageSizeGB') ?? DEFAULT_SIZE_GB;
  return complete({ ...sent, storageSizeGB: sizeGb, tier: sent.tier ?? defaultDiskTier(sizeGb) });
}

/** The storage after a change; a disk that grows gets the performance of its size where it isn't told another. */
export function changedStorage(old: JsonObject, sent: JsonObject): JsonObject {
  const changed = complete({ ...old, ...sent });
  const sizeGb = numberAt(changed, 'storageSizeGB')!;
  if (sizeGb < numberAt(old, 'storageSizeGB')!) {
    throw refused(
      `The storage of a server can't be made smaller: it has ${numberAt(old, 'storageSizeGB')} GiB, and ${sizeGb} GiB were asked for.`,
    );
  }
  if (sent.type && isPremiumV2(old) !== isPremiumV2(changed)) {
    throw refused('The type of storage is chosen when a server is made, and never changes.');
  }
  if (sent.tier || diskTiers(sizeGb).includes(textAt(changed, 'tier') ?? '')) return changed;
  return complete({ ...changed, tier: defaultDiskTier(sizeGb) });
}

/** The storage of a server that is made from another: a copy, as far as nothing else was sent. */
export function copiedStorage(source: JsonObject, sent: JsonObject): JsonObject {
  const { autoGrow, storageSizeGB } = source;
  const sameKind = !sent.type || isPremiumV2(sent) === isPremiumV2(source);
  const copy = newStorage(sameKind ? changedOrSame(source, sent) : { autoGrow, storageSizeGB, ...sent });
  const sizeGb = numberAt(copy, 'storageSizeGB')!;
  if (sizeGb < numberAt(source, 'storageSizeGB')!) {
    throw refused(
      `The source server has ${storageSizeGB} GiB of storage, and a server with ${sizeGb} GiB can't be made from it.`,
    );
  }
  return copy;
}

/** The performance of the source is kept where the size allows it. */
function changedOrSame(source: JsonObject, sent: JsonObject): JsonObject {
  const merged: JsonObject = { ...source, ...sent };
  const kept = sent.tier ?? source.tier;
  const fits = diskTiers(numberAt(merged, 'storageSizeGB')!).includes(String(kept));
  return { ...merged, tier: sent.tier ?? (fits ? kept : undefined) };
}

export function isPremiumV2(storage: JsonObject): boolean {
  return textAt(storage, 'type')?.toLowerCase() === 'premiumv2_lrs';
}

/** Throws what the service doesn't take. */
export function checkStorage(storage: JsonObject, tier: Tier, version: number): void {
  if (isPremiumV2(storage)) checkPremiumV2(storage, tier, version);
  else checkPremium(storage);
}

function checkPremium(storage: JsonObject): void {
  const sizeGb = numberAt(storage, 'storageSizeGB');
  if (sizeGb === undefined || !defaultDiskTier(sizeGb)) throw invalidParameter('StorageSizeGB');
  if (!diskTiers(sizeGb).includes(textAt(storage, 'tier') ?? '')) throw invalidParameter('Tier');
}

function checkPremiumV2(storage: JsonObject, tier: Tier, version: number): void {
  if (tier === 'Burstable') throw refused("A Burstable server can't have Premium SSD v2 storage.");
  if (version < 14) throw refused('Premium SSD v2 storage needs PostgreSQL 14 or newer.');
  if (storage.autoGrow === 'Enabled') throw refused("Premium SSD v2 storage doesn't grow by itself.");
  const sizeGb = numberAt(storage, 'storageSizeGB') ?? 0;
  const iops = numberAt(storage, 'iops') ?? 0;
  const throughput = numberAt(storage, 'throughput') ?? 0;
  between('StorageSizeGB', sizeGb, PREMIUM_V2.sizeGb.least, PREMIUM_V2.sizeGb.most);
  between('Iops', iops, PREMIUM_V2.iops.least, premiumV2MaxIops(sizeGb));
  between('Throughput', throughput, PREMIUM_V2.throughput.least, premiumV2MaxThroughput(iops));
}

function between(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) throw invalidParameter(name);
}

function complete(storage: JsonObject): JsonObject {
  const autoGrow = choice('AutoGrow', storage.autoGrow ?? 'Disabled', ['Enabled', 'Disabled']);
  const type = choice('Type', storage.type ?? '', ['', 'Premium_LRS', 'PremiumV2_LRS', 'UltraSSD_LRS']);
  if (isPremiumV2(storage)) {
    const { tier: _tier, ...rest } = storage;
    const large = numberAt(storage, 'storageSizeGB')! >= LARGE_V2_GB;
    return {
      ...rest,
      type,
      autoGrow,
      iops: storage.iops ?? (large ? 12000 : 3000),
      throughput: storage.throughput ?? (large ? 500 : 125),
    };
  }
  const { throughput: _throughput, ...rest } = storage;
  // What a disk of this kind does follows from its tier.
  const iops = DISK_IOPS[textAt(storage, 'tier') ?? ''];
  return { ...rest, type, autoGrow, ...(iops === undefined ? {} : { iops }) };
}

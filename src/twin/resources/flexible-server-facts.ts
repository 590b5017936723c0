import { Temporal } from '@js-temporal/polyfill';
import { numberAt, textAt } from '../arm/json';
import { keyOf, parseId } from '../arm/resource-id';
import type { Resource } from '../state/resources';

export const FLEXIBLE_SERVER_TYPE = 'Microsoft.DBforPostgreSQL/flexibleServers';

/** What other services ask of a server: whether it can be backed up, and what there is to back up. */
export interface ServerFacts {
  /** Neither stopped nor busy. */
  readonly ready: boolean;
  readonly sizeGb: number;
  readonly tier: 'Burstable' | 'GeneralPurpose' | 'MemoryOptimized';
  readonly storageType: 'Premium_LRS' | 'PremiumV2_LRS' | 'UltraSSD_LRS';
  /** Major version of PostgreSQL. */
  readonly version: number;
  /** A read replica, in the same region or another. */
  readonly isReplica: boolean;
  /** An elastic cluster. */
  readonly isElastic: boolean;
  /** Of an elastic cluster; a plain server is one. */
  readonly nodes: number;
  /** `westeurope` */
  readonly location: string;
}

export function isFlexibleServer(resource: Resource): boolean {
  return keyOf(resource.type) === keyOf(FLEXIBLE_SERVER_TYPE);
}

/** Whether an id, of something that exists or not, is that of a server and not of a part of one. */
export function isFlexibleServerId(id: string): boolean {
  return keyOf(parseId(id).type) === keyOf(FLEXIBLE_SERVER_TYPE);
}

export function serverFacts({ body }: Resource): ServerFacts {
  const nodes = numberAt(body, 'properties', 'cluster', 'clusterSize');
  const role = textAt(body, 'properties', 'replicationRole');
  return {
    ready: textAt(body, 'properties', 'state') === 'Ready',
    sizeGb: numberAt(body, 'properties', 'storage', 'storageSizeGB') ?? 0,
    tier: textAt(body, 'sku', 'tier') as ServerFacts['tier'],
    // What the service shows of a Premium SSD is sometimes nothing, sometimes this.
    storageType: (textAt(body, 'properties', 'storage', 'type') || 'Premium_LRS') as ServerFacts['storageType'],
    version: Number.parseInt(textAt(body, 'properties', 'version') ?? '', 10),
    isReplica: role === 'AsyncReplica' || role === 'GeoAsyncReplica',
    isElastic: nodes !== undefined,
    nodes: nodes ?? 1,
    location: textAt(body, 'location') ?? '',
  };
}

const LONGEST_STOP_DAYS = 7;

/** When the service starts a server that is stopped, in milliseconds of the epoch; undefined where it isn't. */
export function startsAgainAt({ hidden }: Resource): number | undefined {
  const stoppedAt = textAt(hidden, 'stoppedAt');
  if (stoppedAt === undefined) return undefined;
  return Temporal.Instant.from(stoppedAt).add({ hours: 24 * LONGEST_STOP_DAYS }).epochMilliseconds;
}

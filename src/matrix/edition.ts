import { Source } from './source';

/** Ids of the editions, as findings and the command line name them. */
export type EditionId = '2024-12-17' | '2025-02-28' | '2025-05-15' | 'v2-2026-09-28';

export type EditionStatus = 'superseded' | 'generally-available' | 'preview';

/** v1: logical dumps, restored as files. v2: physical backups from disk snapshots, restored as a server. */
export type ProtectionStack = 'v1' | 'v2';

/** How hard an edition's limit is. */
export type LimitSeverity = 'error' | 'warning';

export type ComputeTier = 'Burstable' | 'GeneralPurpose' | 'MemoryOptimized';

/**
 * The largest server. Azure's documents say TB, its disks come in powers of two, and the PostgreSQL document says TiB of the
 * same limit (contradiction C18 of the fact sheet): 1 TB is taken as 1024 GiB = 1048576 MB here, so that a server of
 * exactly 1 TiB, which Azure sells as "1 TB", is at the limit and not above it. The number applies to provisioned storage.
 */
export interface ServerSizeLimit {
  /** A server above this is in violation; a server of exactly this size isn't. */
  readonly limitGiB: number;
  /** As people say it: `1 TB`. */
  readonly limitLabel: string;
  readonly severity: LimitSeverity;
  /** Where Premium SSD v2 has its own limit. */
  readonly premiumV2LimitGiB?: number;
  readonly premiumV2LimitLabel?: string;
}

export interface RunsLimit {
  readonly atMost: 'one-a-week' | 'one-a-day';
  /** What more runs than that are. */
  readonly severity: LimitSeverity;
}

export interface ScheduleLimit {
  /** ISO 8601 periods that the edition executes. */
  readonly periods: readonly string[];
  /** What a daily period (`P1D`) is where it isn't one of `periods`; undefined where it is. */
  readonly dailySeverity?: LimitSeverity;
  /** What every other period is. */
  readonly otherPeriodSeverity: LimitSeverity;
  readonly runs: RunsLimit;
}

export interface ElasticClusterLimit {
  readonly supported: boolean;
  readonly maxNodes?: number;
}

/** What an edition says of servers without public access. */
export interface PrivateNetworkPromise {
  readonly state: 'trusted-services' | 'unstated' | 'trusted-access';
  /** A sentence for findings. */
  readonly promise: string;
}

/** One edition of the support matrix: everything in it that differs between editions, and nothing else. */
export interface Edition {
  readonly id: EditionId;
  readonly title: string;
  readonly status: EditionStatus;
  readonly stack: ProtectionStack;
  readonly source: Source;

  readonly serverSize: ServerSizeLimit;
  readonly schedule: ScheduleLimit;
  /** Where the vault has to be, seen from the server. */
  readonly vaultRegion: 'same' | 'any';
  readonly premiumSsdV2: boolean;
  readonly elasticCluster: ElasticClusterLimit;
  readonly excludedTiers: readonly ComputeTier[];
  /** Oldest PostgreSQL major version; undefined where the edition names none. */
  readonly minimumVersion?: number;
  /** Public regions that the edition doesn't serve, normalised names. */
  readonly excludedRegions: readonly string[];
  /** Whether US government and China regions are served. */
  readonly sovereignRegions: boolean;
  readonly privateNetwork: PrivateNetworkPromise;
  /** A recovery point can be restored from the vault straight to a server. */
  readonly directRestore: boolean;
  /** A recovery point can be restored as files into a storage container. */
  readonly restoreAsFiles: boolean;
  /** Single databases can be chosen for backup. */
  readonly databasesSelectable: boolean;
}

import type { Resource } from '../state/resources';

/** How long every backup takes, and every restore: nothing is published, and a twin has no data to move. */
export const BACKUP_MILLISECONDS = 10 * 60 * 1000;

/** A recovery point; times are milliseconds since the epoch. */
export interface Point {
  readonly at: number;
  /** When its retention ends. */
  readonly until: number;
  readonly tag: string;
  /** Name of the policy. */
  readonly policy: string;
  /** Names of the databases that are in it. */
  readonly databases?: readonly string[];
}

/** Why a backup failed. */
export interface Failure {
  readonly code: string;
  readonly innerCode?: string;
  readonly message: string;
  readonly recommendedAction?: string;
}

/** Where a restore takes a recovery point. */
export interface Restore {
  /** Name of the recovery point, and when it was made. */
  readonly point: string;
  readonly pointAt: number;
  /** Address of the container. */
  readonly url: string;
  /** In the region that the vault's is paired with. */
  readonly isSecondary: boolean;
  /** Undefined where it leaves none, because it fails. */
  readonly files?: {
    /** ARM id of the container. */
    readonly container: string;
    /** What their names begin with. */
    readonly prefix: string;
  };
}

/** A backup or a restore that was made or tried. */
export interface Job {
  readonly at: number;
  readonly policyId: string;
  readonly rule: string;
  /** Somebody asked for it. */
  readonly byHand: boolean;
  readonly tag?: string;
  /** Undefined for a backup. */
  readonly restore?: Restore;
  readonly failure?: Failure;
  /** When it failed; default: at once. */
  readonly failedAt?: number;
}

/** What the service remembers of an instance. */
export interface History {
  points: Point[];
  readonly jobs: Job[];
  /** When the last backup that succeeds has ended. */
  busyUntil?: number;
  /** When a schedule last began a backup, and when one last succeeded. */
  lastRun?: number;
  lastSuccess?: number;
  /** When the next of the points expires. */
  nextExpiry?: number;
  /** When restores began whose files aren't in a blob store yet. */
  restoring?: number[];
}

/** Whether points go when their retention ends: `all` do, `allButLatest`, or `none`. */
export type Expiry = 'all' | 'allButLatest' | 'none';

/** The history of an instance, kept with it. */
export function historyOf(instance: Resource): History {
  instance.hidden.history ??= { points: [], jobs: [] };
  return instance.hidden.history as unknown as History;
}

/** What an instance remembers, or nothing, without beginning to. */
export function pastOf({ hidden }: Resource): History {
  return (hidden.history as unknown as History | undefined) ?? { points: [], jobs: [] };
}

/** Begins a backup that will succeed: what comes of it is known from the start, and seen when it has ended. */
export function beginBackup(history: History, job: Job, point: Point): void {
  history.jobs.push(job);
  history.points.push(point);
  history.busyUntil = job.at + BACKUP_MILLISECONDS;
  history.nextExpiry = Math.min(history.nextExpiry ?? Infinity, point.until);
}

export function isBusy({ busyUntil }: History, at: number): boolean {
  return busyUntil !== undefined && at < busyUntil;
}

export function hasExpired({ nextExpiry }: History, now: number): boolean {
  return nextExpiry !== undefined && nextExpiry <= now;
}

/** Takes away what has expired. */
export function expire(history: History, now: number, expiry: Expiry): void {
  if (expiry === 'none') return;
  const latest = expiry === 'allButLatest' ? history.points.at(-1) : undefined;
  history.points = history.points.filter((point) => point.until > now || point === latest);
  const due = history.points.map(({ until }) => until).filter((until) => until > now);
  history.nextExpiry = due.length > 0 ? due.reduce((a, b) => Math.min(a, b)) : undefined;
}

/** The recovery points that can be seen, newest first. */
export function visiblePoints({ points }: History, now: number): Point[] {
  return points.filter(({ at }) => at + BACKUP_MILLISECONDS <= now).reverse();
}

import { mkdir, statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';

/** Something that this machine lacks, and what its user can do about it. */
export interface Obstacle {
  readonly what: string;
  readonly how: string;
}

/** What keeps a part from running here. */
export interface Missing {
  readonly ready: false;
  readonly missing: readonly Obstacle[];
}

/** For people: what is missing, one line each. */
export function describeMissing(result: Missing): string {
  return result.missing.map(({ what, how }) => `${what}: ${how}`).join('\n');
}

export interface BuildOptions {
  /** Get what is missing; otherwise only say what it is. */
  readonly build: boolean;
  readonly log?: (line: string) => void;
}

export const SETUP = 'npx tsx tools/terraform/setup.ts';
export const EXE = process.platform === 'win32' ? '.exe' : '';

const GB = 1e9;

/** Where parts are kept once they are there; never inside the repository. */
export function cacheFolder(): string {
  return process.env.AZPGBACKUP_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'azpgbackup');
}

/** Lets one process at a time put parts into the cache. */
export async function alone<T>(log: (line: string) => void, action: () => Promise<T>): Promise<T> {
  const release = await takeLock(log);
  try {
    return await action();
  } finally {
    await release();
  }
}

async function takeLock(log: (line: string) => void): Promise<() => Promise<void>> {
  const cache = cacheFolder();
  await mkdir(cache, { recursive: true });
  const options = { lockfilePath: join(cache, 'build.lock'), stale: 60_000, update: 10_000 };
  try {
    return await lock(cache, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    log('Another process is building the same; waiting for it.');
    return lock(cache, { ...options, retries: { retries: 3600, factor: 1, minTimeout: 1000 } });
  }
}

export async function diskObstacle(gb: number, purpose: string): Promise<Obstacle | undefined> {
  const cache = cacheFolder();
  const { bavail, bsize } = await statfs(cache);
  const free = bavail * bsize;
  if (free >= gb * GB) return undefined;
  return {
    what: `${gb} GB of free disk in ${cache} to ${purpose}`,
    how: `${(free / GB).toFixed(1)} GB are free; make room, or let AZPGBACKUP_CACHE name a folder on a larger disk`,
  };
}

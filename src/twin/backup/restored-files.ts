import { type Json, listAt } from '../arm/json';
import type { Resource } from '../state/resources';

/** A file that a restore leaves in a container. */
export interface RestoredFile {
  readonly name: string;
  readonly kind: 'database' | 'roles' | 'tablespace' | 'schema';
  /** Undefined for what is of the whole server. */
  readonly database?: string;
  /** The server that was backed up. */
  readonly serverId: string;
  /** When the recovery point was made, in milliseconds of the epoch. */
  readonly pointAt: number;
  /** When the file is there, likewise. */
  readonly at: number;
}

/**
 * The files of one restore: one for each database, and three for the server. The suffixes are as users observed them (2026-03);
 * what they begin with is the service's own, whatever prefix is asked for.
 */
export function filesOf(
  prefix: string,
  databases: readonly string[],
  rest: Pick<RestoredFile, 'serverId' | 'pointAt' | 'at'>,
): RestoredFile[] {
  return [
    ...databases.map((database): RestoredFile => {
      return { name: `${prefix}_database_${database}.sql`, kind: 'database', database, ...rest };
    }),
    ...(['roles', 'tablespace', 'schema'] as const).map((kind): RestoredFile => {
      return { name: `${prefix}_${kind}.sql`, kind, ...rest };
    }),
  ];
}

/** Notes files with the container that they lie in: they go with it. */
export function keepFiles(container: Resource, files: readonly RestoredFile[]): void {
  container.hidden.restored = [
    ...listAt(container.hidden, 'restored'),
    ...files.map((file) => ({ ...file })),
  ] as Json[];
}

/** The files of one restore. */
export function filesUnder({ hidden }: Resource, prefix: string): RestoredFile[] {
  return (listAt(hidden, 'restored') as unknown as RestoredFile[]).filter(({ name }) => name.startsWith(`${prefix}_`));
}

/** Forgets the files of one restore. */
export function dropFiles(container: Resource, prefix: string): void {
  const dropped = new Set(filesUnder(container, prefix) as unknown as Json[]);
  container.hidden.restored = listAt(container.hidden, 'restored').filter((file) => !dropped.has(file));
}

/** The files that are in a container at a moment, in milliseconds of the epoch. */
export function restoredFiles({ hidden }: Resource, now: number): RestoredFile[] {
  return (listAt(hidden, 'restored') as unknown as RestoredFile[]).filter(({ at }) => at <= now);
}

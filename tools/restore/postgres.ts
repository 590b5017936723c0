import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installFromDebian } from '../terraform/debian';
import { alone, type BuildOptions, EXE, type Missing, type Obstacle, SETUP } from '../terraform/machine';
import { run } from '../terraform/process';

export interface Postgres {
  readonly ready: true;
  /** Folder of `postgres`, `initdb`, `psql`, `pg_dump` and `pg_restore`, all of one version. */
  readonly bin: string;
  readonly version: string;
}

const PROGRAMS = ['postgres', 'initdb', 'psql', 'pg_dump', 'pg_dumpall', 'pg_restore'];
/** Where Debian puts the programs of each version; they aren't on the PATH. */
const DEBIAN = '/usr/lib/postgresql';
const OBSTACLE: Obstacle = {
  what: 'PostgreSQL, server and client programs',
  how: `install it from https://www.postgresql.org/download/ (on Debian, as root, "${SETUP}" does), and put its programs on the PATH`,
};

/** Finds PostgreSQL, or installs that of Debian. No server of it is used: tests make their own. */
export async function ensurePostgres(options: BuildOptions): Promise<Postgres | Missing> {
  const found = findBin();
  if (found !== undefined) return describe(found);
  if (options.build) {
    const log = options.log ?? (() => {});
    await alone(log, () => installFromDebian(['postgresql', 'postgresql-client'], log));
    const installed = findBin();
    if (installed !== undefined) return describe(installed);
  }
  return { ready: false, missing: [OBSTACLE] };
}

/** The newest of Debian's, else the first on the PATH. */
function findBin(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).filter((name) => /^\d+$/.test(name)) : [];
  const newestFirst = versions.sort((one, other) => Number(other) - Number(one));
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...newestFirst.map((version) => join(DEBIAN, version, 'bin')), ...onPath].find((folder) =>
    PROGRAMS.every((program) => existsSync(join(folder, `${program}${EXE}`))),
  );
}

async function describe(bin: string): Promise<Postgres> {
  const { stdout } = await run(join(bin, 'postgres'), ['--version']);
  return { ready: true, bin, version: /\d+(\.\d+)*/.exec(stdout)?.[0] ?? stdout.trim() };
}

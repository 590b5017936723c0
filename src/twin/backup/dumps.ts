import { createReadStream, readdirSync, statSync } from 'fs';
import { join, sep } from 'path';
import type { Readable } from 'stream';
import type { RestoredFile } from './restored-files';

/** What a blob is to hold. */
export interface Content {
  /** In bytes. */
  readonly length: number;
  open(): Readable;
}

/** Where a dump's files lie, by what they are. */
interface Dump {
  readonly databases: ReadonlyMap<string, string>;
  /** Path of the file of the whole server, before `_roles.sql` and its like. */
  readonly prefix: string;
}

const ROLES = '_roles.sql';
const DATABASE = '_database_';

/**
 * A folder of dumps: in it one folder for each server, named like it, with files named as a restore names them, whatever they
 * begin with. It is read anew each time, as a server's contents change.
 */
export class Dumps {
  constructor(private readonly folder: string) {
    try {
      readdirSync(folder);
    } catch (error) {
      throw new Error(`The folder of dumps ${folder} can't be read: ${(error as Error).message}`);
    }
  }

  /** Databases in the dump of a server; undefined where there is none. */
  public databasesOf(server: string): readonly string[] | undefined {
    const dump = this.read(server);
    return dump && [...dump.databases.keys()];
  }

  /** What a restored file holds. Throws where the dump has no such file. */
  public contentOf(server: string, { kind, database }: RestoredFile): Content {
    const dump = this.read(server);
    if (!dump) {
      throw new Error(`${join(this.folder, server)} must hold a dump: one file *${ROLES} and those beside it.`);
    }
    const path = database === undefined ? `${dump.prefix}_${kind}.sql` : dump.databases.get(database);
    if (path === undefined) throw new Error(`The dump of '${server}' has no database '${database}'.`);
    return { length: statSync(path).size, open: () => createReadStream(path) };
  }

  private read(server: string): Dump | undefined {
    const folder = join(this.folder, server);
    const paths = filesBelow(folder);
    const [roles, ...others] = paths.filter((path) => path.endsWith(ROLES) && !path.includes(DATABASE));
    if (roles === undefined || others.length > 0) return undefined;
    const prefix = roles.slice(0, -ROLES.length);
    const start = prefix + DATABASE;
    const found = paths
      .filter((path) => path.startsWith(start) && path.endsWith('.sql'))
      .map((path) => [path.slice(start.length, -'.sql'.length), join(folder, path)] as const);
    return { prefix: join(folder, prefix), databases: new Map(found) };
  }
}

/** Paths of all files, `/` between their parts as in the names of blobs: a database may be named `a/b`. */
function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
      .map((path) => path.split(sep).join('/'))
      .sort();
  } catch {
    return [];
  }
}

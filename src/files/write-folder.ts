import { randomBytes } from 'crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';
import { attempt, Output, WriteError, writeFiles } from './write-files';

/** A file of a folder, by its name there. */
export interface FolderFile {
  readonly name: string;
  readonly text: string;
  readonly executable?: boolean;
}

/**
 * Writes a folder, all of it or nothing: a new one beside its place first, and moved there when it is whole.
 * @param mark the file by which a folder is known as one that was written before: it is written anew, and what else is in
 *   it stays. Any other folder that isn't empty is refused.
 */
export function writeFolder(folder: string, files: readonly FolderFile[], mark: string, cwd: string): void {
  const path = resolve(cwd, folder);
  if (attempt(folder, () => isLoose(path))) throw new WriteError(folder, 'it is a link that leads nowhere');
  if (!attempt(folder, () => existsSync(path))) return writeNew(folder, path, files);
  if (!attempt(folder, () => statSync(path).isDirectory())) throw new WriteError(folder, 'it is a file');
  const there = attempt(folder, () => readdirSync(path));
  if (there.length > 0 && !there.includes(mark)) {
    throw new WriteError(folder, `it is there, and not empty, and no ${mark} is in it`);
  }
  writeFiles(
    files.map(({ name, text, executable }): Output => ({ file: join(folder, name), text, mode: modeOf(executable) })),
    cwd,
  );
}

function writeNew(folder: string, path: string, files: readonly FolderFile[]): void {
  attempt(folder, () => {
    makeFolders(dirname(path));
    const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
    mkdirSync(temporary);
    try {
      for (const { name, text, executable } of files) {
        writeFileSync(join(temporary, name), text, { mode: modeOf(executable), flag: 'wx' });
      }
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { recursive: true, force: true });
      throw error;
    }
  });
}

/**
 * A folder with its parents. By itself Node tries for ever where one can't be made, as in /proc.
 * @returns the first that was made; undefined where all were there
 */
export function makeFolders(path: string): string | undefined {
  if (existsSync(path)) return undefined;
  if (isLoose(path)) throw new Error(`${path} is a link that leads nowhere`);
  const first = makeFolders(dirname(path));
  mkdirSync(path);
  return first ?? path;
}

/** Whether it is a link to what isn't there. */
function isLoose(path: string): boolean {
  return !existsSync(path) && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function modeOf(executable = false): number {
  return executable ? 0o777 : 0o666;
}

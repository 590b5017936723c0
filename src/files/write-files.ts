import { randomBytes } from 'crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'fs';
import { basename, dirname, join, resolve } from 'path';

/** A file that can't be written, in one line. */
export class WriteError extends Error {
  public constructor(file: string, why: string) {
    super(`can't write ${file}: ${why}`);
    this.name = 'WriteError';
  }
}

export interface Output {
  readonly file: string;
  readonly text: string;
  /** Permissions of a new file, short of what the process takes away; those of a plain file by itself. */
  readonly mode?: number;
}

interface Staged {
  readonly temporary: string;
  readonly target: string;
  readonly file: string;
}

/** Writes all files or none: each whole beside its place first, and moved there when all of them are. */
export function writeFiles(outputs: readonly Output[], cwd: string): void {
  const staged: Staged[] = [];
  const direct: Output[] = [];
  try {
    for (const output of outputs) {
      const target = targetOf(output.file, cwd);
      if (isReplaceable(target)) staged.push(stage(output, target));
      else direct.push(output);
    }
    // What isn't a file, as /dev/stderr or a pipe, can't be moved to.
    for (const { file, text } of direct) attempt(file, () => writeFileSync(resolve(cwd, file), text));
    for (const { temporary, target, file } of staged) attempt(file, () => renameSync(temporary, target));
  } finally {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
  }
}

/** Where a file really lies: the link to it stays one. */
export function targetOf(file: string, cwd: string): string {
  const path = resolve(cwd, file);
  return attempt(file, () => (existsSync(path) ? realpathSync(path) : path));
}

/** A file, or nothing yet: neither a folder nor what only looks like a file. */
export function isReplaceable(target: string): boolean {
  return !existsSync(target) || statSync(target).isFile();
}

function stage({ file, text, mode: own = 0o666 }: Output, target: string): Staged {
  return attempt(file, () => {
    // A file that is there keeps its permissions; `x` and the random name keep others from being in the way.
    const mode = existsSync(target) ? statSync(target).mode : own;
    const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
    const descriptor = openSync(temporary, 'wx', mode);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    } finally {
      closeSync(descriptor);
    }
    return { temporary, target, file };
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'it is not allowed',
  EPERM: 'it is not allowed',
  EROFS: 'the file system is read-only',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  ENOSPC: 'there is no space left',
  ELOOP: 'its links go in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/** @throws WriteError that says why, in words */
export function attempt<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new WriteError(file, REASONS[code] ?? message);
  }
}

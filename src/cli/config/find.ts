import { existsSync, readFileSync, statSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';
import { Configuration, NO_CONFIGURATION } from './configuration';
import { parseConfiguration } from './parse';
import { Problem } from '../problem';

const NAMES = ['.azpgbackup.yaml', '.azpgbackup.yml', '.azpgbackup.json'];
const LARGEST = 1024 * 1024;

/** The configuration that holds for a folder: the file that was named, else the nearest upward, else none. */
export function loadConfiguration(named: string | undefined, cwd: string): Configuration {
  const path = named === undefined ? nearestUpward(cwd) : resolve(cwd, named);
  if (path === undefined) return NO_CONFIGURATION;
  const shown = named ?? (relative(cwd, path) || path);
  const text = readText(path, shown);
  return parseConfiguration(text, shown);
}

function nearestUpward(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const found = NAMES.map((name) => join(folder, name)).filter((path) => existsSync(path));
    if (found.length > 1) {
      throw new Problem(
        `${found.map((path) => relative(from, path)).join(' and ')} lie side by side: keep one of them`,
      );
    }
    if (found.length === 1) return found[0];
    if (dirname(folder) === folder) return undefined;
  }
}

function readText(path: string, shown: string): string {
  let bytes: Buffer;
  try {
    if (statSync(path).size > LARGEST) throw new Problem(`${shown} is no configuration file: it is larger than 1 MB`);
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new Problem(
      `can't read ${shown}: ${code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : 'it is not allowed'}`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(`${shown} is no configuration file: it is not text in UTF-8`);
  }
}

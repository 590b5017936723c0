import { join } from 'node:path';
import { makeIndexLazy } from './lazy-index';
import { packFiles } from './packs';

/** Rewrites what the compiler wrote so that a program loads what it asks for, and that from a few files. */
export async function quicken(lib: string): Promise<void> {
  makeIndexLazy(join(lib, 'index.js'));
  await packFiles(lib);
}

if (require.main === module) {
  quicken(join(__dirname, '..', '..', 'lib')).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}

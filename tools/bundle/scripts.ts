import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

export const SCRIPTS = 'scripts';

const FOLDER = join(__dirname, '..', '..', 'src', 'runbook', 'scripts');

/** Where the runbook gets its scripts from, in its own words. */
const READING = "readFileSync(join(__dirname, 'scripts', file), 'utf8')";

/** Has the runbook take its scripts from the packed parts of the bundle. */
export const RUNBOOK_SCRIPTS: Plugin = {
  name: 'runbook-scripts',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]runbook[\\/]script-files\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (!source.includes(READING)) throw new Error(`${path} reads its scripts in another way: look at it anew`);
      const packed = `JSON.parse(azpgbackupUnpack("${SCRIPTS}").toString())[file]`;
      return { contents: source.replace(READING, packed), loader: 'ts' };
    });
  },
};

/** All of them by their names. */
export function scripts(): Buffer {
  const texts = readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')] as const);
  return Buffer.from(JSON.stringify(Object.fromEntries(texts)));
}

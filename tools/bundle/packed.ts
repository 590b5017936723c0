import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'esbuild';

/**
 * A part of the bundle that not every run needs: compressed, in a comment of one line at the end, over which the engine
 * hurries when it starts. What it stands for is made when it is first asked for.
 */
export interface Packed {
  readonly name: string;
  readonly content: Buffer;
}

/** At the beginning of the bundle: gives back a packed part, as bytes or as the exports of the module that it is. */
export const UNPACK = `
function azpgbackupUnpack(name) {
  const bundle = require("fs").readFileSync(__filename);
  const mark = "\\n//" + name + ":";
  const from = bundle.lastIndexOf(mark) + mark.length;
  const text = bundle.toString("latin1", from, bundle.indexOf("\\n", from));
  return require("zlib").brotliDecompressSync(Buffer.from(text, "base64"));
}
function azpgbackupLoad(name) {
  const module = { exports: {} };
  const scope = { module, exports: module.exports, require, azpgbackupUnpack, azpgbackupLoad };
  const text = azpgbackupUnpack(name).toString();
  require("vm").compileFunction(text, Object.keys(scope), { filename: name })(...Object.values(scope));
  return module.exports;
}
`;

/** The lines that go to the end of the bundle. */
export function packedLines(parts: readonly Packed[]): string {
  return parts
    .map(({ name, content }) => `\n//${name}:${compressed(content).toString('base64')}`)
    .join('')
    .concat('\n');
}

/** Has these libraries loaded from packed parts of their names. */
export function loadPacked(libraries: readonly string[]): Plugin {
  return {
    name: 'packed',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
        kind !== 'entry-point' && libraries.includes(path) ? { path, namespace: 'packed' } : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'packed' }, ({ path }) => ({
        contents: `module.exports = azpgbackupLoad(${JSON.stringify(path)});`,
        loader: 'js',
      }));
    },
  };
}

/** Modules of Node.js that take milliseconds to load and that hardly a run needs, by the functions that are used. */
const SELDOM: Readonly<Record<string, readonly string[]>> = {
  crypto: ['createHash', 'randomBytes'],
  // Commander starts programs for subcommands that are files of their own; ours aren't.
  child_process: ['spawn'],
};

/** Loads modules of Node.js when one of their functions is called. */
export const LAZY_BUILTINS: Plugin = {
  name: 'lazy-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:node:)?(?:crypto|child_process)$/ }, ({ path, namespace }) =>
      namespace === 'lazy' ? undefined : { path: path.replace(/^node:/, ''), namespace: 'lazy' },
    );
    onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
      contents: SELDOM[path]
        .map((name) => `exports.${name} = (...given) => require("node:${path}").${name}(...given);`)
        .join('\n'),
      loader: 'js',
    }));
  },
};

/** Compressing well takes seconds; the result is kept until the content changes. */
function compressed(content: Buffer): Buffer {
  const folder = join(__dirname, '..', '..', 'node_modules', '.cache', 'azpgbackup');
  const kept = join(folder, `${createHash('sha256').update(content).digest('hex').slice(0, 16)}.br`);
  try {
    return readFileSync(kept);
  } catch {
    const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
    const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: content.length };
    const small = brotliCompressSync(content, { params });
    mkdirSync(folder, { recursive: true });
    const temporary = `${kept}.${process.pid}`;
    writeFileSync(temporary, small);
    renameSync(temporary, kept);
    return small;
  }
}

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Plugin } from 'esbuild';

export const WASM = 'hcl2json.wasm';

/** Where the parser of HCL gets its WebAssembly from, in its own words. */
const READING = '(0, zlib_1.gunzipSync)(await fs.readFile((0, path_1.join)(__dirname, "..", "main.wasm.gz")))';

/** Has @cdktf/hcl2json take its WebAssembly from the packed parts of the bundle. */
export const HCL2JSON: Plugin = {
  name: 'hcl2json',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]hcl2json[\\/]lib[\\/]bridge\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (!source.includes(READING)) throw new Error(`${path} reads its WebAssembly in another way: look at it anew`);
      return { contents: source.replace(READING, `azpgbackupUnpack("${WASM}")`), loader: 'js' };
    });
  },
};

export function wasm(): Buffer {
  return gunzipSync(readFileSync(join(dirname(require.resolve('@cdktf/hcl2json/package.json')), 'main.wasm.gz')));
}

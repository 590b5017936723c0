import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, BuildOptions, BuildResult, Plugin } from 'esbuild';
import { HCL2JSON, wasm, WASM } from './hcl2json';
import { licences } from './licences';
import { LAZY_BUILTINS, loadPacked, Packed, packedLines, UNPACK } from './packed';
import { RUNBOOK_SCRIPTS, SCRIPTS, scripts } from './scripts';
import { ENTRIES } from '../../src/cli/catalogue/entries';

const ROOT = join(__dirname, '..', '..');

/** The names of what `bundle` writes. */
export const BUNDLE = 'azpgbackup.js';
export const LICENCES = 'THIRD-PARTY-LICENCES.txt';

/** Libraries that few runs need. */
const LIBRARIES = ['@cdktf/hcl2json', '@js-temporal/polyfill', 'node-sarif-builder', 'xmlbuilder', 'yaml'];

/** What commands load when they run is packed, each in a part of its own, except for what needs little. */
const LIGHT = ['../catalogue/editions', '../catalogue/rules'];
const TWIN = '../twin';
const CATALOGUE = 'catalogue';
const COMMANDS = join(ROOT, 'src', 'cli', 'commands');

const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  // Libraries take it for what Node.js does by itself, and it changes `fs` for everybody.
  alias: { 'fs-extra': 'node:fs' },
  // Asked for only where the engine has none of its own, which no Node.js that we run on lacks.
  external: ['performance'],
  metafile: true,
  write: false,
  logLevel: 'error',
} satisfies BuildOptions;

type Built = BuildResult<typeof OPTIONS>;

/**
 * Makes the command: one file with everything that it needs, and beside it the licences of what is in it. What the engine
 * has to read at every start is the parser of arguments and little else; the rest is packed.
 */
export async function bundle(folder: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const main = await build({
    ...OPTIONS,
    entryPoints: ['src/cli/bin.ts'],
    banner: { js: `#!/usr/bin/env node${UNPACK}` },
    define: { AZPGBACKUP_VERSION: JSON.stringify(version) },
    plugins: [LAZY_BUILTINS, heavy(), catalogue()],
  });
  const parts = await Promise.all(heavyModules().map(buildPart));
  const each = await Promise.all(
    LIBRARIES.map((library) => build({ ...OPTIONS, entryPoints: [library], plugins: [HCL2JSON] })),
  );
  const packed: Packed[] = [
    ...each.map((built, index) => ({ name: LIBRARIES[index], content: contentOf(built) })),
    { name: WASM, content: wasm() },
    { name: CATALOGUE, content: Buffer.from(JSON.stringify(ENTRIES)) },
    { name: SCRIPTS, content: scripts() },
    ...parts.map(({ name, built }) => ({ name, content: contentOf(built) })),
  ];
  const inputs = [main, ...parts.map(({ built }) => built), ...each].flatMap(({ metafile }) =>
    Object.keys(metafile.inputs),
  );
  const foreign = inputs.filter((input) => /node_modules\/(cdktf|constructs|@cdktf\/provider)/.test(input));
  if (foreign.length > 0) throw new Error(`the command must not contain ${foreign.join(', ')}`);

  mkdirSync(folder, { recursive: true });
  const file = join(folder, BUNDLE);
  writeFileSync(file, `${contentOf(main).toString().trimEnd()}${packedLines(packed)}`);
  chmodSync(file, 0o755);
  writeFileSync(join(folder, LICENCES), licences(inputs));
}

function heavyModules(): string[] {
  const sources = readdirSync(COMMANDS).map((name) => readFileSync(join(COMMANDS, name), 'utf8'));
  const loaded = sources.flatMap((text) => [...text.matchAll(/\brequire\('(\.\.\/[^']+)'\)/g)].map(([, path]) => path));
  return [...new Set(loaded)].filter((path) => !LIGHT.includes(path));
}

/** A part begins with its module as it is, and not in a function: the engine would go over that twice. */
async function buildPart(path: string): Promise<{ readonly name: string; readonly built: Built }> {
  const built = await build({
    ...OPTIONS,
    stdin: { contents: `export * from "${path}";`, resolveDir: COMMANDS },
    // What serves needs most of what Node.js has.
    plugins: [...(path === TWIN ? [] : [LAZY_BUILTINS]), RUNBOOK_SCRIPTS, heavy(), catalogue(), loadPacked(LIBRARIES)],
  });
  return { name: partOf(path), built };
}

function partOf(path: string): string {
  return basename(path);
}

/** Has them loaded from their packed part. */
function heavy(): Plugin {
  const modules = heavyModules();
  return {
    name: 'heavy',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.\// }, ({ path, resolveDir, kind }) =>
        kind === 'require-call' && resolveDir === COMMANDS && modules.includes(path)
          ? { path, namespace: 'heavy' }
          : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'heavy' }, ({ path }) => ({
        contents: `module.exports = azpgbackupLoad("${partOf(path)}");`,
        loader: 'js',
      }));
    },
  };
}

/** The catalogue, worked out beforehand. */
function catalogue(): Plugin {
  return {
    name: 'catalogue',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]cli[\\/]catalogue[\\/]entries\.ts$/ }, () => ({
        contents: `export const ENTRIES = JSON.parse(azpgbackupUnpack("${CATALOGUE}").toString());`,
        loader: 'js',
      }));
    },
  };
}

function contentOf({ outputFiles }: Built): Buffer {
  return Buffer.from(outputFiles[0].contents);
}

if (require.main === module) {
  bundle(join(ROOT, 'bin')).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}

import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { build, BuildOptions, Plugin } from 'esbuild';

/** By pack the files that it begins with. What several packs lead to is in one that they share. */
type Beginnings = Readonly<Record<string, readonly string[]>>;

const BEGINNINGS: Beginnings = {
  cluster: ['cluster/geo-redundant-cluster.js', 'terraform/azapi.js'],
  report: ['validation/reports.js'],
  server: ['rules/server-rules.js'],
};
/** The pack of what the index leads to besides. */
const REST = 'server';
const SHARED = 'core';
const FOLDER = 'packs';
const INDEX = 'index.js';
const ELSEWHERE = 'elsewhere';
const SEEN = 'seen';

/** Which others each file needs; files are named as seen from the compiled package. */
type Graph = ReadonlyMap<string, readonly string[]>;
/** Which pack each file is in. */
type Packs = ReadonlyMap<string, string>;

interface Written {
  readonly path: string;
  readonly contents: Uint8Array;
}

/**
 * Packs the compiled files that the index leads to into a few. To find, read and compile a file takes a quarter of a
 * millisecond, and every synthesis needs more than a hundred of them. In the place of each stands one line that leads to its
 * pack, so that whoever asks for a file gets one and the same module; each runs when it is first asked for, as before. What
 * is packed already stays as it is.
 */
export async function packFiles(folder: string, beginnings = BEGINNINGS): Promise<void> {
  const lib = realpathSync(folder);
  const graph = await graphOf(lib);
  if ([...graph.keys()].some((file) => file.startsWith(`${FOLDER}/`))) return;
  const packs = packsOf(graph, beginnings);
  const names = [...new Set(packs.values())].sort();
  const written = (await Promise.all(names.map((name) => bundle(lib, name, packs)))).flat();
  // Read to the last before the first is replaced.
  rmSync(join(lib, FOLDER), { recursive: true, force: true });
  mkdirSync(join(lib, FOLDER));
  for (const { path, contents } of written) writeFileSync(path, contents);
  for (const [file, name] of packs) {
    writeFileSync(join(lib, file), `"use strict";\nmodule.exports = ${load(posix.dirname(file), file, name)};\n`);
    rmSync(join(lib, `${file}.map`), { force: true });
  }
}

function options(lib: string) {
  return {
    absWorkingDir: lib,
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    write: false,
    logLevel: 'error',
  } satisfies BuildOptions;
}

async function graphOf(lib: string): Promise<Graph> {
  const built = await build({ ...options(lib), entryPoints: [INDEX], outfile: INDEX, metafile: true });
  const inputs = Object.entries(built.metafile.inputs);
  return new Map(
    inputs.map(([file, { imports }]) => [file, imports.filter((each) => !each.external).map(({ path }) => path)]),
  );
}

function packsOf(graph: Graph, beginnings: Beginnings): Packs {
  const firsts = new Set(Object.values(beginnings).flat());
  const missing = [...firsts].find((file) => !graph.has(file));
  if (missing !== undefined) throw new Error(`${INDEX} doesn't lead to ${missing}, which a pack begins with`);
  const reached = new Map(Object.entries(beginnings).map(([name, files]) => [name, reachedFrom(files, graph, firsts)]));
  const known = new Set([...reached.values()].flatMap((files) => [...files]));
  const rest = graph.get(INDEX)!.filter((file) => !known.has(file));
  reached.set(REST, reachedFrom([...beginnings[REST], ...rest], graph, firsts));

  const packs = new Map<string, string>();
  for (const [name, files] of reached) {
    for (const file of files) packs.set(file, packs.has(file) ? SHARED : name);
  }
  return new Map([...packs].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The files that some lead to, and those themselves; what other packs begin with is theirs. */
function reachedFrom(from: readonly string[], graph: Graph, firsts: ReadonlySet<string>): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...from];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    // The manifest of the package lies outside, and stays a file.
    if (reached.has(file) || file.startsWith('../')) continue;
    reached.add(file);
    open.push(...graph.get(file)!.filter((next) => !firsts.has(next)));
  }
  return reached;
}

async function bundle(lib: string, name: string, packs: Packs): Promise<readonly Written[]> {
  const own = [...packs].filter(([, other]) => other === name).map(([file]) => file);
  const built = await build({
    ...options(lib),
    stdin: {
      contents: `const modules = {
        ${own.map((file) => `${JSON.stringify(file)}: () => require(${JSON.stringify(`./${file}`)}),`).join('\n')}
      };
      module.exports = (name) => modules[name]();`,
      resolveDir: lib,
      sourcefile: `${name}.js`,
    },
    format: 'cjs',
    outfile: join(FOLDER, `${name}.js`),
    legalComments: 'none',
    // Errors are printed with them.
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    plugins: [elsewhere(lib, name, packs)],
  });
  return built.outputFiles;
}

/** What is in another pack is asked of that, and what is in none is loaded from where it lies. */
function elsewhere(lib: string, own: string, packs: Packs): Plugin {
  return {
    name: ELSEWHERE,
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /^\./ }, async ({ path, namespace, resolveDir, kind, pluginData }) => {
        if (namespace === ELSEWHERE) return { path, external: true };
        if (pluginData === SEEN) return undefined;
        const resolved = await resolve(path, { resolveDir, kind, pluginData: SEEN });
        if (resolved.errors.length > 0) return resolved;
        const file = relative(lib, resolved.path).split(sep).join('/');
        const pack = packs.get(file);
        if (pack === own) return resolved;
        return pack === undefined
          ? { path: posix.relative(FOLDER, file), external: true }
          : { path: file, namespace: ELSEWHERE };
      });
      onLoad({ filter: /.*/, namespace: ELSEWHERE }, ({ path }) => ({
        contents: `module.exports = ${load(FOLDER, path, packs.get(path)!)};`,
      }));
    },
  };
}

/** How a file of a folder asks for one that is packed. */
function load(folder: string, file: string, pack: string): string {
  const path = posix.relative(folder, posix.join(FOLDER, `${pack}.js`));
  return `require(${JSON.stringify(path.startsWith('.') ? path : `./${path}`)})(${JSON.stringify(file)})`;
}

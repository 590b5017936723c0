import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const FIRST_LINES = `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
function lazy(name, load) {
    const get = () => {
        const value = load()[name];
        Object.defineProperty(exports, name, { enumerable: true, value });
        return value;
    };
    Object.defineProperty(exports, name, { enumerable: true, configurable: true, get });
}
`;

const STAR = /^__exportStar\(require\("(\.[^"]+)"\), exports\);$/gm;
const MODULE = /^var (\w+) = require\("(\.[^"]+)"\);$/gm;
const NAMED =
  /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);$/gm;

/**
 * Rewrites the compiled index of the package so that what it exports is loaded when somebody asks for it: a program of one
 * kind of database doesn't pay for the other. The compiler can't write it so, since jsii takes no other module format. What
 * doesn't look as the compiler writes it is an error, and what is lazy already stays as it is.
 */
export function makeIndexLazy(index: string): void {
  const before = readFileSync(index, 'utf8');
  if (before.startsWith(FIRST_LINES)) return;
  const exported = [...exportsOf(index)].sort();
  const lines = exported.map(
    ([name, file]) => `lazy(${JSON.stringify(name)}, () => require(${JSON.stringify(file)}));`,
  );
  // So that Node.js knows the names when ES modules import them.
  const names = exported.map(([name]) => name).join(', ');
  rmSync(`${index}.map`, { force: true });
  writeFileSync(index, `${FIRST_LINES}${lines.join('\n')}\n0 && (module.exports = { ${names} });\n`);
}

/** What a file exports, each by the file that it is in, as seen from the index. */
function exportsOf(index: string, from = dirname(index), found = new Map<string, string>()): Map<string, string> {
  const code = readFileSync(index, 'utf8');
  const isIndex = /^__exportStar\(|^Object\.defineProperty\(exports, "\w+", \{ enumerable/m.test(code);
  if (!isIndex) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    for (const name of Object.keys(require(index) as object)) add(name, index);
    return found;
  }
  const own = /^exports\.(\w+) = (?!void 0|exports\.)/m.exec(code)?.[1];
  if (own !== undefined) throw new Error(`${index}: an index has nothing of its own, got: ${own}`);
  const modules = new Map([...code.matchAll(MODULE)].map(([, variable, file]) => [variable, file]));
  for (const [, name, variable, original] of code.matchAll(NAMED)) {
    const file = modules.get(variable);
    if (file === undefined || name !== original) throw new Error(`${index}: can't follow the export of ${name}`);
    add(name, fileOf(index, file));
  }
  for (const [, file] of code.matchAll(STAR)) exportsOf(fileOf(index, file), from, found);
  return found;

  function add(name: string, file: string): void {
    if (name === '__esModule') return;
    const path = `./${relative(from, file).replace(/\\/g, '/').replace(/\.js$/, '')}`;
    if ((found.get(name) ?? path) !== path) throw new Error(`${name} is exported by ${found.get(name)} and ${path}`);
    found.set(name, path);
  }
}

function fileOf(index: string, file: string): string {
  const path = join(dirname(index), file);
  return existsSync(`${path}.js`) ? `${path}.js` : join(path, 'index.js');
}

import { spawnSync } from 'child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { makeIndexLazy } from '../../tools/package/lazy-index';
import { temporaryFolder } from '../temporary';

const SOURCES = {
  'index.ts': `export * from './a';\nexport { type Shape, TWO } from './two';\nexport * from './types';\n`,
  'a/index.ts': `export * from './one';\n`,
  'a/one.ts': `export class One {}\nexport const LIST = ['a'];\n`,
  'two.ts': `export interface Shape {}\nexport const TWO = 2;\n`,
  'types.ts': `export interface Nothing {}\n`,
};

/** A package as the compiler writes it; returns its index. */
function compiled(sources: Readonly<Record<string, string>> = SOURCES): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'a'));
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  for (const [file, source] of Object.entries(sources)) {
    writeFileSync(join(folder, file.replace(/ts$/, 'js')), transpileModule(source, { compilerOptions }).outputText);
  }
  return join(folder, 'index.js');
}

function output(args: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const loaded = (index: string, program: string) =>
  output([
    '-e',
    `const all = require(${JSON.stringify(index)}); ${program};
     console.log(JSON.stringify(Object.keys(require.cache).map((file) => require('path').basename(file))))`,
  ]);

describe('the index of the compiled package', () => {
  test('exports the same, and loads it when it is asked for', () => {
    const index = compiled();
    const names = ['LIST', 'One', 'TWO'];
    expect(loaded(index, '')).toEqual(['index.js', 'index.js', 'one.js', 'two.js', 'types.js']);
    makeIndexLazy(index);
    expect(loaded(index, '')).toEqual(['index.js']);
    expect(loaded(index, 'Object.keys(all)')).toEqual(['index.js']);
    expect(loaded(index, 'all.TWO')).toEqual(['index.js', 'two.js']);
    expect(output(['-e', `console.log(JSON.stringify(Object.keys(require(${JSON.stringify(index)}))))`])).toEqual(
      names,
    );
  });

  test('gives one and the same thing every time, by either kind of import', () => {
    const index = compiled();
    makeIndexLazy(index);
    const program = `import all, { One, LIST } from ${JSON.stringify(pathToFileURL(index).href)};
      console.log(JSON.stringify([all.One === One, all.LIST === LIST, all.LIST === all.LIST, typeof One]));`;
    expect(output(['--input-type=module', '-e', program])).toEqual([true, true, true, 'function']);
  });

  test('stays as it is when it is lazy already', () => {
    const index = compiled();
    makeIndexLazy(index);
    const once = readFileSync(index, 'utf8');
    makeIndexLazy(index);
    expect(readFileSync(index, 'utf8')).toBe(once);
  });

  test('refuses what it would lose: a name of its own, and one that two files have', () => {
    const renamed = compiled({ ...SOURCES, 'index.ts': `export { TWO as DEUX } from './two';\n` });
    expect(() => makeIndexLazy(renamed)).toThrow("can't follow the export of DEUX");
    const twice = compiled({ ...SOURCES, 'two.ts': 'export const TWO = 2, One = 1;', 'index.ts': `export * from './a';\nexport { One } from './two';\n` }); // prettier-ignore
    expect(() => makeIndexLazy(twice)).toThrow('One is exported by ./two and ./a/one');
    const own = compiled({ ...SOURCES, 'index.ts': `export * from './a';\nexport const OWN = 1;\n` });
    expect(() => makeIndexLazy(own)).toThrow('OWN');
  });
});

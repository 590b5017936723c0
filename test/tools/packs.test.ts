import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { packFiles } from '../../tools/package/packs';
import { temporaryFolder } from '../temporary';

const BEGINNINGS = { one: ['a/one.js'], server: ['b/late.js'] };
/** Each says when it runs. */
const FILES = {
  'lib/index.js': `exports.one = () => require('./a/one'); exports.two = () => require('./b/two'); exports.own = () => require('./b'); exports.named = () => require('./named');`,
  'lib/a/one.js': `log.push('one'); exports.shared = require('../shared'); exports.late = () => require('../b/late');`,
  'lib/b/index.js': `log.push('b'); Object.assign(exports, require('./two'));`,
  'lib/b/two.js': `log.push('two'); exports.shared = require('../shared'); exports.version = require('../../package.json').version;`,
  'lib/b/late.js': `log.push('late'); exports.shared = require('../shared'); exports.round = require('./round');`,
  'lib/b/round.js': `log.push('round'); exports.name = 'round'; exports.late = require('./late');`,
  'lib/shared.js': `log.push('shared'); exports.list = require('fs');\n//# sourceMappingURL=shared.js.map`,
  'lib/shared.js.map': JSON.stringify({ version: 3, sources: ['../src/shared.ts'], names: [], mappings: 'AAAA' }),
  'lib/named.js': `class FaultError extends Error { name = 'FaultError'; again() { return new FaultError('again'); } }\nexports.FaultError = FaultError;`,
  'lib/apart.js': `exports.shared = require('./shared');`,
  'package.json': `{"version":"1.2.3"}`,
};

function compiled(): string {
  const folder = temporaryFolder();
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return join(folder, 'lib');
}

/** What a program gives back that has the package as `lib`, and what has run by then. */
function run(lib: string, expression: string): { readonly value: unknown; readonly log: readonly string[] } {
  const program = `globalThis.log = []; process.chdir(${JSON.stringify(lib)}); const from = (path) => require(path);
    const lib = from('./index.js'); const value = ${expression}; console.log(JSON.stringify({ value, log }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8', cwd: lib });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('the packs of the compiled package', () => {
  test.each([
    ['null', null, []],
    ['lib.one() && null', null, ['one', 'shared']],
    ['lib.two().version', '1.2.3', ['two', 'shared']],
    ['lib.own() === lib.own() && lib.own().version', '1.2.3', ['b', 'two', 'shared']],
    ['lib.one().late().round.name', 'round', ['one', 'shared', 'late', 'round']],
    ['lib.one().shared === lib.two().shared', true, ['one', 'shared', 'two']],
    ["from('./shared.js') === lib.two().shared", true, ['shared', 'two']],
    ["from('./apart.js').shared === lib.one().late().shared", true, ['shared', 'one', 'late', 'round']],
    ['lib.one().late().round.late === lib.one().late()', true, ['one', 'shared', 'late', 'round']],
    ["require('util').inspect(new (lib.named().FaultError)().again()).split('\\n')[0]", 'FaultError: again', []],
  ])('%s is the same, and runs the same', async (expression, value, log) => {
    const lib = compiled();
    expect(run(lib, expression)).toEqual({ value, log });
    await packFiles(lib, BEGINNINGS);
    expect(run(lib, expression)).toEqual({ value, log });
  });

  test('hold each file once, what several lead to in the one that they share', async () => {
    const lib = compiled();
    await packFiles(lib, BEGINNINGS);
    const packs = readdirSync(join(lib, 'packs')).filter((file) => file.endsWith('.js'));
    expect(packs).toEqual(['core.js', 'one.js', 'server.js']);
    const holding = (text: string) =>
      packs.filter((pack) => readFileSync(join(lib, 'packs', pack), 'utf8').includes(text));
    expect(['shared', 'one', 'two', 'late', 'round'].map((name) => holding(`log.push("${name}")`))).toEqual([
      ['core.js'],
      ['one.js'],
      ['server.js'],
      ['server.js'],
      ['server.js'],
    ]);
    expect(readFileSync(join(lib, 'apart.js'), 'utf8')).toBe(FILES['lib/apart.js']);
  });

  test('lead a debugger to the sources', async () => {
    const lib = compiled();
    await packFiles(lib, BEGINNINGS);
    const map = JSON.parse(readFileSync(join(lib, 'packs', 'core.js.map'), 'utf8')) as { readonly sources: string[] };
    expect(map.sources).toContain('../../src/shared.ts');
    expect(existsSync(join(lib, 'shared.js.map'))).toBe(false);
  });

  test('stay as they are when they are packed again, and are made anew from what is compiled anew', async () => {
    const lib = compiled();
    await packFiles(lib, BEGINNINGS);
    const read = () => readdirSync(join(lib, 'packs')).map((file) => readFileSync(join(lib, 'packs', file), 'utf8'));
    const before = read();
    await packFiles(lib, BEGINNINGS);
    expect(read()).toEqual(before);
    for (const [file, text] of Object.entries(FILES)) writeFileSync(join(lib, '..', file), text);
    await packFiles(lib, { one: ['a/one.js', 'shared.js'], server: [] });
    expect(run(lib, 'lib.own().version')).toEqual({ value: '1.2.3', log: ['b', 'two', 'shared'] });
    expect(readdirSync(join(lib, 'packs')).filter((file) => file.endsWith('.js'))).toEqual(['one.js', 'server.js']);
  });

  test('must begin with files that the index leads to, else nothing is written', async () => {
    const lib = compiled();
    const wrong = { one: ['apart.js'], server: [] };
    await expect(packFiles(lib, wrong)).rejects.toThrow("index.js doesn't lead to apart.js, which a pack begins with");
    expect(existsSync(join(lib, 'packs'))).toBe(false);
  });
});

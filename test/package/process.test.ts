import { spawnSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import { temporaryFolder } from '../temporary';

const ROOT = resolve(__dirname, '../..');
/** As written, and as built where it has been. */
const FACES = ['src/index.ts', 'lib/index.js'].filter((face) => existsSync(join(ROOT, face)));

const ESTATE = `
  const { App, TerraformStack } = require('cdktf');
  const { AzurermProvider } = require('@cdktf/provider-azurerm/lib/provider');
  const { ResourceGroup } = require('@cdktf/provider-azurerm/lib/resource-group');
  const app = new App({ outdir: process.env.OUT });
  const stack = new TerraformStack(app, 'estate');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  const group = new ResourceGroup(stack, 'group', { name: 'rg-orders', location: 'westeurope' });
  for (const [id, years] of [['Ledger', 10], ['Orders', 1]]) {
    new backup.ProtectedFlexServer(stack, id, {
      resourceGroupName: group.name,
      location: group.location,
      recoverableFor: backup.Retention.years(years),
    });
  }
  app.synth();
`;

/** Runs a program in a process of its own, with the package as \`backup\`. */
function run(face: string, program: string, env: NodeJS.ProcessEnv = {}) {
  const args = face.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const text = `const backup = require(${JSON.stringify(join(ROOT, face))});\n${program}`;
  // Without jest's own settings, which would colour and trace.
  const { NODE_OPTIONS: _, ...rest } = process.env;
  return spawnSync(process.execPath, [...args, '-e', text], { cwd: ROOT, encoding: 'utf8', env: { ...rest, ...env } });
}

/** The modules that are loaded when a program has run, below node_modules. */
function loaded(face: string, program = ''): string[] {
  const result = run(face, `${program}\nconsole.log(JSON.stringify(Object.keys(require.cache)));`, {
    OUT: temporaryFolder(),
  });
  expect(result.stderr).toBe('');
  return (JSON.parse(result.stdout) as string[]).map((file) => file.replace(/^.*\/node_modules\//, ''));
}

describe.each(FACES)('%s', (face) => {
  test('is imported without the provider root and without the calendar', () => {
    // The index of the compiled package loads what is asked for.
    const files = loaded(face, 'Object.values(backup);');
    expect(files.length).toBeGreaterThan(20);
    expect(files).not.toContain('@cdktf/provider-azurerm/lib/index.js');
    expect(files.filter((file) => file.startsWith('@js-temporal/'))).toEqual([]);
  });

  test('synthesizes without the provider root', () => {
    const files = loaded(face, ESTATE);
    expect(files).toContain('@cdktf/provider-azurerm/lib/postgresql-flexible-server/index.js');
    expect(files).not.toContain('@cdktf/provider-azurerm/lib/index.js');
    expect(files).not.toContain('@cdktf/provider-time/lib/index.js');
  });

  test('loads the classes of azapi, and those of what they are used with, for clusters alone', () => {
    // What is compiled is packed.
    const own = face.endsWith('.ts') ? /\/terraform\/azapi\.ts$/ : /\/packs\/cluster\.js$/;
    const lock = '@cdktf/provider-azurerm/lib/management-lock/index.js';
    const without = loaded(face, ESTATE);
    expect(without.filter((file) => own.test(file) || file === lock)).toEqual([]);
    const cluster = `new backup.GeoRedundantCluster(stack, 'Tenants', { resourceGroupName: group.name, location: group.location });`;
    const files = loaded(face, ESTATE.replace('app.synth();', `${cluster} app.synth();`));
    expect(files.filter((file) => own.test(file) || file === lock)).toHaveLength(2);
  });

  test('writes nothing but the stack, the same in every run', () => {
    const texts = [1, 2].map((run_) => {
      const out = temporaryFolder();
      const result = run(face, ESTATE, {
        OUT: out,
        TZ: run_ === 1 ? 'UTC' : 'Asia/Kolkata',
        LC_ALL: run_ === 1 ? 'C' : 'de_DE',
      });
      expect(result).toMatchObject({ status: 0, stdout: '', stderr: '' });
      return readFileSync(join(out, 'stacks/estate/cdk.tf.json'), 'utf8');
    });
    expect(texts[1]).toBe(texts[0]);
    expect(JSON.parse(texts[0]).output).toBeUndefined();
  });
});

test('the package is packed with what it needs: main, types and jsii manifest are named', () => {
  const { main, types, bundledDependencies, dependencies } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  );
  expect(main).toBe('lib/index.js');
  expect(types ?? 'lib/index.d.ts').toBe('lib/index.d.ts');
  expect([...bundledDependencies].sort()).toEqual(Object.keys(dependencies).sort());
});

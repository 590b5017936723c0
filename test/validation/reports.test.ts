import { spawnSync } from 'child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Aspects, App, TerraformStack } from 'cdktf';
import {
  PostgresBackupValidator,
  Profile,
  ProtectedFlexServer,
  ReportFormat,
  Retention,
  StorageSize,
  SupportMatrix,
} from '../../src';
import { newApp, newStack, NOW, synthError, thrown } from '../kit';
import { temporaryFolder } from '../temporary';

function server(stack: TerraformStack, id: string, gibibytes = 128): void {
  new ProtectedFlexServer(stack, id, {
    resourceGroupName: 'rg-orders',
    location: 'westeurope',
    recoverableFor: Retention.years(1),
    storage: StorageSize.gibibytes(gibibytes),
  });
}

function appIn(folder: string, context?: Record<string, unknown>): App {
  return newApp({ outdir: join(folder, 'cdktf.out'), context });
}

function report(folder: string): any {
  return JSON.parse(readFileSync(join(folder, 'cdktf.out.json'), 'utf8'));
}

describe('a synthesis leaves reports beside its output', () => {
  test('none where none is asked for', () => {
    const folder = temporaryFolder();
    const stack = newStack('shop', appIn(folder));
    server(stack, 'Orders');
    expect(synthError(stack)).toBeUndefined();
    expect(readdirSync(folder)).toEqual(['cdktf.out']);
  });

  test('in every format that is asked for, of all stacks', () => {
    const folder = temporaryFolder();
    const app = appIn(folder);
    const shop = newStack('shop', app);
    const stock = newStack('stock', app);
    server(shop, 'Orders');
    server(stock, 'Parts');
    for (const stack of [shop, stock]) {
      PostgresBackupValidator.of(stack).use({ now: NOW, profiles: [Profile.RECOMMENDED] });
    }
    PostgresBackupValidator.of(stock).use({ reports: Object.values(ReportFormat) });
    expect(synthError(shop)).toBeUndefined();
    expect(readdirSync(folder).sort()).toEqual([
      'cdktf.out',
      'cdktf.out.html',
      'cdktf.out.json',
      'cdktf.out.junit.xml',
      'cdktf.out.md',
      'cdktf.out.sarif',
      'cdktf.out.txt',
    ]);
    const { inputs, findings, summary, now, edition } = report(folder);
    expect({ now, edition }).toEqual({ now: NOW, edition: SupportMatrix.DEFAULT.id });
    expect(inputs.map(({ name }: { name: string }) => name.replace(/^.*cdktf\.out/, ''))).toEqual([
      '/stacks/shop/cdk.tf.json',
      '/stacks/stock/cdk.tf.json',
    ]);
    expect(summary.error).toBe(0);
    expect(summary.compliant).toBeGreaterThan(20);
    const noted = findings.filter(({ rule }: { rule: string }) => rule === 'PGB601');
    expect(noted.map(({ file }: { file: string }) => file.replace(/^.*stacks/, ''))).toEqual([
      '/shop/cdk.tf.json',
      '/stock/cdk.tf.json',
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'cdktf.out.sarif'), 'utf8')).runs[0].results.length).toBe(
      findings.length,
    );
  });

  test('also where it is refused, with what is wrong in every stack', () => {
    const folder = temporaryFolder();
    const app = appIn(folder, { 'azpgbackup:reports': 'json' });
    const shop = newStack('shop', app);
    const stock = newStack('stock', app);
    server(shop, 'Orders', 2048);
    server(stock, 'Parts', 4096);
    expect(synthError(shop)).toContain('PGB401');
    const { findings, summary } = report(folder);
    expect(summary.error).toBe(2);
    expect(findings.filter(({ rule }: { rule: string }) => rule === 'PGB401')).toHaveLength(2);
  });

  test('where validation is skipped as well', () => {
    const folder = temporaryFolder();
    const stack = newStack('shop', newApp({ outdir: join(folder, 'cdktf.out'), skipValidation: true }));
    server(stack, 'Orders', 2048);
    PostgresBackupValidator.of(stack).use({ reports: [ReportFormat.JSON] });
    expect(synthError(stack)).toContain('PGB401');
    expect(report(folder).summary.error).toBe(1);
  });

  test('once all stacks have been judged, with what their aspects did', () => {
    const folder = temporaryFolder();
    const app = appIn(folder, { 'azpgbackup:reports': ['json'] });
    const stacks = ['a', 'b', 'c'].map((name) => newStack(name, app));
    for (const stack of stacks) server(stack, 'Server');
    const seen: boolean[] = [];
    Aspects.of(stacks[2]).add({ visit: () => void seen.push(existsSync(join(folder, 'cdktf.out.json'))) });
    expect(synthError(stacks[0])).toBeUndefined();
    expect(new Set(seen)).toEqual(new Set([false]));
    expect(report(folder).inputs).toHaveLength(3);
  });

  test('an unknown format is refused with the nearest', () => {
    const stack = newStack('shop', appIn(temporaryFolder(), { 'azpgbackup:reports': 'sarf' }));
    server(stack, 'Orders');
    const error = thrown(() => (stack.node.root as App).synth());
    expect(error).toMatchObject({
      code: 'UnknownReportFormat',
      message: expect.stringContaining('did you mean "sarif"?'),
    });
    const odd = newStack('shop', appIn(temporaryFolder(), { 'azpgbackup:reports': 'something' }));
    server(odd, 'Orders');
    expect(synthError(odd)).toContain('name one of them');
  });

  test('what writes them isn’t loaded where none is asked for', () => {
    const folder = temporaryFolder();
    const program = (context: object) => `
      const { App, TerraformStack } = require('cdktf');
      const { AzurermProvider } = require('@cdktf/provider-azurerm/lib/provider');
      const { ProtectedFlexServer, Retention } = require(${JSON.stringify(join(__dirname, '../../src'))});
      const app = new App({ outdir: ${JSON.stringify(join(folder, 'out'))}, context: ${JSON.stringify(context)} });
      const stack = new TerraformStack(app, 'shop');
      new AzurermProvider(stack, 'azurerm', { features: [{}] });
      new ProtectedFlexServer(stack, 'orders', { resourceGroupName: 'rg', location: 'westeurope', recoverableFor: Retention.years(1) });
      app.synth();
      console.log(JSON.stringify(Object.keys(require.cache).filter((file) => /src.(report|files)|sarif|xmlbuilder/.test(file))));
    `;
    const loaded = (context: object): string[] => {
      const { NODE_OPTIONS: _, ...env } = process.env;
      const options = { cwd: join(__dirname, '../..'), encoding: 'utf8', env } as const;
      const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '-e', program(context)], options);
      expect(stderr).toBe('');
      return JSON.parse(stdout);
    };
    expect(loaded({})).toEqual([]);
    const json = loaded({ 'azpgbackup:reports': 'json' });
    expect(json.some((file) => file.endsWith('json.ts'))).toBe(true);
    expect(json.filter((file) => /sarif|xmlbuilder|html/.test(file))).toEqual([]);
  });

  test('a place that can’t be written to stops the synthesis', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'blocker'), '');
    const stack = newStack('shop', newApp({ outdir: join(folder, 'cdktf.out') }));
    server(stack, 'Orders');
    (stack.node.root as any).outdir = join(folder, 'blocker', 'cdktf.out');
    PostgresBackupValidator.of(stack).use({ reports: [ReportFormat.TEXT] });
    expect(synthError(stack)).toMatch(/can't write .*cdktf\.out\.txt: there is no such folder/);
  });
});

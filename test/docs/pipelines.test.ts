import { spawnSync } from 'child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { delimiter, join } from 'path';
import { parse } from 'yaml';
import { read } from './snippets';
import { ProtectedFlexServer, Retention } from '../../src';
import { parseConfiguration } from '../../src/cli/config/parse';
import { bundled } from '../cli/kit';
import { newApp, newStack, synthError } from '../kit';
import { temporaryFolder } from '../temporary';

jest.setTimeout(60_000);

const DOCUMENT = read('docs/pipelines.md');
const blocks = (language: string): string[] =>
  [...DOCUMENT.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map((match) => match[1]);
const [github, azure, preCommit, configuration] = blocks('yaml').map((text) => parse(text));

const VAULT = {
  name: 'bv',
  location: 'westeurope',
  redundancy: 'LocallyRedundant',
  soft_delete: 'Off',
  retention_duration_in_days: 5,
};
const PLAN = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  planned_values: {
    root_module: {
      resources: [
        {
          address: 'azurerm_data_protection_backup_vault.v',
          mode: 'managed',
          type: 'azurerm_data_protection_backup_vault',
          name: 'v',
          values: VAULT,
        },
      ],
    },
  },
  configuration: { root_module: {} },
};

let folder: string;
let env: NodeJS.ProcessEnv;

/** A machine with the command on it, and what says that it is npm and Terraform. */
beforeAll(async () => {
  folder = temporaryFolder();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  writeFileSync(join(folder, 'the-plan.json'), JSON.stringify(PLAN));
  program('azpgbackup', `exec "${process.execPath}" "${await bundled()}" "$@"`);
  program('npx', 'exec "$@"');
  program('npm', 'true');
  program('terraform', `case "$1" in show) cat "${folder}/the-plan.json" ;; plan) touch tfplan ;; esac`);
  const { NODE_OPTIONS: _, ...rest } = process.env;
  env = { ...rest, PATH: `${bin}${delimiter}${process.env.PATH}`, GITHUB_STEP_SUMMARY: join(folder, 'summary.md') };
});

function bash(script: string) {
  return spawnSync('bash', ['-eo', 'pipefail', '-c', script], { cwd: folder, encoding: 'utf8', env });
}

test('the GitHub workflow finds what is wrong, and uploads what it wrote', () => {
  const { steps } = github.jobs.check;
  const results = steps.filter(({ run }: any) => run !== undefined).map(({ run }: any) => ({ run, ...bash(run) }));
  expect(results.map(({ status }: any) => status)).toEqual([0, 0, 1, 0]);
  expect(results[2].stdout).toMatch(/^::error .*PGB503/m);
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('PGB503');
  const upload = steps.at(-1);
  expect(upload.if).toBe('always()');
  expect(JSON.parse(readFileSync(join(folder, upload.with.sarif_file), 'utf8')).version).toBe('2.1.0');
});

test('the Azure pipeline finds what is wrong, and publishes what it wrote', () => {
  const { steps } = azure;
  const results = steps.filter(({ script }: any) => script !== undefined).map(({ script }: any) => bash(script));
  expect(results.map(({ status }: any) => status)).toEqual([0, 0, 1]);
  expect(results[2].stdout).toContain('PGB503');
  const [tests, artifact] = steps.filter(({ condition }: any) => condition === 'succeededOrFailed()');
  expect(readFileSync(join(folder, tests.inputs.testResultsFiles), 'utf8')).toMatch(/^<\?xml/);
  expect(existsSync(join(folder, artifact.inputs.targetPath, 'backup.html'))).toBe(true);
});

test('the hook of pre-commit runs where a file of Terraform has changed', () => {
  const [{ entry, files, pass_filenames }] = preCommit.repos[0].hooks;
  expect(pass_filenames).toBe(false);
  expect(['main.tf', 'a/b.tf.json', 'main.tfvars', 'readme.md'].map((name) => new RegExp(files).test(name))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  writeFileSync(
    join(folder, 'main.tf'),
    `resource "azurerm_data_protection_backup_vault" "v" {\n  retention_duration_in_days = 5\n}\n`,
  );
  const { status, stdout } = bash(entry);
  expect(status).toBe(1);
  expect(stdout).toContain('[main.tf:1]');
});

test('the commands of the page run', () => {
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(PLAN));
  const [install] = blocks('sh');
  expect(bash(install)).toMatchObject({ status: 1, stderr: '' });
});

test('what cdktf.json asks for is left beside the output', () => {
  const [{ context }] = blocks('json').map((text) => JSON.parse(text));
  const outdir = join(temporaryFolder(), 'cdktf.out');
  const stack = newStack('shop', newApp({ outdir, context }));
  new ProtectedFlexServer(stack, 'orders', {
    resourceGroupName: 'rg-shop',
    location: 'westeurope',
    recoverableFor: Retention.years(1),
  });
  expect(synthError(stack)).toBeUndefined();
  expect(readdirSync(join(outdir, '..')).sort()).toEqual(['cdktf.out', 'cdktf.out.junit.xml', 'cdktf.out.sarif']);
});

test('the configuration is one', () => {
  const read_ = parseConfiguration(JSON.stringify(configuration), 'c.json');
  expect(read_.profiles).toEqual(['recommended', 'ledger']);
  expect(read_.acknowledgements).toHaveLength(1);
});

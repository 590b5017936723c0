import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { run } from '../../tools/terraform/process';
import { TerraformError, TerraformRunner } from '../../tools/terraform/terraform';
import { describeMissing, EngineName, ensureToolchain, Toolchain } from '../../tools/terraform/toolchain';
import { temporaryFolder } from '../temporary';

const NAMES = { terraform: 'Terraform', opentofu: 'OpenTofu' };

/** Two values that need no Azure, the second after the first. */
const PAIR = `
variable "owner" { default = "nobody" }
resource "terraform_data" "first" { input = var.owner }
resource "terraform_data" "second" {
  input      = "second"
  depends_on = [terraform_data.first]
}
output "owner" { value = terraform_data.first.output }
output "secret" {
  value     = terraform_data.second.output
  sensitive = true
}
`;

const TIME = { required_providers: { time: { source: 'hashicorp/time' } } };

const synthesized = (resource?: unknown, terraform: unknown = TIME) => JSON.stringify({ terraform, resource });

/** A folder with files in it, by name. */
function folderOf(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function toolchainOf(engine: EngineName): Promise<Toolchain> {
  return ensureToolchain({ build: false, engine, providers: ['azurerm', 'time', 'azapi'] }).then((found) => {
    if (!found.ready) throw new Error(describeMissing(found));
    return found;
  });
}

const runners: TerraformRunner[] = [];

function runnerOn(folder: string, toolchain: Toolchain, env = {}): TerraformRunner {
  const runner = new TerraformRunner({ folder, toolchain, env });
  runners.push(runner);
  return runner;
}

afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.close();
});

async function addressesIn(runner: TerraformRunner): Promise<string[]> {
  const { values } = JSON.parse(await runner.state());
  return (values?.root_module.resources ?? []).map(({ address }: { address: string }) => address).sort();
}

async function changesOf(runner: TerraformRunner): Promise<Record<string, string>> {
  const { plan } = await runner.plan();
  const changes = (plan.resource_changes ?? []).map(({ address, change }) => [address, change.actions.join()]);
  return Object.fromEntries(changes.filter(([, actions]) => actions !== 'no-op'));
}

async function failureOf(action: Promise<unknown>): Promise<Error> {
  return action.then(
    () => {
      throw new Error('it did not fail');
    },
    (error) => error,
  );
}

/** What runs in a process group. */
async function programsOf(group: number): Promise<string[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pgid=,stat=,args=']);
  const rows = stdout.split('\n').map((line) => /^ *(\d+) +(\S+) +(.*)$/.exec(line));
  return rows.flatMap((row) => (row && Number(row[1]) === group && !row[2].startsWith('Z') ? [row[3]] : []));
}

describe.each(['terraform', 'opentofu'] as const)('with %s', (engine) => {
  let toolchain: Toolchain;

  beforeAll(async () => {
    toolchain = await toolchainOf(engine);
  });

  it('applies, has nothing left to do, and destroys', async () => {
    const runner = runnerOn(folderOf({ 'main.tf': PAIR }), toolchain);
    const applied = await runner.apply({ variables: { owner: 'us' }, parallelism: 1 });

    expect(applied.summary).toEqual({ add: 2, change: 0, remove: 0, import: 0 });
    expect(applied.applied).toEqual([
      { address: 'terraform_data.first', action: 'create', seconds: expect.any(Number) },
      { address: 'terraform_data.second', action: 'create', seconds: expect.any(Number) },
    ]);
    expect(applied.outputs.owner).toEqual({ sensitive: false, type: 'string', value: 'us' });
    expect(applied.outputs.secret).toEqual({ sensitive: true, type: 'string' });
    expect(applied.warnings).toEqual([]);
    expect(applied.text).toContain('2 added');

    const { plan } = await runner.plan({ variables: { owner: 'us' } });
    expect(plan.resource_changes!.map(({ change }) => change.actions)).toEqual([['no-op'], ['no-op']]);
    expect(await changesOf(runner)).toEqual({ 'terraform_data.first': 'update' });

    const destroyed = await runner.destroy();
    expect(destroyed.summary).toEqual({ add: 0, change: 0, remove: 2, import: 0 });
    expect(await addressesIn(runner)).toEqual([]);
  });

  it('goes on with another configuration and the same state', async () => {
    const runner = runnerOn(folderOf({ 'main.tf': PAIR, 'assets/text.txt': 'of the first' }), toolchain);
    await runner.apply();

    const first = { terraform_data: { first: { input: '${file("assets/text.txt")}' } } };
    runner.use(folderOf({ 'cdk.tf.json': synthesized(first), 'assets/text.txt': 'of the second' }));
    expect(await changesOf(runner)).toEqual({ 'terraform_data.first': 'update', 'terraform_data.second': 'delete' });
    const { summary, outputs } = await runner.apply();

    expect(summary).toEqual({ add: 0, change: 1, remove: 1, import: 0 });
    expect(outputs).toEqual({});
    expect(await addressesIn(runner)).toEqual(['terraform_data.first']);
    expect(await runner.state()).toContain('"of the second"');

    runner.use(folderOf({ 'main.tf': PAIR }));
    expect(await changesOf(runner)).toEqual({ 'terraform_data.first': 'update', 'terraform_data.second': 'create' });
  });

  it('keeps the state to itself, wherever the configuration wants it', async () => {
    const elsewhere = join(temporaryFolder(), 'elsewhere.tfstate');
    const byHand = `terraform {\n  backend "local" { path = ${JSON.stringify(elsewhere)} }\n}\n${PAIR}`;
    const folder = folderOf({ 'main.tf': byHand });
    const runner = runnerOn(folder, toolchain);
    await runner.apply();
    expect(await changesOf(runner)).toEqual({});

    const one = { terraform_data: { first: {} } };
    runner.use(folderOf({ 'cdk.tf.json': synthesized(one, { ...TIME, backend: { local: { path: elsewhere } } }) }));
    await runner.apply();
    expect(await addressesIn(runner)).toEqual(['terraform_data.first']);
    expect(existsSync(elsewhere)).toBe(false);
    expect(readdirSync(folder)).toEqual(['main.tf']);
    expect(readFileSync(join(folder, 'main.tf'), 'utf8')).toBe(byHand);
  });

  it('takes in what exists', async () => {
    const waits = { time_sleep: { wait: { create_duration: '1s', destroy_duration: '2s' } } };
    const runner = runnerOn(folderOf({ 'cdk.tf.json': synthesized(waits) }), toolchain);
    await runner.importResource('time_sleep.wait', '1s,2s');
    const [imported] = JSON.parse(await runner.state()).values.root_module.resources;
    expect(imported).toMatchObject({ address: 'time_sleep.wait', values: waits.time_sleep.wait });

    const failure = await failureOf(runner.importResource('time_sleep.other', '1s,2s'));
    expect(failure).toBeInstanceOf(TerraformError);
    expect(failure.message).toContain(`${NAMES[engine]} import failed`);
  });

  it('says what an apply failed at, and keeps what it has done', async () => {
    const fails = 'lifecycle {\n postcondition {\n condition = self.output == ""\n error_message = "not that" \n}\n}';
    const text = PAIR.replace('input      = "second"', `input = "second"\n${fails}`);
    const runner = runnerOn(folderOf({ 'main.tf': text }), toolchain);
    const failure = await failureOf(runner.apply());

    expect(failure).toBeInstanceOf(TerraformError);
    const { diagnostics, message } = failure as TerraformError;
    expect(diagnostics).toEqual([expect.objectContaining({ severity: 'error', detail: 'not that' })]);
    expect(message.split('\n')[0]).toBe(`${NAMES[engine]} apply failed`);
    expect(message).toContain('not that');
    expect(await addressesIn(runner)).toContain('terraform_data.first');

    runner.use(folderOf({ 'main.tf': PAIR }));
    await runner.apply();
    expect(await changesOf(runner)).toEqual({});
  });

  it('is killed with its providers, and goes on from what it had saved', async () => {
    const waits = (seconds: number) =>
      synthesized({
        terraform_data: { before: {} },
        time_sleep: { wait: { create_duration: `${seconds}s`, depends_on: ['terraform_data.before'] } },
      });
    const runner = runnerOn(folderOf({ 'cdk.tf.json': waits(120) }), toolchain);
    let wait = () => {};
    const begun = new Promise<void>((resolve) => (wait = resolve));
    const apply = await runner.startApply({ onMessage: (text) => text === 'time_sleep.wait: Creating...' && wait() });
    await begun;
    expect(await programsOf(apply.group!)).toEqual([
      expect.stringContaining(toolchain.binary),
      expect.stringContaining('terraform-provider-time'),
    ]);
    apply.kill('SIGKILL');

    const failure = await failureOf(apply.done);
    expect(failure.message).toBe(`${NAMES[engine]} apply failed\nended by SIGKILL`);
    expect(await programsOf(apply.group!)).toEqual([]);

    runner.use(folderOf({ 'cdk.tf.json': waits(0) }));
    await runner.apply();
    expect(await addressesIn(runner)).toEqual(['terraform_data.before', 'time_sleep.wait']);
    expect(await changesOf(runner)).toEqual({});
  });

  it('is asked to stop, and saves what it has', async () => {
    const waits = {
      terraform_data: { before: {} },
      time_sleep: { wait: { create_duration: '120s', depends_on: ['terraform_data.before'] } },
    };
    const runner = runnerOn(folderOf({ 'cdk.tf.json': synthesized(waits) }), toolchain);
    const apply = await runner.startApply({
      onMessage: (text) => text === 'time_sleep.wait: Creating...' && apply.kill('SIGINT'),
    });
    expect((await failureOf(apply.done)).message).toContain(`${NAMES[engine]} apply failed`);
    expect(await addressesIn(runner)).toContain('terraform_data.before');
  });

  it('takes its providers from where the toolchain has them, azapi among them', async () => {
    const providers = {
      azapi: { source: 'azure/azapi' },
      azurerm: { source: 'hashicorp/azurerm', version: '>= 4.55.0, < 6.0.0, != 4.62.0, != 4.62.1' },
      time: { source: 'hashicorp/time' },
    };
    const settings = { required_providers: providers };
    const bySynthesis = runnerOn(folderOf({ 'cdk.tf.json': synthesized(undefined, settings) }), toolchain);
    const byHand = runnerOn(folderOf({ 'main.tf.json': synthesized(undefined, settings) }), toolchain);

    const names = Object.keys((await bySynthesis.schemas()).provider_schemas);
    expect(names.map((name) => name.split('/').slice(1).join('/')).sort()).toEqual(
      Object.values(providers)
        .map(({ source }) => source)
        .sort(),
    );
    expect(Object.keys((await byHand.schemas()).provider_schemas)).toEqual(names);
  });

  it('ends with one line where it cannot begin', async () => {
    const folder = folderOf({ 'main.tf': PAIR });
    const empty = temporaryFolder();
    const noCertificate = join(folder, 'main.tf');
    const absent = join(empty, 'absent');

    expect((await failureOf(runnerOn(empty, toolchain).apply())).message).toBe(
      `There is no Terraform configuration in ${empty}`,
    );
    expect((await failureOf(runnerOn(absent, toolchain).plan())).message).toBe(
      `There is no Terraform configuration in ${absent}`,
    );
    expect((await failureOf(runnerOn(folder, { ...toolchain, binary: absent }).validate())).message).toBe(
      `${absent} can't be started: it is not there`,
    );
    for (const file of [absent, noCertificate]) {
      expect((await failureOf(runnerOn(folder, toolchain, { SSL_CERT_FILE: file }).plan())).message).toBe(
        `SSL_CERT_FILE names ${file}, where there is no certificate`,
      );
    }
  });
});

it('signs in once more where azapi had no time for it, and tells what was done before as well', async () => {
  const done = (addr: string) => ({ type: 'apply_complete', hook: { resource: { addr }, action: 'create' } });
  const refused = { severity: 'error', summary: 'ManagedIdentityCredential: managed identity timed out.' };
  const runs = [
    { code: 1, lines: [done('azurerm_resource_group.group'), { type: 'diagnostic', diagnostic: refused }] },
    { code: 0, lines: [done('azapi_resource.tenants'), { type: 'change_summary', changes: { add: 1 } }] },
  ];
  const program = [
    `#!${process.execPath}`,
    `if (process.argv[2] === 'init') process.exit();`,
    `const before = require('fs').existsSync('before');`,
    `require('fs').writeFileSync('before', '');`,
    `const { code, lines } = ${JSON.stringify(runs)}[before ? 1 : 0];`,
    `for (const line of lines) console.log(JSON.stringify(line));`,
    `process.exitCode = code;`,
  ];
  const binary = join(folderOf({ engine: program.join('\n') }), 'engine');
  chmodSync(binary, 0o755);
  const toolchain: Toolchain = { ...(await toolchainOf('terraform')), providers: 'registry', binary };

  for (const apply of [
    (runner: TerraformRunner) => runner.apply(),
    (runner: TerraformRunner) => runner.startApply().then((running) => running.done),
  ]) {
    const { applied, warnings } = await apply(runnerOn(folderOf({ 'main.tf': PAIR }), toolchain));
    expect(applied.map(({ address }) => address)).toEqual(['azurerm_resource_group.group', 'azapi_resource.tenants']);
    expect(warnings).toEqual([]);
  }
});

import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'cdktf';
import { brokenEstate } from './broken';
import { Environment, startEndpoint } from '../../tools/terraform/endpoint';
import { run } from '../../tools/terraform/process';
import { appliedState } from '../../tools/terraform/state';
import { TerraformRunner } from '../../tools/terraform/terraform';
import { describeMissing, ensureToolchain, Toolchain } from '../../tools/terraform/toolchain';

/**
 * Writes the plans and states that the readers are tested with anew: `npx tsx test/plans/generate.ts`.
 * Each folder below `estates` is planned by real Terraform and azurerm; one with `before` and `after` is planned over the
 * state that applying `before` leaves behind. Of synthesized stacks the state is written too.
 */
const ESTATES = join(__dirname, 'estates');
const EXAMPLES = join(__dirname, '..', '..', 'examples', 'typescript');

/** What no reader looks at, and what differs from run to run. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'after_sensitive',
  'before_sensitive',
  'relevant_attributes',
  'schema_version',
  'sensitive_values',
  'timestamp',
]);

async function main(): Promise<void> {
  const toolchain = await ensureToolchain({ build: false });
  if (!toolchain.ready) throw new Error(describeMissing(toolchain));
  const endpoint = await startEndpoint();
  const folder = mkdtempSync(join(tmpdir(), 'azpgbackup-plans-'));
  const machine = { toolchain, env: endpoint.env };
  try {
    cpSync(ESTATES, folder, { recursive: true });
    for (const name of readdirSync(ESTATES).sort()) await planFolder(name, join(folder, name), machine);
    const broken = new App({ outdir: join(folder, 'out-broken') });
    brokenEstate(broken);
    broken.synth();
    for (const name of ['quickstart', 'full']) await synthesize(name, join(folder, `out-${name}`));
    for (const name of ['quickstart', 'full', 'broken']) {
      const [stack] = readdirSync(join(folder, `out-${name}`, 'stacks'));
      await planStack(name, join(folder, `out-${name}`, 'stacks', stack), machine);
    }
  } finally {
    await endpoint.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Machine {
  readonly toolchain: Toolchain;
  readonly env: Environment;
}

async function planFolder(name: string, folder: string, machine: Machine): Promise<void> {
  if (!existsSync(join(folder, 'before'))) {
    await withRunner(folder, machine, async (runner) => write(name, (await runner.plan()).plan));
    return;
  }
  let state = '';
  await withRunner(join(folder, 'before'), machine, async (runner) => {
    state = await writeState(`${name}-state`, runner, machine);
  });
  await withRunner(join(folder, 'after'), machine, async (runner) => {
    write(name, (await runner.plan({ refresh: false, state })).plan);
  });
}

async function planStack(name: string, folder: string, machine: Machine): Promise<void> {
  const variables = variablesOf(name);
  const given = Object.entries(variables).map(([variable, value]) => [`TF_VAR_${variable}`, value]);
  const own = { ...machine, env: { ...machine.env, ...Object.fromEntries(given) } };
  await withRunner(folder, own, async (runner) => {
    write(name, (await runner.plan()).plan);
    await writeState(`${name}-state`, runner, machine);
  });
}

/** Runs an example as its user does. */
async function synthesize(name: string, outdir: string): Promise<void> {
  const { code, stderr } = await run(process.execPath, [require.resolve('tsx/cli'), 'main.ts'], {
    cwd: join(EXAMPLES, name),
    env: { CDKTF_OUTDIR: outdir },
  });
  if (code !== 0) throw new Error(`the example ${name} ended with ${code}: ${stderr}`);
}

/** Values that an example gives its variables. */
function variablesOf(name: string): Record<string, string> {
  const file = join(EXAMPLES, name, 'example.tfvars');
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').matchAll(/^(\w+)\s*=\s*"(.*)"$/gm);
  return Object.fromEntries([...lines].map(([, variable, value]) => [variable, value]));
}

async function withRunner(
  folder: string,
  { toolchain, env }: Machine,
  use: (runner: TerraformRunner) => Promise<void>,
): Promise<void> {
  const runner = new TerraformRunner({ folder, toolchain, env });
  try {
    await use(runner);
  } finally {
    await runner.close();
  }
}

/** Writes the state that applying leaves behind; gives it as Terraform stores it. */
async function writeState(name: string, runner: TerraformRunner, { toolchain }: Machine): Promise<string> {
  const state = await appliedState(runner);
  await runner.plan({ refresh: false, state });
  write(name, await shownState(runner, toolchain));
  return state;
}

/** The state that the runner planned over last, as `terraform show -json` prints it. */
async function shownState(runner: TerraformRunner, toolchain: Toolchain): Promise<unknown> {
  const { work } = runner as unknown as { readonly work: string };
  const { code, stdout, stderr } = await run(toolchain.terraform, ['show', '-json'], { cwd: work, env: toolchain.env });
  if (code !== 0) throw new Error(`terraform show ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

function write(name: string, shown: unknown): void {
  const text = JSON.stringify(shown, (key, value: unknown) => (LEFT_OUT.has(key) ? undefined : value));
  writeFileSync(join(__dirname, `${name}.json`), `${text}\n`);
  process.stdout.write(`${name}.json: ${Math.round(text.length / 1000)} kB\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});

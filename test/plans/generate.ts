import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'cdktf';
import { brokenEstate } from './broken';
import type { Twin } from '../../src/twin';
import { startEndpoint } from '../../tools/terraform/endpoint';
import { run } from '../../tools/terraform/process';
import { TerraformError, TerraformRunner } from '../../tools/terraform/terraform';
import { describeMissing, ensureToolchain, Toolchain } from '../../tools/terraform/toolchain';
import { cutWaits } from '../../tools/terraform/waits';
import { variablesOf } from '../terraform/kit';
import { APPLY, BEGIN, Outside } from '../terraform/outside';

/**
 * Writes the plans and states that the readers are tested with anew: `npx tsx test/plans/generate.ts`, or
 * only those of the estates that are named.
 * Each folder below `estates` is planned by real Terraform and azurerm; one with `before` and `after` is planned over the
 * state that applying `before` to a twin leaves behind. Of the examples the state is written too. What is below `refused`
 * Terraform plans in no way: why is written.
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
  const toolchain = await ensureToolchain({ build: false, providers: ['azurerm', 'time', 'azapi'] });
  if (!toolchain.ready) throw new Error(describeMissing(toolchain));
  const folder = mkdtempSync(join(tmpdir(), 'azpgbackup-plans-'));
  try {
    cpSync(ESTATES, folder, { recursive: true });
    const only = process.argv.slice(2);
    const wanted = (name: string) => only.length === 0 || only.includes(name);
    for (const name of readdirSync(ESTATES).filter(wanted).sort()) {
      if (name === 'refused') await refuse(join(folder, name), toolchain);
      else await planFolder(name, join(folder, name), toolchain);
    }
    if (wanted('broken')) {
      const broken = new App({ outdir: join(folder, 'out-broken') });
      brokenEstate(broken);
      broken.synth();
      // Azure would refuse it, so there is no state of it.
      await withRunner(stackIn(broken.outdir), toolchain, async (runner) =>
        write('broken', (await runner.plan()).plan),
      );
    }
    for (const name of ['quickstart', 'full'].filter(wanted)) {
      const outdir = join(folder, `out-${name}`);
      await synthesize(name, outdir);
      await planAndApply(name, stackIn(outdir), toolchain);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function stackIn(outdir: string): string {
  const [stack] = readdirSync(join(outdir, 'stacks'));
  return join(outdir, 'stacks', stack);
}

async function planFolder(name: string, folder: string, toolchain: Toolchain): Promise<void> {
  if (!existsSync(join(folder, 'before'))) {
    await withRunner(folder, toolchain, async (runner) => write(name, (await runner.plan()).plan));
    return;
  }
  await withRunner(join(folder, 'before'), toolchain, async (runner) => {
    await runner.apply();
    write(`${name}-state`, JSON.parse(await runner.state()));
    runner.use(join(folder, 'after'));
    write(name, (await runner.plan({ refresh: false })).plan);
  });
}

/** What the provider says of each resource of the folders below. */
async function refuse(folder: string, toolchain: Toolchain): Promise<void> {
  const refusals: Record<string, string> = {};
  for (const name of ['planned', 'validated']) {
    await withRunner(join(folder, name), toolchain, async (runner) => {
      const failure = await runner.plan().then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!(failure instanceof TerraformError)) throw new Error(`${name} is planned, or fails otherwise: ${failure}`);
      for (const { address = name, summary } of failure.diagnostics) refusals[address] = summary.trim();
    });
  }
  write('estates/refused/refusals', refusals);
}

async function planAndApply(name: string, stack: string, toolchain: Toolchain): Promise<void> {
  // The password of the example says what it is for, and is too simple for Azure.
  const variables = {
    ...variablesOf(join(EXAMPLES, name)),
    ...(name === 'full' && { batch_password: 'Only-for-a-test-1' }),
  };
  await withRunner(stack, toolchain, async (runner) => write(name, (await runner.plan({ variables })).plan));
  cutWaits(stack);
  await withRunner(stack, toolchain, async (runner, twin) => {
    const outside = new Outside(twin);
    if (name === 'full') await outside.aroundFull(variables);
    outside.advanceTo(APPLY);
    await runner.apply({ variables });
    write(`${name}-state`, JSON.parse(await runner.state()));
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

/** Terraform on a folder, with an Azure of its own. */
async function withRunner(
  folder: string,
  toolchain: Toolchain,
  use: (runner: TerraformRunner, twin: Twin) => Promise<void>,
): Promise<void> {
  const endpoint = await startEndpoint({ startAt: BEGIN });
  const runner = new TerraformRunner({ folder, toolchain, env: endpoint.env });
  try {
    await use(runner, endpoint.twin);
  } finally {
    await runner.close();
    await endpoint.close();
  }
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

import { chmodSync, writeFileSync } from 'fs';
import { join } from 'path';
import { setTimeout } from 'timers/promises';
import { ENGINES } from './lifecycle-kit';
import { LastingProviders, type Loan, type ProviderProgram } from '../../tools/terraform/lasting-providers';
import { run, start } from '../../tools/terraform/process';
import { TerraformRunner } from '../../tools/terraform/terraform';
import { describeMissing, type EngineName, ensureToolchain } from '../../tools/terraform/toolchain';
import { temporaryFolder } from '../temporary';

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** A program that tells of a provider as providers do, and waits. */
const PROVIDER = `
const told = { 'its/own/name': { Pid: process.pid } };
console.log("Provider started.\\n\\n\\tTF_REATTACH_PROVIDERS='" + JSON.stringify(told) + "'\\n");
process.on('SIGINT', () => process.exit());
setInterval(() => {}, 1000);`;

function lasting(...programs: ProviderProgram[]): LastingProviders {
  const providers = new LastingProviders(programs, {});
  opened.push(providers);
  return providers;
}

function standIn(): ProviderProgram {
  const binary = join(temporaryFolder(), 'provider');
  writeFileSync(binary, `#!${process.execPath}${PROVIDER}`);
  chmodSync(binary, 0o755);
  return { address: 'registry/namespace/name', binary, flag: '-wait' };
}

async function realOf(engine: EngineName) {
  const toolchain = await ensureToolchain({ build: false, engine, providers: ['time'] });
  if (!toolchain.ready) throw new Error(describeMissing(toolchain));
  return { toolchain, providers: lasting(...toolchain.programs) };
}

/** Ids of the processes that a loan attaches an engine to. */
function pidsOf({ env }: Loan): number[] {
  return Object.values<{ Pid: number }>(JSON.parse(env.TF_REATTACH_PROVIDERS!)).map(({ Pid }) => Pid);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** What providers lend next, and take back at once. */
async function nextOf(providers: LastingProviders): Promise<number[]> {
  const loan = await providers.borrow();
  await loan.giveBack();
  return pidsOf(loan);
}

/** A stack that waits for some seconds, by a provider with these configurations. */
function waiting(seconds: number, configurations: object[] = [{}]): string {
  const folder = temporaryFolder();
  const stack = {
    terraform: { required_providers: { time: { source: 'hashicorp/time' } } },
    provider: { time: configurations },
    resource: { time_sleep: { wait: { create_duration: `${seconds}s` } } },
  };
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack));
  return folder;
}

/** Programs in the process group of an apply while its resource is being made. */
async function programsOfApply(runner: TerraformRunner): Promise<string[]> {
  let wait!: () => void;
  const begun = new Promise<void>((resolve) => (wait = resolve));
  const apply = await runner.startApply({ onMessage: (text) => text.endsWith(': Creating...') && wait() });
  await begun;
  const { stdout } = await run('ps', ['-e', '-o', 'pgid=', '-o', 'comm=']);
  const programs = stdout.split('\n').filter((line) => line.trim().startsWith(`${apply.group} `));
  await apply.done;
  return programs.map((line) => line.trim().split(' ').pop()!);
}

describe.each(ENGINES)('%s', (engine) => {
  it('runs its commands on the same providers, and starts those itself that are configured more than once', async () => {
    const { toolchain, providers } = await realOf(engine);
    // An engine that gets its providers from a registry starts them itself.
    if (toolchain.programs.length === 0) return;
    const runner = new TerraformRunner({ folder: waiting(1), toolchain, providers });
    opened.push(runner);

    const before = await nextOf(providers);
    expect(await programsOfApply(runner)).toEqual([engine === 'terraform' ? 'terraform' : 'tofu']);
    expect((await runner.planOnly()).warnings).toEqual([]);
    await runner.destroy();
    expect(await nextOf(providers)).toEqual(before);

    runner.use(waiting(1, [{}, { alias: 'other' }]));
    expect(await programsOfApply(runner)).toHaveLength(2);
  });

  it('is killed, and leaves its providers to nobody', async () => {
    const { toolchain, providers } = await realOf(engine);
    // An engine that gets its providers from a registry starts them itself.
    if (toolchain.programs.length === 0) return;
    const runner = new TerraformRunner({ folder: waiting(120), toolchain, providers });
    opened.push(runner);
    const before = await nextOf(providers);

    const apply = await runner.startApply({
      onMessage: (text) => text.endsWith(': Creating...') && apply.kill('SIGKILL'),
    });
    await expect(apply.done).rejects.toThrow('ended by SIGKILL');

    expect(before.map(isRunning)).toEqual([false]);
    expect(await nextOf(providers)).not.toEqual(before);
  });
});

it('lends providers to one command at a time, and ends them all', async () => {
  const providers = lasting(standIn());
  const loans = await Promise.all([providers.borrow(), providers.borrow()]);
  const pids = loans.flatMap(pidsOf);
  expect(new Set(pids).size).toBe(2);
  expect(pids.map(isRunning)).toEqual([true, true]);

  await loans[0].giveBack();
  expect(await nextOf(providers)).toEqual(pidsOf(loans[0]));
  await providers.close();
  expect(pids.map(isRunning)).toEqual([false, false]);
  await expect(providers.borrow()).rejects.toThrow('The providers have been ended');
});

it('starts others for those that have ended', async () => {
  const providers = lasting(standIn());
  const loan = await providers.borrow();
  const [pid] = pidsOf(loan);
  process.kill(pid, 'SIGKILL');
  await loan.giveBack();
  while ((await nextOf(providers))[0] === pid) await setTimeout(20);
  expect((await nextOf(providers)).map(isRunning)).toEqual([true]);
});

it('leaves to the engine what cannot be started', async () => {
  const absent = { address: 'registry/namespace/absent', binary: '/absent', flag: '-wait' };
  const { env } = await lasting(standIn(), absent).borrow();
  expect(JSON.parse(env.TF_REATTACH_PROVIDERS!)).toEqual({ 'registry/namespace/name': { Pid: expect.any(Number) } });
});

it('ends what is tethered to a process that is killed', async () => {
  const script = `
    require('tsx/cjs');
    const { start } = require(${JSON.stringify(join(__dirname, '..', '..', 'tools', 'terraform', 'process'))});
    console.log(start('sleep', ['600'], { tethered: true }).group);
    setInterval(() => {}, 1000);`;
  let tell!: (pid: number) => void;
  const told = new Promise<number>((resolve) => (tell = resolve));
  const parent = start(process.execPath, ['-e', script], { onLine: (line) => tell(Number(line)) });
  const tethered = await told;
  expect(isRunning(tethered)).toBe(true);

  parent.kill('SIGKILL');
  await parent.done;
  while (isRunning(tethered)) await setTimeout(20);
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { cpus, tmpdir } from 'os';
import { join } from 'path';
import { toJavaScript, writeAzapiClasses } from './azapi';
import { compareCheck, compareCheckov, compareStart, writePlans } from './check';
import { inTurn, inTurnAsync, median, report, REPORT, ROOT, Sample, sample, say } from './compare';
import { handWritten, ours } from './estates';
import { measureApply } from './measure-apply';
import { compareRestore } from './measure-restore';
import { Twin } from '../src/twin';
import { quicken } from '../tools/package/compiled';
import { ensurePostgres } from '../tools/restore/postgres';
import { startEndpoint } from '../tools/terraform/endpoint';
import { TerraformRunner } from '../tools/terraform/terraform';
import { describeMissing, ensureToolchain, type Toolchain } from '../tools/terraform/toolchain';

/**
 * The measures that the project promises, each side by side in one run: what counts is the ratio, the two in turn, the
 * median of the pairs. Every run is a process of its own.
 */
const RUNS = 5;
const COMPILED = join(__dirname, 'out');

const PARTS: Readonly<Record<string, () => void | Promise<void>>> = {
  import: compareImport,
  synth: () => {
    compareSynthesis(1000);
    compareGrowth('ours', 700, 3500);
  },
  clusters: () =>
    withToolchain('clusters', async (toolchain) => {
      await writeAzapiClasses(COMPILED, toolchain);
      compareClusters(100);
      compareGrowth('clusters', 100, 500);
    }),
  start: () => compareStart(RUNS * 3),
  check: () =>
    withToolchain('the check of plans', async (toolchain) => {
      const plans = await writePlans(COMPILED, toolchain);
      compareCheck(plans, COMPILED, RUNS);
      compareCheckov(plans, RUNS);
    }),
  plan: () => withToolchain('terraform plan', comparePlans),
  twin: startTwins,
  restore: async () => {
    const postgres = await ensurePostgres({ build: false });
    if (postgres.ready) await compareRestore(postgres, RUNS);
    else say(`the rebuild of a server: not measured. ${describeMissing(postgres)}`);
  },
  apply: () => withToolchain('terraform apply', (toolchain) => compareApplies(20, toolchain)),
};

async function main(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) throw new Error(`${unknown} is no part: ${Object.keys(PARTS).join(', ')}`);
  say(`${cpus().length} × ${cpus()[0].model.trim()}, Node.js ${process.version}\n`);
  await compile();
  for (const [name, measure] of Object.entries(PARTS)) {
    if (wanted.length === 0 || wanted.includes(name)) await measure();
  }
}

async function withToolchain(what: string, measure: (toolchain: Toolchain) => Promise<void>): Promise<void> {
  const toolchain = await ensureToolchain({ build: false });
  if (toolchain.ready) await measure(toolchain);
  else say(`${what}: not measured. ${describeMissing(toolchain)}`);
}

function compareImport(): void {
  const load = (path: string) =>
    sample(['-e', `const t = process.hrtime.bigint(); require(${JSON.stringify(path)}); ${REPORT}`]);
  const pairs = inTurn(
    () => load(ROOT),
    () => load(join(ROOT, 'node_modules', 'cdktf')),
    RUNS * 3,
  );
  report('import of the package / import of cdktf', pairs, { time: 1.25 });
}

function compareSynthesis(servers: number): void {
  const pairs = inTurn(
    () => synthesize('ours', servers),
    () => synthesize('hand-written', servers),
    RUNS,
  );
  report(`${servers} protected servers: construct and synthesize, validator on / generated classes by hand`, pairs, {
    time: 1.1,
    memory: 1.1,
  });
}

function compareClusters(count: number): void {
  const pairs = inTurn(
    () => synthesize('clusters', count),
    () => synthesize('hand-written-clusters', count),
    RUNS * 8,
  );
  report(`${count} clusters: construct and synthesize, validator on / generated classes by hand`, pairs, { time: 1.1 });
}

function compareGrowth(estate: 'ours' | 'clusters', few: number, many: number): void {
  const pairs = inTurn(
    () => synthesize(estate, many),
    () => synthesize(estate, few),
    3,
  );
  report(`${many} / ${few} ${estate === 'ours' ? 'protected servers' : estate}, ${many / few} times as many`, pairs, {
    memory: 'shown',
  });
}

async function comparePlans(toolchain: Toolchain): Promise<void> {
  const endpoint = await startEndpoint();
  const folder = mkdtempSync(join(tmpdir(), 'azpgbackup-bench-'));
  const runners: TerraformRunner[] = [];
  const prepare = async (name: string, synthesizeInto: (outdir: string) => void) => {
    synthesizeInto(join(folder, name));
    const stack = join(folder, name, 'stacks', 'estate');
    const runner = new TerraformRunner({ folder: stack, toolchain, env: endpoint.env });
    await runner.init();
    runners.push(runner);
    return async (): Promise<Sample> => {
      const start = process.hrtime.bigint();
      await runner.planOnly();
      return { ms: Number(process.hrtime.bigint() - start) / 1e6, rssMb: 0 };
    };
  };
  try {
    const protectedServers = await prepare('ours', (outdir) => ours(outdir, 1000).synth());
    const flat = await prepare('flat', (outdir) => handWritten(outdir, 1000, false).synth());
    const quarter = await prepare('quarter', (outdir) => ours(outdir, 250).synth());
    report(
      'terraform plan of 1000 protected servers / flat, without waits',
      await inTurnAsync(protectedServers, flat, RUNS),
      { time: 1.25 },
    );
    report(
      'terraform plan of 1000 / 250 protected servers, 4 times as many',
      await inTurnAsync(protectedServers, quarter, 3),
    );
  } finally {
    for (const runner of runners) await runner.close();
    await endpoint.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startTwins(): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = process.hrtime.bigint();
    const twin = await Twin.start();
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    await twin.close();
  }
  say(`start of a twin, in process\n  time     ${median(times).toFixed(0)} ms, wanted ≤ 1000 ms\n`);
}

/** Both to a twin of their own, one after the other; the waits for roles are cut from both. */
async function compareApplies(servers: number, toolchain: Toolchain): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'azpgbackup-bench-'));
  try {
    const mine = await measureApply('ours', servers, folder, toolchain);
    const theirs = await measureApply('hand-written', servers, folder, toolchain);
    say(`terraform apply of ${servers} protected servers to a twin / hand-written resources`);
    const line = (what: string, unit: string, a: number, b: number, wanted: string) =>
      say(`  ${what.padEnd(8)} ${(a / b).toFixed(2)} (${a.toFixed(0)}${unit} / ${b.toFixed(0)}${unit}${wanted})`);
    line('calls', '', mine.calls, theirs.calls, ', wanted ≤ 1');
    line('time', ' s', mine.seconds, theirs.seconds, '');
    say('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function synthesize(estate: 'ours' | 'hand-written' | 'clusters' | 'hand-written-clusters', size: number): Sample {
  return sample([join(COMPILED, 'measure-synth.js'), estate, String(size)]);
}

/** Plain JavaScript, and the library as it is published. */
async function compile(): Promise<void> {
  await quicken(join(ROOT, 'lib'));
  mkdirSync(COMPILED, { recursive: true });
  for (const name of ['clusters', 'estates', 'measure-check', 'measure-synth']) {
    const source = readFileSync(join(__dirname, `${name}.ts`), 'utf8');
    writeFileSync(join(COMPILED, `${name}.js`), toJavaScript(source));
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});

import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { cpus, tmpdir } from 'os';
import { join } from 'path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { handWritten, ours } from './estates';
import { measureApply } from './measure-apply';
import { Twin } from '../src/twin';
import { startEndpoint } from '../tools/terraform/endpoint';
import { TerraformRunner } from '../tools/terraform/terraform';
import { describeMissing, ensureToolchain } from '../tools/terraform/toolchain';

/**
 * The measures that the project promises, each side by side in one run: what counts is the ratio, the two in turn, the
 * median of the pairs. Every run is a process of its own.
 */
const RUNS = 5;
const ROOT = join(__dirname, '..');
const COMPILED = join(__dirname, 'out');

interface Sample {
  readonly ms: number;
  readonly rssMb: number;
}

async function main(): Promise<void> {
  say(`${cpus().length} × ${cpus()[0].model.trim()}, Node.js ${process.version}\n`);
  compile();
  compareImport();
  compareSynthesis(1000);
  compareGrowth(1000, 5000);
  await comparePlans();
  await startTwins();
  await compareApplies(20);
}

function compareImport(): void {
  const load = (path: string) =>
    sample(['-e', `const t = process.hrtime.bigint(); require(${JSON.stringify(path)}); ${REPORT}`]);
  const pairs = inTurn(
    () => load(ROOT),
    () => load(join(ROOT, 'node_modules', 'cdktf')),
    RUNS * 3,
  );
  report('import of the package / import of cdktf', pairs, 1.25, { memory: false });
}

function compareSynthesis(servers: number): void {
  const pairs = inTurn(
    () => synthesize('ours', servers),
    () => synthesize('hand-written', servers),
    RUNS,
  );
  report(
    `${servers} protected servers: construct and synthesize, validator on / generated classes by hand`,
    pairs,
    1.1,
    {
      memory: true,
    },
  );
}

function compareGrowth(few: number, many: number): void {
  const pairs = inTurn(
    () => synthesize('ours', many),
    () => synthesize('ours', few),
    3,
  );
  report(`${many} / ${few} protected servers, ${many / few} times as many`, pairs, undefined, { memory: true });
}

async function comparePlans(): Promise<void> {
  const toolchain = await ensureToolchain({ build: false });
  if (!toolchain.ready) {
    say(`terraform plan: not measured. ${describeMissing(toolchain)}`);
    return;
  }
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
      1.25,
      {
        memory: false,
      },
    );
    report(
      'terraform plan of 1000 / 250 protected servers, 4 times as many',
      await inTurnAsync(protectedServers, quarter, 3),
      undefined,
      {
        memory: false,
      },
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
async function compareApplies(servers: number): Promise<void> {
  const toolchain = await ensureToolchain({ build: false });
  if (!toolchain.ready) {
    say(`terraform apply: not measured. ${describeMissing(toolchain)}`);
    return;
  }
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

const REPORT =
  'console.log(JSON.stringify({ ms: Number(process.hrtime.bigint() - t) / 1e6, rssMb: process.resourceUsage().maxRSS / 1024 }))';

function synthesize(kind: 'ours' | 'hand-written', servers: number): Sample {
  return sample([join(COMPILED, 'measure-synth.js'), kind, String(servers)]);
}

/** Plain JavaScript: a loader that compiles on the fly would be measured too. */
function compile(): void {
  mkdirSync(COMPILED, { recursive: true });
  for (const name of ['estates', 'measure-synth']) {
    const source = readFileSync(join(__dirname, `${name}.ts`), 'utf8');
    const options = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
    writeFileSync(join(COMPILED, `${name}.js`), transpileModule(source, { compilerOptions: options }).outputText);
  }
}

function sample(args: string[]): Sample {
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' }));
}

type Pair = readonly [Sample, Sample];

function inTurn(a: () => Sample, b: () => Sample, runs: number): Pair[] {
  // The first run of each warms the file cache.
  a();
  b();
  return Array.from({ length: runs }, (): Pair => [a(), b()]);
}

async function inTurnAsync(a: () => Promise<Sample>, b: () => Promise<Sample>, runs: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let run = 0; run < runs; run++) pairs.push([await a(), await b()]);
  return pairs;
}

function report(title: string, pairs: Pair[], limit: number | undefined, options: { readonly memory: boolean }): void {
  say(title);
  const line = (what: string, unit: string, of: (sample: Sample) => number) => {
    const ratios = pairs.map(([a, b]) => of(a) / of(b));
    const sides = [0, 1].map((side) => median(pairs.map((pair) => of(pair[side]))).toFixed(0));
    const wanted = limit === undefined ? '' : `, wanted ≤ ${limit}`;
    say(
      `  ${what.padEnd(8)} ${median(ratios).toFixed(2)} (${sides[0]} ${unit} / ${sides[1]} ${unit}; ${range(ratios)}${wanted})`,
    );
  };
  line('time', 'ms', ({ ms }) => ms);
  if (options.memory) line('peak RSS', 'MB', ({ rssMb }) => rssMb);
  say('');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)} in ${values.length} pairs`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});

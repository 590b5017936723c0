import { spawnSync } from 'child_process';
import { existsSync, writeFileSync } from 'fs';
import { join } from 'path';
import { inTurn, median, report, ROOT, Sample, sample, say } from './compare';
import { handWritten, ours } from './estates';
import { expanded, realPlan } from './plans';
import { cacheFolder } from '../tools/terraform/machine';
import type { Toolchain } from '../tools/terraform/toolchain';

const COMMAND = join(ROOT, 'bin', 'azpgbackup.js');
const FEW = 1000;
const MANY = 10_000;

/** Files of plans, real ones of two servers that have been grown. */
export interface Plans {
  readonly few: string;
  readonly many: string;
  /** The same estate in this library's words. */
  readonly fewOfOurs: string;
}

export async function writePlans(folder: string, toolchain: Toolchain): Promise<Plans> {
  const byHand = await realPlan((outdir) => handWritten(outdir, 2), toolchain);
  const byUs = await realPlan((outdir) => ours(outdir, 2), toolchain);
  const write = (name: string, plan: unknown, servers: number): string => {
    const file = join(folder, `${name}-${servers}.json`);
    writeFileSync(file, expanded(plan, servers));
    return file;
  };
  return {
    few: write('plan', byHand, FEW),
    many: write('plan', byHand, MANY),
    fewOfOurs: write('plan-of-ours', byUs, FEW),
  };
}

/** Without it node would be measured that finds no file. */
function isBundled(what: string): boolean {
  if (existsSync(COMMAND)) return true;
  say(`${what}: not measured, there is no bin/azpgbackup.js yet; npm run bundle makes it\n`);
  return false;
}

/** The command from its start to its end, against an engine that has nothing to do. */
export function compareStart(runs: number): void {
  if (!isBundled('the start of the command')) return;
  for (const args of [['--version'], ['rules']]) {
    const pairs = inTurn(
      () => timed(process.execPath, [COMMAND, ...args]),
      () => timed(process.execPath, ['-e', '0']),
      runs,
    );
    report(`azpgbackup ${args.join(' ')} / node -e 0`, pairs, { time: 1.5 });
  }
}

/** The check of a plan in process, its reading included, against JSON.parse of the same text. */
export function compareCheck(plans: Plans, compiled: string, runs: number): void {
  const measure = (kind: string, plan: string) => sample([join(compiled, 'measure-check.js'), kind, plan]);
  const against = inTurn(
    () => measure('check', plans.many),
    () => measure('parse', plans.many),
    runs,
  );
  report(`check of a plan of ${MANY} protected servers / JSON.parse of it`, against, { time: 2, memory: 4 });
  const growth = inTurn(
    () => measure('check', plans.many),
    () => measure('check', plans.few),
    3,
  );
  report(`check of ${MANY} / ${FEW} protected servers, ${MANY / FEW} times as many`, growth, { memory: 'shown' });
}

/** The command against Checkov, on either kind of plan: the median of its runs against one of Checkov, which takes half a minute. */
export function compareCheckov(plans: Plans, runs: number): void {
  if (!isBundled('Checkov / azpgbackup check')) return;
  const checkov = installedCheckov();
  if (checkov === undefined) {
    say('azpgbackup check / Checkov: not measured, Checkov is not here and pip could not install it\n');
    return;
  }
  const options = ['--framework', 'terraform_plan', '--quiet', '--compact', '--skip-download'];
  for (const [kind, plan] of [
    ['written by hand', plans.few],
    ['of our constructs', plans.fewOfOurs],
  ]) {
    const own = Array.from({ length: runs }, () => timed(process.execPath, [COMMAND, 'check', plan]).ms);
    const theirs = timed(checkov, ['-f', plan, ...options]);
    const title = `Checkov / azpgbackup check, on a plan of ${FEW} protected servers ${kind} (wanted ≥ 100)`;
    report(title, [[theirs, { ms: median(own), rssMb: 0 }]]);
  }
}

/** Checkov in a virtual environment of its own, installed where it is missing. */
function installedCheckov(): string | undefined {
  const folder = join(cacheFolder(), 'checkov');
  const program = join(folder, 'bin', 'checkov');
  if (existsSync(program)) return program;
  say('installing Checkov …');
  const made = spawnSync('python3', ['-m', 'venv', folder]).status === 0;
  const installed = made && spawnSync(join(folder, 'bin', 'pip'), ['install', '--quiet', 'checkov']).status === 0;
  return installed && existsSync(program) ? program : undefined;
}

/** Whatever it ends with: findings are no failure here. */
function timed(program: string, args: readonly string[]): Sample {
  const start = process.hrtime.bigint();
  spawnSync(program, args, { cwd: ROOT, stdio: 'ignore' });
  return { ms: Number(process.hrtime.bigint() - start) / 1e6, rssMb: 0 };
}

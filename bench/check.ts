import { spawnSync } from 'child_process';
import { existsSync, writeFileSync } from 'fs';
import { join } from 'path';
import { inTurn, report, ROOT, Sample, sample, say } from './compare';
import { expanded, realPlan } from './plans';
import { cacheFolder } from '../tools/terraform/machine';
import type { Toolchain } from '../tools/terraform/toolchain';

const COMMAND = join(ROOT, 'bin', 'azpgbackup.js');
const FEW = 1000;
const MANY = 10_000;

/** Files of plans, by the number of protected servers. */
export type Plans = ReadonlyMap<number, string>;

/** Real plans of two servers, grown. */
export async function writePlans(folder: string, toolchain: Toolchain): Promise<Plans> {
  const plan = await realPlan(2, toolchain);
  return new Map(
    [FEW, MANY].map((servers) => {
      const file = join(folder, `plan-${servers}.json`);
      writeFileSync(file, expanded(plan, servers));
      return [servers, file];
    }),
  );
}

/** The command from its start to its end, against an engine that has nothing to do. */
export function compareStart(runs: number): void {
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
  const measure = (kind: string, servers: number) =>
    sample([join(compiled, 'measure-check.js'), kind, plans.get(servers)!]);
  const against = inTurn(
    () => measure('check', MANY),
    () => measure('parse', MANY),
    runs,
  );
  report(`check of a plan of ${MANY} protected servers / JSON.parse of it`, against, { time: 2, memory: 4 });
  const growth = inTurn(
    () => measure('check', MANY),
    () => measure('check', FEW),
    3,
  );
  report(`check of ${MANY} / ${FEW} protected servers, ${MANY / FEW} times as many`, growth, { memory: 'shown' });
}

/** The command against Checkov, once: Checkov takes half a minute. */
export function compareCheckov(plans: Plans): void {
  const checkov = installedCheckov();
  if (checkov === undefined) {
    say('azpgbackup check / Checkov: not measured, Checkov is not here and pip could not install it\n');
    return;
  }
  const plan = plans.get(FEW)!;
  const theirs = timed(checkov, [
    '-f',
    plan,
    '--framework',
    'terraform_plan',
    '--quiet',
    '--compact',
    '--skip-download',
  ]);
  timed(process.execPath, [COMMAND, 'check', plan]);
  const ours = timed(process.execPath, [COMMAND, 'check', plan]);
  report(`Checkov / azpgbackup check, on a plan of ${FEW} protected servers (wanted ≥ 100)`, [[theirs, ours]]);
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

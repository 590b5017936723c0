import { execFileSync } from 'child_process';
import { join } from 'path';

export const ROOT = join(__dirname, '..');

export interface Sample {
  readonly ms: number;
  readonly rssMb: number;
}

/** Ends a program that began with `const t = process.hrtime.bigint();`. */
export const REPORT =
  'console.log(JSON.stringify({ ms: Number(process.hrtime.bigint() - t) / 1e6, rssMb: process.resourceUsage().maxRSS / 1024 }))';

/** A program in a process of its own that prints a sample. */
export function sample(args: string[]): Sample {
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' }));
}

export type Pair = readonly [Sample, Sample];

export function inTurn(a: () => Sample, b: () => Sample, runs: number): Pair[] {
  // The first run of each warms the file cache.
  a();
  b();
  return Array.from({ length: runs }, (): Pair => [a(), b()]);
}

export async function inTurnAsync(a: () => Promise<Sample>, b: () => Promise<Sample>, runs: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let run = 0; run < runs; run++) pairs.push([await a(), await b()]);
  return pairs;
}

/** What is wanted of the ratios; a measure without a wish is shown where it is named. */
export interface Wanted {
  readonly time?: number;
  readonly memory?: number | 'shown';
}

export function report(title: string, pairs: readonly Pair[], wanted: Wanted = {}): void {
  say(title);
  const line = (what: string, unit: string, limit: number | undefined, of: (sample: Sample) => number) => {
    const ratios = pairs.map(([a, b]) => of(a) / of(b));
    const sides = [0, 1].map((side) => median(pairs.map((pair) => of(pair[side]))).toFixed(0));
    const wish = limit === undefined ? '' : `, wanted ≤ ${limit}`;
    say(
      `  ${what.padEnd(8)} ${median(ratios).toFixed(2)} (${sides[0]} ${unit} / ${sides[1]} ${unit}; ${range(ratios)}${wish})`,
    );
  };
  line('time', 'ms', wanted.time, ({ ms }) => ms);
  if (wanted.memory !== undefined) {
    line('peak RSS', 'MB', wanted.memory === 'shown' ? undefined : wanted.memory, ({ rssMb }) => rssMb);
  }
  say('');
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)} in ${values.length} pairs`;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

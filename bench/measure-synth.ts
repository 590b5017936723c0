import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { clusters, handWrittenClusters } from './clusters';
import { handWritten, ours } from './estates';

const ESTATES = {
  ours,
  'hand-written': handWritten,
  clusters,
  'hand-written-clusters': handWrittenClusters,
};

/** One run in a process of its own: `measure-synth.js ESTATE SIZE`, prints `{ms, rssMb}`. */
const [, , kind, count] = process.argv;
const outdir = mkdtempSync(join(tmpdir(), 'azpgbackup-bench-'));
const start = process.hrtime.bigint();
ESTATES[kind as keyof typeof ESTATES](outdir, Number(count)).synth();
const ms = Number(process.hrtime.bigint() - start) / 1e6;
rmSync(outdir, { recursive: true });
console.log(JSON.stringify({ ms, rssMb: process.resourceUsage().maxRSS / 1024 }));

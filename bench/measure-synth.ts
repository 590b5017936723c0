import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { handWritten, ours } from './estates';

/** One run in a process of its own: `measure-synth.js ours|hand-written SERVERS`, prints `{ms, rssMb}`. */
const [, , kind, count] = process.argv;
const outdir = mkdtempSync(join(tmpdir(), 'azpgbackup-bench-'));
const start = process.hrtime.bigint();
(kind === 'ours' ? ours : handWritten)(outdir, Number(count)).synth();
const ms = Number(process.hrtime.bigint() - start) / 1e6;
rmSync(outdir, { recursive: true });
console.log(JSON.stringify({ ms, rssMb: process.resourceUsage().maxRSS / 1024 }));

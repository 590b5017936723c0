import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { inTurnAsync, report, Sample, say } from './compare';
import { Cluster, dbname } from '../tools/restore/cluster';
import { ADMIN, dumpAsVault, fillSource, likeAzure, PREFIX } from '../tools/restore/estate';
import type { Postgres } from '../tools/restore/postgres';
import { Steps } from '../tools/restore/steps';
import { Running } from '../tools/terraform/process';

const MEGABYTES = 200;
const JOBS = 2;

/** The files of a restore, loaded by step 4 and, for comparison, by pg_restore alone. */
export async function compareRestore(postgres: Postgres, runs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'azpgbackup-bench-'));
  const target = await Cluster.start({ postgres, superuser: 'azuresu' });
  try {
    await likeAzure(target);
    const [small, large] = [join(folder, 'small'), join(folder, 'large')];
    for (const [files, megabytes] of [
      [small, MEGABYTES / 4],
      [large, MEGABYTES],
    ] as const) {
      // prettier-ignore
      const source = await Cluster.start({ postgres, superuser: 'azuresu' });
      try {
        await fillSource(source, { megabytes });
        await dumpAsVault(source, files);
      } finally {
        await source.stop();
      }
    }
    let turn = 0;
    const ours = (files: string) => async () => {
      await empty(target);
      return load(new Steps(target, files, join(folder, `run ${turn++}`)));
    };
    const theirs = async () => {
      await empty(target);
      return plainRestore(target, large);
    };
    await theirs();
    const pairs = await inTurnAsync(ours(large), theirs, runs);
    report(`rebuild of ${MEGABYTES} MB of rows: step 4 of the runbook / pg_restore --jobs=${JOBS}`, pairs, {
      time: 1.11,
    });
    const rate = (side: 0 | 1) =>
      (MEGABYTES / (pairs.reduce((sum, pair) => sum + pair[side].ms, 0) / pairs.length)) * 1e3;
    say(`  ${rate(0).toFixed(0)} MB/s / ${rate(1).toFixed(0)} MB/s\n`);
    report('the same, files of 4 times the size / 1 times: peak memory of what the step runs', await inTurnAsync(ours(large), ours(small), 3), { memory: 'shown' }); // prettier-ignore
    const steps = new Steps(target, large, join(folder, 'verify'));
    await empty(target);
    await steps.succeed('4-load', ['--execute'], { JOBS: String(JOBS) });
    const verified = await timed(steps.start('5-verify', ['--execute', '--checksums'], { JOBS: String(JOBS) }));
    say(
      `comparison of all rows, step 5 with --checksums\n  time     ${verified.ms.toFixed(0)} ms, ${verified.rssMb.toFixed(0)} MB\n`,
    );
  } finally {
    await target.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function load(steps: Steps): Promise<Sample> {
  return timed(steps.start('4-load', ['--execute'], { JOBS: String(JOBS) }));
}

/** What people do by hand, as a superuser and one after the other: the same files, the same number of sessions. */
async function plainRestore(target: Cluster, files: string): Promise<Sample> {
  const start = process.hrtime.bigint();
  // The roles that are there already are errors.
  await target.client('psql', ['-X', '-q', '-d', 'postgres', '-f', join(files, `${PREFIX}_roles.sql`)]);
  for (const name of readdirSync(files).sort()) {
    const database = new RegExp(`^${PREFIX}_database_(.*)\\.sql$`).exec(name)?.[1];
    if (database === undefined || ['postgres', 'azure_maintenance'].includes(database)) continue;
    await target.client('createdb', ['--template=template0', '--', database]);
    await target.client('pg_restore', [`--jobs=${JOBS}`, '-d', dbname(database), join(files, name)]);
  }
  return { ms: Number(process.hrtime.bigint() - start) / 1e6, rssMb: 0 };
}

async function empty(target: Cluster): Promise<void> {
  await target.script(`
    SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' \\gexec
    SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE rolname !~ '^(pg_|azure|replication)' AND rolname <> '${ADMIN}' \\gexec
    CHECKPOINT;`);
}

/** How long it takes, and the most memory that it and what it has started use at one time. */
async function timed(running: Running): Promise<Sample> {
  const start = process.hrtime.bigint();
  let rssMb = 0;
  const look = setInterval(() => (rssMb = Math.max(rssMb, groupMemory(running.group!))), 25);
  const { code, stderr } = await running.done;
  clearInterval(look);
  if (code !== 0) throw new Error(stderr);
  return { ms: Number(process.hrtime.bigint() - start) / 1e6, rssMb };
}

/** MB that are resident of all processes of a group; what they share counts for each. */
function groupMemory(group: number): number {
  let pages = 0;
  for (const id of readdirSync('/proc')) {
    if (!/^\d+$/.test(id)) continue;
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[2]) === group) pages += Number(fields[21]);
    } catch {
      // It has ended in the meantime.
    }
  }
  return (pages * 4096) / 1048576;
}

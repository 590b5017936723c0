import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { fingerprint } from './fingerprint';
import { Clusters } from './kit';
import schema from '../../schema/rehearsal.schema.json';
import { Rehearsal } from '../../src/runbook/rehearsal';
import { Cluster } from '../../tools/restore/cluster';
import { ADMIN, dumpAsVault, fillSource, HOSTILE, PREFIX } from '../../tools/restore/estate';
import { asCommand, Outcome } from '../cli/kit';
import { temporaryFolder } from '../temporary';

const MEGABYTES = 200;

const clusters = new Clusters();
let source: Cluster;
let target: Cluster;
let cwd: string;

beforeAll(async () => {
  [source, target] = await Promise.all([clusters.start(), clusters.target()]);
  await fillSource(source, { megabytes: MEGABYTES });
  cwd = temporaryFolder();
  await dumpAsVault(source, join(cwd, 'restored'));
});

afterAll(() => clusters.stop());

/** The command as users get it. */
function rehearse(...args: readonly string[]): Promise<Outcome> {
  const env = { ...target.environment(ADMIN), PGHOST: '', PGPORT: '', PGUSER: '' };
  const url = `postgresql://${ADMIN}@127.0.0.1:${target.port}`;
  return asCommand(['runbook', '--rehearse', 'restored', '--target', url, '--now', '2026-11-20', ...args], {
    cwd,
    env,
  });
}

function reportIn(folder: string): Rehearsal {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  addFormats(ajv);
  const report = JSON.parse(readFileSync(join(cwd, folder, 'rehearsal.json'), 'utf8'));
  const validate = ajv.compile<Rehearsal>(schema);
  validate(report);
  expect(validate.errors).toBeNull();
  return report;
}

test('a file that is cut off: the report says so, and the whole file goes on from there', async () => {
  const file = join(cwd, 'restored', `${PREFIX}_database_events.sql`);
  const whole = readFileSync(file);
  truncateSync(file, Math.floor(statSync(file).size / 2));
  const cut = await rehearse('--output', 'twice');
  expect(cut.code).toBe(1);
  expect(cut.stdout).toBe('twice/rehearsal.md\n');
  const failed = reportIn('twice');
  expect(failed).toMatchObject({ outcome: 'failed', seconds: { verify: null }, comparisons: 0 });
  expect(failed.problems).toContainEqual(expect.stringMatching(/^events: the file ends too early or is damaged/));
  expect(failed.databases.map(({ name, loaded }) => [name, loaded])).toEqual([
    [HOSTILE, true],
    ['empty', true],
    ['events', false],
    ['orders', true],
  ]);

  writeFileSync(file, whole);
  const rebuilt = await rehearse('--output', 'twice', '--checksums');
  expect([rebuilt.code, rebuilt.stderr]).toEqual([0, expect.stringContaining('orders is loaded already')]);
  const report = reportIn('twice');
  expect(report).toMatchObject({
    now: '2026-11-20',
    server: null,
    outcome: 'rebuilt',
    problems: [],
    differences: [],
    target: { address: `127.0.0.1:${target.port}`, user: ADMIN },
    roles: 5,
    memberships: 3,
  });
  const events = report.databases.find(({ name }) => name === 'events')!;
  expect(events).toMatchObject({ loaded: true, rows: 1176472, differences: 0 });
  expect(events.tables).toHaveLength(4);
  for (const { sha256 } of events.tables) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(report.files).toHaveLength(readdirSync(join(cwd, 'restored')).length);
  expect(readFileSync(join(cwd, 'twice', 'rehearsal.md'), 'utf8')).toContain(
    '# Rehearsal of a restore, 2026-11-20\n\n**Rebuilt: what is in the files is in the server.**',
  );
  for (const database of ['events', 'orders', HOSTILE]) {
    expect(await fingerprint(target, database)).toEqual(await fingerprint(source, database));
  }
});

test('what differs is in the report', async () => {
  await target.query('DELETE FROM events_3 WHERE id <= 10', 'events');
  const result = await rehearse('--output', 'twice');
  expect(result.code).toBe(1);
  expect(reportIn('twice')).toMatchObject({
    outcome: 'differs',
    differences: [
      { database: 'events', kind: 'rows', name: '"public"."events_3"', expected: '294118', actual: '294108' },
    ],
  });
});

test('a server that holds them already is refused, without a report', async () => {
  const result = await rehearse();
  expect(result.code).toBe(2);
  expect(result.stderr).toContain('must not have the databases of the restore, got: ');
  expect(existsSync(join(cwd, 'rehearsal-2026-11-20', 'rehearsal.md'))).toBe(false);
});

test('a server that does not answer', async () => {
  const { code, stderr } = await asCommand(
    ['runbook', '--rehearse', 'restored', '--target', `postgresql://${ADMIN}@127.0.0.1:1`, '--output', 'unreached'],
    { cwd },
  );
  expect(code).toBe(2);
  expect(stderr).toContain('azpgbackup: the target server 127.0.0.1:1 must let pgadmin in. It says: ');
  expect(existsSync(join(cwd, 'unreached', 'rehearsal.json'))).toBe(false);
});

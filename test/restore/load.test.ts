import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { fingerprint, fingerprintOfRoles } from './fingerprint';
import { Clusters, stepsFor } from './kit';
import { Cluster } from '../../tools/restore/cluster';
import { ADMIN, dumpAsVault, fillSource, HOSTILE } from '../../tools/restore/estate';
import { Steps } from '../../tools/restore/steps';
import { Result, run } from '../../tools/terraform/process';
import { temporaryFolder } from '../temporary';

const DATABASES = ['orders', HOSTILE, 'empty'];
/** A name as the journal and verify.tsv have it. */
const HOSTILE_FIELD = HOSTILE.replace(/\\/g, '\\\\');

const clusters = new Clusters();
let source: Cluster;
let target: Cluster;
let steps: Steps;
let files: string;
let before: string;
let after: string;
let dryRun: Result;
let loaded: Result;

beforeAll(async () => {
  [source, target] = await Promise.all([clusters.start(), clusters.target()]);
  await fillSource(source);
  files = temporaryFolder();
  await dumpAsVault(source, files);
  before = await sessionsOf(source);
  steps = stepsFor(target, files);
  dryRun = await steps.succeed('4-load');
  expect(steps.journal()).toEqual([]);
  expect(await databasesOf(target)).toBe('postgres');
  loaded = await steps.succeed('4-load', ['--execute']);
  after = await sessionsOf(source);
});

afterAll(() => clusters.stop());

function databasesOf(cluster: Cluster): Promise<string> {
  return cluster.query("SELECT string_agg(datname, ', ' ORDER BY datname) FROM pg_database WHERE NOT datistemplate");
}

/** Who came, and what was written, but for the database that this is asked in. */
function sessionsOf(cluster: Cluster): Promise<string> {
  return cluster.query(
    "SELECT datid, sessions, tup_inserted, tup_updated, tup_deleted FROM pg_stat_database WHERE datname <> 'postgres' ORDER BY 1",
  );
}

/** The files that aren't archives, but for the token that each run of pg_dump makes anew. */
function plainTexts(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /_(roles|schema|tablespace)\.sql$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8').replace(/^\\(un)?restrict .*$/gm, ''));
}

test('the dry run says what it would do', () => {
  expect(dryRun.stdout).toBe('');
  expect(dryRun.stderr.split('\n')).toEqual(
    expect.arrayContaining([
      'Dry run: nothing is changed. Call it with --execute to do what it says.',
      'would: replay 5 roles',
      expect.stringMatching(/^would: load orders \(archive, \d+ bytes\) from /),
      expect.stringContaining(`would: load ${HOSTILE} (archive, `),
    ]),
  );
});

test.each(DATABASES)('%s is what it was: contents, owners, grants, settings', async (database) => {
  const expected = await fingerprint(source, database);
  expect(await fingerprint(target, database)).toEqual(expected);
});

test('there is enough in them to compare', async () => {
  expect((await fingerprint(source, 'orders')).length).toBeGreaterThan(100);
  expect(await source.query('SELECT count(*) FROM sales.orders', 'orders')).toBe('10000');
});

test('roles, their passwords and memberships are what they were', async () => {
  expect(await fingerprintOfRoles(target)).toEqual(await fingerprintOfRoles(source));
});

test('people sign in as before', async () => {
  const signIn = (password: string) =>
    run('psql', ['-X', '-A', '-t', '-c', 'SELECT count(*) FROM sales.orders', '-d', 'orders'], {
      env: { ...target.environment('app'), PGPASSWORD: password },
    });
  expect(await signIn('hunter2')).toMatchObject({ code: 0, stdout: '10000\n' });
  expect((await signIn('hunter3')).code).not.toBe(0);
});

test('the administrator keeps its password and is a member of nobody else', async () => {
  const sql = `SELECT string_agg(roleid::regrole::text, ',') FROM pg_auth_members WHERE member = '${ADMIN}'::regrole`;
  expect(await target.query(sql, 'postgres', ADMIN)).toBe('azure_pg_admin');
  const [lent, given] = [steps.journaled('member'), steps.journaled('unmember')];
  expect(lent).toContain('app');
  expect(given.sort()).toEqual(lent.sort());
});

test('it says what it left out, and why', () => {
  expect(loaded.stderr).toContain(
    "warning: the role dropped_later was BYPASSRLS: an administrator of a flexible server can't give that, so it isn't here",
  );
  expect(loaded.stderr).toContain('azure_maintenance is left out: the target has its own');
  expect(loaded.stderr).toContain(
    'warning: orders: left as it is: ERROR:  must be member of role "azuresu" [ALTER TABLE public.empty OWNER TO azuresu; ]',
  );
});

test('no name was taken for a command', () => {
  expect(readdirSync(steps.folder)).not.toContain('hacked');
  expect(steps.journaled('loaded').sort()).toEqual([HOSTILE_FIELD, 'empty', 'orders'].sort());
});

test('no hash of a password stays behind', async () => {
  const { stdout } = await run('grep', ['-rl', 'SCRAM-SHA-256', steps.path('work'), steps.path('logs'), steps.path('journal.tsv')]); // prettier-ignore
  expect(stdout).toBe('');
  expect(readFileSync(join(files, readdirSync(files).find((name) => name.endsWith('_roles.sql'))!), 'utf8')).toContain('SCRAM-SHA-256'); // prettier-ignore
});

test('what is done is not done again', async () => {
  const again = await steps.succeed('4-load', ['--execute']);
  expect(again.stderr).toContain('orders is loaded already');
  expect(again.stderr).toContain('0 databases are loaded');
});

test('step 5 finds no difference, down to the contents', async () => {
  const result = await steps.succeed('5-verify', ['--execute', '--checksums']);
  expect(result.stderr).toMatch(/\d+ comparisons, no difference/);
  const verified = steps.verified();
  expect(verified.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
  expect(verified).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ database: 'orders', kind: 'rows', name: '"sales"."orders_2025"', actual: '5310' }),
      expect.objectContaining({ database: 'orders', kind: 'rows', name: '"public"."Odd ""table"" \\\\ ; name"' }),
      expect.objectContaining({ database: 'orders', kind: 'sequence', name: '"sales"."invoice"', actual: '1016 true' }),
      expect.objectContaining({ database: 'orders', kind: 'large objects', name: 'bytes', actual: '240000' }),
      expect.objectContaining({ database: 'orders', kind: 'extension', name: 'uuid-ossp' }),
      expect.objectContaining({ database: 'orders', kind: 'checksum', name: '"sales"."customers"' }),
      expect.objectContaining({ database: HOSTILE_FIELD, kind: 'rows', name: '"public"."select"', actual: '300' }),
      expect.objectContaining({ database: '', kind: 'role', name: 'app' }),
      expect.objectContaining({ database: '', kind: 'membership', name: 'reporting in Team "A" $(id)' }),
    ]),
  );
});

test('rows that came in another order are the same rows', async () => {
  await target.query('CREATE TABLE o AS SELECT * FROM "select"; TRUNCATE "select"; INSERT INTO "select" SELECT * FROM o ORDER BY n DESC; DROP TABLE o', HOSTILE); // prettier-ignore
  await steps.succeed('5-verify', ['--execute', '--checksums']);
});

test('the source was not touched', async () => {
  expect(after).toBe(before);
  const again = temporaryFolder();
  await dumpAsVault(source, again);
  expect(plainTexts(again)).toEqual(plainTexts(files));
});

test('step 5 names every difference', async () => {
  await target.script(
    `UPDATE sales.orders_2025 SET note = 'x' WHERE id = 5;
     DELETE FROM sales.orders_2026 WHERE id = 400;
     ALTER TABLE sales.customers OWNER TO app;
     SELECT nextval('sales.invoice');
     SELECT lo_unlink(min(oid::bigint)::oid) FROM pg_largeobject_metadata;
     CREATE TABLE public.extra AS SELECT 1;
     DROP EXTENSION citext CASCADE;
     ALTER ROLE app CREATEDB;
     REVOKE owner_of_orders FROM app;`,
    'orders',
  );
  const result = await steps.run('5-verify', ['--execute', '--checksums']);
  expect(result.code).toBe(1);
  const differs = steps.verified().filter(({ verdict }) => verdict === 'differs');
  expect(differs.map(({ kind, name, expected, actual }) => [kind, name, expected, actual])).toEqual(
    expect.arrayContaining([
      ['rows', '"sales"."orders_2026"', '4690', '4689'],
      ['checksum', '"sales"."orders_2025"', expect.any(String), expect.any(String)],
      ['owner of relation', '"sales"."customers"', 'owner_of_orders', 'app'],
      ['sequence', '"sales"."invoice"', '1016 true', '1017 true'],
      ['large objects', 'number', '5', '4'],
      ['rows', '"public"."extra"', 'nothing', '1'],
      ['extension', 'citext', 'there', 'nothing'],
      ['role', 'app', 'INHERIT NOCREATEROLE NOCREATEDB LOGIN', 'INHERIT NOCREATEROLE CREATEDB LOGIN'],
      ['membership', 'app in owner_of_orders', 'there', 'nothing'],
    ]),
  );
  expect(result.stderr).toContain('orders: rows "sales"."orders_2026" must be 4690, got: 4689');
  expect(result.stderr).toContain('5-verify.sh: the target must hold what the files hold, got: ');
  expect(result.stderr).not.toContain('Nothing is lost');
});

test('starting over makes it right again', async () => {
  await steps.succeed('4-load', ['--execute', '--again']);
  await steps.succeed('5-verify', ['--execute', '--checksums']);
  expect(await fingerprint(target, 'orders')).toEqual(await fingerprint(source, 'orders'));
});

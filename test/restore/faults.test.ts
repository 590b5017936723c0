import { execFileSync } from 'child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, statfsSync, statSync, truncateSync, writeFileSync } from 'fs';
import { join } from 'path';
import { fingerprint } from './fingerprint';
import { Clusters, stepsFor } from './kit';
import { Cluster } from '../../tools/restore/cluster';
import { ADMIN, dumpAsVault, fillSource, HOSTILE, PREFIX } from '../../tools/restore/estate';
import { Steps } from '../../tools/restore/steps';
import { temporaryFolder } from '../temporary';

/** So that loading `events` takes long enough to be interrupted. */
const MEGABYTES = 30;

/** For the database itself, and some of its rows. */
const ROOM_MB = 20;

const clusters = new Clusters();
let source: Cluster;
let target: Cluster;
let files: string;

beforeAll(async () => {
  [source, target] = await Promise.all([clusters.start(), clusters.target()]);
  await fillSource(source, { megabytes: MEGABYTES });
  files = temporaryFolder();
  await dumpAsVault(source, files);
});

afterEach(() => empty(target));
afterAll(() => clusters.stop());

const NAMES = [HOSTILE, 'empty', 'events', 'orders'].sort();
const fieldOf = (name: string) => name.replace(/\\/g, '\\\\');

function databasesOf(cluster: Cluster): Promise<string> {
  return cluster.query(
    "SELECT string_agg(datname, ',' ORDER BY datname COLLATE \"C\") FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'",
  );
}

/** Takes away what a test has made. */
async function empty(cluster: Cluster): Promise<void> {
  await cluster.script(`
    SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' \\gexec
    SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE rolname !~ '^(pg_|azure|replication)' AND rolname <> '${ADMIN}' \\gexec`);
}

function fileOf(steps: Steps, database: string): string {
  return steps.path('files', `${PREFIX}_database_${database}.sql`);
}

async function expectRebuilt(steps: Steps, cluster = target): Promise<void> {
  await steps.succeed('5-verify', ['--execute']);
  expect(await fingerprint(cluster, 'events')).toEqual(await fingerprint(source, 'events'));
}

describe('before anything is touched', () => {
  afterEach(async () => {
    expect(await databasesOf(target)).toBe('');
    expect(await target.query("SELECT count(*) FROM pg_roles WHERE rolname = 'app'")).toBe('0');
  });

  test('a file whose table of contents is cut off', async () => {
    const steps = stepsFor(target, files);
    truncateSync(fileOf(steps, 'orders'), 300);
    const { code, stderr } = await steps.run('4-load', ['--execute']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /orders\.sql must be whole, got: a file that ends too early or is damaged .* Fetch it again/,
    );
  });

  test('a file of another length than in the container', async () => {
    const steps = stepsFor(target, files);
    const file = fileOf(steps, 'orders');
    const { size } = statSync(file);
    mkdirSync(steps.path('work'));
    writeFileSync(steps.path('work', 'manifest.tsv'), `${size}\t\t${PREFIX}_database_orders.sql\n`);
    truncateSync(file, size - 1);
    const { code, stderr } = await steps.run('4-load', ['--execute']);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `orders.sql must have ${size} bytes, got: ${size - 1}. Fetch it again (2-fetch.sh --execute).`,
    );
  });

  test('a file with nothing in it, and one of something else', async () => {
    const steps = stepsFor(target, files);
    truncateSync(fileOf(steps, 'orders'), 0);
    expect((await steps.run('4-load', ['--execute'])).stderr).toContain('orders.sql must not be empty');
    writeFileSync(fileOf(steps, 'orders'), '<?xml version="1.0"?><Error><Code>BlobNotFound</Code></Error>');
    const { code, stderr } = await steps.run('4-load', ['--execute']);
    expect(code).toBe(1);
    expect(stderr).toContain('orders.sql must be a backup of PostgreSQL, got: something else');
  });

  test('files of a newer server than the target', async () => {
    const steps = stepsFor(target, files);
    const file = fileOf(steps, 'orders');
    const { version } = /(?<version>\d+)\.\d+ \(/.exec(readFileSync(file, 'latin1'))!.groups!;
    writeFileSync(file, readFileSync(file, 'latin1').replaceAll(`${version}.`, '99.'), 'latin1');
    const { code, stderr } = await steps.run('4-load', ['--execute']);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `the target server must be PostgreSQL 99 or newer, as orders comes from one, got: ${version}`,
    );
  });

  test.each([
    [
      'the source',
      { SOURCE_SERVER_NAME: '127.0.0.1' },
      '`PGHOST` must not be the source server, which is never touched, got: 127.0.0.1',
    ],
    [
      'the source by its full name',
      { SOURCE_SERVER_NAME: 'Orders', PGHOST: 'orders.postgres.database.azure.com' },
      '`PGHOST` must not be the source server',
    ],
    [
      'no host',
      { PGHOST: '' },
      '`PGHOST` must be set in settings.sh: the host of the target server, such as NAME.postgres.database.azure.com, got: nothing',
    ],
    ['nobody there', { PGPORT: '1' }, 'the target server 127.0.0.1:1 must let pgadmin in. It says: '],
    ['a wrong password', { PGPASSWORD: 'wrong' }, 'password authentication failed for user "pgadmin"'],
    ['no sessions', { JOBS: '0' }, '`JOBS` must be between 1 and 999, got: 0'],
    ['a choice that there is not', { REPLAY_ROLES: 'maybe' }, '`REPLAY_ROLES` must be one of yes no, got: maybe'],
    ['another set of files', { FILES_PREFIX: 'other' }, '`FILES_PREFIX` must be the prefix of a restore in '],
  ])('%s as a target or setting', async (_, env, message) => {
    const { code, stderr } = await stepsFor(target, files).run('4-load', ['--execute'], env);
    expect(stderr).toContain(`4-load.sh: `);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  test('two restores in one folder', async () => {
    const steps = stepsFor(target, files);
    cpSync(fileOf(steps, 'orders'), steps.path('files', 'other_database_orders.sql'));
    const { code, stderr } = await steps.run('4-load', ['--execute']);
    expect(code).toBe(2);
    expect(stderr).toContain('`FILES_PREFIX` must say which of the 2 restores in ');
    const chosen = await steps.run('4-load', [], { FILES_PREFIX: PREFIX });
    expect(chosen.code).toBe(0);
  });
});

test('a role that the files name is missing', async () => {
  const steps = stepsFor(target, files);
  const roles = steps.path('files', `${PREFIX}_roles.sql`);
  const whole = readFileSync(roles, 'utf8');
  writeFileSync(roles, whole.replace(/^.*\bapp\b.*$/gm, '').replace(/^application; DROP ROLE app;';$/m, ''));
  const { code, stderr } = await steps.run('4-load', ['--execute']);
  expect(stderr).toContain(
    '4-load.sh: the target must have the roles that the files name, got: no app. Make them, or set KEEP_OWNERS=no to load without owners and grants.',
  );
  expect(code).toBe(1);
  expect(await databasesOf(target)).toBe('');

  // Made by hand, it goes on.
  await target.query('CREATE ROLE app LOGIN', 'postgres', ADMIN);
  await steps.succeed('4-load', ['--execute']);
  writeFileSync(roles, whole);
  expect(await databasesOf(target)).toBe(NAMES.join(','));
});

test('roles that sign in with Entra ID have to be made first', async () => {
  const steps = stepsFor(target, files);
  const oid = '11111111-2222-3333-4444-555555555555';
  appendFileSync(
    steps.path('files', `${PREFIX}_roles.sql`),
    `SECURITY LABEL FOR pgaadauth ON ROLE app IS 'aadauth,oid=${oid},type=service';\n`,
  );
  const { code, stderr } = await steps.run('4-load', ['--execute']);
  expect(stderr).toContain('warning: the role app signs in with Entra ID');
  expect(stderr).toContain('4-load.sh: the target must have the roles that sign in with Entra ID');
  expect(code).toBe(2);
  expect(await databasesOf(target)).toBe('');
  expect(readFileSync(steps.path('work', 'parts', 'entra-roles.sql'), 'utf8')).toBe(
    `SELECT pg_catalog.pgaadauth_create_principal_with_oid('app', '${oid}', 'service', false, false);\n`,
  );

  await target.query('CREATE ROLE app LOGIN', 'postgres', ADMIN);
  await steps.succeed('4-load', ['--execute']);
  await steps.succeed('5-verify', ['--execute']);
});

test('a database is on the target already', async () => {
  const steps = stepsFor(target, files);
  await target.query('CREATE DATABASE orders OWNER pgadmin');
  await target.query('CREATE TABLE theirs AS SELECT 42 AS answer', 'orders', ADMIN);
  for (const args of [['--execute'], ['--execute', '--again']]) {
    const { code, stderr } = await steps.run('4-load', args);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /the target 127\.0\.0\.1 must not have the databases of the restore, got: orders, which this run hasn't made\. Drop it yourself, or make a new server\./,
    );
  }
  expect(await target.query('SELECT answer FROM theirs', 'orders')).toBe('42');
  expect(await databasesOf(target)).toBe('orders');
});

test('what was made on one server gives no right to another, nor to what was made anew', async () => {
  const steps = stepsFor(target, files);
  await steps.succeed('4-load', ['--execute']);
  const elsewhere = await steps.run('4-load', ['--execute', '--again'], { PGHOST: 'localhost' });
  expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringContaining("which this run hasn't made")]);
  expect(await target.query('SELECT count(*) FROM sales.orders', 'orders')).toBe('10000');

  await target.query('DROP DATABASE orders');
  await target.query('CREATE DATABASE orders OWNER pgadmin');
  for (const args of [['--execute'], ['--execute', '--again']]) {
    const { code, stderr } = await steps.run('4-load', args);
    expect([code, stderr]).toEqual([2, expect.stringContaining("got: orders, which this run hasn't made")]);
  }
  expect(await databasesOf(target)).toBe(NAMES.join(','));
});

test('a file is cut off amid its data: the others are loaded, and it is loaded when it is whole', async () => {
  const steps = stepsFor(target, files);
  const file = fileOf(steps, 'events');
  truncateSync(file, Math.floor(statSync(file).size * 0.6));
  const { code, stderr } = await steps.run('4-load', ['--execute']);
  expect(code).toBe(1);
  expect(stderr).toContain('events: the file ends too early or is damaged: fetch it again (2-fetch.sh --execute).');
  expect(stderr).toContain('4-load.sh: 1 of 4 databases must be loaded again: events: ');
  expect(steps.journaled('loaded').sort()).toEqual([fieldOf(HOSTILE), 'empty', 'orders'].sort());

  cpSync(join(files, `${PREFIX}_database_events.sql`), file);
  const again = await steps.succeed('4-load', ['--execute']);
  expect(again.stderr).toContain('drop the database events, which this run has made');
  expect(again.stderr).toContain('orders is loaded already');
  await expectRebuilt(steps);
});

test.each([
  ['Ctrl+C', 'SIGINT', 130],
  ['the end of its terminal or machine', 'SIGTERM', 143],
] as const)('interrupted by %s', async (_, signal, expected) => {
  const steps = stepsFor(target, files);
  const running = steps.start('4-load', ['--execute']);
  await loading('events');
  running.kill(signal);
  const { code, stderr } = await running.done;
  expect([code, stderr]).toEqual([expected, expect.stringContaining(`4-load.sh was stopped by ${signal}.`)]);
  expect(stderr).toContain('It stopped while loading the databases.');
  expect(stderr).toMatch(/Nothing is lost: .*journal\.tsv says how far it came/);
  expect(await sessionsIn(target, 'events')).toBe('0');
  expect(steps.journaled('loaded')).not.toContain('events');

  await steps.succeed('4-load', ['--execute']);
  expect(steps.journaled('dropped')).toEqual(['events']);
  await expectRebuilt(steps);
});

test('killed outright: its sessions are ended by the next run', async () => {
  const steps = stepsFor(target, files);
  const running = steps.start('4-load', ['--execute']);
  await loading('events');
  // The shell alone: what it has started goes on.
  process.kill(running.group!, 'SIGKILL');
  const { stderr } = await steps.succeed('4-load', ['--execute']);
  running.kill('SIGKILL');
  await running.done.catch(() => {});
  expect(stderr).toContain('drop the database events, which this run has made');
  await expectRebuilt(steps);
});

test('two at once', async () => {
  const steps = stepsFor(target, files);
  const running = steps.start('4-load', ['--execute']);
  await loading('events');
  const second = await steps.run('4-load', ['--execute']);
  expect(second.code).toBe(2);
  expect(second.stderr).toMatch(/another step is at work in .* \(process \d+\): let it end first/);
  expect((await running.done).code).toBe(0);
});

test('the server restarts amid the load', async () => {
  const steps = stepsFor(target, files);
  const running = steps.start('4-load', ['--execute']);
  await loading('events');
  await target.halt();
  const { code, stderr } = await running.done;
  expect(stderr).toContain('the connection to the target was lost. Call this step again when it answers.');
  expect(code).toBe(2);
  expect((await steps.run('4-load', ['--execute'])).stderr).toContain('must let pgadmin in. It says: ');
  await target.resume();
  await steps.succeed('4-load', ['--execute']);
  await expectRebuilt(steps);
});

test('the disk of the target is full', async () => {
  const dataFolder = temporaryFolder();
  // The data alone lies on the small disk: a server whose log has no room left stops altogether.
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=755', 'tmpfs', dataFolder]);
  const small = await clusters.target({ dataFolder });
  try {
    const { blocks, bfree, bsize } = statfsSync(dataFolder);
    const room = ((blocks - bfree) * bsize) / 1e6 + ROOM_MB;
    execFileSync('mount', ['-o', `remount,size=${Math.round(room)}m`, dataFolder]);
    const steps = stepsFor(small, files);
    const { code, stderr } = await steps.run('4-load', ['--execute']);
    expect(stderr).toContain(
      'events: the disk of the target is full. Make it larger (az postgres flexible-server update --storage-size), then call this step again.',
    );
    expect(code).toBe(2);
    expect(steps.journaled('loaded')).not.toContain('events');

    execFileSync('mount', ['-o', 'remount,size=400m', dataFolder]);
    await steps.succeed('4-load', ['--execute']);
    await expectRebuilt(steps, small);
  } finally {
    await small.stop();
    execFileSync('umount', [dataFolder]);
  }
});

test('without roles and owners, for an audit', async () => {
  const steps = stepsFor(target, files);
  const env = { REPLAY_ROLES: 'no' };
  await steps.succeed('4-load', ['--execute'], env);
  await steps.succeed('5-verify', ['--execute', '--checksums'], env);
  expect(await target.query('SELECT count(*) FROM sales.orders', 'orders', ADMIN)).toBe('10000');
  expect(await target.query("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'sales'", 'orders')).toBe(
    ADMIN,
  );
  expect(await target.query("SELECT count(*) FROM pg_roles WHERE rolname IN ('app', 'reporting')")).toBe('0');
});

test('files of plain SQL', async () => {
  const plain = temporaryFolder();
  const file = join(plain, `${PREFIX}_database_orders.sql`);
  await source.client('pg_dump', ['-Fp', '--no-owner', '--no-privileges', '-f', file, '-d', 'orders']);
  cpSync(join(files, `${PREFIX}_roles.sql`), join(plain, `${PREFIX}_roles.sql`));
  const steps = stepsFor(target, plain);
  await steps.succeed('4-load', ['--execute'], { KEEP_OWNERS: 'no' });
  // Such a file says nothing of the database, whose time zone is Oslo's.
  const env = { KEEP_OWNERS: 'no', SOURCE_TIME_ZONE: 'Europe/Oslo' };
  await steps.succeed('5-verify', ['--execute', '--checksums'], env);
  expect(await target.query('SELECT count(*) FROM sales.orders', 'orders', ADMIN)).toBe('10000');
});

test('files of plain SQL that name owners, kept or not', async () => {
  const plain = temporaryFolder();
  const file = join(plain, `${PREFIX}_database_orders.sql`);
  await source.client('pg_dump', ['-Fp', '-f', file, '-d', 'orders']);
  cpSync(join(files, `${PREFIX}_roles.sql`), join(plain, `${PREFIX}_roles.sql`));
  const owners = `SELECT string_agg(DISTINCT tableowner, ',') FROM pg_tables WHERE schemaname = 'sales'`;
  const grants = `SELECT array_agg(a::text ORDER BY a::text) FROM pg_namespace, unnest(nspacl) a WHERE nspname = 'public'`;
  const steps = stepsFor(target, plain);
  await steps.succeed('4-load', ['--execute'], { REPLAY_ROLES: 'no' });
  expect(await target.query(owners, 'orders')).toBe(ADMIN);

  await steps.succeed('4-load', ['--execute', '--again']);
  await steps.succeed('5-verify', ['--execute', '--checksums'], { SOURCE_TIME_ZONE: 'Europe/Oslo' });
  expect(await target.query(owners, 'orders')).toBe(await source.query(owners, 'orders'));
  expect(await target.query(grants, 'orders')).toBe(await source.query(grants, 'orders'));
});

test('a file of plain SQL that is cut off amid its rows', async () => {
  const plain = temporaryFolder();
  const file = join(plain, `${PREFIX}_database_orders.sql`);
  await source.client('pg_dump', ['-Fp', '--no-owner', '--no-privileges', '-f', file, '-d', 'orders']);
  truncateSync(file, Math.round(statSync(file).size / 2));
  const { code, stderr } = await stepsFor(target, plain).run('4-load', ['--execute'], { REPLAY_ROLES: 'no' });
  expect(stderr).toContain(`${PREFIX}_database_orders.sql must be whole, got: a file that ends too early`);
  expect(code).toBe(1);
  expect(await target.query("SELECT count(*) FROM pg_database WHERE datname = 'orders'")).toBe('0');
});

/** Waits until rows go into it. The server looks by itself: a busy machine starts a client too seldom to see it. */
async function loading(database: string): Promise<void> {
  await target.query(`DO $$ BEGIN
    FOR attempt IN 1..6000 LOOP
      PERFORM pg_stat_clear_snapshot();
      IF EXISTS (SELECT FROM pg_stat_activity WHERE datname = '${database}' AND query LIKE 'COPY %') THEN RETURN; END IF;
      PERFORM pg_sleep(0.02);
    END LOOP;
    RAISE 'nothing was loaded into ${database}';
  END $$`);
}

async function sessionsIn(cluster: Cluster, database: string): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const count = await cluster.query(`SELECT count(*) FROM pg_stat_activity WHERE datname = '${database}'`);
    if (count === '0' || attempt === 50) return count;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

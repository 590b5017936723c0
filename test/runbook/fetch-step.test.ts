import { createHash } from 'crypto';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { Answer, Steps } from './kit';

jest.setTimeout(60_000);

const SETTINGS = {
  SUBSCRIPTION_ID: 'sub-1',
  STORAGE_ACCOUNT: 'strestore',
  STORAGE_CONTAINER: 'restore',
  // One after the other, so that what is fetched when can be told.
  FETCHES: '1',
};

interface Blob {
  readonly name: string;
  readonly content: string;
  readonly time: string;
  /** Of another content, or none. */
  readonly md5?: string;
}

const md5 = (text: string) => createHash('md5').update(text).digest('base64');

/** As `az storage blob list` prints what the step asks it for: one line for each text. */
function listing(blobs: readonly Blob[]): Answer {
  const texts = blobs.flatMap(({ name, content, time, md5: sum = md5(content) }) => {
    return [name, String(Buffer.byteLength(content)), sum, `${time.replace('Z', '')}+00:00`];
  });
  return { to: 'storage blob list', stdout: `${JSON.stringify(texts, null, 2)}\n` };
}

const download = ({ name, content }: Blob): Answer => ({ to: `--name=${name} `, file: content });

function setOf(prefix: string, databases: readonly string[], time: string): Blob[] {
  return [
    ...databases.map((name) => ({ name: `${prefix}_database_${name}.sql`, content: `PGDMP ${name}`, time })),
    ...['roles', 'tablespace', 'schema'].map((kind) => ({
      name: `${prefix}_${kind}.sql`,
      content: `-- ${kind}`,
      time,
    })),
  ];
}

const OLD = setOf('old', ['orders'], '2026-11-19T10:00:00Z');
const NEW = setOf('new', ['orders', 'carts'], '2026-11-20T10:05:00Z');
const HALF = setOf('half', ['orders'], '2026-11-20T11:00:00Z').filter(({ name }) => !name.includes('roles'));
const ALL = [...OLD, ...NEW, ...HALF, { name: 'readme.txt', content: 'hello', time: '2026-11-20T12:00:00Z' }];

const steps = (over: Readonly<Record<string, string>> = {}) => new Steps({ ...SETTINGS, ...over });
const answers = (blobs: readonly Blob[]) => [listing(blobs), ...blobs.map(download)];
const files = (step: Steps) => readdirSync(step.path('run', 'files'), { recursive: true, encoding: 'utf8' }).sort();

test('a dry run lists the restores, newest first, and fetches nothing', async () => {
  const step = steps();
  const { code, stdout, stderr } = await step.run('2-fetch.sh', answers(ALL));
  expect(code).toBe(0);
  expect(
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t')),
  ).toEqual([
    ['2026-11-20T11:00:00Z', 'half', '1 databases', '34 bytes', 'lacks roles'],
    ['2026-11-20T10:05:00Z', 'new', '2 databases', '53 bytes', ''],
    ['2026-11-19T10:00:00Z', 'old', '1 databases', '42 bytes', ''],
  ]);
  expect(stderr).toContain('would: fetch new_database_orders.sql, 12 bytes');
  expect(step.calls.map(({ args }) => args.slice(0, 3).join(' '))).toEqual([
    'account show --subscription=sub-1',
    'storage blob list',
  ]);
  expect(existsSync(step.path('run'))).toBe(false);
});

test('the newest complete restore is fetched, and what it is made of written down', async () => {
  const step = steps();
  const { code, stderr } = await step.run('2-fetch.sh', answers(ALL), '--execute');
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('5 files are in') });
  expect(files(step)).toEqual(NEW.map(({ name }) => name).sort());
  expect(readFileSync(step.path('run', 'files', 'new_database_carts.sql'), 'utf8')).toBe('PGDMP carts');
  const manifest = readFileSync(step.path('run', 'work', 'manifest.tsv'), 'utf8')
    .split('\n')
    .filter(Boolean);
  expect(manifest).toContain(`11\t${md5('PGDMP carts')}\tnew_database_carts.sql`);
  expect(manifest).toHaveLength(5);
  expect(step.calls.find(({ args }) => args[2] === 'download')!.args).toEqual(
    expect.arrayContaining(['--auth-mode', 'login', '--blob-endpoint=https://strestore.blob.core.windows.net']),
  );
});

test.each([
  ['the restore of step 1', { since: '2026-11-20T10:00:00Z' }, 'new'],
  ['one that somebody names', { FILES_PREFIX: 'old' }, 'old'],
  ['one that is not whole, where somebody names it', { FILES_PREFIX: 'half' }, 'half'],
])('%s is taken', async (_, { since, ...over }: Readonly<Record<string, string>>, prefix) => {
  const step = steps(over);
  if (since !== undefined) step.write(['1-restore.sh', 'asked', 'restore', 'point']);
  const { code, stderr } = await step.run('2-fetch.sh', answers(ALL), '--execute');
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`restore ${prefix}, written`) });
});

test.each([
  ['a restore since step 1', OLD, {}, 'written since 2026-11-20T10:00:00Z, got: none (1 in all)'],
  ['a complete one', HALF, {}, 'got: none (1 in all)'],
  ['the one that somebody names', ALL, { FILES_PREFIX: 'odl' }, 'got: odl'],
])('%s has to be there', async (_, blobs, over: Readonly<Record<string, string>>, message) => {
  const step = steps(over);
  step.write(['1-restore.sh', 'asked', 'restore', 'point']);
  const { code, stderr } = await step.run('2-fetch.sh', answers(blobs), '--execute');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) });
});

test('what is whole is not fetched again', async () => {
  const step = steps();
  const [first, ...others] = NEW;
  const broken: Answer = { to: `--name=${first.name} `, stderr: 'ERROR: the line is dead\n', code: 1 };
  const stopped = await step.run('2-fetch.sh', [listing(NEW), broken, ...others.map(download)], '--execute');
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toContain(`not fetched: ${first.name}: ERROR: the line is dead`);
  expect(stopped.stderr).toContain('1 of 5 files must be fetched again');
  expect(existsSync(step.path('run', 'work', 'manifest.tsv'))).toBe(false);

  expect(await step.run('2-fetch.sh', answers(NEW), '--execute')).toMatchObject({ code: 0 });
  const fetched = step.calls
    .filter(({ args }) => args[2] === 'download')
    .map(({ args }) => args.find((arg) => arg.startsWith('--name=')));
  expect(fetched).toEqual([`--name=${first.name}`]);

  expect(await step.run('2-fetch.sh', answers(NEW), '--execute', '--again')).toMatchObject({ code: 0 });
  expect(step.calls.filter(({ args }) => args[2] === 'download')).toHaveLength(5);
});

test.each([
  ['is cut short', 'PGDM', 'it must have 12 bytes, got: 4'],
  ['has other bytes', 'PGDMP 0rders', `its MD5 must be ${md5('PGDMP orders')}, got: ${md5('PGDMP 0rders')}`],
])('a file that %s is not taken', async (_, file, message) => {
  const step = steps();
  const bad: Answer = { to: '--name=new_database_orders.sql ', file };
  const { code, stderr } = await step.run('2-fetch.sh', [listing(NEW), bad, ...NEW.map(download)], '--execute');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) });
  expect(files(step)).not.toContain('new_database_orders.sql');
  // It was fetched twice before that is said.
  expect(step.calls.filter(({ args }) => args.includes('--name=new_database_orders.sql'))).toHaveLength(2);
});

test('a file that the container knows no MD5 of is checked by its length', async () => {
  const blobs = NEW.map((blob) => ({ ...blob, md5: '' }));
  const { code, stderr } = await steps().run('2-fetch.sh', answers(blobs), '--execute');
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('5 files have no MD5') });
});

test('names of databases are harmless, whatever is in them', async () => {
  const names = [
    `it's "x" $(touch pwned) \`id\``,
    '-rf',
    'a;b\\c\td\ne',
    'x_database_y',
    'z_roles',
    'ü%s',
    'in/folder',
  ];
  const blobs = setOf('0f', names, '2026-11-20T10:05:00Z');
  const step = steps();
  const { code, stderr } = await step.run('2-fetch.sh', answers(blobs), '--execute');
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('10 files are in') });
  for (const name of names) {
    expect(readFileSync(step.path('run', 'files', `0f_database_${name}.sql`), 'utf8')).toBe(`PGDMP ${name}`);
  }
  expect(existsSync(step.path('pwned'))).toBe(false);
});

test('a name that leads out of the folder is refused before anything is fetched', async () => {
  const blobs = setOf('0f', ['a/../../../../../pwned'], '2026-11-20T10:05:00Z');
  const step = steps();
  const { code, stderr } = await step.run('2-fetch.sh', answers(blobs), '--execute');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('must not lead out of its folder') });
  expect(step.calls.filter(({ args }) => args[2] === 'download')).toEqual([]);
});

test.each([
  ['AuthorizationPermissionMismatch', "--role 'Storage Blob Data Reader' --scope"],
  ['AuthorizationFailure', 'az storage account network-rule add --account-name strestore --ip-address ADDRESS'],
])('%s is told with its mend', async (error, mend) => {
  const denied: Answer = { to: 'storage blob list', stderr: `ERROR: no.\nErrorCode:${error}\n`, code: 1 };
  const { code, stderr } = await steps().run('2-fetch.sh', [denied]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(mend) });
});

describe('the clean-up', () => {
  const RULE = '/subscriptions/sub-1/x/flexibleServers/orders-restored/firewallRules/azpgbackup-restore';
  const fetched = async () => {
    const step = steps();
    step.write(['3-server.sh', 'asked', 'firewall-rule', RULE], ['5-verify.sh', 'done', '5-verify.sh']);
    expect(await step.run('2-fetch.sh', answers(NEW), '--execute')).toMatchObject({ code: 0 });
    return step;
  };
  const CLEAN: readonly Answer[] = [{ to: '--method delete' }, { to: 'blob delete' }];

  test('says in a dry run what it would remove', async () => {
    const step = await fetched();
    const { code, stderr } = await step.run('6-clean-up.sh', CLEAN);
    expect(code).toBe(0);
    expect(stderr).toContain(`would: remove the firewall rule ${RULE}`);
    expect(stderr).toContain('would: remove the 5 files of this restore from the container restore of strestore');
    expect(step.calls).toHaveLength(1);
    expect(files(step)).toHaveLength(5);
  });

  test('removes what this run has made and fetched, and nothing else', async () => {
    const step = await fetched();
    expect(await step.run('6-clean-up.sh', CLEAN, '--execute', '--yes')).toMatchObject({ code: 0 });
    expect(step.requests).toEqual([`delete ${RULE}`]);
    const removed = step.calls
      .filter(({ args }) => args[2] === 'delete')
      .map(({ args }) => args.find((arg) => arg.startsWith('--name=')));
    expect(removed.sort()).toEqual(NEW.map(({ name }) => `--name=${name}`).sort());
    expect(readdirSync(step.path('run')).sort()).toEqual(['journal.tsv', 'logs']);
    // And what is removed is removed once.
    expect(await step.run('6-clean-up.sh', CLEAN, '--execute', '--yes')).toMatchObject({ code: 0 });
    expect(step.requests).toEqual([]);
  });

  test('keeps what it is told to keep', async () => {
    const step = await fetched();
    const args = ['--execute', '--yes', '--keep-files', '--keep-blobs'];
    expect(await step.run('6-clean-up.sh', CLEAN, ...args)).toMatchObject({ code: 0 });
    expect(step.calls.filter(({ args: [noun] }) => noun === 'storage')).toEqual([]);
    expect(files(step)).toHaveLength(5);
  });

  test('asks, and without an answer removes nothing', async () => {
    const step = await fetched();
    const { code, stderr } = await step.run('6-clean-up.sh', CLEAN, '--execute');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('call it with --yes') });
    expect(files(step)).toHaveLength(5);
  });

  test('warns where nobody has verified', async () => {
    const step = steps();
    step.write(['3-server.sh', 'asked', 'firewall-rule', RULE]);
    const { code, stderr } = await step.run('6-clean-up.sh', CLEAN, '--execute');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('step 5 has not said') });
    expect(step.requests).toEqual([]);
  });
});

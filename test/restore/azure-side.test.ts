import { createHash } from 'crypto';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { AzureSide, blobsOf, type StepOptions, type Stepped } from './azure-kit';
import { grant, INSTANCE, SERVER, VAULT } from '../twin/backup-kit';
import { Client, GROUP } from '../twin/client';
import { ACCOUNT, CONTAINER, CONTRIBUTOR, Restoring } from '../twin/restore-kit';

/** A name as hostile as one can be without leaving its folder. */
const HOSTILE = `o'brien "$(touch owned)" %41;\`id\` ü`;
const FILES = {
  'p_database_orders.sql': Buffer.concat([Buffer.from('PGDMP'), Buffer.alloc(9_000_000, 'orders')]),
  [`p_database_${HOSTILE}.sql`]: 'PGDMP hostile',
  'p_database_schema.sql': '',
  'p_roles.sql': 'CREATE ROLE clerk;\n',
  'p_tablespace.sql': '-- none\n',
  'p_schema.sql': 'CREATE TABLE t ();\n',
};

let side: AzureSide;
let reset: () => void;
let folder: string;

const container = () => side.container('strestore', 'restore');
const requests = () => new Restoring(new Client(side.twin));

beforeAll(async () => {
  side = await AzureSide.open('strestore');
  side.dump('pg-test', FILES);
  await requests().protect();
  await requests().makeTarget();
  grant(side.twin.azure, await requests().principal(), CONTRIBUTOR, CONTAINER);
  side.advanceToPresent();
  expect((await requests().pointNames()).length).toBeGreaterThan(0);
  reset = side.remember();
});
afterAll(() => side?.close());
beforeEach(async () => {
  reset();
  folder = side.stepsOnly();
  await container().createIfNotExists();
  for (const name of Object.keys(await blobsOf(container()))) await container().deleteBlob(name);
});
afterEach(() => {
  side.twin.faults.clear();
  expect(side.twin.unanswered.splice(0)).toEqual([]);
});

const SETTINGS = {
  VAULT_ID: VAULT,
  BACKUP_INSTANCE_ID: INSTANCE,
  SOURCE_SERVER_ID: SERVER,
  SOURCE_SERVER_NAME: 'pg-test',
  RESTORE_LOCATION: 'westeurope',
  STORAGE_ACCOUNT: 'strestore',
  STORAGE_ACCOUNT_ID: ACCOUNT,
  STORAGE_CONTAINER: 'restore',
  CONTAINER_URL: 'https://strestore.blob.core.windows.net/restore',
};

function step(name: string, { args = [], env = {}, meanwhile }: StepOptions = {}): Promise<Stepped> {
  const BLOB_ENDPOINT = `${side.azurite.endpoint}/strestore`;
  return side.step(folder, name, { args, env: { ...SETTINGS, BLOB_ENDPOINT, ...env }, meanwhile });
}

const execute = (name: string, options: StepOptions = {}) =>
  step(name, { ...options, args: ['--execute', ...(options.args ?? [])] });
const restore = (options: StepOptions = {}) => execute('1-restore.sh', { meanwhile: side.restoreEnder(), ...options });

function journal(): string[][] {
  const lines = readFileSync(join(folder, 'run', 'journal.tsv'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split('\t').slice(1));
}

const fetched = (): Record<string, Buffer> => {
  const files = join(folder, 'run', 'files');
  return Object.fromEntries(readdirSync(files).map((name) => [name, readFileSync(join(files, name))]));
};
const sums = (files: Record<string, Buffer | string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files)
      .map(([name, content]) => [
        name.replace(/^[-0-9a-f]{36}_/, 'p_'),
        createHash('md5').update(content).digest('hex'),
      ])
      .sort(),
  );

describe('step 1', () => {
  it('says what it would do, and changes nothing', async () => {
    const { code, stdout, stderr, writes } = await step('1-restore.sh');
    expect({ code, writes }).toEqual({ code: 0, writes: [] });
    expect(stdout).toContain((await requests().pointNames())[0]);
    expect(stderr).toContain('would: restore');
    expect(readdirSync(folder)).not.toContain('run');
    expect(await requests().jobs()).not.toEqual(expect.arrayContaining([expect.stringContaining('Restore')]));
  });

  it('restores, and waits until the files are there', async () => {
    const result = await restore();
    expect(result).toMatchObject({ code: 0, writes: [`POST ${INSTANCE}/restore`] });
    expect(sums(await blobsOf(container()))).toEqual(sums(FILES));
    console.log(result.stderr, journal());
  });
});
describe('step 2', () => {
  it('fetches', async () => {
    await restore();
    const dry = await step('2-fetch.sh');
    console.log(dry.stdout, dry.stderr);
    const result = await execute('2-fetch.sh');
    console.log(result.stderr);
    expect(result.code).toBe(0);
    expect(sums(fetched())).toEqual(sums(FILES));
  });
});
void GROUP;

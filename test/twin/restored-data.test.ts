import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { text } from 'stream/consumers';
import { INSTANCE } from './backup-kit';
import { Client } from './client';
import { CONTAINER, restoreBody, Restoring, START } from './restore-kit';
import { type BlobStore, type Content, Twin } from '../../src/twin';
import { restoredFiles } from '../../src/twin/backup/restored-files';

const ENDED = '2024-01-07T03:11:00Z';

/** A store that remembers, and refuses what it is told to. */
class Remembering implements BlobStore {
  readonly blobs = new Map<string, string>();
  refused?: string;

  public async put(account: string, container: string, name: string, content: Content): Promise<void> {
    if (this.refused !== undefined && name.endsWith(this.refused)) throw new Error(`${name} was refused`);
    const written = await text(content.open());
    expect(Buffer.byteLength(written)).toBe(content.length);
    this.blobs.set(`${account}/${container}/${name}`, written);
  }

  public async delete(account: string, container: string, name: string): Promise<void> {
    this.blobs.delete(`${account}/${container}/${name}`);
  }

  /** Names without what the service begins them with. */
  get contents(): Record<string, string> {
    return Object.fromEntries([...this.blobs].map(([name, written]) => [name.replace(/[-0-9a-f]{36}/, '*'), written]));
  }
}

let folder: string;
let store: Remembering;
let client: Client;
const backup = () => new Restoring(client);

function dump(server: string, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, server, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

const WHOLE = {
  'x_database_orders.sql': 'PGDMP orders',
  'x_database_a/b.sql': 'PGDMP a/b',
  'x_database_audit_roles.sql': 'PGDMP audit_roles',
  'x_database_postgres.sql': 'PGDMP postgres',
  'x_roles.sql': 'CREATE ROLE clerk;',
  'x_tablespace.sql': '',
  'x_schema.sql': 'CREATE TABLE t ();',
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'azpgbackup-dumps-'));
  store = new Remembering();
  client = new Client(await Twin.start({ ...START, restores: { from: folder, to: store } }));
});
afterEach(async () => {
  await client.twin.close();
  rmSync(folder, { recursive: true });
});

const noted = () =>
  restoredFiles(backup().azure.resources.get(CONTAINER)!, backup().azure.clock.now().epochMilliseconds);

it('[restore-files] leaves the files of the server’s dump, under names of the service, when its job has ended', async () => {
  dump('pg-test', WHOLE);
  const point = await backup().prepareRestore();
  const { jobId, status } = await backup().restore(restoreBody(point));
  expect(status).toBe('InProgress');
  await client.twin.settle();
  expect(store.contents).toEqual({});
  backup().advanceTo(ENDED);
  expect((await backup().jobOf(jobId)).status).toBe('Completed');
  expect(store.contents).toEqual({
    'strestore/restore/*_database_a/b.sql': 'PGDMP a/b',
    'strestore/restore/*_database_audit_roles.sql': 'PGDMP audit_roles',
    'strestore/restore/*_database_orders.sql': 'PGDMP orders',
    'strestore/restore/*_roles.sql': 'CREATE ROLE clerk;',
    'strestore/restore/*_tablespace.sql': '',
    'strestore/restore/*_schema.sql': 'CREATE TABLE t ();',
  });
  expect([...store.blobs.keys()]).toEqual(noted().map(({ name }) => `strestore/restore/${name}`));
});

it('has them there before whoever moves the clock is answered', async () => {
  dump('pg-test', WHOLE);
  await backup().restore(restoreBody(await backup().prepareRestore()));
  await client.send('POST', '/twin/clock', { to: ENDED });
  expect(Object.keys(store.contents)).toHaveLength(6);
});

it('puts them once, and a later restore’s beside them', async () => {
  dump('pg-test', WHOLE);
  const point = await backup().prepareRestore();
  await backup().restore(restoreBody(point));
  backup().advanceTo(ENDED);
  await client.twin.settle();
  expect(store.blobs.size).toBe(6);
  store.blobs.clear();
  backup().advanceTo('2024-01-08T00:00:00Z');
  await backup().restore(restoreBody(point));
  await client.twin.settle();
  expect(store.blobs.size).toBe(0);
  backup().advanceTo('2024-01-08T00:11:00Z');
  await client.twin.settle();
  expect(store.blobs.size).toBe(6);
});

describe('leaves none of them, and its job fails, where', () => {
  async function failed(message: RegExp, before: () => void = () => {}): Promise<void> {
    const point = await backup().prepareRestore();
    const { jobId } = await backup().restore(restoreBody(point));
    before();
    expect((await backup().jobOf(jobId)).status).toBe('InProgress');
    backup().advanceTo(ENDED);
    expect(await backup().jobOf(jobId)).toMatchObject({
      status: 'Failed',
      duration: '00:10:00',
      errorDetails: [{ code: 'BadRequest', message: expect.stringMatching(message) }],
    });
    expect(store.contents).toEqual({});
    expect(backup().azure.resources.has(CONTAINER) ? noted() : []).toEqual([]);
    // The failed one doesn't use up the day.
    store.refused = undefined;
  }

  it('the store refuses one', async () => {
    dump('pg-test', WHOLE);
    await failed(/_schema\.sql was refused/, () => (store.refused = '_schema.sql'));
    await backup().restore(restoreBody((await backup().pointNames())[0]));
    backup().advanceTo('2024-01-07T04:00:00Z');
    await client.twin.settle();
    expect(Object.keys(store.contents)).toHaveLength(6);
  });

  it('the server has no dump', () => failed(/pg-test must hold a dump: one file \*_roles\.sql/));

  it('it has two of them', async () => {
    dump('pg-test', { ...WHOLE, 'y_roles.sql': '' });
    await failed(/must hold a dump: one file/);
  });

  it('a file is missing', async () => {
    const { 'x_tablespace.sql': _, ...rest } = WHOLE;
    dump('pg-test', rest);
    await failed(/x_tablespace\.sql/);
  });

  it('a database has gone from the dump since the backup', async () => {
    dump('pg-test', WHOLE);
    await failed(/has no database 'orders'/, () => rmSync(join(folder, 'pg-test', 'x_database_orders.sql')));
  });

  it('the container has gone meanwhile', async () => {
    dump('pg-test', WHOLE);
    await failed(/containers\/restore' was not found/, () => backup().azure.resources.delete(CONTAINER));
  });
});

it('fills what an earlier twin had only noted', async () => {
  dump('pg-test', WHOLE);
  await backup().restore(restoreBody(await backup().prepareRestore()));
  const later = await Twin.start({ ...START, restores: { from: folder, to: store } });
  later.azure.restoreSnapshot(JSON.parse(JSON.stringify(backup().azure.toSnapshot())));
  expect(later.azure.resources.has(INSTANCE)).toBe(true);
  await later.settle();
  expect(store.blobs.size).toBe(0);
  await new Client(later).send('POST', '/twin/clock', { to: ENDED });
  expect(store.blobs.size).toBe(6);
  await later.close();
});

it('isn’t started without its folder of dumps', async () => {
  const from = join(folder, 'none');
  await expect(Twin.start({ restores: { from, to: store } })).rejects.toThrow(
    `The folder of dumps ${from} can't be read: ENOENT`,
  );
});

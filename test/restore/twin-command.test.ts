import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Temporal } from '@js-temporal/polyfill';
import { blobsOf, containerOf } from './blobs';
import { Twin } from '../../src/twin';
import { type Azurite, startAzurite } from '../../tools/restore/azurite';
import { type Running, start } from '../../tools/terraform/process';
import { temporaryFolder } from '../temporary';
import { grant, INSTANCE, VAULT } from '../twin/backup-kit';
import { Client } from '../twin/client';
import { CONTAINER, CONTRIBUTOR, restoreBody, Restoring } from '../twin/restore-kit';

const ROOT = join(__dirname, '..', '..');
/** Of the databases that the kit's server has. */
const FILES = {
  'x_database_carts.sql': 'PGDMP carts',
  'x_database_orders.sql': 'PGDMP orders',
  'x_roles.sql': '-- roles',
  'x_tablespace.sql': '',
  'x_schema.sql': '-- tables',
};

let azurite: Azurite;
let running: Running;

afterEach(async () => {
  running?.kill('SIGKILL');
  await azurite?.close();
});

test('the command leaves the files of a dump in a real blob store, and goes on from a snapshot', async () => {
  const folder = temporaryFolder();
  const snapshot = join(folder, 'twin.json');
  const dump = join(folder, 'dumps', 'pg-test');
  mkdirSync(dump, { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(dump, name), text);
  // What there is to restore is made within this process, in the days before the command's clock begins.
  const now = Temporal.Now.instant();
  const before = await Twin.start({ startAt: now.subtract({ hours: 9 * 24 }).toString(), snapshotFile: snapshot });
  const kit = new Restoring(new Client(before));
  await kit.protect();
  kit.putDatabases('carts', 'orders');
  await kit.makeTarget();
  grant(before.azure, await kit.principal(), CONTRIBUTOR, CONTAINER);
  kit.advanceTo(now.toString());
  const [point] = await kit.pointNames();
  await before.close();

  azurite = await startAzurite(['strestore']);
  const certificate = join(folder, 'azurite.pem');
  writeFileSync(certificate, azurite.certificate);
  const args = ['--snapshot', snapshot, '--restore-from', join(folder, 'dumps'), '--blobs', azurite.endpoint];
  let ready: (line: string) => void = () => {};
  const line = new Promise<string>((resolve) => (ready = resolve));
  running = start(process.execPath, ['--import', 'tsx', join('tools', 'twin.ts'), ...args], {
    cwd: ROOT,
    env: { NODE_OPTIONS: undefined, NODE_EXTRA_CA_CERTS: certificate },
    onLine: ready,
  });
  const ended = running.done.then(({ stderr }) => Promise.reject(new Error(stderr)));
  ended.catch(() => {});
  const told = JSON.parse(await Promise.race([line, ended]));
  const client = new Client({ endpoint: told.endpoint, certificateFile: told.certificate } as Twin);
  const send = (method: string, path: string, body?: unknown) =>
    client.complete(method, path, body, { apiVersion: '2025-07-01' });

  expect((await send('POST', `${INSTANCE}/restore`, restoreBody(point))).status).toBe(202);
  expect((await send('POST', '/twin/clock', { by: 'PT10M' })).status).toBe(200);
  const { body } = await send('GET', `${VAULT}/backupJobs`);
  expect(body.value[0].properties).toMatchObject({ operation: 'Restore', status: 'Completed' });
  const blobs = Object.entries(await blobsOf(containerOf(azurite, 'strestore', 'restore')));
  expect(
    Object.fromEntries(blobs.map(([name, bytes]) => [name.replace(/^[-0-9a-f]{36}/, 'x'), String(bytes)])),
  ).toEqual(FILES);
});

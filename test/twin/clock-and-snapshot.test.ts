import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Twin } from '../../src/twin';
import { temporaryFolder } from '../temporary';
import { Client, freshTwin, GROUP, GROUP_VERSION } from './client';

const version = { apiVersion: GROUP_VERSION };

describe('clock', () => {
  const client = freshTwin({ startAt: '2026-01-31T12:00:00Z' });
  const move = (body: unknown) => client().send('POST', '/twin/clock', body, { headers: {} });

  it('moves by calendar durations and to instants', async () => {
    expect((await move({ by: 'P1M' })).body.now).toMatch(/^2026-02-28T12:00:0/);
    expect((await move({ by: 'P1Y' })).body.now).toMatch(/^2027-02-28T12:00:0/);
    expect((await move({ to: '2030-01-01T00:00:00Z' })).body.now).toMatch(/^2030-01-01T00:00:0/);
    expect((await client().send('GET', '/twin/clock')).body.now).toMatch(/^2030-01-01T00:00:0/);
  });

  it.each([
    [{}, /Either `to`.* or `by`/],
    [{ to: '2030-01-01T00:00:00Z', by: 'P1D' }, /Either `to`.* or `by`/],
    [{ to: '2025-01-01T00:00:00Z' }, /can't go back/],
    [{ by: '-P1D' }, /can't go back/],
    [{ by: 'soon' }, /soon/],
    [{ by: 7 }, /a string is needed, got: 7/],
  ])('refuses %j', async (body, message) => {
    const reply = await move(body);
    expect(reply.status).toBe(400);
    expect(reply.body.error.message).toMatch(message);
  });
});

describe('snapshot', () => {
  it('is written at the end and read at the start: nothing is lost, and the clock goes on', async () => {
    const file = join(temporaryFolder(), 'twin.json');
    const first = new Client(await Twin.start({ snapshotFile: file, startAt: '2027-01-01T00:00:00Z' }));
    await first.makeGroup();
    await first.twin.close();

    const second = new Client(await Twin.start({ snapshotFile: file, startAt: '2026-01-01T00:00:00Z' }));
    expect((await second.send('GET', GROUP, undefined, version)).body).toMatchObject({ location: 'westeurope' });
    expect((await second.send('GET', '/twin/clock')).body.now).toMatch(/^2027-01-01/);
    await second.twin.close();
  });

  it('is written on request', async () => {
    const file = join(temporaryFolder(), 'twin.json');
    const client = new Client(await Twin.start({ snapshotFile: file }));
    await client.makeGroup();
    expect((await client.send('POST', '/twin/snapshot')).status).toBe(204);
    expect(JSON.parse(readFileSync(file, 'utf8')).resources).toMatchObject([{ id: GROUP }]);
    await client.twin.close();
  });

  it('is refused where it is broken, and left as it is', async () => {
    const file = join(temporaryFolder(), 'twin.json');
    for (const text of ['{"version":1', '[]', '{"version":2}', '{"version":1,"clock":7}']) {
      writeFileSync(file, text);
      await expect(Twin.start({ snapshotFile: file })).rejects.toThrow(`The snapshot ${file} can't be read: `);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
  });

  it('is refused where it can not be written, before anything is made', async () => {
    const file = join(temporaryFolder(), 'missing', 'twin.json');
    await expect(Twin.start({ snapshotFile: file })).rejects.toThrow(`The snapshot ${file} can't be written: `);
    expect(existsSync(file)).toBe(false);
  });
});

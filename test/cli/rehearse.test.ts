import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { inProcess } from './kit';
import { temporaryFolder } from '../temporary';

/** A folder with the files of a restore, which nothing looks into here. */
function restored(): string {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'restored'));
  writeFileSync(join(cwd, 'restored', 'p_database_orders.sql'), 'PGDMP');
  return cwd;
}

test.each([
  [['--rehearse', 'nowhere'], '--rehearse must be a folder with the files of a restore, got: nowhere'],
  [['--rehearse', '.'], '--rehearse must be a folder with the files of a restore (…_database_NAME.sql), got: .'],
  [['--rehearse', '.', '--point', 'latest'], '--point is not for a rehearsal (--rehearse)'],
  [['--rehearse', '.', '--target-name', 'x'], '--target-name is not for a rehearsal (--rehearse)'],
  [['--checksums'], '--checksums is only for a rehearsal (--rehearse)'],
  [['--target', 'postgresql://a@b'], '--target is only for a rehearsal (--rehearse)'],
])('refuses runbook %p', async (args, message) => {
  const cwd = temporaryFolder();
  expect(await inProcess(['runbook', ...args], { cwd })).toEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining(message),
  });
  expect(readdirSync(cwd)).toEqual([]);
});

test.each([
  ['db.example.com', '--target must be an address as postgresql://USER@HOST:PORT, got: db.example.com'],
  ['https://db', '--target must be an address as postgresql://USER@HOST:PORT, got: https://db'],
  ['postgresql://', '--target must be an address as postgresql://USER@HOST:PORT, got: postgresql://'],
  [
    'postgresql://a:secret@db',
    '--target must not hold a password, which others could see: set PGPASSWORD or PGPASSFILE',
  ],
  ['postgresql://a@db/orders', '--target must name a server and nothing in it, got: postgresql://a@db/orders'],
])('refuses the target %s', async (target, message) => {
  const cwd = restored();
  const result = await inProcess(['runbook', '--rehearse', 'restored', '--target', target], { cwd });
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr).toContain(message);
  expect(result.stderr).not.toContain('secret');
  expect(readdirSync(cwd)).toEqual(['restored']);
});

describe('a server that does not answer', () => {
  const rehearse = (cwd: string, output: string) => {
    const target = 'postgresql://a@127.0.0.1:1';
    return inProcess(['runbook', '--rehearse', 'restored', '--target', target, '--output', output], { cwd });
  };

  test('leaves nothing behind, and says no more than that', async () => {
    const cwd = restored();
    const { code, stderr } = await rehearse(cwd, 'reports/today');
    expect({ code, stderr: stderr.trim().split('\n') }).toEqual({
      code: 2,
      stderr: [expect.stringMatching(/^azpgbackup: (the target server 127\.0\.0\.1:1 must let a in|`psql` must be)/)],
    });
    expect(readdirSync(cwd)).toEqual(['restored']);
  });

  test('leaves what was there before', async () => {
    const cwd = restored();
    mkdirSync(join(cwd, 'reports'));
    writeFileSync(join(cwd, 'reports', 'notes'), '');
    expect(await rehearse(cwd, 'reports')).toMatchObject({ code: 2 });
    expect(readdirSync(join(cwd, 'reports'))).toEqual(['notes']);
    mkdirSync(join(cwd, 'reports', 'run'));
    expect((await rehearse(cwd, 'reports')).stderr).toContain('Nothing is lost: ');
    expect(readdirSync(join(cwd, 'reports', 'run'))).toContain('journal.tsv');
  });

  test('nor is anything written behind a link to nowhere', async () => {
    const cwd = restored();
    symlinkSync('gone', join(cwd, 'link'));
    expect((await rehearse(cwd, 'link')).stderr).toBe(
      `azpgbackup: can't write link: ${join(cwd, 'link')} is a link that leads nowhere\n`,
    );
  });
});

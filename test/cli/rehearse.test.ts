import { mkdirSync, readdirSync, writeFileSync } from 'fs';
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

import { type ChildProcessByStdio, execFileSync, spawn } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { createServer } from 'net';
import { join, resolve } from 'path';
import type { Readable } from 'stream';
import { temporaryFolder } from '../temporary';

const ROOT = resolve(__dirname, '../..');
const COMMAND = ['--import', 'tsx', join('tools', 'twin.ts')];

type Child = ChildProcessByStdio<null, Readable, Readable>;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(...args: string[]): { child: Child; ready: Promise<string>; ended: Promise<Ended> } {
  const env = { ...process.env, NODE_OPTIONS: undefined } as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, [...COMMAND, ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (part) => (stderr += part));
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, stdout, stderr })));
  const ready = new Promise<string>((done, fail) => {
    child.stdout.on('data', (part) => {
      stdout += part;
      if (stdout.includes('\n')) done(stdout);
    });
    void ended.then(() => fail(new Error(stderr)));
  });
  // Whoever waits for the end alone doesn't care that it never was ready.
  ready.catch(() => undefined);
  return { child, ready, ended };
}

describe('the twin in the foreground', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('prints one line of JSON, serves, and ends cleanly on %s', async (signal) => {
    const file = join(temporaryFolder(), 'twin.json');
    const { child, ready, ended } = start('--snapshot', file);
    const { endpoint, certificate, env } = JSON.parse(await ready);

    expect(endpoint).toMatch(/^https:\/\/localhost:\d+$/);
    expect(readFileSync(certificate, 'utf8')).toContain('BEGIN CERTIFICATE');
    expect(env).toMatchObject({ ARM_METADATA_HOSTNAME: new URL(endpoint).host, ARM_USE_MSI: 'true' });
    expect(readFileSync(env.SSL_CERT_FILE, 'utf8')).toContain(readFileSync(certificate, 'utf8').trim());

    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr, lines: stdout.split('\n').length }).toEqual({ code: 0, stderr: '', lines: 2 });
    expect(existsSync(certificate)).toBe(false);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ resources: [] });
  });

  it('says in one line that a port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    const { port } = other.address() as { port: number };
    const { code, stdout, stderr } = await start('--port', String(port)).ended;
    other.close();
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `Port ${port} is in use; choose another one, or leave --port out.\n`,
    });
  });

  it.each([
    [['--port', '70000'], '`--port` must be between 0 and 65535, got: 70000.'],
    [['--rbac-delay', 'soon'], '`--rbac-delay` must be between 0 and 86400, got: soon.'],
    [['--edition', '1999'], '`--edition` must be one of 2024-12-17, 2025-02-28, 2025-05-15, v2-2026-09-28, got: 1999.'],
    [['--snapshot', '/nowhere/twin.json'], "The snapshot /nowhere/twin.json can't be written: ENOENT"],
    [['--blobs', 'https://localhost:1'], '`--blobs` needs `--restore-from` beside it.'],
    [['--restore-from', '.'], '`--restore-from` needs `--blobs` beside it.'],
    [
      ['--restore-from', '.', '--blobs', 'http://localhost:1'],
      '`--blobs` must be a URL with https, got: http://localhost:1.',
    ],
    [
      ['--restore-from', '/nowhere', '--blobs', 'https://localhost:1'],
      "The folder of dumps /nowhere can't be read: ENOENT",
    ],
    [['--color'], "Unknown option '--color'"],
  ])('refuses %j in one line', async (args, message) => {
    const { code, stdout, stderr } = await start(...args).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.startsWith(message)).toBe(true);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('is what `npm run --silent twin` runs', () => {
    const help = execFileSync('npm', ['run', '--silent', 'twin', '--', '--help'], { cwd: ROOT, encoding: 'utf8' });
    expect(help).toMatch(/^A local Azure that Terraform can apply to/);
  });
});

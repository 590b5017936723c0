import { ChildProcess, spawn } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { get } from 'https';
import { createServer } from 'net';
import { join } from 'path';
import { asCommand, bundled, inProcess, WAYS } from './kit';
import { temporaryFolder } from '../temporary';

jest.setTimeout(60_000);

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  /** The line that it prints once it is ready. */
  readonly line: any;
}

async function run(...args: string[]): Promise<Running> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, [await bundled(), 'twin', ...args], { env });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Awaited<Running['ended']>>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.includes('\n')) resolve(stdout);
    });
    void ended.then(() => reject(new Error(stderr)));
  });
  return { child, ended, line: JSON.parse(line) };
}

function ask(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { ca, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

test.each(['SIGTERM', 'SIGINT'] as const)('serves from the bundle alone, and ends cleanly on %s', async (signal) => {
  const snapshot = join(temporaryFolder(), 'twin.json');
  const { child, ended, line } = await run('--snapshot', snapshot, '--rbac-delay', '5', '--edition', '2025-02-28');
  const { endpoint, certificate, env } = line;
  expect(env).toMatchObject({ ARM_METADATA_HOSTNAME: new URL(endpoint).host });
  const clock = JSON.parse(await ask(`${endpoint}/twin/clock`, readFileSync(certificate, 'utf8')));
  expect(clock.now).toMatch(/^\d{4}-\d{2}-\d{2}T/);

  child.kill(signal);
  const { code, stdout, stderr } = await ended;
  expect({ code, stderr, lines: stdout.match(/\n/g) }).toEqual({ code: 0, stderr: '', lines: ['\n'] });
  expect(existsSync(certificate)).toBe(false);
  expect(JSON.parse(readFileSync(snapshot, 'utf8'))).toMatchObject({ resources: [] });
});

test('listens where it is told to', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => free.once('listening', resolve));
  const { port } = free.address() as { port: number };
  expect(await asCommand(['twin', '--port', String(port)])).toEqual({
    code: 2,
    stdout: '',
    stderr: `azpgbackup: Port ${port} is in use; choose another one, or leave --port out\n`,
  });
  await new Promise((resolve) => free.close(resolve));
  const { child, ended, line } = await run('--port', String(port));
  expect(line.endpoint).toBe(`https://localhost:${port}`);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});

describe.each(WAYS)('%s', (_, way) => {
  test.each([
    [['--port', '70000'], '`--port` must be between 0 and 65535, got: 70000'],
    [['--rbac-delay', 'soon'], '`--rbac-delay` must be between 0 and 86400, got: soon'],
    [['--edition', '2025-05-14'], '--edition "2025-05-14" is unknown: did you mean 2025-05-15?'],
    [['--snapshot', '/nowhere/twin.json'], "The snapshot /nowhere/twin.json can't be written: ENOENT"],
    [['--restore-from', '.'], '`--restore-from` needs `--blobs` beside it'],
    [['--restore-from', '.', '--blobs', 'localhost:1'], '`--blobs` must be a URL with https, got: localhost:1'],
    [['--snapsot', 'twin.json'], "unknown option '--snapsot': did you mean --snapshot?"],
    [['--port', '1', '--port', '2'], '--port is given twice'],
  ])('%j is refused in one line', async (args, message) => {
    const { code, stdout, stderr } = await way(['twin', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.match(/\n/g)).toHaveLength(1);
  });
});

test('other commands leave it alone: it is a part of its own in the bundle', async () => {
  const parts = readFileSync(await bundled(), 'latin1').matchAll(/^\/\/([\w@./-]+):/gm);
  expect([...parts].map(([, name]) => name)).toContain('twin');
  expect((await inProcess(['twin', '--help'])).stdout).toContain('--rbac-delay <SECONDS>');
});

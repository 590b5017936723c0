import { join } from 'path';
import { run, start } from '../../tools/terraform/process';
import { temporaryFolder } from '../temporary';

const NODE = process.execPath;

it('returns what a program says, and how it ends', async () => {
  const script = 'console.log(process.env.GREETING); console.error("psst"); process.exitCode = 3';
  const lines: string[] = [];
  const result = await run(NODE, ['-e', script], {
    env: { GREETING: 'hello\nyou' },
    onLine: (line) => lines.push(line),
  });

  expect(result).toEqual({ code: 3, stdout: 'hello\nyou\n', stderr: 'psst\n' });
  expect(lines).toEqual(['hello', 'you']);
});

it('takes variables away', async () => {
  process.env.AZPGBACKUP_LEFT_OVER = 'yes';
  const script = 'console.log(String(process.env.AZPGBACKUP_LEFT_OVER))';
  const { stdout } = await run(NODE, ['-e', script], { env: { AZPGBACKUP_LEFT_OVER: undefined } });
  delete process.env.AZPGBACKUP_LEFT_OVER;

  expect(stdout).toBe('undefined\n');
});

it('says in one line which program is not there', async () => {
  const absent = join(temporaryFolder(), 'absent');
  const message = `${absent} can't be started: it is not there`;

  await expect(run(absent, [])).rejects.toThrow(message);
  const running = start(absent, []);
  running.kill('SIGKILL');
  await expect(running.done).rejects.toThrow(message);
});

it('kills a program together with what it has started', async () => {
  const child = 'setInterval(() => {}, 1000)';
  const parent = `
    const { spawn } = require('child_process');
    const { pid } = spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' });
    console.log(pid);
    ${child}`;
  let tell: (pid: number) => void;
  const started = new Promise<number>((resolve) => (tell = resolve));
  const running = start(NODE, ['-e', parent], { onLine: (line) => tell(Number(line)) });
  const grandchild = await started;
  expect(() => process.kill(grandchild, 0)).not.toThrow();
  running.kill('SIGKILL');

  // The end is only told once nobody holds the output any more.
  expect(await running.done).toEqual({ code: -1, stdout: `${grandchild}\n`, stderr: '\nended by SIGKILL' });
  expect(() => running.kill('SIGKILL')).not.toThrow();
});

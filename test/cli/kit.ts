import { spawn } from 'child_process';
import { join } from 'path';
import { main } from '../../src/cli/main';
import { messageLine } from '../../src/cli/name';
import { BUNDLE, bundle } from '../../tools/bundle/bundle';
import { temporaryFolder } from '../temporary';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly stdin?: string | Buffer;
  readonly env?: NodeJS.ProcessEnv;
  readonly colour?: boolean;
}

export type Run = (args: readonly string[], options?: RunOptions) => Promise<Outcome>;

export const TODAY = '2026-11-20';
export const ROOT = join(__dirname, '..', '..');

/** The program within this process. */
export const inProcess: Run = async (args, { cwd = ROOT, stdin = '', colour = false } = {}) => {
  let stdout = '';
  let stderr = '';
  const code = await main(args, {
    version: '0.0.0',
    cwd,
    colour,
    today: () => TODAY,
    stdin: () => Promise.resolve(Buffer.from(stdin)),
    print: (text) => void (stdout += text),
    tell: (text) => void (stderr += text),
    say: (line) => void (stderr += messageLine(line)),
  });
  return { code, stdout, stderr };
};

let built: Promise<string> | undefined;

/** The command as users get it, made anew from the source. */
export function bundled(): Promise<string> {
  built ??= (async () => {
    const folder = temporaryFolder();
    await bundle(folder);
    return join(folder, BUNDLE);
  })();
  return built;
}

/** The bundled command in a process of its own. */
export const asCommand: Run = async (args, { cwd = ROOT, stdin = '', env = {} } = {}) => {
  const file = await bundled();
  // Without jest's own settings.
  const { NODE_OPTIONS: _, ...rest } = process.env;
  const child = spawn(process.execPath, [file, ...args], { cwd, env: { ...rest, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A command that doesn't read its input closes it.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
};

/** Both ways: in one the tests see inside, in the other everything is as users have it. */
export const WAYS: readonly (readonly [string, Run])[] = [
  ['in process', inProcess],
  ['as a command', asCommand],
];

import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import type { Environment } from './endpoint';

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Environment;
  readonly logFile?: string;
  /** Hears each line of the standard output as it comes. */
  readonly onLine?: (line: string) => void;
  /** Lets whoever started it go first where processors are scarce: it waits for them, for example. */
  readonly yields?: boolean;
  /** Ends it when we end, however that comes about. Not on Windows, which has no shell for it. */
  readonly tethered?: boolean;
}

/** As `nice` has it by default. */
const NICENESS = 10;

/** Becomes the program that it is given, and kills it once nobody holds the other end of the standard input any more. */
const TETHER = 'exec 3<&0; (cat; kill -KILL $$) <&3 >/dev/null 2>&1 & exec "$0" "$@" 3<&-';

/** A program that is running, in a process group of its own. */
export interface Running {
  /** Id of the process group; undefined if the program couldn't be started. */
  readonly group?: number;
  /** Its end, however it came about. Rejects only if it couldn't be started at all. */
  readonly done: Promise<Result>;
  /** Sends a signal to the program and to all that it has started. */
  kill(signal: NodeJS.Signals): void;
}

/** Runs a program to its end. Rejects only if it couldn't be started at all. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Result> {
  return ended(launch(command, args, options, false), command, options);
}

/** Starts a program that can be killed. It doesn't get the Ctrl+C of the terminal: whoever started it has to end it. */
export function start(command: string, args: readonly string[], options: RunOptions = {}): Running {
  const child = launch(command, args, options, true);
  let over = false;
  child.once('close', () => (over = true));
  return {
    group: child.pid,
    done: ended(child, command, options),
    kill(signal) {
      if (over || child.pid === undefined) return;
      try {
        // Windows knows no process groups.
        if (process.platform === 'win32') child.kill(signal);
        else process.kill(-child.pid, signal);
      } catch (error) {
        // It has ended by itself, and we are yet to hear of it.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    },
  };
}

function launch(command: string, args: readonly string[], options: RunOptions, detached: boolean): ChildProcess {
  const [program, given] = options.tethered ? ['sh', ['-c', TETHER, command, ...args]] : [command, args];
  const child = spawn(program, given, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: [options.tethered ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    detached,
  });
  if (options.yields && child.pid !== undefined) stepBack(child.pid, detached);
  return child;
}

function stepBack(pid: number, detached: boolean): void {
  try {
    setPriority(pid, NICENESS);
    // Linux shares processors out among sessions first, and a process group of its own is in a session of its own.
    if (detached) writeFileSync(`/proc/${pid}/autogroup`, String(NICENESS));
  } catch {
    // It may have ended already, and not every system can do it.
  }
}

function ended(child: ChildProcess, command: string, options: RunOptions): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout!.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr!.on('data', (chunk: Buffer) => stderr.push(chunk));
    if (options.onLine) createInterface({ input: child.stdout! }).on('line', options.onLine);

    const log = options.logFile === undefined ? undefined : createWriteStream(options.logFile);
    if (log) {
      child.stdout!.pipe(log, { end: false });
      child.stderr!.pipe(log, { end: false });
    }
    child.once('error', (error: NodeJS.ErrnoException) => {
      log?.end();
      const why = error.code === 'ENOENT' ? 'it is not there' : error.message;
      reject(new Error(`${command} can't be started: ${why}`));
    });
    child.once('close', (code, signal) => {
      const result = {
        code: code ?? -1,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8') + (signal ? `\nended by ${signal}` : ''),
      };
      if (!log) return resolve(result);
      log.end();
      finished(log).then(() => resolve(result), reject);
    });
  });
}

import { spawn } from 'child_process';
import { createHash } from 'crypto';
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, relative, resolve } from 'path';
import { createInterface } from 'readline';
import { Call } from './command';
import { NAME } from './name';
import { Problem } from './problem';
import { dayToJudgeBy } from './settings';
import { Terminal } from './terminal';
import { attempt, writeFiles } from '../files/write-files';
import { makeFolders } from '../files/write-folder';
import { toPrintableJson } from '../report/printable';
import { rehearsalOf, RehearsedFile, StepEnd } from '../runbook/rehearsal';
import { rehearsalPage } from '../runbook/rehearsal-page';
import { scriptFiles } from '../runbook/script-files';

/** What the two steps of a rehearsal are made of. */
const NEEDED = ['common.sh', 'postgres.sh', '4-load.sh', '5-verify.sh'];
const REPORT = 'rehearsal';
/** What the load says that it is at before it changes anything. */
const BEFORE_CHANGES: readonly unknown[] = ['getting ready', 'reading the files', 'looking at the target'];

/**
 * `azpgbackup runbook --rehearse FOLDER`: the very steps that a runbook has load the files of a folder into a server and
 * compare the two; what came of it is written down.
 * @param server the one that was backed up, where the estate is known: it is refused as a target
 */
export async function rehearse(call: Call, terminal: Terminal, server?: string): Promise<number> {
  const { options } = call;
  const folder = options.one('rehearse')!;
  const now = dayToJudgeBy(options, terminal);
  const source = resolve(terminal.cwd, folder);
  const files = filesIn(source, folder);
  const output = options.one('output') ?? `${REPORT}-${now}`;
  const run = join(resolve(terminal.cwd, output), 'run');
  const environment = {
    ...targetOf(options.one('target')),
    FILES_FOLDER: source,
    RUN_FOLDER: run,
    SOURCE_SERVER_NAME: server ?? '',
    CHECKSUMS: options.flag('checksums') ? 'yes' : 'no',
  };
  const steps = mkdtempSync(join(tmpdir(), 'azpgbackup-'));
  /** The folders of a run that has yet to begin. */
  let empty: string | undefined;
  try {
    for (const { name, text } of scriptFiles('sh').filter((script) => NEEDED.includes(script.name))) {
      writeFileSync(join(steps, name), text);
    }
    empty = attempt(output, () => makeFolders(run));
    const hashed = await Promise.all(files.map((name) => hash(source, name)));
    const load = await runStep(steps, '4-load.sh', environment, terminal);
    if (load.exitCode === 0 || hasBegun(textOf(join(run, 'journal.tsv')))) empty = undefined;
    // How to go on is of no use where there is nothing to go on with.
    if (empty === undefined) load.last.forEach((line) => terminal.say(line));
    const verify = load.exitCode === 0 ? await runStep(steps, '5-verify.sh', environment, terminal) : undefined;
    verify?.last.forEach((line) => terminal.say(line));
    const journal = textOf(join(run, 'journal.tsv'));
    // Nothing was touched: there is nothing to report.
    if (load.exitCode !== 0 && !/\tmaking\t/.test(journal)) {
      throw new Problem(load.problem ?? 'the rehearsal could not begin');
    }
    const made = rehearsalOf({
      tool: { name: NAME, version: terminal.version },
      now,
      server,
      files: hashed,
      journal,
      verification: verify && textOf(join(run, 'verify.tsv')),
      load,
      verify,
    });
    const page = join(output, `${REPORT}.md`);
    writeFiles(
      [
        { file: page, text: rehearsalPage(made) },
        { file: join(output, `${REPORT}.json`), text: toPrintableJson(made) },
      ],
      terminal.cwd,
    );
    const problem = load.problem ?? verify?.problem;
    if (problem !== undefined) terminal.say(problem);
    terminal.print(`${page}\n`);
    return Math.max(load.exitCode, verify?.exitCode ?? 0);
  } finally {
    if (empty !== undefined) rmSync(empty, { recursive: true, force: true });
    rmSync(steps, { recursive: true, force: true });
  }
}

/** Whether the load came to change anything. Where it was killed, it may have. */
function hasBegun(journal: string): boolean {
  return journal !== '' && !BEFORE_CHANGES.includes(/\tfailed\t4-load\.sh\t([^\t]*)/.exec(journal)?.[1]);
}

function filesIn(path: string, folder: string): readonly string[] {
  try {
    const names = readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.sql'))
      .map((entry) => relative(path, join(entry.parentPath, entry.name)));
    if (names.length > 0) return names.sort();
  } catch {
    throw new Problem(`--rehearse must be a folder with the files of a restore, got: ${folder}`);
  }
  throw new Problem(`--rehearse must be a folder with the files of a restore (…_database_NAME.sql), got: ${folder}`);
}

/** Where the server is, as libpq wants to hear it; what isn't said stays as the environment says it. */
function targetOf(target: string | undefined): Readonly<Record<string, string>> {
  if (target === undefined) return {};
  const wrong = new Problem(`--target must be an address as postgresql://USER@HOST:PORT, got: ${target}`);
  let url: URL;
  try {
    url = new URL(target);
  } catch {
    throw wrong;
  }
  if (!/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '') throw wrong;
  if (url.password !== '') {
    throw new Problem('--target must not hold a password, which others could see: set PGPASSWORD or PGPASSFILE');
  }
  if (!['', '/'].includes(url.pathname) || url.search !== '') {
    throw new Problem(`--target must name a server and nothing in it, got: ${target}`);
  }
  return {
    PGHOST: url.hostname.replace(/^\[|\]$/g, ''),
    ...(url.port === '' ? {} : { PGPORT: url.port }),
    ...(url.username === '' ? {} : { PGUSER: decodeURIComponent(url.username) }),
  };
}

/** Read as a stream: the files may be larger than memory. */
async function hash(folder: string, name: string): Promise<RehearsedFile> {
  const sum = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(join(folder, name))) {
    bytes += (chunk as Buffer).length;
    sum.update(chunk as Buffer);
  }
  return { name, bytes, sha256: sum.digest('hex') };
}

interface Ran extends StepEnd {
  /** What it said after that. */
  readonly last: readonly string[];
}

/** What it says goes on to people, until it says why it ends. */
function runStep(
  folder: string,
  step: string,
  environment: Readonly<Record<string, string>>,
  terminal: Terminal,
): Promise<Ran> {
  const began = Date.now();
  return new Promise((done, reject) => {
    const child = spawn('bash', [join(folder, step), '--execute'], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let problem: string | undefined;
    const last: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.startsWith(`${step}: `)) problem ??= line.slice(step.length + 2);
      else if (problem === undefined) terminal.say(line);
      else last.push(line);
    });
    child.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      reject(new Problem(`bash can't be started: ${code === 'ENOENT' ? 'it must be on the PATH' : message}`)),
    );
    child.once('close', (code) => {
      const seconds = Math.round((Date.now() - began) / 100) / 10;
      // Ended by a signal it is neither done nor refused.
      done({ exitCode: Math.min(code ?? 2, 2), seconds, problem: code === 0 ? undefined : problem, last });
    });
  });
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

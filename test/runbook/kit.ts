import { spawn } from 'child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { assemble } from '../../src/inventory/assemble';
import { combine } from '../../src/inventory/combine';
import { BackupInventory } from '../../src/inventory/inventory';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { makeRunbook, Runbook, RunbookOptions } from '../../src/runbook/runbook';
import { scriptFiles } from '../../src/runbook/script-files';
import { chooseSubject } from '../../src/runbook/subject';
import { readText } from '../../src/validation/readers/read';
import { temporaryFolder } from '../temporary';

export const ROOT = join(__dirname, '..', '..');
export const TODAY = '2026-11-20';

/** The estate of a plan or state of test/plans. */
export async function estateOfPlan(name: string): Promise<BackupInventory> {
  const text = readFileSync(join(ROOT, 'test', 'plans', name), 'utf8');
  return assemble(combine([(await readText(name, text)).document]));
}

/** The estate of plain Terraform, or of what the name of the file says. */
export async function estateOfText(text: string, name = 'main.tf'): Promise<BackupInventory> {
  return assemble(combine([(await readText(name, text)).document]));
}

export function runbookOf(estate: BackupInventory, server?: string, over: Partial<RunbookOptions> = {}): Runbook {
  const choice = chooseSubject(estate, server);
  if ('problem' in choice) throw new Error(choice.problem.join('\n'));
  return makeRunbook(estate, choice.subject, {
    regionKind: 'primary',
    findings: [],
    edition: SupportMatrix.DEFAULT._edition,
    origin: { tool: 'azpgbackup 0.0.0', inputs: ['plan.json'], now: TODAY },
    ...over,
  });
}

export function fileOf({ files }: Runbook, name: string): string {
  return files.find((file) => file.name === name)!.text;
}

/** What `az` says to a call whose arguments, with spaces between them, hold this text; the first that isn't used up. */
export interface Answer {
  readonly to: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
  /** How many calls it answers; all that come by itself. */
  readonly times?: number;
  /** Written where `--file` says. */
  readonly file?: string;
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Stands for the Azure CLI: notes each call, with what the file of its body holds, and answers as it was told. */
const AZ = `#!${process.execPath}
const { existsSync, readFileSync, writeFileSync, appendFileSync } = require('fs');
const [, , ...args] = process.argv;
const folder = __dirname;
const body = args[args.indexOf('--body') + 1];
const sent = args.includes('--body') && body.startsWith('@') ? readFileSync(body.slice(1), 'utf8') : undefined;
appendFileSync(folder + '/calls', JSON.stringify({ args, sent }) + '\\n');
const answers = JSON.parse(readFileSync(folder + '/answers', 'utf8'));
const used = existsSync(folder + '/used') ? JSON.parse(readFileSync(folder + '/used', 'utf8')) : {};
const index = answers.findIndex(({ to, times }, at) => args.join(' ').includes(to) && !((used[at] ?? 0) >= times));
const answer = index < 0 ? { stderr: 'ERROR: nobody answers ' + args.join(' ') + '\\n', code: 3 } : answers[index];
used[index] = (used[index] ?? 0) + 1;
writeFileSync(folder + '/used', JSON.stringify(used));
const file = args.find((arg) => arg.startsWith('--file='));
if (answer.file !== undefined && file) writeFileSync(file.slice(7), answer.file);
process.stderr.write(answer.stderr ?? '');
process.stdout.write(answer.stdout ?? '');
process.exitCode = answer.code ?? 0;
`;

export const SIGNED_IN: Answer = { to: 'account show', stdout: 'tenant-1\n' };

/** The scripts in a folder of their own, with an Azure CLI that isn't one. */
export class Steps {
  public readonly folder = temporaryFolder();
  private readonly bin = temporaryFolder();

  public constructor(private readonly settings: Readonly<Record<string, string>>) {
    for (const { name, text } of scriptFiles('sh')) writeFileSync(join(this.folder, name), text);
    writeFileSync(join(this.bin, 'az'), AZ);
    chmodSync(join(this.bin, 'az'), 0o755);
  }

  public async run(script: string, answers: readonly Answer[], ...args: readonly string[]): Promise<Run> {
    writeFileSync(join(this.bin, 'answers'), JSON.stringify([...answers, SIGNED_IN]));
    for (const name of ['calls', 'used']) writeFileSync(join(this.bin, name), name === 'used' ? '{}' : '');
    const env = { HOME: this.folder, PATH: `${this.bin}:${process.env.PATH}`, POLL_SECONDS: '0', ...this.settings };
    return bash([join(this.folder, script), ...args], env);
  }

  /** Every call of `az` in the last run. */
  public get calls(): readonly { readonly args: readonly string[]; readonly sent?: string }[] {
    const lines = readFileSync(join(this.bin, 'calls'), 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line));
  }

  /** Requests to Resource Manager, `get /subscriptions/…`, without the version of the API. */
  public get requests(): readonly string[] {
    return this.calls
      .filter(({ args }) => args[0] === 'rest')
      .map(
        ({ args }) => `${args[args.indexOf('--method') + 1]} ${args[args.indexOf('--url') + 1].replace(/\?.*/, '')}`,
      );
  }

  /** The bodies that were sent, by the last part of where to. */
  public sent(last: string): any {
    const call = this.calls.find(({ args, sent }) => sent !== undefined && args.join(' ').includes(`${last}?`));
    return call === undefined ? undefined : JSON.parse(call.sent!);
  }

  public path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  /** Events of the journal with their subjects. */
  public get journal(): readonly string[] {
    const file = this.path('run', 'journal.tsv');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => line.split('\t').slice(2).join(' '));
  }

  /** A journal that other steps have left behind: script, event, subject, details. */
  public write(...lines: readonly (readonly string[])[]): void {
    mkdirSync(this.path('run', 'work'), { recursive: true });
    const text = lines.map((line) => ['2026-11-20T10:00:00Z', ...line].join('\t')).join('\n');
    writeFileSync(this.path('run', 'journal.tsv'), `${text}\n`);
  }
}

export async function bash(args: readonly string[], env: NodeJS.ProcessEnv, input = ''): Promise<Run> {
  const child = spawn('bash', args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from './cluster';
import { ADMIN } from './estate';
import { scriptFiles } from '../../src/runbook/script-files';
import type { Environment } from '../terraform/endpoint';
import { type Result, type Running, start } from '../terraform/process';

/** A folder of steps, as the runbook has it, and the files of a restore in it. */
export class Steps {
  public constructor(
    private readonly target: Cluster,
    files: string,
    public readonly folder: string,
  ) {
    mkdirSync(this.folder);
    for (const { name, text } of scriptFiles('sh')) writeFileSync(join(this.folder, name), text);
    cpSync(files, join(this.folder, 'run', 'files'), { recursive: true });
  }

  public start(step: string, args: readonly string[] = [], env: Environment = {}): Running {
    return start('bash', [join(this.folder, `${step}.sh`), ...args], {
      cwd: this.folder,
      // What whoever runs the tests has set for a runbook of their own is none of theirs.
      env: { RUN_FOLDER: undefined, FILES_FOLDER: undefined, ...this.target.environment(ADMIN), JOBS: '2', ...env },
    });
  }

  public run(step: string, args: readonly string[] = [], env: Environment = {}): Promise<Result> {
    return this.start(step, args, env).done;
  }

  /** A step is expected to succeed: what it says otherwise is what the test shows. */
  public async succeed(step: string, args: readonly string[] = [], env: Environment = {}): Promise<Result> {
    const result = await this.run(step, args, env);
    if (result.code !== 0) throw new Error(`${step} ended with ${result.code}: ${result.stderr}`);
    return result;
  }

  public path(...names: readonly string[]): string {
    return join(this.folder, 'run', ...names);
  }

  /** The fields of the lines of the journal, but for the time. */
  public journal(): string[][] {
    const file = this.path('journal.tsv');
    return existsSync(file) ? lines(file).map((line) => line.split('\t').slice(1)) : [];
  }

  /** The databases that the journal names with an event of step 4. */
  public journaled(event: string): string[] {
    return this.journal()
      .filter(([script, what]) => script === '4-load.sh' && what === event)
      .map(([, , subject]) => subject);
  }

  /** What step 5 found. */
  public verified(): Comparison[] {
    return lines(this.path('verify.tsv'))
      .slice(1)
      .map((line) => {
        const [database, kind, name, expected, actual, verdict] = line.split('\t');
        return { database, kind, name, expected, actual, verdict };
      });
  }
}

export interface Comparison {
  readonly database: string;
  readonly kind: string;
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
  readonly verdict: string;
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { scriptFiles } from '../../src/runbook/script-files';
import { Cluster } from '../../tools/restore/cluster';
import { ADMIN, likeAzure } from '../../tools/restore/estate';
import { ensurePostgres, Postgres } from '../../tools/restore/postgres';
import { Environment } from '../../tools/terraform/endpoint';
import { describeMissing } from '../../tools/terraform/machine';
import { Result, Running, start } from '../../tools/terraform/process';
import { temporaryFolder } from '../temporary';

/** Throw-away servers of one test file. */
export class Clusters {
  private readonly clusters: Cluster[] = [];

  /** A server as Azure hands it over: its superuser belongs to the service. */
  public async start(options: { readonly dataFolder?: string } = {}): Promise<Cluster> {
    const cluster = await Cluster.start({ postgres: await realPostgres(), superuser: 'azuresu', ...options });
    this.clusters.push(cluster);
    return cluster;
  }

  /** An empty one with an administrator in it. */
  public async target(options: { readonly dataFolder?: string } = {}): Promise<Cluster> {
    const cluster = await this.start(options);
    await likeAzure(cluster);
    return cluster;
  }

  public async stop(): Promise<void> {
    await Promise.all(this.clusters.splice(0).map((cluster) => cluster.stop()));
  }
}

export async function realPostgres(): Promise<Postgres> {
  const found = await ensurePostgres({ build: false });
  if (!found.ready) throw new Error(describeMissing(found));
  return found;
}

/** A folder of steps, as the runbook has it, and the files of a restore in it. */
export class Steps {
  /** With a space in it: people have such folders. */
  public readonly folder = join(temporaryFolder(), 'run book');

  constructor(
    private readonly target: Cluster,
    files: string,
  ) {
    mkdirSync(this.folder);
    for (const { name, text } of scriptFiles('sh')) writeFileSync(join(this.folder, name), text);
    cpSync(files, join(this.folder, 'run', 'files'), { recursive: true });
  }

  public start(step: string, args: readonly string[] = [], env: Environment = {}): Running {
    return start('bash', [join(this.folder, `${step}.sh`), ...args], {
      cwd: this.folder,
      env: { ...this.target.environment(ADMIN), JOBS: '2', ...env },
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

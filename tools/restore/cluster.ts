import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Postgres } from './postgres';
import type { Environment } from '../terraform/endpoint';
import { type Result, run, type Running, start } from '../terraform/process';

export interface ClusterOptions {
  readonly postgres: Postgres;
  /** The one who may do everything, as `azuresu` on Azure. */
  readonly superuser: string;
  /** Where its data lies, all but the log; a temporary folder by default. */
  readonly dataFolder?: string;
  /** Beyond what keeps it to itself, fast and forgetful. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Made up; clusters are reached on loopback alone, and gone after the test. */
export const PASSWORD = "a password with 'quotes', spaces and \\";

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  shared_buffers: '64MB',
  max_wal_size: '2GB',
  log_min_messages: 'warning',
};

const QUIETLY = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1'];

/** A throw-away PostgreSQL on loopback, run as an unprivileged user: it refuses to be root. */
export class Cluster {
  public static async start(options: ClusterOptions): Promise<Cluster> {
    const cluster = new Cluster(options, await freePort());
    try {
      await cluster.initialize();
      await cluster.resume();
    } catch (error) {
      cluster.remove();
      throw error;
    }
    return cluster;
  }

  private running?: Running;

  private readonly folder = mkdtempSync(join(tmpdir(), 'azpgbackup-postgres-'));
  private readonly data: string;
  private readonly wal = join(this.folder, 'wal');

  private constructor(
    private readonly options: ClusterOptions,
    public readonly port: number,
  ) {
    this.data = join(options.dataFolder ?? this.folder, 'data');
  }

  /** What libpq needs to reach it. */
  public environment(user = this.options.superuser): Environment {
    return {
      PGHOST: '127.0.0.1',
      PGPORT: String(this.port),
      PGUSER: user,
      PGPASSWORD: PASSWORD,
      PGSSLMODE: 'disable',
      PGCONNECT_TIMEOUT: '10',
      LC_ALL: 'C',
      PGCLIENTENCODING: 'UTF8',
      PATH: `${this.options.postgres.bin}:${process.env.PATH}`,
    };
  }

  /** Rows as text, fields separated by `|`. */
  public async query(sql: string, database = 'postgres', user?: string): Promise<string> {
    return (await this.client('psql', [...QUIETLY, '-d', dbname(database), '-c', sql], user)).stdout.trimEnd();
  }

  /** The same for a script of psql, with its commands. Rows are separated by NUL. */
  public async script(text: string, database = 'postgres'): Promise<string> {
    const file = join(this.folder, 'script.sql');
    writeFileSync(file, text);
    return (await this.client('psql', [...QUIETLY, '-0', '-d', dbname(database), '-f', file])).stdout;
  }

  /** Runs a client program of PostgreSQL; fails when it does. */
  public async client(program: string, args: readonly string[], user?: string): Promise<Result> {
    const result = await run(join(this.options.postgres.bin, program), args, { env: this.environment(user) });
    if (result.code !== 0) throw new Error(`${program} failed (exit code ${result.code}): ${result.stderr}`);
    return result;
  }

  public async resume(): Promise<void> {
    const settings = { ...SETTINGS, port: String(this.port), ...this.options.settings };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    this.running = this.unprivileged('postgres', ['-D', this.data, ...args]);
    const died = this.running.done.then((result) => `PostgreSQL didn't start: ${result.stderr}`);
    died.catch(() => {});
    process.once('exit', this.remove);
    for (let attempt = 0; attempt < 300; attempt++) {
      const answer = await run(join(this.options.postgres.bin, 'pg_isready'), ['-q'], { env: this.environment() });
      if (answer.code === 0) return;
      const ended = await Promise.race([died, pause(100)]);
      if (ended !== undefined) throw new Error(ended);
    }
    throw new Error('PostgreSQL did not start within 30 s');
  }

  /** Ends it at once, as a restart by the service does: sessions are lost, what was committed stays. */
  public async halt(): Promise<void> {
    this.running?.kill('SIGINT');
    await this.running?.done;
    this.running = undefined;
  }

  public async stop(): Promise<void> {
    this.running?.kill('SIGQUIT');
    await this.running?.done.catch(() => {});
    this.running = undefined;
    this.remove();
  }

  private readonly remove = (): void => {
    process.removeListener('exit', this.remove);
    this.running?.kill('SIGKILL');
    for (const folder of [this.data, this.folder]) rmSync(folder, { recursive: true, force: true });
  };

  private async initialize(): Promise<void> {
    const { uid, gid } = await ids();
    const secret = join(this.folder, 'password');
    chmodSync(this.folder, 0o755);
    for (const folder of [this.data, this.wal]) mkdirSync(folder, { mode: 0o700 });
    writeFileSync(secret, PASSWORD, { mode: 0o600 });
    if (process.getuid?.() === 0) for (const path of [this.data, this.wal, secret]) chownSync(path, uid, gid);
    const made = await this.unprivileged('initdb', [
      `--pgdata=${this.data}`,
      `--waldir=${this.wal}`,
      `--username=${this.options.superuser}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ]).done;
    rmSync(secret);
    if (made.code !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  }

  private unprivileged(program: string, args: readonly string[]): Running {
    const path = join(this.options.postgres.bin, program);
    const env = { LC_ALL: 'C', PGHOST: undefined, PGDATA: undefined };
    if (process.getuid?.() !== 0) return start(path, args, { cwd: this.folder, env });
    const drop = [`--reuid=${USER}`, `--regid=${USER}`, '--clear-groups', '--'];
    return start('setpriv', [...drop, path, ...args], { cwd: this.folder, env });
  }
}

/** What libpq takes for a name and nothing else, whatever the name looks like. */
export function dbname(name: string): string {
  return `dbname='${name.replace(/[\\']/g, '\\$&')}'`;
}

/** Debian's package makes it. */
const USER = 'postgres';

async function ids(): Promise<{ readonly uid: number; readonly gid: number }> {
  const line = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return { uid: Number(line?.[1]), gid: Number(line?.[2]) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}

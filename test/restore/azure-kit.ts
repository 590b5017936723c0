import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import type { ContainerClient } from '@azure/storage-blob';
import { Temporal } from '@js-temporal/polyfill';
import { containerOf } from './blobs';
import { BlobService, type BlobStore, IDENTITY, SUBSCRIPTION_ID, Twin, type TwinOptions } from '../../src/twin';
import { type Azurite, startAzurite } from '../../tools/restore/azurite';
import type { Environment } from '../../tools/terraform/endpoint';
import { type Result, start } from '../../tools/terraform/process';
import { AzureCli } from '../terraform/azure-cli-kit';

const SCRIPTS = join(__dirname, '../../src/runbook/scripts');
const TICK_MILLISECONDS = 100;

export interface Stepped extends Result {
  /** Writes that the twin took meanwhile, as `METHOD path`. */
  readonly writes: readonly string[];
}

export interface StepOptions {
  readonly args?: readonly string[];
  readonly env?: Environment;
  /** Called a few times a second while the step is at work. */
  readonly meanwhile?: () => void;
}

/** An Azure for the steps of a runbook: a twin, the real Azure CLI that is signed in to it, and a real blob store. */
export class AzureSide {
  /** @param startTwin where somebody else has a say in how it is started; it is closed with this */
  public static async open(
    startTwin: (options: TwinOptions) => Promise<Twin> = (options) => Twin.start(options),
  ): Promise<AzureSide> {
    const folder = mkdtempSync(join(tmpdir(), 'azpgbackup-azure-'));
    const [dumps, config] = [join(folder, 'dumps'), join(folder, 'az')];
    for (const each of [dumps, config]) mkdirSync(each);
    const blobs = new LateBlobs();
    // Backups are made in the days before the present, where the steps live: they know only the machine's clock.
    const startAt = present()
      .subtract({ hours: 24 * 9 })
      .toString();
    const twin = await startTwin({ startAt, restores: { from: dumps, to: blobs } });
    return new AzureSide(twin, await AzureCli.for(twin, config), folder, blobs);
  }

  private made = 0;
  private store?: Azurite;

  private constructor(
    readonly twin: Twin,
    readonly cli: AzureCli,
    private readonly folder: string,
    private readonly blobs: LateBlobs,
  ) {}

  /** Starts a real blob store, for the storage accounts of which the names are known by now. */
  public async serveBlobs(...accounts: string[]): Promise<void> {
    this.store = await startAzurite(accounts);
    this.blobs.there = new BlobService(this.store.endpoint, this.store.certificate);
    this.cli.trust(this.store.certificate);
  }

  public get azurite(): Azurite {
    if (!this.store) throw new Error('No blob store was started');
    return this.store;
  }

  /** A new folder, gone at the end. */
  public newFolder(name: string): string {
    const folder = join(this.folder, `${name}-${this.made++}`);
    mkdirSync(folder);
    return folder;
  }

  /** A folder with the steps, and no settings: those of the environment are what there is. */
  public stepsOnly(): string {
    const folder = this.newFolder('runbook');
    cpSync(SCRIPTS, folder, { recursive: true });
    return folder;
  }

  /** Makes files the dump of a server, in the place of what it was. */
  public dump(server: string, files: Readonly<Record<string, string | Buffer>>): void {
    rmSync(this.dumpOf(server), { recursive: true, force: true });
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.dumpOf(server), name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }

  public dumpOf(server: string): string {
    return join(this.folder, 'dumps', server);
  }

  public advanceToPresent(): void {
    this.twin.azure.advanceTo(present());
  }

  /** Lets a restore that is under way end. */
  public endRestore(): void {
    const { azure } = this.twin;
    azure.advanceTo(azure.clock.now().add({ minutes: 11 }));
  }

  /** Ends each restore once somebody has seen its job at work; to be called again and again. */
  public restoreEnder(): () => void {
    let seen = this.twin.requests.length;
    return () => {
      const fresh = this.twin.requests.slice(seen);
      const isWatched = fresh.some(({ method, path }) => method === 'GET' && /\/backupJobs\/[^/]+$/.test(path));
      const isSecondary = fresh.some(({ path }) => path.endsWith('/fetchCrossRegionRestoreJob'));
      if (!isWatched && !isSecondary) return;
      seen = this.twin.requests.length;
      this.endRestore();
    };
  }

  /** Runs a step of the runbook in a folder, to its end. */
  public async step(
    folder: string,
    name: string,
    { args = [], env = {}, meanwhile }: StepOptions = {},
  ): Promise<Stepped> {
    const before = this.twin.requests.length;
    const running = start('bash', [join(folder, name), ...args], { cwd: folder, env: { ...this.env, ...env } });
    const timer = meanwhile && setInterval(meanwhile, TICK_MILLISECONDS);
    try {
      const result = await running.done;
      const writes = this.twin.requests
        .slice(before)
        .filter(({ method, path }) => !isRead(method, path))
        .map(({ method, path }) => `${method} ${path}`);
      return { ...result, writes };
    } finally {
      clearInterval(timer);
    }
  }

  /** What every step is told by its environment. */
  public get env(): Environment {
    return {
      ...this.cli.env,
      NO_COLOR: '1',
      SUBSCRIPTION_ID,
      TENANT_ID: IDENTITY.tenantId,
      POLL_SECONDS: '1',
    };
  }

  /** A container of the blob store. */
  public container(account: string, name: string): ContainerClient {
    return containerOf(this.azurite, account, name);
  }

  /** Remembers what exists; calling what it answers takes everything back to that, time aside. */
  public remember(): () => void {
    const { azure } = this.twin;
    const kept = JSON.stringify(azure.toSnapshot());
    return () => {
      for (const { id } of azure.resources.all()) azure.resources.delete(id);
      for (const { id } of azure.dropped.all()) azure.dropped.delete(id);
      const now = azure.clock.now().toString();
      azure.restoreSnapshot({ ...JSON.parse(kept), clock: now, seen: now });
    };
  }

  public async close(): Promise<void> {
    await this.twin.close();
    await this.store?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Takes what is written once there is somewhere to write it to: names of accounts are often known late. */
class LateBlobs implements BlobStore {
  there?: BlobStore;

  public put(...args: Parameters<BlobStore['put']>): Promise<void> {
    return this.now.put(...args);
  }

  public delete(...args: Parameters<BlobStore['delete']>): Promise<void> {
    return this.now.delete(...args);
  }

  private get now(): BlobStore {
    if (!this.there) throw new Error('There is no blob store yet');
    return this.there;
  }
}

/** Asks that change nothing though they are sent as POST. */
function isRead(method: string, path: string): boolean {
  return (
    ['GET', 'HEAD'].includes(method) ||
    /\/(token|validateRestore|validateCrossRegionRestore|fetch[A-Za-z]+)$/.test(path)
  );
}

/**
 * An instant of today that is some hours before its end: restores that begin and end soon after it are of one day, which is
 * that of the machine's clock too.
 */
function present(): Temporal.Instant {
  const now = Temporal.Now.instant();
  const { hour } = now.toZonedDateTimeISO('UTC');
  return now.subtract({ hours: Math.max(0, hour - 18) });
}

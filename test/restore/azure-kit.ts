import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { Temporal } from '@js-temporal/polyfill';
import { BlobService, IDENTITY, SUBSCRIPTION_ID, Twin } from '../../src/twin';
import { restoredFiles, type RestoredFile } from '../../src/twin/backup/restored-files';
import { type Azurite, startAzurite } from '../../tools/restore/azurite';
import type { Environment } from '../../tools/terraform/endpoint';
import { type Result, run, type Running, start } from '../../tools/terraform/process';
import { AzureCli } from '../terraform/azure-cli-kit';
import { INSTANCE, SERVER, VAULT } from '../twin/backup-kit';
import { Client } from '../twin/client';
import { ACCOUNT, CONTAINER, restoreBody, Restoring } from '../twin/restore-kit';

export const SCRIPTS = join(__dirname, '../../src/runbook/scripts');

/** What a dump of the source holds, by the names that the files have. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** An Azure for the runbook's steps: a twin, the real Azure CLI signed in to it, and a real blob store. */
export class AzureSide {
  public static async open(accounts: readonly string[] = ['strestore']): Promise<AzureSide> {
    const folder = mkdtempSync(join(tmpdir(), 'azpgbackup-azure-'));
    const dumps = join(folder, 'dumps');
    const config = join(folder, 'az');
    for (const each of [dumps, config]) mkdirSync(each);
    const azurite = await startAzurite(accounts);
    const to = new BlobService(azurite.endpoint, azurite.certificate);
    // A week and more before: the clock is moved to the present when backups have been made.
    const startAt = presentDay().subtract({ hours: 24 * 8 }).toString();
    const twin = await Twin.start({ startAt, restores: { from: dumps, to } });
    const cli = await AzureCli.for(twin, config, azurite.certificate);
    await cli.signIn();
    return new AzureSide(twin, azurite, cli, folder, dumps);
  }

  private runs = 0;

  private constructor(
    readonly twin: Twin,
    readonly azurite: Azurite,
    readonly cli: AzureCli,
    /** For whatever tests leave behind. */
    readonly folder: string,
    private readonly dumps: string,
  ) {}

  /** Requests over the wire, without the CLI. */
  public get requests(): Restoring {
    return new Restoring(new Client(this.twin));
  }

  public dump(server: string, files: Files): void {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.dumps, server, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }

  /** To the present, where the runbook's steps live: they know only the machine's clock. */
  public advanceToPresent(): void {
    this.twin.azure.advanceTo(presentDay());
  }

  /** Lets a restore that is under way end. */
  public endRestore(): void {
    const { azure } = this.twin;
    azure.advanceTo(azure.clock.now().add({ minutes: 11 }));
  }

  public async close(): Promise<void> {
    await this.twin.close();
    await this.azurite.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * An instant of today that has an hour of today before it: restores that begin and end then are of one day, which is that of
 * the machine's clock too.
 */
function presentDay(): Temporal.Instant {
  const now = Temporal.Now.instant();
  const hour = now.toZonedDateTimeISO('UTC').hour;
  return hour === 23 ? now.subtract({ hours: 1 }) : now;
}

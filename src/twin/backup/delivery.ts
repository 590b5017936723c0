import type { Content, Dumps } from './dumps';
import { BACKUP_MILLISECONDS, type Failure, type History, type Job, pastOf } from './history';
import { dropFiles, filesUnder, type RestoredFile } from './restored-files';
import { parseId } from '../arm/resource-id';
import type { Azure } from '../azure';
import { DELETED_INSTANCE_TYPE, INSTANCE_TYPE } from '../resources/data-protection';
import type { Resource } from '../state/resources';

/** Where restores leave their files: the blobs of all storage accounts. */
export interface BlobStore {
  /** Writes a blob, and its container where there is none. */
  put(account: string, container: string, name: string, content: Content): Promise<void>;
  /** Takes a blob away, if it is there. */
  delete(account: string, container: string, name: string): Promise<void>;
}

/** Fills the files of restores that have ended: each restore's whole, or none of them and its job fails. */
export class Delivery {
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly azure: Azure,
    private readonly dumps: Dumps,
    private readonly blobs: BlobStore,
  ) {}

  /** Ends when all that is due by now is there, what an earlier call still works on included. */
  public settle(): Promise<void> {
    this.last = this.last.then(() => this.deliver());
    return this.last;
  }

  private async deliver(): Promise<void> {
    const { resources, clock } = this.azure;
    const now = clock.now().epochMilliseconds;
    for (const instance of [INSTANCE_TYPE, DELETED_INSTANCE_TYPE].flatMap((type) => resources.ofType(type))) {
      const history = pastOf(instance);
      for (const at of history.restoring ?? []) {
        if (at + BACKUP_MILLISECONDS <= now) await this.end(history, at);
      }
    }
  }

  private async end(history: History, at: number): Promise<void> {
    const index = history.jobs.findIndex((job) => job.restore?.files && job.at === at);
    const job = history.jobs[index];
    const failure = job && (await this.fill(job));
    if (failure) history.jobs[index] = { ...job, failure, failedAt: at + BACKUP_MILLISECONDS };
    history.restoring = history.restoring!.filter((each) => each !== at);
  }

  private async fill({ restore }: Job): Promise<Failure | undefined> {
    const { container: id, prefix } = restore!.files!;
    const container = this.azure.resources.get(id);
    if (!container) return { code: 'BadRequest', message: `The container '${id}' was not found.` };
    const account = parseId(parseId(parseId(id).parent!).parent!).name;
    const written: RestoredFile[] = [];
    try {
      for (const file of filesUnder(container, prefix)) {
        const content = this.dumps.contentOf(parseId(file.serverId).name, file);
        written.push(file);
        await this.blobs.put(account, container.name, file.name, content);
      }
      return undefined;
    } catch (error) {
      await this.takeBack(account, container, written);
      dropFiles(container, prefix);
      return { code: 'BadRequest', message: (error as Error).message };
    }
  }

  /** What can't be taken back stays, and isn't told of. */
  private async takeBack(
    account: string,
    { name: container }: Resource,
    files: readonly RestoredFile[],
  ): Promise<void> {
    await Promise.allSettled(files.map(({ name }) => this.blobs.delete(account, container, name)));
  }
}

import { BackupConfigurationError } from '../errors';
import { citeWithUrl } from '../matrix/citation';
import { CLUSTER } from '../matrix/cluster';
import { StorageSize } from '../server/storage-size';
import { isUnresolvedNumber } from '../time/token';

const { source } = CLUSTER.compute;

/** What a node may be made of, by its place in the cluster. */
export interface NodeLimits {
  readonly vCores: readonly number[];
  readonly gib: readonly number[];
}

/** Compute and storage of one node. What it may have depends on its place in the cluster, which `ClusterShape` knows. */
export class ClusterNode {
  /**
   * A node of so many vCores.
   * @param vCores 2 to 104, by the node's place; or a token
   * @param storage disk size; it can grow later, never shrink
   */
  public static of(vCores: number, storage: StorageSize = StorageSize.gibibytes(512)): ClusterNode {
    return new ClusterNode(vCores, storage);
  }

  private constructor(
    /** vCores. */
    public readonly vCores: number,
    /** Disk size. */
    public readonly storage: StorageSize,
  ) {}

  /** @internal */
  public _check(prop: string, limits: NodeLimits): void {
    const { vCores, storage } = this;
    if (!isUnresolvedNumber(vCores) && !limits.vCores.includes(vCores)) {
      throw wrong(
        `${prop}.vCores`,
        `one of ${limits.vCores.join(', ')}`,
        String(vCores),
        nearest(vCores, limits.vCores),
      );
    }
    const { storageMb } = storage;
    if (isUnresolvedNumber(storageMb) || limits.gib.includes(storageMb / 1024)) return;
    const got = storageMb / 1024;
    throw wrong(`${prop}.storage`, `one of ${limits.gib.join(', ')} GiB`, `${got} GiB`, nearest(got, limits.gib));
  }
}

/** What `ClusterShape` refuses. */
export function wrong(prop: string, must: string, got: string, mend: string): BackupConfigurationError {
  return new BackupConfigurationError({
    code: 'ClusterShape',
    message: `\`${prop}\` must be ${must}, got: ${got}.`,
    limit: citeWithUrl(source),
    mend,
  });
}

function nearest(got: number, sizes: readonly number[]): string {
  const next = sizes.find((size) => size >= got);
  return next === undefined ? `the largest is ${sizes[sizes.length - 1]}` : `did you mean ${next}?`;
}

import { Fn, Token } from 'cdktf';
import { ClusterNode, wrong } from './cluster-node';
import { BackupConfigurationError } from '../errors';
import { citeWithUrl } from '../matrix/citation';
import { CLUSTER, isClusterNodeCount } from '../matrix/cluster';
import { StorageSize } from '../server/storage-size';
import { isUnresolvedNumber } from '../time/token';

const { compute } = CLUSTER;
const { single, burstable } = compute;

/** Nodes of a cluster with workers. */
export interface MultiNodeShape {
  /** 2 to 20. */
  readonly workers: number;
  /**
   * Each of the workers: 4 to 104 vCores with 8 GiB of memory each, 512 GiB to 16 TiB of storage.
   * @default ClusterNode.of(4) - with 512 GiB
   */
  readonly worker?: ClusterNode;
  /**
   * The coordinator: 4 to 96 vCores with 4 GiB of memory each, 128 GiB to 16 TiB of storage.
   * @default ClusterNode.of(4) - with 512 GiB
   */
  readonly coordinator?: ClusterNode;
  /**
   * Whether the coordinator keeps distributed tables too. Shards have to be rebalanced after a change.
   * @default false
   */
  readonly shardsOnCoordinator?: boolean;
}

/**
 * What a cluster is made of ("Azure Cosmos DB for PostgreSQL compute and storage", 2024-01-22).
 * @see https://learn.microsoft.com/azure/cosmos-db/postgresql/resources-compute
 */
export class ClusterShape {
  /**
   * A coordinator and workers.
   * @throws PGB805 when there are fewer than 2 or more than 20 workers
   * @throws ClusterShape when a node can't be made of what it is given
   */
  public static multiNode(shape: MultiNodeShape): ClusterShape {
    const { workers, worker: each = ClusterNode.of(4), coordinator: head = ClusterNode.of(4) } = shape;
    const { min, max, source } = CLUSTER.nodes;
    if (!isUnresolvedNumber(workers) && (!isClusterNodeCount(workers) || workers === CLUSTER.nodes.single)) {
      throw new BackupConfigurationError({
        code: 'PGB805',
        message: `\`workers\` must be between ${min} and ${max}, got: ${workers}.`,
        limit: citeWithUrl(source),
        mend: workersMend(workers),
      });
    }
    each._check('worker', compute.worker);
    head._check('coordinator', compute.coordinator);
    return new ClusterShape(workers, head, compute.coordinator.edition, shape.shardsOnCoordinator ?? false, each);
  }

  /**
   * One node that does everything, and that workers can be added to later.
   * @param node 2 to 64 vCores with 4 GiB of memory each, 128 GiB to 2 TiB of storage; more than 512 GiB need 8 vCores
   * @throws ClusterShape when a node can't be made so
   */
  public static singleNode(node: ClusterNode = ClusterNode.of(4)): ClusterShape {
    node._check('node', single);
    const { vCores, storage } = node;
    const tokens = isUnresolvedNumber(vCores) || isUnresolvedNumber(storage.storageMb);
    if (!tokens && vCores < single.small.below && storage.storageMb > single.small.gib * 1024) {
      const most = `at most ${single.small.gib} GiB below ${single.small.below} vCores`;
      throw wrong('node.storage', most, `${storage.storageMb / 1024} GiB with ${vCores}`, 'take more vCores');
    }
    return new ClusterShape(CLUSTER.nodes.single, node, single.edition, true);
  }

  /**
   * One small node that saves up compute while it idles. It has neither geo-redundant backup nor high availability
   * ("Azure Cosmos DB for PostgreSQL limits and limitations", 2024-07-07).
   * @param vCores 1 or 2, or a token
   * @param storage 32, 64 or 128 GiB
   * @throws ClusterShape when a node can't be made so
   */
  public static burstable(vCores: number, storage: StorageSize = StorageSize.gibibytes(32)): ClusterShape {
    const node = ClusterNode.of(vCores, storage);
    node._check('node', burstable);
    return new ClusterShape(CLUSTER.nodes.single, node, burstableEdition(vCores), true, undefined, true);
  }

  private constructor(
    /** Worker nodes: 0 where one node does everything. */
    public readonly workers: number,
    /** The coordinator, or the one node. */
    public readonly coordinator: ClusterNode,
    /** Its edition, as the API takes it. */
    public readonly coordinatorEdition: string,
    /** Whether it keeps distributed tables too. */
    public readonly shardsOnCoordinator: boolean,
    /**
     * Each of the workers.
     * @default - there are none
     */
    public readonly worker?: ClusterNode,
    /** Whether it is made of burstable compute. */
    public readonly isBurstable: boolean = false,
  ) {}

  /** @internal */
  public _properties(): Record<string, unknown> {
    const { workers, coordinator: head, worker: each } = this;
    return {
      nodeCount: workers,
      coordinatorServerEdition: this.coordinatorEdition,
      coordinatorVCores: head.vCores,
      coordinatorStorageQuotaInMb: head.storage.storageMb,
      enableShardsOnCoordinator: this.shardsOnCoordinator,
      ...(each !== undefined && {
        nodeServerEdition: compute.worker.edition,
        nodeVCores: each.vCores,
        nodeStorageQuotaInMb: each.storage.storageMb,
      }),
    };
  }
}

function workersMend(workers: number): string {
  const { min, max } = CLUSTER.nodes;
  if (workers > max) return `take at most ${max}, of more vCores each`;
  if (workers < min) return `take at least ${min}, or ClusterShape.singleNode(…) for a cluster without workers`;
  return `give a whole number from ${min} to ${max}`;
}

/** The edition goes with the vCores; where Terraform is told those later, it looks the edition up. */
function burstableEdition(vCores: number): string {
  const { editions } = burstable;
  return isUnresolvedNumber(vCores)
    ? Token.asString(Fn.lookup(editions, Token.asString(vCores)))
    : editions[vCores as keyof typeof editions];
}

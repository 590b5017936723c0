import type { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import { Construct } from 'constructs';
import type { IPostgresCluster } from './cluster-interface';
import { takePartName } from './cluster-parts';
import { CLUSTER } from '../matrix/cluster';
import { NAMES } from '../matrix/names';
import { checkName, refuse } from '../terraform/check';
import { generated } from '../terraform/generated';
import { isUnresolvedString } from '../time/token';

const DELETED = 'A deleted cluster of Azure Cosmos DB for PostgreSQL can not be restored: its backups go with it.';

/** How a cluster is locked. */
export interface ClusterLockOptions {
  /**
   * Name: 1 to 90 letters, digits, hyphens, underscores, periods and parentheses.
   * @default 'postgres-backup'
   */
  readonly name?: string;
  /**
   * Why it is locked, for whoever meets the lock: at most 512 bytes of UTF-8.
   * @default - that a deleted cluster can't be restored
   */
  readonly notes?: string;
}

/**
 * A CanNotDelete lock. Terraform takes a lock away before what it locks, so that of itself it would keep everybody from
 * deleting the cluster but Terraform; `prevent_destroy` makes a plan fail that deletes or replaces the cluster, until the
 * lock is given up.
 */
export function lockCluster(
  scope: Construct,
  id: string,
  cluster: IPostgresCluster,
  options: ClusterLockOptions,
): ManagementLock {
  const place = new Construct(scope, id);
  const { name = 'postgres-backup' } = options;
  const notes = options.notes ?? DELETED;
  checkName(place, 'name', name, NAMES.lock);
  checkNotes(place, notes);
  takePartName(place, cluster, 'lock', name, NAMES.lock.source);
  return new generated.ManagementLock(place, 'Resource', {
    name,
    scope: cluster.clusterId,
    lockLevel: 'CanNotDelete',
    notes,
    lifecycle: { preventDestroy: true },
    provider: cluster.provider,
  });
}

function checkNotes(scope: Construct, notes: string): void {
  const { maxBytes, source } = CLUSTER.lockNotes;
  const bytes = Buffer.byteLength(notes);
  if (isUnresolvedString(notes) || bytes <= maxBytes) return;
  const must = `at most ${maxBytes} bytes long`;
  refuse(scope, 'ClusterLock', `\`notes\` must be ${must}, got: ${bytes}.`, source, 'say it in fewer words');
}

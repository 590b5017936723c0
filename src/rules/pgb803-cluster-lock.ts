import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { Tri } from '../inventory/arm-scope';
import { ClusterFacts, LockFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { SOURCES } from '../matrix/source';

/** A lock that lets nothing be changed lets nothing be deleted either. */
const LEVELS = ['CanNotDelete', 'ReadOnly'];
const WHAT = 'whether a lock keeps the cluster from being deleted';

/** PGB803: the backups of a cluster go with it. */
export const CLUSTER_LOCK: Rule = {
  id: 'PGB803',
  name: 'cluster-lock',
  severity: Severity.WARNING,
  decides: 'a CanNotDelete lock is on the cluster, its resource group or its subscription',
  why: 'A cluster that is deleted can not be restored: its backups are deleted with it.',
  sources: [SOURCES.clusterBackup],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const cluster of estate.clusters) yield judge(estate, cluster);
  },
  documentation: () => ({
    mend: 'Put a CanNotDelete lock on the cluster, and let it depend on everything that Terraform may have to delete below it.',
    examples: {
      nonCompliant: {
        hcl: `
# azurerm_management_lock.tenants is missing

resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  name = "tenants"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_management_lock" "tenants" {
  name       = "keep"
  scope      = azurerm_cosmosdb_postgresql_cluster.tenants.id
  lock_level = "CanNotDelete"
}
`,
      },
    },
  }),
};

function judge(estate: BackupInventory, cluster: ClusterFacts): Verdict {
  const { sure, maybe } = estate.locks.on(cluster);
  if (sure.some((lock) => holds(lock, cluster) === true)) return compliant(cluster);
  const doubt =
    sure.find((lock) => holds(lock, cluster) === 'unknown') ?? maybe.find((lock) => holds(lock, cluster) !== false);
  if (doubt !== undefined) {
    const why = doubt.scope.kind === 'unknown' ? doubt.scope.why : 'its scope or level is known when Terraform plans';
    return undecided(cluster, WHAT, `${doubt.address} may: ${why}`);
  }
  const unread = estate.unreadWith(cluster) ?? estate.unreadAround(cluster);
  if (unread !== undefined) return undecided(cluster, WHAT, unread);
  if (cluster.origin !== 'managed') return undecided(cluster, WHAT, 'it is managed elsewhere, where it may have one');
  return violated(cluster, {
    message: 'a cluster must have a CanNotDelete lock on itself, its resource group or its subscription, got: none',
    limit: "deleted clusters can't be restored",
    mend: `add a \`azurerm_management_lock\` of level CanNotDelete on ${cluster.address}`,
  });
}

function holds({ level, repeated, scope }: LockFacts, cluster: ClusterFacts): Tri {
  if (level.state === 'known' && !LEVELS.includes(level.value)) return false;
  // A lock on one of several clusters holds for none of the others.
  const isOnAll = !cluster.repeated || scope.kind !== 'cluster';
  return level.state === 'known' && !repeated && isOnAll ? true : 'unknown';
}

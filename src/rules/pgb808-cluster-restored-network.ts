import { isNew } from './change';
import { whyMissing, whyUnlinked } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { ClusterAccessFacts, ClusterFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { push } from '../inventory/push';
import { SOURCES } from '../matrix/source';

const WHAT = 'whether anybody can reach the cluster';

/** PGB808: a restore brings the data back, and none of the network around it. */
export const CLUSTER_RESTORED_NETWORK: Rule = {
  id: 'PGB808',
  name: 'cluster-restored-network',
  severity: Severity.WARNING,
  decides: 'a restored cluster has firewall rules or a private endpoint of its own',
  why: 'Networking is not restored but comes back to its defaults: nobody gets in until rules or endpoints are made anew.',
  sources: [SOURCES.clusterBackup, SOURCES.clusterRestore],
  acknowledgeable: true,
  *evaluate(estate) {
    let accesses: Accesses | undefined;
    for (const cluster of estate.clusters) {
      if (cluster.pointInTime.state === 'absent') yield compliant(cluster);
      else yield judge(estate, cluster, (accesses ??= accessesOf(estate)));
    }
  },
  documentation: () => ({
    mend: 'Declare the firewall rules or the private endpoint of the restored cluster beside it, as those of its source are.',
    examples: {
      nonCompliant: {
        hcl: `
# azurerm_cosmosdb_postgresql_firewall_rule.office is missing

resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  source_resource_id   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants-old"
  source_location      = "westeurope"
  point_in_time_in_utc = "2026-11-18T02:00:00Z"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  source_resource_id   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants-old"
  source_location      = "westeurope"
  point_in_time_in_utc = "2026-11-18T02:00:00Z"
}

resource "azurerm_cosmosdb_postgresql_firewall_rule" "office" {
  name             = "office"
  cluster_id       = azurerm_cosmosdb_postgresql_cluster.tenants.id
  start_ip_address = "203.0.113.10"
  end_ip_address   = "203.0.113.10"
}
`,
      },
    },
  }),
};

/** How clusters can be reached, by their keys, and one way of which it isn't known which it leads to. */
interface Accesses {
  readonly byCluster: ReadonlyMap<string, readonly ClusterAccessFacts[]>;
  readonly ofUnknown: ClusterAccessFacts | undefined;
}

function accessesOf({ clusterAccesses }: BackupInventory): Accesses {
  const byCluster = new Map<string, ClusterAccessFacts[]>();
  let ofUnknown: ClusterAccessFacts | undefined;
  for (const access of clusterAccesses) {
    const { cluster } = access;
    if (cluster.state === 'resolved') push(byCluster, cluster.target.key, access);
    else if (cluster.state === 'unknown') ofUnknown ??= access;
  }
  return { byCluster, ofUnknown };
}

function judge(estate: BackupInventory, cluster: ClusterFacts, { byCluster, ofUnknown }: Accesses): Verdict {
  const { pointInTime, publicAccess } = cluster;
  const access = byCluster.get(cluster.key) ?? [];
  const isClosed = publicAccess.state === 'known' && !publicAccess.value;
  const ways = isClosed ? access.filter(({ addresses }) => addresses === undefined) : access;
  const sure = ways.filter(({ repeated }) => !repeated);
  if (sure.some(({ addresses }) => addresses === undefined || publicAccess.state === 'known')) {
    return compliant(cluster);
  }
  if (sure.length > 0) return undecided(cluster, WHAT, whyMissing(publicAccess));
  const [repeated] = ways;
  if (repeated !== undefined) {
    return undecided(
      cluster,
      WHAT,
      `how many there are of ${repeated.address} (\`count\` or \`for_each\`) is known in a plan`,
    );
  }
  if (ofUnknown !== undefined) {
    return undecided(cluster, WHAT, `of ${ofUnknown.address}, ${whyUnlinked(ofUnknown.cluster, 'cluster')}`);
  }
  if (pointInTime.state !== 'known') {
    return undecided(cluster, 'whether the cluster is restored', whyMissing(pointInTime));
  }
  const unread = estate.unreadWith(cluster);
  if (unread !== undefined) return undecided(cluster, WHAT, unread);
  // What exists may have rules that were made by hand; what is new certainly has none.
  const mend = `declare firewall rules or a private endpoint for ${cluster.address}`;
  const got = isClosed && access.length > 0 ? 'firewall rules without a public endpoint' : 'neither';
  return violated(cluster, {
    message: `a restored cluster must have firewall rules or a private endpoint, got: ${got}${isNew(cluster) === false ? ' in this configuration' : ''}`,
    limit: 'networking of a restored cluster comes back to its defaults',
    mend,
  });
}

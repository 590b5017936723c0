import { isNew } from './change';
import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { ClusterFacts } from '../inventory/entities';
import { CLUSTER } from '../matrix/cluster';
import { SOURCES } from '../matrix/source';
import { addDays } from '../time/calendar';
import { isUtcTime } from '../time/utc-time';

const { days, source } = CLUSTER.backupRetention;
const WHAT = 'the point in time of the restore';
/** A day, a time, and where that holds: a time of no zone would be read in that of the machine. */
const INSTANT = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** PGB807: the argument stays for the life of a cluster, so that the window is asked of one that is yet to be made only. */
export const CLUSTER_RESTORE_WINDOW: Rule = {
  id: 'PGB807',
  name: 'cluster-restore-window',
  severity: Severity.ERROR,
  decides: `a cluster is restored to a point of the last ${days} days`,
  why: `Backups of a cluster are kept for ${days} days, not longer, and nothing can be restored from the future.`,
  sources: [source, SOURCES.clusterRestore],
  acknowledgeable: true,
  *evaluate(estate, { now }) {
    for (const cluster of estate.clusters) yield judge(cluster, now);
  },
  documentation: () => ({
    mend: `Choose a point of the last ${days} days, in UTC. What has to be restorable for longer is dumped before it expires.`,
    examples: {
      nonCompliant: {
        applied: `
# azurerm_cosmosdb_postgresql_cluster.tenants is missing
`,
        hcl: `
resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  source_resource_id   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants-old"
  source_location      = "westeurope"
  point_in_time_in_utc = "2026-09-01T02:00:00Z"
}
`,
      },
      compliant: {
        applied: `
# azurerm_cosmosdb_postgresql_cluster.tenants is missing
`,
        hcl: `
resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  source_resource_id   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants-old"
  source_location      = "westeurope"
  point_in_time_in_utc = "2026-11-18T02:00:00Z"
}
`,
      },
    },
  }),
};

function judge(cluster: ClusterFacts, now: string): Verdict {
  const { pointInTime } = cluster;
  const isNewCluster = isNew(cluster);
  // What exists has been restored, however long ago.
  if (pointInTime.state === 'absent' || isNewCluster === false) return compliant(cluster);
  if (pointInTime.state !== 'known') return undecided(cluster, WHAT, whyMissing(pointInTime));
  const day = utcDay(pointInTime.value);
  if (day === undefined) return undecided(cluster, WHAT, `${pointInTime.value} is no date and time of RFC 3339`);
  const first = addDays(now, -days);
  if (day > now) return wrong(cluster, pointInTime.value, `not be after ${now} in UTC`);
  if (day >= first) return compliant(cluster);
  if (isNewCluster === 'unknown') {
    const why = `${pointInTime.value} is more than ${days} days before ${now}; whether the cluster has been restored already is known in a plan`;
    return undecided(cluster, WHAT, why);
  }
  return wrong(cluster, pointInTime.value, `not be before ${first} in UTC`);
}

function wrong(cluster: ClusterFacts, got: string, must: string): Verdict {
  return violated(cluster, {
    message: `${WHAT} must ${must}, got: ${got}`,
    got,
    limit: `a cluster can be restored to any point of the last ${days} days`,
    mend: 'choose a point in that window',
    source,
  });
}

/** The day in UTC. The context knows of days, not of hours: what lies on its own day is given the benefit of the doubt. */
function utcDay(text: string): string | undefined {
  const [, day, time, fraction = '', zone] = INSTANT.exec(text) ?? [];
  if (day === undefined || !isUtcTime(`${day}T${time}`)) return undefined;
  const instant = new Date(`${day}T${time}${fraction}${zone.toUpperCase()}`);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString().slice(0, 10);
}

import { isNew } from './change';
import { whyMissing } from './missing-fact';
import { settle } from './parts';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { both, Place, sameSymbol, Symbolic } from '../inventory/arm-scope';
import { ClusterFacts } from '../inventory/entities';
import { clusterGeoBackupRegion } from '../matrix/cluster-regions';
import { SOURCES } from '../matrix/source';

/** PGB809: a cluster comes back where it was. */
export const CLUSTER_RESTORE_PLACE: Rule = {
  id: 'PGB809',
  name: 'cluster-restore-place',
  severity: Severity.ERROR,
  decides:
    'a cluster is restored into the subscription and resource group of its source, and into its region or that of its geo-redundant backup',
  why: 'The service restores nowhere else, and says so only when the restored cluster is made.',
  sources: [SOURCES.clusterRestore, SOURCES.clusterBackup, SOURCES.clusterRegions],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const cluster of estate.clusters) {
      if (cluster.pointInTime.state === 'absent') yield compliant(cluster);
      else yield* settle(cluster, [place(cluster), source(cluster) ?? region(cluster)]);
    }
  },
  documentation: () => ({
    mend: 'Restore into the resource group of the source, in its region or the region of its geo-redundant backup, and move data from there.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  location             = "westeurope"
  source_resource_id   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants-old"
  source_location      = "swedencentral"
  point_in_time_in_utc = "2026-11-18T02:00:00Z"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  location             = "westeurope"
  source_resource_id   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants-old"
  source_location      = "northeurope"
  point_in_time_in_utc = "2026-11-18T02:00:00Z"
}
`,
      },
    },
  }),
};

function place(cluster: ClusterFacts): Verdict | undefined {
  const { pointInTime, sourcePlace } = cluster;
  const same = both(
    sameSymbol(cluster.place.subscription, sourcePlace.subscription),
    sameSymbol(cluster.place.resourceGroup, sourcePlace.resourceGroup),
  );
  const rest = { discriminator: 'place', source: SOURCES.clusterRestore };
  if (same === true) return undefined;
  if (same === 'unknown' || pointInTime.state !== 'known') {
    const why =
      pointInTime.state === 'known'
        ? `whether ${said(sourcePlace)} and ${said(cluster.place)} are one place is not known yet`
        : whyMissing(pointInTime);
    return undecided(cluster, 'the place of the restore', why, rest);
  }
  return violated(cluster, {
    ...rest,
    message: `a cluster must be restored into the subscription and resource group of its source, got: ${said(cluster.place)} from ${said(sourcePlace)}`,
    got: said(cluster.place),
    limit: 'a cluster is restored into the subscription and resource group of its source',
    mend: `restore it into ${said(sourcePlace)}`,
  });
}

function region(cluster: ClusterFacts): Verdict | undefined {
  const { pointInTime, location, writtenSourceLocation: written, sourceGeoBackup } = cluster;
  if (cluster.isInRegionOfSource) return undefined;
  // That it is right has been asked.
  const sourceLocation = written.state === 'known' ? written : cluster.sourceLocation;
  const rest = { discriminator: 'region', source: SOURCES.clusterBackup };
  const what = 'the region of the restore';
  if (location.state !== 'known') return undecided(cluster, what, whyMissing(location), rest);
  if (sourceLocation.state !== 'known') {
    return undecided(cluster, what, `the region of its source is unknown: ${whyMissing(sourceLocation)}`, rest);
  }
  const [at, from] = [location.value, sourceLocation.value];
  if (at === from) return undefined;
  const isCopied = sourceGeoBackup.state === 'known' ? sourceGeoBackup.value : undefined;
  const listed = clusterGeoBackupRegion(from);
  // A source that says so keeps its backups in its own region alone.
  const pair = isCopied === false ? false : listed;
  if (at === pair) return undefined;
  const { title, date } = SOURCES.clusterRegions;
  if (pair === undefined) return undecided(cluster, what, `"${title}", ${date}, says nothing of ${from}`, rest);
  if (listed === false && isCopied === true) {
    const why = `the source has geo-redundant backup, and "${title}", ${date}, knows of none in ${from}`;
    return undecided(cluster, what, why, rest);
  }
  if (pointInTime.state !== 'known') return undecided(cluster, what, whyMissing(pointInTime), rest);
  return violated(cluster, {
    ...rest,
    message: `a cluster from ${from} must be restored into ${from}${pair === false ? '' : ` or ${pair}`}, got: ${at}`,
    got: at,
    limit: 'a cluster is restored into its region, or into that of its geo-redundant backup',
    mend: `restore it into ${from}${pair === false ? '' : ` or ${pair}`}`,
  });
}

/** A source of the estate lies where it lies, whatever is written of it. */
function source(cluster: ClusterFacts): Verdict | undefined {
  const { pointInTime, sourceLocation, writtenSourceLocation: written } = cluster;
  // Of what exists it was right when it was restored; the source may have been made anew elsewhere since.
  if (isNew(cluster) === false) return undefined;
  if (sourceLocation.state !== 'known' || written.state !== 'known' || written.value === sourceLocation.value) {
    return undefined;
  }
  const argument = cluster.apiVersion.state === 'absent' ? '`source_location`' : '`sourceLocation`';
  const rest = { discriminator: 'source', source: SOURCES.clusterRestore };
  if (pointInTime.state !== 'known') return undecided(cluster, argument, whyMissing(pointInTime), rest);
  return violated(cluster, {
    ...rest,
    message: `${argument} must be the region of the source, ${sourceLocation.value}, got: ${written.value}`,
    got: written.value,
    limit: 'the service looks for the backups of a cluster in its region',
    mend: `write ${sourceLocation.value}`,
  });
}

function said({ subscription, resourceGroup }: Place): string {
  const provider = subscription === undefined ? 'an unknown subscription' : "the provider's subscription";
  const where = subscription?.literal === true ? subscription.text : provider;
  return `${named(resourceGroup) ?? 'an unknown resource group'} (${where})`;
}

/** As its author knows it: a literal, or one reference. */
function named(group: Symbolic | undefined): string | undefined {
  if (group === undefined || group.literal) return group?.text;
  const [, reference] = /^\$\{(?:[^\s|}]*\|)?([^\s|:}]+)\}$/.exec(group.text) ?? [];
  return reference && `\${${reference}}`;
}

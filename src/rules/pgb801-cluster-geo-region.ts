import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { ClusterFacts } from '../inventory/entities';
import { withDefault } from '../inventory/fact';
import { CLUSTER } from '../matrix/cluster';
import { CLUSTER_GEO_BACKUP, clusterGeoBackupRegion } from '../matrix/cluster-regions';
import { regionInfo } from '../matrix/regions';

const { source } = CLUSTER_GEO_BACKUP;
const WHAT = `\`${CLUSTER.geoBackupApi.property}\``;

/** PGB801: the service has its own list of pairs, shorter than Azure's. */
export const CLUSTER_GEO_REGION: Rule = {
  id: 'PGB801',
  name: 'cluster-geo-region',
  severity: Severity.ERROR,
  decides: 'a cluster with geo-redundant backup is in a region that has one',
  why: 'Geo-redundant backup of a cluster is offered in some regions only, and can be chosen only when the cluster is made.',
  sources: [source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const cluster of estate.clusters) yield judge(cluster);
  },
  documentation: () => ({
    mend: 'Make the cluster in a region that has geo-redundant backup, or without it.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azapi_resource" "tenants" {
  location = "germanywestcentral"
}
`,
      },
      compliant: {
        hcl: `
resource "azapi_resource" "tenants" {
  location = "westeurope"
}
`,
      },
    },
  }),
};

function judge(cluster: ClusterFacts): Verdict {
  const geo = withDefault(cluster.geoBackup, false);
  if (geo.state === 'known' && !geo.value) return compliant(cluster);
  const { location } = cluster;
  if (location.state !== 'known') return undecided(cluster, WHAT, `the region is unknown: ${whyMissing(location)}`);
  const stored = clusterGeoBackupRegion(location.value);
  if (stored === undefined) {
    return undecided(cluster, WHAT, `"${source.title}", ${source.date}, says nothing of ${location.value}`);
  }
  if (stored !== false) return compliant(cluster);
  if (geo.state !== 'known') return undecided(cluster, WHAT, whyMissing(geo));
  const name = regionInfo(location.value)?.displayName ?? location.value;
  return violated(cluster, {
    message: `${WHAT} must be false in a region without geo-redundant backup, got: true in ${name}`,
    got: `true in ${location.value}`,
    limit: 'clusters have geo-redundant backup in the regions that the service lists',
    mend: `leave ${WHAT} out, or make the cluster in a region that has it, such as westeurope`,
    source,
  });
}

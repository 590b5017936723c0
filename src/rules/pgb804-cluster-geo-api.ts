import { isNew } from './change';
import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { ClusterFacts } from '../inventory/entities';
import { CLUSTER, knowsGeoBackup } from '../matrix/cluster';

const { since, property, source } = CLUSTER.geoBackupApi;

/** PGB804: a version of the API that doesn't know the property drops it without a word. */
export const CLUSTER_GEO_API: Rule = {
  id: 'PGB804',
  name: 'cluster-geo-api',
  severity: Severity.ERROR,
  decides: `geo-redundant backup of a cluster is asked for through API version ${since} or later`,
  why: 'The generally available version has no such property: the cluster is made without geo-redundant backup, and can never get it.',
  sources: [source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const cluster of estate.clusters) yield judge(cluster);
  },
  documentation: () => ({
    mend: `Ask through \`Microsoft.DBforPostgreSQL/serverGroupsv2@${since}\`. azurerm has no argument for it: make the cluster with azapi.`,
    examples: {
      nonCompliant: {
        hcl: `
resource "azapi_resource" "tenants" {
  type                      = "Microsoft.DBforPostgreSQL/serverGroupsv2@2022-11-08"
  schema_validation_enabled = false
}
`,
      },
      compliant: {
        hcl: `
resource "azapi_resource" "tenants" {
  type = "Microsoft.DBforPostgreSQL/serverGroupsv2@${since}"
}
`,
      },
    },
  }),
};

function judge(cluster: ClusterFacts): Verdict {
  const { geoBackup, apiVersion } = cluster;
  // Not asked for: what the version can do doesn't matter.
  if (geoBackup.state === 'absent' || (geoBackup.state === 'known' && !geoBackup.value)) return compliant(cluster);
  const knows = knowsGeoBackup(apiVersion.state === 'known' ? apiVersion.value : '');
  if (apiVersion.state !== 'known' || knows === undefined) {
    const why = apiVersion.state === 'known' ? `"${apiVersion.value}" is no version` : whyMissing(apiVersion);
    return undecided(cluster, 'the API version', why);
  }
  if (knows) return compliant(cluster);
  if (geoBackup.state !== 'known') return undecided(cluster, `\`${property}\``, whyMissing(geoBackup));
  return violated(cluster, {
    message: `the API version of a cluster with \`${property}\` must be ${since} or later, got: ${apiVersion.value}`,
    got: apiVersion.value,
    limit: `\`${property}\` exists from ${since} on`,
    mend:
      isNew(cluster) === false
        ? `leave \`${property}\` out; to have it make a second cluster with \`type\` @${since} and move the data`
        : `write \`type\` with @${since}`,
  });
}

import { whyMissing } from './missing-fact';
import { settle } from './parts';
import { Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { ClusterFacts } from '../inventory/entities';
import { withDefault } from '../inventory/fact';
import { CLUSTER, isBurstableEdition } from '../matrix/cluster';
import { SOURCES } from '../matrix/source';

const source = SOURCES.clusterLimits;
const GEO = `\`${CLUSTER.geoBackupApi.property}\``;

/** PGB802: two kinds of clusters can't have their backups in another region. */
export const CLUSTER_GEO_EXCLUDED: Rule = {
  id: 'PGB802',
  name: 'cluster-geo-excluded',
  severity: Severity.ERROR,
  decides: 'a cluster with geo-redundant backup has neither burstable compute nor a key of its customer',
  why: 'Azure refuses the combination, and neither side of it can be changed on a cluster that exists.',
  sources: [source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const cluster of estate.clusters) yield* settle(cluster, [burstable(cluster), key(cluster)]);
  },
  documentation: () => ({
    mend: 'Choose: geo-redundant backup with General Purpose compute and keys of the service, or the other without geo-redundant backup.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azapi_resource" "tenants" {
  body = {
    properties = {
      enableGeoBackup             = true
      nodeCount                   = 0
      coordinatorServerEdition    = "BurstableGeneralPurpose"
      coordinatorStorageQuotaInMb = 131072
      coordinatorVCores           = 2
    }
  }
}
`,
      },
      compliant: {
        hcl: `
resource "azapi_resource" "tenants" {
  body = {
    properties = {
      enableGeoBackup             = true
      nodeCount                   = 2
      coordinatorServerEdition    = "GeneralPurpose"
      coordinatorStorageQuotaInMb = 131072
      coordinatorVCores           = 4
    }
  }
}
`,
      },
    },
  }),
};

function burstable(cluster: ClusterFacts): Verdict | undefined {
  const edition = withDefault(cluster.coordinatorEdition, 'GeneralPurpose');
  if (edition.state === 'known' && !isBurstableEdition(edition.value)) return undefined;
  if (edition.state !== 'known' && isFromElsewhere(cluster)) return undefined;
  const got = edition.state === 'known' ? edition.value : undefined;
  return judge(cluster, 'coordinatorServerEdition', edition.state === 'known' ? undefined : whyMissing(edition), {
    got,
    what: `burstable compute, ${got}`,
    // A restored cluster has that of its source.
    mend: cluster.pointInTime.state === 'absent' ? 'give the coordinator the edition GeneralPurpose' : undefined,
  });
}

function key(cluster: ClusterFacts): Verdict | undefined {
  const own = withDefault(cluster.customerManagedKey, false);
  if (own.state === 'known' && !own.value) return undefined;
  return judge(cluster, 'dataEncryption', own.state === 'known' ? undefined : whyMissing(own), {
    got: 'a customer-managed key',
    what: 'a customer-managed key',
    mend: 'leave `dataEncryption` out',
  });
}

/** What can be restored elsewhere has geo-redundant backup, and so no burstable compute. */
function isFromElsewhere({ sourceGeoBackup, sourceLocation, location }: ClusterFacts): boolean {
  if (sourceGeoBackup.state === 'known' && sourceGeoBackup.value) return true;
  return sourceLocation.state === 'known' && location.state === 'known' && sourceLocation.value !== location.value;
}

/** @param why why the other side isn't known, if it isn't */
function judge(
  cluster: ClusterFacts,
  property: string,
  why: string | undefined,
  wrong: { readonly got?: string; readonly what: string; readonly mend?: string },
): Verdict | undefined {
  const geo = withDefault(cluster.geoBackup, false);
  if (geo.state === 'known' && !geo.value) return undefined;
  const rest = { discriminator: property, source };
  if (why !== undefined) return undecided(cluster, `\`${property}\``, why, rest);
  if (geo.state !== 'known') return undecided(cluster, GEO, whyMissing(geo), rest);
  return violated(cluster, {
    ...rest,
    message: `${GEO} must be false with burstable compute or a customer-managed key, got: true with ${wrong.what}`,
    got: wrong.got,
    limit: 'geo-redundant backup goes with neither burstable compute nor a customer-managed key',
    mend: `leave ${GEO} out${wrong.mend === undefined ? '' : `, or ${wrong.mend}`}`,
  });
}

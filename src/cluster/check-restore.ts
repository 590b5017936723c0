import { IConstruct } from 'constructs';
import { CitusVersion, compareCitus } from './citus-version';
import type { IPostgresCluster } from './cluster-interface';
import type { ClusterNode } from './cluster-node';
import { ClusterShape } from './cluster-shape';
import type { GeoRedundantClusterProps } from './geo-redundant-cluster-props';
import { clusterGeoBackupRegion } from '../matrix/cluster-regions';
import { normaliseRegion } from '../matrix/regions';
import { SOURCES } from '../matrix/source';
import { PostgresVersion } from '../server/postgres-version';
import { refuseUnlessAcknowledged } from '../server/refuse-unless-acknowledged';
import { refuse } from '../terraform/check';
import { knownRegion, resolvedText } from '../terraform/known-text';
import { providerIdentity } from '../terraform/subscription';
import { isUnresolvedNumber, isUnresolvedString } from '../time/token';

/** What a restore can't be told, as far as its source is known: where it comes back, and what it brings along. */
export function checkRestore(
  scope: IConstruct,
  props: GeoRedundantClusterProps,
  shape: ClusterShape | undefined,
): void {
  const { origin, version, citusVersion } = props;
  if (origin === undefined) return;
  const { _source: source, _kept: kept } = origin;
  checkPlace(scope, props, source);
  checkVersion(scope, version, kept.version);
  checkCitus(scope, citusVersion, kept.citusVersion);
  checkStorage(scope, 'coordinator', shape?.coordinator, kept.shape?.coordinator);
  checkStorage(scope, 'worker', shape?.worker, kept.shape?.worker);
}

function checkVersion(scope: IConstruct, wanted: PostgresVersion | undefined, kept: PostgresVersion | undefined): void {
  if (wanted === undefined || kept === undefined || [wanted.major, kept.major].some(isUnresolvedString)) return;
  if (Number(wanted.major) >= Number(kept.major)) return;
  refuse(
    scope,
    'ClusterVersion',
    `\`version\` must be at least ${kept.major}, that of the source, got: ${wanted.major}.`,
    SOURCES.clusterBackup,
    'leave it out: a restored cluster has the version of its source, and PostgreSQL does not go back',
  );
}

function checkCitus(scope: IConstruct, wanted: CitusVersion | undefined, kept: CitusVersion | undefined): void {
  if (wanted === undefined || kept === undefined || [wanted.version, kept.version].some(isUnresolvedString)) return;
  if (compareCitus(wanted.version, kept.version) >= 0) return;
  refuse(
    scope,
    'ClusterVersion',
    `\`citusVersion\` must be at least ${kept.version}, that of the source, got: ${wanted.version}.`,
    SOURCES.clusterBackup,
    'leave it out: a restored cluster has the version of its source, and extensions do not go back',
  );
}

/** The shape counts from the second apply on, and a disk never shrinks. */
function checkStorage(
  scope: IConstruct,
  node: string,
  wanted: ClusterNode | undefined,
  kept: ClusterNode | undefined,
): void {
  const [got, least] = [wanted, kept].map((each) => each?.storage.storageMb);
  if (got === undefined || least === undefined || [got, least].some(isUnresolvedNumber) || got >= least) return;
  const gib = least / 1024;
  refuse(
    scope,
    'ClusterShape',
    `\`shape.${node}.storage\` must be at least ${gib} GiB, that of the source, got: ${got / 1024} GiB.`,
    SOURCES.clusterLimits,
    `give it ${gib} GiB or more, or leave \`shape\` out: storage grows, and never shrinks`,
  );
}

/** A cluster comes back where it was. */
function checkPlace(scope: IConstruct, props: GeoRedundantClusterProps, source: IPostgresCluster): void {
  const wanted = source.subscriptionId;
  const got = providerIdentity(scope, props.provider).writtenSubscriptionId;
  if (got !== undefined && !isUnresolvedString(wanted) && got.toLowerCase() !== wanted.toLowerCase()) {
    refusePlace(
      scope,
      'provider',
      `one of the subscription of the source, ${wanted}`,
      got,
      'give one of that subscription',
    );
  }
  const group = resolvedText(source, source.resourceGroupName);
  const ours = resolvedText(scope, props.resourceGroupName);
  if (![group, ours].some(isUnresolvedString) && group.toLowerCase() !== ours.toLowerCase()) {
    refusePlace(scope, 'resourceGroupName', `that of the source, ${group}`, ours, 'leave it out');
  }
  checkRegion(scope, props.location, source);
}

function checkRegion(scope: IConstruct, location: string, source: IPostgresCluster): void {
  const [at, from] = [knownRegion(scope, location), knownRegion(source, source.location)];
  if ([at, from].some(isUnresolvedString) || normaliseRegion(at) === normaliseRegion(from)) return;
  const pair = clusterGeoBackupRegion(from);
  // One that is said to have geo-redundant backup where none is known of has it in a region that isn't known either.
  if (pair === undefined || (pair === false && source.geoRedundantBackup === true)) return;
  const isCopied = pair !== false && source.geoRedundantBackup !== false;
  if (isCopied && normaliseRegion(at) === pair) return;
  const only = 'the source keeps its backups in its own region alone';
  const mend = isCopied ? `restore it in ${from} or ${pair}` : `restore it in ${from}: ${only}`;
  const must = `the region of the source, ${from}${isCopied ? `, or ${pair}` : ''}`;
  refuseUnlessAcknowledged(scope, 'PGB809', sentence('location', must, at), SOURCES.clusterRestore, mend);
}

function refusePlace(scope: IConstruct, prop: string, must: string, got: string, mend: string): never {
  refuse(scope, 'PGB809', sentence(prop, must, got), SOURCES.clusterRestore, mend);
}

function sentence(prop: string, must: string, got: string): string {
  return `\`${prop}\` must be ${must}, got: ${got}.`;
}

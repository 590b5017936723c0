import { IConstruct } from 'constructs';
import { checkAdministrators } from './check-administrators';
import type { IPostgresCluster } from './cluster-interface';
import { ClusterShape } from './cluster-shape';
import { GeoRedundantClusterProps } from './geo-redundant-cluster-props';
import { CLUSTER } from '../matrix/cluster';
import { CLUSTER_GEO_BACKUP, clusterGeoBackupRegion } from '../matrix/cluster-regions';
import { NAMES } from '../matrix/names';
import { normaliseRegion, regionInfo } from '../matrix/regions';
import { SOURCES } from '../matrix/source';
import { checkMaintenanceWindow } from '../server/check-maintenance-window';
import { PostgresVersion } from '../server/postgres-version';
import { refuseUnlessAcknowledged } from '../server/refuse-unless-acknowledged';
import { checkLocation, checkName, checkTags, matches, refuse, show } from '../terraform/check';
import { knownRegion, resolvedText } from '../terraform/known-text';
import { providerIdentity } from '../terraform/subscription';
import { isUnresolvedString } from '../time/token';

/** What one constructor can know of its props and Azure or the provider would refuse. Tokens pass. */
export function checkCluster(
  scope: IConstruct,
  props: GeoRedundantClusterProps,
  shape: ClusterShape | undefined,
): void {
  checkName(scope, 'resourceGroupName', props.resourceGroupName, NAMES.resourceGroup);
  if (props.clusterName !== undefined) checkClusterName(scope, props.clusterName);
  checkLocation(scope, props.location);
  checkVersion(scope, props, shape);
  checkBurstable(scope, props, shape);
  if (props.geoRedundantBackup ?? true) checkGeoRegion(scope, props);
  checkAdministrators(scope, props.authentication?.entraAdministrators ?? [], props.origin);
  checkMaintenanceWindow(scope, props.maintenanceWindow);
  checkTags(scope, props.tags);
  if (props.origin !== undefined) checkPlace(scope, props, props.origin._source);
}

function checkClusterName(scope: IConstruct, name: string): void {
  const { pattern, rule, source } = NAMES.cluster;
  if (isUnresolvedString(name) || matches(name, pattern)) return;
  refuse(scope, 'PGB805', `\`clusterName\` must be ${rule}, got: ${show(name)}.`, source, `give a name of ${rule}`);
}

/** A restore has the compute of its source, and its geo-redundant backup is chosen then; what comes later may be another. */
function checkBurstable(scope: IConstruct, props: GeoRedundantClusterProps, shape: ClusterShape | undefined): void {
  const { geoRedundantBackup = true, highAvailability, origin } = props;
  const kept = origin?._kept.shape;
  const isKept = kept?.isBurstable === true;
  const { source } = CLUSTER.burstableEditions;
  const regular = 'take regular compute, ClusterShape.singleNode(…), or';
  if (geoRedundantBackup && (isKept || shape?.isBurstable === true)) {
    const what = isKept ? 'a restore of burstable compute' : 'burstable compute';
    const mend = isKept ? 'turn it off: a restore has the compute of its source' : `${regular} turn it off`;
    refuse(scope, 'PGB802', `\`geoRedundantBackup\` must be false for ${what}, got: true.`, source, mend);
  }
  if (highAvailability !== true || (shape ?? kept)?.isBurstable !== true) return;
  const message = '`highAvailability` must be false for burstable compute, got: true.';
  refuse(scope, 'ClusterHighAvailability', message, source, `${regular} leave it out`);
}

function checkVersion(scope: IConstruct, props: GeoRedundantClusterProps, shape: ClusterShape | undefined): void {
  const { version, citusVersion, origin } = props;
  const wanted = version ?? (origin === undefined ? PostgresVersion.V16 : origin._kept.version);
  if (wanted === undefined || isUnresolvedString(wanted.major)) return;
  const major = Number(wanted.major);
  const { min, max, source } = CLUSTER.versions;
  if (major < min || major > max) {
    refuse(
      scope,
      'ClusterVersion',
      `\`version\` must be between ${min} and ${max}, got: ${major}.`,
      source,
      `take PostgresVersion.V${max}; later ones are for elastic clusters of flexible server`,
    );
  }
  if (origin !== undefined) checkKeptVersion(scope, major, origin._kept.version);
  if (citusVersion !== undefined) checkCitus(scope, citusVersion.version, major);
  if ((shape ?? origin?._kept.shape)?.isBurstable === true) checkBurstableVersion(scope, major);
  checkEntraVersion(scope, props, major);
}

function checkKeptVersion(scope: IConstruct, major: number, kept: PostgresVersion | undefined): void {
  if (kept === undefined || isUnresolvedString(kept.major) || major >= Number(kept.major)) return;
  refuse(
    scope,
    'ClusterVersion',
    `\`version\` must be at least ${kept.major}, that of the source, got: ${major}.`,
    SOURCES.clusterBackup,
    'leave it out: a restored cluster has the version of its source, and PostgreSQL does not go back',
  );
}

function checkBurstableVersion(scope: IConstruct, major: number): void {
  const { minVersion, source } = CLUSTER.burstableEditions;
  if (major >= minVersion) return;
  refuse(
    scope,
    'ClusterVersion',
    `\`version\` must be at least ${minVersion} for burstable compute, got: ${major}.`,
    source,
    'take a later version, or regular compute, ClusterShape.singleNode(…)',
  );
}

/** Whoever could log in to the source of a restore could do so with its version. */
function checkEntraVersion(
  scope: IConstruct,
  { version, authentication, origin }: GeoRedundantClusterProps,
  major: number,
): void {
  const { minVersion, source } = CLUSTER.entra;
  const isEntra =
    authentication === undefined ? origin === undefined : authentication.entraAdministrators !== undefined;
  if (!isEntra || major >= minVersion) return;
  refuse(
    scope,
    'ClusterVersion',
    `\`version\` must be at least ${minVersion} where Microsoft Entra identities log in, got: ${major}.`,
    source,
    version === undefined
      ? 'leave `authentication` out, or take ClusterAuthentication.passwordOnly(…): a restore has the version of its source'
      : 'take a later version, or ClusterAuthentication.passwordOnly(…)',
  );
}

/** Each version of PostgreSQL runs with some of Citus. */
function checkCitus(scope: IConstruct, version: string, major: number): void {
  const { newest, oldest, source } = CLUSTER.citus;
  const [first, last] = [oldest, newest].map((versions) => versions[major as keyof typeof versions]);
  if (isUnresolvedString(version) || (compareCitus(first, version) <= 0 && compareCitus(version, last) <= 0)) return;
  const range = first === last ? first : `between ${first} and ${last}`;
  refuse(
    scope,
    'ClusterVersion',
    `\`citusVersion\` must be ${range} with PostgreSQL ${major}, got: ${version}.`,
    source,
    `leave it out for ${last}, or take another version of PostgreSQL`,
  );
}

function compareCitus(one: string, other: string): number {
  const [[major, minor], [otherMajor, otherMinor]] = [one, other].map((version) => version.split('.').map(Number));
  return major - otherMajor || minor - otherMinor;
}

function checkGeoRegion(scope: IConstruct, { location, origin }: GeoRedundantClusterProps): void {
  const region = knownRegion(scope, location);
  if (clusterGeoBackupRegion(region) !== false) return;
  const name = regionInfo(region)?.displayName ?? region;
  refuseUnlessAcknowledged(
    scope,
    'PGB801',
    `\`geoRedundantBackup\` must be false in a region without geo-redundant backup, got: true in ${name}.`,
    CLUSTER_GEO_BACKUP.source,
    origin === undefined
      ? 'make the cluster in a region that has it, such as westeurope, or turn it off'
      : 'turn it off: a cluster is restored where its backups are',
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
  if (pair === undefined) return;
  const isCopied = pair !== false && source.geoRedundantBackup !== false;
  if (isCopied && normaliseRegion(at) === pair) return;
  const only = 'the source keeps its backups in its own region alone';
  const mend = isCopied ? `restore it in ${from} or ${pair}` : `restore it in ${from}: ${only}`;
  refusePlace(scope, 'location', `the region of the source, ${from}${isCopied ? `, or ${pair}` : ''}`, at, mend);
}

function refusePlace(scope: IConstruct, prop: string, must: string, got: string, mend: string): never {
  refuse(scope, 'PGB809', `\`${prop}\` must be ${must}, got: ${got}.`, SOURCES.clusterRestore, mend);
}

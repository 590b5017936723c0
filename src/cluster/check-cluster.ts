import { IConstruct } from 'constructs';
import { checkAdministrators } from './check-administrators';
import { checkRestore } from './check-restore';
import { compareCitus } from './citus-version';
import { ClusterShape } from './cluster-shape';
import { GeoRedundantClusterProps } from './geo-redundant-cluster-props';
import { CLUSTER } from '../matrix/cluster';
import { CLUSTER_GEO_BACKUP, clusterGeoBackupRegion } from '../matrix/cluster-regions';
import { NAMES } from '../matrix/names';
import { regionInfo } from '../matrix/regions';
import { SOURCES } from '../matrix/source';
import { checkMaintenanceWindow } from '../server/check-maintenance-window';
import { PostgresVersion } from '../server/postgres-version';
import { refuseUnlessAcknowledged } from '../server/refuse-unless-acknowledged';
import { checkDecided, checkLocation, checkName, checkTags, matches, refuse, show } from '../terraform/check';
import { knownRegion } from '../terraform/known-text';
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
  checkRestore(scope, props, shape);
  if ((props.geoRedundantBackup ?? true) === true) checkGeoRegion(scope, props);
  checkDecided(scope, 'lock', props.lock);
  checkDecided(scope, 'preventDestroy', props.preventDestroy);
  checkAdministrators(scope, props.authentication?.entraAdministrators ?? [], props.origin);
  checkMaintenanceWindow(scope, props.maintenanceWindow, SOURCES.azurermCluster);
  checkTags(scope, props.tags);
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
  if (geoRedundantBackup === true && (isKept || shape?.isBurstable === true)) {
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
  if (citusVersion !== undefined) checkCitus(scope, citusVersion.version, major);
  if ((shape ?? origin?._kept.shape)?.isBurstable === true) checkBurstableVersion(scope, major);
  checkEntraVersion(scope, props, major);
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

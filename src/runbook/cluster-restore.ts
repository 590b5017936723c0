import { idOf, knownText, knownValue, nameOf, resourceGroupOf, subscriptionOf } from './arm-id';
import { RegionKind } from './protection';
import { ClusterFacts } from '../inventory/entities';
import { withDefault } from '../inventory/fact';
import { effectiveGeoBackup } from '../inventory/geo-backup';
import { BackupInventory } from '../inventory/inventory';
import { CLUSTER, isBurstableEdition } from '../matrix/cluster';
import { clusterGeoBackupRegion } from '../matrix/cluster-regions';
import { NAMES } from '../matrix/names';
import { addDays } from '../time/calendar';
import { isUtcTime } from '../time/utc-time';

export const CLUSTER_TYPE = 'Microsoft.DBforPostgreSQL/serverGroupsv2';
const SUFFIX = '-restored';
/** As the service takes it: with seconds, see `PointInTime`. */
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,7})?Z$/;

/** Whether a cluster has geo-redundant backup; undefined where that isn't known. */
export function hasGeoBackup(cluster: ClusterFacts): boolean | undefined {
  return excludesGeoBackup(cluster) === undefined ? knownValue(effectiveGeoBackup(cluster)) : false;
}

/** What of a cluster goes with no geo-redundant backup; undefined where nothing is known to. */
export function excludesGeoBackup(cluster: ClusterFacts): string | undefined {
  const [edition, home] = [cluster.coordinatorEdition, cluster.location].map(knownText);
  if (edition !== undefined && isBurstableEdition(edition)) return 'burstable compute';
  return home !== undefined && clusterGeoBackupRegion(home) === false ? 'its region' : undefined;
}

/** Whether a key of its customer encrypts it. azurerm can't say so, and azapi says it where it is so. */
export function hasOwnKey({ customerManagedKey, apiVersion }: ClusterFacts): boolean | undefined {
  return knownValue(apiVersion.state === 'absent' ? customerManagedKey : withDefault(customerManagedKey, false));
}

/** The region that a cluster is restored in. */
export function restoreRegion(cluster: ClusterFacts, regionKind: RegionKind): string | undefined {
  const home = knownText(cluster.location);
  if (home === undefined || regionKind === 'primary') return home;
  const pair = clusterGeoBackupRegion(home);
  return pair === false ? undefined : pair;
}

/** Why a cluster can't be restored so; undefined where it may be. */
export function whyNotRestorable(cluster: ClusterFacts, regionKind: RegionKind): string | undefined {
  if (regionKind === 'primary' || hasGeoBackup(cluster) !== false) return undefined;
  const name = nameOf(cluster) ?? cluster.address;
  return `${name} has no geo-redundant backup: it can be restored in ${knownText(cluster.location) ?? 'its own region'} alone`;
}

/** The id as far as it is known; what isn't stands in capitals. */
export function clusterIdOf(cluster: ClusterFacts): string {
  const known = idOf(cluster, CLUSTER_TYPE, undefined);
  if (known !== undefined) return known.join('');
  const [subscription, group] = [subscriptionOf(cluster) ?? 'SUBSCRIPTION_ID', resourceGroupOf(cluster) ?? 'GROUP'];
  const name = nameOf(cluster) ?? 'CLUSTER';
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${CLUSTER_TYPE}/${name}`;
}

/** The cluster of the estate that has a name; no two in Azure have the same. */
export function clusterCalled(estate: BackupInventory, name: string): ClusterFacts | undefined {
  return estate.clusters.find((cluster) => nameOf(cluster)?.toLowerCase() === name.toLowerCase());
}

/** A name for the restored cluster that none of the estate has. */
export function restoredName(estate: BackupInventory, cluster: ClusterFacts): string {
  const name = nameOf(cluster);
  if (name === undefined) return 'RESTORED_CLUSTER';
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? SUFFIX : `${SUFFIX}-${n}`;
    const restored = `${name.slice(0, NAMES.cluster.max - suffix.length).replace(/-+$/, '')}${suffix}`;
    if (clusterCalled(estate, restored) === undefined) return restored;
  }
}

/**
 * What a point in time must be for a cluster; undefined where it is that.
 * @param now the day by which the window is judged
 */
export function wrongPoint(point: string, now: string): string | undefined {
  const [, second] = TIME.exec(point) ?? [];
  if (second === undefined || !isUtcTime(second)) return 'a UTC time, as 2026-11-15T02:30:00Z';
  const day = second.slice(0, 10);
  const { days } = CLUSTER.backupRetention;
  const first = addDays(now, -days);
  return day < first || day > now ? `one of the last ${days} days, ${first} to ${now}` : undefined;
}

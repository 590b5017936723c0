import { ClusterFacts } from './entities';
import { Fact, known, unknown } from './fact';
import { knowsGeoBackup } from '../matrix/cluster';

/** Whether a cluster has the geo-redundant backup that it asks for: an API that doesn't know the property drops it. */
export function effectiveGeoBackup({ geoBackup, apiVersion }: ClusterFacts): Fact<boolean> {
  const isDropped = apiVersion.state === 'known' && knowsGeoBackup(apiVersion.value) === false;
  return isDropped && geoBackup.state !== 'absent' ? known(false) : geoBackup;
}

/** The same for what is restored from a cluster; absent where nothing of the estate could have asked for it. */
export function keptGeoBackup(source: ClusterFacts): Fact<boolean> {
  const { address, origin, apiVersion, pointInTime, updates, statedGeoBackup } = source;
  if (statedGeoBackup.state === 'known') return statedGeoBackup;
  if (origin !== 'managed') return unknown(`${address} is not managed here`);
  const own = effectiveGeoBackup(source);
  if (own.state !== 'absent' || apiVersion.state === 'absent') return own;
  // What is restored may have kept it.
  if (pointInTime.state !== 'absent') return unknown(`${address} is a restored cluster itself`);
  const update = updates.find(({ geoBackup }) => geoBackup.state !== 'absent');
  return update === undefined ? known(false) : unknown(`${update.address} writes over it`);
}

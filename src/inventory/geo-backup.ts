import { ClusterFacts } from './entities';
import { Fact, known } from './fact';
import { knowsGeoBackup } from '../matrix/cluster';

/** Whether a cluster has the geo-redundant backup that it asks for: an API that doesn't know the property drops it. */
export function effectiveGeoBackup({ geoBackup, apiVersion }: ClusterFacts): Fact<boolean> {
  const isDropped = apiVersion.state === 'known' && knowsGeoBackup(apiVersion.value) === false;
  return isDropped && geoBackup.state !== 'absent' ? known(false) : geoBackup;
}

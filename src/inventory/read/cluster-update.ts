import { bodyOf, CLUSTER, isArmType, property } from './azapi';
import { given, Reading, SourceEntity } from './reading';
import { sameSymbol } from '../arm-scope';
import { ClusterUpdateFacts } from '../entities';
import { Link } from '../fact';
import { CLUSTERS, TYPES } from '../resource-types';
import { SourceResource } from '../source';

/** azapi reads the cluster, puts the body over what it read, and writes it back. */
class ClusterUpdate extends SourceEntity implements ClusterUpdateFacts {
  public readonly kind = 'clusterUpdate';
  private knownLink: Link<string> | undefined;

  public get geoBackup() {
    const { resolver } = this.reading;
    return resolver.boolean(property(resolver, bodyOf(resolver, this.resource), 'properties.enableGeoBackup'));
  }

  public get doubt() {
    return this.link.state === 'unknown' ? this.link.why : undefined;
  }

  public mayBeOf(cluster: SourceResource): boolean {
    const { places } = this.reading;
    if (this.link.state === 'resolved') return this.link.target === cluster.key;
    if (this.link.state !== 'absent') return this.link.state === 'unknown';
    // By its name: no two clusters of anybody have the same.
    return sameSymbol(places.symbol(this.value('name')), places.symbol(cluster.attribute('name'))) === true;
  }

  /** By its id; what isn't given is told by the provider, once it is applied. */
  private get link() {
    this.knownLink ??= this.reading.ids.link(given(this.resource, 'resource_id'), CLUSTERS);
    return this.knownLink;
  }
}

const UPDATES = new WeakMap<Reading, readonly ClusterUpdate[]>();

/** All updates of clusters. They are read once, however many clusters ask. */
export function clusterUpdates(reading: Reading): readonly ClusterUpdate[] {
  let updates = UPDATES.get(reading);
  if (updates === undefined) {
    updates = reading.ids
      .all(TYPES.azapiUpdate)
      .filter((source) => isArmType(reading.resolver, source, CLUSTER))
      .map((source) => new ClusterUpdate(reading, source));
    UPDATES.set(reading, updates);
  }
  return updates;
}

/** Those of one cluster. */
export function updatesOf(reading: Reading, cluster: SourceResource): readonly ClusterUpdateFacts[] {
  return clusterUpdates(reading).filter((update) => update.mayBeOf(cluster));
}

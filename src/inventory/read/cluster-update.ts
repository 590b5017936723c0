import { armType, bodyOf, CLUSTER, property } from './azapi';
import { given, Reading, SourceEntity } from './reading';
import { sameSymbol } from '../arm-scope';
import { ClusterUpdateFacts } from '../entities';
import { CLUSTERS, TYPES } from '../resource-types';
import { SourceResource } from '../source';

/** azapi reads the cluster, puts the body over what it read, and writes it back. */
class ClusterUpdate extends SourceEntity implements ClusterUpdateFacts {
  public readonly kind = 'clusterUpdate';

  public get geoBackup() {
    const { resolver } = this.reading;
    return resolver.boolean(property(resolver, bodyOf(resolver, this.resource), 'properties.enableGeoBackup'));
  }

  public isOf(cluster: SourceResource): boolean {
    const { ids } = this.reading;
    // What isn't given is told by the provider, once it is applied.
    const link = ids.link(given(this.resource, 'resource_id'), CLUSTERS);
    if (link.state !== 'absent') return link.state === 'resolved' && link.target === cluster.key;
    // By its name: no two clusters of anybody have the same.
    return sameSymbol(ids.symbol(this.value('name')), ids.symbol(cluster.attribute('name'))) === true;
  }
}

const UPDATES = new WeakMap<Reading, readonly ClusterUpdate[]>();

/** The updates of one cluster. Those of an estate are read once, however many clusters ask. */
export function updatesOf(reading: Reading, cluster: SourceResource): readonly ClusterUpdateFacts[] {
  let updates = UPDATES.get(reading);
  if (updates === undefined) {
    updates = reading.ids.all(TYPES.azapiUpdate).flatMap((source) => {
      const type = armType(reading.resolver, source);
      return type.state === 'known' && type.value.type === CLUSTER ? [new ClusterUpdate(reading, source)] : [];
    });
    UPDATES.set(reading, updates);
  }
  return updates.filter((update) => update.isOf(cluster));
}

import { both, Place, sameSymbol, Symbolic } from './arm-scope';

interface NamedCluster {
  readonly key: string;
  readonly name: Symbolic | undefined;
  readonly place: Place;
}

/** The clusters of an estate by their names, which are unique in all of Azure: an id means the one that is called so. */
export class ClusterNames {
  private readonly byName = new Map<string, NamedCluster>();

  public constructor(clusters: readonly NamedCluster[]) {
    for (const cluster of clusters) if (cluster.name !== undefined) this.byName.set(text(cluster.name), cluster);
  }

  /**
   * The cluster that an id means.
   * @param segments of the id
   * @returns undefined where it is the id of something else, or of none of the clusters
   */
  public find(segments: readonly Symbolic[]): string | undefined {
    if (segments.length !== 8 || segments[6].text.toLowerCase() !== 'servergroupsv2') return undefined;
    const [, subscription, , resourceGroup, , , , name] = segments;
    const found = this.byName.get(text(name));
    if (found === undefined) return undefined;
    const { place } = found;
    const there = both(sameSymbol(subscription, place.subscription), sameSymbol(resourceGroup, place.resourceGroup));
    // An id that leads elsewhere leads to nothing.
    return there === false ? undefined : found.key;
  }
}

function text({ text: name, literal }: Symbolic): string {
  return literal ? name.toLowerCase() : `\${${name}}`;
}

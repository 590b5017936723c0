import { both, Place, sameSymbol, Symbolic, Tri } from './arm-scope';
import { push } from './push';

/** A resource by what is said of it. */
interface Named {
  readonly key: string;
  readonly name: Symbolic | undefined;
  readonly place: Place;
}

/** What the id of a resource says of it. */
export type NamedPlace = Omit<Named, 'key'>;

/** The clusters of an estate by their names, which are unique in all of Azure: an id means the one that is called so. */
export class ClusterNames {
  private readonly byName = new Map<string, Named>();

  public constructor(clusters: readonly Named[]) {
    for (const cluster of clusters) if (cluster.name !== undefined) this.byName.set(text(cluster.name), cluster);
  }

  /**
   * The cluster that an id means.
   * @returns undefined where it is that of none of the clusters
   */
  public find({ name, place }: NamedPlace): string | undefined {
    const found = name === undefined ? undefined : this.byName.get(text(name));
    // An id that leads elsewhere leads to nothing.
    return found === undefined || inOnePlace(place, found.place) === false ? undefined : found.key;
  }
}

/** The flexible servers, or the vaults, that are managed in an estate, by their names: two groups may each have one of a name. */
export class ManagedNames {
  private readonly byName = new Map<string, Named[]>();
  /** Whatever they are called. */
  private readonly open: Named[] = [];

  public constructor(private readonly resources: readonly Named[]) {
    for (const resource of resources) {
      const { name } = resource;
      if (name !== undefined) push(this.byName, text(name), resource);
      if (name?.literal !== true) this.open.push(resource);
    }
  }

  /** The one that certainly is it. */
  public find(wanted: NamedPlace): string | undefined {
    const called = wanted.name === undefined ? [] : (this.byName.get(text(wanted.name)) ?? []);
    return called.find((resource) => isSame(wanted, resource) === true)?.key;
  }

  /** Those that may be it. */
  public perhaps(wanted: NamedPlace): readonly string[] {
    const { name } = wanted;
    const candidates = name?.literal === true ? [...(this.byName.get(text(name)) ?? []), ...this.open] : this.resources;
    return candidates.filter((resource) => isSame(wanted, resource) === 'unknown').map(({ key }) => key);
  }
}

/** @returns undefined where it isn't the id of one resource of that type */
export function namedBy(segments: readonly Symbolic[], type: string): NamedPlace | undefined {
  if (segments.length !== 8 || segments[6].text.toLowerCase() !== type) return undefined;
  const [, subscription, , resourceGroup, , , , name] = segments;
  return { name, place: { subscription, resourceGroup } };
}

function isSame(a: NamedPlace, b: NamedPlace): Tri {
  return both(sameSymbol(a.name, b.name), inOnePlace(a.place, b.place));
}

function inOnePlace(a: Place, b: Place): Tri {
  return both(sameSymbol(a.subscription, b.subscription), sameSymbol(a.resourceGroup, b.resourceGroup));
}

function text({ text: name, literal }: Symbolic): string {
  return literal ? name.toLowerCase() : `\${${name}}`;
}

/** Of more neighbours than these a set is made. */
const FEW = 8;

type Neighbours = readonly string[] | ReadonlySet<string>;

/** Who depends on whom; what a resource depends on is read when somebody asks. */
export class DependencyGraph {
  private readonly neighbours = new Map<string, Neighbours>();
  /** Of those asked last: the same is asked for one thing after another, and then nobody asks for it again. */
  private last: { readonly key: string; readonly neighbours: Neighbours } | undefined;

  public constructor(private readonly read: (key: string) => Iterable<string>) {}

  public reaches(from: string, to: string): boolean {
    if (this.last?.key !== from) this.last = { key: from, neighbours: this.neighbours.get(from) ?? this.readOf(from) };
    const first = this.last.neighbours;
    if (holds(first, to)) return true;
    // Nearly always it is one step further, behind a wait.
    for (const key of first) if (holds(this.of(key), to)) return true;
    return this.isFurther(from, to);
  }

  private isFurther(from: string, to: string): boolean {
    // By levels, each asked as a set before it is opened: a hub that a thousand instances share isn't walked for each.
    const seen = new Set<string>([from]);
    let level = [from];
    while (level.length > 0) {
      if (level.some((key) => holds(this.of(key), to))) return true;
      const next: string[] = [];
      for (const key of level) {
        for (const neighbour of this.of(key)) {
          if (!seen.has(neighbour)) {
            seen.add(neighbour);
            next.push(neighbour);
          }
        }
      }
      level = next;
    }
    return false;
  }

  private of(key: string): Neighbours {
    let neighbours = this.neighbours.get(key);
    if (neighbours === undefined) {
      neighbours = this.readOf(key);
      this.neighbours.set(key, neighbours);
    }
    return neighbours;
  }

  private readOf(key: string): Neighbours {
    const read = this.read(key);
    const list: readonly string[] = Array.isArray(read) ? read : [...read];
    return list.length > FEW ? new Set(list) : list;
  }
}

function holds(neighbours: Neighbours, key: string): boolean {
  return 'has' in neighbours ? neighbours.has(key) : neighbours.includes(key);
}

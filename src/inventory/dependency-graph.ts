/** Who depends on whom; what a resource depends on is read when somebody asks. */
export class DependencyGraph {
  private readonly neighbours = new Map<string, ReadonlySet<string>>();

  public constructor(private readonly read: (key: string) => Iterable<string>) {}

  public reaches(from: string, to: string): boolean {
    // By levels, each asked as a set before it is opened: a hub that a thousand instances share isn't walked for each.
    const seen = new Set<string>([from]);
    let level = [from];
    while (level.length > 0) {
      if (level.some((key) => this.of(key).has(to))) return true;
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

  private of(key: string): ReadonlySet<string> {
    let neighbours = this.neighbours.get(key);
    if (neighbours === undefined) {
      neighbours = new Set(this.read(key));
      this.neighbours.set(key, neighbours);
    }
    return neighbours;
  }
}

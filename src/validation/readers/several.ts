/** What `count` or `for_each` makes of one block, or the one thing that a block without them makes. */
export class Several<T extends object> {
  private firstIndex: string | undefined;
  private first: T | undefined;
  /** Only where there is more than one: most blocks make one thing. */
  private items: Map<string | undefined, T> | undefined;
  private byName: Map<string, T | undefined> | undefined;

  public get all(): readonly T[] {
    if (this.items !== undefined) return [...this.items.values()];
    return this.first === undefined ? [] : [this.first];
  }

  public get size(): number {
    return this.items?.size ?? (this.first === undefined ? 0 : 1);
  }

  /** The only one there is. */
  public get only(): T | undefined {
    return this.items === undefined || this.items.size === 1 ? this.first : undefined;
  }

  public add(index: string | undefined, item: T): void {
    if (this.first === undefined) {
      this.firstIndex = index;
      this.first = item;
      return;
    }
    this.items ??= new Map([[this.firstIndex, this.first]]);
    this.items.set(index, item);
    this.byName = undefined;
  }

  public at(index: string | undefined): T | undefined {
    if (this.items !== undefined) return this.items.get(index);
    return this.firstIndex === index ? this.first : undefined;
  }

  /** The one of that name, where no other has it. */
  public named(name: string, nameOf: (item: T) => string | undefined): T | undefined {
    if (this.byName === undefined) {
      this.byName = new Map();
      for (const item of this.all) {
        const own = nameOf(item);
        if (own !== undefined) this.byName.set(own, this.byName.has(own) ? undefined : item);
      }
    }
    return this.byName.get(name);
  }
}

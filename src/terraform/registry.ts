import { IConstruct } from 'constructs';

/**
 * Finds or makes the one thing of a kind that belongs to a construct, a stack or the app: kept beside the tree, so that
 * nothing is global and two apps in one process know nothing of each other.
 */
export class Registry<K extends object, T> {
  private readonly things = new WeakMap<K, T>();

  public constructor(private readonly make: (key: K) => T) {}

  public of(key: K): T {
    let thing = this.things.get(key);
    if (thing === undefined) {
      thing = this.make(key);
      this.things.set(key, thing);
    }
    return thing;
  }
}

/** What is looked for in the tree once on a way through it: who asks again is on another way, in which it may have changed. */
export class OnceAWay<T> {
  private readonly asked = new Set<IConstruct>();
  private found: T | undefined;

  public constructor(private readonly find: () => T) {}

  public for(asker: IConstruct): T {
    if (this.asked.size === 0 || this.asked.has(asker)) {
      this.found = this.find();
      this.asked.clear();
    }
    this.asked.add(asker);
    return this.found as T;
  }
}

/** Azure names in use, each with the construct that took it. */
export const TAKEN_NAMES = new Registry<IConstruct, Map<string, IConstruct>>(() => new Map());

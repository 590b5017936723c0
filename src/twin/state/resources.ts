import { JsonObject } from '../arm/json';
import { keyOf, parseId } from '../arm/resource-id';

/** One thing that exists in the twin. */
export interface Resource {
  /** As it was written when the resource was made. */
  readonly id: string;
  /** `Microsoft.DataProtection/backupVaults`, in the twin's own spelling. */
  readonly type: string;
  readonly name: string;
  readonly createdAt: string;
  /** What clients are shown beside id, name and type. */
  body: JsonObject;
  /** What the service knows and doesn't tell. */
  hidden: JsonObject;
}

/** Everything that exists, by id; ids are compared without case. */
export class Resources {
  private readonly byKey = new Map<string, Resource>();
  private readonly byParent = new Map<string, Set<string>>();
  private readonly byType = new Map<string, Set<string>>();

  public get(id: string): Resource | undefined {
    return this.byKey.get(keyOf(id));
  }

  public has(id: string): boolean {
    return this.byKey.has(keyOf(id));
  }

  public put(resource: Resource): Resource {
    const key = keyOf(resource.id);
    this.byKey.set(key, resource);
    index(this.byParent, keyOf(parseId(resource.id).parent ?? ''), key);
    index(this.byType, resource.type.toLowerCase(), key);
    return resource;
  }

  /** Takes a resource away, and everything below it. */
  public delete(id: string): void {
    const key = keyOf(id);
    for (const child of [...(this.byParent.get(key) ?? [])]) this.delete(child);
    this.byParent.delete(key);
    const resource = this.byKey.get(key);
    if (!resource) return;
    this.byKey.delete(key);
    this.byParent.get(keyOf(parseId(resource.id).parent ?? ''))?.delete(key);
    this.byType.get(resource.type.toLowerCase())?.delete(key);
  }

  /** What lies directly below an id, resources that extend it included; in the order of their names. */
  public children(id: string, type?: string): Resource[] {
    const found = this.these(this.byParent.get(keyOf(id)));
    return type === undefined ? found : found.filter((each) => each.type.toLowerCase() === type.toLowerCase());
  }

  /** Everything below an id, at any depth. */
  public below(id: string): Resource[] {
    return this.children(id).flatMap((child) => [child, ...this.below(child.id)]);
  }

  public ofType(type: string): Resource[] {
    return this.these(this.byType.get(type.toLowerCase()));
  }

  public all(): Resource[] {
    return this.these(this.byKey.keys());
  }

  private these(keys: Iterable<string> = []): Resource[] {
    return [...keys].sort().flatMap((key) => this.byKey.get(key) ?? []);
  }
}

function index(map: Map<string, Set<string>>, name: string, key: string): void {
  const keys = map.get(name);
  if (keys) keys.add(key);
  else map.set(name, new Set([key]));
}

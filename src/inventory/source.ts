import { Symbolic } from './arm-scope';
import { Fact } from './fact';
import { referencesIn, Value } from './value';

export type ChangeAction = 'create' | 'update' | 'delete' | 'read' | 'no-op';

/** What a plan does to a resource. Only plans know. */
export interface ResourceChange {
  /** In the order in which Terraform carries them out; `['create', 'delete']` is a replacement that creates first. */
  readonly actions: readonly ChangeAction[];
  /** Paths of the arguments that force the replacement, outermost name first. */
  readonly replacePaths: readonly (readonly string[])[];
  /** An argument as it is before the change; `undefined` where the resource doesn't exist or the argument isn't set. */
  before(name: string): Value;
}

/** One resource or data source as a reader found it; arguments are read when a rule's fact asks for them. */
export interface SourceResource {
  readonly key: string;
  readonly address: string;
  /** Terraform type, without `data.`. */
  readonly type: string;
  readonly mode: 'managed' | 'data';
  /** Construct path, where the form knows one. */
  readonly path?: string;
  /** The subscription that its provider works in: literal where the provider says so, else a symbol of that provider. */
  readonly subscription: Symbolic;
  /** `count` or `for_each` is set: one block, several resources. */
  readonly repeated: boolean;
  /** In a plan: what happens to it. Absent where the form knows of no change. */
  readonly change?: ResourceChange;
  /** Where the block stands, where the form knows it. */
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
  /** What the author said in the configuration language that Terraform doesn't carry, such as a one-way door understood. */
  readonly notes: Readonly<Record<string, string>>;
  /** An argument by its Terraform name. */
  attribute(name: string): Value;
  /**
   * The same argument as the configuration writes it: `undefined` where it isn't given, though the provider may have filled
   * it in; never the value that a variable happens to have. Absent where `attribute` is just that.
   */
  written?(name: string): Value;
  /** Of a data source that has been read: whether it has this attribute, be it empty. Absent where none has been read yet. */
  tells?(name: string): boolean;
  /** Keys of what it depends on by `depends_on`. */
  declaredDependencies(): Iterable<string>;
  /** Keys of what it depends on, by `depends_on` and by references in any argument. */
  dependencies(): Iterable<string>;
}

/** What the author named by id and told us about, though Terraform doesn't manage it here. */
export interface DescribedResource {
  readonly kind: 'server' | 'vault' | 'cluster' | 'storageAccount' | 'container';
  readonly key: string;
  /** Construct path or id, for messages. */
  readonly address: string;
  readonly path?: string;
  /** ARM id as written: a literal, or text that holds a reference. */
  readonly id: Value;
  /** Attributes by the Terraform names of the managed resource; missing ones are unknown. */
  readonly attributes: Readonly<Record<string, Value>>;
}

export interface ProviderRequirement {
  /** Key of the stack or module. */
  readonly key: string;
  readonly path?: string;
  readonly constraint: Fact<string>;
  /** Where it is written, or where the provider is that has none. */
  readonly file?: string;
  readonly line?: number;
}

/** Stands for what a form doesn't show: whatever depends on it, or is made from it, may depend on anything. */
export const UNSEEN = '|unseen';

/** A part of the configuration that isn't read, such as a module from a registry. */
export interface UnreadPart {
  readonly address: string;
  /** Keys of what it is given: it may do anything with that. */
  given(): Iterable<string>;
}

/** Attributes that lead to a resource; whoever is given its host name or region does nothing to it. */
const LEADING: ReadonlySet<string | undefined> = new Set([undefined, 'id', 'name', 'identity']);

/** Keys of the resources that can be found by what is given to an `UnreadPart`. */
export function keysGiven(value: Value): string[] {
  return referencesIn(value)
    .filter(({ attribute }) => LEADING.has(attribute[0]))
    .map(({ key }) => key);
}

/** Everything that one reader found. */
export interface SourceDocument {
  readonly resources: readonly SourceResource[];
  /** What a plan takes away; it is no part of `resources`, and its arguments are those in `change.before`. */
  readonly removed?: readonly SourceResource[];
  readonly described: readonly DescribedResource[];
  /** Constraints on azurerm. */
  readonly azurerm: readonly ProviderRequirement[];
  readonly unread?: readonly UnreadPart[];
  /** Other keys of resources that two documents of one estate know, each under its own. */
  readonly aliases?: ReadonlyMap<string, SourceResource>;
  /** One of `resources` by its key, where the document can tell without a list of its own being made. */
  find?(key: string): SourceResource | undefined;
  /** What lies between resources that depend on each other, such as a module: keys of what it stands for, or `UNSEEN`. */
  between?(key: string): Iterable<string>;
  /** Units, such as stacks, that are applied before anything of another. */
  unitsBefore?(unit: string): ReadonlySet<string>;
}

/** The resources of each type, in the order in which they were found. */
export function groupByType(resources: readonly SourceResource[]): ReadonlyMap<string, readonly SourceResource[]> {
  const byType = new Map<string, SourceResource[]>();
  // In a plan those of one type stand together.
  let type: string | undefined;
  let list: SourceResource[] | undefined;
  for (const resource of resources) {
    if (resource.type !== type) {
      ({ type } = resource);
      list = byType.get(type);
    }
    if (list === undefined) byType.set(resource.type, (list = [resource]));
    else list.push(resource);
  }
  return byType;
}

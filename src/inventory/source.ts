import { Symbolic } from './arm-scope';
import { Fact } from './fact';
import { Value } from './value';

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
  /** What the author said in the configuration language that Terraform doesn't carry, such as a one-way door understood. */
  readonly notes: Readonly<Record<string, string>>;
  /** An argument by its Terraform name. */
  attribute(name: string): Value;
  /** Keys of what it depends on by `depends_on`. */
  declaredDependencies(): Iterable<string>;
  /** Keys of what it depends on, by `depends_on` and by references in any argument. */
  dependencies(): Iterable<string>;
}

/** A server or vault that the author named by id and told us about, though Terraform doesn't manage it here. */
export interface DescribedResource {
  readonly kind: 'server' | 'vault';
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
}

/** Everything that one reader found. */
export interface SourceDocument {
  readonly resources: readonly SourceResource[];
  readonly described: readonly DescribedResource[];
  /** Constraints on azurerm. */
  readonly azurerm: readonly ProviderRequirement[];
}

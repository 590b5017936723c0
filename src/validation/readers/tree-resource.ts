import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { argument, Element } from './tree-element';
import { TreeValues } from './tree-values';
import { Symbolic } from '../../inventory/arm-scope';
import { NAME } from '../../inventory/expression';
import { SourceResource } from '../../inventory/source';
import { referencesIn, resourceKey, Value } from '../../inventory/value';
import { notesOf } from '../marks';

const PLAIN_ADDRESS = new RegExp(String.raw`^(data\.)?${NAME}\.${NAME}$`);

/** What a resource is read with. */
export interface TreeReading {
  readonly values: TreeValues;
  /** The subscription that a resource's provider works in. */
  subscription(element: Element, stack: TerraformStack): Symbolic;
}

/** A resource or data source of a stack. */
export class TreeResource implements SourceResource {
  public readonly key: string;
  public readonly address: string;
  public readonly type: string;
  public readonly mode: 'managed' | 'data';
  public readonly path: string;

  public constructor(
    private readonly element: Element,
    private readonly stack: TerraformStack,
    isData: boolean,
    private readonly reader: TreeReading,
  ) {
    // Data source classes carry their type with `data.` in it or not, by the version of the bindings.
    this.type = (element.terraformResourceType ?? '').replace(/^data\./, '');
    this.mode = isData ? 'data' : 'managed';
    this.address = `${isData ? 'data.' : ''}${this.type}.${element.friendlyUniqueId}`;
    this.key = resourceKey(stack.node.path, this.address);
    this.path = ownerPath(element);
  }

  public get subscription(): Symbolic {
    return this.reader.subscription(this.element, this.stack);
  }

  public get repeated(): boolean {
    return this.element.count !== undefined || this.element.forEach !== undefined;
  }

  public get notes(): Readonly<Record<string, string>> {
    return notesOf(this.element);
  }

  public attribute(name: string): Value {
    return argument(this.element, name, (raw) => this.reader.values.of(raw, this.stack));
  }

  public *declaredDependencies(): Iterable<string> {
    const { dependsOn = [], rawOverrides } = this.element;
    const more: unknown = rawOverrides.depends_on;
    for (const dependency of [...dependsOn, ...(Array.isArray(more) ? more.map(String) : [])]) {
      // `depends_on` takes addresses without braces, and tokens that resolve to such; references are met too.
      if (PLAIN_ADDRESS.test(dependency)) {
        yield resourceKey(this.stack.node.path, dependency);
        continue;
      }
      const value = this.reader.values.of(dependency, this.stack);
      const address = typeof value === 'string' ? this.reader.values.of(`\${${value}}`, this.stack) : value;
      yield* referencesIn(address).map((reference) => reference.key);
    }
  }

  public *dependencies(): Iterable<string> {
    yield* this.declaredDependencies();
    yield* referencesIn(this.reader.values.of(this.element.rawOverrides, this.stack)).map((reference) => reference.key);
    for (const [name, raw] of Object.entries(this.element)) {
      // Generated classes keep each argument in a field of its name with an underscore; blocks behind `internalValue`.
      if (!name.startsWith('_') || raw === undefined || raw === null) continue;
      const argumentValue = typeof raw === 'object' && 'internalValue' in raw ? raw.internalValue : raw;
      if (typeof argumentValue !== 'string' && typeof argumentValue !== 'object') continue;
      if (typeof argumentValue === 'object' && TerraformStack.isStack(argumentValue)) continue;
      yield* referencesIn(this.reader.values.of(argumentValue, this.stack)).map((reference) => reference.key);
    }
  }
}

/** The construct that a person wrote: a construct's own resource carries the id `Resource`. */
function ownerPath(element: IConstruct): string {
  return element.node.id === 'Resource' && element.node.scope !== undefined
    ? element.node.scope.node.path
    : element.node.path;
}

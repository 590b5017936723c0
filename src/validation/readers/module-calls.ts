import type { Block } from './blocks';
import type { ModuleSource } from './configuration';
import type { ConfigurationModule } from './configuration-module';
import { indexText, Instance, isSplat, pickedBy } from './instances';
import { member } from './json';
import { below, Traversal, WORD } from '../../inventory/expression';
import { keysGiven, UNSEEN, UnreadPart } from '../../inventory/source';
import { Reference, resourceKey, Step, Template, Unknown, Value } from '../../inventory/value';

/** Modules that each call two soon are more than anybody has. */
const MAX_MODULES = 10_000;
/** Why a module that isn't there leads nowhere. */
const LEFT_OUT = 'its `count` is 0';
const FIRST_NAME = new RegExp(`^[${WORD}-]*`);

/** Where a module is called. */
export interface Call {
  readonly parent: ConfigurationModule;
  readonly block: Block;
  /** Which of several it is, where they are told apart. */
  readonly instance?: Instance;
}

/** What one `module` block makes. */
interface Called {
  /** Whether one stands for several. */
  readonly several: boolean;
  readonly counted: boolean;
  /** By their index; the one and only, or one that stands for several, by none. */
  readonly modules: ReadonlyMap<string | undefined, ConfigurationModule>;
  readonly byKey: ReadonlyMap<string, ConfigurationModule>;
}

export interface CallOptions {
  /** What the `module` blocks lead to, or why that isn't read. */
  readonly sources: ModuleSource['modules'];
  /** How many modules the root has come to. */
  readonly count: { modules: number };
  /** Makes a module where it is called. */
  make(source: ModuleSource, call: Call, repeated: boolean): ConfigurationModule;
}

/** What the `module` blocks of one module make. */
export class ModuleCalls {
  private readonly known = new Map<string, Called | string>();

  public constructor(
    private readonly module: ConfigurationModule,
    private readonly options: CallOptions,
  ) {}

  /** Those that are read. */
  public all(): ConfigurationModule[] {
    return this.module.of('module').flatMap(({ labels }) => {
      const called = this.called(labels[0]);
      return typeof called === 'string' ? [] : [...called.modules.values()];
    });
  }

  /** Those that aren't read, here and in those that are. */
  public *unread(): Iterable<UnreadPart> {
    for (const { labels, body } of this.module.of('module')) {
      const [name] = labels;
      const called = this.called(name);
      if (typeof called !== 'string') {
        for (const module of called.modules.values()) yield* module.unread();
      } else if (called !== LEFT_OUT) {
        yield { address: `${this.module.address}module.${name}`, given: () => keysGiven(this.module.value(body)) };
      }
    }
  }

  /** What the key of a module, or of something in it, stands for. */
  public between(key: string): Iterable<string> {
    const prefix = this.keyOf('');
    if (!key.startsWith(prefix)) return [];
    const [name] = FIRST_NAME.exec(key.slice(prefix.length))!;
    if (this.module.named('module', name) === undefined) return [];
    const called = this.called(name);
    if (typeof called === 'string') return [UNSEEN];
    if (key === this.keyOf(name)) {
      return [...called.modules.values()].flatMap((each) => each.allResources().map((resource) => resource.key));
    }
    const [suffix] = /^(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?/.exec(key.slice(prefix.length + name.length))!;
    return called.byKey.get(`${prefix}${name}${suffix}.`)?.between(key) ?? [];
  }

  /**
   * What a reference to a module stands for: of several modules what the one that it picks gives.
   * @param steps all that stands behind the name
   */
  public referred({ second: name, index, steps: written }: Traversal, steps: readonly Step[]): Value {
    const called = this.called(name);
    const reference = new Reference(this.keyOf(name), []);
    // Whatever is taken of it, it is the module that isn't read.
    const unknown = (why: string) => new Unknown(why, [reference], reference.identity).below(steps);
    if (typeof called === 'string') {
      return unknown(`\`${['module', name, ...written].join('.')}\` can't be followed: ${called}`);
    }
    const { modules } = called;
    const only = modules.get(undefined);
    if (only !== undefined) {
      // Whichever instance it is, its outputs are those of the block.
      if (index !== undefined) {
        const value = below(only.outputs(), steps.slice(1));
        return called.several ? ofOne(value, indexText(steps[0], index), this.keyOf(name)) : value;
      }
      // With `count` it is a list, be it of one.
      if (!called.several) return below(called.counted ? [only.outputs()] : only.outputs(), steps);
      return unknown(`how many there are of module.${name} is known when Terraform plans`);
    }
    if (index === undefined) {
      return below(Object.fromEntries([...modules].map(([each, module]) => [each, module.outputs()])), steps);
    }
    const picked = pickedBy(steps[0], modules);
    if (picked === undefined) {
      return unknown(`which of ${modules.size} instances of module.${name} it is can't be followed`);
    }
    const value = below(picked.outputs(), steps.slice(1));
    return isSplat(steps[0], modules) ? [value] : value;
  }

  /** Keys of what an output waits for; without a name, of what all of them do. */
  public *waitsOf(name: string, output: string | undefined): Iterable<string> {
    const called = this.called(name);
    if (typeof called === 'string') yield this.keyOf(name);
    else for (const module of called.modules.values()) yield* module.waitsOfOwn(output);
  }

  private keyOf(name: string): string {
    return resourceKey(this.module.unit, `${this.module.address}module.${name}`);
  }

  /** What a block makes, or why it leads nowhere. Opened when asked for: modules may wait for each other. */
  private called(name: string): Called | string {
    let called = this.known.get(name);
    if (called === undefined) {
      this.known.set(name, 'it refers to itself');
      called = this.open(name);
      this.known.set(name, called);
    }
    return called;
  }

  private open(name: string): Called | string {
    const { module: parent, options } = this;
    const block = parent.named('module', name);
    if (block === undefined) return 'there is no such module';
    const times = parent.repetition(block.body);
    if (times === 'none') return LEFT_OUT;
    const source = options.sources.get(name) ?? 'its source is not read';
    if (typeof source === 'string') return source;
    const told = parent.instancesOf(block);
    options.count.modules += told?.size ?? 1;
    if (options.count.modules > MAX_MODULES) return 'there are too many modules';
    const several = told === undefined && times === 'several';
    const instances: readonly (Instance | undefined)[] = told === undefined ? [undefined] : [...told.values()];
    const modules = instances.map((instance) => options.make(source, { parent, block, instance }, several));
    return {
      several,
      counted: member(block.body, 'count') !== undefined,
      modules: new Map(modules.map((module, at) => [instances[at]?.index, module])),
      byKey: new Map(modules.map((module) => [resourceKey(module.unit, module.address), module])),
    };
  }
}

/** What one of several modules gives, where one stands for all: of another it is another. */
function ofOne(value: Value, index: string, key: string): Value {
  const isOfModule = (reference: Reference) => reference.key.startsWith(`${key}.`);
  if (value instanceof Reference && isOfModule(value)) {
    const { attribute, loose, index: own } = value;
    return new Reference(value.key, attribute, own === undefined ? index : `${index}][${own}`, loose);
  }
  if (value instanceof Unknown && value.references.some(isOfModule)) return value.below([`[${index}]`]);
  if (value instanceof Template) {
    return new Template(value.parts.map((part) => ofOne(part, index, key) as (typeof value.parts)[number]));
  }
  return value;
}

import { Block, dynamicBlocks } from './blocks';
import type { ConfigurationModule } from './configuration-module';
import type { Instance } from './instances';
import { member, stringMember } from './json';
import { Symbolic } from '../../inventory/arm-scope';
import { SourceResource } from '../../inventory/source';
import { referencesIn, resourceKey, Value } from '../../inventory/value';

/** What isn't an argument of the resource, or refers to what it doesn't wait for. */
const META = new Set(['//', 'provider', 'depends_on', 'lifecycle', 'provisioner', 'connection']);

/** A resource or data source as its block says it. */
export class ConfigurationResource implements SourceResource {
  public readonly key: string;
  public readonly address: string;
  public readonly type: string;
  public readonly mode: 'managed' | 'data';
  public readonly path?: string;
  public readonly file: string;
  public readonly line?: number;
  public readonly notes: Readonly<Record<string, string>> = {};
  public readonly repeated: boolean;
  /** False where `count` is 0. */
  public readonly exists: boolean;

  public constructor(
    private readonly module: ConfigurationModule,
    private readonly block: Block,
    isData: boolean,
    /** Which of several it is, where they are told apart. */
    private readonly instance?: Instance,
  ) {
    const [type, name] = block.labels;
    // One that is told apart is there, and once.
    const times = instance === undefined ? module.repetition(block.body) : 'one';
    this.type = type;
    this.mode = isData ? 'data' : 'managed';
    this.address = `${module.address}${isData ? 'data.' : ''}${type}.${name}${instance?.suffix ?? ''}`;
    this.key = resourceKey(module.unit, this.address);
    this.path = ownerPath(block.body);
    this.file = block.file;
    this.line = block.line;
    this.exists = times !== 'none';
    this.repeated = module.isRepeated || times === 'several';
  }

  public get subscription(): Symbolic {
    const given = stringMember(this.block.body, 'provider');
    const provider = given?.replace(/^\$\{(.*)\}$/s, '$1') ?? this.type.slice(0, Math.max(0, this.type.indexOf('_')));
    return this.module.subscription(provider);
  }

  public attribute(name: string): Value {
    const { module, block, instance } = this;
    if (dynamicBlocks(block.body).includes(name)) return module.dynamicBlocks(block.body, name, 'values', instance);
    return this.module.value(member(this.block.body, name), 'values', this.instance);
  }

  public written(name: string): Value {
    return this.module.value(member(this.block.body, name), 'written', this.instance);
  }

  public *declaredDependencies(): Iterable<string> {
    yield* this.module.keysOf(member(this.block.body, 'depends_on'));
    yield* this.module.dependencies(true);
  }

  public dependencies(): Iterable<string> {
    const { module, block, instance } = this;
    const declared = module.keysOf(member(block.body, 'depends_on'));
    const keys = new Set([...declared, ...module.dependencies(false)]);
    for (const [name, raw] of Object.entries(block.body)) {
      if (META.has(name)) continue;
      for (const key of module.waits.of(raw)) keys.add(key);
      for (const { key } of referencesIn(module.value(raw, 'values', instance))) keys.add(key);
    }
    return keys;
  }
}

/** The construct that a person wrote: a construct's own resource carries the id `Resource`. */
function ownerPath(body: unknown): string | undefined {
  return stringMember(member(member(body, '//'), 'metadata'), 'path')?.replace(/\/Resource$/, '');
}

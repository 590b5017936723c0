import { repetitionOf } from './repetition';
import { normaliseRegion } from '../../matrix/regions';
import { Place, ScopedKind } from '../arm-scope';
import { Entity, OneOfServers } from '../entities';
import { ABSENT, Fact, known, Link, unknown } from '../fact';
import { Ids } from '../ids';
import { Places } from '../places';
import { Resolver } from '../resolver';
import { SourceResource, UNSEEN } from '../source';
import { Unknown, Value, ValueMap } from '../value';

/** What every reader of entities needs: the estate's values and ids, and what has been read of it so far. */
export class Reading {
  /** A thousand links to one vault are one. */
  private readonly resolved = new Map<unknown, Link<never>>();
  /** And a thousand servers lie in a handful of regions. */
  private readonly regions = new Map<string, Fact<string>>();

  public constructor(
    public readonly resolver: Resolver,
    public readonly ids: Ids,
    public readonly places: Places,
    /** The kind of a resource that roles, locks and alerts are for. */
    public readonly kindOf: (key: string) => ScopedKind | undefined,
    /** What is only named by an id, as far as its author says more of it. */
    public readonly described: (key: string) => SourceResource | undefined,
  ) {}

  public scope(value: Value) {
    return this.ids.scope(value, this.kindOf);
  }

  /** What one of `facts` an id argument names, if it names one of these types at all. */
  public link<T>(value: Value, facts: ReadonlyMap<string, T>, types: ReadonlySet<string>): Link<T> {
    const link = this.ids.link(value, types);
    if (link.state !== 'resolved') return link;
    const target = facts.get(link.target);
    return target === undefined
      ? { state: 'unknown', why: `${this.resolver.text(value)} is not a resource of the expected type` }
      : this.linkTo(target);
  }

  public linkTo<T>(target: T): Link<T> {
    let link = this.resolved.get(target) as Link<T> | undefined;
    if (link === undefined) {
      link = { state: 'resolved', target };
      this.resolved.set(target, link as Link<never>);
    }
    return link;
  }

  /** An id as written: known whether or not its value is, since equal texts name the same thing. */
  public identifier(value: Value): Fact<string> {
    const followed = this.resolver.follow(value);
    if (followed === undefined || followed === null) return ABSENT;
    if (followed instanceof Unknown && followed.references.length === 0) return unknown(followed.why);
    return known(this.resolver.text(followed));
  }

  /** The id that Azure knows a resource by, lower case; absent where the form doesn't have it. */
  public azureId(value: Value): Fact<string> {
    return typeof value === 'string' && value.startsWith('/') ? known(value.toLowerCase()) : ABSENT;
  }

  public region(value: Value): Fact<string> {
    const text = this.resolver.string(value);
    if (text.state !== 'known') return text;
    let region = this.regions.get(text.value);
    if (region === undefined) {
      region = known(normaliseRegion(text.value));
      this.regions.set(text.value, region);
    }
    return region;
  }

  /** The argument of the one block of a kind. */
  public inBlock<T>(value: Value, read: (block: ValueMap) => Fact<T>): Fact<T> {
    const block = this.resolver.block(value);
    return block.state === 'known' ? read(block.value) : block;
  }
}

/** What an entity has that its resource doesn't say. */
export interface EntityOptions {
  readonly origin?: Entity['origin'];
  readonly actions?: Entity['actions'];
  readonly place?: Place;
  readonly oneOf?: OneOfServers;
}

/**
 * An entity whose facts are read when a rule asks for them. In an estate of thousands that is cheaper than to keep them:
 * most are asked for once, and many never.
 */
export abstract class SourceEntity implements Entity {
  public readonly key: string;
  public readonly address: string;
  public readonly origin: Entity['origin'];
  private hasActions = false;
  private knownActions: Entity['actions'];

  public constructor(
    protected readonly reading: Reading,
    protected readonly resource: SourceResource,
    protected readonly options: EntityOptions = NO_OPTIONS,
  ) {
    this.key = resource.key;
    this.address = resource.address;
    this.origin = options.origin ?? (resource.mode === 'data' ? 'data' : 'managed');
  }

  public get path() {
    return this.resource.path;
  }

  public get repeated() {
    return this.resource.repeated;
  }

  public get repetition() {
    return repetitionOf(this.resource);
  }

  public get madeName() {
    return this.resource.notes.name === 'well-formed';
  }

  public get actions() {
    if (!this.hasActions) {
      this.hasActions = true;
      this.knownActions = this.options.actions ?? actionsOf(this.resource);
    }
    return this.knownActions;
  }

  public get file() {
    return this.resource.file;
  }

  public get line() {
    return this.resource.line;
  }

  public get armId() {
    return armId(this.resource);
  }

  protected value(name: string): Value {
    return this.resource.attribute(name);
  }

  protected text(name: string): Fact<string> {
    return this.reading.resolver.string(this.value(name));
  }

  protected number(name: string): Fact<number> {
    return this.reading.resolver.number(this.value(name));
  }

  protected boolean(name: string): Fact<boolean> {
    return this.reading.resolver.boolean(this.value(name));
  }

  /** How to read the same as it is before the plan; undefined where it doesn't exist, or the form doesn't know. */
  protected beforeBy<T>(read: (was: SourceResource) => T): (() => T) | undefined {
    return before(this.resource, read);
  }
}

const NO_OPTIONS: EntityOptions = {};

/** The same for entities of which there are few. */
export function entity(source: SourceResource): Entity {
  return {
    key: source.key,
    address: source.address,
    path: source.path,
    repeated: source.repeated,
    repetition: repetitionOf(source),
    madeName: source.notes.name === 'well-formed',
    origin: source.mode === 'data' ? 'data' : 'managed',
    actions: actionsOf(source),
    file: source.file,
    line: source.line,
    armId: armId(source),
  };
}

function armId(source: SourceResource): string | undefined {
  const id = source.attribute('id');
  return typeof id === 'string' && id.startsWith('/') ? id : source.notes[DESCRIBED_ID];
}

/** Among the notes of what isn't managed here: the id that its author named it by. */
export const DESCRIBED_ID = 'described-id';

/** What has an id in Azure exists: a state knows no more of it. */
function actionsOf(source: SourceResource): Entity['actions'] {
  return source.change?.actions ?? (typeof source.attribute('id') === 'string' ? EXISTS : undefined);
}

const EXISTS: Entity['actions'] = ['no-op'];

/** The argument as the author wrote it, where the form tells that from what the provider filled in. */
export function written(source: SourceResource, name: string): Value {
  return source.written === undefined ? source.attribute(name) : source.written(name);
}

/** Whether the form doesn't show how an argument is written. */
export function isUnseen(text: Value): text is Unknown {
  return text instanceof Unknown && text.references.some(({ key }) => key === UNSEEN);
}

/** The argument's value where the author gave it, whatever the provider filled in. */
export function given(source: SourceResource, name: string): Value {
  const text = written(source, name);
  return text === undefined || text === null ? undefined : source.attribute(name);
}

/** The same resource with other arguments. */
export function withArguments(source: SourceResource, attribute: (name: string) => Value): SourceResource {
  // A spread leaves a class's accessors behind.
  return {
    key: source.key,
    address: source.address,
    type: source.type,
    mode: source.mode,
    path: source.path,
    subscription: source.subscription,
    repeated: source.repeated,
    file: source.file,
    line: source.line,
    notes: source.notes,
    attribute,
    dependencies: () => source.dependencies(),
    declaredDependencies: () => source.declaredDependencies(),
  };
}

/** How to read a resource as it is before the plan; undefined where it doesn't exist, or the form doesn't know. */
export function before<T>(source: SourceResource, read: (source: SourceResource) => T): (() => T) | undefined {
  const { change } = source;
  if (change === undefined || (change.actions.includes('create') && !change.actions.includes('delete'))) {
    return undefined;
  }
  return () => read(withArguments(source, (name) => change.before(name)));
}

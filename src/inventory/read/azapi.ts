import { Fact, known, unknown } from '../fact';
import { Resolver } from '../resolver';
import { TYPES } from '../resource-types';
import { toSnake } from '../snake';
import { SourceResource } from '../source';
import { Reference, Template, Unknown, Value, ValueMap } from '../value';

/** Among the notes of what azapi makes: what azurerm does with an argument doesn't matter there. */
export const THROUGH_AZAPI = 'through-azapi';

/** How to read what azapi makes as if azurerm made it. */
export interface AzapiTranslation {
  /** azurerm's type. */
  readonly type: string;
  /** Whether it is that, where its type in the API isn't all there is to it. */
  readonly applies?: (azapi: AzapiArguments) => boolean;
  /** An argument by azurerm's name. */
  readonly argument: (azapi: AzapiArguments, name: string) => Value;
  /** Where how an argument is written differs from what it comes to. */
  readonly written?: (
    resolver: Resolver,
    source: SourceResource,
    name: string,
  ) => { readonly value: Value } | undefined;
}

/** The arguments of an azapi resource, and the properties in its body. */
export class AzapiArguments {
  /** A body may be a long text: it is read once for all of its properties. */
  private body: Reference | Unknown | Fact<ValueMap> | undefined;

  public constructor(
    public readonly resolver: Resolver,
    /** An argument by azapi's name. */
    public readonly own: (name: string) => Value,
  ) {}

  /** A property of the body by its path in the API; what isn't known of the whole isn't known of any. */
  public property(path: string): Value {
    this.body ??= this.readBody();
    const { body } = this;
    return body instanceof Reference || body instanceof Unknown ? body : property(this.resolver, body, path);
  }

  public text(path: string): Fact<string> {
    return this.resolver.string(this.property(path));
  }

  /** A property of an object in the body. */
  public within(block: ValueMap, path: string): Value {
    return property(this.resolver, known(block), path);
  }

  private readBody(): Reference | Unknown | Fact<ValueMap> {
    const body = this.resolver.follow(this.own('body'));
    if (body instanceof Reference || body instanceof Unknown) return body;
    return bodyOf(this.resolver, { attribute: () => body });
  }
}

/** Types as `ArmType` spells them. */
export const FLEXIBLE_SERVERS = 'microsoft.dbforpostgresql/flexibleservers';
export const RESOURCE_GROUP = 'microsoft.resources/resourcegroups';
export const CLUSTER = 'microsoft.dbforpostgresql/servergroupsv2';
export const BACKUP_INSTANCE = 'microsoft.dataprotection/backupvaults/backupinstances';

/** What an azapi resource is: `Microsoft.DBforPostgreSQL/serverGroupsv2` and `2022-11-08`. */
export interface ArmType {
  /** Lower case: ARM compares types without it. */
  readonly type: string;
  readonly version: Fact<string>;
}

const types = new WeakMap<SourceResource, Fact<ArmType>>();

/** Asked again by every reader of what it may be. */
export function armType(resolver: Resolver, source: SourceResource): Fact<ArmType> {
  let type = types.get(source);
  if (type === undefined) {
    type = readType(resolver, source);
    types.set(source, type);
  }
  return type;
}

/** Whether what azapi makes or writes is known to be of a type of the API. */
export function isArmType(resolver: Resolver, source: SourceResource, arm: string): boolean {
  const type = armType(resolver, source);
  return type.state === 'known' && type.value.type === arm;
}

/** Whether a resource is of a type, be it by azurerm or by azapi. */
export function isEither(resolver: Resolver, source: SourceResource, azurerm: string, arm: string): boolean {
  return source.type === TYPES.azapi ? isArmType(resolver, source, arm) : source.type === azurerm;
}

function readType(resolver: Resolver, source: SourceResource): Fact<ArmType> {
  const value = resolver.follow(source.attribute('type'));
  const text = resolver.string(value);
  // Of a text that is put together the first part may say it all but the version.
  const begin = value instanceof Template && typeof value.parts[0] === 'string' ? value.parts[0] : '';
  if (text.state !== 'known') {
    if (text.state === 'absent' || !begin.includes('@')) return text;
    return known({ type: begin.split('@')[0].toLowerCase(), version: text });
  }
  const [type, version = ''] = text.value.split('@');
  return known({ type: type.toLowerCase(), version: known(version.toLowerCase()) });
}

/** The body of an azapi resource: an object, or the JSON text that azapi 1 takes. */
export function bodyOf(resolver: Resolver, source: Pick<SourceResource, 'attribute'>): Fact<ValueMap> {
  const body = resolver.follow(source.attribute('body'));
  if (typeof body !== 'string') {
    return body instanceof Template ? unknown('`body` is put together when Terraform plans') : resolver.block(body);
  }
  try {
    return resolver.block(JSON.parse(body) as Value);
  } catch {
    return unknown('`body` is no JSON');
  }
}

/** A property by its path in the API, `properties.enableGeoBackup`. */
export function property(resolver: Resolver, body: Fact<ValueMap>, path: string): Value {
  if (body.state !== 'known') return body.state === 'unknown' ? new Unknown(body.why) : undefined;
  let value: Value = body.value;
  for (const step of path.split('.')) {
    const map = resolver.block(value);
    if (map.state !== 'known') return map.state === 'unknown' ? new Unknown(map.why) : undefined;
    // The tree gives the keys of every map the spelling of Terraform.
    value = map.value[step] ?? map.value[toSnake(step)];
  }
  return value;
}

/** What a fact comes to, where it is known. */
export function asValue<T>(fact: Fact<T>, convert: (value: T) => Value): Value {
  if (fact.state === 'known') return convert(fact.value);
  return fact.state === 'unknown' ? new Unknown(fact.why) : undefined;
}

import { Fact, known, unknown } from '../fact';
import { Resolver } from '../resolver';
import { toSnake } from '../snake';
import { SourceResource } from '../source';
import { Template, Unknown, Value, ValueMap } from '../value';

/** The type of a cluster, as `ArmType` spells it. */
export const CLUSTER = 'microsoft.dbforpostgresql/servergroupsv2';

/** What an azapi resource is: `Microsoft.DBforPostgreSQL/serverGroupsv2` and `2022-11-08`. */
export interface ArmType {
  /** Lower case: ARM compares types without it. */
  readonly type: string;
  readonly version: Fact<string>;
}

export function armType(resolver: Resolver, source: SourceResource): Fact<ArmType> {
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

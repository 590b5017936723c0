import { bodyOf, property } from './azapi';
import { isUnseen, written } from './reading';
import { PasswordFacts } from '../entities';
import { ABSENT, known, unknown } from '../fact';
import { Resolver } from '../resolver';
import { SourceResource } from '../source';
import { Reference, Unknown, Value } from '../value';

/** The property of both kinds of servers in their APIs. */
const PROPERTY = 'properties.administratorLoginPassword';

/** Where azapi takes it; what the second holds is kept nowhere. */
type Body = 'body' | 'sensitive_body';

/** The same as arguments. */
export const BODY_PASSWORDS: ReadonlyMap<string, Body> = new Map([
  [`body.${PROPERTY}`, 'body'],
  [`sensitive_body.${PROPERTY}`, 'sensitive_body'],
]);

/** Where the password comes from, as the arguments for it are written. */
export function readPassword(arguments_: readonly (readonly [name: string, written: Value])[]): PasswordFacts {
  const given = arguments_.filter(([, value]) => value !== undefined && value !== null);
  const literal = given.filter(([, value]) => typeof value === 'string' && value !== '');
  const names = (entries: typeof given) => entries.map(([name]) => name);
  if (literal.length > 0) return { origin: known('literal'), arguments: names(literal) };
  if (given.length === 0) return { origin: ABSENT, arguments: [] };
  const unseen = given.map(([, value]) => value).find(isUnseen);
  return { origin: unseen === undefined ? known('reference') : unknown(unseen.why), arguments: names(given) };
}

/** The password in the body of an azapi resource, as it is written; a body may be one expression. */
export function writtenInBody(resolver: Resolver, source: SourceResource, argument: Body): Value {
  const whole = bodyOf(resolver, { attribute: () => source.attribute(argument) });
  const given = property(resolver, whole, PROPERTY);
  if (given === undefined || given === null) return undefined;
  const body = written(source, argument);
  if (body instanceof Reference || body instanceof Unknown) return body;
  return property(resolver, bodyOf(resolver, { attribute: () => body }), PROPERTY);
}

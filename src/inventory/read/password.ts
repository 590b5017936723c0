import { bodyOf, property } from './azapi';
import { isUnseen, written } from './reading';
import { PasswordOrigin } from '../entities';
import { ABSENT, Fact, known, unknown } from '../fact';
import { Resolver } from '../resolver';
import { SourceResource } from '../source';
import { Reference, Unknown, Value } from '../value';

/** The property of both kinds of servers in their APIs. */
const PROPERTY = 'properties.administratorLoginPassword';

/** Where the password comes from, as the arguments for it are written. */
export function passwordOrigin(arguments_: readonly Value[]): Fact<PasswordOrigin> {
  const values = arguments_.filter((value) => value !== undefined && value !== null);
  if (values.length === 0) return ABSENT;
  if (values.some((value) => typeof value === 'string' && value !== '')) return known('literal');
  const unseen = values.find(isUnseen);
  return unseen === undefined ? known('reference') : unknown(unseen.why);
}

/** The password in the body of an azapi resource, as it is written; a body may be one expression. */
export function writtenInBody(
  resolver: Resolver,
  source: SourceResource,
  argument: 'body' | 'sensitive_body' = 'body',
): Value {
  const whole = bodyOf(resolver, { attribute: () => source.attribute(argument) });
  const given = property(resolver, whole, PROPERTY);
  if (given === undefined || given === null) return undefined;
  const body = written(source, argument);
  if (body instanceof Reference || body instanceof Unknown) return body;
  return property(resolver, bodyOf(resolver, { attribute: () => body }), PROPERTY);
}

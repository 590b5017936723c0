import { armType, bodyOf, CLUSTER, FLEXIBLE_SERVERS, property } from './azapi';
import { isUnseen, Reading, SourceEntity, written } from './reading';
import { PasswordFacts, PasswordOrigin, PasswordUpdateFacts } from '../entities';
import { ABSENT, known, unknown } from '../fact';
import { Resolver } from '../resolver';
import { TYPES } from '../resource-types';
import { SourceResource, UNSEEN } from '../source';
import { Reference, Template, Unknown, Value } from '../value';

/** Of the properties of both kinds of servers in their APIs. */
const PASSWORD = 'administratorLoginPassword';

/** What has one, as azapi calls it. */
const WITH_PASSWORDS: ReadonlySet<string> = new Set([CLUSTER, FLEXIBLE_SERVERS]);

/** Where azapi takes it; what the second holds is kept nowhere. */
type Body = 'body' | 'sensitive_body';

/** The same as arguments. */
export const BODY_PASSWORDS: ReadonlyMap<string, Body> = new Map([
  [`body.properties.${PASSWORD}`, 'body'],
  [`sensitive_body.properties.${PASSWORD}`, 'sensitive_body'],
]);

/** What is worked out isn't repeated in messages: a password may be written in it. */
const WORKED_OUT = 'Terraform works it out, and nothing shows that it comes from outside of the configuration';
/** An expression chooses what is written out in it. */
const CHOSEN = /[?:]\s*"[^"]/;
/** What functions read or make, and what a plan doesn't know yet, doesn't stand in the configuration. */
const FROM_ELSEWHERE = /\b(?:file(?:base64)?|templatefile|uuid)\(|known after apply$/;
const OF_EACH = /\beach\./;

/**
 * Where the password comes from, as the arguments for it are written.
 * @param forEach what the resource is made for each of
 */
export function readPassword(
  arguments_: readonly (readonly [name: string, written: Value])[],
  forEach?: Value,
): PasswordFacts {
  const given = arguments_.filter(([, value]) => value !== undefined && value !== null);
  const names = (entries: typeof given) => entries.map(([name]) => name);
  for (const origin of ['literal', 'default'] as const) {
    const found = given.filter(([, value]) => originOf(value, forEach) === origin);
    if (found.length > 0) return { origin: known(origin), arguments: names(found) };
  }
  if (given.length === 0) return { origin: ABSENT, arguments: [] };
  const unseen = given.map(([, value]) => value).find(isUnseen);
  if (unseen !== undefined) return { origin: unknown(unseen.why), arguments: names(given) };
  const open = given.filter(([, value]) => originOf(value, forEach) === undefined);
  if (open.length > 0) return { origin: unknown(WORKED_OUT), arguments: names(open) };
  return { origin: known('reference'), arguments: names(given) };
}

/** @returns undefined where that can't be told */
function originOf(value: Value, forEach: Value): PasswordOrigin | undefined {
  if (value instanceof Reference) return isWrittenOut(value) ? 'default' : 'reference';
  if (value === '') return 'reference';
  if (value instanceof Template) {
    const parts = value.parts.filter((part) => typeof part !== 'string');
    return parts.some((part) => originOf(part, forEach) === 'reference') ? 'reference' : undefined;
  }
  if (!(value instanceof Unknown)) return typeof value === 'object' ? undefined : 'literal';
  if (value.source instanceof Reference) return originOf(value.source, forEach);
  const words = `${value.origin ?? ''} ${value.why}`;
  if (CHOSEN.test(words)) return undefined;
  const isOfEach = OF_EACH.test(words) && originOf(forEach, undefined) === 'reference';
  const isElsewhere = value.references.some((reference) => !isWrittenOut(reference));
  return isElsewhere || FROM_ELSEWHERE.test(words) || isOfEach ? 'reference' : undefined;
}

/** Whether it is to a variable with a default that would be the password. */
function isWrittenOut({ otherwise }: Reference): boolean {
  return typeof otherwise === 'string' && otherwise !== '';
}

/** The password in the body of an azapi resource, as it is written; a body may be one expression. */
export function writtenInBody(resolver: Resolver, source: SourceResource, argument: Body): Value {
  const given = passwordIn(resolver, source.attribute(argument));
  // Plans show no value of what is kept nowhere, but how it is written.
  if (argument === 'body' && (given === undefined || given === null)) return undefined;
  return passwordIn(resolver, written(source, argument));
}

/** Where the password of an azapi resource comes from. */
export function passwordInBodies(resolver: Resolver, source: SourceResource): PasswordFacts {
  return readPassword(
    [...BODY_PASSWORDS].map(([name, body]) => [name, writtenInBody(resolver, source, body)]),
    written(source, 'for_each'),
  );
}

/** What can't be followed around it may hold one that is written out. */
function passwordIn(resolver: Resolver, body: Value): Value {
  if (body === undefined || body === null) return undefined;
  if (body instanceof Reference) return body;
  const properties = resolver.block(property(resolver, bodyOf(resolver, { attribute: () => body }), 'properties'));
  if (properties.state === 'unknown') {
    const why = properties.why.includes('"') ? WORKED_OUT : properties.why;
    return new Unknown(why, [new Reference(UNSEEN, [])]);
  }
  return property(resolver, properties, PASSWORD);
}

/** A password in the body of `azapi_update_resource`. */
class PasswordUpdate extends SourceEntity implements PasswordUpdateFacts {
  public readonly kind = 'passwordUpdate';

  public get password() {
    return passwordInBodies(this.reading.resolver, this.resource);
  }
}

/** Those of servers and clusters, whoever makes them. */
export function passwordUpdates(reading: Reading): readonly PasswordUpdateFacts[] {
  return reading.ids.all(TYPES.azapiUpdate).flatMap((source) => {
    const type = armType(reading.resolver, source);
    return type.state === 'known' && WITH_PASSWORDS.has(type.value.type) ? [new PasswordUpdate(reading, source)] : [];
  });
}

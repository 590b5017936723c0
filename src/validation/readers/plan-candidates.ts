import { TYPES } from '../../inventory/resource-types';
import { OneOf, Reference, Unknown } from '../../inventory/value';

/** What an argument takes the id of, of azapi by its own types; where an expression is made from several things, only these can be meant. */
const TAKES: ReadonlyMap<string, RegExp> = new Map([
  ['vault_id', new RegExp(`^${TYPES.vault}$`)],
  ['server_id', /_server$|\/flexibleServers(@|$)/i],
  ['backup_policy_id', /_backup_policy_|\/backupPolicies(@|$)/i],
  ['storage_account_id', new RegExp(`^${TYPES.storageAccount}$`)],
]);

/** To compare more than this with each other, for each of as many, takes too long. */
const MAX_CANDIDATES = 64;

/** What an argument is given, and what is taken of that. */
interface Wanted {
  readonly argument: string;
  readonly steps: readonly string[];
}

/** The one of what an expression is made from that it stands for, or all that it may stand for. */
export function pickedFrom(
  found: readonly (Reference | Unknown)[],
  wanted: Wanted,
  typeOf: (key: string) => string | undefined,
): Reference | Unknown | undefined {
  const different = distinct(found);
  const [first, ...others] =
    different.length < 2 ? different : likely(distinct(different.flatMap(within)), wanted, typeOf);
  if (first === undefined || others.length === 0) return first;
  const names = [first, ...others].map((each) => (each instanceof Reference ? String(each) : each.why));
  const why = `it comes from one of several: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
  return anyOf(why, [first, ...others], (each) => each);
}

/** What a value may be made of; anything, where one is something else than a reference. */
export function anyOf<T>(why: string, candidates: readonly T[], valueOf: (candidate: T) => unknown): OneOf | Unknown {
  if (candidates.length > MAX_CANDIDATES) return new Unknown(why);
  const references = candidates.map(valueOf).filter((each) => each instanceof Reference);
  return references.length === candidates.length ? new OneOf(why, references) : new Unknown(why);
}

function within(found: Reference | Unknown): readonly (Reference | Unknown)[] {
  return found instanceof OneOf ? found.candidates : [found];
}

function distinct(found: readonly (Reference | Unknown)[]): readonly (Reference | Unknown)[] {
  // As most are.
  if (found.length < 2) return found;
  const byName = new Map(found.map((each) => [each instanceof Reference ? `=${each.identity}` : each.why, each]));
  return byName.size === found.length ? found : [...byName.values()];
}

/** Those that the argument can take. What can't be followed stays: it may be anything. */
function likely(
  found: readonly (Reference | Unknown)[],
  { argument, steps }: Wanted,
  typeOf: (key: string) => string | undefined,
): readonly (Reference | Unknown)[] {
  if (found.length < 2 || found.some((each) => each instanceof Unknown)) return found;
  const references = found.filter((each) => each instanceof Reference);
  const last = steps[steps.length - 1];
  const named = references.filter(({ attribute }) => last !== undefined && attribute[attribute.length - 1] === last);
  if (named.length === 1) return named;
  const takes = TAKES.get(argument);
  const fitting = references.filter(({ key, attribute }) =>
    takes === undefined
      ? argument === 'principal_id' && attribute[attribute.length - 1] === 'principal_id'
      : takes.test(typeOf(key) ?? '') && attribute[0] === 'id',
  );
  return fitting.length > 0 ? fitting : references;
}

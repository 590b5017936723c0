import { Problem } from './problem';
import { notOneOf } from './values';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** The rule that an id (`PGB401`) or a name (`server-size`) means, in whatever case. */
export function findById<T extends Named>(what: string, given: string, rules: readonly T[]): T {
  const wanted = given.toLowerCase();
  const found = rules.find(({ id, name }) => id.toLowerCase() === wanted || name === wanted);
  if (found !== undefined) return found;
  const names = /^pgb/i.test(given) ? rules.map(({ id }) => id) : rules.map(({ name }) => name);
  throw new Problem(notOneOf(what, given, names, 'azpgbackup rules lists them'));
}

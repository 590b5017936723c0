import { SupportMatrix } from '../../matrix/support-matrix';
import { RULES } from '../../rules/registry';
import { Profile } from '../../validation/profile';
import { ArgumentDefinition, Command, OptionDefinition } from '../command';

/** What a shell offers in a place; undefined: names of files. */
export type Words = readonly string[] | undefined;

/** A program for people who press the tab key. */
export interface Vocabulary {
  readonly name: string;
  readonly commands: readonly Command[];
}

export function wordsFor({ values, completes }: ArgumentDefinition | OptionDefinition): Words {
  if (values !== undefined) return values;
  switch (completes) {
    case 'file':
      return undefined;
    case 'rule':
      return RULES.map(({ id }) => id);
    case 'edition':
      return SupportMatrix.all().map(({ id }) => id);
    case 'profile':
      return Profile.all().map(({ name }) => name);
    default:
      return [];
  }
}

/** What a command's word completes to that is no option. */
export function argumentWords({ arguments: [first] }: Command): Words {
  return first === undefined ? [] : wordsFor(first);
}

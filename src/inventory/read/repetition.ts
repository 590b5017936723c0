import { Repetition } from '../entities';
import { isInModule } from '../repetition';
import { SourceResource } from '../source';
import { Reference, Unknown } from '../value';

/** What leaves some out: a filter, or a choice; or the words of it are cut short. */
const CHOICE = /\bif\b|\?|…|^[0-9a-f]{64}$/;

export function repetitionOf(source: SourceResource): Repetition | undefined {
  if (!source.repeated) return undefined;
  const value = source.attribute('count') ?? source.attribute('for_each');
  if (value instanceof Reference) return { words: value.identity, over: value.key };
  if (value instanceof Unknown) {
    const keys = [...new Set(value.references.map(({ key }) => key))];
    const words = value.origin ?? [...value.references.map(({ identity }) => identity), value.why].join(' ');
    return { words, over: keys.length === 1 && !CHOICE.test(words) ? keys[0] : undefined };
  }
  return value === undefined || value === null || isInModule(source) ? { words: '' } : undefined;
}

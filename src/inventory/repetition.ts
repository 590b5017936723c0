import { Entity, Repetition } from './entities';

/** Whether there certainly is something wherever one of others is. */
export function isThereWith(something: Entity, ...others: readonly Entity[]): boolean {
  const { repeated, repetition } = something;
  return !repeated || repetition === undefined || others.some((other) => isMadeWith(something, repetition, other));
}

/** Whether both are made by one `count` or `for_each`, or the one for each of the other. */
function isMadeWith(something: Entity, repetition: Repetition, other: Entity): boolean {
  if (repetition.over === other.key) return true;
  if (!other.repeated || (isInModule(something) && !isInModule(other))) return false;
  return repetition.words === '' || repetition.words === other.repetition?.words;
}

export function isInModule({ address }: { readonly address: string }): boolean {
  return address.startsWith('module.');
}

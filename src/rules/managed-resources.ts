import { Entity } from '../inventory/entities';

/** What this configuration makes. What exists already has been taken by Azure, and can't be made otherwise from here. */
export function managed<T extends Entity>(entities: readonly T[]): T[] {
  return entities.filter(({ origin }) => origin === 'managed');
}

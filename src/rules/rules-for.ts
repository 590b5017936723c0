import { OTHER_RULES } from './other-rules';
import { Rule } from './rule';
import { BackupInventory } from '../inventory/inventory';

/** The rules that may have a word for an estate. Those of servers are many, and are loaded where there is something of theirs. */
export function rulesFor(estate: BackupInventory): readonly Rule[] {
  if (!estate.hasServerParts) return OTHER_RULES;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./registry') as typeof import('./registry')).RULES;
}

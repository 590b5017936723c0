import type { Azure } from '../azure';
import { conflict } from './error';
import { textAt } from './json';
import { parseId } from './resource-id';

export const LOCK_TYPE = 'Microsoft.Authorization/locks';

/**
 * Refuses what a management lock forbids. `CanNotDelete` forbids deleting what is locked, anything below it, and anything
 * above it; `ReadOnly` every write as well.
 */
export function checkLocks(azure: Azure, path: string, deletes: boolean): void {
  const held = ancestors(path).flatMap((id) => locksOf(azure, id));
  const hindering = held.filter(({ level }) => deletes || level === 'ReadOnly');
  if (deletes) {
    const below = azure.resources.below(path).filter(({ type }) => type === LOCK_TYPE);
    for (const lock of below) hindering.push({ scope: parseId(lock.id).scope, level: '' });
  }
  if (hindering.length === 0) return;
  const scopes = [...new Set(hindering.map(({ scope }) => scope))].sort().join(',');
  throw conflict(
    'ScopeLocked',
    `The scope '${path}' cannot perform ${deletes ? 'delete' : 'write'} operation because following scope(s) are locked: '${scopes}'. Please remove the lock and try again.`,
  );
}

function locksOf(azure: Azure, scope: string): { scope: string; level: string }[] {
  return azure.resources
    .children(scope, LOCK_TYPE)
    .map((lock) => ({ scope, level: textAt(lock.body, 'properties', 'level') ?? '' }));
}

/** An id and everything that it lies in, up to the subscription. */
export function ancestors(path: string): string[] {
  const found: string[] = [];
  for (let id: string | undefined = path; id; id = parseId(id).parent) found.push(id);
  return found;
}

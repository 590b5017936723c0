import type { Azure } from '../azure';
import { conflict } from './error';
import { textAt } from './json';
import { keyOf, parseId } from './resource-id';

export const LOCK_TYPE = 'Microsoft.Authorization/locks';

/**
 * Refuses what a management lock forbids. `CanNotDelete` forbids deleting what is locked, anything below it, and anything
 * above it; `ReadOnly` every write as well.
 */
export function checkLocks(azure: Azure, path: string, deletes: boolean): void {
  const held = ancestors(targetOf(path)).flatMap((id) => locksOf(azure, id));
  const hindering = held.filter(({ level }) => deletes || level === 'ReadOnly');
  if (deletes) {
    const below = azure.resources.below(path).filter(({ type }) => type === LOCK_TYPE);
    for (const lock of below) hindering.push({ scope: parseId(lock.id).scope, level: '' });
  }
  if (hindering.length === 0) return;
  const scopes = [...new Map(hindering.map(({ scope }) => [keyOf(scope), scope])).values()].sort().join(',');
  throw conflict(
    'ScopeLocked',
    `The scope '${path}' cannot perform ${deletes ? 'delete' : 'write'} operation because following scope(s) are locked: '${scopes}'. Please remove the lock and try again.`,
  );
}

/** What a request is about: types and names take turns in an id, and an action comes after the name of its resource. */
function targetOf(path: string): string {
  const { scope } = parseId(path);
  const below = path.slice(scope.length).split('/').filter(Boolean);
  const isAction = below[0]?.toLowerCase() === 'providers' && below.length % 2 === 1 && below.length > 3;
  return isAction ? path.slice(0, path.lastIndexOf('/')) : path;
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

import { notFound } from '../arm/error';
import { missing } from '../arm/kind';
import { groupOf, parseId } from '../arm/resource-id';
import type { Azure } from '../azure';

/** Refuses what extends something that isn't there. Management groups are not kept: every one of them is there. */
export function requireScope(azure: Azure, scope: string): void {
  const group = groupOf(scope);
  if (group === undefined) return;
  if (!azure.resources.has(group)) throw missing(false, scope);
  if (azure.resources.has(scope)) return;
  const { type, name } = parseId(scope);
  throw notFound(
    'ResourceNotFound',
    `The Resource '${type}/${name}' under resource group '${parseId(group).name}' was not found.`,
  );
}

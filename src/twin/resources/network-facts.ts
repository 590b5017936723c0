import { badRequest } from '../arm/error';
import type { Azure } from '../azure';

/** What a network resource names must exist. */
export function requireReference(azure: Azure, id: string, by: string): void {
  if (azure.resources.has(id)) return;
  throw badRequest(
    'InvalidResourceReference',
    `Resource ${id} referenced by resource ${by} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
  );
}

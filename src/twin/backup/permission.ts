import type { Temporal } from '@js-temporal/polyfill';
import { at, objectAt, textAt } from '../arm/json';
import { groupOf } from '../arm/resource-id';
import type { Azure } from '../azure';
import { hasRole } from '../resources/role-assignment-facts';
import type { Resource } from '../state/resources';

/** PostgreSQL Flexible Server Long Term Retention Backup Role. */
const LONG_TERM_RETENTION = ['c088a766-074b-43ba-90d4-1fb21feae531'];

/** Reader, and what reads everything as well: Contributor, Owner, User Access Administrator. */
const READERS = [
  'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'b24988ac-6180-42a0-ab88-20f7382dd24c',
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
];

/** An action that the vault's identity may not take. */
export interface Denied {
  readonly action: string;
  readonly scope: string;
}

/** The principal as which a vault works on an instance: its own identity, or the user-assigned one that the instance names. */
export function principalOf(vault: Resource, properties: unknown): string | undefined {
  const details = objectAt(properties as never, 'identityDetails');
  const wanted = textAt(details, 'userAssignedIdentityArmUrl');
  if (details.useSystemAssignedIdentity === true || !wanted) return textAt(vault.body, 'identity', 'principalId');
  const assigned = objectAt(vault.body, 'identity', 'userAssignedIdentities');
  const [, identity] = Object.entries(assigned).find(([id]) => id.toLowerCase() === wanted.toLowerCase()) ?? [];
  return textAt(identity, 'principalId');
}

/** What keeps backups of a server from being made; undefined where nothing does. */
export function deniedBackup(
  azure: Azure,
  principal: string,
  serverId: string,
  by?: Temporal.Instant,
): Denied | undefined {
  if (hasRole(azure, principal, LONG_TERM_RETENTION, serverId, by)) return undefined;
  return { action: 'Microsoft.DBforPostgreSQL/flexibleServers/ltrPreBackup/action', scope: serverId };
}

/** What keeps protection from being configured: that asks for Reader too, which backups can do without. */
export function deniedProtection(azure: Azure, principal: string, serverId: string): Denied | undefined {
  const denied = deniedBackup(azure, principal, serverId);
  if (denied || hasRole(azure, principal, READERS, groupOf(serverId) ?? serverId)) return denied;
  return {
    action: 'Microsoft.Authorization/roleAssignments/read',
    scope: `${serverId}/providers/Microsoft.Authorization`,
  };
}

/** The server that an instance backs up. */
export function datasourceOf({ body }: Resource): string {
  return String(at(body, 'properties', 'dataSourceInfo', 'resourceID'));
}

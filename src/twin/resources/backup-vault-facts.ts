import { isSecureByDefault, SECURE_REGIONS } from './data-protection';
import { numberAt, textAt } from '../arm/json';
import type { Resource } from '../state/resources';

/** Days that deleted data is kept unless a vault says otherwise. */
export const DEFAULT_SOFT_DELETE_DAYS = 14;

const SECURITY = ['properties', 'securitySettings'];

/** Whether deletes in the vault, asked for in this version, are soft whatever its settings say. */
export function isSecure(vault: Resource, apiVersion: string): boolean {
  return isSecureByDefault(apiVersion) || SECURE_REGIONS.includes(textAt(vault.body, 'location') ?? '');
}

/** Whether a delete of backup data in the vault, asked for in this version, keeps it for a while. */
export function softDeletes(vault: Resource, apiVersion: string): boolean {
  return textAt(vault.body, ...SECURITY, 'softDeleteSettings', 'state') !== 'Off' || isSecure(vault, apiVersion);
}

export function softDeleteDays(vault: Resource): number {
  return numberAt(vault.body, ...SECURITY, 'softDeleteSettings', 'retentionDurationInDays') ?? DEFAULT_SOFT_DELETE_DAYS;
}

export function isImmutable(vault: Resource): boolean {
  return textAt(vault.body, ...SECURITY, 'immutabilitySettings', 'state') !== 'Disabled';
}

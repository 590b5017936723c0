import { ArmError, badRequest } from '../arm/error';

/** Published versions of Microsoft.DataProtection (bicep-types-az, 2026-11). */
export const API_VERSIONS = [
  '2021-01-01',
  '2021-02-01-preview',
  '2021-06-01-preview',
  '2021-07-01',
  '2021-10-01-preview',
  '2021-12-01-preview',
  '2022-01-01',
  '2022-02-01-preview',
  '2022-03-01',
  '2022-03-31-preview',
  '2022-04-01',
  '2022-05-01',
  '2022-09-01-preview',
  '2022-10-01-preview',
  '2022-11-01-preview',
  '2022-12-01',
  '2023-01-01',
  '2023-04-01-preview',
  '2023-05-01',
  '2023-06-01-preview',
  '2023-08-01-preview',
  '2023-11-01',
  '2023-12-01',
  '2024-02-01-preview',
  '2024-03-01',
  '2024-04-01',
  '2025-01-01',
  '2025-02-01',
  '2025-07-01',
  '2025-09-01',
  '2026-03-01',
  '2026-04-01-preview',
  '2026-06-01',
  '2026-07-01',
];

/** From here on soft delete can't be turned off, and vaults are soft-deleted themselves. */
const SECURE_BY_DEFAULT = '2025-09-01';
export const SECURE_API_VERSIONS = API_VERSIONS.filter(isSecureByDefault);

export function isSecureByDefault(apiVersion: string): boolean {
  return apiVersion >= SECURE_BY_DEFAULT;
}

/** Regions where secure by default is generally available: it holds there for every version. */
export const SECURE_REGIONS = ['australiaeast', 'westcentralus', 'eastasia'];

export const VAULT_TYPE = 'Microsoft.DataProtection/backupVaults';
export const POLICY_TYPE = `${VAULT_TYPE}/backupPolicies`;
export const INSTANCE_TYPE = `${VAULT_TYPE}/backupInstances`;
export const DELETED_INSTANCE_TYPE = `${VAULT_TYPE}/deletedBackupInstances`;
export const PROXY_TYPE = `${VAULT_TYPE}/backupResourceGuardProxies`;
export const DELETED_VAULT_TYPE = 'Microsoft.DataProtection/locations/deletedVaults';

const GROUP_PATH = '/subscriptions/{subscription}/resourceGroups/{group}';
export const PROVIDER_PATH = `${GROUP_PATH}/providers/Microsoft.DataProtection`;
export const SUBSCRIPTION_PATH = '/subscriptions/{subscription}/providers/Microsoft.DataProtection';
export const VAULT_PATH = `${PROVIDER_PATH}/backupVaults/{vault}`;
export const POLICY_PATH = `${VAULT_PATH}/backupPolicies/{policy}`;
export const INSTANCE_PATH = `${VAULT_PATH}/backupInstances/{instance}`;
export const DELETED_INSTANCE_PATH = `${VAULT_PATH}/deletedBackupInstances/{instance}`;

/** The one kind of datasource that the twin backs up. */
export const DATASOURCE_TYPE = 'Microsoft.DBforPostgreSQL/flexibleServers';

/** How the service answers input that it doesn't take; its own message says no more than the first sentence. */
export function invalidInput(what: string): ArmError {
  return badRequest('BMSUserErrorInvalidInput', `Input provided for the call is invalid. ${what}`);
}

/** A refusal whose code the service hasn't published. */
export function refused(message: string): ArmError {
  return badRequest('BadRequest', message);
}

/** The text where it is one of these, else a refusal that tells them. */
export function oneOf<T extends string>(what: string, value: unknown, allowed: readonly T[]): T {
  if (allowed.includes(value as T)) return value as T;
  throw invalidInput(`${what} must be one of ${allowed.join(', ')}, got: ${JSON.stringify(value)}.`);
}

import { IConstruct } from 'constructs';
import type { IBackupVault } from './backup-vault-interface';
import type { RestoreTargetKey } from './restore-target-props';
import { LIMITS } from '../matrix/limits';
import { NAMES } from '../matrix/names';
import { normaliseRegion, regionInfo } from '../matrix/regions';
import { SOURCES } from '../matrix/source';
import { armIdPart, checkArmId, checkKeyIdentity } from '../terraform/arm-id';
import { checkKeyId, checkName, refuse } from '../terraform/check';
import { knownRegion } from '../terraform/known-text';
import { daysOf } from '../terraform/retention-days';
import { providerIdentity } from '../terraform/subscription';
import { Retention } from '../time/retention';
import { isUnresolvedNumber, isUnresolvedString } from '../time/token';

/** Files are restored in the region of the vault, or in its pair where cross-region restore is on. Unknown regions pass. */
export function checkRegion(scope: IConstruct, vault: IBackupVault, location: string): void {
  const at = normaliseRegion(knownRegion(scope, location));
  const home = normaliseRegion(knownRegion(vault, vault.location));
  if (at === home || isUnresolvedString(at) || isUnresolvedString(home)) return;
  const region = regionInfo(home);
  const pair = region?.pairedRegion;
  const mayCross = vault.crossRegionRestore !== false;
  if (mayCross && (region === undefined || at === pair)) return;
  refuse(
    scope,
    'PGB604',
    `\`location\` must be ${home}, the region of the vault${mayCross && pair !== undefined ? `, or its pair ${pair}` : ''}, got: ${at}.`,
    SOURCES.restoreRegion,
    at === pair
      ? `put the account into ${home}, or turn cross-region restore of the vault on, which is for good`
      : `put the account into ${home}`,
  );
}

/** The subscription of an ARM id, or of a provider, where it is written down. */
export function writtenSubscription(scope: IConstruct, id: string, provider: IBackupVault['provider']) {
  return isUnresolvedString(id)
    ? providerIdentity(scope, provider).writtenSubscriptionId
    : armIdPart(id, 'subscriptions');
}

/** @param own the subscription of the target, where it is written down */
export function checkSubscription(scope: IConstruct, vault: IBackupVault, own: string | undefined): void {
  const setting = vault.crossSubscriptionRestore;
  if (setting === undefined || setting.allowed) return;
  const home = writtenSubscription(vault, vault.vaultId, vault.provider);
  if (home === undefined || own === undefined || home.toLowerCase() === own.toLowerCase()) return;
  refuse(
    scope,
    'CrossSubscriptionRestore',
    `A restore target must lie in the subscription of its vault, ${home}, where cross-subscription restore is ${setting.state}, got: ${own}.`,
    SOURCES.vaultManagement,
    'put the account into the subscription of the vault, or leave cross-subscription restore enabled',
  );
}

/** Days until restored files are deleted. */
export function checkedDays(scope: IConstruct, deleteAfter: Retention): number {
  const days = daysOf(deleteAfter);
  if (days !== undefined && (isUnresolvedNumber(days) || days >= 1)) return days;
  refuse(
    scope,
    'DeleteAfter',
    `\`deleteAfter\` must be days or weeks, got: ${deleteAfter.toHumanString()}.`,
    SOURCES.azurermManagementPolicy,
    'give it as Retention.days or Retention.weeks: months and years are not always as long',
  );
}

export function checkRestoreKey(scope: IConstruct, key: RestoreTargetKey | undefined): void {
  if (key === undefined) return;
  const source = SOURCES.azurermStorageAccount;
  checkKeyId(scope, 'RestoreTargetKey', 'keyVaultKeyId', key.keyVaultKeyId, source);
  checkKeyIdentity(scope, 'RestoreTargetKey', 'userAssignedIdentityId', key.userAssignedIdentityId, source);
}

/** Every restore is a copy from a tenant of Microsoft's. */
export function checkCrossTenant(scope: IConstruct, allowed: boolean | undefined): void {
  if (allowed !== false) return;
  refuse(
    scope,
    'PGB602',
    '`crossTenantReplication` of an account that is restored to must be true, got: false.',
    LIMITS.restoreAccount.source,
    'allow cross-tenant replication on the account, or restore to one that is kept for restores alone',
  );
}

export function checkAccountId(scope: IConstruct, id: string): void {
  const type = 'Microsoft.Storage/storageAccounts';
  checkArmId(scope, 'StorageAccountId', 'storageAccountId', id, type, SOURCES.azurermStorageAccount);
}

/** The service's own `$root` and `$web` have neither a prefix to delete by nor, as a website, a lock on the door. */
export function checkContainerName(scope: IConstruct, name: string): void {
  checkName(scope, 'containerName', name, {
    ...NAMES.container,
    pattern: /^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,62}$/,
  });
}

export function checkSubnets(scope: IConstruct, subnetIds: readonly string[]): void {
  const type = 'Microsoft.Network/virtualNetworks/subnets';
  for (const id of subnetIds) {
    checkArmId(scope, 'RestoreTargetNetwork', 'subnetIds', id, type, SOURCES.azurermStorageAccount);
  }
}

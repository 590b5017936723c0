import type { DataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { OneWayDoor } from './one-way-door';
import { ROLES } from '../matrix/roles';
import { SOURCES } from '../matrix/source';
import { armIdPart } from '../terraform/arm-id';
import { checkKeyId, refuse, show } from '../terraform/check';
import { generated } from '../terraform/generated';
import { terraformUuid } from '../terraform/names';
import { isUnresolvedString } from '../time/token';

/** A key of one's own for a vault. */
export interface VaultKey {
  /**
   * Id of the key, with or without a version: `https://….vault.azure.net/keys/…`. The key vault needs soft delete and
   * purge protection.
   */
  readonly keyVaultKeyId: string;
  /**
   * ARM id of the key or its key vault. When given, the vault's identity gets Key Vault Crypto Service Encryption User on it.
   * @default - the identity has been given access elsewhere
   */
  readonly grantScope?: string;
  /** The word that a vault never goes back to a key of Azure's. */
  readonly oneWayDoor: OneWayDoor;
}

interface Encryption {
  readonly vault: DataProtectionBackupVault;
  readonly seed: string;
  readonly key: VaultKey;
  readonly provider?: TerraformProvider;
}

/** Encrypts a vault with a key, and gives its identity access to it first. */
export function encryptVault(scope: Construct, { vault, seed, key, provider }: Encryption): void {
  checkKeyId(scope, 'VaultKey', 'keyVaultKeyId', key.keyVaultKeyId, SOURCES.azurermVault);
  checkGrantScope(scope, key.grantScope);
  const role = ROLES.keyVaultCryptoServiceEncryptionUser;
  const access =
    key.grantScope === undefined
      ? []
      : [
          new generated.RoleAssignment(scope, 'KeyAccess', {
            name: terraformUuid(`${role.guid}|${seed}|${key.grantScope}`),
            scope: key.grantScope,
            roleDefinitionId: `/subscriptions/${armIdPart(key.grantScope, 'subscriptions')}/providers/Microsoft.Authorization/roleDefinitions/${role.guid}`,
            principalId: vault.identity.principalId,
            principalType: 'ServicePrincipal',
            provider,
          }),
        ];
  new generated.BackupVaultKey(scope, 'CustomerManagedKey', {
    dataProtectionBackupVaultId: vault.id,
    keyVaultKeyId: key.keyVaultKeyId,
    dependsOn: access.length === 0 ? undefined : access,
    provider,
  });
}

function checkGrantScope(scope: Construct, grantScope: string | undefined): void {
  if (grantScope === undefined || isUnresolvedString(grantScope) || /^\/subscriptions\/[^/]+/i.test(grantScope)) return;
  refuse(
    scope,
    'VaultKey',
    `\`grantScope\` must be /subscriptions/…, got: ${show(grantScope)}.`,
    SOURCES.azurermVault,
    'give the whole ARM id of the key or of its key vault',
  );
}

import { DataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { DataProtectionBackupVaultCustomerManagedKey } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault-customer-managed-key';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { ROLES } from '../matrix/roles';
import { SOURCES } from '../matrix/source';
import { armIdPart } from '../terraform/arm-id';
import { refuse } from '../terraform/check';
import { terraformUuid } from '../terraform/names';
import { isUnresolvedString } from '../time/token';
import { OneWayDoor } from './one-way-door';

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
  if (!isUnresolvedString(key.keyVaultKeyId) && !/^https:\/\/[^/]+\/keys\/[^/]+(\/[^/]+)?$/.test(key.keyVaultKeyId)) {
    refuse(
      scope,
      'VaultKey',
      `\`keyVaultKeyId\` must be https://…/keys/…, got: ${key.keyVaultKeyId}.`,
      SOURCES.azurermVault,
      'give the id of the key itself, not of its vault nor of a secret',
    );
  }
  const role = ROLES.keyVaultCryptoServiceEncryptionUser;
  const access =
    key.grantScope === undefined
      ? []
      : [
          new RoleAssignment(scope, 'KeyAccess', {
            name: terraformUuid(`${role.guid}|${seed}|${key.grantScope}`),
            scope: key.grantScope,
            roleDefinitionId: `/subscriptions/${armIdPart(key.grantScope, 'subscriptions')}/providers/Microsoft.Authorization/roleDefinitions/${role.guid}`,
            principalId: vault.identity.principalId,
            principalType: 'ServicePrincipal',
            provider,
          }),
        ];
  new DataProtectionBackupVaultCustomerManagedKey(scope, 'CustomerManagedKey', {
    dataProtectionBackupVaultId: vault.id,
    keyVaultKeyId: key.keyVaultKeyId,
    dependsOn: access,
    provider,
  });
}

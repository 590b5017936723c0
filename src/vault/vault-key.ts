import type { DataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { OneWayDoor, understood } from './one-way-door';
import { PropagationWait } from './propagation-wait';
import { ROLES } from '../matrix/roles';
import { SOURCES } from '../matrix/source';
import { armIdPart } from '../terraform/arm-id';
import { checkKeyId, refuse, show } from '../terraform/check';
import { addressOf, dependOn } from '../terraform/depend';
import { generated } from '../terraform/generated';
import { referencedResource } from '../terraform/known-text';
import { terraformUuid } from '../terraform/names';
import { roleDefinitionId } from '../terraform/role-definition-id';
import { ensureTimeProvider } from '../terraform/time-provider';
import { isUnresolvedString } from '../time/token';

/** A key of one's own for a vault. */
export interface VaultKey {
  /**
   * Id of the key, with or without a version: `https://….vault.azure.net/keys/…`. The key vault needs soft delete and
   * purge protection.
   */
  readonly keyVaultKeyId: string;
  /**
   * ARM id of the key or its key vault. When given, the vault's identity gets Key Vault Crypto Service Encryption User on
   * it, and the key is set once that has had the vault's `propagationWait` to take effect. Terraform takes it away before
   * it deletes the vault, which Azure may then refuse: docs/azurerm-surprises.md says what to do.
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
  readonly wait: PropagationWait;
  readonly provider?: TerraformProvider;
}

/** Encrypts a vault with a key, and gives its identity access to it first. */
export function encryptVault(scope: Construct, encryption: Encryption): TerraformResource {
  const { vault, key, provider } = encryption;
  understood(key.oneWayDoor, 'customerManagedKey.oneWayDoor', scope.node.path);
  checkKeyId(scope, 'VaultKey', 'keyVaultKeyId', key.keyVaultKeyId, SOURCES.azurermVault);
  checkGrantScope(scope, key.grantScope);
  checkPurgeProtection(scope, key);
  const encrypted = new generated.BackupVaultKey(scope, 'CustomerManagedKey', {
    dataProtectionBackupVaultId: vault.id,
    keyVaultKeyId: key.keyVaultKeyId,
    provider,
  });
  if (key.grantScope !== undefined) dependOn(encrypted, [grantKey(scope, key.grantScope, encryption)]);
  return encrypted;
}

/** The access, or the wait until it is in force: before that Azure can't read the key and refuses it. */
function grantKey(
  scope: Construct,
  grantScope: string,
  { vault, seed, wait, provider }: Encryption,
): TerraformResource {
  const role = ROLES.keyVaultCryptoServiceEncryptionUser;
  const access = new generated.RoleAssignment(scope, 'KeyAccess', {
    name: terraformUuid(`${role.guid}|${seed}|${grantScope}`),
    scope: grantScope,
    roleDefinitionId: roleDefinitionId(armIdPart(grantScope, 'subscriptions'), role),
    principalId: vault.identity.principalId,
    principalType: 'ServicePrincipal',
    provider,
  });
  if (wait.duration === undefined) return access;
  ensureTimeProvider(scope);
  const sleep = new generated.Sleep(scope, 'KeyAccessWait', {
    createDuration: wait.duration,
    lifecycle: { replaceTriggeredBy: [addressOf(access)] },
  });
  dependOn(sleep, [access]);
  return sleep;
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

interface KeyVaultLike {
  readonly purgeProtectionEnabledInput?: unknown;
}

interface KeyVaultKeyLike {
  readonly keyVaultIdInput?: string;
}

/** Where the key vault is one of the app's own it is known, and azurerm leaves purge protection off unless told otherwise. */
function checkPurgeProtection(scope: Construct, { keyVaultKeyId, grantScope }: VaultKey): void {
  for (const text of [keyVaultKeyId, grantScope]) {
    const keyVault = keyVaultOf(scope, text);
    const enabled = (keyVault as KeyVaultLike | undefined)?.purgeProtectionEnabledInput ?? false;
    if (keyVault === undefined || enabled !== false) continue;
    refuse(
      scope,
      'VaultKey',
      `\`keyVaultKeyId\` must be of a key vault with purge protection, got: /${keyVault.node.path} without.`,
      SOURCES.vaultKeys,
      'turn purge protection on with `purgeProtectionEnabled: true`; it can never be turned off again',
    );
  }
}

/** The key vault that a text refers to, by itself or by one of its keys. */
function keyVaultOf(scope: Construct, text: string | undefined): TerraformResource | undefined {
  const resource = text === undefined ? undefined : referencedResource(scope, text);
  if (resource?.terraformResourceType !== 'azurerm_key_vault_key') {
    return resource?.terraformResourceType === 'azurerm_key_vault' ? resource : undefined;
  }
  return keyVaultOf(resource, (resource as KeyVaultKeyLike).keyVaultIdInput);
}

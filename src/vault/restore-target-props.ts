import { TerraformProvider } from 'cdktf';
import type { IBackupVault } from './backup-vault-interface';
import { RestoreRoleScope } from './restore-role-scope';
import { RestoreTargetNetwork } from './restore-target-network';
import { StorageReplication } from './storage-replication';
import { PrivateEndpointOptions } from '../terraform/private-endpoint';
import { Retention } from '../time/retention';

/** A key of one's own for a restore account. */
export interface RestoreTargetKey {
  /**
   * Id of the key, with or without a version: `https://….vault.azure.net/keys/…`. azurerm looks for its key vault in the
   * account's subscription only; it needs soft delete and purge protection.
   */
  readonly keyVaultKeyId: string;
  /** ARM id of the user-assigned identity that has access to the key. */
  readonly userAssignedIdentityId: string;
}

/** How a container to restore to is set up, and the storage account around it. */
export interface RestoreTargetOptions {
  /** Resource group of the storage account. */
  readonly resourceGroupName: string;
  /**
   * Region: that of the vault, or its pair where the vault has cross-region restore.
   * @default - that of the vault
   */
  readonly location?: string;
  /**
   * Name of the storage account, unique in all of Azure: 3 to 24 lower-case letters and digits.
   * @default - made from the construct path, with a hash of path, subscription and resource group
   */
  readonly storageAccountName?: string;
  /**
   * Name of the container: 3 to 63 lower-case letters, digits and single hyphens between them.
   * @default "restore"
   */
  readonly containerName?: string;
  /**
   * How many copies of the files are kept, and where.
   * @default StorageReplication.LOCALLY_REDUNDANT
   */
  readonly replication?: StorageReplication;
  /**
   * How long restored files are kept, in days or weeks. They hold everything that the database held.
   * @default Retention.days(30)
   */
  readonly deleteAfter?: Retention;
  /**
   * From where the account can be reached.
   * @default RestoreTargetNetwork.selectedNetworks()
   */
  readonly network?: RestoreTargetNetwork;
  /**
   * A private endpoint for those who read the files, with the zone `privatelink.blob.core.windows.net`.
   * @default - none
   */
  readonly privateEndpoint?: PrivateEndpointOptions;
  /**
   * A key of one's own that encrypts the account.
   * @default - a key that Azure manages
   */
  readonly customerManagedKey?: RestoreTargetKey;
  /**
   * What the vault may write to.
   * @default RestoreRoleScope.CONTAINER
   */
  readonly roleScope?: RestoreRoleScope;
  /**
   * Tags of the storage account.
   * @default - none
   */
  readonly tags?: Record<string, string>;
  /**
   * Provider of the subscription that the account is to lie in: that of the vault or another one of its tenant.
   * @default - that of the vault where both lie in one stack, else the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
}

/** A container to restore to, and the vault that it is for. */
export interface RestoreTargetProps extends RestoreTargetOptions {
  /** The vault that restores to it. */
  readonly vault: IBackupVault;
}

/** What is known of a storage account that exists already, and which of its containers is restored to. */
export interface RestoreTargetAttributes {
  /** The vault that restores to it. */
  readonly vault: IBackupVault;
  /**
   * Name of the container.
   * @default "restore"
   */
  readonly containerName?: string;
  /**
   * Whether the container exists too; else it is made.
   * @default false
   */
  readonly existingContainer?: boolean;
  /**
   * What the vault may write to.
   * @default RestoreRoleScope.CONTAINER
   */
  readonly roleScope?: RestoreRoleScope;
  /**
   * Region of the account.
   * @default - not known: the rule that asks for it is undecided
   */
  readonly location?: string;
  /**
   * Whether the account allows copies from other tenants, which every restore is.
   * @default - not known: the rule that asks for it is undecided
   */
  readonly crossTenantReplication?: boolean;
  /**
   * From where the account can be reached. `RestoreTargetNetwork.selectedNetworks()` stands for a firewall that lets in the
   * vault or trusted Microsoft services.
   * @default - not known: the rule that asks for it is undecided
   */
  readonly network?: RestoreTargetNetwork;
  /**
   * Provider of the account's subscription.
   * @default - that of the vault where both lie in one stack, else the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
}

import { TerraformProvider } from 'cdktf';
import { IConstruct } from 'constructs';
import type { BackupGrant } from './backup-grant';
import { CrossSubscriptionRestore } from './cross-subscription-restore';
import { IFlexServer } from './flex-server-interface';
import type { PrincipalGrant } from './people-grants';
import { Principal } from './principal';
import type { RestoreGrant } from './restore-grant';
import type { RestoreTarget } from './restore-target';
import type { IRestoreTarget } from './restore-target-interface';
import type { RestoreTargetOptions } from './restore-target-props';
import { VaultMonitoring } from './vault-monitoring';

/** A backup vault: one that this library makes, or one that exists already. */
export interface IBackupVault extends IConstruct {
  /** ARM id. */
  readonly vaultId: string;
  /** Name of the vault. */
  readonly vaultName: string;
  /** Name of the resource group that it lies in. */
  readonly resourceGroupName: string;
  /** Region. Servers are backed up by a vault of their own region. */
  readonly location: string;
  /** Object id of the vault's system identity: who the roles are given to. */
  readonly principalId: string;
  /**
   * Provider of the vault's subscription.
   * @default - the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
  /**
   * Whether it can restore in the paired region too.
   * @default - not known
   */
  readonly crossRegionRestore?: boolean;
  /**
   * Whether it can restore in other subscriptions of the tenant.
   * @default - as Azure has it, or not known
   */
  readonly crossSubscriptionRestore?: CrossSubscriptionRestore;
  /**
   * Gives the vault what it needs to back up a server: PostgreSQL Flexible Server Long Term Retention Backup Role on the
   * server, Reader once on its resource group, and the wait until Azure has spread them. `BackupPolicy.protect` calls it.
   */
  grantBackup(server: IFlexServer): BackupGrant;
  /**
   * Gives the vault what it needs to restore files to a container: Storage Blob Data Contributor on it, or on its account,
   * once however many targets name it. Every `RestoreTarget` calls it.
   */
  grantRestore(target: IRestoreTarget): RestoreGrant;
  /**
   * Lets somebody back up now and restore from this vault: Backup Operator on it, which edits no policies and deletes no
   * data. A restore in the paired region asks for the role on the subscription, which this doesn't give ("Restore Azure
   * Database for PostgreSQL", 2024-07-24).
   */
  grantBackupOperator(principal: Principal): PrincipalGrant;
  /** Lets somebody see this vault's instances and jobs: Backup Reader on it. */
  grantBackupReader(principal: Principal): PrincipalGrant;
  /**
   * Adds a storage account and a container that the vault can restore to.
   * @param id of the construct below the vault
   */
  addRestoreTarget(id: string, options: RestoreTargetOptions): RestoreTarget;
  /**
   * Has somebody told how the backups go: logs, the alerts that the vault raises by itself, and alerts on its health.
   * @param id of the construct below the vault
   * @throws ProviderSubscription when somebody is told, and the vault's provider is one of another subscription
   * @throws VaultMonitoring when nobody is told, or whom is wrong
   */
  addMonitoring(id: string, monitoring: VaultMonitoring): void;
}

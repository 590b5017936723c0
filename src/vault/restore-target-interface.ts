import { TerraformProvider } from 'cdktf';
import { IConstruct } from 'constructs';
import { RestoreRoleScope } from './restore-role-scope';

/** A container that a vault restores files to: one that this library makes, or one in an account that exists already. */
export interface IRestoreTarget extends IConstruct {
  /** ARM id of the storage account. */
  readonly storageAccountId: string;
  /** Name of the storage account. */
  readonly storageAccountName: string;
  /** ARM id of the container. */
  readonly containerId: string;
  /** Name of the container. */
  readonly containerName: string;
  /** Id of the subscription that the account lies in. */
  readonly subscriptionId: string;
  /** What the vault gets its role on. */
  readonly roleScope: RestoreRoleScope;
  /**
   * Provider of the account's subscription.
   * @default - the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
}

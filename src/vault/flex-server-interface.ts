import { TerraformProvider } from 'cdktf';
import { IConstruct } from 'constructs';

/** A flexible server that can be backed up: one that this library makes, or one that exists already. */
export interface IFlexServer extends IConstruct {
  /** ARM id. */
  readonly serverId: string;
  /** Name of the server. */
  readonly serverName: string;
  /** Name of the resource group that it lies in. */
  readonly resourceGroupName: string;
  /** Id of the subscription that it lies in. */
  readonly subscriptionId: string;
  /** Region. */
  readonly location: string;
  /**
   * Provider of another subscription of the same tenant.
   * @default - the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
}

import { TerraformProvider } from 'cdktf';
import { IFlexServer } from '../vault/flex-server-interface';

/** Where somebody may take backups on demand. */
export class OnDemandScope {
  /** These servers and no others: the least. */
  public static servers(...servers: IFlexServer[]): OnDemandScope {
    return new OnDemandScope('servers', servers);
  }

  /**
   * Every server of a resource group, those that come later too.
   * @param provider of the group's subscription; the stack's default azurerm provider where none is given
   */
  public static resourceGroup(resourceGroupName: string, provider?: TerraformProvider): OnDemandScope {
    return new OnDemandScope('resource group', [], resourceGroupName, provider);
  }

  /**
   * Every server of a subscription, those that come later too.
   * @param provider of the subscription; the stack's default azurerm provider where none is given
   */
  public static subscription(provider?: TerraformProvider): OnDemandScope {
    return new OnDemandScope('subscription', [], undefined, provider);
  }

  private constructor(
    /** In words: `servers`, `resource group` or `subscription`. */
    public readonly name: string,
    /** @internal */
    public readonly _servers: readonly IFlexServer[],
    /** @internal */
    public readonly _resourceGroupName?: string,
    /** @internal */
    public readonly _provider?: TerraformProvider,
  ) {}
}

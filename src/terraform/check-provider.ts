import { TerraformProvider } from 'cdktf';
import { IConstruct } from 'constructs';
import { armIdPart } from './arm-id';
import { refuse } from './check';
import { providerIdentity } from './subscription';
import { SOURCES } from '../matrix/source';
import { isUnresolvedString } from '../time/token';

/**
 * Refuses to put something beside what an id names with the provider of another subscription: azurerm knows the place by the
 * name of its resource group alone, and would take the group of that name in its own subscription.
 * @param noun what the id names: `cluster`
 */
export function checkProvider(
  scope: IConstruct,
  id: string,
  provider: TerraformProvider | undefined,
  noun: string,
): void {
  if (isUnresolvedString(id)) return;
  const wanted = armIdPart(id, 'subscriptions');
  const got = providerIdentity(scope, provider).writtenSubscriptionId;
  if (got === undefined || got.toLowerCase() === wanted.toLowerCase()) return;
  refuse(
    scope,
    'ProviderSubscription',
    `\`provider\` of the ${noun} must be one of its subscription, ${wanted}, got: ${got}.`,
    SOURCES.azurermProvider,
    `give the ${noun} the azurerm provider of that subscription where it is imported`,
  );
}

import type { Failure } from './history';
import { principalOf } from './permission';
import type { RestoreRequest } from './restore-request';
import { type JsonObject, listAt, objectAt, textAt } from '../arm/json';
import { propertiesOf } from '../arm/kind';
import { isWithin, keyOf, subscriptionOf } from '../arm/resource-id';
import type { Azure } from '../azure';
import { mayUseData } from '../resources/role-definition';
import type { Resource } from '../state/resources';

const ACCOUNT_TYPE = 'Microsoft.Storage/storageAccounts';
const WRITE = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write';

/** Where a restore goes: a container that exists, in a region. */
export interface RestorePlace {
  readonly vault: Resource;
  readonly instance: Resource;
  /** Region that the account has to be in. */
  readonly location: string;
}

export type Target = { readonly container: Resource } | { readonly failure: Failure };

/** Of the failures of a restore the article on troubleshooting (2024-03-26) lists this one; the codes of others aren't published. */
const MISSING_PERMISSIONS: Failure = {
  code: 'UserErrorMSIMissingPermissions',
  innerCode: 'UserErrorMSIMissingPermissions',
  message: "The required set of permissions aren't present to perform the restore operation.",
  recommendedAction: 'Assign the appropriate permissions and retrigger the restore operation.',
};

function failed(message: string): { failure: Failure } {
  return { failure: { code: 'BadRequest', message } };
}

/** The container that files are to be restored to, or what keeps the vault from it. */
export function targetOf(azure: Azure, request: RestoreRequest, place: RestorePlace): Target {
  const account = azure.resources.ofType(ACCOUNT_TYPE).find(({ name }) => name === request.account);
  if (!account) return failed(`The storage account '${request.account}' was not found.`);
  const container = azure.resources.get(`${account.id}/blobServices/default/containers/${request.container}`);
  if (!container) return failed(`The container '${request.container}' of '${account.name}' was not found.`);
  const { targetId } = request;
  if (targetId !== undefined && !isWithin(container.id, targetId)) {
    return failed(`\`targetResourceArmId\` doesn't name the container of the url, got: '${targetId}'.`);
  }
  const why = whyClosed(account, place);
  if (why !== undefined) return failed(why);
  return mayWrite(azure, container, request, place) ? { container } : { failure: MISSING_PERMISSIONS };
}

function whyClosed(account: Resource, { vault, location }: RestorePlace): string | undefined {
  const region = textAt(account.body, 'location');
  if (region !== location) return `The storage account must be in ${location}, got: ${region}.`;
  const elsewhere = subscriptionOf(account.id).toLowerCase() !== subscriptionOf(vault.id).toLowerCase();
  const state = textAt(vault.body, 'properties', 'featureSettings', 'crossSubscriptionRestoreSettings', 'state');
  if (elsewhere && state !== undefined && state !== 'Enabled') {
    return `The vault '${vault.name}' doesn't restore in other subscriptions: cross-subscription restore is ${state}.`;
  }
  const properties = propertiesOf(account.body);
  if (properties.allowCrossTenantReplication !== true) {
    return 'The storage account must have AllowCrossTenantReplication set to true.';
  }
  return isReachable(properties, vault) ? undefined : `The storage account '${account.name}' can't be reached.`;
}

/**
 * Private endpoints are no way in. Behind a firewall the article on managing backups (2025-03-18) lets trusted services and the
 * vault's own rule through; whether one of them is enough isn't said, and here it is.
 */
function isReachable(properties: JsonObject, vault: Resource): boolean {
  if (properties.publicNetworkAccess === 'Disabled') return false;
  const rules = objectAt(properties, 'networkAcls');
  if (rules.defaultAction !== 'Deny') return true;
  const bypass = (textAt(rules, 'bypass') ?? '').split(',').map((each) => each.trim());
  if (bypass.includes('AzureServices')) return true;
  return listAt(rules, 'resourceAccessRules').some((rule) => lets(textAt(rule, 'resourceId') ?? '', vault));
}

/** A rule may end in a star, for all vaults of a subscription or group. */
function lets(resourceId: string, vault: Resource): boolean {
  const parts = keyOf(resourceId).split('/');
  const wanted = keyOf(vault.id).split('/');
  return parts.length === wanted.length && parts.every((part, index) => part === '*' || part === wanted[index]);
}

function mayWrite(azure: Azure, container: Resource, request: RestoreRequest, place: RestorePlace): boolean {
  const { vault, instance } = place;
  const { identityDetails = objectAt(instance.body, 'properties', 'identityDetails') } = request;
  const principal = principalOf(vault, { identityDetails });
  return principal !== undefined && mayUseData(azure, principal, WRITE, container.id);
}

import { refer, SettingValue } from './setting';
import { Place } from '../inventory/arm-scope';
import { Entity } from '../inventory/entities';
import { Fact } from '../inventory/fact';

/** A resource of the estate that has a name and a place. */
export interface Placed extends Entity {
  readonly name: Fact<string>;
  readonly place: Place;
}

/** The value where it is known. */
export function knownValue<T>(fact: Fact<T> | undefined): T | undefined {
  return fact?.state === 'known' ? fact.value : undefined;
}

/** The value where it is known and says something: states show what isn't given as an empty text. */
export function knownText(fact: Fact<string> | undefined): string | undefined {
  const value = knownValue(fact);
  return value === undefined || value === '' ? undefined : value;
}

/** The name that is given, else the last part of the id. */
export function nameOf({ name, armId }: Pick<Placed, 'name' | 'armId'>): string | undefined {
  return knownText(name) ?? armId?.slice(armId.lastIndexOf('/') + 1);
}

export function resourceGroupOf({ place, armId }: Pick<Placed, 'place' | 'armId'>): string | undefined {
  if (place.resourceGroup?.literal === true) return place.resourceGroup.text;
  return /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i.exec(armId ?? '')?.[1];
}

export function subscriptionOf({ place, armId }: Pick<Placed, 'place' | 'armId'>): string | undefined {
  if (place.subscription?.literal === true) return place.subscription.text;
  return /^\/subscriptions\/([^/]+)/i.exec(armId ?? '')?.[1];
}

/**
 * The id of a resource as far as the estate knows it: what is made in the subscription that nothing names, which is the one
 * of the vault, refers to the setting.
 * @param below provider and type, `Microsoft.Storage/storageAccounts`
 */
export function idOf(resource: Placed, below: string, vault: Placed | undefined): SettingValue | undefined {
  if (resource.armId !== undefined) return [resource.armId];
  const group = resourceGroupOf(resource);
  const name = nameOf(resource);
  if (group === undefined || name === undefined) return undefined;
  const rest = `/resourceGroups/${group}/providers/${below}/${name}`;
  const subscription = subscriptionOf(resource);
  if (subscription !== undefined) return [`/subscriptions/${subscription}${rest}`];
  return isSameUnnamed(resource, vault) ? ['/subscriptions/', refer('SUBSCRIPTION_ID'), rest] : undefined;
}

/** Whether nothing names the subscription of either, and it is the same. */
export function isSameUnnamed({ place }: Placed, other: Placed | undefined): boolean {
  const [a, b] = [place.subscription, other?.place.subscription];
  return a !== undefined && b !== undefined && !a.literal && !b.literal && a.text === b.text;
}

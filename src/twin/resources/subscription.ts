import type { JsonObject } from '../arm/json';
import { ok } from '../arm/message';
import { subscriptionOf } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import { REGIONS } from '../regions';
import { SUBSCRIPTIONS_VERSIONS } from './api-versions';

/** Every subscription that is named by a GUID is there; the list has the first one, and those in which something lies. */
function subscriptionIds(azure: Azure): string[] {
  const used = azure.resources.all().map(({ id }) => subscriptionOf(id).toLowerCase());
  return [...new Set([azure.settings.subscriptionId, ...used])].filter(Boolean);
}

function show({ settings }: Azure, subscriptionId: string): JsonObject {
  return {
    id: `/subscriptions/${subscriptionId}`,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId,
    tenantId: settings.tenantId,
    displayName: subscriptionId === settings.subscriptionId ? 'Twin' : `Twin ${subscriptionId}`,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
  };
}

function showTenant({ settings }: Azure): JsonObject {
  const { tenantId } = settings;
  return { id: `/tenants/${tenantId}`, tenantId, displayName: 'Twin', tenantCategory: 'Home', domains: ['twin.test'] };
}

function listLocations({ params }: Call) {
  const value = Object.entries(REGIONS).map(([name, { displayName, pair, zones }]) => ({
    id: `/subscriptions/${params.subscription}/locations/${name}`,
    name,
    type: 'Region',
    displayName,
    regionalDisplayName: displayName,
    metadata: {
      regionType: 'Physical',
      pairedRegion: pair ? [{ name: pair, id: `/subscriptions/${params.subscription}/locations/${pair}` }] : [],
    },
    availabilityZoneMappings: zones
      ? ['1', '2', '3'].map((zone) => ({ logicalZone: zone, physicalZone: `${name}-az${zone}` }))
      : [],
  }));
  return ok({ value });
}

const apiVersions = SUBSCRIPTIONS_VERSIONS;

export const SUBSCRIPTION_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/subscriptions',
    apiVersions,
    handle: ({ azure }) => ok({ value: subscriptionIds(azure).map((id) => show(azure, id)) }),
  },
  {
    method: 'GET',
    path: '/subscriptions/{subscription}',
    apiVersions,
    handle: ({ azure, params }) => ok(show(azure, params.subscription)),
  },
  { method: 'GET', path: '/subscriptions/{subscription}/locations', apiVersions, handle: listLocations },
  { method: 'GET', path: '/tenants', apiVersions, handle: ({ azure }) => ok({ value: [showTenant(azure)] }) },
];

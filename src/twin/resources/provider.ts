import { notFound } from '../arm/error';
import type { Json, JsonObject } from '../arm/json';
import { ok } from '../arm/message';
import type { Call, Route } from '../arm/route';
import { REGIONS } from '../regions';
import { RESOURCES_VERSIONS } from './api-versions';

/** Namespaces that clients ask for although nothing of them is kept. */
const OTHERS = ['Microsoft.Compute', 'Microsoft.ManagedServices', 'Microsoft.Management', 'Microsoft.PolicyInsights'];

/** What each namespace has, read off the routes. */
function namespaces(routes: readonly Route[]): Map<string, Map<string, readonly string[]>> {
  const found = new Map<string, Map<string, readonly string[]>>(OTHERS.map((namespace) => [namespace, new Map()]));
  for (const { path, apiVersions } of routes) {
    const [, provider] = /\/providers\/(Microsoft\.[^{]+\/.+)$/.exec(path) ?? [];
    if (!provider || !apiVersions) continue;
    const [namespace, ...segments] = provider.split('/');
    // Types and names take turns; what ends with a type is a list or an action.
    if (segments.length % 2 === 1) continue;
    const types = found.get(namespace) ?? new Map<string, readonly string[]>();
    types.set(segments.filter((_, index) => index % 2 === 0).join('/'), apiVersions);
    found.set(namespace, types);
  }
  const groups = new Map([
    ['resourceGroups', RESOURCES_VERSIONS] as const,
    ...(found.get('Microsoft.Resources') ?? []),
  ]);
  return found.set('Microsoft.Resources', groups);
}

function show(call: Call, namespace: string, types: ReadonlyMap<string, readonly string[]>): JsonObject {
  const locations = Object.values(REGIONS).map(({ displayName }) => displayName);
  return {
    id: `/subscriptions/${call.params.subscription}/providers/${namespace}`,
    namespace,
    registrationPolicy: 'RegistrationRequired',
    registrationState: 'Registered',
    resourceTypes: [...types].map(([resourceType, versions]): Json => ({
      resourceType,
      locations,
      apiVersions: [...versions].sort().reverse(),
      capabilities: 'None',
    })),
  };
}

function list(call: Call) {
  return ok({ value: [...namespaces(call.azure.routes)].map(([namespace, types]) => show(call, namespace, types)) });
}

/** Everything is registered from the start. */
function read(call: Call) {
  const wanted = call.params.namespace.toLowerCase();
  const found = [...namespaces(call.azure.routes)].find(([namespace]) => namespace.toLowerCase() === wanted);
  if (found) return ok(show(call, ...found));
  throw notFound('InvalidResourceNamespace', `The resource namespace '${call.params.namespace}' is invalid.`);
}

const apiVersions = RESOURCES_VERSIONS;
const PATH = '/subscriptions/{subscription}/providers';

export const PROVIDER_ROUTES: readonly Route[] = [
  { method: 'GET', path: PATH, apiVersions, handle: list },
  { method: 'GET', path: `${PATH}/{namespace}`, apiVersions, handle: read },
  { method: 'POST', path: `${PATH}/{namespace}/register`, apiVersions, lockless: true, handle: read },
];

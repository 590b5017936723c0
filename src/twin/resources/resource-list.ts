import { RESOURCES_VERSIONS } from './api-versions';
import { equalTo } from './odata-filter';
import { requireScope } from './scope';
import type { JsonObject } from '../arm/json';
import { ok } from '../arm/message';
import { isWithin } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Resource } from '../state/resources';

/** What lies in resource groups itself: not what lies in other resources, nor what extends them. */
const TOP_LEVEL = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+$/i;

function list({ azure, path, query }: Call) {
  const scope = path.replace(/\/resources$/i, '');
  requireScope(azure, scope);
  const filter = query.get('$filter') ?? '';
  const wanted = {
    name: equalTo(filter, 'name')?.toLowerCase(),
    type: equalTo(filter, 'resourceType')?.toLowerCase(),
    group: equalTo(filter, 'resourceGroup')?.toLowerCase(),
  };
  const found = azure.resources
    .all()
    .filter(({ id, body }) => TOP_LEVEL.test(id) && body.location !== undefined && isWithin(id, scope))
    .filter(({ type }) => wanted.type === undefined || type.toLowerCase() === wanted.type)
    .filter(({ name }) => wanted.name === undefined || name.toLowerCase() === wanted.name)
    .filter(({ id }) => wanted.group === undefined || id.split('/')[4].toLowerCase() === wanted.group);
  return ok({ value: found.map(show) });
}

function show({ id, name, type, body, createdAt }: Resource): JsonObject {
  const { location, tags, kind, sku, identity } = body;
  return {
    id,
    name,
    type,
    location,
    tags,
    kind,
    sku,
    identity,
    createdTime: createdAt,
    provisioningState: 'Succeeded',
  };
}

export const RESOURCE_LIST_ROUTES: readonly Route[] = [
  '/subscriptions/{subscription}/resources',
  '/subscriptions/{subscription}/resourceGroups/{group}/resources',
].map((path) => ({ method: 'GET' as const, path, apiVersions: RESOURCES_VERSIONS, handle: list }));

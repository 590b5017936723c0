import { RESOURCES_VERSIONS } from './api-versions';
import { badRequest } from '../arm/error';
import { isObject, type JsonObject } from '../arm/json';
import { missing, propertiesOf } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import { groupOf } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Resource } from '../state/resources';

const PATH = '{scope}/providers/Microsoft.Resources/tags/default';

function tagged({ azure, params }: Call): Resource {
  const resource = azure.resources.get(params.scope);
  if (resource) return resource;
  throw missing(azure.resources.has(groupOf(params.scope) ?? ''), params.scope);
}

function answer({ path }: Call, resource: Resource): Answer {
  const tags = resource.body.tags ?? {};
  return ok({ id: path, name: 'default', type: 'Microsoft.Resources/tags', properties: { tags } });
}

function sentTags({ body }: Call): JsonObject {
  const { tags } = propertiesOf(body);
  if (isObject(tags)) return tags;
  throw badRequest('InvalidRequestContent', 'The tags must be a JSON object.');
}

function put(call: Call): Answer {
  const resource = tagged(call);
  resource.body = { ...resource.body, tags: sentTags(call) };
  return answer(call, resource);
}

function patch(call: Call): Answer {
  const resource = tagged(call);
  resource.body = { ...resource.body, tags: patched(call, isObject(resource.body.tags) ? resource.body.tags : {}) };
  return answer(call, resource);
}

function patched(call: Call, old: JsonObject): JsonObject {
  const sent = sentTags(call);
  switch (call.body.operation) {
    case 'Merge':
      return { ...old, ...sent };
    case 'Replace':
      return sent;
    case 'Delete':
      return Object.fromEntries(Object.entries(old).filter(([name]) => !(name in sent)));
    default:
      throw badRequest('BadRequest', "The operation on tags must be 'Merge', 'Replace' or 'Delete'.");
  }
}

function remove(call: Call): Answer {
  const resource = tagged(call);
  resource.body = { ...resource.body, tags: {} };
  return { status: 200 };
}

const apiVersions = RESOURCES_VERSIONS;

export const TAGS_ROUTES: readonly Route[] = [
  { method: 'GET', path: PATH, apiVersions, handle: (call) => answer(call, tagged(call)) },
  { method: 'PUT', path: PATH, apiVersions, handle: put },
  { method: 'PATCH', path: PATH, apiVersions, handle: patch },
  { method: 'DELETE', path: PATH, apiVersions, handle: remove },
];

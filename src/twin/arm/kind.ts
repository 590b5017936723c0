import { ArmError, badRequest, conflict, notFound } from './error';
import { copy, isObject, JsonObject, mergePatch, textAt } from './json';
import type { Answer } from './message';
import { groupOf, parseId } from './resource-id';
import type { Call, Route } from './route';
import type { Resource, Resources } from '../state/resources';

/** The body that is kept of a write. */
export interface Kept {
  readonly body: JsonObject;
  readonly hidden?: JsonObject;
  /** The write was taken, and the operation it began ends with this. */
  readonly error?: ArmError;
  /** Called when a client is told that the operation has ended. */
  readonly told?: () => void;
}

/** How a type of resource answers; the SDK insists on these statuses. */
export interface Manners {
  readonly created: 200 | 201 | 202;
  readonly updated: 200 | 201 | 202;
  readonly deleted: 200 | 202;
  /** Writes are long-running operations. */
  readonly running: boolean;
  /** `Location` leads to what was written, for clients that go by it. */
  readonly located?: boolean;
}

export const AT_ONCE: Manners = { created: 201, updated: 200, deleted: 200, running: false };
export const RUNNING: Manners = { created: 201, updated: 200, deleted: 202, running: true };
export const LOCATED: Manners = { ...RUNNING, located: true };
export const ACCEPTED: Manners = { created: 202, updated: 202, deleted: 202, running: true };

/** One type of resource: its path, and what the service does on each call. */
export interface Kind {
  /** In Azure's spelling. */
  readonly type: string;
  readonly path: string;
  readonly apiVersions: readonly string[];
  readonly manners: Manners;
  /** Has a location, which is required and never changes. */
  readonly tracked?: boolean;
  /** A create that doesn't need its parent to exist: role assignments and locks of scopes that the twin doesn't hold. */
  readonly freeStanding?: boolean;
  readonly lockless?: boolean;
  /** The API has no PATCH of it. */
  readonly putOnly?: boolean;
  /** Turns what was sent into what is kept; throws what the service refuses. Without it the resource can't be written. */
  put?(call: Call, sent: JsonObject, existing: Resource | undefined): Kept;
  /** What a PATCH keeps. Default: `put` of the present body with the patch merged into it. */
  patch?(call: Call, patch: JsonObject, existing: Resource): Kept;
  /** Throws what keeps a resource from being deleted, and does what else happens then. */
  remove?(call: Call, existing: Resource): void;
  /** What a client sees; default: id, name, type and the kept body. */
  show?(call: Call, resource: Resource): JsonObject;
  /** Called once the resource is kept. */
  written?(call: Call, resource: Resource): void;
  /** What a GET answers where nothing was ever written; default: 404. */
  absent?(call: Call): JsonObject | undefined;
}

export function envelope(resource: Resource): JsonObject {
  return { id: resource.id, name: resource.name, type: resource.type, ...resource.body };
}

/** The routes of a type: read, list, write, delete. */
export function routesOf(kind: Kind): Route[] {
  const { path, apiVersions, lockless } = kind;
  const collection = path.slice(0, path.lastIndexOf('/'));
  const routes: Route[] = [
    { method: 'GET', path, apiVersions, handle: (call) => read(kind, call) },
    { method: 'DELETE', path, apiVersions, lockless, handle: (call) => remove(kind, call) },
  ];
  if (!/\/default$/.test(path)) {
    routes.push({ method: 'GET', path: collection, apiVersions, handle: (call) => list(kind, call) });
  }
  if (kind.put) routes.push({ method: 'PUT', path, apiVersions, lockless, handle: (call) => put(kind, call) });
  if (kind.patch ?? (kind.put && !kind.putOnly)) {
    routes.push({ method: 'PATCH', path, apiVersions, lockless, handle: (call) => patch(kind, call) });
  }
  return routes;
}

function shown(kind: Kind, call: Call, resource: Resource): JsonObject {
  return kind.show ? kind.show(call, resource) : envelope(resource);
}

function read(kind: Kind, call: Call): Answer {
  const resource = call.azure.resources.get(call.path);
  if (resource) return { status: 200, body: shown(kind, call, resource) };
  const absent = kind.absent?.(call);
  if (absent) return { status: 200, body: absent };
  throw missing(call.azure.resources.has(groupOf(call.path) ?? ''), call.path);
}

/** The collection of one parent; `nextLink` is never needed, a twin is small. */
function list(kind: Kind, call: Call): Answer {
  const parent = kind.path.startsWith('{scope}') ? call.params.scope : parentOfCollection(call);
  const found = call.azure.resources.children(parent, kind.type);
  return { status: 200, body: { value: found.map((each) => shown(kind, call, each)) } };
}

/** What a collection lies in; throws where that isn't there. */
export function parentOfCollection({ azure, path }: Call): string {
  const member = `${path}/any`;
  requireParent(azure.resources, member, 'read');
  return parseId(member).parent ?? '';
}

function put(kind: Kind, call: Call): Answer {
  const { resources } = call.azure;
  const existing = resources.get(call.path);
  if (!existing && !kind.freeStanding) requireParent(resources, call.path, 'write');
  const sent = withoutEnvelope(call.body);
  if (kind.tracked) checkLocation(call, sent, existing);
  return keep(kind, call, kind.put!(call, sent, existing), existing);
}

function patch(kind: Kind, call: Call): Answer {
  const { resources } = call.azure;
  const existing = resources.get(call.path);
  if (!existing && !kind.absent?.(call)) throw missing(resources.has(groupOf(call.path) ?? ''), call.path);
  const sent = withoutEnvelope(call.body);
  if (!existing) return keep(kind, call, kind.put!(call, sent, undefined), undefined);
  const kept = kind.patch ? kind.patch(call, sent, existing) : kind.put!(call, patched(existing, sent), existing);
  return keep(kind, call, kept, existing);
}

/** Properties are merged; tags are sent as they are to be. */
function patched({ body }: Resource, sent: JsonObject): JsonObject {
  return { ...mergePatch(copy(body), sent), tags: sent.tags ?? body.tags };
}

function keep(kind: Kind, call: Call, kept: Kept, existing: Resource | undefined): Answer {
  const { resources, clock } = call.azure;
  const { manners } = kind;
  const status = existing ? manners.updated : manners.created;
  if (kept.error) return { status, body: kept.body, running: { error: kept.error } };
  const resource = existing ?? {
    id: call.path,
    type: kind.type,
    name: decodeURIComponent(parseId(call.path).name),
    createdAt: clock.text(),
    body: {},
    hidden: {},
  };
  resource.body = kept.body;
  resource.hidden = { ...resource.hidden, ...kept.hidden };
  if (!existing) resources.put(resource);
  kind.written?.(call, resource);
  const body = shown(kind, call, resource);
  if (!manners.running) return { status, body };
  return { status, body, running: { told: kept.told, ...(manners.located ? { written: body } : {}) } };
}

function remove(kind: Kind, call: Call): Answer {
  const { resources } = call.azure;
  const existing = resources.get(call.path);
  if (!existing) return { status: 204 };
  kind.remove?.(call, existing);
  resources.delete(existing.id);
  return kind.manners.running ? { status: kind.manners.deleted, running: {} } : { status: kind.manners.deleted };
}

function requireParent(resources: Resources, id: string, action: 'read' | 'write'): void {
  const group = groupOf(id);
  const { parent, scope, type } = parseId(id);
  if (group && group !== id && !resources.has(group)) throw missing(false, id);
  for (const needed of new Set([parent, scope])) {
    if (!needed || !needed.toLowerCase().includes('/providers/') || resources.has(needed)) continue;
    throw notFound(
      'ParentResourceNotFound',
      `Failed to perform '${action}' on resource(s) of type '${type}', because the parent resource '${needed}' could not be found.`,
    );
  }
}

/** The 404 of a resource, or of the resource group that it would lie in. */
export function missing(groupExists: boolean, id: string): ArmError {
  const group = groupOf(id);
  const groupName = group ? parseId(group).name : undefined;
  if (group && (!groupExists || group === id)) {
    return notFound('ResourceGroupNotFound', `Resource group '${groupName}' could not be found.`);
  }
  const { type, name } = parseId(id);
  const place = groupName === undefined ? '' : ` under resource group '${groupName}'`;
  return notFound('ResourceNotFound', `The Resource '${type}/${name}'${place} was not found.`);
}

/** Clients send back what they were shown. */
function withoutEnvelope(body: JsonObject): JsonObject {
  const { id: _id, name: _name, type: _type, systemData: _systemData, ...rest } = copy(body);
  return rest;
}

/** `West Europe` and `westeurope` are one region. */
export function normalizeLocation(location: string): string {
  return location.replace(/\s+/g, '').toLowerCase();
}

function checkLocation(call: Call, sent: JsonObject, existing: Resource | undefined): void {
  const { type, name } = parseId(call.path);
  const location = textAt(sent, 'location');
  if (!location) {
    sent.location = existing?.body.location;
    if (existing) return;
    throw badRequest('LocationRequired', `The location property is required for the resource '${type}/${name}'.`);
  }
  sent.location = normalizeLocation(location);
  const old = textAt(existing?.body, 'location');
  if (old && normalizeLocation(old) !== sent.location) {
    throw conflict(
      'InvalidResourceLocation',
      `The resource '${name}' already exists in location '${old}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
    );
  }
}

/** `properties` of a body, always an object. */
export function propertiesOf(body: JsonObject): JsonObject {
  return isObject(body.properties) ? body.properties : {};
}

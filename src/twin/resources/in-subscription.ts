import { envelope, type Kind } from '../arm/kind';
import { ok } from '../arm/message';
import { isWithin } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';

/** The list of everything of a type in a subscription. */
export function inSubscription(kind: Kind): Route {
  const path = kind.path.replace('/resourceGroups/{group}', '').replace(/\/[^/]+$/, '');
  return { method: 'GET', path, apiVersions: kind.apiVersions, handle: (call) => list(kind, call) };
}

function list(kind: Kind, call: Call) {
  const found = call.azure.resources
    .ofType(kind.type)
    .filter(({ id }) => isWithin(id, `/subscriptions/${call.params.subscription}`));
  return ok({ value: found.map((each) => (kind.show ? kind.show(call, each) : envelope(each))) });
}

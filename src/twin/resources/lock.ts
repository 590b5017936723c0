import { LOCKS_VERSIONS } from './api-versions';
import { requireScope } from './scope';
import { badRequest } from '../arm/error';
import { AT_ONCE, envelope, type Kind, propertiesOf, routesOf } from '../arm/kind';
import { LOCK_TYPE } from '../arm/locks';
import { ok } from '../arm/message';
import type { Call, Route } from '../arm/route';

const LEVELS = ['CanNotDelete', 'ReadOnly'];
const MAX_NOTES = 512;
const NAME = /^[\w.()-]{0,89}[\w()-]$/;

const LOCK: Kind = {
  type: LOCK_TYPE,
  path: '{scope}/providers/Microsoft.Authorization/locks/{lock}',
  apiVersions: LOCKS_VERSIONS,
  manners: AT_ONCE,
  freeStanding: true,
  lockless: true,
  put(call, sent) {
    const { level, notes } = propertiesOf(sent);
    if (!NAME.test(call.params.lock)) {
      throw badRequest('BadRequest', `'${call.params.lock}' is not a valid name of a lock.`);
    }
    if (typeof level !== 'string' || !LEVELS.includes(level)) {
      throw badRequest(
        'BadRequest',
        `The level of a lock must be one of ${LEVELS.join(', ')}, got ${JSON.stringify(level)}.`,
      );
    }
    if (typeof notes === 'string' && notes.length > MAX_NOTES) {
      throw badRequest('BadRequest', `The notes of a lock must not be longer than ${MAX_NOTES} characters.`);
    }
    requireScope(call.azure, call.params.scope);
    return { body: sent };
  },
};

/** The locks of a scope, and of everything below it. */
function list(call: Call) {
  const { resources } = call.azure;
  const found = resources.below(call.params.scope).filter(({ type }) => type === LOCK_TYPE);
  return ok({ value: found.map(envelope) });
}

export const LOCK_ROUTES: readonly Route[] = [
  { method: 'GET', path: '{scope}/providers/Microsoft.Authorization/locks', apiVersions: LOCKS_VERSIONS, handle: list },
  ...routesOf(LOCK),
];

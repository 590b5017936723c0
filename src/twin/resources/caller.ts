import { isPrincipal } from './role-assignment-facts';
import { mayAct } from './role-definition';
import { ArmError } from '../arm/error';
import { textAt } from '../arm/json';
import type { Call } from '../arm/route';

/** Object id in the caller's token, in lower case; empty where the token can't be read. */
export function callerOf({ headers }: Call): string {
  const claims = /^Bearer [^.]*\.([^.]+)\./.exec(headers.authorization ?? '')?.[1] ?? '';
  try {
    return (textAt(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')), 'oid') ?? '').toLowerCase();
  } catch {
    return '';
  }
}

/**
 * Refuses an action that a caller's roles don't allow. Only somebody who was given roles is held to them; everybody else is
 * taken for the owner of everything.
 */
export function requireAction(call: Call, action: string, scope: string): void {
  const { azure } = call;
  const caller = callerOf(call);
  if (caller === azure.settings.ownerId || !isPrincipal(azure, caller) || mayAct(azure, caller, action, scope)) return;
  throw new ArmError(
    403,
    'AuthorizationFailed',
    `The client with object id '${caller}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

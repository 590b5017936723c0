import { callerOf } from './caller';
import { mayUseData } from './role-definition';
import { ArmError } from '../arm/error';
import { at, listAt, textAt } from '../arm/json';
import type { Call } from '../arm/route';
import type { Resource } from '../state/resources';

/** A permission of access policies, and the action of roles that stands for the same. */
const ACTIONS = {
  get: 'Microsoft.KeyVault/vaults/keys/read',
  list: 'Microsoft.KeyVault/vaults/keys/read',
  create: 'Microsoft.KeyVault/vaults/keys/create/action',
  update: 'Microsoft.KeyVault/vaults/keys/update/action',
  delete: 'Microsoft.KeyVault/vaults/keys/delete',
  recover: 'Microsoft.KeyVault/vaults/keys/recover/action',
  purge: 'Microsoft.KeyVault/vaults/keys/purge/action',
  rotate: 'Microsoft.KeyVault/vaults/keys/rotate/action',
  getrotationpolicy: 'Microsoft.KeyVault/vaults/keyrotationpolicies/read',
  setrotationpolicy: 'Microsoft.KeyVault/vaults/keyrotationpolicies/write',
} as const;
export type KeyPermission = keyof typeof ACTIONS;

/** Owning a vault doesn't open it: callers need an access policy or a role on data, whichever the vault asks for. */
export function requireKeyAccess(call: Call, vault: Resource, permission: KeyPermission, scope: string): void {
  const caller = callerOf(call);
  if (at(vault.body, 'properties', 'enableRbacAuthorization') === true) {
    if (mayUseData(call.azure, caller, ACTIONS[permission], scope)) return;
    throw new ArmError(
      403,
      'Forbidden',
      `Caller is not authorized to perform action on resource. If role assignments, deny assignments or role definitions were changed recently, please observe propagation time. Caller: oid=${caller}; Action: '${ACTIONS[permission]}'; Resource: '${scope}' (ForbiddenByRbac)`,
    );
  }
  const allows = listAt(vault.body, 'properties', 'accessPolicies')
    .filter((policy) => textAt(policy, 'objectId')?.toLowerCase() === caller)
    .flatMap((policy) => listAt(policy, 'permissions', 'keys').map((each) => String(each).toLowerCase()));
  if (allows.includes(permission) || allows.includes('all')) return;
  throw new ArmError(
    403,
    'Forbidden',
    `The user, group or application 'oid=${caller}' does not have keys ${permission} permission on key vault '${vault.name}' (ForbiddenByPolicy)`,
  );
}

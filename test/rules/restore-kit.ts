import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { RawEstate, rawEstate, roleId } from './kit';

export const BLOB_CONTRIBUTOR = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe';

/** A part set to `false` is left out. */
export interface RestoreOverrides {
  readonly account?: Record<string, unknown>;
  readonly container?: Record<string, unknown> | false;
  readonly role?: Record<string, unknown> | false;
}

export interface RestoreEstate extends RawEstate {
  readonly account: StorageAccount;
  readonly container?: StorageContainer;
  readonly role?: RoleAssignment;
}

/** The raw estate with an account and a container that its vault restores to, which no rule objects to. */
export function restoreEstate(over: RestoreOverrides = {}, estate: RawEstate = rawEstate()): RestoreEstate {
  const { stack, group, vault } = estate;
  const account = new StorageAccount(stack, 'restore-account', {
    name: 'stordersrestore',
    resourceGroupName: group.name,
    location: group.location,
    accountTier: 'Standard',
    accountReplicationType: 'LRS',
    crossTenantReplicationEnabled: true,
    ...over.account,
  });
  const container =
    over.container === false
      ? undefined
      : new StorageContainer(stack, 'restore', { name: 'restore', storageAccountId: account.id, ...over.container });
  const role =
    over.role === false
      ? undefined
      : new RoleAssignment(stack, 'restore-role', {
          scope: container?.id ?? account.id,
          roleDefinitionId: roleId(BLOB_CONTRIBUTOR),
          principalId: vault.identity.principalId,
          ...over.role,
        });
  return { ...estate, account, container, role };
}

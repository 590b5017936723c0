import { DataAzurermStorageAccount as AccountData } from '@cdktf/provider-azurerm/lib/data-azurerm-storage-account';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, roleId, SUBSCRIPTION, synthesize } from './kit';
import { BLOB_CONTRIBUTOR, restoreEstate } from './restore-kit';
import { RESTORE_CROSS_TENANT } from '../../src/rules/pgb602-restore-cross-tenant';

const RULE = RESTORE_CROSS_TENANT;

describe('PGB602 restore-cross-tenant', () => {
  test.each([
    [true, 'compliant'],
    [false, 'violated'],
    // azurerm forbids it by itself.
    [undefined, 'violated'],
  ])('%s: %s', (crossTenantReplicationEnabled, outcome) => {
    expect(outcomes(RULE, restoreEstate({ account: { crossTenantReplicationEnabled } }).stack)).toEqual([outcome]);
  });

  test('an account that no vault restores to may be as closed as it likes', () => {
    const { stack, account } = restoreEstate({ account: { name: 'stfiles' }, container: false, role: false });
    account.overrideLogicalId('files');
    expect(outcomes(RULE, stack)).toEqual([]);
  });

  test.each([
    [
      'a variable',
      () => {
        const stack = emptyStack();
        const open = new TerraformVariable(stack, 'open', { type: 'bool' }).booleanValue;
        return restoreEstate({ account: { crossTenantReplicationEnabled: open } }, rawEstate({}, stack)).stack;
      },
    ],
    [
      'an account that is read',
      () => {
        const { stack, vault } = rawEstate();
        const read = new AccountData(stack, 'read', { name: 'stold', resourceGroupName: 'rg' });
        new RoleAssignment(stack, 'blobs', {
          scope: read.id,
          roleDefinitionId: roleId(BLOB_CONTRIBUTOR),
          principalId: vault.identity.principalId,
        });
        return stack;
      },
    ],
    [
      'an account elsewhere',
      () => {
        const { stack, vault } = rawEstate();
        new RoleAssignment(stack, 'blobs', {
          scope: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/stold`,
          roleDefinitionId: roleId(BLOB_CONTRIBUTOR),
          principalId: vault.identity.principalId,
        });
        return stack;
      },
    ],
  ])('undecided for %s', (_, make) => {
    expect(outcomes(RULE, make())).toEqual(['undecided']);
  });

  test('the synthesis says what to set', () => {
    const { error } = synthesize(restoreEstate({ account: { crossTenantReplicationEnabled: undefined } }).stack);
    expect(error).toContain(
      '[Error at /raw/restore-account] PGB602 restore-cross-tenant: `cross_tenant_replication_enabled` must be true on the storage account of a restore target, got: none, which is false',
    );
    expect(error).toContain('"Restore Azure PostgreSQL-Flexible server as Files using Azure portal", 2025-05-12');
  });
});

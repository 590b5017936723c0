import { DataProtectionBackupInstancePostgresqlFlexibleServer as Instance } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import { DataProtectionBackupVault as Vault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, READER, roleId, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { BLOB_CONTRIBUTOR, restoreEstate } from './restore-kit';
import { RESTORE_ROLE } from '../../src/rules/pgb107-restore-role';

const RULE = RESTORE_ROLE;
const BLOB_OWNER = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b';
const BLOB_READER = '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1';
const ACCOUNT_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders/providers/Microsoft.Storage/storageAccounts/stordersrestore`;

describe('PGB107 restore-role', () => {
  test.each([
    ['on the container', {}, 'compliant'],
    ['by name', { roleDefinitionId: undefined, roleDefinitionName: 'Storage Blob Data Contributor' }, 'compliant'],
    ['Owner of the blobs, which includes it', { roleDefinitionId: roleId(BLOB_OWNER) }, 'compliant'],
    ['on the account by its id', { scope: ACCOUNT_ID }, 'compliant'],
    ['on the container by its id', { scope: `${ACCOUNT_ID}/blobServices/default/containers/restore` }, 'compliant'],
    ['on the group', { scope: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders` }, 'compliant'],
    ['on the subscription', { scope: `/subscriptions/${SUBSCRIPTION}` }, 'compliant'],
    ['Reader of the blobs', { roleDefinitionId: roleId(BLOB_READER) }, 'violated'],
    ['a role for something else', { roleDefinitionId: roleId(READER) }, 'violated'],
    ['on another container', { scope: `${ACCOUNT_ID}/blobServices/default/containers/other` }, 'violated'],
    ['to somebody else', { principalId: '00000000-0000-0000-0000-00000000000a' }, 'violated'],
  ])('%s: %s', (_, role, outcome) => {
    const found = outcomes(RULE, restoreEstate({ role }).stack);
    expect(found).toContain(outcome);
    expect(found.filter((each) => each === 'violated')).toHaveLength(outcome === 'violated' ? 1 : 0);
  });

  test('a container called restore is a target of the one vault, whoever has a role on it', () => {
    const { stack } = restoreEstate({ role: false });
    const [verdict, ...others] = verdicts(RULE, stack);
    expect(others).toEqual([]);
    expect(verdict.outcome).toBe('violated');
    expect(verdict.on.address).toBe('azurerm_storage_container.restore');
    expect(verdict.message).toBe(
      `the vault's identity must hold Storage Blob Data Contributor (${BLOB_CONTRIBUTOR}) on the container of a restore or its account, got: no such assignment`,
    );
  });

  test('a container of any other name is nobody’s target without a role', () => {
    const estate = rawEstate();
    const account = { name: 'stfiles' };
    const { stack, account: made } = restoreEstate({ account, container: false, role: false }, estate);
    made.overrideLogicalId('files');
    new StorageContainer(stack, 'uploads', { name: 'uploads', storageAccountId: made.id });
    expect(outcomes(RULE, stack)).toEqual([]);
  });

  test('a firewall rule for the vault declares the account', () => {
    const estate = rawEstate();
    const { stack, account } = restoreEstate(
      {
        account: {
          name: 'stfiles',
          networkRules: {
            defaultAction: 'Deny',
            privateLinkAccess: [{ endpointResourceId: estate.vault.id }],
          },
        },
        container: false,
        role: false,
      },
      estate,
    );
    account.overrideLogicalId('files');
    const [verdict] = verdicts(RULE, stack);
    expect([verdict.on.address, verdict.outcome]).toEqual(['azurerm_storage_account.files', 'violated']);
  });

  test('an account elsewhere is judged by the role that leads to it', () => {
    const elsewhere = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-other/providers/Microsoft.Storage/storageAccounts/stother`;
    const judged = (guid: string) => {
      const { stack, vault } = rawEstate();
      new RoleAssignment(stack, 'blobs', {
        scope: elsewhere,
        roleDefinitionId: roleId(guid),
        principalId: vault.identity.principalId,
      });
      return outcomes(RULE, stack);
    };
    expect(judged(BLOB_CONTRIBUTOR)).toEqual(['compliant']);
    expect(judged(BLOB_READER)).toEqual(['violated']);
  });

  test.each([
    ['role', (open: string) => ({ roleDefinitionId: open })],
    ['principal', (open: string) => ({ principalId: open })],
    ['scope', (open: string) => ({ scope: open })],
  ])('undecided while the %s is a variable', (_, over) => {
    const stack = emptyStack();
    const open = new TerraformVariable(stack, 'open', { type: 'string' });
    const { stack: estate } = restoreEstate({ role: over(open.stringValue) }, rawEstate({}, stack));
    expect(outcomes(RULE, estate)).toEqual(['undecided']);
  });

  test('undecided where any of several vaults may be meant', () => {
    const estate = rawEstate();
    const { stack, group } = restoreEstate({ role: false }, estate);
    const other = new Vault(stack, 'other', {
      name: 'bv-other',
      resourceGroupName: group.name,
      location: group.location,
      datastoreType: 'VaultStore',
      redundancy: 'GeoRedundant',
      identity: { type: 'SystemAssigned' },
    });
    // A vault that protects nothing isn't meant.
    expect(outcomes(RULE, stack)).toEqual(['violated']);
    new Instance(stack, 'other-instance', {
      name: 'other',
      location: group.location,
      vaultId: other.id,
      serverId: estate.server.id,
      backupPolicyId: estate.policy.id,
    });
    expect(outcomes(RULE, stack)).toEqual(['undecided']);
  });

  test('undecided where the vault exists already', () => {
    const vaultId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DataProtection/backupVaults/bv-old`;
    const [verdict] = verdicts(RULE, restoreEstate({ role: false }, rawEstate({ instance: { vaultId } })).stack);
    expect(verdict.outcome).toBe('undecided');
    expect(verdict.message).toContain('exists already');
  });

  test('nothing is asked where nothing is restored to', () => {
    expect(outcomes(RULE, rawEstate().stack)).toEqual([]);
  });

  test('the synthesis says what to assign where', () => {
    const { error } = synthesize(restoreEstate({ role: false }).stack);
    expect(error).toContain('[Error at /raw/restore] PGB107 restore-role: ');
    expect(error).toContain(
      `Mend: assign ${BLOB_CONTRIBUTOR} to azurerm_data_protection_backup_vault.vault's identity`,
    );
  });
});

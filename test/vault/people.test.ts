import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { BackupVault, IBackupVault, Principal } from '../../src';
import {
  assignments,
  entries,
  newApp,
  newStack,
  only,
  OTHER_SUBSCRIPTION,
  SUBSCRIPTION,
  synth,
  thrown,
  TYPES,
  variable,
} from '../kit';

const OPERATOR = '00c29273-979b-4161-815c-10b084fb9324';
const READER = 'a795c7a0-d4a2-40c1-ae25-d81f01202912';
const OBJECT = 'a2f3a0a3-9d3f-4a38-9a61-0f3bfc0d7a01';
const PLACE = { resourceGroupName: 'rg-backup', location: 'westeurope' };
const VAULT_ID = `/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.DataProtection/backupVaults/bv-central`;

describe('Principal', () => {
  test.each<[string, (objectId: string) => Principal]>([
    ['User', Principal.user],
    ['Group', Principal.group],
    ['ServicePrincipal', Principal.servicePrincipal],
  ])('%s', (type, make) => {
    expect(make(OBJECT)).toMatchObject({ type, objectId: OBJECT });
    expect(make(OBJECT.toUpperCase()).objectId).toBe(OBJECT.toUpperCase());
    expect(make('${var.group}').objectId).toBe('${var.group}');
    for (const objectId of ['', 'dba', OBJECT.slice(1), `${OBJECT}0`, `{${OBJECT}}`]) {
      expect(thrown(() => make(objectId)).message).toBe(
        [
          `Principal: \`objectId\` must be the GUID of an object in Microsoft Entra, got: ${objectId || '(empty)'}.`,
          '  Limit: "azurerm 4.55.0: azurerm_role_assignment", 2025-12-04, https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/role_assignment',
          '  Mend: give the object id, neither a name nor the id of an application',
        ].join('\n'),
      );
    }
  });
});

describe('people on a vault', () => {
  test.each<[string, string, (vault: IBackupVault) => void]>([
    ['Backup Operator', OPERATOR, (vault) => vault.grantBackupOperator(Principal.group(OBJECT))],
    ['Backup Reader', READER, (vault) => vault.grantBackupReader(Principal.group(OBJECT))],
  ])('%s, on the vault and nothing else, once', (_, guid, give) => {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', PLACE);
    give(vault);
    give(vault);
    const json = synth(stack);
    const subscription = '${data.azurerm_client_config.AzureClientConfig.subscription_id}';
    expect(only(json, TYPES.role)).toEqual({
      name: expect.stringMatching(/^\$\{uuidv5\("url", .+\)\}$/),
      scope: `\${${TYPES.vault}.${entries(json, TYPES.vault)[0][0]}.id}`,
      role_definition_id: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
      principal_id: OBJECT,
      principal_type: 'Group',
    });
  });

  test('each role and each principal has an assignment of its own', () => {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', PLACE);
    const team = Principal.group(variable(stack, 'team').stringValue);
    for (const principal of [Principal.user(OBJECT), Principal.user(OBJECT.toUpperCase()), team, team]) {
      vault.grantBackupOperator(principal);
      expect(vault.grantBackupReader(principal).dependables).toHaveLength(1);
    }
    const json = synth(stack);
    for (const guid of [OPERATOR, READER]) {
      expect(
        assignments(json, guid)
          .map(({ principal_id }) => principal_id)
          .sort(),
      ).toEqual(['${var.team}', OBJECT]);
    }
    expect(new Set(assignments(json, '').map(({ name }) => name)).size).toBe(4);
  });

  test('on an imported vault, in its subscription', () => {
    const stack = newStack('estate', newApp(), SUBSCRIPTION);
    const provider = new AzurermProvider(stack, 'other', { alias: 'other', features: [{}] });
    const vault = BackupVault.fromBackupVaultAttributes(stack, 'Vault', {
      vaultId: VAULT_ID,
      principalId: OBJECT,
      location: 'westeurope',
      provider,
    });
    vault.grantBackupOperator(Principal.user(OBJECT));
    expect(only(synth(stack), TYPES.role)).toMatchObject({
      scope: VAULT_ID,
      role_definition_id: `/subscriptions/${OTHER_SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${OPERATOR}`,
      provider: 'azurerm.other',
    });
  });

  test('on a vault that is looked up', () => {
    const stack = newStack('estate', newApp(), SUBSCRIPTION);
    const vault = BackupVault.fromBackupVaultName(stack, 'Vault', { vaultName: 'bv-a', resourceGroupName: 'rg-a' });
    vault.grantBackupReader(Principal.user(OBJECT));
    expect(only(synth(stack), TYPES.role)).toMatchObject({
      scope: '${data.azurerm_data_protection_backup_vault.Vault_Resource_7D2B1B6E.id}'.replace(
        'Vault_Resource_7D2B1B6E',
        Object.keys(synth(stack).data.azurerm_data_protection_backup_vault)[0],
      ),
      role_definition_id: expect.stringContaining(`/subscriptions/${SUBSCRIPTION}/`),
    });
  });
});

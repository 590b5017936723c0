import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, verdicts } from './kit';
import { VAULT_APART } from '../../src/rules/pgb514-vault-apart';

describe('PGB514 vault-apart', () => {
  test('in the group of the server: violated, with both named', () => {
    const { stack } = rawEstate();
    expect(outcomes(VAULT_APART, stack)).toEqual(['violated']);
    expect(verdicts(VAULT_APART, stack)[0].message).toMatch(
      /azurerm_data_protection_backup_vault\.vault and azurerm_postgresql_flexible_server\.server/,
    );
  });

  test('in a group of its own: compliant', () => {
    const { stack } = rawEstate({
      vault: { resourceGroupName: 'rg-backup' },
      server: { resourceGroupName: 'rg-orders' },
    });
    expect(outcomes(VAULT_APART, stack)).toEqual(['compliant']);
  });

  test('in a group of the same name in another subscription: compliant', () => {
    const stack = emptyStack();
    const other = new AzurermProvider(stack, 'other', {
      alias: 'other',
      features: [{}],
      subscriptionId: '00000000-0000-0000-0000-000000000009',
    });
    rawEstate({ vault: { resourceGroupName: 'rg', provider: other }, server: { resourceGroupName: 'rg' } }, stack);
    expect(outcomes(VAULT_APART, stack)).toEqual(['compliant']);
  });

  test('undecided while a group is a variable, or the server is one that nothing is known of', () => {
    const stack = emptyStack();
    const resourceGroupName = new TerraformVariable(stack, 'group_name', { type: 'string' }).stringValue;
    rawEstate({ vault: { resourceGroupName } }, stack);
    expect(outcomes(VAULT_APART, stack)).toEqual(['undecided']);
    const outside = emptyStack();
    const serverId = new TerraformVariable(outside, 'server_id', { type: 'string' }).stringValue;
    rawEstate({ instance: { serverId } }, outside);
    expect(outcomes(VAULT_APART, outside)).toEqual(['undecided']);
    const elsewhere = emptyStack();
    const vaultId = new TerraformVariable(elsewhere, 'vault_id', { type: 'string' }).stringValue;
    rawEstate({ instance: { vaultId } }, elsewhere);
    expect(outcomes(VAULT_APART, elsewhere)).toEqual(['undecided']);
  });
});

import { DataAzurermDataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-azurerm-data-protection-backup-vault';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { VAULT_REGION } from '../../src/rules/pgb403-vault-region';

const SERVER_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg`;

describe('PGB403 vault-region', () => {
  const apart = () => rawEstate({ vault: { location: 'North Europe' }, server: { location: 'westeurope' } }).stack;

  test.each([
    [SupportMatrix.V1_2024_12_17, 'compliant'],
    [SupportMatrix.V1_2025_02_28, 'violated'],
    [SupportMatrix.V1_2025_05_15, 'violated'],
    [SupportMatrix.V2_2026_09_28, 'violated'],
  ])('two regions under %s: %s', (edition, outcome) => {
    expect(outcomes(VAULT_REGION, apart(), edition)).toEqual([outcome]);
    expect(outcomes(VAULT_REGION, rawEstate().stack, edition)).toEqual(['compliant']);
  });

  test('a region has two spellings', () => {
    const { stack } = rawEstate({ vault: { location: 'West Europe' }, server: { location: 'westeurope' } });
    expect(outcomes(VAULT_REGION, stack)).toEqual(['compliant']);
  });

  test('undecided while a region is a variable', () => {
    for (const part of ['vault', 'server']) {
      const stack = emptyStack();
      const region = new TerraformVariable(stack, 'region', { type: 'string' });
      rawEstate({ [part]: { location: region.stringValue } }, stack);
      expect(verdicts(VAULT_REGION, stack)[0]).toMatchObject({
        outcome: 'undecided',
        message: expect.stringMatching(`the region of the ${part}.*variable`),
      });
      // Where any region will do, none has to be known.
      expect(outcomes(VAULT_REGION, stack, SupportMatrix.V1_2024_12_17)).toEqual(['compliant']);
    }
  });

  test('undecided where vault or server exist already and nothing is said of them', () => {
    const [named] = verdicts(VAULT_REGION, rawEstate({ instance: { serverId: SERVER_ID } }).stack);
    expect(named.outcome).toBe('undecided');
    expect(named.mend).toContain('FlexServer.fromServerId');
    const stack = emptyStack();
    const vault = new DataAzurermDataProtectionBackupVault(stack, 'existing', { name: 'bv', resourceGroupName: 'rg' });
    expect(outcomes(VAULT_REGION, rawEstate({ instance: { vaultId: vault.id } }, stack).stack)).toEqual(['undecided']);
  });

  test('undecided where vault and server are variables', () => {
    const stack = emptyStack();
    const server = new TerraformVariable(stack, 'server_id', { type: 'string' });
    const vault = new TerraformVariable(stack, 'vault_id', { type: 'string' });
    rawEstate({ instance: { serverId: server.stringValue, vaultId: vault.stringValue } }, stack);
    expect(outcomes(VAULT_REGION, stack)).toEqual(['undecided']);
  });

  test('the instance says where an unknown server is: another region than the vault’s is wrong either way', () => {
    const { stack } = rawEstate({ instance: { serverId: SERVER_ID, location: 'northeurope' } });
    expect(verdicts(VAULT_REGION, stack)[0]).toMatchObject({
      outcome: 'violated',
      message:
        "the vault must be in the region of the server, got: vault in westeurope, server in northeurope as the instance's `location` says",
    });
  });

  test('each instance is judged', () => {
    const stack = emptyStack();
    rawEstate({}, stack);
    const { stack: other } = rawEstate(
      { vault: { location: 'francecentral' } },
      emptyStack('other', stack.node.root as never),
    );
    expect(outcomes(VAULT_REGION, other)).toEqual(['compliant', 'violated']);
  });

  test('synthesis refuses it and says both regions', () => {
    const { error, json } = synthesize(apart());
    expect(error).toContain(
      '[Error at /raw/instance] PGB403 vault-region: the vault must be in the region of the server, got: vault in northeurope, server in westeurope',
    );
    expect(error).toContain('Limit: vault and server are in the same region');
    expect(error).toContain('Mend: protect the server with a vault in its own region');
    expect(json).toBeUndefined();
  });
});

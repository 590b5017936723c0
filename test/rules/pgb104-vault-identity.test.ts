import { DataProtectionBackupInstancePostgresqlFlexibleServer as Instance } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import { TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { emptyStack, outcomes, rawEstate, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { VAULT_IDENTITY } from '../../src/rules/pgb104-vault-identity';
import { markDescribed } from '../../src/validation/marks';

const EXISTING = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DataProtection/backupVaults/bv-old`;

describe('PGB104 vault-identity', () => {
  test.each([
    ['SystemAssigned', 'compliant'],
    ['SystemAssigned, UserAssigned', 'compliant'],
    ['UserAssigned', 'violated'],
  ])('%s: %s', (type, outcome) => {
    const { stack } = rawEstate({ vault: { identity: { type } } });
    expect(outcomes(VAULT_IDENTITY, stack)).toEqual([outcome]);
  });

  test('violated without an identity; what it has is kept in the mend', () => {
    const [none] = verdicts(
      VAULT_IDENTITY,
      rawEstate({ vault: { identity: undefined }, ltr: false, reader: false }).stack,
    );
    expect(none).toMatchObject({ outcome: 'violated', got: 'none' });
    expect(none.mend).toContain('type = "SystemAssigned"');
    const [user] = verdicts(VAULT_IDENTITY, rawEstate({ vault: { identity: { type: 'UserAssigned' } } }).stack);
    expect(user.mend).toContain('type = "SystemAssigned, UserAssigned"');
  });

  test('undecided while the type is a variable, or the vault exists already', () => {
    const stack = emptyStack();
    const type = new TerraformVariable(stack, 'type', { type: 'string' });
    expect(
      outcomes(VAULT_IDENTITY, rawEstate({ vault: { identity: { type: type.stringValue } } }, stack).stack),
    ).toEqual(['undecided']);
    expect(outcomes(VAULT_IDENTITY, rawEstate({ instance: { vaultId: EXISTING } }).stack)).toEqual(['undecided']);
    expect(outcomes(VAULT_IDENTITY, rawEstate({ instance: { vaultId: '${each.value}' } }).stack)).toEqual([
      'undecided',
    ]);
  });

  test('an existing vault whose principal is given has one', () => {
    const stack = emptyStack();
    markDescribed(new Construct(stack, 'existing'), {
      kind: 'vault',
      id: EXISTING,
      attributes: { identity: { principal_id: '00000000-0000-0000-0000-00000000000b' } },
    });
    expect(outcomes(VAULT_IDENTITY, rawEstate({ instance: { vaultId: EXISTING } }, stack).stack)).toEqual([
      'compliant',
    ]);
  });

  test('one vault of several instances is judged once, one without instances never', () => {
    const { stack, vault, server, policy, group } = rawEstate({ vault: { identity: { type: 'UserAssigned' } } });
    new Instance(stack, 'second', {
      name: 'second',
      location: group.location,
      vaultId: vault.id,
      serverId: server.id,
      backupPolicyId: policy.id,
    });
    expect(outcomes(VAULT_IDENTITY, stack)).toEqual(['violated']);
    expect(
      outcomes(VAULT_IDENTITY, rawEstate({ vault: { identity: { type: 'UserAssigned' } }, instance: false }).stack),
    ).toEqual([]);
  });

  test('synthesis refuses it', () => {
    const { error, json } = synthesize(rawEstate({ vault: { identity: { type: 'UserAssigned' } } }).stack);
    expect(error).toContain(
      '[Error at /raw/vault] PGB104 vault-identity: `identity.type` must be SystemAssigned, alone or with UserAssigned, got: UserAssigned',
    );
    expect(error).toContain('Limit: a vault that protects servers has a system-assigned identity');
    expect(error).toContain('Mend: give azurerm_data_protection_backup_vault.vault');
    expect(json).toBeUndefined();
  });
});

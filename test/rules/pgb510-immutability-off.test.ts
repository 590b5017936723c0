import { DataAzurermDataProtectionBackupVault as VaultData } from '@cdktf/provider-azurerm/lib/data-azurerm-data-protection-backup-vault';
import { TerraformVariable } from 'cdktf';
import { emptyStack, NOW, outcomes, rawEstate } from './kit';
import { IMMUTABILITY_OFF } from '../../src/rules/pgb510-immutability-off';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const RULE = IMMUTABILITY_OFF;

describe('PGB510 immutability-off', () => {
  test.each([
    ['Disabled', 'violated'],
    [undefined, 'violated'],
    ['Unlocked', 'compliant'],
    ['Locked', 'compliant'],
  ])('%s: %s', (immutability, outcome) => {
    expect(outcomes(RULE, rawEstate({ vault: { immutability } }).stack)).toEqual([outcome]);
  });

  test('undecided while it is a variable, and of a vault that is read', () => {
    const stack = emptyStack();
    const immutability = new TerraformVariable(stack, 'immutability', { type: 'string' }).stringValue;
    rawEstate({ vault: { immutability } }, stack);
    new VaultData(stack, 'read', { name: 'bv-old', resourceGroupName: 'rg' });
    expect(outcomes(RULE, stack)).toEqual(['undecided', 'undecided']);
  });

  test('it is a note', () => {
    const { stack } = rawEstate({ vault: { immutability: 'Disabled' } });
    const findings = PostgresBackupValidator.of(stack).findings({ now: NOW, profiles: [Profile.RECOMMENDED] });
    expect(findings.find(({ rule }) => rule === 'PGB510')).toMatchObject({
      severity: 'note',
      message: '`immutability` must be Unlocked or Locked, got: Disabled',
      mend: expect.stringContaining('set `immutability` to Unlocked, which can be taken back'),
    });
    expect(PostgresBackupValidator.of(stack).findings({ now: NOW })).toEqual([]);
  });
});

import { DataAzurermDataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-azurerm-data-protection-backup-vault';
import { TerraformVariable } from 'cdktf';
import { emptyStack, NOW, outcomes, rawEstate, synthesize } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { SOFT_DELETE_OFF } from '../../src/rules/pgb502-soft-delete-off';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

describe('PGB502 soft-delete-off', () => {
  test.each([
    [undefined, 'compliant'],
    ['On', 'compliant'],
    ['AlwaysOn', 'compliant'],
    ['Off', 'violated'],
  ])('%s: %s', (softDelete, outcome) => {
    const { stack } = rawEstate({ vault: { softDelete } });
    for (const edition of SupportMatrix.all()) expect(outcomes(SOFT_DELETE_OFF, stack, edition)).toEqual([outcome]);
  });

  test('undecided while it is a variable, or read; each vault is judged', () => {
    const stack = emptyStack();
    const softDelete = new TerraformVariable(stack, 'soft_delete', { type: 'string' }).stringValue;
    new DataAzurermDataProtectionBackupVault(stack, 'existing', { name: 'bv', resourceGroupName: 'rg' });
    rawEstate({ vault: { softDelete } }, stack);
    expect(outcomes(SOFT_DELETE_OFF, stack)).toEqual(['undecided', 'undecided']);
  });

  test('a finding of the synthesis warns, and stops nothing', () => {
    const estate = () => rawEstate({ vault: { softDelete: 'Off' } }).stack;
    const findings = PostgresBackupValidator.of(estate()).findings({ profiles: [Profile.RECOMMENDED], now: NOW });
    expect(findings.find(({ rule }) => rule === 'PGB502')).toMatchObject({
      severity: 'warning',
      path: 'raw/vault',
      message: '`soft_delete` must be On or AlwaysOn, got: Off',
      got: 'Off',
      limit: expect.stringContaining('can be taken back while soft delete is on'),
      mend: expect.stringContaining('set `soft_delete` to On'),
    });
    expect(synthesize(estate(), { profiles: [Profile.RECOMMENDED] }).error).toBeUndefined();
  });
});

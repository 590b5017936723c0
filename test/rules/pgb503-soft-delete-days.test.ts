import { DataAzurermDataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-azurerm-data-protection-backup-vault';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { SOFT_DELETE_DAYS } from '../../src/rules/pgb503-soft-delete-days';

describe('PGB503 soft-delete-days', () => {
  test.each([
    [undefined, 'compliant'],
    [13, 'violated'],
    [13.9, 'violated'],
    [14, 'compliant'],
    [180, 'compliant'],
    [181, 'violated'],
    [0, 'violated'],
  ])('%s days: %s', (retentionDurationInDays, outcome) => {
    const { stack } = rawEstate({ vault: { retentionDurationInDays } });
    for (const edition of SupportMatrix.all()) expect(outcomes(SOFT_DELETE_DAYS, stack, edition)).toEqual([outcome]);
  });

  test('the provider refuses the number where soft delete is off, too', () => {
    const { stack } = rawEstate({ vault: { softDelete: 'Off', retentionDurationInDays: 7 } });
    expect(outcomes(SOFT_DELETE_DAYS, stack)).toEqual(['violated']);
  });

  test('undecided while it is a variable; a vault that exists is within the range', () => {
    const stack = emptyStack();
    const retentionDurationInDays = new TerraformVariable(stack, 'days', { type: 'number' }).numberValue;
    new DataAzurermDataProtectionBackupVault(stack, 'existing', { name: 'bv', resourceGroupName: 'rg' });
    rawEstate({ vault: { retentionDurationInDays } }, stack);
    expect(outcomes(SOFT_DELETE_DAYS, stack)).toEqual(['undecided']);
  });

  test('synthesis refuses it', () => {
    const { error, json } = synthesize(rawEstate({ vault: { retentionDurationInDays: 7 } }).stack);
    expect(error).toContain(
      '[Error at /raw/vault] PGB503 soft-delete-days: `retention_duration_in_days` must be between 14 and 180, got: 7',
    );
    expect(error).toContain('Limit: deleted backups are kept for 14 to 180 days');
    expect(error).toContain('Mend: give 14 to 180 days');
    expect(json).toBeUndefined();
  });
});

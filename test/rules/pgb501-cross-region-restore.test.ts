import { DataAzurermDataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-azurerm-data-protection-backup-vault';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { CROSS_REGION_RESTORE } from '../../src/rules/pgb501-cross-region-restore';

describe('PGB501 cross-region-restore', () => {
  test.each([
    ['GeoRedundant', undefined, 'compliant'],
    ['GeoRedundant', true, 'compliant'],
    ['GeoRedundant', false, 'compliant'],
    ['ZoneRedundant', undefined, 'compliant'],
    ['ZoneRedundant', true, 'violated'],
    ['ZoneRedundant', false, 'violated'],
    ['LocallyRedundant', true, 'violated'],
    ['LocallyRedundant', false, 'violated'],
  ])('%s, %s: %s', (redundancy, crossRegionRestoreEnabled, outcome) => {
    const { stack } = rawEstate({ vault: { redundancy, crossRegionRestoreEnabled } });
    for (const edition of SupportMatrix.all()) {
      expect(outcomes(CROSS_REGION_RESTORE, stack, edition)).toEqual([outcome]);
    }
  });

  test('undecided while the value is a variable, which may be null', () => {
    const stack = emptyStack();
    const crossRegionRestoreEnabled = new TerraformVariable(stack, 'restore', { type: 'bool' }).value;
    rawEstate({ vault: { redundancy: 'LocallyRedundant', crossRegionRestoreEnabled } }, stack);
    expect(verdicts(CROSS_REGION_RESTORE, stack)[0]).toMatchObject({
      outcome: 'undecided',
      message: expect.stringContaining('variable `restore` gets its value when Terraform runs'),
    });
  });

  test('undecided while the redundancy is a variable, unless the argument is left out', () => {
    const judged = (vault: Record<string, unknown>) => {
      const stack = emptyStack();
      const redundancy = new TerraformVariable(stack, 'redundancy', { type: 'string' }).stringValue;
      return outcomes(CROSS_REGION_RESTORE, rawEstate({ vault: { redundancy, ...vault } }, stack).stack);
    };
    expect(judged({ crossRegionRestoreEnabled: false })).toEqual(['undecided']);
    expect(judged({})).toEqual(['compliant']);
  });

  test('each vault is judged, those that exist already aren’t', () => {
    const stack = emptyStack();
    new DataAzurermDataProtectionBackupVault(stack, 'existing', { name: 'bv', resourceGroupName: 'rg' });
    rawEstate({}, stack);
    const other = emptyStack('other', stack.node.root as never);
    rawEstate({ vault: { redundancy: 'ZoneRedundant', crossRegionRestoreEnabled: false } }, other);
    expect(outcomes(CROSS_REGION_RESTORE, stack)).toEqual(['compliant', 'violated']);
  });

  test('synthesis refuses it', () => {
    const { error, json } = synthesize(
      rawEstate({ vault: { redundancy: 'LocallyRedundant', crossRegionRestoreEnabled: false } }).stack,
    );
    expect(error).toContain(
      '[Error at /raw/vault] PGB501 cross-region-restore: `cross_region_restore_enabled` must be left out unless `redundancy` is GeoRedundant, got: false on a vault that is LocallyRedundant',
    );
    expect(error).toContain('Limit: the argument may be set on GeoRedundant vaults only');
    expect(error).toContain('Mend: leave the argument out');
    expect(json).toBeUndefined();
  });
});

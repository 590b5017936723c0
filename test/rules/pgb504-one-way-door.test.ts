import { DataAzurermDataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-azurerm-data-protection-backup-vault';
import { TerraformVariable } from 'cdktf';
import { emptyStack, NOW, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { ONE_WAY_DOOR } from '../../src/rules/pgb504-one-way-door';
import { markNote } from '../../src/validation/marks';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const DOORS = { immutability: 'Locked', softDelete: 'AlwaysOn', crossRegionRestoreEnabled: true };

describe('PGB504 one-way-door', () => {
  test.each([
    [{}, []],
    [{ immutability: undefined, softDelete: undefined }, []],
    [{ immutability: 'Disabled', softDelete: 'Off', crossRegionRestoreEnabled: false }, []],
    [{ immutability: 'Locked' }, ['immutability']],
    [{ softDelete: 'AlwaysOn' }, ['softDelete']],
    [{ crossRegionRestoreEnabled: true }, ['crossRegionRestore']],
    [DOORS, ['immutability', 'softDelete', 'crossRegionRestore']],
  ])('%j', (vault, doors) => {
    const { stack } = rawEstate({ vault });
    for (const edition of SupportMatrix.all()) {
      const found = verdicts(ONE_WAY_DOOR, stack, edition);
      expect(found.filter(({ outcome }) => outcome === 'violated').map(({ discriminator }) => discriminator)).toEqual(
        doors,
      );
      if (doors.length === 0) expect(found.map(({ outcome }) => outcome)).toEqual(['compliant']);
    }
  });

  test('what is understood in code is compliant, door by door', () => {
    const { stack, vault } = rawEstate({ vault: DOORS });
    markNote(vault, 'one-way-door:immutability', 'audit asks for it');
    expect(verdicts(ONE_WAY_DOOR, stack).map(({ discriminator }) => discriminator)).toEqual([
      'softDelete',
      'crossRegionRestore',
    ]);
    markNote(vault, 'one-way-door:softDelete', 'audit asks for it');
    markNote(vault, 'one-way-door:crossRegionRestore', 'audit asks for it');
    expect(outcomes(ONE_WAY_DOOR, stack)).toEqual(['compliant']);
  });

  test('undecided while it is a variable, unless it is understood', () => {
    const stack = emptyStack();
    const immutability = new TerraformVariable(stack, 'immutability', { type: 'string' }).stringValue;
    const crossRegionRestoreEnabled = new TerraformVariable(stack, 'restore', { type: 'bool' }).value;
    const { vault } = rawEstate({ vault: { immutability, crossRegionRestoreEnabled } }, stack);
    expect(outcomes(ONE_WAY_DOOR, stack)).toEqual(['undecided', 'undecided']);
    markNote(vault, 'one-way-door:immutability', 'audit asks for it');
    expect(verdicts(ONE_WAY_DOOR, stack).map(({ outcome, discriminator }) => [outcome, discriminator])).toEqual([
      ['undecided', 'crossRegionRestore'],
    ]);
    markNote(vault, 'one-way-door:crossRegionRestore', 'audit asks for it');
    expect(outcomes(ONE_WAY_DOOR, stack)).toEqual(['compliant']);
  });

  test('a vault that exists has passed its doors elsewhere', () => {
    const stack = emptyStack();
    new DataAzurermDataProtectionBackupVault(stack, 'existing', { name: 'bv', resourceGroupName: 'rg' });
    expect(outcomes(ONE_WAY_DOOR, stack)).toEqual([]);
  });

  test('findings of the synthesis warn, one for each door, and stop nothing', () => {
    const estate = () => rawEstate({ vault: DOORS }).stack;
    const found = PostgresBackupValidator.of(estate())
      .findings({ profiles: [Profile.RECOMMENDED], now: NOW })
      .filter(({ rule }) => rule === 'PGB504');
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(3);
    expect(found.find(({ got }) => got === 'Locked')).toMatchObject({
      severity: 'warning',
      path: 'raw/vault',
      message: '`immutability` must be acknowledged to be Locked for good, got: no acknowledgement',
      limit: 'a locked vault keeps each backup until it expires and is never unlocked',
      mend: expect.stringContaining('keep `immutability` Unlocked'),
    });
    expect(synthesize(estate(), { profiles: [Profile.RECOMMENDED] }).error).toBeUndefined();
  });
});

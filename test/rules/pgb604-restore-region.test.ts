import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize } from './kit';
import { restoreEstate } from './restore-kit';
import { RESTORE_REGION } from '../../src/rules/pgb604-restore-region';

const RULE = RESTORE_REGION;

function judged(location: string, vault: Record<string, unknown> = {}): string[] {
  return outcomes(RULE, restoreEstate({ account: { location } }, rawEstate({ vault })).stack);
}

describe('PGB604 restore-region', () => {
  test.each([
    ['westeurope', {}, 'compliant'],
    ['West Europe', {}, 'compliant'],
    ['northeurope', {}, 'violated'],
    ['northeurope', { crossRegionRestoreEnabled: false }, 'violated'],
    ['northeurope', { crossRegionRestoreEnabled: true }, 'compliant'],
    ['westeurope', { crossRegionRestoreEnabled: true }, 'compliant'],
    ['swedencentral', { crossRegionRestoreEnabled: true }, 'violated'],
    ['moonnorth', { location: 'moonsouth' }, 'violated'],
    // Of a region that the list doesn't know the pair isn't known either.
    ['moonnorth', { location: 'moonsouth', crossRegionRestoreEnabled: true }, 'undecided'],
  ])('account in %s, vault %j: %s', (location, vault, outcome) => {
    expect(judged(location, vault)).toEqual([outcome]);
  });

  test('undecided while the region of the account is a variable', () => {
    const stack = emptyStack();
    const location = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
    const { stack: estate } = restoreEstate({ account: { location } }, rawEstate({}, stack));
    expect(outcomes(RULE, estate)).toEqual(['undecided']);
  });

  test('undecided while the region of the vault is, or whether it crosses regions', () => {
    const at = (vault: (open: string) => Record<string, unknown>) => {
      const stack = emptyStack();
      const open = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
      return restoreEstate({ account: { location: 'northeurope' } }, rawEstate({ vault: vault(open) }, stack)).stack;
    };
    expect(
      outcomes(
        RULE,
        at((location) => ({ location })),
      ),
    ).toEqual(['undecided']);
    expect(
      outcomes(
        RULE,
        at((crossRegionRestoreEnabled) => ({ crossRegionRestoreEnabled })),
      ),
    ).toEqual(['undecided']);
  });

  test('the synthesis names both regions', () => {
    const { error } = synthesize(restoreEstate({ account: { location: 'northeurope' } }).stack);
    expect(error).toContain(
      'PGB604 restore-region: `location` of a restore account must be westeurope, got: northeurope',
    );
    expect(error).toContain('put the account into westeurope, or turn cross-region restore on, which is for good');
  });
});

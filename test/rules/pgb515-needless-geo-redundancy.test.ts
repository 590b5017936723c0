import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate } from './kit';
import { NEEDLESS_GEO_REDUNDANCY } from '../../src/rules/pgb515-needless-geo-redundancy';

describe('PGB515 needless-geo-redundancy', () => {
  test.each([
    ['GeoRedundant', true, 'compliant'],
    ['GeoRedundant', false, 'violated'],
    ['GeoRedundant', undefined, 'violated'],
    ['ZoneRedundant', undefined, 'compliant'],
    ['LocallyRedundant', undefined, 'compliant'],
  ])('%s with cross-region restore %s: %s', (redundancy, crossRegionRestoreEnabled, outcome) => {
    const { stack } = rawEstate({ vault: { redundancy, crossRegionRestoreEnabled } });
    expect(outcomes(NEEDLESS_GEO_REDUNDANCY, stack)).toEqual([outcome]);
  });

  test('undecided while either is a variable that matters', () => {
    const estate = (over: (stack: ReturnType<typeof emptyStack>) => Record<string, unknown>) => {
      const stack = emptyStack();
      rawEstate({ vault: over(stack) }, stack);
      return outcomes(NEEDLESS_GEO_REDUNDANCY, stack);
    };
    const text = (stack: ReturnType<typeof emptyStack>) => new TerraformVariable(stack, 'v', { type: 'string' });
    expect(estate((stack) => ({ redundancy: text(stack).stringValue }))).toEqual(['undecided']);
    expect(estate((stack) => ({ crossRegionRestoreEnabled: text(stack).booleanValue }))).toEqual(['undecided']);
  });
});

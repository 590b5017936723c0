import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, verdicts } from './kit';
import { GEO_REDUNDANT_VAULT } from '../../src/rules/pgb512-geo-redundant-vault';

describe('PGB512 geo-redundant-vault', () => {
  test.each([
    ['GeoRedundant', 'westeurope', 'compliant'],
    ['ZoneRedundant', 'westeurope', 'violated'],
    ['LocallyRedundant', 'West Europe', 'violated'],
    // It has no pair.
    ['ZoneRedundant', 'polandcentral', 'compliant'],
    ['GeoRedundant', 'atlantis', 'compliant'],
    ['ZoneRedundant', 'atlantis', 'undecided'],
  ])('%s in %s: %s', (redundancy, location, outcome) => {
    expect(outcomes(GEO_REDUNDANT_VAULT, rawEstate({ vault: { redundancy, location } }).stack)).toEqual([outcome]);
  });

  test.each(['redundancy', 'location'])('undecided while %s is a variable', (argument) => {
    const stack = emptyStack();
    const value = new TerraformVariable(stack, 'value', { type: 'string' }).stringValue;
    rawEstate({ vault: { redundancy: 'ZoneRedundant', [argument]: value } }, stack);
    expect(outcomes(GEO_REDUNDANT_VAULT, stack)).toEqual(['undecided']);
  });

  test('the finding names the pair', () => {
    const [verdict] = verdicts(GEO_REDUNDANT_VAULT, rawEstate({ vault: { redundancy: 'ZoneRedundant' } }).stack);
    expect(verdict).toMatchObject({ got: 'ZoneRedundant', limit: 'West Europe has the pair northeurope' });
  });
});

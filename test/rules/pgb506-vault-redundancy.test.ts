import { TerraformVariable } from 'cdktf';
import { emptyStack, NOW, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { RegionInfo, REGIONS } from '../../src/matrix/regions';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { VAULT_REDUNDANCY } from '../../src/rules/pgb506-vault-redundancy';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const LOCAL = 'LocallyRedundant';
const judged = (vault: Record<string, unknown>) => outcomes(VAULT_REDUNDANCY, rawEstate({ vault }).stack);
const variable = (argument: string, vault: Record<string, unknown>) => {
  const stack = emptyStack();
  const value = new TerraformVariable(stack, 'variable', { type: 'string' }).stringValue;
  return outcomes(VAULT_REDUNDANCY, rawEstate({ vault: { [argument]: value, ...vault } }, stack).stack);
};
/** No region in the table is without both today, and of none both are unsaid. */
const withRegion = (zones: boolean | undefined, judge: () => void) => {
  const region = { ...REGIONS.austriaeast, availabilityZones: zones };
  const replaced = jest.replaceProperty(REGIONS as Record<string, RegionInfo>, 'austriaeast', region);
  try {
    judge();
  } finally {
    replaced.restore();
  }
};

describe('PGB506 vault-redundancy', () => {
  test.each([
    ['West Europe', 'GeoRedundant', 'compliant'],
    ['West Europe', 'ZoneRedundant', 'compliant'],
    // Zones and a pair.
    ['West Europe', LOCAL, 'violated'],
    // A pair and no zones.
    ['australiasoutheast', LOCAL, 'violated'],
    // Zones and no pair.
    ['austriaeast', LOCAL, 'violated'],
    // Not in the table.
    ['moonbase1', LOCAL, 'undecided'],
    ['chinanorth3', LOCAL, 'undecided'],
    ['moonbase1', 'GeoRedundant', 'compliant'],
  ])('%s, %s: %s', (location, redundancy, outcome) => {
    const { stack } = rawEstate({ vault: { location, redundancy } });
    for (const edition of SupportMatrix.all()) expect(outcomes(VAULT_REDUNDANCY, stack, edition)).toEqual([outcome]);
  });

  test('it names what the region has', () => {
    const of = (location: string) =>
      verdicts(VAULT_REDUNDANCY, rawEstate({ vault: { location, redundancy: LOCAL } }).stack)[0];
    expect(of('westeurope')).toMatchObject({
      message: '`redundancy` must be GeoRedundant or ZoneRedundant, got: LocallyRedundant',
      limit: 'West Europe has the pair northeurope and availability zones',
    });
    expect(of('australiasoutheast').message).toContain('must be GeoRedundant, got');
    expect(of('austriaeast').message).toContain('must be ZoneRedundant, got');
  });

  test('a region with neither leaves no choice; one of which the table doesn’t say is undecided', () => {
    withRegion(false, () => {
      expect(judged({ location: 'austriaeast', redundancy: LOCAL })).toEqual(['compliant']);
      expect(variable('redundancy', { location: 'austriaeast' })).toEqual(['compliant']);
    });
    withRegion(undefined, () => {
      expect(judged({ location: 'austriaeast', redundancy: LOCAL })).toEqual(['undecided']);
      expect(judged({ location: 'austriaeast', redundancy: 'GeoRedundant' })).toEqual(['compliant']);
    });
  });

  test('undecided while redundancy or region is a variable, decided where the redundancy decides', () => {
    expect(variable('redundancy', {})).toEqual(['undecided']);
    expect(variable('location', { redundancy: LOCAL })).toEqual(['undecided']);
    expect(variable('location', { redundancy: 'ZoneRedundant' })).toEqual(['compliant']);
  });

  test('each vault is judged', () => {
    const stack = emptyStack();
    rawEstate({ vault: { redundancy: LOCAL } }, stack);
    rawEstate({}, emptyStack('other', stack.node.root as never));
    expect(outcomes(VAULT_REDUNDANCY, stack)).toEqual(['violated', 'compliant']);
  });

  test('a finding of the synthesis warns, and stops nothing', () => {
    const estate = () => rawEstate({ vault: { redundancy: LOCAL } }).stack;
    const findings = PostgresBackupValidator.of(estate()).findings({ profiles: [Profile.RECOMMENDED], now: NOW });
    expect(findings.find(({ rule }) => rule === 'PGB506')).toMatchObject({
      severity: 'warning',
      path: 'raw/vault',
      message: '`redundancy` must be GeoRedundant or ZoneRedundant, got: LocallyRedundant',
      got: LOCAL,
      limit: 'West Europe has the pair northeurope and availability zones',
      mend: expect.stringContaining('before it protects anything'),
    });
    expect(synthesize(estate(), { profiles: [Profile.RECOMMENDED] }).error).toBeUndefined();
  });
});

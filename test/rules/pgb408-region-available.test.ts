import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { REGION_AVAILABLE } from '../../src/rules/pgb408-region-available';

const RULE = REGION_AVAILABLE;
const { V1_2024_12_17, V1_2025_02_28, V1_2025_05_15, V2_2026_09_28 } = SupportMatrix;

function at(location: string) {
  return rawEstate({ server: { location }, instance: { location } }).stack;
}

describe('PGB408 region-available', () => {
  test.each([
    [V2_2026_09_28, 'westeurope', ['compliant']],
    [V2_2026_09_28, 'Qatar Central', ['violated']],
    [V2_2026_09_28, 'westindia', ['violated']],
    [V2_2026_09_28, 'usgovvirginia', ['violated']],
    // A region that the table doesn't know is public and not excluded.
    [V2_2026_09_28, 'moonnorth', ['compliant']],
    [V1_2024_12_17, 'qatarcentral', ['compliant']],
    [V1_2024_12_17, 'chinanorth3', ['violated']],
    [V1_2025_02_28, 'usgovvirginia', []],
    [V1_2025_05_15, 'qatarcentral', []],
  ])('%s, %s: %j', (edition, location, expected) => {
    expect(outcomes(RULE, at(location), edition)).toEqual(expected);
  });

  test('the location of the instance stands for a server that says none', () => {
    const serverId = '/subscriptions/x/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-old';
    const stack = (location: string) => rawEstate({ instance: { serverId, location } }).stack;
    expect(outcomes(RULE, stack('qatarcentral'), V2_2026_09_28)).toEqual(['violated']);
    expect(outcomes(RULE, stack('westeurope'), V2_2026_09_28)).toEqual(['compliant']);
  });

  test('undecided while the location is a variable', () => {
    const stack = emptyStack();
    const location = new TerraformVariable(stack, 'region', { type: 'string' }).stringValue;
    const { stack: estate } = rawEstate({ server: { location }, instance: { location } }, stack);
    const [verdict] = verdicts(RULE, estate, V2_2026_09_28);
    expect(verdict.outcome).toBe('undecided');
    expect(verdict.message).toContain('region');
  });

  test('the synthesis names the region, and the edition that serves it', () => {
    const { error } = synthesize(at('qatarcentral'), { edition: V2_2026_09_28 });
    expect(error).toContain(
      'PGB408 region-available: `location` must be a region that edition v2-2026-09-28 serves, got: Qatar Central',
    );
    expect(error).toContain('Mend: protect it under edition 2025-05-15');
  });
});

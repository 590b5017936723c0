import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { WEEKLY_ONLY } from '../../src/rules/pgb202-weekly-only';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const { V1_2024_12_17, V1_2025_02_28, V1_2025_05_15, V2_2026_09_28 } = SupportMatrix;

function every(...periods: string[]) {
  const backupRepeatingTimeIntervals = periods.map((period) => `R/2024-01-07T02:00:00+00:00/${period}`);
  return rawEstate({ policy: { backupRepeatingTimeIntervals } }).stack;
}

describe('PGB202 weekly-only', () => {
  test.each([
    [V1_2024_12_17, 'P1W', 'compliant', undefined],
    [V1_2024_12_17, 'P1D', 'violated', 'warning'],
    [V1_2024_12_17, 'P7D', 'violated', 'error'],
    [V1_2024_12_17, 'P2W', 'violated', 'error'],
    [V1_2025_02_28, 'P1W', 'compliant', undefined],
    [V1_2025_02_28, 'P1D', 'violated', 'error'],
    [V1_2025_05_15, 'P1W', 'compliant', undefined],
    [V1_2025_05_15, 'P1D', 'violated', 'error'],
    [V1_2025_05_15, 'P2D', 'violated', 'error'],
    [V1_2025_05_15, 'P7D', 'violated', 'error'],
    [V1_2025_05_15, 'P2W', 'violated', 'error'],
    [V2_2026_09_28, 'P1W', 'compliant', undefined],
    [V2_2026_09_28, 'P1D', 'compliant', undefined],
    [V2_2026_09_28, 'P2D', 'violated', 'error'],
    [V2_2026_09_28, 'P7D', 'violated', 'error'],
    [V2_2026_09_28, 'P2W', 'violated', 'error'],
  ])('%s, %s: %s %s', (edition, period, outcome, severity) => {
    const [verdict, ...rest] = verdicts(WEEKLY_ONLY, every(period), edition);
    expect(rest).toEqual([]);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.severity).toBe(severity);
    if (outcome === 'violated') expect(verdict).toMatchObject({ got: period, source: edition.source });
  });

  test('one verdict for each interval, with its own severity', () => {
    const all = verdicts(WEEKLY_ONLY, every('P1W', 'P1D', 'P2W'), V1_2024_12_17);
    expect(all.map(({ got, severity }) => [got, severity])).toEqual([
      ['P1D', 'warning'],
      ['P2W', 'error'],
    ]);
    expect(new Set(all.map(({ discriminator }) => discriminator)).size).toBe(2);
  });

  test('undecided while one is a variable, unless another is wrong', () => {
    const stack = emptyStack();
    const backupRepeatingTimeIntervals = [new TerraformVariable(stack, 'one', { type: 'string' }).stringValue];
    rawEstate({ policy: { backupRepeatingTimeIntervals } }, stack);
    expect(outcomes(WEEKLY_ONLY, stack)).toEqual(['undecided']);
    backupRepeatingTimeIntervals.push('R/2024-01-07T02:00:00Z/P1D');
    expect(outcomes(WEEKLY_ONLY, stack)).toEqual(['violated']);
  });

  test('what is no interval is left to PGB201', () => {
    expect(outcomes(WEEKLY_ONLY, every('weekly'))).toEqual([]);
    expect(outcomes(WEEKLY_ONLY, every())).toEqual([]);
    expect(outcomes(WEEKLY_ONLY, every('weekly', 'P1D'))).toEqual(['violated']);
  });

  test('synthesis refuses a daily policy and says where daily is possible', () => {
    const { error, json } = synthesize(every('P1D'));
    expect(error).toContain(
      '[Error at /raw/policy] PGB202 weekly-only: the period of `backup_repeating_time_intervals` must be P1W, got: P1D (R/2024-01-07T02:00:00+00:00/P1D)',
    );
    expect(error).toContain('Limit: the service executes P1W only; support matrix edition 2025-05-15');
    expect(error).toContain('Mend: write P1W, or protect the server under edition v2-2026-09-28 (preview)');
    expect(json).toBeUndefined();
  });

  test('synthesis only warns under the seed’s edition', () => {
    const stack = every('P1D');
    const { error } = synthesize(stack, { profiles: [Profile.RECOMMENDED], edition: V1_2024_12_17 });
    expect(error).toBeUndefined();
    const found = PostgresBackupValidator.of(stack)
      .findings()
      .filter(({ rule }) => rule === 'PGB202');
    expect(found).toMatchObject([{ severity: 'warning', edition: '2024-12-17', path: 'raw/policy', got: 'P1D' }]);
  });
});

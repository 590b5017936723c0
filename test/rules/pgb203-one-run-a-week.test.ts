import { Fn, TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { ONE_RUN_A_WEEK } from '../../src/rules/pgb203-one-run-a-week';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const { V1_2024_12_17, V1_2025_02_28, V1_2025_05_15, V2_2026_09_28 } = SupportMatrix;

/** `07/P1W` is every week from 2024-01-07, a Sunday, at 02:00; `07T14/P1W` at 14:00. */
function policy(...short: string[]) {
  return rawEstate({ policy: { backupRepeatingTimeIntervals: short.map(interval) } }).stack;
}

function interval(short: string): string {
  const [, day, hour = '02', period] = /^(\d\d)(?:T(\d\d))?\/(.*)$/.exec(short) ?? [];
  return `R/2024-01-${day}T${hour}:00:00+00:00/${period}`;
}

describe('PGB203 one-run-a-week', () => {
  test.each<[string[], string, string]>([
    // intervals, at most one a week, at most one a day
    [['07/P1W'], 'compliant', 'compliant'],
    [['07/P7D'], 'compliant', 'compliant'],
    [['07/P2W'], 'compliant', 'compliant'],
    [['07/P8D'], 'compliant', 'compliant'],
    [['07/P1D'], 'violated', 'compliant'],
    [['07/P2D'], 'violated', 'compliant'],
    [['07/P6D'], 'violated', 'compliant'],
    [['07/P1W', '10/P1W'], 'violated', 'compliant'],
    [['07/P1W', '07T14/P1W'], 'violated', 'violated'],
    [['07/P1W', '07/P1W'], 'violated', 'violated'],
    [['07/P1W', '14/P1W'], 'violated', 'violated'],
    [['07/P1W', '07/P2W'], 'violated', 'violated'],
    [['07/P1W', '10/P2W'], 'violated', 'compliant'],
    [['07/P1W', '07/P1D'], 'violated', 'violated'],
    [['07/P1D', '07T14/P1D'], 'violated', 'violated'],
    // Every other week, in turns.
    [['07/P2W', '14/P2W'], 'compliant', 'compliant'],
    [['07/P2W', '17/P2W'], 'compliant', 'compliant'],
    [['07/P2W', '10/P2W'], 'violated', 'compliant'],
    [['07/P2W', '21/P2W'], 'violated', 'violated'],
    // 2 and 3 weeks meet, 2 and 4 needn't.
    [['07/P2W', '14/P3W'], 'violated', 'violated'],
    [['07/P2W', '14/P4W'], 'compliant', 'compliant'],
    [['07/P2D', '08/P2D'], 'violated', 'compliant'],
    [['07/P2D', '08/P3D'], 'violated', 'violated'],
    [['07/P20D', '17/P20D'], 'compliant', 'compliant'],
    [['07/P20D', '12/P20D'], 'violated', 'compliant'],
  ])('%s: %s a week, %s a day', (short, aWeek, aDay) => {
    const stack = policy(...short);
    for (const edition of [V1_2024_12_17, V1_2025_05_15]) {
      expect(outcomes(ONE_RUN_A_WEEK, stack, edition)).toEqual([aWeek]);
    }
    for (const edition of [V1_2025_02_28, V2_2026_09_28]) {
      expect(outcomes(ONE_RUN_A_WEEK, stack, edition)).toEqual([aDay]);
    }
  });

  test.each([
    [V1_2024_12_17, 'warning', 'one backup a week'],
    [V1_2025_02_28, 'error', 'one backup a day'],
    [V1_2025_05_15, 'error', 'one backup a week'],
    [V2_2026_09_28, 'error', 'one backup a day'],
  ])('%s: %s, %s', (edition, severity, limit) => {
    const [verdict] = verdicts(ONE_RUN_A_WEEK, policy('07/P1W', '07T14/P1W'), edition);
    expect(verdict).toMatchObject({ outcome: 'violated', severity, limit, source: edition.source });
  });

  test('it says which days, or which two', () => {
    const got = (edition: SupportMatrix, ...short: string[]) =>
      verdicts(ONE_RUN_A_WEEK, policy(...short), edition)[0].got;
    expect(got(V1_2025_05_15, '10/P1W', '07/P1W')).toBe('2 runs in a week (Sunday, Wednesday)');
    expect(got(V1_2025_05_15, '07/P1D')).toBe(
      '7 runs in a week (Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday)',
    );
    expect(got(V1_2025_02_28, '07/P1W', '07T14/P1W')).toBe(
      'R/2024-01-07T02:00:00+00:00/P1W and R/2024-01-07T14:00:00+00:00/P1W, which run on one day',
    );
    expect(got(V2_2026_09_28, '07/P1D', '07T14/P1W')).toBe('2 intervals, one of them daily');
  });

  describe('with a variable', () => {
    const withOne = (...short: string[]) => {
      const stack = emptyStack();
      const one = new TerraformVariable(stack, 'one', { type: 'string' }).stringValue;
      return rawEstate({ policy: { backupRepeatingTimeIntervals: [...short.map(interval), one] } }, stack).stack;
    };

    test('alone it is undecided', () => {
      expect(outcomes(ONE_RUN_A_WEEK, withOne())).toEqual(['undecided']);
      expect(outcomes(ONE_RUN_A_WEEK, withOne(), V2_2026_09_28)).toEqual(['undecided']);
    });

    test('beside one that runs every week it is one too many, whatever it will be', () => {
      expect(verdicts(ONE_RUN_A_WEEK, withOne('07/P1W'))[0]).toMatchObject({
        outcome: 'violated',
        got: '2 runs in a week (one of them not known yet)',
      });
      expect(outcomes(ONE_RUN_A_WEEK, withOne('07/P2W'))).toEqual(['undecided']);
      expect(outcomes(ONE_RUN_A_WEEK, withOne('07/P1W'), V2_2026_09_28)).toEqual(['undecided']);
      expect(outcomes(ONE_RUN_A_WEEK, withOne('07/P1D'), V2_2026_09_28)).toEqual(['violated']);
    });

    test('a whole list is undecided', () => {
      const stack = emptyStack();
      const list = Fn.tolist(new TerraformVariable(stack, 'list', { type: 'list(string)' }).listValue);
      expect(
        outcomes(ONE_RUN_A_WEEK, rawEstate({ policy: { backupRepeatingTimeIntervals: list } }, stack).stack),
      ).toEqual(['undecided']);
    });
  });

  test('what is no interval is left to PGB201', () => {
    expect(outcomes(ONE_RUN_A_WEEK, policy('07/weekly'))).toEqual([]);
    expect(outcomes(ONE_RUN_A_WEEK, policy('07/weekly', '07/P1W'))).toEqual([]);
    expect(outcomes(ONE_RUN_A_WEEK, policy('07/weekly', '07/P1D'))).toEqual(['violated']);
  });

  test('synthesis refuses a second day', () => {
    const { error, json } = synthesize(policy('07/P1W', '10/P1W'));
    expect(error).toContain(
      '[Error at /raw/policy] PGB203 one-run-a-week: `backup_repeating_time_intervals` must run at most once a week, got: 2 runs in a week (Sunday, Wednesday)',
    );
    expect(error).toContain('Limit: one backup a week; support matrix edition 2025-05-15');
    expect(error).toContain('Mend: keep one interval, with the period P1W');
    expect(json).toBeUndefined();
  });

  test('synthesis takes several days under 2025-02-28, and warns under 2024-12-17', () => {
    const several = () => policy('07/P1W', '10/P1W');
    expect(synthesize(several(), { edition: V1_2025_02_28 }).error ?? '').not.toContain('PGB203');
    const stack = several();
    synthesize(stack, { edition: V1_2024_12_17, profiles: [Profile.RECOMMENDED] });
    const found = PostgresBackupValidator.of(stack)
      .findings()
      .filter(({ rule }) => rule === 'PGB203');
    expect(found).toMatchObject([{ severity: 'warning', edition: '2024-12-17', path: 'raw/policy' }]);
  });
});

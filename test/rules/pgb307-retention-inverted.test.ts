import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { Severity } from '../../src/findings/finding';
import { RETENTION_INVERTED } from '../../src/rules/pgb307-retention-inverted';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const keep = (...durations: string[]) => ({
  lifeCycle: durations.map((duration) => ({ dataStoreType: 'VaultStore', duration })),
});
const rule = (absoluteCriteria: string, ...durations: string[]) => ({
  name: absoluteCriteria,
  priority: 20,
  criteria: { absoluteCriteria },
  ...keep(...durations),
});
const estate = (fallback: string, rules: object[], stack = emptyStack()) =>
  rawEstate({ policy: { defaultRetentionRule: keep(fallback), retentionRule: rules } }, stack).stack;

describe('PGB307 retention-inverted', () => {
  test('the rarer, the longer', () => {
    const rules = [rule('FirstOfWeek', 'P6M'), rule('FirstOfMonth', 'P1Y'), rule('FirstOfYear', 'P10Y')];
    expect(outcomes(RETENTION_INVERTED, estate('P3M', rules))).toEqual(['compliant']);
    expect(outcomes(RETENTION_INVERTED, rawEstate().stack)).toEqual(['compliant']);
  });

  test.each([
    ['P12M', 'compliant'],
    ['P365D', 'compliant'],
    ['P364D', 'violated'],
    ['P11M', 'violated'],
    ['P53W', 'compliant'],
  ])('%s against a default of one year: %s', (duration, outcome) => {
    expect(outcomes(RETENTION_INVERTED, estate('P1Y', [rule('FirstOfWeek', duration)]))).toEqual([outcome]);
  });

  test('a rule for all backups is no rarer than the default, and one of the same rarity than another', () => {
    expect(outcomes(RETENTION_INVERTED, estate('P1Y', [rule('AllBackup', 'P1M')]))).toEqual(['compliant']);
    const rules = [rule('FirstOfMonth', 'P2Y'), { ...rule('Last', 'P1Y'), criteria: { weeksOfMonth: ['Last'] } }];
    expect(outcomes(RETENTION_INVERTED, estate('P3M', rules))).toEqual(['compliant']);
  });

  test('each rule that keeps too short is named with what keeps longest', () => {
    const rules = [rule('FirstOfYear', 'P2M'), rule('FirstOfMonth', 'P1M'), rule('FirstOfWeek', 'P6M')];
    const found = verdicts(RETENTION_INVERTED, estate('P3M', rules));
    expect(found.map(({ message }) => message)).toEqual([
      '`duration` of retention rule "FirstOfYear" must be at least P6M, as the more frequent retention rule "FirstOfWeek" keeps, got: P2M',
      '`duration` of retention rule "FirstOfMonth" must be at least P6M, as the more frequent retention rule "FirstOfWeek" keeps, got: P1M',
    ]);
    expect(new Set(found.map(({ discriminator }) => discriminator)).size).toBe(2);
  });

  test('the longest life cycle of a rule counts; what can’t be read doesn’t', () => {
    expect(outcomes(RETENTION_INVERTED, estate('P1Y', [rule('FirstOfYear', 'P2Y', 'P1M')]))).toEqual(['compliant']);
    expect(outcomes(RETENTION_INVERTED, estate('P1Y', [rule('FirstOfYear', 'P1M', 'P2Y')]))).toEqual(['compliant']);
    expect(outcomes(RETENTION_INVERTED, estate('P1Y', [rule('FirstOfYear', 'PT1H')]))).toEqual(['compliant']);
  });

  test('undecided while a duration or the criteria are a variable, unless they make no difference', () => {
    const stack = emptyStack();
    const { stringValue } = new TerraformVariable(stack, 'given', { type: 'string' });
    const [verdict] = verdicts(RETENTION_INVERTED, estate(stringValue, [rule('FirstOfYear', 'P1Y')], stack));
    expect(verdict).toMatchObject({ outcome: 'undecided', message: expect.stringContaining('variable `given`') });

    const second = emptyStack();
    const open = new TerraformVariable(second, 'given', { type: 'string' }).stringValue;
    expect(outcomes(RETENTION_INVERTED, estate('P1Y', [rule(open, 'P1M')], second))).toEqual(['undecided']);

    const third = emptyStack();
    const any = new TerraformVariable(third, 'given', { type: 'string' }).stringValue;
    expect(outcomes(RETENTION_INVERTED, estate('P1Y', [rule(any, 'P2Y')], third))).toEqual(['compliant']);
    const fourth = emptyStack();
    const alone = new TerraformVariable(fourth, 'given', { type: 'string' }).stringValue;
    expect(outcomes(RETENTION_INVERTED, estate(alone, [rule('AllBackup', 'P1M')], fourth))).toEqual(['compliant']);
  });

  test('synthesis goes on with a warning', () => {
    const stack = estate('P3M', [rule('FirstOfYear', 'P1M')]);
    const { error, json } = synthesize(stack, { profiles: [Profile.RECOMMENDED] });
    expect(error).toBeUndefined();
    expect(json).toBeDefined();
    const findings = PostgresBackupValidator.of(stack).findings({ profiles: [Profile.RECOMMENDED] });
    expect(findings.find(({ rule: id }) => id === 'PGB307')).toMatchObject({
      name: 'retention-inverted',
      severity: Severity.WARNING,
      path: 'raw/policy',
      message:
        '`duration` of retention rule "FirstOfYear" must be at least P3M, as the more frequent default retention rule keeps, got: P1M',
      got: 'P1M',
      limit: expect.stringContaining('the one that ranks first'),
      mend: expect.stringContaining('keep it for P3M or longer'),
    });
  });
});

import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { CRITERIA_MISSING } from '../../src/rules/pgb309-criteria-missing';

const rule = (name: string, criteria: object) => ({
  name,
  priority: 20,
  criteria,
  lifeCycle: [{ dataStoreType: 'VaultStore', duration: 'P6M' }],
});
const estate = (rules: object[], stack = emptyStack()) => rawEstate({ policy: { retentionRule: rules } }, stack).stack;

describe('PGB309 criteria-missing', () => {
  test.each([
    [{ absoluteCriteria: 'FirstOfWeek' }, 'compliant'],
    [{ absoluteCriteria: 'FirstOfWeek', scheduledBackupTimes: ['2021-05-23T02:00:00Z'] }, 'compliant'],
    [{ absoluteCriteria: 'FirstOfWeek', daysOfWeek: [] }, 'compliant'],
    [{ daysOfWeek: ['Sunday'] }, 'compliant'],
    [{ weeksOfMonth: ['First'] }, 'compliant'],
    [{ monthsOfYear: ['May'], daysOfWeek: ['Sunday'] }, 'compliant'],
    [{}, 'violated'],
    [{ daysOfWeek: [] }, 'violated'],
    [{ scheduledBackupTimes: ['2021-05-23T02:00:00Z'] }, 'violated'],
    [{ absoluteCriteria: 'FirstOfWeek', daysOfWeek: ['Sunday'] }, 'violated'],
    [{ absoluteCriteria: 'FirstOfYear', monthsOfYear: ['May'] }, 'violated'],
  ])('%j: %s', (criteria, outcome) => {
    expect(outcomes(CRITERIA_MISSING, estate([rule('Weekly', criteria)]))).toEqual([outcome]);
  });

  test('a policy with no rules of its own is in order', () => {
    expect(outcomes(CRITERIA_MISSING, rawEstate().stack)).toEqual(['compliant']);
  });

  test('one verdict for each rule', () => {
    const rules = [
      rule('A', {}),
      rule('B', { daysOfWeek: ['Sunday'] }),
      rule('C', { absoluteCriteria: 'AllBackup', daysOfWeek: ['Sunday'] }),
    ];
    const found = verdicts(CRITERIA_MISSING, estate(rules));
    expect(found.map(({ got }) => got)).toEqual(['neither', 'both']);
    expect(found[1].mend).toContain('leave `absolute_criteria`');
    expect(found[0].discriminator).not.toBe(found[1].discriminator);
  });

  test.each([
    ['days', { daysOfWeek: 'open' }, 'undecided'],
    ['days beside weeks', { daysOfWeek: 'open', weeksOfMonth: ['First'] }, 'compliant'],
    ['days beside absolute criteria', { daysOfWeek: 'open', absoluteCriteria: 'FirstOfWeek' }, 'undecided'],
  ])('%s that are a variable, which may be null', (_, criteria, outcome) => {
    const stack = emptyStack();
    const { listValue } = new TerraformVariable(stack, 'days', { type: 'list(string)' });
    expect(outcomes(CRITERIA_MISSING, estate([rule('A', { ...criteria, daysOfWeek: listValue })], stack))).toEqual([
      outcome,
    ]);
  });

  test('absolute criteria that are a variable', () => {
    const of = (criteria: object) => {
      const stack = emptyStack();
      const { stringValue } = new TerraformVariable(stack, 'absolute', { type: 'string' });
      return outcomes(CRITERIA_MISSING, estate([rule('A', { absoluteCriteria: stringValue, ...criteria })], stack));
    };
    expect(of({})).toEqual(['undecided']);
    expect(of({ daysOfWeek: ['Sunday'] })).toEqual(['undecided']);
  });

  test('synthesis refuses it, says the limit and the way out', () => {
    const { error, json } = synthesize(estate([rule('Weekly', {})]));
    expect(error).toContain(
      '[Error at /raw/policy] PGB309 criteria-missing: `criteria` of retention rule "Weekly" must be either `absolute_criteria`, or `days_of_week`, `weeks_of_month` and `months_of_year`, got: neither',
    );
    expect(error).toContain('either by absolute criteria or by days, weeks and months');
    expect(error).toContain('Mend: give `absolute_criteria`');
    expect(json).toBeUndefined();
  });
});

import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { PRIORITY_ORDER } from '../../src/rules/pgb304-priority-order';

const rule = (name: string, priority: number, criteria: object) => ({
  name,
  priority,
  criteria,
  lifeCycle: [{ dataStoreType: 'VaultStore', duration: 'P6M' }],
});
const absolute = (name: string, priority: number) => rule(name, priority, { absoluteCriteria: name });
const estate = (rules: object[], stack = emptyStack()) => rawEstate({ policy: { retentionRule: rules } }, stack).stack;

describe('PGB304 priority-order', () => {
  test('yearly, monthly, weekly, daily, in whatever order of the list', () => {
    const rules = [
      absolute('FirstOfWeek', 20),
      absolute('FirstOfYear', 10),
      absolute('AllBackup', 30),
      absolute('FirstOfDay', 25),
      absolute('FirstOfMonth', 15),
    ];
    expect(outcomes(PRIORITY_ORDER, estate(rules))).toEqual(['compliant']);
    expect(outcomes(PRIORITY_ORDER, rawEstate().stack)).toEqual(['compliant']);
  });

  test.each([
    ['FirstOfYear', 'FirstOfMonth'],
    ['FirstOfYear', 'FirstOfWeek'],
    ['FirstOfMonth', 'FirstOfWeek'],
    ['FirstOfWeek', 'FirstOfDay'],
    ['FirstOfDay', 'AllBackup'],
  ])('%s after %s is refused', (rarer, frequent) => {
    const found = verdicts(PRIORITY_ORDER, estate([absolute(rarer, 11), absolute(frequent, 10)]));
    expect(found).toMatchObject([{ outcome: 'violated', got: '11' }]);
    expect(outcomes(PRIORITY_ORDER, estate([absolute(rarer, 10), absolute(frequent, 11)]))).toEqual(['compliant']);
    // Equal numbers are PGB303's.
    expect(outcomes(PRIORITY_ORDER, estate([absolute(rarer, 10), absolute(frequent, 10)]))).toEqual(['compliant']);
  });

  const quarterly = { monthsOfYear: ['January', 'April', 'July', 'October'], weeksOfMonth: ['First'] };
  test.each([
    ['one day of a year', { monthsOfYear: ['January'], weeksOfMonth: ['First'], daysOfWeek: ['Sunday'] }, 'violated'],
    ['all runs of a month', { monthsOfYear: ['January'] }, 'violated'],
    ['quarterly', quarterly, 'violated'],
    ['all runs of eleven months', { monthsOfYear: monthsWithout('December') }, 'compliant'],
    ['monthly', { weeksOfMonth: ['First'], daysOfWeek: ['Sunday'] }, 'compliant'],
    ['twice a month', { weeksOfMonth: ['First', 'Third'] }, 'compliant'],
    ['weekly', { daysOfWeek: ['Sunday'] }, 'compliant'],
  ])('%s after FirstOfMonth: %s', (_, criteria, outcome) => {
    const rules = [rule('Other', 20, criteria), absolute('FirstOfMonth', 15)];
    expect(outcomes(PRIORITY_ORDER, estate(rules as object[]))).toEqual([outcome]);
  });

  test.each([
    ['weekly', { daysOfWeek: ['Sunday'] }, 'violated'],
    [
      'on every day',
      { daysOfWeek: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] },
      'compliant',
    ],
    [
      'in every week of every month',
      { weeksOfMonth: ['First', 'Second', 'Third', 'Fourth', 'Last'], daysOfWeek: ['Sunday'] },
      'violated',
    ],
    ['without criteria', {}, 'compliant'],
    ['with both kinds', { absoluteCriteria: 'FirstOfYear', daysOfWeek: ['Sunday'] }, 'compliant'],
  ])('%s after FirstOfDay: %s', (_, criteria, outcome) => {
    const rules = [rule('Other', 20, criteria), absolute('FirstOfDay', 15)];
    expect(outcomes(PRIORITY_ORDER, estate(rules as object[]))).toEqual([outcome]);
  });

  test('each rule that ranks too low is named with the first that it has to go before', () => {
    const rules = [
      absolute('FirstOfWeek', 10),
      absolute('AllBackup', 5),
      absolute('FirstOfYear', 20),
      absolute('FirstOfMonth', 1),
    ];
    const found = verdicts(PRIORITY_ORDER, estate(rules));
    expect(found.map(({ message }) => message)).toEqual([
      '`priority` of retention rule "FirstOfWeek" must be below 5, the priority of the more frequent retention rule "AllBackup", got: 10',
      '`priority` of retention rule "FirstOfYear" must be below 1, the priority of the more frequent retention rule "FirstOfMonth", got: 20',
    ]);
    expect(new Set(found.map(({ discriminator }) => discriminator)).size).toBe(2);
  });

  describe('with variables', () => {
    const variable = (type: string) => {
      const stack = emptyStack();
      return { stack, token: new TerraformVariable(stack, 'given', { type }) };
    };

    test('undecided where a priority decides', () => {
      const { stack, token } = variable('number');
      const rules = [absolute('FirstOfYear', token.numberValue), absolute('FirstOfMonth', 15)];
      const [verdict] = verdicts(PRIORITY_ORDER, estate(rules, stack));
      expect(verdict).toMatchObject({ outcome: 'undecided', message: expect.stringContaining('variable `given`') });
    });

    test('decided where no priority could be wrong', () => {
      const { stack, token } = variable('number');
      const rules = [absolute('FirstOfMonth', token.numberValue), rule('Second', 15, { weeksOfMonth: ['Second'] })];
      expect(outcomes(PRIORITY_ORDER, estate(rules, stack))).toEqual(['compliant']);
      const alone = variable('number');
      expect(outcomes(PRIORITY_ORDER, estate([absolute('FirstOfYear', alone.token.numberValue)], alone.stack))).toEqual(
        ['compliant'],
      );
    });

    test('undecided where the criteria decide', () => {
      const { stack, token } = variable('string');
      const rules = [rule('Open', 20, { absoluteCriteria: token.stringValue }), absolute('FirstOfMonth', 15)];
      expect(outcomes(PRIORITY_ORDER, estate(rules, stack))).toEqual(['undecided']);
    });

    test('decided whatever the days are, where the months say enough', () => {
      const { stack, token } = variable('list(string)');
      const criteria = { monthsOfYear: ['January'], weeksOfMonth: ['First'], daysOfWeek: token.listValue };
      const rules = [rule('Yearly', 20, criteria), absolute('FirstOfMonth', 15)];
      expect(outcomes(PRIORITY_ORDER, estate(rules, stack))).toEqual(['violated']);
    });

    test('undecided where the months aren’t known', () => {
      const { stack, token } = variable('list(string)');
      const rules = [
        rule('Open', 20, { monthsOfYear: token.listValue, weeksOfMonth: ['First'] }),
        absolute('FirstOfMonth', 15),
      ];
      expect(outcomes(PRIORITY_ORDER, estate(rules, stack))).toEqual(['undecided']);
    });

    test('decided where the other can’t be more frequent, or this one can’t be rarer', () => {
      const { stack, token } = variable('string');
      const rules = [rule('Open', 20, { absoluteCriteria: token.stringValue }), absolute('FirstOfYear', 15)];
      expect(outcomes(PRIORITY_ORDER, estate(rules, stack))).toEqual(['compliant']);
      const other = variable('string');
      const all = [rule('Open', 15, { absoluteCriteria: other.token.stringValue }), absolute('AllBackup', 20)];
      expect(outcomes(PRIORITY_ORDER, estate(all, other.stack))).toEqual(['compliant']);
    });
  });

  test('synthesis refuses it, says the limit and the way out', () => {
    const { error, json } = synthesize(estate([absolute('FirstOfYear', 30), absolute('FirstOfWeek', 20)]));
    expect(error).toContain(
      '[Error at /raw/policy] PGB304 priority-order: `priority` of retention rule "FirstOfYear" must be below 20, the priority of the more frequent retention rule "FirstOfWeek", got: 30',
    );
    expect(error).toContain('yearly rules rank before monthly ones');
    expect(error).toContain('such as yearly 10, monthly 15, weekly 20');
    expect(json).toBeUndefined();
  });
});

function monthsWithout(left: string): string[] {
  return [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ].filter((month) => month !== left);
}

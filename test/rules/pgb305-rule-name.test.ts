import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { RULE_NAME } from '../../src/rules/pgb305-rule-name';

const rule = (name: string, priority = 20) => ({
  name,
  priority,
  criteria: { absoluteCriteria: 'FirstOfWeek' },
  lifeCycle: [{ dataStoreType: 'VaultStore', duration: 'P6M' }],
});
const estate = (rules: object[], stack = emptyStack()) => rawEstate({ policy: { retentionRule: rules } }, stack).stack;

describe('PGB305 rule-name', () => {
  test.each([
    ['Weekly', 'compliant'],
    ['w', 'compliant'],
    ['Weekly2', 'compliant'],
    ['a'.repeat(150), 'compliant'],
    ['a'.repeat(151), 'violated'],
    ['Default', 'violated'],
    ['DefaultWeekly', 'compliant'],
    ['2Weekly', 'violated'],
    ['every week', 'violated'],
    ['every-week', 'violated'],
    ['every_week', 'violated'],
    ['', 'violated'],
  ])('%p: %s', (name, outcome) => {
    expect(outcomes(RULE_NAME, estate([rule(name)]))).toEqual([outcome]);
  });

  test('a policy with no rules of its own is in order', () => {
    expect(outcomes(RULE_NAME, rawEstate().stack)).toEqual(['compliant']);
  });

  test('one verdict for each wrong name, and for each that is there once more', () => {
    const found = verdicts(
      RULE_NAME,
      estate([rule('A'), rule('x y'), rule('A'), rule('B'), rule('A'), rule('Default')]),
    );
    expect(found.map(({ message }) => message)).toEqual([
      '`name` of a retention rule must be letters and digits, a letter first, got: x y',
      '`name` of a retention rule must be unique in its policy, got: A once more',
      '`name` of a retention rule must be unique in its policy, got: A once more',
      "`name` of a retention rule must not be the default rule's, got: Default",
    ]);
    expect(new Set(found.map(({ discriminator }) => discriminator)).size).toBe(4);
  });

  test('undecided while a name is a variable, unless another is wrong', () => {
    const stack = emptyStack();
    const { stringValue } = new TerraformVariable(stack, 'name', { type: 'string' });
    const [verdict] = verdicts(RULE_NAME, estate([rule('A'), rule(stringValue)], stack));
    expect(verdict).toMatchObject({ outcome: 'undecided', message: expect.stringContaining('retention rule 2') });
    const second = emptyStack();
    const open = new TerraformVariable(second, 'name', { type: 'string' }).stringValue;
    expect(outcomes(RULE_NAME, estate([rule('Default'), rule(open)], second))).toEqual(['violated']);
  });

  test('synthesis refuses it, says the limit and the way out', () => {
    const { error, json } = synthesize(estate([rule('Default')]));
    expect(error).toContain(
      "[Error at /raw/policy] PGB305 rule-name: `name` of a retention rule must not be the default rule's, got: Default",
    );
    expect(error).toContain('Default is the name of the default rule and of its tag');
    expect(error).toContain('Mend: name the rule by what it keeps');
    expect(json).toBeUndefined();
  });
});

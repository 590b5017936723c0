import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { RULE_PRIORITY } from '../../src/rules/pgb303-rule-priority';

const rule = (name: string, priority: number) => ({
  name,
  priority,
  criteria: { absoluteCriteria: 'FirstOfWeek' },
  lifeCycle: [{ dataStoreType: 'VaultStore', duration: 'P6M' }],
});
const estate = (rules: object[], stack = emptyStack()) => rawEstate({ policy: { retentionRule: rules } }, stack).stack;

describe('PGB303 rule-priority', () => {
  test.each([
    [0, 'violated'],
    [1, 'compliant'],
    [98, 'compliant'],
    [99, 'violated'],
    [-1, 'violated'],
    [1.5, 'violated'],
  ])('%d: %s', (priority, outcome) => {
    expect(outcomes(RULE_PRIORITY, estate([rule('Weekly', priority)]))).toEqual([outcome]);
  });

  test('a policy with no rules of its own is in order', () => {
    expect(outcomes(RULE_PRIORITY, rawEstate().stack)).toEqual(['compliant']);
  });

  test('each rule that takes a number once more is named with the one that has it', () => {
    const found = verdicts(RULE_PRIORITY, estate([rule('A', 20), rule('B', 20), rule('C', 10), rule('D', 20)]));
    expect(found.map(({ message }) => message)).toEqual([
      '`priority` of retention rule "B" must be unique in its policy, got: 20, which retention rule "A" has',
      '`priority` of retention rule "D" must be unique in its policy, got: 20, which retention rule "A" has',
    ]);
    expect(new Set(found.map(({ discriminator }) => discriminator)).size).toBe(2);
  });

  test('two rules of one name are told apart', () => {
    const found = verdicts(RULE_PRIORITY, estate([rule('A', 99), rule('A', 99)]));
    expect(found.map(({ outcome }) => outcome)).toEqual(['violated', 'violated']);
    expect(found[0].discriminator).not.toBe(found[1].discriminator);
  });

  test('undecided while a number is a variable, unless another is wrong', () => {
    const stack = emptyStack();
    const { numberValue } = new TerraformVariable(stack, 'priority', { type: 'number' });
    expect(outcomes(RULE_PRIORITY, estate([rule('A', 20), rule('B', numberValue)], stack))).toEqual(['undecided']);
    const second = emptyStack();
    const open = new TerraformVariable(second, 'priority', { type: 'number' }).numberValue;
    expect(outcomes(RULE_PRIORITY, estate([rule('A', 99), rule('B', open)], second))).toEqual(['violated']);
    const third = emptyStack();
    const rules = new TerraformVariable(third, 'rules', { type: 'any' }).value;
    expect(outcomes(RULE_PRIORITY, rawEstate({ policy: { retentionRule: rules } }, third).stack)).toEqual([
      'undecided',
    ]);
  });

  test('synthesis refuses it, says the limit and the way out', () => {
    const { error, json } = synthesize(estate([rule('Weekly', 99)]));
    expect(error).toContain(
      '[Error at /raw/policy] PGB303 rule-priority: `priority` of retention rule "Weekly" must be a whole number between 1 and 98, got: 99',
    );
    expect(error).toContain("99 is the default rule's");
    expect(error).toContain('Mend: give it a free number from 1 to 98');
    expect(json).toBeUndefined();
  });
});

import { TerraformVariable } from 'cdktf';
import { emptyStack, NOW, rawEstate } from './kit';
import { assemble } from '../../src/inventory/assemble';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { MINIMUM, YEARLY_RETENTION } from '../../src/rules/pgb310-yearly-retention';
import { readTree } from '../../src/validation/readers/tree';

const keep = (duration: string) => ({ lifeCycle: [{ dataStoreType: 'VaultStore', duration }] });
const yearly = (duration: string) => ({
  name: 'Yearly',
  priority: 10,
  criteria: { absoluteCriteria: 'FirstOfYear' },
  ...keep(duration),
});

function verdicts(policy: Record<string, unknown>, minimum?: string, stack = emptyStack()) {
  rawEstate({ policy }, stack);
  const parameters = minimum === undefined ? undefined : { [MINIMUM.name]: minimum };
  const context = { edition: SupportMatrix.DEFAULT._edition, now: NOW, parameters };
  return [...YEARLY_RETENTION.evaluate(assemble(readTree(stack.node.root)), context)];
}

describe('PGB310 yearly-retention', () => {
  test.each([
    ['P7Y', undefined, 'compliant'],
    ['P84M', undefined, 'compliant'],
    ['P83M', undefined, 'violated'],
    ['P10Y', 'P10Y', 'compliant'],
    ['P7Y', 'P10Y', 'violated'],
    ['P1Y', 'P365D', 'compliant'],
  ])('a yearly rule of %s where %s is asked for: %s', (duration, minimum, outcome) => {
    const [verdict] = verdicts({ retentionRule: [yearly(duration)] }, minimum);
    expect(verdict.outcome).toBe(outcome);
  });

  test('any rule that keeps for so long will do, the default rule too', () => {
    expect(verdicts({ defaultRetentionRule: keep('P8Y') })[0].outcome).toBe('compliant');
    const monthly = { ...yearly('P8Y'), name: 'Monthly', criteria: { absoluteCriteria: 'FirstOfMonth' } };
    expect(verdicts({ retentionRule: [monthly] })[0].outcome).toBe('compliant');
  });

  test('the finding names the longest, and what is asked for', () => {
    const [verdict] = verdicts({ retentionRule: [yearly('P5Y')] });
    expect(verdict).toMatchObject({
      message: 'the longest retention of a policy must be at least P7Y, got: P5Y',
      got: 'P5Y',
      mend: expect.stringContaining('P7Y or longer'),
    });
    expect(verdicts({ defaultRetentionRule: keep('soon') })[0]).toMatchObject({ got: 'none' });
  });

  test('undecided while one that could be long enough is a variable', () => {
    const stack = emptyStack();
    const duration = new TerraformVariable(stack, 'duration', { type: 'string' }).stringValue;
    expect(verdicts({ retentionRule: [yearly(duration)] }, undefined, stack)[0].outcome).toBe('undecided');
    const sure = emptyStack();
    const other = new TerraformVariable(sure, 'duration', { type: 'string' }).stringValue;
    const policy = { defaultRetentionRule: keep(other), retentionRule: [yearly('P7Y')] };
    expect(verdicts(policy, undefined, sure)[0].outcome).toBe('compliant');
  });

  test('its parameter is a duration, of which the longer is the stricter', () => {
    expect(MINIMUM.problem('P7Y')).toBeUndefined();
    expect(MINIMUM.problem('7 years')).toMatch(/^must be P<n>Y/);
    expect(MINIMUM.stricter('P7Y', 'P120M')).toBe('P120M');
    expect(MINIMUM.stricter('P10Y', 'P120M')).toBe('P10Y');
  });
});

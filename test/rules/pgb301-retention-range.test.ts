import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { RETENTION_RANGE } from '../../src/rules/pgb301-retention-range';

const keep = (duration: string) => ({ lifeCycle: [{ dataStoreType: 'VaultStore', duration }] });
const rule = (name: string, duration: string) => ({
  name,
  priority: 20,
  criteria: { absoluteCriteria: 'FirstOfWeek' },
  ...keep(duration),
});

describe('PGB301 retention-range', () => {
  test.each([
    ['P6D', 'violated'],
    ['P7D', 'compliant'],
    ['P1W', 'compliant'],
    ['P1M', 'compliant'],
    ['P3650D', 'compliant'],
    ['P3651D', 'violated'],
    ['P521W', 'compliant'],
    ['P522W', 'violated'],
    ['P120M', 'compliant'],
    ['P121M', 'violated'],
    ['P10Y', 'compliant'],
    ['P11Y', 'violated'],
  ])('%s in the default rule and in another: %s', (duration, outcome) => {
    const { stack } = rawEstate({ policy: { defaultRetentionRule: keep(duration) } });
    expect(outcomes(RETENTION_RANGE, stack)).toEqual([outcome]);
    const other = rawEstate({ policy: { retentionRule: [rule('Weekly', duration)] } });
    expect(outcomes(RETENTION_RANGE, other.stack)).toEqual([outcome]);
  });

  test('what is no duration is another rule’s business', () => {
    const { stack } = rawEstate({ policy: { defaultRetentionRule: keep('P0D') } });
    expect(outcomes(RETENTION_RANGE, stack)).toEqual(['compliant']);
  });

  test('one verdict for each life cycle that is out of range, told apart', () => {
    const { stack } = rawEstate({
      policy: {
        defaultRetentionRule: keep('P6D'),
        retentionRule: [
          rule('Weekly', 'P2W'),
          { ...rule('Yearly', 'P11Y'), lifeCycle: [...keep('P11Y').lifeCycle, ...keep('P12Y').lifeCycle] },
          rule('Yearly', 'P13Y'),
        ],
      },
    });
    const found = verdicts(RETENTION_RANGE, stack);
    expect(found.map(({ got }) => got)).toEqual(['P6D', 'P11Y', 'P12Y', 'P13Y']);
    expect(new Set(found.map(({ discriminator }) => discriminator)).size).toBe(4);
    expect(found[0].mend).toContain('P7D or longer');
    expect(found[1].mend).toContain('P10Y or shorter');
  });

  test('a rule is told apart by its name, wherever in the list it stands', () => {
    const of = (...rules: object[]) =>
      verdicts(RETENTION_RANGE, rawEstate({ policy: { retentionRule: rules } }).stack)[0].discriminator;
    expect(of(rule('Weekly', 'P2W'), rule('Yearly', 'P11Y'))).toBe(of(rule('Yearly', 'P11Y'), rule('Weekly', 'P2W')));
  });

  test('undecided while a duration or the rules are a variable, unless another is wrong', () => {
    const stack = emptyStack();
    const duration = new TerraformVariable(stack, 'duration', { type: 'string' }).stringValue;
    const policy = { retentionRule: [rule('Weekly', duration)] };
    const [verdict] = verdicts(RETENTION_RANGE, rawEstate({ policy }, stack).stack);
    expect(verdict).toMatchObject({ outcome: 'undecided', message: expect.stringContaining('variable `duration`') });

    const second = emptyStack();
    const days = new TerraformVariable(second, 'days', { type: 'number' });
    const partly = rawEstate({ policy: { defaultRetentionRule: keep(`P${days.stringValue}D`) } }, second);
    expect(outcomes(RETENTION_RANGE, partly.stack)).toEqual(['undecided']);

    const third = emptyStack();
    const rules = new TerraformVariable(third, 'rules', { type: 'any' });
    const whole = rawEstate({ policy: { retentionRule: rules.value } }, third);
    expect(outcomes(RETENTION_RANGE, whole.stack)).toEqual(['undecided']);

    const fourth = emptyStack();
    const open = new TerraformVariable(fourth, 'duration', { type: 'string' }).stringValue;
    const wrong = { defaultRetentionRule: keep('P1D'), retentionRule: [rule('Weekly', open)] };
    expect(outcomes(RETENTION_RANGE, rawEstate({ policy: wrong }, fourth).stack)).toEqual(['violated']);
  });

  test('the range is the same under every edition, its source isn’t', () => {
    const { stack } = rawEstate({ policy: { defaultRetentionRule: keep('P6D') } });
    const sources = SupportMatrix.all().map((edition) => verdicts(RETENTION_RANGE, stack, edition)[0].source?.date);
    expect(sources).toEqual(['2023-11-06', '2023-11-06', '2023-11-06', '2026-09-28']);
  });

  test('each policy is judged', () => {
    const { stack } = rawEstate({ policy: { defaultRetentionRule: keep('P6D') } });
    const again = rawEstate({}, emptyStack('second', stack.node.root as never));
    expect(outcomes(RETENTION_RANGE, again.stack)).toEqual(['violated', 'compliant']);
  });

  test('synthesis refuses it, says the limit and the way out', () => {
    const { error, json } = synthesize(rawEstate({ policy: { defaultRetentionRule: keep('P3651D') } }).stack);
    expect(error).toContain(
      '[Error at /raw/policy] PGB301 retention-range: `duration` of the default retention rule must be between P7D and P10Y, got: P3651D',
    );
    expect(error).toContain('at least 7 days and at most 10 years');
    expect(error).toContain('Mend: keep it for P10Y or shorter');
    expect(json).toBeUndefined();
  });
});

import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { RETENTION_SYNTAX } from '../../src/rules/pgb302-retention-syntax';

const keep = (duration: string) => ({ lifeCycle: [{ dataStoreType: 'VaultStore', duration }] });
const estate = (duration: string, stack = emptyStack()) =>
  rawEstate({ policy: { defaultRetentionRule: keep(duration) } }, stack).stack;

describe('PGB302 retention-syntax', () => {
  test.each(['P1D', 'P7D', 'P12W', 'P3M', 'P10Y', 'P9999D', 'P99Y'])('%s is in order', (duration) => {
    expect(outcomes(RETENTION_SYNTAX, estate(duration))).toEqual(['compliant']);
  });

  test.each(['P0D', '-P1D', 'P-1D', 'P1.5Y', 'P1Y6M', 'P1W2D', 'PT12H', 'p7d', '7D', 'P', '', 'P07D', 'forever'])(
    '%p is refused',
    (duration) => {
      expect(verdicts(RETENTION_SYNTAX, estate(duration))).toMatchObject([{ outcome: 'violated', got: duration }]);
    },
  );

  test('says what is wrong and what was meant', () => {
    const of = (duration: string) => verdicts(RETENTION_SYNTAX, estate(duration))[0];
    expect(of('7D').mend).toContain('such as P7D');
    expect(of('p3m').mend).toContain('such as P3M');
    expect(of('P0D').limit).toContain('greater than 0');
    expect(of('PT12H').limit).toContain('hours');
  });

  test('one verdict for each wrong duration of any rule', () => {
    const { stack } = rawEstate({
      policy: {
        defaultRetentionRule: keep('P1Y6M'),
        retentionRule: [
          { name: 'Weekly', priority: 20, criteria: { absoluteCriteria: 'FirstOfWeek' }, ...keep('P3M') },
          { name: 'Yearly', priority: 10, criteria: { absoluteCriteria: 'FirstOfYear' }, ...keep('PT1H') },
        ],
      },
    });
    expect(verdicts(RETENTION_SYNTAX, stack).map(({ message }) => message)).toEqual([
      '`duration` of the default retention rule must be P<n>Y, P<n>M, P<n>W or P<n>D with n > 0, got: P1Y6M',
      '`duration` of retention rule "Yearly" must be P<n>Y, P<n>M, P<n>W or P<n>D with n > 0, got: PT1H',
    ]);
  });

  test('undecided while the duration is a variable', () => {
    const stack = emptyStack();
    const { stringValue } = new TerraformVariable(stack, 'duration', { type: 'string' });
    expect(outcomes(RETENTION_SYNTAX, estate(stringValue, stack))).toEqual(['undecided']);
  });

  test('synthesis refuses it, says the limit and the way out', () => {
    const { error, json } = synthesize(estate('PT12H'));
    expect(error).toContain(
      '[Error at /raw/policy] PGB302 retention-syntax: `duration` of the default retention rule must be P<n>Y, P<n>M, P<n>W or P<n>D with n > 0, got: PT12H',
    );
    expect(error).toContain('one whole number of years, months, weeks or days');
    expect(error).toContain('Mend: write it as');
    expect(json).toBeUndefined();
  });
});

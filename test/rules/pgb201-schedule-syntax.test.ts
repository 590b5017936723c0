import { Fn, TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { SCHEDULE_SYNTAX } from '../../src/rules/pgb201-schedule-syntax';

const GOOD = 'R/2024-01-07T02:00:00+00:00/P1W';

function policy(...backupRepeatingTimeIntervals: string[]) {
  return rawEstate({ policy: { backupRepeatingTimeIntervals } }).stack;
}

describe('PGB201 schedule-syntax', () => {
  test.each([
    GOOD,
    'R/2024-01-07T02:00Z/P1W',
    'R/2024-01-07T02:00:00.000-12:00/P1W',
    'R/2024-02-29T23:59:59+14:00/P1D',
    'R/2024-01-07T02:00:00+00:00/P7D',
    'R/2024-01-07T02:00:00+00:00/P52W',
  ])('%s is one', (interval) => {
    expect(outcomes(SCHEDULE_SYNTAX, policy(interval))).toEqual(['compliant']);
  });

  test.each([
    ['garbage', 'three parts'],
    ['R/2024-01-07T02:00:00/P1W', 'no time zone designator'],
    ['R/2023-02-29T02:00:00Z/P1W', 'there is no date'],
    ['R/2024-01-07T24:00:00Z/P1W', 'start time'],
    ['R/2024-01-07T23:59:60Z/P1W', 'start time'],
    ['R/20240107T020000Z/P1W', 'start date'],
    ['R/T02:00:00Z/P1W', 'start date'],
    ['R/2024-01-07T02:00:00+14:01/P1W', 'offset'],
    ['R/2024-01-07T02:00:00-12:01/P1W', 'offset'],
    ['R/2024-01-07T02:00:00Z/P0W', 'n > 0'],
    ['R/2024-01-07T02:00:00Z/P1M', 'P<n>W or P<n>D'],
    ['R/2024-01-07T02:00:00Z/PT12H', 'P<n>W or P<n>D'],
    ['R5/2024-01-07T02:00:00Z/P1W', 'begin with R/'],
    ['0 2 * * 0', 'three parts'],
  ])('%s is none', (interval, why) => {
    const [verdict] = verdicts(SCHEDULE_SYNTAX, policy(interval));
    expect(verdict).toMatchObject({ outcome: 'violated', got: interval });
    expect(verdict.mend).toContain(why);
  });

  test('one verdict for each wrong interval, one for the same twice', () => {
    const all = verdicts(SCHEDULE_SYNTAX, policy(GOOD, 'a', 'b', 'a'));
    expect(all.map(({ outcome, discriminator }) => [outcome, discriminator])).toEqual([
      ['violated', 'a'],
      ['violated', 'b'],
    ]);
  });

  test('violated without any', () => {
    expect(verdicts(SCHEDULE_SYNTAX, policy())[0]).toMatchObject({
      outcome: 'violated',
      mend: expect.stringContaining('give one'),
    });
  });

  test('undecided while the list or one of it is a variable, unless another is wrong', () => {
    const stack = emptyStack();
    const one = new TerraformVariable(stack, 'one', { type: 'string' }).stringValue;
    const backupRepeatingTimeIntervals = [GOOD, one];
    expect(outcomes(SCHEDULE_SYNTAX, rawEstate({ policy: { backupRepeatingTimeIntervals } }, stack).stack)).toEqual([
      'undecided',
    ]);
    backupRepeatingTimeIntervals.push('a');
    expect(outcomes(SCHEDULE_SYNTAX, stack)).toEqual(['violated']);
    const other = emptyStack();
    const list = Fn.tolist(new TerraformVariable(other, 'list', { type: 'list(string)' }).listValue);
    expect(
      outcomes(SCHEDULE_SYNTAX, rawEstate({ policy: { backupRepeatingTimeIntervals: list } }, other).stack),
    ).toEqual(['undecided']);
  });

  test('a policy is judged with and without an instance', () => {
    const { stack } = rawEstate({ policy: { backupRepeatingTimeIntervals: ['a'] }, instance: false });
    expect(outcomes(SCHEDULE_SYNTAX, stack)).toEqual(['violated']);
  });

  test('synthesis refuses it and says what is wrong with it', () => {
    const { error, json } = synthesize(policy('R/2024-01-07T02:00:00/P1W'));
    expect(error).toContain(
      '[Error at /raw/policy] PGB201 schedule-syntax: `backup_repeating_time_intervals` must be R/<YYYY-MM-DD>T<hh:mm:ss><±hh:mm>/P<n>W, got: R/2024-01-07T02:00:00/P1W',
    );
    expect(error).toContain('Limit: a start with date, time and offset');
    expect(error).toContain('its start has no time zone designator');
    expect(json).toBeUndefined();
  });
});

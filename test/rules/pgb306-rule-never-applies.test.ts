import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { Severity } from '../../src/findings/finding';
import { RULE_NEVER_APPLIES } from '../../src/rules/pgb306-rule-never-applies';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const SUNDAY = 'R/2024-01-07T02:00:00+00:00/P1W';
const MONDAY = 'R/2024-01-08T02:00:00+00:00/P1W';
const DAILY = 'R/2024-01-07T02:00:00+00:00/P1D';
const WEEK = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const rule = (name: string, priority: number, criteria: object) => ({
  name,
  priority,
  criteria,
  lifeCycle: [{ dataStoreType: 'VaultStore', duration: 'P6M' }],
});
const absolute = (absoluteCriteria: string, priority: number) => rule(absoluteCriteria, priority, { absoluteCriteria });

interface Schedule {
  readonly intervals?: string[];
  readonly timeZone?: string;
}

function estate(rules: object[], { intervals = [SUNDAY], timeZone = 'UTC' }: Schedule = {}, stack = emptyStack()) {
  return rawEstate({ policy: { backupRepeatingTimeIntervals: intervals, timeZone, retentionRule: rules } }, stack)
    .stack;
}

const judged = (rules: object[], schedule: Schedule = {}) => outcomes(RULE_NEVER_APPLIES, estate(rules, schedule));

describe('PGB306 rule-never-applies', () => {
  test('the default rule is exempt', () => {
    expect(judged([])).toEqual(['compliant']);
    expect(judged([absolute('AllBackup', 20)])).toEqual(['compliant']);
  });

  describe('days of the week', () => {
    test.each([
      [['Sunday'], [SUNDAY], 'compliant'],
      [['Monday'], [SUNDAY], 'violated'],
      [['Monday', 'Tuesday'], [SUNDAY], 'violated'],
      [['Monday', 'Sunday'], [SUNDAY], 'compliant'],
      [['Monday'], [SUNDAY, MONDAY], 'compliant'],
      [['Tuesday'], [SUNDAY, MONDAY], 'violated'],
      [['Wednesday'], [DAILY], 'compliant'],
      [['Wednesday'], ['R/2024-01-07T02:00:00+00:00/P2D'], 'compliant'],
      [['Monday'], ['R/2024-01-07T02:00:00+00:00/P2W'], 'violated'],
    ])('%s under %s: %s', (daysOfWeek, intervals, outcome) => {
      expect(judged([rule('Day', 20, { daysOfWeek })], { intervals })).toEqual([outcome]);
    });

    test('on whatever clock they are counted', () => {
      const on = (day: string, intervals: string[], timeZone?: string) =>
        judged([rule('Day', 20, { daysOfWeek: [day] })], { intervals, timeZone });
      // 23:00 at -05:00 is Monday in UTC, and 01:00 at +05:30 is Saturday.
      const late = ['R/2024-01-07T23:00:00-05:00/P1W'];
      const early = ['R/2024-01-07T01:00:00+05:30/P1W'];
      expect(on('Sunday', late)).toEqual(['compliant']);
      expect(on('Monday', late)).toEqual(['undecided']);
      expect(on('Saturday', late)).toEqual(['violated']);
      expect(on('Sunday', early)).toEqual(['compliant']);
      expect(on('Saturday', early)).toEqual(['undecided']);
      expect(on('Monday', early)).toEqual(['violated']);
      // 02:00 UTC is still Saturday in America, but nowhere Monday.
      expect(on('Saturday', [SUNDAY], 'Eastern Standard Time')).toEqual(['undecided']);
      expect(on('Monday', [SUNDAY], 'Eastern Standard Time')).toEqual(['violated']);
      // 12:00 UTC is Sunday or, far in the east, Monday.
      const noon = ['R/2024-01-07T12:00:00Z/P1W'];
      expect(on('Monday', noon, 'Tonga Standard Time')).toEqual(['undecided']);
      expect(on('Saturday', noon, 'Tonga Standard Time')).toEqual(['violated']);
    });
  });

  describe('scheduled backup times', () => {
    test.each([
      [['2021-05-23T02:00:00Z'], SUNDAY, 'UTC', 'compliant'],
      [['2021-05-23T07:30:00+05:30'], SUNDAY, 'UTC', 'compliant'],
      [['2021-05-23T02:00:00Z'], 'R/2024-01-07T23:00:00-03:00/P1W', 'UTC', 'compliant'],
      [['2021-05-23T02:00:00Z', '2021-05-23T03:00:00Z'], SUNDAY, 'UTC', 'compliant'],
      [['2021-05-23T02:30:00Z'], SUNDAY, 'UTC', 'violated'],
      [['2021-05-23T02:00:00-01:00'], SUNDAY, 'UTC', 'violated'],
      [['2021-05-23T02:30:00Z'], SUNDAY, 'India Standard Time', 'undecided'],
      [['half past two'], SUNDAY, 'UTC', 'compliant'],
    ])('%s with %s in %s: %s', (scheduledBackupTimes, interval, timeZone, outcome) => {
      const timed = rule('Timed', 20, { absoluteCriteria: 'FirstOfWeek', scheduledBackupTimes });
      expect(judged([timed], { intervals: [interval], timeZone })).toEqual([outcome]);
    });

    test('the message says when the schedule runs', () => {
      const timed = rule('Timed', 20, { daysOfWeek: ['Sunday'], scheduledBackupTimes: ['2021-05-23T21:30:00Z'] });
      expect(verdicts(RULE_NEVER_APPLIES, estate([timed]))).toMatchObject([
        {
          message:
            '`scheduled_backup_times` of retention rule "Timed" must hold the time of a run, got: 2021-05-23T21:30:00Z',
          limit: 'the schedule runs at 02:00 UTC',
        },
      ]);
    });
  });

  describe('rules behind another', () => {
    test.each([
      ['AllBackup', 'FirstOfYear', [DAILY], 'violated'],
      ['FirstOfDay', 'FirstOfMonth', [SUNDAY], 'violated'],
      ['FirstOfDay', 'FirstOfMonth', [DAILY], 'violated'],
      ['FirstOfDay', 'AllBackup', [DAILY], 'violated'],
      ['FirstOfDay', 'AllBackup', [SUNDAY, MONDAY], 'violated'],
      ['FirstOfDay', 'AllBackup', [SUNDAY, 'R/2024-01-07T14:00:00+00:00/P1W'], 'compliant'],
      ['FirstOfWeek', 'FirstOfDay', [SUNDAY], 'violated'],
      ['FirstOfWeek', 'FirstOfYear', [SUNDAY], 'violated'],
      ['FirstOfWeek', 'FirstOfYear', ['R/2024-01-07T02:00:00+00:00/P2W'], 'violated'],
      ['FirstOfWeek', 'FirstOfDay', [SUNDAY, MONDAY], 'compliant'],
      ['FirstOfWeek', 'FirstOfDay', [DAILY], 'compliant'],
      // The first week of a year may have begun in the year before.
      ['FirstOfWeek', 'FirstOfYear', [DAILY], 'compliant'],
      ['FirstOfWeek', 'FirstOfMonth', [DAILY], 'compliant'],
      ['FirstOfMonth', 'FirstOfYear', [SUNDAY], 'violated'],
      ['FirstOfMonth', 'FirstOfWeek', [SUNDAY], 'compliant'],
      ['FirstOfYear', 'FirstOfMonth', [SUNDAY], 'compliant'],
    ])('%s before %s under %s: %s', (first, second, intervals, outcome) => {
      expect(judged([absolute(second, 20), absolute(first, 10)], { intervals })).toEqual([outcome]);
    });

    test('two runs on one day by some clock aren’t the first of their days by that clock', () => {
      const intervals = ['R/2024-01-07T23:00:00+00:00/P1W', 'R/2024-01-08T01:00:00+00:00/P1W'];
      const rules = [absolute('FirstOfDay', 10), absolute('FirstOfMonth', 20)];
      expect(judged(rules, { intervals })).toEqual(['violated']);
      const other = [absolute('FirstOfDay', 10), absolute('AllBackup', 20)];
      expect(judged(other, { intervals })).toEqual(['violated']);
      expect(judged(other, { intervals, timeZone: 'W. Europe Standard Time' })).toEqual(['compliant']);
    });

    test.each([
      ['the same criteria', { absoluteCriteria: 'FirstOfMonth' }, { absoluteCriteria: 'FirstOfMonth' }, 'violated'],
      ['a part of its days', { daysOfWeek: ['Sunday', 'Monday'] }, { daysOfWeek: ['Sunday'] }, 'violated'],
      ['more than its days', { daysOfWeek: ['Sunday'] }, { daysOfWeek: ['Sunday', 'Monday'] }, 'compliant'],
      ['fewer weeks', { daysOfWeek: ['Sunday'] }, { daysOfWeek: ['Sunday'], weeksOfMonth: ['First'] }, 'violated'],
      ['other weeks', { weeksOfMonth: ['First'] }, { weeksOfMonth: ['Last'] }, 'compliant'],
      ['any week', { weeksOfMonth: ['First'] }, { daysOfWeek: ['Sunday'] }, 'compliant'],
      [
        'fewer months',
        { monthsOfYear: ['May', 'June'] },
        { monthsOfYear: ['May'], weeksOfMonth: ['First'] },
        'violated',
      ],
      ['one month more', { monthsOfYear: ['May'] }, { monthsOfYear: ['May', 'June'] }, 'compliant'],
      ['every day', { daysOfWeek: WEEK }, { absoluteCriteria: 'FirstOfYear' }, 'violated'],
      ['the first week', { weeksOfMonth: ['First'] }, { absoluteCriteria: 'FirstOfMonth' }, 'compliant'],
      ['the first backup', { absoluteCriteria: 'FirstOfMonth' }, { weeksOfMonth: ['First'] }, 'compliant'],
      ['no criteria', {}, { absoluteCriteria: 'FirstOfYear' }, 'compliant'],
      [
        'both kinds',
        { absoluteCriteria: 'AllBackup', daysOfWeek: WEEK },
        { absoluteCriteria: 'FirstOfYear' },
        'compliant',
      ],
      ['nothing of its own', { absoluteCriteria: 'AllBackup' }, {}, 'compliant'],
    ])('%s', (_, first, second, outcome) => {
      const rules = [rule('First', 10, first), rule('Second', 20, second)];
      expect(judged(rules, { intervals: [DAILY] })).toEqual([outcome]);
    });

    test('days on which nothing runs make no difference', () => {
      const first = rule('First', 10, { daysOfWeek: ['Sunday'], weeksOfMonth: ['First'] });
      const second = rule('Second', 20, { daysOfWeek: ['Sunday', 'Monday'], weeksOfMonth: ['First'] });
      expect(judged([first, second])).toEqual(['violated']);
      expect(judged([first, second], { intervals: [SUNDAY, MONDAY] })).toEqual(['compliant']);
      expect(judged([rule('First', 10, { daysOfWeek: ['Sunday'] }), absolute('FirstOfYear', 20)])).toEqual([
        'violated',
      ]);
    });

    test('a rule that is only for some times shadows none that isn’t', () => {
      const timed = { absoluteCriteria: 'AllBackup', scheduledBackupTimes: ['2021-05-23T02:00:00Z'] };
      expect(judged([rule('First', 10, timed), absolute('FirstOfYear', 20)])).toEqual(['compliant']);
    });

    test('equal priorities rank in no order', () => {
      expect(judged([absolute('AllBackup', 20), absolute('FirstOfYear', 20)])).toEqual(['compliant']);
    });
  });

  test('one verdict for each rule that never applies', () => {
    const rules = [
      absolute('AllBackup', 10),
      absolute('FirstOfYear', 20),
      rule('Monday', 5, { daysOfWeek: ['Monday'] }),
      rule('Sunday', 6, { daysOfWeek: ['Sunday'], weeksOfMonth: ['First'] }),
    ];
    const found = verdicts(RULE_NEVER_APPLIES, estate(rules));
    expect(found.map(({ message }) => message)).toEqual([
      '`criteria` of retention rule "FirstOfYear" must match a run that no rule ranking before it takes, got: none that retention rule "AllBackup" leaves',
      '`days_of_week` of retention rule "Monday" must name a day of the schedule, got: Monday',
    ]);
    expect(found[1]).toMatchObject({ limit: 'the schedule runs on Sunday' });
    expect(new Set(found.map(({ discriminator }) => discriminator)).size).toBe(2);
  });

  describe('with variables', () => {
    const variable = (type: string) => {
      const stack = emptyStack();
      return { stack, token: new TerraformVariable(stack, 'given', { type }) };
    };
    const inStack = (rules: object[], stack: ReturnType<typeof emptyStack>, schedule: Schedule = {}) =>
      outcomes(RULE_NEVER_APPLIES, estate(rules, schedule, stack));

    test.each([
      ['its days', [rule('Day', 20, { daysOfWeek: ['Monday'] })], 'undecided'],
      ['its days, if all', [rule('Day', 20, { daysOfWeek: WEEK })], 'compliant'],
      [
        'its times',
        [rule('Time', 20, { daysOfWeek: WEEK, scheduledBackupTimes: ['2021-05-23T02:00:00Z'] })],
        'undecided',
      ],
      ['how often it runs', [absolute('FirstOfWeek', 10), absolute('FirstOfYear', 20)], 'undecided'],
      ['whether twice a day', [absolute('FirstOfDay', 10), absolute('AllBackup', 20)], 'undecided'],
      ['nothing that matters', [absolute('FirstOfYear', 10), absolute('FirstOfWeek', 20)], 'compliant'],
      ['what AllBackup leaves', [absolute('AllBackup', 10), absolute('FirstOfWeek', 20)], 'violated'],
      [
        'which of the days come by',
        [
          rule('A', 10, { daysOfWeek: ['Sunday'], weeksOfMonth: ['First'] }),
          rule('B', 20, { weeksOfMonth: ['First'] }),
        ],
        'undecided',
      ],
    ])('a schedule that doesn’t say %s', (_, rules, outcome) => {
      const { stack, token } = variable('string');
      expect(inStack(rules, stack, { intervals: [token.stringValue] })).toEqual([outcome]);
    });

    test('the whole schedule, and one that can’t be read', () => {
      const { stack, token } = variable('list(string)');
      expect(inStack([rule('Day', 20, { daysOfWeek: ['Monday'] })], stack, { intervals: token.listValue })).toEqual([
        'undecided',
      ]);
      const [verdict] = verdicts(
        RULE_NEVER_APPLIES,
        estate([rule('Day', 20, { daysOfWeek: ['Monday'] })], { intervals: ['weekly'] }),
      );
      expect(verdict).toMatchObject({ outcome: 'undecided', message: expect.stringContaining('PGB201') });
    });

    test('an unknown time zone may be any', () => {
      const { stack, token } = variable('string');
      const rules = [rule('Day', 20, { daysOfWeek: ['Saturday'] })];
      expect(inStack(rules, stack, { timeZone: token.stringValue })).toEqual(['undecided']);
    });

    test('criteria and priorities', () => {
      const criteria = variable('string');
      const open = rule('Open', 10, { absoluteCriteria: criteria.token.stringValue });
      expect(inStack([open, absolute('FirstOfYear', 20)], criteria.stack)).toEqual(['undecided']);
      const behind = variable('string');
      const second = rule('Open', 20, { absoluteCriteria: behind.token.stringValue });
      expect(inStack([absolute('FirstOfYear', 10), second], behind.stack)).toEqual(['undecided']);
      const days = variable('list(string)');
      expect(inStack([rule('Open', 10, { daysOfWeek: days.token.listValue })], days.stack)).toEqual(['undecided']);
      const times = variable('list(string)');
      const timed = { absoluteCriteria: 'FirstOfWeek', scheduledBackupTimes: times.token.listValue };
      expect(inStack([rule('Open', 10, timed)], times.stack)).toEqual(['undecided']);
      const priority = variable('number');
      const rules = [absolute('AllBackup', priority.token.numberValue), absolute('FirstOfYear', 20)];
      expect(inStack(rules, priority.stack)).toEqual(['undecided']);
    });
  });

  test('synthesis goes on with a warning, which the azure profile leaves out', () => {
    const { stack } = rawEstate({ policy: { retentionRule: [rule('Monday', 20, { daysOfWeek: ['Monday'] })] } });
    const { error, json } = synthesize(stack, { profiles: [Profile.RECOMMENDED] });
    expect(error).toBeUndefined();
    expect(json).toBeDefined();
    const validator = PostgresBackupValidator.of(stack);
    const found = validator.findings({ profiles: [Profile.RECOMMENDED] }).find(({ rule: id }) => id === 'PGB306');
    expect(found).toMatchObject({
      name: 'rule-never-applies',
      severity: Severity.WARNING,
      path: 'raw/policy',
      message: '`days_of_week` of retention rule "Monday" must name a day of the schedule, got: Monday',
      got: 'Monday',
      limit: 'the schedule runs on Sunday',
      mend: expect.stringContaining('name Sunday, move the schedule, or take the rule out'),
    });
    expect(validator.findings({ profiles: [Profile.AZURE] }).map(({ rule: id }) => id)).not.toContain('PGB306');
  });
});

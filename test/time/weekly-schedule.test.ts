import { Token } from 'cdktf';
import * as fc from 'fast-check';
import { BackupConfigurationError } from '../../src/errors';
import { DayOfWeek, WeeklySchedule } from '../../src/time';
import { WEEK } from '../../src/time/day-of-week';
import { parseInterval } from '../../src/time/interval';

function errorOf(act: () => unknown): BackupConfigurationError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(BackupConfigurationError);
    return error as BackupConfigurationError;
  }
  throw new Error('Nothing was thrown');
}

const { SUNDAY, MONDAY, WEDNESDAY, FRIDAY, SATURDAY } = DayOfWeek;

describe('on a day', () => {
  test.each([
    [DayOfWeek.SUNDAY, 'R/2024-01-07T02:00:00+00:00/P1W'],
    [DayOfWeek.MONDAY, 'R/2024-01-08T02:00:00+00:00/P1W'],
    [DayOfWeek.TUESDAY, 'R/2024-01-09T02:00:00+00:00/P1W'],
    [DayOfWeek.WEDNESDAY, 'R/2024-01-10T02:00:00+00:00/P1W'],
    [DayOfWeek.THURSDAY, 'R/2024-01-11T02:00:00+00:00/P1W'],
    [DayOfWeek.FRIDAY, 'R/2024-01-12T02:00:00+00:00/P1W'],
    [DayOfWeek.SATURDAY, 'R/2024-01-13T02:00:00+00:00/P1W'],
  ])('%s', (day, interval) => {
    const schedule = WeeklySchedule.on(day, '02:00');
    expect(schedule.toIntervals()).toEqual([interval]);
    expect(schedule.days).toEqual([day]);
    expect(schedule.timeZone).toBe('UTC');
    expect(schedule.isUnresolved()).toBe(false);
    expect(schedule.toHumanString()).toBe(`every ${day} at 02:00 UTC`);
    expect(schedule.toString()).toBe(schedule.toHumanString());
  });

  test('is the same on every day', () => {
    jest.useFakeTimers({ now: new Date('2031-07-04T23:59:00Z') });
    try {
      expect(WeeklySchedule.on(FRIDAY, '23:59').toIntervals()).toEqual(['R/2024-01-12T23:59:00+00:00/P1W']);
    } finally {
      jest.useRealTimers();
    }
  });

  test('with start date, offset and time zone', () => {
    const options = { startDate: '2024-02-29', utcOffset: '+05:30', timeZone: 'India Standard Time' };
    const schedule = WeeklySchedule.on(DayOfWeek.THURSDAY, '00:30', options);
    expect(schedule.toIntervals()).toEqual(['R/2024-02-29T00:30:00+05:30/P1W']);
    expect(schedule.days).toEqual(['Thursday']);
    expect(schedule.timeZone).toBe('India Standard Time');
    expect(schedule.toHumanString()).toBe('every Thursday at 00:30 UTC+05:30 (time zone India Standard Time)');
  });

  test.each([
    ['2024-01-08', 'Monday', '2024-01-07 and 2024-01-14'],
    ['2024-02-29', 'Thursday', '2024-02-25 and 2024-03-03'],
    ['2100-02-27', 'Saturday', '2100-02-21 and 2100-02-28'],
    ['2100-03-01', 'Monday', '2100-02-28 and 2100-03-07'],
    ['1900-01-01', 'Monday', '1899-12-31 and 1900-01-07'],
    ['9998-12-31', 'Thursday', '9998-12-27 and 9999-01-03'],
  ])('a start date on another weekday: %s', (startDate, weekday, nearest) => {
    const error = errorOf(() => WeeklySchedule.on(SUNDAY, '02:00', { startDate }));
    expect(error.code).toBe('PGB201');
    expect(error.message).toContain(`\`startDate\` must be a Sunday, got: ${startDate} (a ${weekday}).`);
    expect(error.message).toContain(`The nearest Sundays are ${nearest}.`);
  });

  test.each([
    '2023-02-29',
    '1900-02-29',
    '2024-1-7',
    '20240107',
    '1899-12-31',
    '9999-01-03',
    '12024-01-07',
    'today',
    '',
  ])('refuses the start date %j', (startDate) => {
    for (const act of [
      () => WeeklySchedule.on(SUNDAY, '02:00', { startDate }),
      () => WeeklySchedule.onDays([SUNDAY, MONDAY], '02:00', { startDate }),
    ]) {
      const error = errorOf(act);
      expect(error.code).toBe('PGB201');
      expect(error.message).toContain(
        `\`startDate\` must be an existing date between 1900-01-01 and 9998-12-31, written YYYY-MM-DD, got: ${startDate || '(empty)'}.`,
      );
    }
  });

  test.each(['24:00', '23:60', '2:00', '02:00:00', '02', '0200', '-1:00', '02:00Z', '2 am', ''])(
    'refuses %j',
    (time) => {
      const error = errorOf(() => WeeklySchedule.on(SUNDAY, time));
      expect(error.code).toBe('PGB201');
      expect(error.message).toContain(
        `\`time\` must be between 00:00 and 23:59, written HH:MM, got: ${time || '(empty)'}.`,
      );
    },
  );

  test.each(['-12:01', '+14:01', '+15:00', 'Z', '+0530', '+05', '05:30', ''])('refuses the offset %j', (utcOffset) => {
    const error = errorOf(() => WeeklySchedule.on(SUNDAY, '02:00', { utcOffset }));
    expect(error.code).toBe('PGB201');
    expect(error.message).toContain(
      `\`utcOffset\` must be between -12:00 and +14:00, written ±HH:MM, got: ${utcOffset || '(empty)'}.`,
    );
  });

  test.each(['', '  '])('refuses the time zone %j', (timeZone) => {
    for (const act of [
      () => WeeklySchedule.on(SUNDAY, '02:00', { timeZone }),
      () => WeeklySchedule.parse('R/2024-01-07T02:00:00Z/P1W', timeZone),
    ]) {
      const error = errorOf(act);
      expect(error.code).toBe('PGB204');
      expect(error.message).toContain('`timeZone` must be a Windows time zone name or UTC, got: "".');
    }
  });

  test('refuses a day that is none', () => {
    const error = errorOf(() => WeeklySchedule.on('sunday' as DayOfWeek, '02:00'));
    expect(error.code).toBe('PGB201');
    expect(error.message).toContain('`day` must be one of Sunday, Monday,');
    expect(error.message).toContain('got: sunday.');
  });
});

describe('on days', () => {
  test('in week order, whichever order they are given in', () => {
    const schedule = WeeklySchedule.onDays([SATURDAY, WEDNESDAY, SUNDAY], '14:15');
    expect(schedule.toIntervals()).toEqual([
      'R/2024-01-07T14:15:00+00:00/P1W',
      'R/2024-01-10T14:15:00+00:00/P1W',
      'R/2024-01-13T14:15:00+00:00/P1W',
    ]);
    expect(schedule.days).toEqual(['Sunday', 'Wednesday', 'Saturday']);
    expect(schedule.toHumanString()).toBe('every Sunday, Wednesday and Saturday at 14:15 UTC');
  });

  test('each from its first occurrence on or after the start date', () => {
    const schedule = WeeklySchedule.onDays([SUNDAY, WEDNESDAY, FRIDAY], '02:00', { startDate: '2024-02-28' });
    expect(schedule.toIntervals()).toEqual([
      'R/2024-03-03T02:00:00+00:00/P1W',
      'R/2024-02-28T02:00:00+00:00/P1W',
      'R/2024-03-01T02:00:00+00:00/P1W',
    ]);
    expect(schedule.toHumanString()).toBe('every Sunday, Wednesday and Friday at 02:00 UTC');
    // One day may come after the start date as well, unlike with `on`.
    expect(WeeklySchedule.onDays([SUNDAY], '02:00', { startDate: '9998-12-31' }).toIntervals()).toEqual([
      'R/9999-01-03T02:00:00+00:00/P1W',
    ]);
  });

  test('two days in words', () => {
    expect(WeeklySchedule.onDays([FRIDAY, MONDAY], '02:00').toHumanString()).toBe(
      'every Monday and Friday at 02:00 UTC',
    );
  });

  test.each([
    [[], 'none'],
    [[SUNDAY, SUNDAY], 'Sunday, Sunday'],
    [[SUNDAY, MONDAY, SUNDAY], 'Sunday, Monday, Sunday'],
  ])('refuses %j', (days, got) => {
    const error = errorOf(() => WeeklySchedule.onDays(days, '02:00'));
    expect(error.code).toBe('PGB201');
    expect(error.message).toContain(`\`days\` must name at least one day and each day once, got: ${got}.`);
  });

  test('what is handed in or out can be changed without effect', () => {
    const days = [SUNDAY, MONDAY];
    const schedule = WeeklySchedule.onDays(days, '02:00');
    days.pop();
    schedule.days!.pop();
    schedule.toIntervals().pop();
    expect(schedule.days).toEqual([SUNDAY, MONDAY]);
    expect(schedule.toIntervals()).toHaveLength(2);
  });

  const two = (n: number): string => String(n).padStart(2, '0');
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${two(h)}:${two(m)}`);
  const offset = fc
    .integer({ min: -720, max: 840 })
    .map((m) => `${m < 0 ? '-' : '+'}${two(Math.trunc(Math.abs(m) / 60))}:${two(Math.abs(m) % 60)}`);
  const startDate = fc.option(
    fc
      .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    { nil: undefined },
  );

  test('every interval falls on the day that was declared, and reads back as it is', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...WEEK], { minLength: 1 }),
        time,
        offset,
        startDate,
        (days, at, utcOffset, from) => {
          const schedule = WeeklySchedule.onDays(days, at, { utcOffset, startDate: from });
          const intervals = schedule.toIntervals();
          expect(schedule.days).toEqual(WEEK.filter((day) => days.includes(day)));
          expect(intervals).toHaveLength(days.length);
          intervals.forEach((interval, index) => {
            const date = interval.slice(2, 12);
            expect(WEEK[new Date(`${date}T00:00:00Z`).getUTCDay()]).toBe(schedule.days![index]);
            expect(parseInterval(interval)).toMatchObject({
              ok: true,
              weekday: schedule.days![index],
              time: `${at}:00`,
            });
            expect(WeeklySchedule.parse(interval).toIntervals()).toEqual([interval]);
            expect(WeeklySchedule.parse(interval).days).toEqual([schedule.days![index]]);
            const daysAfter = (Date.parse(date) - Date.parse(from ?? '2024-01-07')) / 86_400_000;
            expect(daysAfter).toBeGreaterThanOrEqual(0);
            expect(daysAfter).toBeLessThan(7);
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('parse', () => {
  test.each([
    ['R/2021-05-23T02:30:00+00:00/P1W', SUNDAY, 'every Sunday at 02:30 UTC'],
    ['R/2021-05-23T02:30Z/P1W', SUNDAY, 'every Sunday at 02:30 UTC'],
    ['R/2021-05-23T02:30:00.000-00:00/P1W', SUNDAY, 'every Sunday at 02:30 UTC'],
    ['R/2021-05-24T02:30:15-03:30/P1W', MONDAY, 'every Monday at 02:30:15 UTC-03:30'],
    ['R/2021-05-24T02:30:00.500+01:00/P1W', MONDAY, 'every Monday at 02:30:00.500 UTC+01:00'],
  ])('%s', (interval, day, human) => {
    const schedule = WeeklySchedule.parse(interval);
    expect(schedule.toIntervals()).toEqual([interval]);
    expect(schedule.days).toEqual([day]);
    expect(schedule.timeZone).toBe('UTC');
    expect(schedule.toHumanString()).toBe(human);
    expect(schedule.isUnresolved()).toBe(false);
  });

  test('with a time zone', () => {
    const schedule = WeeklySchedule.parse('R/2021-05-23T02:30:00Z/P1W', 'India Standard Time');
    expect(schedule.timeZone).toBe('India Standard Time');
  });

  test('refuses another syntax, and says why', () => {
    const error = errorOf(() => WeeklySchedule.parse('R/2023-02-29T02:30:00Z/P1W'));
    expect(error.code).toBe('PGB201');
    expect(error.message).toContain(
      '`interval` must be R/<YYYY-MM-DD>T<hh:mm:ss><±hh:mm>/P1W, got: R/2023-02-29T02:30:00Z/P1W.',
    );
    expect(error.message).toContain('Mind that there is no date 2023-02-29.');
  });

  test.each(['P1D', 'P7D', 'P2W'])('refuses the period %s', (period) => {
    const error = errorOf(() => WeeklySchedule.parse(`R/2024-01-07T02:30:00Z/${period}`));
    expect(error.code).toBe('PGB202');
    expect(error.message).toContain('`interval` must have the period P1W, got: R/2024-01-07T02:30:00Z/');
  });
});

describe('tokens', () => {
  const token = Token.asString({ creationStack: [], resolve: () => '', toString: () => '' });

  test('a token interval is kept, its day unknown', () => {
    const schedule = WeeklySchedule.parse(token);
    expect(schedule.toIntervals()).toEqual([token]);
    expect(schedule.days).toBeUndefined();
    expect(schedule.toHumanString()).toBe(token);
    expect(schedule.isUnresolved()).toBe(true);
  });

  test('a token time or offset leaves the days known', () => {
    for (const schedule of [
      WeeklySchedule.on(SUNDAY, token),
      WeeklySchedule.on(SUNDAY, '${var.hour}:00'),
      WeeklySchedule.on(SUNDAY, '02:00', { utcOffset: token }),
    ]) {
      expect(schedule.days).toEqual([SUNDAY]);
      expect(schedule.isUnresolved()).toBe(true);
    }
    expect(WeeklySchedule.on(SUNDAY, token).toIntervals()).toEqual([`R/2024-01-07T${token}:00+00:00/P1W`]);
  });

  test('a token start date takes the day along, and can serve one day only', () => {
    const schedule = WeeklySchedule.on(SUNDAY, '02:00', { startDate: token });
    expect(schedule.toIntervals()).toEqual([`R/${token}T02:00:00+00:00/P1W`]);
    expect(schedule.days).toBeUndefined();
    expect(schedule.toHumanString()).toBe('every Sunday at 02:00 UTC');
    expect(schedule.isUnresolved()).toBe(true);
    const error = errorOf(() => WeeklySchedule.onDays([SUNDAY, MONDAY], '02:00', { startDate: token }));
    expect(error.code).toBe('PGB201');
    expect(error.message).toContain(`\`startDate\` must be known at synthesis for several days, got: ${token}.`);
  });

  test('a token time zone is kept', () => {
    const schedule = WeeklySchedule.on(SUNDAY, '02:00', { timeZone: token });
    expect(schedule.timeZone).toBe(token);
    expect(schedule.days).toEqual([SUNDAY]);
    expect(schedule.isUnresolved()).toBe(true);
  });
});

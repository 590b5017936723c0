import { Temporal } from '@js-temporal/polyfill';
import * as fc from 'fast-check';
import { DayOfWeek } from '../../src/time';
import { addDays, addDuration, anchorDate, daysSpanned, weekdayOf } from '../../src/time/calendar';
import { WEEK } from '../../src/time/day-of-week';

test('the week begins on Sunday', () => {
  expect(WEEK).toEqual(['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']);
});

test('the anchor week is Sunday 2024-01-07 to Saturday 2024-01-13', () => {
  expect(WEEK.map(anchorDate)).toEqual(WEEK.map((_, index) => `2024-01-${String(7 + index).padStart(2, '0')}`));
  // Date is another calendar than the library's, and knows nothing of the table.
  for (const day of WEEK) expect(WEEK[new Date(`${anchorDate(day)}T00:00:00Z`).getUTCDay()]).toBe(day);
  for (const day of WEEK) expect(weekdayOf(anchorDate(day))).toBe(day);
});

test.each([
  ['2024-02-29', DayOfWeek.THURSDAY],
  ['2023-02-29', undefined],
  ['1900-02-28', DayOfWeek.WEDNESDAY],
  ['1900-02-29', undefined],
  ['1900-03-01', DayOfWeek.THURSDAY],
  ['2000-02-29', DayOfWeek.TUESDAY],
  ['2100-02-28', DayOfWeek.SUNDAY],
  ['2100-02-29', undefined],
  ['2100-03-01', DayOfWeek.MONDAY],
  ['0001-01-01', DayOfWeek.MONDAY],
  ['9999-12-31', DayOfWeek.FRIDAY],
  ['0000-01-01', undefined],
  ['2024-00-10', undefined],
  ['2024-13-01', undefined],
  ['2024-01-00', undefined],
  ['2024-04-31', undefined],
  ['2024-1-7', undefined],
  ['20240107', undefined],
  ['+002024-01-07', undefined],
  ['2024-01-07T00:00', undefined],
  ['2024-01-07\n', undefined],
  ['', undefined],
])('the weekday of %j is %s', (date, day) => {
  expect(weekdayOf(date)).toBe(day);
});

test('weekdays and day sums are those of JavaScript’s own calendar', () => {
  const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
  const iso = (value: Date): string => value.toISOString().slice(0, 10);
  fc.assert(
    fc.property(date, fc.integer({ min: -9999, max: 9999 }), (from, days) => {
      expect(weekdayOf(iso(from))).toBe(WEEK[from.getUTCDay()]);
      expect(addDays(iso(from), days)).toBe(iso(new Date(from.getTime() + days * 86_400_000)));
    }),
  );
});

test.each([
  ['2024-01-31', 1, 'M', '2024-02-29'],
  ['2023-01-31', 1, 'M', '2023-02-28'],
  ['2024-02-29', 1, 'Y', '2025-02-28'],
  ['2024-02-29', 10, 'Y', '2034-02-28'],
  ['2096-02-29', 4, 'Y', '2100-02-28'],
  ['2024-02-28', 2, 'D', '2024-03-01'],
  ['2100-02-28', 1, 'D', '2100-03-01'],
  ['2024-12-30', 1, 'W', '2025-01-06'],
] as const)('%s + %i %s is %s', (from, amount, unit, to) => {
  expect(addDuration(from, { amount, unit })).toBe(to);
  expect(daysSpanned(from, { amount, unit })).toBe((Date.parse(to) - Date.parse(from)) / 86_400_000);
});

test('the largest amount of a retention stays within the calendar', () => {
  expect(addDuration('2024-01-07', { amount: 9999, unit: 'Y' })).toBe('+012023-01-07');
});

describe('the calendar library', () => {
  beforeEach(() => jest.resetModules());
  afterEach(() => jest.dontMock('@js-temporal/polyfill'));

  /** The package afresh, and how many times the library was loaded since. */
  function afresh() {
    let loads = 0;
    jest.doMock('@js-temporal/polyfill', () => {
      loads += 1;
      return { Temporal };
    });
    /* eslint-disable @typescript-eslint/no-require-imports */
    return {
      ...(require('../../src/time') as typeof import('../../src/time')),
      ...(require('../../src/time/duration') as typeof import('../../src/time/duration')),
      ...(require('../../src/time/interval') as typeof import('../../src/time/interval')),
      loads: () => loads,
    };
    /* eslint-enable @typescript-eslint/no-require-imports */
  }

  test('is not loaded by the import, nor by the values and checks of an ordinary stack', () => {
    const time = afresh();
    const schedule = time.WeeklySchedule.onDays([...WEEK], '02:00');
    const [tenYears, week] = [
      { amount: 10, unit: 'Y' },
      { amount: 7, unit: 'D' },
    ] as const;
    expect(schedule.toIntervals().every((interval) => time.parseInterval(interval).ok)).toBe(true);
    expect(time.Retention.years(1).isLongerThan(time.Retention.months(11))).toBe(true);
    expect(time.isWithin({ amount: 3, unit: 'M' }, week, tenYears)).toBe(true);
    expect(time.loads()).toBe(0);
  });

  test('is loaded once, by the first that needs it', () => {
    const time = afresh();
    expect(time.Retention.years(1).isLongerThan(time.Retention.days(364))).toBe(true);
    expect(time.Retention.years(1).isLongerThan(time.Retention.days(365))).toBe(false);
    expect(time.loads()).toBe(1);
  });
});

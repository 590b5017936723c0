import * as fc from 'fast-check';
import { DayOfWeek } from '../../src/time';
import { WEEK } from '../../src/time/day-of-week';
import {
  daysBetweenRuns,
  isOffset,
  isTimeOfDay,
  mostRunsInAWeek,
  parseInterval,
  weekdaysOfRuns,
} from '../../src/time/interval';

describe('accepted', () => {
  test('is taken apart', () => {
    expect(parseInterval('R/2021-05-23T02:30:00+05:30/P2D')).toEqual({
      ok: true,
      start: '2021-05-23T02:30:00+05:30',
      date: '2021-05-23',
      weekday: 'Sunday',
      time: '02:30:00',
      offset: '+05:30',
      amount: 2,
      unit: 'D',
    });
  });

  test.each([
    'R/2024-01-07T23:00:00+00:00/P1W',
    'R/2024-01-07T23:00+00:00/P1W',
    'R/2024-01-07T23:00:00.000+00:00/P1W',
    'R/2024-01-07T00:00Z/P1W',
    'R/2024-01-07T23:59:59.999Z/P1W',
    'R/2024-01-07T02:00:00-12:00/P1W',
    'R/2024-01-07T02:00:00+14:00/P1W',
    'R/2024-01-07T02:00:00-00:00/P1W',
    'R/2024-02-29T02:00:00Z/P1W',
    'R/2000-02-29T02:00:00Z/P1W',
    'R/1900-02-28T02:00:00Z/P1W',
    'R/2024-01-07T02:00:00Z/P1D',
    'R/2024-01-07T02:00:00Z/P14D',
    'R/2024-01-07T02:00:00Z/P52W',
    'R/2024-01-07T02:00:00Z/P99999999999999999999W',
  ])('%s', (text) => {
    expect(parseInterval(text)).toMatchObject({ ok: true, start: text.split('/')[1] });
  });
});

test.each([
  ['', 'three parts'],
  ['garbage', 'three parts'],
  ['2024-01-07T02:00:00Z/P1W', 'three parts'],
  ['R/2024-01-07T02:00:00Z/P1W/', 'three parts'],
  ['R5/2024-01-07T02:00:00Z/P1W', 'begin with R/'],
  ['r/2024-01-07T02:00:00Z/P1W', 'begin with R/'],
  [' R/2024-01-07T02:00:00Z/P1W', 'begin with R/'],
  ['R//P1W', 'its start must be'],
  ['R/2024-01-07/P1W', 'its start must be'],
  ['R/2024-01-07 02:00:00Z/P1W', 'its start must be'],
  ['R/2024-01-07t02:00:00Z/P1W', 'its start must be'],
  ['R/T02:00:00Z/P1W', 'start date must be written'],
  ['R/20240107T020000Z/P1W', 'start date must be written'],
  ['R/24-01-07T02:00:00Z/P1W', 'start date must be written'],
  ['R/+002024-01-07T02:00:00Z/P1W', 'start date must be written'],
  ['R/2024-W01-7T02:00:00Z/P1W', 'start date must be written'],
  ['R/2024-01-07T020000Z/P1W', 'start time must be'],
  ['R/2024-01-07T02Z/P1W', 'start time must be'],
  ['R/2024-01-07T2:00Z/P1W', 'start time must be'],
  ['R/2024-01-07T02.5Z/P1W', 'start time must be'],
  ['R/2024-01-07T02:30.5Z/P1W', 'start time must be'],
  ['R/2024-01-07T02:30:00.1Z/P1W', 'start time must be'],
  ['R/2024-01-07T02:30:00.1234Z/P1W', 'start time must be'],
  ['R/2024-01-07T02:30:00,000Z/P1W', 'start time must be'],
  ['R/2024-01-07T24:00:00Z/P1W', 'start time must be'],
  ['R/2024-01-07T02:60:00Z/P1W', 'start time must be'],
  ['R/2024-01-07T23:59:60Z/P1W', 'start time must be'],
  ['R/2024-01-07T02:00:00z/P1W', 'start time must be'],
  ['R/2024-01-07TZ/P1W', 'start time must be'],
  ['R/2024-01-07T02:00:00/P1W', 'no time zone designator'],
  ['R/2024-01-07T02:00/P1W', 'no time zone designator'],
  ['R/2024-01-07T02:00:00+0000/P1W', 'offset must be'],
  ['R/2024-01-07T02:00:00+00/P1W', 'offset must be'],
  ['R/2024-01-07T02:00:00+14:01/P1W', 'offset must be'],
  ['R/2024-01-07T02:00:00-12:01/P1W', 'offset must be'],
  ['R/2024-01-07T02:00:00+05:60/P1W', 'offset must be'],
  ['R/2024-01-07T02:00:00ZZ/P1W', 'offset must be'],
  ['R/2024-01-07T02:00:00Z[UTC]/P1W', 'offset must be'],
  ['R/2024-01-07T02:00:00Z/', 'period must be'],
  ['R/2024-01-07T02:00:00Z/P0W', 'period must be'],
  ['R/2024-01-07T02:00:00Z/P01W', 'period must be'],
  ['R/2024-01-07T02:00:00Z/P1M', 'period must be'],
  ['R/2024-01-07T02:00:00Z/PT24H', 'period must be'],
  ['R/2024-01-07T02:00:00Z/P1W1D', 'period must be'],
  ['R/2024-01-07T02:00:00Z/p1w', 'period must be'],
  ['R/2024-01-07T02:00:00Z/P1W\n', 'period must be'],
  ['R/2023-02-29T02:00:00Z/P1W', 'there is no date 2023-02-29'],
  ['R/1900-02-29T02:00:00Z/P1W', 'there is no date 1900-02-29'],
  ['R/2100-02-29T02:00:00Z/P1W', 'there is no date 2100-02-29'],
  ['R/2024-04-31T02:00:00Z/P1W', 'there is no date 2024-04-31'],
  ['R/0000-01-01T02:00:00Z/P1W', 'there is no date 0000-01-01'],
])('%j is refused: %s', (text, why) => {
  const result = parseInterval(text);
  expect(result).toEqual({ ok: false, why: expect.stringContaining(why) });
});

test('any text is read without failing', () => {
  const nearly = fc
    .tuple(
      fc.constantFrom('R', 'R1', ''),
      fc.stringMatching(/^[0-9]{4}-[01][0-9]-[0-3][0-9]$/),
      fc.stringMatching(/^[0-2][0-9]:[0-6][0-9](?::[0-6][0-9])?$/),
      fc.stringMatching(/^(?:Z|[+-][01][0-9]:[0-6][0-9])?$/),
      fc.stringMatching(/^P[0-9]{1,3}[DWM]$/),
    )
    .map(([r, date, time, offset, period]) => `${r}/${date}T${time}${offset}/${period}`);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearly), (text) => {
      const result = parseInterval(text);
      if (!result.ok) return expect(result.why).not.toBe('');
      expect(result.start).toBe(`${result.date}T${result.time}${result.offset}`);
      expect(text.startsWith(`R/${result.start}/P`)).toBe(true);
      // JavaScript's own calendar rolls a date that doesn't exist over to another one.
      const date = new Date(`${result.date}T00:00:00Z`);
      expect(date.toISOString().slice(0, 10)).toBe(result.date);
      expect(result.weekday).toBe(WEEK[date.getUTCDay()]);
    }),
    { numRuns: 2000 },
  );
  expect(parseInterval(undefined as unknown as string).ok).toBe(false);
});

test.each([
  ['00:00', true],
  ['23:59', true],
  ['24:00', false],
  ['12:60', false],
  ['2:00', false],
  ['02:00:00', false],
  ['0200', false],
  [' 02:00', false],
  ['', false],
])('%j is a time of day: %s', (text, expected) => {
  expect(isTimeOfDay(text)).toBe(expected);
});

test.each([
  ['+00:00', true],
  ['-00:00', true],
  ['+14:00', true],
  ['+14:01', false],
  ['-12:00', true],
  ['-12:01', false],
  ['-13:00', false],
  ['+13:45', true],
  ['+05:30', true],
  ['05:30', false],
  ['+5:30', false],
  ['+0530', false],
  ['Z', false],
  ['UTC', false],
])('%j is an offset: %s', (text, expected) => {
  expect(isOffset(text)).toBe(expected);
});

describe('runs', () => {
  test.each([
    [1, 'W', ['Friday'], 1],
    [2, 'W', ['Friday'], 1],
    [7, 'D', ['Friday'], 1],
    [14, 'D', ['Friday'], 1],
    [1, 'D', WEEK, 7],
    [2, 'D', WEEK, 4],
    [3, 'D', WEEK, 3],
    [4, 'D', WEEK, 2],
    [6, 'D', WEEK, 2],
    [8, 'D', WEEK, 1],
  ] as const)('P%i%s from a Friday: %j, at most %i a week', (amount, unit, days, runs) => {
    const interval = { amount, unit, weekday: DayOfWeek.FRIDAY };
    expect(weekdaysOfRuns(interval)).toEqual(days);
    expect(mostRunsInAWeek(interval)).toBe(runs);
  });

  test('are those that a walk over the calendar meets', () => {
    const start = Date.UTC(2024, 0, 12);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.constantFrom('D' as const, 'W' as const), (amount, unit) => {
        const interval = { amount, unit, weekday: DayOfWeek.FRIDAY };
        const step = daysBetweenRuns(interval);
        const runs = Array.from({ length: 50 }, (_, n) => n * step);
        const met = new Set(runs.map((day) => WEEK[new Date(start + day * 86_400_000).getUTCDay()]));
        expect(weekdaysOfRuns(interval)).toEqual(WEEK.filter((day) => met.has(day)));
        const most = Math.max(...runs.map((from) => runs.filter((day) => day >= from && day < from + 7).length));
        expect(mostRunsInAWeek(interval)).toBe(most);
      }),
    );
  });
});

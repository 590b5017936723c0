import { DayOfWeek, PointInTime, Retention, WeeklySchedule } from '../../src';
import { NOTHING, NULL, thrown } from '../kit';

const NO_DAY = undefined as unknown as DayOfWeek;

test.each<[string, () => unknown, string]>([
  ['point in time', () => PointInTime.utc(NOTHING), 'PointInTime: `text` must be a time in UTC'],
  ['retention', () => Retention.parse(NOTHING), 'PGB302: `retention` must be P<n>Y'],
  ['amount', () => Retention.years(undefined as unknown as number), 'PGB302: `years` must be a whole number'],
  ['interval', () => WeeklySchedule.parse(NOTHING), 'PGB201: `interval` must be R/'],
  ['time', () => WeeklySchedule.on(DayOfWeek.SUNDAY, NOTHING), 'PGB201: `time` must be between 00:00 and 23:59'],
  ['day', () => WeeklySchedule.on(NO_DAY, '02:00'), 'PGB201: `day` must be one of Sunday, '],
  ['day among others', () => WeeklySchedule.onDays([NO_DAY], '02:00'), 'PGB201: `day` must be one of Sunday, '],
])('is no %s', (_, make, sentence) => {
  const { message } = thrown(make);
  expect(message).toContain(sentence);
  expect(message).toContain('got: (nothing).');
});

test('are no days', () => {
  const { message } = thrown(() => WeeklySchedule.onDays(undefined as unknown as DayOfWeek[], '02:00'));
  expect(message).toContain('PGB201: `days` must name at least one day and each day once, got: none.');
});

test('is no time zone: UTC', () => {
  expect(WeeklySchedule.on(DayOfWeek.SUNDAY, '02:00', { timeZone: NULL }).timeZone).toBe('UTC');
});

import fc from 'fast-check';
import { PointInTime } from '../../src';
import { newStack, thrown, variable } from '../kit';

test.each(['2026-11-20T04:30:00Z', '2024-02-29T23:59:59Z', '2026-11-20T04:30:00.1234567Z'])('%s is one', (text) => {
  expect(PointInTime.utc(text).text).toBe(text);
  expect(String(PointInTime.utc(text))).toBe(text);
});

test.each([
  ['another zone', '2026-11-20T05:30:00+01:00', 'did you mean "2026-11-20T04:30:00Z"?'],
  ['UTC as a zone', '2026-11-20T04:30:00+00:00', 'did you mean "2026-11-20T04:30:00Z"?'],
  ['a small z', '2026-11-20t04:30:00z', 'did you mean "2026-11-20T04:30:00Z"?'],
  ['no zone', '2026-11-20T04:30:00', 'write it as in "2026-11-20T04:30:00Z"'],
  ['a day', '2026-11-20', 'write it as in "2026-11-20T04:30:00Z"'],
  ['no such day', '2026-02-30T04:30:00Z', 'write it as in "2026-11-20T04:30:00Z"'],
  ['no such hour', '2026-11-20T24:30:00Z', 'write it as in "2026-11-20T04:30:00Z"'],
  ['no such day in another zone', '2026-02-30T04:30:00+01:00', 'write it as in "2026-11-20T04:30:00Z"'],
  ['a leap second', '2026-12-31T23:59:60Z', 'write it as in "2026-11-20T04:30:00Z"'],
  ['no seconds', '2026-11-20T04:30Z', 'did you mean "2026-11-20T04:30:00Z"?'],
  ['a small t', '2026-11-20t04:30:00Z', 'did you mean "2026-11-20T04:30:00Z"?'],
  ['a blank', '2026-11-20 04:30:00 Z', 'did you mean "2026-11-20T04:30:00Z"?'],
  ['blanks around it', ' 2026-11-20T04:30:00Z\n', 'did you mean "2026-11-20T04:30:00Z"?'],
  ['midnight as 24', '2026-11-20T24:00:00Z', 'did you mean "2026-11-21T00:00:00Z"?'],
  ['words', 'yesterday', 'write it as in "2026-11-20T04:30:00Z"'],
  ['nothing', '', 'write it as in "2026-11-20T04:30:00Z"'],
])('%s is none', (_, text, mend) => {
  const { message } = thrown(() => PointInTime.utc(text));
  const got = text === '' ? '(empty)' : text;
  expect(message).toContain(`PointInTime: \`text\` must be a time in UTC, with date, seconds and a Z, got: ${got}.`);
  expect(message).toContain(`Mend: ${mend}`);
});

test('what Terraform is told later passes', () => {
  const { stringValue } = variable(newStack(), 'time');
  expect(PointInTime.utc(stringValue).text).toBe(stringValue);
});

test('every second of every day is one in UTC, and in no other zone; the mend is the same instant', () => {
  const min = new Date('1970-01-01T00:00:00Z');
  const max = new Date('2999-12-31T23:59:59Z');
  fc.assert(
    fc.property(fc.date({ min, max, noInvalidDate: true }), fc.integer({ min: -12, max: 14 }), (date, hours) => {
      const utc = `${date.toISOString().slice(0, 19)}Z`;
      expect(PointInTime.utc(utc).text).toBe(utc);
      const local = new Date(new Date(utc).getTime() + hours * 3_600_000).toISOString().slice(0, 19);
      const zone = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
      expect(thrown(() => PointInTime.utc(`${local}${zone}`)).message).toContain(`did you mean "${utc}"?`);
    }),
  );
});

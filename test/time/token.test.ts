import { App, Fn, Lazy, TerraformStack, TerraformOutput, TerraformVariable, Testing, Token } from 'cdktf';
import * as fc from 'fast-check';
import { DayOfWeek, Retention, WeeklySchedule } from '../../src/time';
import { isUnresolvedNumber, isUnresolvedString } from '../../src/time/token';

function variable(): { stack: TerraformStack; days: TerraformVariable } {
  const stack = new TerraformStack(new App(), 'stack');
  return { stack, days: new TerraformVariable(stack, 'days', { type: 'number' }) };
}

const resolvable = { creationStack: [], resolve: () => 30, toString: () => '' };

describe('tokens that cdktf makes', () => {
  test.each<[string, () => string]>([
    ['Token.asString', () => Token.asString(resolvable)],
    ['Token.asString within a text', () => `P${Token.asString(resolvable)}D`],
    ['Lazy.stringValue', () => Lazy.stringValue({ produce: () => 'P7D' })],
    ['TerraformVariable.stringValue', () => variable().days.stringValue],
    ['a function', () => Token.asString(Fn.upper('p7d'))],
  ])('%s is unresolved', (_, make) => {
    const token = make();
    expect(Token.isUnresolved(token)).toBe(true);
    expect(isUnresolvedString(token)).toBe(true);
  });

  test.each<[string, () => number]>([
    ['Token.asNumber', () => Token.asNumber(resolvable)],
    ['Lazy.numberValue', () => Lazy.numberValue({ produce: () => 7 })],
    ['TerraformVariable.numberValue', () => variable().days.numberValue],
    ['an element of a number list', () => Token.asNumberList(resolvable)[0]],
  ])('%s is unresolved, alone and within a text', (_, make) => {
    const token = make();
    expect(isUnresolvedNumber(token)).toBe(true);
    expect(isUnresolvedString(`P${token}D`)).toBe(true);
  });

  test('an element of a string list is unresolved', () => {
    const list = Token.asList(resolvable);
    expect(Token.isUnresolved(list)).toBe(true);
    expect(isUnresolvedString(list[0])).toBe(true);
  });

  test('a number is unresolved just where cdktf says so', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer()), (value) => {
        // cdktf's isUnresolved leaves out the elements of number lists, which the next test covers.
        fc.pre(!Token.isUnresolved([value]));
        expect(isUnresolvedNumber(value)).toBe(Token.isUnresolved(value));
      }),
    );
    for (const value of [0, -0, 1, -1, NaN, Infinity, -Infinity, Number.MIN_SAFE_INTEGER, -Number.MAX_VALUE, -1e290]) {
      expect([value, isUnresolvedNumber(value)]).toEqual([value, Token.isUnresolved(value)]);
    }
  });

  test('every number token is known from its digits, whichever its ordinal', () => {
    // The encoding of cdktf, which has no public maker of a token with a given ordinal.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { createTokenDouble } = require('cdktf/lib/tokens/private/encoding') as {
      createTokenDouble(ordinal: number, list: boolean): number;
    };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.boolean(), (ordinal, list) => {
        const token = createTokenDouble(ordinal, list);
        return isUnresolvedNumber(token) && isUnresolvedString(String(token)) && isUnresolvedString(`P${token}W`);
      }),
    );
  });
});

test.each([
  ['${var.retention}', true],
  ['P${var.days}D', true],
  ['%{ if true }P7D%{ endif }', true],
  ['$${var.retention}', false],
  ['%%{ if }', false],
  ['$$${var.retention}', true],
  ['${TfToken[TOKEN.0]}', true],
  ['#{TfToken[TOKEN.0]}', true],
  ['&{TfToken[TOKEN.0]}', true],
  ['P7D', false],
  ['', false],
  ['-1e+100', false],
  ['-1.7976931348623157e+308', false],
  ['$P7D{}', false],
  ['{TfToken[TOKEN.0]}', false],
])('the text %j: unresolved is %s', (text, expected) => {
  expect(isUnresolvedString(text)).toBe(expected);
});

test('a value of another type is not a token', () => {
  expect(isUnresolvedString(undefined as unknown as string)).toBe(false);
  expect(isUnresolvedNumber('7' as unknown as number)).toBe(false);
});

describe('synthesized', () => {
  test('cdktf resolves what the values hold', () => {
    const { stack, days } = variable();
    const hour = new TerraformVariable(stack, 'hour', { type: 'string' });
    const outputs: Record<string, string | string[]> = {
      variable: Retention.days(days.numberValue).toIsoString(),
      lazy: Retention.weeks(Lazy.numberValue({ produce: () => 12 })).toIsoString(),
      fn: Retention.months(Token.asNumber(Fn.max([days.numberValue, 3]))).toIsoString(),
      years: Retention.years(days.numberValue).toIsoString(),
      human: Retention.years(days.numberValue).toHumanString(),
      parsed: Retention.parse(Lazy.stringValue({ produce: () => 'P10Y' })).toIsoString(),
      interval: WeeklySchedule.on(DayOfWeek.MONDAY, hour.stringValue).toIntervals(),
    };
    for (const [id, value] of Object.entries(outputs)) new TerraformOutput(stack, id, { value });
    const { output } = JSON.parse(Testing.synth(stack));
    expect(Object.fromEntries(Object.keys(outputs).map((id) => [id, output[id].value]))).toEqual({
      variable: 'P${var.days}D',
      lazy: 'P12W',
      fn: 'P${max(var.days, 3)}M',
      years: 'P${var.days}Y',
      human: '${var.days} years',
      parsed: 'P10Y',
      interval: ['R/2024-01-08T${var.hour}:00+00:00/P1W'],
    });
  });
});

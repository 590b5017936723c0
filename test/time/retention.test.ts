import { TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import * as fc from 'fast-check';
import { BackupConfigurationError } from '../../src/errors';
import { Retention } from '../../src/time';
import { addDuration, daysSpanned } from '../../src/time/calendar';
import { amountOf, compareDurations, durationBounds, isWithin, parseDuration } from '../../src/time/duration';
import type { Duration } from '../../src/time/duration';

const unit = fc.constantFrom('Y' as const, 'M' as const, 'W' as const, 'D' as const);
const duration = fc.record({ amount: fc.integer({ min: 1, max: 9999 }), unit });
const retention = duration.map(({ amount, unit: u }) => Retention.parse(`P${amount}${u}`));
/** Amounts in which the units meet: up to some eleven years of each. */
const close = fc.oneof(
  fc.record({ amount: fc.integer({ min: 1, max: 11 }), unit: fc.constant('Y' as const) }),
  fc.record({ amount: fc.integer({ min: 1, max: 132 }), unit: fc.constant('M' as const) }),
  fc.record({ amount: fc.integer({ min: 1, max: 575 }), unit: fc.constant('W' as const) }),
  fc.record({ amount: fc.integer({ min: 1, max: 4020 }), unit: fc.constant('D' as const) }),
);

function errorOf(act: () => unknown): BackupConfigurationError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(BackupConfigurationError);
    return error as BackupConfigurationError;
  }
  throw new Error('Nothing was thrown');
}

const parsed = (iso: string): Duration => {
  const result = parseDuration(iso);
  if (!result.ok) throw new Error(`${iso}: ${result.why}`);
  return result;
};

describe('making and writing', () => {
  test.each([
    [Retention.days(7), 'P7D', '7 days'],
    [Retention.days(1), 'P1D', '1 day'],
    [Retention.days(365), 'P365D', '365 days'],
    [Retention.weeks(1), 'P1W', '1 week'],
    [Retention.weeks(12), 'P12W', '12 weeks'],
    [Retention.months(1), 'P1M', '1 month'],
    [Retention.months(12), 'P12M', '12 months'],
    [Retention.years(1), 'P1Y', '1 year'],
    [Retention.years(10), 'P10Y', '10 years'],
    [Retention.years(9999), 'P9999Y', '9999 years'],
  ])('%s is %s, "%s"', (value, iso, human) => {
    expect(value.toIsoString()).toBe(iso);
    expect(value.toString()).toBe(iso);
    expect(value.toHumanString()).toBe(human);
    expect(value.isUnresolved()).toBe(false);
    expect(Retention.parse(iso).toHumanString()).toBe(human);
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(duration, ({ amount, unit: u }) => {
        const iso = `P${amount}${u}`;
        const factory = { Y: Retention.years, M: Retention.months, W: Retention.weeks, D: Retention.days }[u];
        expect(factory(amount).toIsoString()).toBe(iso);
        expect(Retention.parse(iso).toIsoString()).toBe(iso);
        expect(parseDuration(iso)).toEqual({ ok: true, amount, unit: u });
      }),
    );
  });

  const factories = { days: Retention.days, weeks: Retention.weeks, months: Retention.months, years: Retention.years };
  describe.each(Object.entries(factories))('%s', (name, factory) => {
    test.each([0, -0, -1, 1.5, NaN, Infinity, -Infinity, 10_000, -1e290, 2 ** 53])('refuses %d', (amount) => {
      const error = errorOf(() => factory(amount));
      expect(error.code).toBe('PGB302');
      expect(error.message).toContain(`\`${name}\` must be a whole number between 1 and 9999, got: ${amount}.`);
    });

    test('refuses what is not a number', () => {
      for (const amount of ['7', undefined, null, {}]) {
        expect(errorOf(() => factory(amount as unknown as number)).code).toBe('PGB302');
      }
    });
  });
});

describe('parse', () => {
  test.each([
    ['', 'Mind that it is not P<n>Y'],
    ['P', 'Mind that it is not P<n>Y'],
    ['PD', 'Mind that it is not P<n>Y'],
    ['P7', 'Mind that it is not P<n>Y'],
    ['7D', 'Did you mean "P7D"?'],
    ['7d', 'Did you mean "P7D"?'],
    ['p7d', 'Did you mean "P7D"?'],
    ['P7d', 'Did you mean "P7D"?'],
    ['p0d', 'upper case'],
    ['P0D', 'greater than 0'],
    ['P000Y', 'greater than 0'],
    ['P07D', 'leading zeros'],
    ['P-7D', 'no sign'],
    ['P+7D', 'no sign'],
    ['+P7D', 'no sign'],
    ['-P7D', 'no sign'],
    ['P1.5Y', 'whole'],
    ['P1,5Y', 'whole'],
    ['P1Y6M', 'one unit'],
    ['P1W2D', 'one unit'],
    ['P1Y1Y', 'one unit'],
    ['PT12H', 'hours'],
    ['P1DT12H', 'hours'],
    ['P7X', 'it is not'],
    [' P7D', 'it is not'],
    ['P7D\n', 'it is not'],
    ['P٧D', 'it is not'],
    ['P10000D', 'at most 9999'],
    ['P99999999999999999999D', 'at most 9999'],
  ])('refuses %j', (iso, mend) => {
    const error = errorOf(() => Retention.parse(iso));
    expect(error.code).toBe('PGB302');
    expect(error.message).toContain(
      `\`retention\` must be P<n>Y, P<n>M, P<n>W or P<n>D with n between 1 and 9999, got: ${iso || '(empty)'}.`,
    );
    expect(error.message).toContain(mend);
  });

  test('refuses what is not a text', () => {
    for (const iso of [undefined, null, 7]) {
      expect(errorOf(() => Retention.parse(iso as unknown as string)).code).toBe('PGB302');
    }
  });

  test('reads any text without failing, and accepts just the four forms', () => {
    const nearly = fc.stringMatching(/^[Pp+-]?[PT]?[0-9]{0,5}[.]?[0-9]{0,2}[YMWDHymwd]?[0-9]?[MD]?$/);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearly), (text) => {
        const result = parseDuration(text);
        expect(result.ok).toBe(/^P(?!0)[0-9]+[YMWD]$/.test(text));
        if (!result.ok) expect(result.why).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  test('is quick on a long text', () => {
    const before = performance.now();
    for (const unitOf of ['1', '0', '1Y', '1.', 'T', 'P']) parseDuration(`P${unitOf.repeat(50_000)}!`);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  test('takes an absurd amount of a raw resource for very long, not for malformed', () => {
    const absurd = parsed(`P${'9'.repeat(400)}D`);
    expect(absurd).toMatchObject({ amount: amountOf('1000000000'), unit: 'D' });
    expect(isWithin(absurd, parsed('P7D'), parsed('P10Y'))).toBe(false);
    expect(compareDurations(absurd, parsed('P9999Y'))).toBe(-compareDurations(parsed('P9999Y'), absurd));
    expect(compareDurations(parsed('P99999999999Y'), parsed('P9999D'))).toBe(1);
    expect(compareDurations(parsed('P999999999Y'), parsed('P1000000000Y'))).toBe(-1);
  });
});

describe('order', () => {
  test.each([
    ['P7D', '=', 'P1W'],
    ['P6D', '<', 'P1W'],
    ['P8D', '>', 'P1W'],
    ['P12M', '=', 'P1Y'],
    ['P11M', '<', 'P1Y'],
    ['P13M', '>', 'P1Y'],
    ['P120M', '=', 'P10Y'],
    ['P121M', '>', 'P10Y'],
    ['P27D', '<', 'P1M'],
    ['P28D', '=', 'P1M'],
    ['P4W', '=', 'P1M'],
    ['P29D', '>', 'P1M'],
    ['P52W', '<', 'P1Y'],
    ['P53W', '>', 'P1Y'],
    ['P364D', '<', 'P1Y'],
    ['P365D', '=', 'P1Y'],
    ['P366D', '>', 'P1Y'],
    ['P1095D', '=', 'P3Y'],
    ['P1460D', '<', 'P4Y'],
    ['P1461D', '=', 'P4Y'],
    ['P3651D', '<', 'P10Y'],
    ['P3652D', '=', 'P10Y'],
    ['P3653D', '>', 'P10Y'],
    ['P521W', '<', 'P10Y'],
    ['P522W', '>', 'P10Y'],
    ['P9999Y', '>', 'P9999M'],
  ])('%s %s %s', (a, sign, b) => {
    const [left, right] = [Retention.parse(a), Retention.parse(b)];
    const expected = { '<': -1, '=': 0, '>': 1 }[sign];
    expect(Retention.compare(left, right)).toBe(expected);
    expect(Retention.compare(right, left)).toBe(expected === 0 ? 0 : -expected!);
    expect(left.isShorterThan(right)).toBe(sign === '<');
    expect(left.isAsLongAs(right)).toBe(sign === '=');
    expect(left.isLongerThan(right)).toBe(sign === '>');
  });

  test('is total: reflexive, antisymmetric, transitive', () => {
    const value = fc.oneof(
      retention,
      close.map(({ amount, unit: u }) => Retention.parse(`P${amount}${u}`)),
    );
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        const { compare } = Retention;
        expect(compare(a, a)).toBe(0);
        expect(compare(a, b) + compare(b, a)).toBe(0);
        const [x, y, z] = [a, b, c].sort(compare);
        expect(compare(x, y)).toBeLessThanOrEqual(0);
        expect(compare(y, z)).toBeLessThanOrEqual(0);
        expect(compare(x, z)).toBeLessThanOrEqual(0);
        // Equal ones are interchangeable.
        if (compare(x, y) === 0) expect(compare(y, z)).toBe(compare(x, z));
      }),
      { numRuns: 1000 },
    );
  });

  const starts = fc
    .tuple(fc.integer({ min: 1996, max: 2080 }), fc.integer({ min: 0, max: 365 }))
    .map(([year, day]) => addDuration(`${year}-01-01`, { amount: day, unit: 'D' }));

  test('where every start date agrees, gives that answer', () => {
    // The reference date is among them: a tie may need just such a start.
    const samples = ['2025-02-01', ...fc.sample(starts, { numRuns: 12, seed: 42 })];
    fc.assert(
      fc.property(close, close, (a, b) => {
        const signs = new Set(samples.map((start) => Math.sign(daysSpanned(start, a) - daysSpanned(start, b))));
        expect([...signs]).toContain(compareDurations(a, b));
      }),
      { numRuns: 200 },
    );
  });

  test('takes months and years at the shortest that they get before 2100', () => {
    // First and last days of the months of four years: where lengths differ, and where month ends clip.
    const firsts = Array.from({ length: 48 }, (_, month) => new Date(Date.UTC(2024, month, 1)));
    const from = firsts.flatMap((first) => [first.getTime(), first.getTime() - 86_400_000]);
    for (const amount of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 24, 36, 37, 38, 48, 60, 84, 96, 119, 120]) {
      const lengths = from.map((day) => daysSpanned(new Date(day).toISOString().slice(0, 10), { amount, unit: 'M' }));
      const days: Duration = { amount: Math.min(...lengths), unit: 'D' };
      expect([amount, compareDurations({ amount, unit: 'M' }, days)]).toEqual([amount, 0]);
    }
  });

  test('repeats itself every 400 years', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), (years) => {
        const days = daysSpanned('2025-02-01', { amount: years, unit: 'Y' });
        expect(compareDurations({ amount: years, unit: 'Y' }, { amount: days, unit: 'D' })).toBe(0);
      }),
    );
  });

  test('refuses a token with a clear word', () => {
    const token = new TerraformVariable(new TerraformStack(Testing.app(), 's'), 'days', {}).numberValue;
    const [known, unknown] = [Retention.days(7), Retention.days(token)];
    for (const act of [
      () => Retention.compare(known, unknown),
      () => unknown.isLongerThan(known),
      () => known.isShorterThan(unknown),
      () => unknown.isAsLongAs(unknown),
    ]) {
      const error = errorOf(act);
      expect(error.code).toBe('UnresolvedRetention');
      expect(error.message).toContain(`\`retention\` must be known at synthesis to be compared, got: P${token}D.`);
    }
  });
});

describe('tokens', () => {
  const token = Token.asNumber({ creationStack: [], resolve: () => 7, toString: () => '' });

  test('a token amount is kept, in every unit', () => {
    expect(Retention.days(token).toIsoString()).toBe(`P${token}D`);
    expect(Retention.weeks(token).toIsoString()).toBe(`P${token}W`);
    expect(Retention.months(token).toIsoString()).toBe(`P${token}M`);
    expect(Retention.years(token).toIsoString()).toBe(`P${token}Y`);
    expect(Retention.years(token).toHumanString()).toBe(`${token} years`);
    expect(Retention.years(token).isUnresolved()).toBe(true);
  });

  test.each(['${var.retention}', 'P${var.days}D', '${TfToken[TOKEN.1]}', `P${token}D`])('%s is kept', (text) => {
    const value = Retention.parse(text);
    expect(value.toIsoString()).toBe(text);
    expect(value.toHumanString()).toBe(text);
    expect(value.isUnresolved()).toBe(true);
  });
});

describe('the range of 7 days to 10 years', () => {
  test.each([
    ['P1D', false],
    ['P6D', false],
    ['P7D', true],
    ['P1W', true],
    ['P1M', true],
    ['P1Y', true],
    ['P3650D', true],
    ['P3651D', false],
    ['P521W', true],
    ['P522W', false],
    ['P119M', true],
    ['P120M', true],
    ['P121M', false],
    ['P10Y', true],
    ['P11Y', false],
  ])('%s: %s', (iso, expected) => {
    expect(isWithin(parsed(iso), parsed('P7D'), parsed('P10Y'))).toBe(expected);
  });

  test.each([
    // 28 days are not sure to be a month, 31 are; a month is not sure to be within 30 days.
    ['P30D', 'P1M', 'P1Y', false],
    ['P31D', 'P1M', 'P1Y', true],
    ['P366D', 'P1Y', 'P2Y', true],
    ['P365D', 'P1Y', 'P2Y', false],
    ['P1M', 'P1D', 'P30D', false],
    ['P1M', 'P1D', 'P31D', true],
    ['P3M', 'P1D', 'P91D', false],
    ['P3M', 'P1D', 'P92D', true],
  ])('%s between %s and %s: %s', (iso, min, max, expected) => {
    expect(isWithin(parsed(iso), parsed(min), parsed(max))).toBe(expected);
  });

  test.each([
    ['P9D', 9, 9],
    ['P2W', 14, 14],
    ['P1M', 28, 31],
    ['P3M', 89, 92],
    ['P11M', 334, 337],
    ['P12M', 365, 366],
    ['P13M', 393, 397],
    ['P10Y', 3650, 3660],
  ])('%s holds %i to %i days', (iso, shortest, longest) => {
    expect(durationBounds(parsed(iso))).toEqual({ shortest, longest });
  });

  test('the bounds hold from every start date', () => {
    const start = fc.date({ min: new Date('1890-01-01'), max: new Date('2110-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 130 }), (from, amount) => {
        const days = daysSpanned(from.toISOString().slice(0, 10), { amount, unit: 'M' });
        const { shortest, longest } = durationBounds({ amount, unit: 'M' });
        expect(days).toBeGreaterThanOrEqual(shortest);
        expect(days).toBeLessThanOrEqual(longest);
      }),
      { numRuns: 1000 },
    );
  });
});

import fc from 'fast-check';
import { findings, refusal, shown } from './kit';
import { parsePlan } from '../../../src/validation/readers/plan-text';
import { readText } from '../../../src/validation/readers/read';

/** `FUZZ=100` looks a hundred times as long. */
const TIMES = Number(process.env.FUZZ ?? 1);

jest.setTimeout(60_000 * TIMES);

const NAMES = ['modules', 'several', 'picked', 'ways', 'changes', 'broken', 'quickstart', 'servers', 'roles'];

/** The plan as a whole, without what isn't read. */
function parsed(text: string): unknown {
  const { planned_values: _, ...rest } = JSON.parse(text);
  return rest;
}

/** Texts and objects that look like what members are told by. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    ',"planned_values":{',
    ',"resource_changes":[',
    ',"configuration":{"provider_config":{',
    ',"timestamp":"',
  ),
);
const likeMembers = fc.constantFrom<object>(
  { a: 1, planned_values: {}, resource_changes: [] },
  { a: 1, configuration: { provider_config: {} } },
  { a: 1, output_changes: {}, prior_state: { format_version: '1.0' } },
  { a: 1, timestamp: '2026' },
  { a: 1, relevant_attributes: [{ resource: 'x' }], checks: [{ address: {} }] },
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true, {}, []),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(text, fc.constantFrom('__proto__', '0', 'planned_values')), tie('value'), { maxKeys: 3 }),
    likeMembers,
  ),
}));
const values = fc.array(value, { maxLength: 4 });
const plans = fc
  .record(
    {
      variables: value,
      planned_values: fc.record({ root_module: value }),
      resource_changes: values,
      output_changes: fc.dictionary(text, value, { maxKeys: 2 }),
      prior_state: fc.record({ format_version: fc.constant('1.0'), values: value }),
      configuration: fc.record({ provider_config: fc.dictionary(text, value, { maxKeys: 2 }), root_module: value }),
      relevant_attributes: fc.array(fc.record({ resource: text }), { maxLength: 2 }),
      something: value,
      timestamp: text,
    },
    { requiredKeys: ['planned_values', 'resource_changes'] },
  )
  .map((plan) => JSON.stringify({ format_version: '1.2', ...plan }));

describe('a plan by its members is the plan', () => {
  test.each(NAMES)('as Terraform printed %s', (name) => {
    const plan = shown(name);
    expect(parsePlan(plan)).toStrictEqual(parsed(plan));
  });

  test('whatever it holds', () => {
    let byMembers = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const found = parsePlan(plan);
        if (found === undefined) return;
        byMembers++;
        expect(JSON.stringify(found)).toBe(JSON.stringify(parsed(plan)));
      }),
      { numRuns: 500 * TIMES },
    );
    expect(byMembers).toBeGreaterThan(150 * TIMES);
  });

  test('or is left to be parsed as a whole', () => {
    const edits = fc.tuple(plans, fc.nat(), fc.nat({ max: 2 }), fc.constantFrom(...'{}[]",:\\ 0a'));
    fc.assert(
      fc.property(edits, ([plan, where, cut, insert]) => {
        const at = where % plan.length;
        const edited = plan.slice(0, at) + insert + plan.slice(at + cut);
        const outcome = edited.indexOf(',"planned_values":{');
        // What lies in between isn't read; there may be other changes in it.
        const { format_version, variables, planned_values } = JSON.parse(plan) as Record<string, unknown>;
        const changes = JSON.stringify({ format_version, variables, planned_values }).length;
        if (at >= outcome && at <= changes) return;
        const found = parsePlan(edited);
        if (found !== undefined) expect(JSON.stringify(found)).toBe(JSON.stringify(parsed(edited)));
      }),
      { numRuns: 1000 * TIMES },
    );
  });

  const several = shown('several').trim();
  test.each([
    ['is printed nicely', JSON.stringify(JSON.parse(several), null, 2)],
    ['is a state', shown('changes-state')],
    ['has no changes', '{"format_version":"1.2","planned_values":{},"configuration":{}}'],
    ['is cut short', several.slice(0, -1)],
    ['goes on', `${several}}`],
    ['has something behind it', `${several}\u00a0`],
    [
      'shows another plan in a variable',
      several.replace('"planned_values":', '"variables":{"x":{"value":{"a":1,$&{}}}},$&'),
    ],
  ])('not where it %s', (_, plan) => {
    expect(parsePlan(plan)).toBeUndefined();
  });
});

describe('what is read of it', () => {
  test('is the same as of the whole', async () => {
    const plan = shown('several');
    const whole = JSON.stringify(JSON.parse(plan), null, 1);
    const [byMembers, asWhole] = await Promise.all([plan, whole].map((each) => readText('plan.json', each)));
    expect(findings(byMembers.document)).not.toEqual([]);
    expect(findings(byMembers.document)).toEqual(findings(asWhole.document));
  });

  test('or where it goes wrong', async () => {
    const plan = shown('several');
    const at = plan.lastIndexOf('{"address":"');
    const broken = `${plan.slice(0, at)}${plan.slice(at + 1)}`;
    expect(await refusal(() => readText('plan.json', broken))).toBe(
      `plan.json:1:${at + 10}: is not JSON: "," or "]" must stand here, got: ":"`,
    );
  });
});

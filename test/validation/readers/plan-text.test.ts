import fc from 'fast-check';
import { findings, refusal, shown } from './kit';
import { parsePlan } from '../../../src/validation/readers/plan-text';
import { readText } from '../../../src/validation/readers/read';

/** `FUZZ=100` looks a hundred times as long. */
const TIMES = Number(process.env.FUZZ ?? 1);
/** Characters of a piece: few, so that small plans have several. */
const PIECE = 40;

jest.setTimeout(60_000 * TIMES);

const NAMES = ['modules', 'several', 'ways', 'changes', 'broken', 'quickstart', 'servers', 'roles'];

function parsed(text: string): unknown {
  const { planned_values: _, ...rest } = JSON.parse(text);
  return rest;
}

/** Texts that look like what pieces are told by. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    '{"address":"',
    ',{"address":"',
    '[{"address":"',
    ',"resource_changes":[',
    'list 0',
    'list 1',
    'list x',
  ),
);
const { value, element } = fc.letrec<{ value: unknown; element: object }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true, {}, []),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(tie('element'), { maxLength: 9 }),
    fc.dictionary(
      fc.oneof(text, fc.constantFrom('__proto__', '0', 'planned_values', 'resource_changes')),
      tie('value'),
      {
        maxKeys: 3,
      },
    ),
  ),
  element: fc
    .tuple(text, fc.constantFrom('type', 'after', '__proto__'), tie('value'))
    .map(([address, name, inner]) => ({
      address,
      ...Object.fromEntries([[name, inner]]),
    })),
}));
const elements = fc.array(element, { minLength: 1, maxLength: 12 });
const plans = fc
  .record({
    variables: value,
    planned_values: fc.record({ root_module: fc.record({ resources: elements }), outputs: value }),
    resource_changes: elements,
    prior_state: value,
    configuration: fc.record({ root_module: fc.record({ resources: elements, module_calls: value }) }),
  })
  .map((plan) => JSON.stringify({ format_version: '1.2', ...plan }));

describe('a plan in pieces is the plan', () => {
  test.each(NAMES)('as Terraform printed %s', (name) => {
    const plan = shown(name).trim();
    expect(parsePlan(plan, PIECE)).toStrictEqual(parsed(plan));
  });

  test('whatever it holds', () => {
    let inPieces = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const found = parsePlan(plan, PIECE);
        if (found === undefined) return;
        inPieces++;
        // Other than as a value `-0` and what is called `__proto__` can be told apart in a text.
        expect(JSON.stringify(found)).toBe(JSON.stringify(parsed(plan)));
      }),
      { numRuns: 500 * TIMES },
    );
    expect(inPieces).toBeGreaterThan(250 * TIMES);
  });

  test('or is left to be parsed as a whole', () => {
    const edits = fc.tuple(plans, fc.nat(), fc.nat({ max: 2 }), fc.constantFrom(...'{}[]",:\\ 0a'));
    fc.assert(
      fc.property(edits, ([plan, where, cut, insert]) => {
        const at = where % plan.length;
        const edited = plan.slice(0, at) + insert + plan.slice(at + cut);
        const outcome = edited.indexOf(',"planned_values":{');
        // What lies in between isn't read.
        if (at >= outcome && at <= edited.indexOf(',"resource_changes":[', outcome)) return;
        const found = parsePlan(edited, PIECE);
        if (found !== undefined) expect(JSON.stringify(found)).toBe(JSON.stringify(parsed(edited)));
      }),
      { numRuns: 500 * TIMES },
    );
  });

  test.each([
    ['is short', '{"format_version":"1.2","planned_values":{},"resource_changes":[]}', undefined],
    ['is printed nicely', JSON.stringify(JSON.parse(shown('several')), null, 2), PIECE],
    ['is a state', shown('changes-state'), PIECE],
    ['has no changes', '{"format_version":"1.2","planned_values":{},"configuration":{}}', 0],
    ['holds what looks like a mark', shown('several').replace('"configuration":{', '"x":["list 0"],$&'), PIECE],
    ['is cut short', shown('modules').slice(0, -30), PIECE],
  ])('not where it %s', (_, plan, piece) => {
    expect(parsePlan(plan, piece)).toBeUndefined();
  });
});

describe('a large plan', () => {
  const many = (plan: string): string => {
    const { resource_changes: changes, ...rest } = JSON.parse(plan);
    const more = Array.from({ length: 300 }, (_, n) =>
      changes.map((change: object) => JSON.parse(JSON.stringify(change).replaceAll('orders', `orders-${n}`))),
    );
    return JSON.stringify({
      format_version: rest.format_version,
      planned_values: {},
      resource_changes: more.flat(),
      ...rest,
    });
  };

  test('is read in pieces as it is as a whole', async () => {
    const plan = many(shown('several'));
    expect(parsePlan(plan)).toBeDefined();
    const whole = JSON.stringify(JSON.parse(plan), null, 1);
    const [inPieces, asWhole] = await Promise.all([plan, whole].map((each) => readText('plan.json', each)));
    expect(findings(inPieces.document)).toEqual(findings(asWhole.document));
  });

  test('says where it goes wrong', async () => {
    const plan = many(shown('several'));
    const at = plan.lastIndexOf('{"address":"');
    const broken = `${plan.slice(0, at)}${plan.slice(at + 1)}`;
    expect(await refusal(() => readText('plan.json', broken))).toBe(
      `plan.json:1:${at + 10}: is not JSON: "," or "]" must stand here, got: ":"`,
    );
  });
});

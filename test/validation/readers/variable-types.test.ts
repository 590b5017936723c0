import fc from 'fast-check';
import { root } from './folders';
import { Unknown, Value } from '../../../src/inventory/value';
import { readText } from '../../../src/validation/readers/read';

const GROUP = 'azurerm_resource_group';

/** What `expression` is, in a module with one variable `x`. */
async function valueOf(expression: string, variable: string): Promise<Value> {
  const text = `variable "x" {\n${variable}\n}\nresource "${GROUP}" "g" {\n  managed_by = ${expression}\n}\n`;
  const { document } = await readText('main.tf', text);
  return document.resources[0].attribute('managed_by');
}

/** The same as JSON: what is null isn't there. */
async function jsonOf(type: string, given: string): Promise<unknown> {
  const value = await valueOf('var.x', `type = ${type}\ndefault = ${given}`);
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

describe('what may be left out', () => {
  test.each([
    ['is null', 'object({ a = string, b = optional(number) })', '{ a = "k" }', { a: 'k' }],
    ['is what the type says', 'object({ b = optional(number, 3) })', '{}', { b: 3 }],
    ['is so too where it is given null', 'object({ b = optional(bool, true) })', '{ b = null }', { b: true }],
    ['is what it is given', 'object({ b = optional(number, 3) })', '{ b = 5 }', { b: 5 }],
    [
      'may be a number of many digits',
      'object({ b = optional(number, 131072), c = optional(number, -1.5) })',
      '{}',
      { b: 131072, c: -1.5 },
    ],
    ['may be an object', 'object({ b = optional(object({ mb = number }), { mb = 32 }) })', '{}', { b: { mb: 32 } }],
    ['is dropped where the type has no such attribute', 'object({ a = string })', '{ a = "k", z = 1 }', { a: 'k' }],
    ['may be a text', 'object({ b = optional(string, "x, }) y") })', '{}', { b: 'x, }) y' }],
    ['may be a list', 'object({ b = optional(list(string), ["a", "b"]) })', '{}', { b: ['a', 'b'] }],
    [
      'is looked for in maps',
      'map(object({ b = optional(number, 3) }))',
      '{ m = {}, n = { b = 1 } }',
      { m: { b: 3 }, n: { b: 1 } },
    ],
    ['is looked for in lists', 'list(object({ b = optional(number, 3) }))', '[{}, { b = 1 }]', [{ b: 3 }, { b: 1 }]],
    ['is looked for in sets', 'set(object({ b = optional(number, 3) }))', '[{}]', [{ b: 3 }]],
    [
      'is looked for in what another was left to be',
      'object({ a = optional(object({ b = optional(number, 3), c = optional(string) }), {}) })',
      '{}',
      { a: { b: 3 } },
    ],
    [
      'stands there in any layout',
      'object({\n    a = string # a name, in full)\n    "b" = optional(number, // days\n 3,)\n    c : optional(any /* what ) ever */, null),\n  })',
      '{ a = "k" }',
      { a: 'k', b: 3 },
    ],
    [
      'stands beside a tuple',
      'object({ a = tuple([string, number]), b = optional(number, 3) })',
      '{ a = ["x", 1] }',
      { a: ['x', 1], b: 3 },
    ],
  ])('%s', async (_, type, given, expected) => {
    expect(await jsonOf(type, given)).toEqual(expected);
  });

  test('is known to be null', async () => {
    expect(await valueOf('var.x.b', 'type = object({ b = optional(number) })\ndefault = {}')).toBeUndefined();
  });

  test.each([
    ['it isn’t optional', 'object({ b = number })', 'b` is not in what it is taken from'],
    ['the type takes anything', 'any', 'b` is not in what it is taken from'],
    [
      'what it is then is worked out',
      'object({ b = optional(number, max(1, 2)) })',
      'is worked out when Terraform plans',
    ],
  ])('is open where %s', async (_, type, why) => {
    const value = await valueOf('var.x.b', `type = ${type}\ndefault = {}`);
    expect(value).toBeInstanceOf(Unknown);
    expect((value as Unknown).why).toContain(why);
  });

  test('is left out by those who call a module', async () => {
    const text = `
variable "clusters" {
  type    = map(object({ days = optional(number, 7), name = string }))
  default = { one = { name = "a" }, two = { name = "b", days = 35 } }
}
resource "${GROUP}" "g" {
  for_each   = var.clusters
  name       = each.value.name
  managed_by = each.value.days
}
`;
    const { document } = await readText('main.tf', text);
    const days = document.resources.map((each) => [each.attribute('name'), each.attribute('managed_by')]);
    expect(days).toEqual([
      ['a', 7],
      ['b', 35],
    ]);
  });
});

test('a variable that takes no null has its default where it is given null', async () => {
  const folder = {
    'root/main.tf': 'module "m" {\n  source = "./m"\n  x = null\n  y = null\n}\n',
    'root/m/main.tf': `variable "x" {\n  default  = "d"\n  nullable = false\n}\nvariable "y" {\n  default = "d"\n}\nresource "${GROUP}" "g" {\n  name = var.x\n  managed_by = var.y\n}\n`,
  };
  const { document } = await root(folder);
  const [group] = document.resources;
  expect([group.attribute('name'), group.attribute('managed_by')]).toEqual(['d', undefined]);
});

test('a set that a variable is given is gone over like a list', async () => {
  const text = `variable "x" {\n  type = set(string)\n  default = ["b", "a"]\n}\nresource "${GROUP}" "g" {\n  for_each = var.x\n  name = each.key\n}\n`;
  const { document } = await readText('main.tf', text);
  expect(document.resources.map((each) => [each.address, each.attribute('name')])).toEqual([
    [`${GROUP}.g["a"]`, 'a'],
    [`${GROUP}.g["b"]`, 'b'],
  ]);
});

test('types that are broken off, or go deeper than anybody nests them, change nothing', async () => {
  const whole = 'map(object({ a = optional(list(string), ["x"]), "b" = object({ c = optional(number, 3) }) }))';
  const deep = `${'list('.repeat(5000)}object({ a = optional(string) })${')'.repeat(5000)}`;
  const broken = fc.integer({ min: 0, max: whole.length - 1 }).map((length) => whole.slice(0, length));
  await fc.assert(
    fc.asyncProperty(fc.oneof(broken, fc.constant(deep)), async (type) => {
      const variable = { x: { type, default: { m: { b: {} } } } };
      const resource = { [GROUP]: { g: { managed_by: '${var.x.m.a}' } } };
      const { document } = await readText('main.tf.json', JSON.stringify({ variable, resource }));
      expect(document.resources[0].attribute('managed_by')).toEqual(new Unknown('`a` is not in what it is taken from'));
    }),
  );
});

test('what stands in many places is converted once', async () => {
  const depth = 30;
  const type = `${'list('.repeat(depth)}object({ a = optional(number, 3) })${')'.repeat(depth)}`;
  const locals = Array.from({ length: depth }, (_, at) => `  l${at + 1} = [local.l${at}, local.l${at}]`).join('\n');
  const folder = {
    'root/main.tf': `locals {\n  l0 = {}\n${locals}\n}\nmodule "m" {\n  source = "./m"\n  x = local.l${depth}\n}\n`,
    'root/m/main.tf': `variable "x" {\n  type = ${type}\n}\nresource "${GROUP}" "g" {\n  managed_by = var.x${'[1]'.repeat(depth)}.a\n}\n`,
  };
  const { document } = await root(folder);
  expect(document.resources[0].attribute('managed_by')).toBe(3);
});

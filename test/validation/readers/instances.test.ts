import { findingsOf } from './kit';
import { SourceDocument, SourceResource } from '../../../src/inventory/source';
import { Unknown } from '../../../src/inventory/value';
import { readText } from '../../../src/validation/readers/read';

const GROUP = 'azurerm_resource_group';

const read = async (text: string): Promise<SourceDocument> => (await readText('main.tf', text)).document;

const group = (name: string, body: string) => `resource "${GROUP}" "${name}" {\n${body}\n}\n`;

const addresses = ({ resources }: SourceDocument) => resources.map(({ address }) => address);

function resource(document: SourceDocument, address: string): SourceResource {
  return document.resources.find((each) => each.address === address)!;
}

/** What `azurerm_resource_group.g` of this body is called, by address. */
async function names(body: string, rest = ''): Promise<Record<string, unknown>> {
  const { resources } = await read(group('g', body) + rest);
  const own = resources.filter(({ address }) => address.startsWith(`${GROUP}.g`));
  return Object.fromEntries(
    own.map((each) => {
      const name = each.attribute('name');
      return [each.address.slice(`${GROUP}.g`.length), name instanceof Unknown ? name.why : name];
    }),
  );
}

describe('what `count` and `for_each` make', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['a number', 'count = 2\nname = "rg-${count.index}"', { '[0]': 'rg-0', '[1]': 'rg-1' }],
    ['a number of a variable', 'count = var.two\nname = count.index', { '[0]': 0, '[1]': 1 }],
    [
      'a map',
      'for_each = { b = "x", a = "y" }\nname = "${each.key}-${each.value}"',
      { '["a"]': 'a-y', '["b"]': 'b-x' },
    ],
    ['a map of maps', 'for_each = local.maps\nname = each.value.name', { '["one"]': 'rg-one', '["two"]': 'rg-two' }],
    ['a set', 'for_each = toset(["b", "a",])\nname = each.value', { '["a"]': 'a', '["b"]': 'b' }],
    ['a set of a local', 'for_each = toset(local.list)\nname = each.key', { '["x"]': 'x', '["y"]': 'y' }],
    ['all of another block', `for_each = ${GROUP}.o\nname = each.value.name`, { '["p"]': 'rg-p', '["q"]': 'rg-q' }],
    [
      'a key that has to be quoted',
      'for_each = { "a\\"b|c" = 1 }\nname = "rg"',
      { [`[${JSON.stringify('a"b|c')}]`]: 'rg' },
    ],
  ])('is told apart for %s', async (_, body, expected) => {
    const rest = `
variable "two" {
  default = 2
}
locals {
  list = ["x", "y"]
  maps = { one = { name = "rg-one" }, two = { name = "rg-two" } }
}
${group('o', 'for_each = toset(["p", "q"])\nname = "rg-${each.key}"')}`;
    const { resources } = await read(group('g', body) + rest);
    expect(resources.every(({ repeated }) => !repeated)).toBe(true);
    const found = await names(body, rest);
    const followed = Object.entries(found).map(([index, name]) => [
      index,
      // What another block is called is a reference to it.
      String(name).replace(/^azurerm_resource_group\.o\["(.)"\]\.name$/, 'rg-$1'),
    ]);
    expect(Object.fromEntries(followed)).toEqual(
      Object.fromEntries(Object.entries(expected).map(([index, name]) => [index, String(name)])),
    );
  });

  test.each([
    ['a variable without a default', 'for_each = var.all'],
    ['a loop', 'for_each = { for each in ["a"] : each => each }'],
    ['keys that are worked out', 'for_each = { "${var.all}" = 1 }'],
    ['more than anybody has', 'count = 1001'],
    ['a set that is worked out', 'for_each = toset(concat(["a"], ["b"]))'],
    ['a set of what isn’t text', 'for_each = toset([["a"]])'],
    ['itself', `for_each = ${GROUP}.g`],
  ])('stays one that stands for all: %s', async (_, body) => {
    const { resources } = await read(`variable "all" {}\n${group('g', body)}`);
    expect(resources.map(({ address, repeated }) => [address, repeated])).toEqual([[`${GROUP}.g`, true]]);
  });

  test('two that go over each other come to an end', async () => {
    const document = await read(group('a', `for_each = ${GROUP}.b`) + group('b', `for_each = ${GROUP}.a`));
    expect(addresses(document)).toEqual([`${GROUP}.a`, `${GROUP}.b`]);
  });

  test('a synthesized stack is as its tree, which doesn’t tell them apart', async () => {
    const stack = { '//': { metadata: { stackName: 's' } }, resource: { [GROUP]: { g: { count: 2 } } } };
    expect(addresses(await read(JSON.stringify(stack)))).toEqual([`${GROUP}.g`]);
  });
});

describe('references to one of them', () => {
  const MANY = group('m', 'for_each = { a = "b", b = "a" }\nname = "rg-${each.key}"') + group('n', 'count = 2');

  test.each([
    ['a name', `${GROUP}.m["a"].id`, 'm["a"].id'],
    ['a number', `${GROUP}.n[1].id`, 'n[1].id'],
    ['a variable', `${GROUP}.n[var.zero].id`, 'n[0].id'],
    ['its own key', `${GROUP}.m[each.key].id`, 'm["a"].id'],
    ['its own value', `${GROUP}.m[each.value.other].id`, 'm["b"].id'],
    ['a text around it', `"\${${GROUP}.m["a"].id}/x"`, '${' + GROUP + '.m["a"].id}/x'],
  ])('are followed by %s', async (_, expression, expected) => {
    const body = `for_each = { a = { other = "b" } }\nmanaged_by = ${expression}`;
    const document = await read(`variable "zero" {\n  default = 0\n}\n${MANY}${group('g', body)}`);
    const value = resource(document, `${GROUP}.g["a"]`).attribute('managed_by');
    expect(String(value).replace(new RegExp(`^${GROUP}\\.`), '')).toBe(expected);
  });

  test.each([
    ['a splat', `${GROUP}.m[*].id`],
    ['an index that is worked out', `${GROUP}.m[lower("A")].id`],
    ['one that isn’t there', `${GROUP}.m["c"].id`],
    ['all of them', `values(${GROUP}.m)[0].id`],
  ])('by %s leave it open which, and wait for all', async (_, expression) => {
    const document = await read(MANY + group('g', `managed_by = ${expression}`));
    const own = resource(document, `${GROUP}.g`);
    expect(own.attribute('managed_by')).toBeInstanceOf(Unknown);
    const keys = [...own.dependencies()].flatMap((key) => [key, ...(document.between?.(key) ?? [])]);
    expect(keys).toEqual(expect.arrayContaining([`${GROUP}.m["a"]`, `${GROUP}.m["b"]`]));
  });

  test('in `depends_on` are to all', async () => {
    const document = await read(MANY + group('g', `depends_on = [${GROUP}.n]`));
    const [key] = resource(document, `${GROUP}.g`).declaredDependencies();
    expect([...document.between!(key)]).toEqual([`${GROUP}.n[0]`, `${GROUP}.n[1]`]);
  });
});

test('rules judge each', async () => {
  const server = 'azurerm_postgresql_flexible_server';
  const instance = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';
  const text = `
locals {
  servers = { small = { size = 131072 }, big = { size = 2097152 } }
}
resource "${server}" "s" {
  for_each   = local.servers
  name       = "pg-\${each.key}"
  storage_mb = each.value.size
}
resource "${instance}" "i" {
  for_each  = ${server}.s
  name      = each.key
  server_id = each.value.id
}
`;
  expect(findingsOf('PGB401', await read(text))).toEqual([`violated ${server}.s["big"]`]);
  expect(findingsOf('PGB901', await read(text))).toEqual([]);
  const one = text
    .replace(`for_each  = ${server}.s`, 'for_each = toset(["small"])')
    .replace('each.value.id', `${server}.s[each.key].id`);
  expect(findingsOf('PGB901', await read(one))).toEqual([`violated ${server}.s["big"]`]);
});

import { root } from './folders';
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
    ['the number one', 'count = 1\nname = "rg-${count.index}"', { '[0]': 'rg-0' }],
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

test('the only one is named as Terraform names it', async () => {
  const server = 'azurerm_postgresql_flexible_server';
  const text = `resource "${server}" "s" {\n  count = 1\n  name = "PG_\${count.index}"\n}\n`;
  expect(findingsOf('PGB509', await read(text))).toEqual([`violated ${server}.s[0]`]);
});

test.each([
  ['a variable', 'var.all', ['violated azurerm_postgresql_flexible_server.s["a"]']],
  ['a local', 'local.all', ['violated azurerm_postgresql_flexible_server.s["a"]']],
  ['a set of a variable', 'toset(var.set)', []],
])('a password of %s is written where it is written', async (_, all, expected) => {
  const text = `
variable "all" {
  default = { a = "Horse-7" }
}
variable "set" {
  default = ["Horse-7"]
}
locals {
  all = { a = "Horse-7" }
}
resource "azurerm_postgresql_flexible_server" "s" {
  for_each = ${all}
  administrator_password = each.value
}
`;
  expect(findingsOf('PGB902', await read(text))).toEqual(expected);
});

describe('what `module` blocks make', () => {
  const MODULE = `
variable "name" {}
variable "days" {
  default = 7
}
${group('g', 'name = var.name\nmanaged_by = var.days')}
module "inner" {
  source   = "./inner"
  for_each = toset(["x", "y"])
  name     = "\${var.name}-\${each.key}"
}
output "id" {
  value = ${GROUP}.g.id
}
output "name" {
  value = var.name
}
`;
  const INNER = `variable "name" {}\n${group('g', 'name = var.name')}`;
  const estate = async (body: string, rest = '') => {
    const main = `module "m" {\n  source = "./m"\n${body}\n}\nlocals {\n  list = ["p", "q"]\n}\n${rest}`;
    return (await root({ 'root/main.tf': main, 'root/m/main.tf': MODULE, 'root/m/inner/main.tf': INNER })).document;
  };
  const named = ({ resources }: SourceDocument) =>
    Object.fromEntries(resources.map((each) => [each.address.replace(`.${GROUP}.g`, ''), each.attribute('name')]));

  test('is told apart, and what is called in it', async () => {
    const document = await estate('for_each = { a = "rg-a", "b.c" = "rg-b" }\nname = each.value');
    expect(named(document)).toEqual({
      'module.m["a"]': 'rg-a',
      'module.m["a"].module.inner["x"]': 'rg-a-x',
      'module.m["a"].module.inner["y"]': 'rg-a-y',
      'module.m["b.c"]': 'rg-b',
      'module.m["b.c"].module.inner["x"]': 'rg-b-x',
      'module.m["b.c"].module.inner["y"]': 'rg-b-y',
    });
    expect(document.resources.every(({ repeated }) => !repeated)).toBe(true);
  });

  test('is told apart by a number, be it one', async () => {
    const one = await estate('count = 1\nname = "rg-${count.index}"', group('user', 'managed_by = module.m[0].id'));
    expect(resource(one, `module.m[0].${GROUP}.g`).attribute('name')).toBe('rg-0');
    expect(String(resource(one, `${GROUP}.user`).attribute('managed_by'))).toBe(`module.m[0].${GROUP}.g.id`);

    const document = await estate('count = 2\nname = "rg-${count.index}"\ndays = count.index');
    expect(resource(document, `module.m[1].${GROUP}.g`).attribute('name')).toBe('rg-1');
    expect(resource(document, `module.m[1].${GROUP}.g`).attribute('managed_by')).toBe(1);
  });

  test.each([
    ['a name', 'module.m["p"].id', 'module.m["p"].G.id'],
    ['its own key', 'module.m[each.key].id', 'module.m["q"].G.id'],
    ['going over all', 'each.value.id', 'module.m["q"].G.id'],
    ['a value in it', 'module.m["p"].name', 'p'],
    ['a name that isn’t there', 'module.m["z"].id', "which of 2 instances of module.m it is can't be followed"],
    ['none', 'module.m.id', '`id` is not in what it is taken from'],
    ['all', 'module.m[*].id', "which of 2 instances of module.m it is can't be followed"],
  ])('is referred to by %s', async (_, expression, expected) => {
    const user = group('user', `for_each = module.m\nmanaged_by = ${expression}`);
    const document = await estate('for_each = toset(local.list)\nname = each.key', user);
    const value = resource(document, `${GROUP}.user["q"]`).attribute('managed_by');
    const text = value instanceof Unknown ? value.why : String(value);
    expect(text.replace(`${GROUP}.g`, 'G')).toBe(expected);
  });

  test('is waited for: all of it, or one output of all', async () => {
    const waits = async (body: string) => {
      const document = await estate('count = 2\nname = "rg-${count.index}"', group('user', body));
      const keys = [...resource(document, `${GROUP}.user`).dependencies()];
      const behind = new Set(keys.flatMap((key) => [key, ...document.between!(key)]));
      return [...behind].filter((key) => key.endsWith(`.${GROUP}.g`)).map((key) => key.replace(`.${GROUP}.g`, ''));
    };
    const all = ['module.m[0]', 'module.m[1]'].flatMap((each) => [
      each,
      `${each}.module.inner["x"]`,
      `${each}.module.inner["y"]`,
    ]);
    expect(await waits('depends_on = [module.m]')).toEqual(all);
    expect((await waits('managed_by = module.m[*].id')).sort()).toEqual(all);
    expect(await waits('managed_by = module.m[1].id')).toEqual(['module.m[0]', 'module.m[1]']);
  });

  test('is waited for in several of several', async () => {
    const waiting = `${INNER}${group('late', `depends_on = [${GROUP}.many]`)}${group('many', 'count = 2')}`;
    const files = {
      'root/main.tf': 'module "m" {\n  source = "./m"\n  for_each = toset(["a.b"])\n  name = each.key\n}\n',
      'root/m/main.tf': waiting,
    };
    const { document } = await root(files);
    const [key] = resource(document, `module.m["a.b"].${GROUP}.late`).declaredDependencies();
    expect([...document.between!(key)]).toEqual([0, 1].map((at) => `module.m["a.b"].${GROUP}.many[${at}]`));
  });

  test('is one that stands for all where it isn’t written out', async () => {
    const document = await estate('for_each = var.all\nname = each.key');
    const { address, repeated } = document.resources[0];
    expect([address, repeated]).toEqual([`module.m.${GROUP}.g`, true]);
  });

  test('that each call a thousand are not all read', async () => {
    const thousand = 'module "m" {\n  source = "./m"\n  count = 1000\n}\n';
    const files = { 'root/main.tf': thousand, 'root/m/main.tf': thousand, 'root/m/m/main.tf': INNER };
    const { document } = await root(files);
    expect(document.resources.length).toBeLessThan(10_000);
    expect([...document.unread!]).toHaveLength(992);
  });
});

describe('what is waited for', () => {
  const ROLES = 'resource "time_sleep" "roles" {}\nresource "time_sleep" "other" {}\n';
  const waits = async (main: string, module = '') => {
    const files = { 'root/main.tf': `${ROLES}${main}`, 'root/m/main.tf': module || group('g', '') };
    const { document } = { document: (await root(files)).document };
    const own = document.resources.find(({ address }) => address.endsWith(`${GROUP}.g`))!;
    return [...own.dependencies()].flatMap((key) => [key, ...document.between!(key)]).includes('time_sleep.roles');
  };
  const call = (body: string) => `module "m" {\n  source = "./m"\n${body}\n}\n`;
  const BUNDLE = '{ id = "x", wait = time_sleep.roles.id }';

  test.each([
    ['a local, whatever is taken of it', `locals {\n  b = ${BUNDLE}\n}\n${group('g', 'managed_by = local.b.id')}`, ''],
    [
      'a variable, whatever is taken of it',
      call(`b = ${BUNDLE}`),
      `variable "b" {}\n${group('g', 'managed_by = var.b.id')}`,
    ],
    [
      'a variable that is waited for',
      call('b = [time_sleep.roles]'),
      `variable "b" {}\n${group('g', 'depends_on = [var.b]')}`,
    ],
    [
      'an index that is worked out',
      `locals {\n  l = { x = "y" }\n}\n${group('g', 'managed_by = local.l[time_sleep.roles.id]')}`,
      '',
    ],
    ['how many there are of its module', call('for_each = { a = time_sleep.roles.id }'), ''],
    ['what chooses how many there are of it', group('g', 'count = time_sleep.roles.id == "" ? 0 : 1'), ''],
  ])('is all of %s', async (_, main, module) => {
    expect(await waits(main, module)).toBe(true);
    expect(await waits(main.replace('sleep.roles', 'sleep.other'), module)).toBe(false);
  });

  test('is all of an output, and what the output waits for', async () => {
    const user = group('g', 'managed_by = module.m.b.id');
    const output = (body: string) =>
      `${ROLES}output "b" {\n${body}\n}\noutput "other" {\n  value = time_sleep.other.id\n}\n`;
    const of = async (body: string) => {
      const { document } = await root({ 'root/main.tf': call('') + user, 'root/m/main.tf': output(body) });
      return [...resource(document, `${GROUP}.g`).dependencies()];
    };
    expect(await of(`value = ${BUNDLE}`)).toEqual(['module.m.time_sleep.roles']);
    expect(await of('value = { id = "x" }\n  depends_on = [time_sleep.roles]')).toEqual(['module.m.time_sleep.roles']);
  });
});

describe('an index that isn’t known', () => {
  const LOCALS = `
variable "which" {}
locals {
  ids = { a = ${GROUP}.a[0].id, b = ${GROUP}.b.id }
}
${group('a', 'count = 1')}${group('b', '')}`;
  const value = async (expression: string) => {
    const document = await read(LOCALS + group('g', `managed_by = ${expression}`));
    return resource(document, `${GROUP}.g`).attribute('managed_by') as Unknown;
  };

  test.each([
    ['local.ids[terraform.workspace]', 'terraform.workspace', 'terraform.workspace'],
    ['local.ids[terraform.workspace].ret', 'terraform.workspace', 'terraform.workspace'],
    ['local.ids[var.which]', 'var.which', 'var.which'],
    ['local.ids["${var.which}-x"]', '${var.which}-x', 'var.which'],
  ])('%s', async (expression, index, reference) => {
    const { why, references } = await value(expression);
    expect(why).toBe(`its index, \`${index}\`, is known only when Terraform plans`);
    expect(references.map(String)).toEqual([reference, `${GROUP}.a[0].id`, `${GROUP}.b.id`]);
  });

  test('picks the only one, whatever it is', async () => {
    expect(String(await value(`${GROUP}.a[var.which].id`))).toBe(`${GROUP}.a[0].id`);
    expect(await value(`${GROUP}.a[*].id`)).toEqual([expect.objectContaining({ key: `${GROUP}.a[0]` })]);
  });
});

describe('an index', () => {
  const LOCALS = `
variable "env" {
  default = "prod"
}
locals {
  sizes  = { prod = { name = "big" }, "a.b" = { name = "dotted" }, "q\\"]x" = { name = "odd" } }
  list   = ["zero", "one"]
}
`;
  test.each([
    ['local.sizes[var.env].name', 'big'],
    ['local.sizes["a.b"].name', 'dotted'],
    ['local.sizes["q\\"]x"].name', 'odd'],
    ['local.sizes["${var.env}"].name', 'big'],
    ['local.list[each.value]', 'one'],
    ['local.list[1]', 'one'],
  ])('%s', async (expression, expected) => {
    const document = await read(`${LOCALS}${group('g', `for_each = { k = 1 }\nname = ${expression}`)}`);
    expect(resource(document, `${GROUP}.g["k"]`).attribute('name')).toBe(expected);
  });
});

test('a directive in a text is worked out by Terraform, and doubled it is none', async () => {
  const nameOf = async (text: string) => {
    const document = await read(`variable "v" {\n  default = true\n}\n${group('g', `name = ${text}`)}`);
    return resource(document, `${GROUP}.g`).attribute('name');
  };
  const value = await nameOf('"%{ if var.v }a%{ else }b%{ endif }"');
  expect((value as Unknown).why).toMatch(/is worked out when Terraform plans$/);
  expect(await nameOf('"100%%{x}"')).toBe('100%{x}');
});

describe('a module of which it isn’t known how many there are', () => {
  test('is no map of its outputs', async () => {
    const files = {
      'root/main.tf': `module "m" {\n  source = "./m"\n  for_each = var.all\n}\nvariable "all" {}\n${group('g', 'for_each = module.m\nname = each.value.id')}`,
      'root/m/main.tf': 'output "id" {\n  value = "x"\n}\n',
    };
    const { document } = await root(files);
    expect(document.resources.map(({ address, repeated }) => [address, repeated])).toEqual([[`${GROUP}.g`, true]]);
  });
});

test('what an override file says of a call is laid over it', async () => {
  const files = {
    'root/main.tf': 'module "m" {\n  source = "./m"\n  name = "a"\n}\n',
    'root/override.tf': 'module "m" {\n  name = "b"\n}\n',
    'root/m/main.tf': `variable "name" {}\n${group('g', 'name = var.name')}`,
    'root/n/main.tf': `variable "name" {}\n${group('other', 'name = var.name')}`,
  };
  const { document, warnings } = await root(files);
  expect(warnings).toEqual([]);
  expect(document.resources.map((each) => [each.address, each.attribute('name')])).toEqual([
    [`module.m.${GROUP}.g`, 'b'],
  ]);
  const moved = await root({ ...files, 'root/override.tf': 'module "m" {\n  source = "./n"\n}\n' });
  expect(moved.document.resources.map(({ address }) => address)).toEqual([`module.m.${GROUP}.other`]);
});

describe('what `dynamic` makes', () => {
  const blocks = async (body: string, rest = '') => {
    const document = await read(`${rest}${group('g', body)}`);
    const found = document.resources[0].attribute('rule');
    return found instanceof Unknown ? found.why : JSON.parse(JSON.stringify(found));
  };
  const dynamic = (over: string, content: string, more = '') =>
    `dynamic "rule" {\n  for_each = ${over}\n${more}  content {\n${content}\n  }\n}\n`;

  test.each<[string, string, unknown]>([
    [
      'a list',
      dynamic('["x", "y"]', 'name = rule.value\nat = rule.key'),
      [
        { name: 'x', at: '0' },
        { name: 'y', at: '1' },
      ],
    ],
    [
      'a map',
      dynamic('local.rules', 'name = rule.key\nkeep = rule.value.keep'),
      [
        { name: 'a', keep: 'P1Y' },
        { name: 'b', keep: 'P2Y' },
      ],
    ],
    ['a set', dynamic('toset(["y", "x"])', 'name = rule.value'), [{ name: 'x' }, { name: 'y' }]],
    ['nothing', dynamic('[]', 'name = "x"'), []],
    ['under another name', dynamic('["x"]', 'name = "${r.value}-1"', '  iterator = r\n'), [{ name: 'x-1' }]],
    [
      'beside one that is written',
      `rule {\n  name = "w"\n}\n${dynamic('["x"]', 'name = rule.value')}`,
      [{ name: 'w' }, { name: 'x' }],
    ],
    [
      'twice',
      dynamic('["x"]', 'name = rule.value') + dynamic('["y"]', 'name = rule.value'),
      [{ name: 'x' }, { name: 'y' }],
    ],
    [
      'within another',
      dynamic(
        '{ a = ["p", "q"] }',
        'dynamic "part" {\n  for_each = rule.value\n  content {\n    of = rule.key\n    is = part.value\n  }\n}',
      ),
      [
        {
          part: [
            { of: 'a', is: 'p' },
            { of: 'a', is: 'q' },
          ],
        },
      ],
    ],
  ])('is known of %s', async (_, body, expected) => {
    const locals = 'locals {\n  rules = { b = { keep = "P2Y" }, a = { keep = "P1Y" } }\n}\n';
    const found = await blocks(body, locals);
    const bare = JSON.parse(JSON.stringify(found).replace(/"dynamic":\[[^]*?\]\},?/g, ''));
    expect(Array.isArray(found) ? found.map(({ dynamic: _dynamic, ...rest }) => rest) : bare).toEqual(expected);
  });

  test('is known of what `for_each` goes over', async () => {
    const locals = 'locals {\n  all = { one = { rules = ["x"] }, two = { rules = [] } }\n}\n';
    const body = `for_each = local.all\n${dynamic('each.value.rules', 'name = "${each.key}-${rule.value}"')}`;
    const { resources } = await read(locals + group('g', body));
    expect(resources.map((each) => JSON.parse(JSON.stringify(each.attribute('rule'))))).toEqual([
      [{ name: 'one-x' }],
      [],
    ]);
  });

  test.each([
    ['a loop', dynamic('[for each in ["a"] : each]', 'name = rule.value')],
    ['a variable without a value', `${dynamic('var.none', 'name = rule.value')}`],
    ['itself', dynamic('rule.value', 'name = "x"')],
  ])('is open for %s', async (_, body) => {
    expect(await blocks(body, 'variable "none" {}\n')).toMatch(/^its `rule` blocks are `dynamic`/);
  });
});

test.each([
  ['length(var.names)', ['[0]', '[1]']],
  ['length({ a = 1 })', ['']],
  ['length(local.none)', []],
  ['length(var.open)', ['']],
])('count = %s', async (count, expected) => {
  const rest = 'variable "names" {\n  default = ["a", "b"]\n}\nvariable "open" {}\nlocals {\n  none = []\n}\n';
  expect(Object.keys(await names(`count = ${count}`, rest))).toEqual(expected);
});

test.each([
  [
    'dynamic over written',
    'rule {\n  name = "w"\n}',
    'dynamic "rule" {\n  for_each = ["o"]\n  content {\n    name = rule.value\n  }\n}',
    'o',
  ],
  [
    'written over dynamic',
    'dynamic "rule" {\n  for_each = ["d"]\n  content {\n    name = rule.value\n  }\n}',
    'rule {\n  name = "o"\n}',
    'o',
  ],
])('blocks of an override file take the place of those before: %s', async (_, body, over, expected) => {
  const files = { 'root/main.tf': group('g', body), 'root/override.tf': group('g', over) };
  const { document } = await root(files);
  const found = document.resources[0].attribute('rule') as readonly { readonly name: string }[];
  expect(found.map(({ name }) => name)).toEqual([expected]);
});

test('the whole of a module with `count` is a list, be it of one', async () => {
  const files = {
    'root/main.tf': `module "m" {\n  source = "./m"\n  count = 1\n}\n${group('g', 'count = length(module.m)\nname = module.m[0].id')}`,
    'root/m/main.tf': 'output "id" {\n  value = "x"\n}\noutput "name" {\n  value = "y"\n}\n',
  };
  const { document } = await root(files);
  expect(document.resources.map((each) => [each.address, each.attribute('name')])).toEqual([[`${GROUP}.g[0]`, 'x']]);
});

test('a vault that a module makes which isn’t read may restore to a container of it', async () => {
  const instance = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';
  const text = (vault: string) =>
    `module "vault" {\n  source = "acme/vault/azurerm"\n}\nvariable "vault" {}\nresource "${instance}" "i" {\n  vault_id = ${vault}\n}\n`;
  expect(findingsOf('PGB601', await read(text('module.vault.id')))).toEqual(['undecided ${module.vault.id}']);
  expect(findingsOf('PGB601', await read(text('var.vault')))).toEqual(['violated ${var.vault}']);
});

import { root } from './folders';
import { estateOf, findingsOf, refusal, resource } from './kit';
import { assemble } from '../../../src/inventory/assemble';
import { SourceDocument } from '../../../src/inventory/source';
import { Template, Unknown, Value } from '../../../src/inventory/value';
import { configurationFile, configurationNames, Folders, ModuleLoader } from '../../../src/validation/readers/modules';
import { readText } from '../../../src/validation/readers/read';

const SERVER = 'azurerm_postgresql_flexible_server';

/** The server `s` of a configuration, with these arguments. */
async function server(body: string, rest = ''): Promise<SourceDocument> {
  return (await readText('main.tf', `resource "${SERVER}" "s" {\n${body}\n}\n${rest}`)).document;
}

async function size(expression: string, rest = ''): Promise<Value> {
  return resource(await server(`storage_mb = ${expression}`, rest), `${SERVER}.s`).attribute('storage_mb');
}

const why = (value: Value): string => (value instanceof Unknown ? value.why : String(value));

describe('values', () => {
  const variable = (body: string) => `variable "size" {\n${body}\n}\n`;
  test.each<[string, string, string, Value]>([
    ['a literal', '131072', '', 131072],
    ['a text', '"131072"', '', '131072'],
    ['a literal in parentheses', '(131072)', '', 131072],
    ['a text in parentheses', '( "131072" )', '', '131072'],
    ['null in parentheses', '(null)', '', null],
    ['a local in parentheses', '(local.size)', 'locals {\n  size = (131072)\n}', 131072],
    ['a local', 'local.size', 'locals {\n  size = 131072\n}', 131072],
    ['a local of a local', 'local.size', 'locals {\n  size = local.inner\n  inner = 131072\n}', 131072],
    ['a part of a local', 'local.sizes.big', 'locals {\n  sizes = { big = 131072 }\n}', 131072],
    ['a part by its name', 'local.sizes["big"]', 'locals {\n  sizes = { big = 131072 }\n}', 131072],
    ['an element', 'local.sizes[1]', 'locals {\n  sizes = [1, 131072]\n}', 131072],
    ['a variable with a default', 'var.size', variable('default = 131072'), 131072],
    ['a variable with null', 'var.size', variable('default = null'), undefined],
    ['a text of both', '"${local.a}${var.size}"', `locals {\n  a = "13"\n}\n${variable('default = 1072')}`, '131072'],
    ['an escape', '"$${a}"', '', '${a}'],
    ['null', 'null', '', undefined],
  ])('%s', async (_, expression, rest, value) => {
    expect(await size(expression, rest)).toEqual(value);
  });

  test.each([
    ['a variable without a default', 'var.size', variable(''), 'variable `size` gets its value when Terraform runs'],
    ['a function', 'max(1, 2)', '', '`max(1, 2)` is worked out when Terraform plans'],
    ['a condition', 'true ? 1 : 2', '', '`true ? 1 : 2` is worked out when Terraform plans'],
    ['arithmetic', '1024 * 128', '', '`1024 * 128` is worked out when Terraform plans'],
    ['what stands on several lines', 'max(\n  1,\n  2\n)', '', '`max( 1, 2 )` is worked out when Terraform plans'],
    ['locals in a circle', 'local.a', 'locals {\n  a = local.b\n  b = local.a\n}', 'it refers to itself'],
    ['a local that isn’t there', 'local.a', '', 'local.a is known when Terraform plans'],
    ['a part that isn’t there', 'local.a.b', 'locals {\n  a = {}\n}', '`b` is not in what it is taken from'],
    ['a count', 'count.index', '', 'it differs for each of several resources (count.index)'],
    [
      'a chain of locals without end',
      'local.l0',
      `locals {\n${Array.from({ length: 300 }, (__, at) => `  l${at} = local.l${at + 1}`).join('\n')}\n}`,
      'it is nested too deeply to be followed',
    ],
  ])('%s is not known', async (_, expression, rest, reason) => {
    expect(why(await size(expression, rest))).toBe(reason);
  });

  test('a text with a reference in it keeps it', async () => {
    const value = await size('"${azurerm_resource_group.g.id}/x"');
    expect(value).toBeInstanceOf(Template);
    expect(String(value)).toBe('${azurerm_resource_group.g.id}/x');
  });

  test('names of the language are names like others', async () => {
    expect(why(await size('local.constructor'))).toBe('local.constructor is known when Terraform plans');
    expect(why(await size('local.a.__proto__', 'locals {\n  a = { b = 1 }\n}'))).toBe(
      '`__proto__` is not in what it is taken from',
    );
  });
});

describe('what doubles with every step stays small', () => {
  const steps = (make: (from: string) => string) =>
    `locals {\n  l0 = "${'x'.repeat(50)}\${var.y}"\n${Array.from({ length: 60 }, (_, at) => `  l${at + 1} = ${make(`local.l${at}`)}`).join('\n')}\n}`;
  test.each<[string, (from: string) => string]>([
    ['a text', (from) => `"\${${from}}\${${from}}"`],
    ['a list', (from) => `[${from}, ${from}]`],
    ['a map', (from) => `{ a = ${from}, b = ${from} }`],
    ['a function', (from) => `f(${from}, ${from})`],
    ['a function of maps', (from) => `f({ a = ${from}, b = ${from} })`],
    ['an index', (from) => `{ a = ${from}[var.y], b = ${from}[var.y] }`],
  ])('%s', async (_, make) => {
    const document = await server('name = local.l60', steps(make));
    expect([...resource(document, `${SERVER}.s`).dependencies()].every((key) => key === 'var.y')).toBe(true);
    expect(findingsOf('PGB509', document)).toEqual([`undecided ${SERVER}.s`]);
  });

  test('a text without anything unknown in it', async () => {
    const text = `locals {\n  l0 = "xxxxxxxxxx"\n${Array.from({ length: 60 }, (_, at) => `  l${at + 1} = "\${local.l${at}}\${local.l${at}}"`).join('\n')}\n}`;
    const document = await server('name = local.l60', text);
    expect(String(resource(document, `${SERVER}.s`).attribute('name')).length).toBeLessThan(10_000);
    expect(findingsOf('PGB509', document)).toEqual([`undecided ${SERVER}.s`]);
  });
});

describe('bodies of azapi', () => {
  const cluster = async (body: string) => {
    const type = 'type = "Microsoft.DBforPostgreSQL/serverGroupsv2@2023-03-02-preview"';
    const rest = 'variable "nodes" {\n  default = 1\n}\n';
    const text = `resource "azapi_resource" "c" {\n${type}\nname = "tenants"\nbody = ${body}\n}\n${rest}`;
    return (await readText('main.tf', text)).document;
  };

  test.each([
    ['an object', '{ properties = { nodeCount = var.nodes } }', ['violated azapi_resource.c']],
    ['an object as JSON', 'jsonencode({\n  properties = { nodeCount = var.nodes }\n})', ['violated azapi_resource.c']],
    ['a sound one as JSON', 'jsonencode({ properties = { nodeCount = 2, a = "${var.nodes})" } })', []],
    ['a local as JSON', 'jsonencode(local.body)', ['undecided azapi_resource.c']],
    ['a part of JSON', 'jsondecode(jsonencode({ a = {} })).a', ['undecided azapi_resource.c']],
    ['two as JSON', 'var.nodes == 1 ? jsonencode({ a = 1 }) : jsonencode({ b = 2 })', ['undecided azapi_resource.c']],
    ['two that begin and end so', 'jsonencode({ a = 1 }) == jsonencode({ b = 2 })', ['undecided azapi_resource.c']],
  ])('%s', async (_, body, findings) => {
    expect(findingsOf('PGB805', await cluster(body))).toEqual(findings);
  });
});

describe('blocks', () => {
  test('lie where they are written, whatever stands in comments and texts before them', async () => {
    const { document } = await readText(
      'main.tf',
      [
        '# resource "a" "b" {',
        '/*',
        'resource "a" "b" {',
        '*/',
        'locals {',
        '  a = <<EOT',
        'resource "a" "b" {',
        'EOT',
        '}',
        'resource "a" "b" {',
        '}',
        '  resource a c {}',
      ].join('\n'),
    );
    expect(document.resources.map(({ address, file, line }) => [address, file, line])).toEqual([
      ['a.b', 'main.tf', 10],
      ['a.c', 'main.tf', 12],
    ]);
  });

  test('that are dynamic are not known', async () => {
    const document = await server(
      'dynamic "cluster" {\n  for_each = var.clusters\n  content {\n    size = 2\n  }\n}\nidentity {\n  dynamic "type" {\n    for_each = var.types\n    content {}\n  }\n}',
    );
    const found = resource(document, `${SERVER}.s`);
    expect(why(found.attribute('cluster'))).toMatch(/^its `cluster` blocks are `dynamic`/);
    expect(why((found.attribute('identity') as any)[0].type)).toMatch(/^its `type` blocks are `dynamic`/);
  });

  test.each([
    ['count = 0', []],
    ['count = 1', [false]],
    ['count = 2', [false, false]],
    ['count = var.n', [true]],
    ['count = local.none', []],
    ['for_each = {}', []],
    ['for_each = []', []],
    ['for_each = { a = 1 }', [false]],
    ['for_each = var.all', [true]],
  ])('%s', async (times, repeated) => {
    const { resources } = await server(times, 'locals {\n  none = 0\n}\n');
    expect(resources.map((each) => each.repeated)).toEqual(repeated);
  });

  test('a password is written out in an argument, a local or the default of a variable', async () => {
    const password = async (expression: string) =>
      findingsOf(
        'PGB902',
        await server(
          `administrator_password = ${expression}`,
          'variable "p" {\n  default = "Horse-7"\n}\nvariable "q" {}\nlocals {\n  p = "Horse-7"\n  v = var.p\n  q = var.q\n}\n',
        ),
      );
    expect(await password('"Horse-7"')).toEqual([`violated ${SERVER}.s`]);
    expect(await password('local.p')).toEqual([`violated ${SERVER}.s`]);
    expect(await password('var.p')).toEqual([`violated ${SERVER}.s`]);
    expect(await password('local.v')).toEqual([`violated ${SERVER}.s`]);
    expect(await password('var.q')).toEqual([]);
    expect(await password('local.q')).toEqual([]);
  });

  test('providers tell subscriptions', async () => {
    const { resources } = (
      await readText(
        'main.tf',
        `provider "azurerm" {}
provider "azurerm" {
  alias = "shop"
  subscription_id = local.shop
}
provider "azurerm" {
  alias = "open"
  subscription_id = var.open
}
locals {
  shop = "8e2f"
}
resource "${SERVER}" "a" {}
resource "${SERVER}" "b" {
  provider = azurerm.shop
}
resource "${SERVER}" "c" {
  provider = azurerm.open
}`,
      )
    ).document;
    expect(resources.map(({ subscription }) => subscription)).toEqual([
      { text: '${environment}', literal: false },
      { text: '8e2f', literal: true },
      { text: '${azurerm.open}', literal: false },
    ]);
  });

  test.each([
    [
      'terraform {\n  required_providers {\n    azurerm = {\n      source = "hashicorp/azurerm"\n      version = "~> 4.0"\n    }\n  }\n}',
      '~> 4.0',
    ],
    ['terraform {\n  required_providers {\n    azurerm = "~> 4.0"\n  }\n}', '~> 4.0'],
    [
      'terraform {\n  required_providers {\n    azure = {\n      source = "hashicorp/azurerm"\n      version = "~> 4.1"\n    }\n  }\n}',
      '~> 4.1',
    ],
    ['provider "azurerm" {\n  version = "~> 2.0"\n}', '~> 2.0'],
    ['provider "azurerm" {}', 'absent'],
    ['resource "azurerm_resource_group" "g" {}', 'absent'],
    ['resource "time_sleep" "g" {}', 'none'],
  ])('the constraint of %s', async (text, constraint) => {
    const { azurerm } = (await readText('main.tf', text)).document;
    const [found] = azurerm.map((each) =>
      each.constraint.state === 'known' ? each.constraint.value : each.constraint.state,
    );
    expect(found ?? 'none').toBe(constraint);
  });

  test('configuration in JSON is the same configuration', async () => {
    const { kind, document } = await readText(
      'main.tf.json',
      JSON.stringify({
        variable: { size: { default: 131072 } },
        resource: [{ [SERVER]: [{ s: { storage_mb: '${var.size}', depends_on: ['time_sleep.w'] } }] }],
      }),
    );
    expect(kind).toBe('hcl');
    const found = resource(document, `${SERVER}.s`);
    expect(found.attribute('storage_mb')).toBe(131072);
    expect([...found.declaredDependencies()]).toEqual(['time_sleep.w']);
  });
});

const MODULE = `
variable "group" {}
variable "size" {
  default = 32768
}
resource "${SERVER}" "this" {
  name = var.group.name
  storage_mb = var.size
}
output "id" {
  value = ${SERVER}.this.id
}
output "all" {
  value = { server = ${SERVER}.this.id }
}
`;

describe('modules', () => {
  const call = (name: string, more = '') =>
    `module "${name}" {\n  source = "./modules/server"\n  group = azurerm_resource_group.g\n${more}\n}\n`;
  const GROUP = 'resource "azurerm_resource_group" "g" {\n  name = "rg"\n}\n';

  test('of local folders are followed, inputs and outputs too', async () => {
    const { document, warnings } = await root({
      'root/main.tf': `${GROUP}${call('a')}${call('b', '  size = 131072')}
resource "azurerm_role_assignment" "r" {
  scope = module.b.id
}
resource "azurerm_role_assignment" "s" {
  scope = module.b.all.server
}`,
      'root/modules/server/main.tf': MODULE,
    });
    expect(warnings).toEqual([]);
    expect(document.resources.map(({ address, file }) => `${address} ${file}`)).toEqual([
      'azurerm_resource_group.g root/main.tf',
      'azurerm_role_assignment.r root/main.tf',
      'azurerm_role_assignment.s root/main.tf',
      `module.a.${SERVER}.this root/modules/server/main.tf`,
      `module.b.${SERVER}.this root/modules/server/main.tf`,
    ]);
    const [, first, second, a, b] = document.resources;
    expect([a.attribute('storage_mb'), b.attribute('storage_mb')]).toEqual([32768, 131072]);
    expect(String(a.attribute('name'))).toBe('azurerm_resource_group.g.name');
    expect(String(first.attribute('scope'))).toBe(`module.b.${SERVER}.this.id`);
    expect(String(second.attribute('scope'))).toBe(`module.b.${SERVER}.this.id`);
    expect([...b.dependencies()]).toEqual(['azurerm_resource_group.g']);
  });

  test('called for each stand for several, and not at all where `count` is 0', async () => {
    const { document } = await root({
      'root/main.tf': `${GROUP}${call('a', '  for_each = var.all')}${call('b', '  count = 0')}resource "azurerm_role_assignment" "r" {
  scope = module.a["x"].id
  name = module.b.id
}`,
      'root/modules/server/main.tf': MODULE,
    });
    expect(document.resources.map(({ address, repeated }) => [address, repeated])).toEqual([
      ['azurerm_resource_group.g', false],
      ['azurerm_role_assignment.r', false],
      [`module.a.${SERVER}.this`, true],
    ]);
    expect(String(document.resources[1].attribute('scope'))).toBe(`module.a.${SERVER}.this.id`);
    expect(why(document.resources[1].attribute('name'))).toBe("`module.b.id` can't be followed: its `count` is 0");
  });

  test('that are elsewhere are not read, and whatever waits for them may wait for anything', async () => {
    const { document, warnings } = await root({
      'root/main.tf': `module "far" {\n  source = "hashicorp/x/azurerm"\n}\nmodule "gone" {\n  source = "./gone"\n}\nresource "${SERVER}" "s" {\n  name = module.far.name\n  depends_on = [module.gone]\n}`,
    });
    expect(warnings).toEqual([
      "module.far isn't read (root/main.tf:1): its source, hashicorp/x/azurerm, is not a local folder",
      "module.gone isn't read (root/main.tf:4): there are no .tf or .tofu files in root/gone",
    ]);
    const [found] = document.resources;
    expect(why(found.attribute('name'))).toBe(
      "`module.far.name` can't be followed: its source, hashicorp/x/azurerm, is not a local folder",
    );
    expect([...found.dependencies()].flatMap((key) => [...(document.between?.(key) ?? [])])).toEqual([
      '|unseen',
      '|unseen',
    ]);
  });

  test('waited for, all in them is waited for; called to wait, all in them waits', async () => {
    const instance = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';
    const { document } = await root({
      'root/main.tf': `module "roles" {\n  source = "./roles"\n}\nmodule "late" {\n  source = "./late"\n  depends_on = [module.roles]\n}`,
      'root/roles/main.tf': 'module "inner" {\n  source = "./inner"\n}',
      'root/roles/inner/main.tf': 'resource "azurerm_role_assignment" "r" {}',
      'root/late/main.tf': `resource "${instance}" "i" {}`,
    });
    const estate = assemble(document);
    expect(estate.dependsOn(estate.instances[0], estate.assignments[0])).toBe(true);
  });

  test('take their providers from where they are called', async () => {
    const { document } = await root({
      'root/main.tf': `provider "azurerm" {\n  subscription_id = "one"\n}\nprovider "azurerm" {\n  alias = "two"\n  subscription_id = "two"\n}\nmodule "a" {\n  source = "./m"\n}\nmodule "b" {\n  source = "./m"\n  providers = {\n    azurerm = azurerm.two\n  }\n}`,
      'root/m/main.tf': `resource "${SERVER}" "s" {}`,
    });
    expect(document.resources.map(({ subscription }) => subscription.text)).toEqual(['one', 'two']);
  });

  test.each([
    [
      'itself',
      { 'root/main.tf': 'locals {}\nmodule "a" {\n  source = "./"\n}' },
      'root/main.tf:2: module.a contains itself: its source is ./',
    ],
    [
      'what calls it',
      { 'root/main.tf': 'module "a" {\n  source = "./a"\n}', 'root/a/x.tf': 'module "b" {\n  source = "../"\n}' },
      'root/a/x.tf:1: module.b contains itself: its source is ../',
    ],
  ])('that contain %s are refused', async (_, files, message) => {
    expect(await refusal(() => root(files as unknown as Record<string, string>))).toBe(message);
  });

  test('that go on without end are refused', async () => {
    const endless: Folders = {
      list: () => Promise.resolve(['main.tf']),
      read: () => Promise.resolve('module "a" {\n  source = "./a"\n}'),
      resolve: (folder, path) => `${folder}/${path}`,
    };
    const loader = new ModuleLoader(endless, () => undefined);
    expect(await refusal(async () => loader.module((await loader.files('root'))!, 'root'))).toMatch(
      /main\.tf:1: module\.a is nested more than 32 modules deep$/,
    );
  });

  test('that each call two are not all read', async () => {
    const two = (next: string) => ['a', 'b'].map((name) => `module "${name}" {\n  source = "${next}"\n}\n`).join('');
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`m${at}/main.tf`, two(`../m${at + 1}`)]));
    const { document } = await root({
      ...files,
      'root/main.tf': two('../m0'),
      'm20/main.tf': `resource "${SERVER}" "s" {}`,
    });
    expect(document.resources.length).toBeLessThan(10_000);
  });

  test('give each other outputs in a circle: not known', async () => {
    const m = 'variable "in" {}\noutput "out" {\n  value = var.in\n}';
    const { document } = await root({
      'root/main.tf': `module "a" {\n  source = "./a"\n  in = module.b.out\n}\nmodule "b" {\n  source = "./b"\n  in = module.a.out\n}\nresource "${SERVER}" "s" {\n  name = module.a.out\n}`,
      'root/a/main.tf': m,
      'root/b/main.tf': m,
    });
    expect(why(document.resources[0].attribute('name'))).toBe('it refers to itself');
  });

  test('of one input that isn’t a folder are not read', async () => {
    const { document } = await readText(
      'main.tf',
      'module "a" {\n  source = "./a"\n}\nresource "x_y" "z" {\n  a = module.a.b\n}',
    );
    expect(why(document.resources[0].attribute('a'))).toBe("`module.a.b` can't be followed: its source is not read");
  });
});

describe('variables', () => {
  test('have the values that are given, the root’s alone', async () => {
    const files = {
      'root/main.tf': `variable "size" {\n  default = 1\n}\nmodule "a" {\n  source = "./m"\n}\nresource "${SERVER}" "s" {\n  storage_mb = var.size\n}`,
      'root/m/main.tf': `variable "size" {\n  default = 2\n}\nresource "${SERVER}" "s" {\n  storage_mb = var.size\n}`,
    };
    const { document } = await root(files, { size: 131072 });
    expect(document.resources.map((each) => each.attribute('storage_mb'))).toEqual([131072, 2]);
  });
});

test('override files are laid over what they override', async () => {
  const { document } = await root({
    'root/main.tf': `resource "${SERVER}" "s" {\n  name = "a"\n  version = "16"\n}`,
    'root/prod_override.tf': `resource "${SERVER}" "s" {\n  version = "17"\n}\nresource "${SERVER}" "t" {}`,
    'root/override.tf.json': '{"resource":{"azurerm_postgresql_flexible_server":{"s":{"zone":"1"}}}}',
  });
  expect(document.resources.map(({ address }) => address)).toEqual([`${SERVER}.s`, `${SERVER}.t`]);
  const [found] = document.resources;
  expect(['name', 'version', 'zone'].map((name) => found.attribute(name))).toEqual(['a', '17', '1']);
});

test('a file of megabytes is refused, not chewed', async () => {
  const text = `locals {\n  a = "${'x'.repeat(11e6)}"\n}`;
  expect(await refusal(() => configurationFile('main.tf', text))).toBe(
    'main.tf: is 11 MB of HCL, more than the 10 MB that are read; check its plan instead',
  );
});

test('two functions of one list are two things', async () => {
  const instance = (name: string, at: number) =>
    `resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "${name}" {\n  server_id = element(var.ids, ${at})\n}\n`;
  const estate = await estateOf(`${instance('a', 0)}${instance('b', 1)}${instance('c', 1)}`);
  const [a, b, c] = estate.instances;
  expect(estate.instancesBeside(a)).toEqual([a]);
  expect(estate.instancesBeside(b)).toEqual([b, c]);
});

test('roles on two of several are not assigned twice', async () => {
  const role = (name: string, scope: string) =>
    `resource "azurerm_role_assignment" "${name}" {\n  scope = ${scope}\n  role_definition_name = "Reader"\n  principal_id = azurerm_data_protection_backup_vault.v.identity[0].principal_id\n}\n`;
  const estate = `resource "azurerm_data_protection_backup_vault" "v" {\n  identity {\n    type = "SystemAssigned"\n  }\n}\n`;
  const { document } = await readText(
    'main.tf',
    `${estate}resource "${SERVER}" "s" {\n  count = 2\n}\n${role('a', `${SERVER}.s[0].id`)}${role('b', `${SERVER}.s[1].id`)}${role('c', `${SERVER}.s[1].id`)}`,
  );
  expect(findingsOf('PGB108', document)).toEqual(['violated azurerm_role_assignment.c']);
});

test('what editors leave beside the files is no configuration, nor is a folder', async () => {
  const names = [
    'main.tf',
    '.#main.tf',
    '.hidden.tf',
    'main.tf~',
    '#main.tf#',
    'old.tf.json',
    'modules.tf/',
    'x.tfvars',
  ];
  expect(configurationNames(names)).toEqual(['main.tf', 'old.tf.json']);
});

test('the root and its modules ask for a provider together', async () => {
  const asks = (version: string) =>
    `terraform {\n  required_providers {\n    azurerm = {\n      source = "hashicorp/azurerm"${version && `\n      version = "${version}"`}\n    }\n  }\n}\n`;
  const call = 'module "a" {\n  source = "./a"\n}\nmodule "b" {\n  source = "./a"\n}\n';
  const constraint = async (outer: string, inner: string) => {
    const files: Record<string, string> = { 'root/main.tf': outer + call, 'root/a/main.tf': inner };
    const [required] = (await root(files)).document.azurerm;
    return required.constraint;
  };
  expect(await constraint(asks('~> 5.0'), asks('>= 5.1'))).toEqual({ state: 'known', value: '~> 5.0, >= 5.1' });
  expect(await constraint(asks('~> 5.0'), asks('~> 5.0'))).toEqual({ state: 'known', value: '~> 5.0' });
  expect(await constraint('', asks('~> 5.0'))).toEqual({ state: 'known', value: '~> 5.0' });
  expect(await constraint(asks(''), asks(''))).toEqual({ state: 'absent' });
});

test('of locals with one name the first counts, and an override file is laid over it', async () => {
  const files = {
    'root/main.tf': `locals {\n  b = "16"\n}\nlocals {\n  a = "15"\n}\nresource "${SERVER}" "s" {\n  version = local.a\n  zone = local.b\n}\n`,
    'root/x_override.tf': 'locals {\n  a = "17"\n}\n',
  };
  const { document } = await root(files);
  const found = resource(document, `${SERVER}.s`);
  expect(['version', 'zone'].map((name) => found.attribute(name))).toEqual(['17', '16']);
});

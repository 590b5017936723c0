import { root } from './folders';
import { refusal } from './kit';
import { readText } from '../../../src/validation/readers/read';

const SERVER = 'azurerm_postgresql_flexible_server';

describe('what is declared twice is refused, as Terraform refuses it', () => {
  test.each([
    ['a resource', `resource "${SERVER}" "s" {}\n`, `${SERVER}.s`],
    ['a data source', `data "${SERVER}" "s" {}\n`, `data.${SERVER}.s`],
    ['a module', 'module "m" {\n  source = "./m"\n}\n', 'module.m'],
    ['a variable', 'variable "v" {}\n', 'var.v'],
    ['an output', 'output "o" {\n  value = 1\n}\n', 'output.o'],
    ['a local', 'locals {\n  a = 1\n}\n', 'local.a'],
    ['the default of a provider', 'provider "azurerm" {\n}\n', 'provider.azurerm'],
    ['a provider with an alias', 'provider "azurerm" {\n  alias = "other"\n}\n', 'provider.azurerm.other'],
  ])('%s', async (_, block, address) => {
    const files = { 'root/a.tf': `# first\n${block}`, 'root/b.tf': `terraform {\n}\n${block}`, 'root/m/m.tf': '' };
    expect(await refusal(() => root(files))).toBe(
      `root/b.tf:3: declares ${address} again, which is declared in root/a.tf:2`,
    );
    const again = block.split('\n').length;
    expect(await refusal(() => readText('main.tf', `${block}${block}`))).toBe(
      `main.tf:${again}: declares ${address} again, which is declared in main.tf:1`,
    );
  });

  test('in JSON, and in a module', async () => {
    const files = {
      'root/main.tf': 'module "m" {\n  source = "./m"\n}\n',
      'root/m/a.tf.json': JSON.stringify({ resource: [{ [SERVER]: { s: {} } }] }),
      'root/m/b.tf': `resource "${SERVER}" "s" {}\n`,
    };
    expect(await refusal(() => root(files))).toBe(
      `root/m/b.tf:1: declares ${SERVER}.s again, which is declared in root/m/a.tf.json`,
    );
    const text = JSON.stringify({ resource: [{ [SERVER]: { s: {} } }, { [SERVER]: { s: {} } }] });
    expect(await refusal(() => readText('main.tf.json', text))).toBe(
      `main.tf.json: declares ${SERVER}.s again, which is declared in main.tf.json`,
    );
  });

  test.each([
    ['a resource', '{"resource": {"a_b": {\n"c": {},\n"c": {}}}}', '"c"', 3, 1],
    ['all resources', '{"resource": {},\n "locals": {}, "resource": {}}', '"resource"', 2, 16],
    ['an argument of a block in a list', '{"resource": {"a_b": {"c": [{"x": [1], "x": 2}]}}}', '"x"', 1, 40],
  ])('as a name of one object: %s', async (_, text, name, line, column) => {
    const sentence = `has ${name} twice in one object: write it once, with all that belongs to it`;
    expect(await refusal(() => readText('main.tf.json', text))).toBe(`main.tf.json:${line}:${column}: ${sentence}`);
    expect(await refusal(() => root({ 'root/main.tf.json': text }))).toBe(
      `root/main.tf.json:${line}:${column}: ${sentence}`,
    );
  });

  test('as often as it likes JSON has comments, and a name in several objects', async () => {
    const text =
      '{"//": 1, "//": "\\"a", "resource": {"a_b": {"c": {"x": ["x", "x", {"x": {}}], "y": "x,"}, "d": {"x": 1}}}}';
    expect((await readText('main.tf.json', text)).document.resources).toHaveLength(2);
  });

  test('but not what Terraform takes as often as it is written', async () => {
    const often = `
terraform {
}
locals {
  NAME = 1
}
provider "NAME" {
}
provider "azurerm" {
  alias = "NAME"
}
moved {
  from = ${SERVER}.NAME
  to   = ${SERVER}.s
}
removed {
  from = ${SERVER}.NAME_gone
}
import {
  to = ${SERVER}.s
  id = "NAME"
}
check "NAME" {
}
resource "${SERVER}" "NAME" {}
data "${SERVER}" "NAME" {}
`;
    const { document } = await root({
      'root/a.tf': often.replace(/NAME/g, 'a') + often.replace(/NAME/g, 'b'),
      'root/c.tf': often.replace(/NAME/g, 'c'),
      'root/c.tofu': often.replace(/NAME/g, 'c'),
      'root/d.tf.json': JSON.stringify({ locals: [{ '//': 'x' }, { '//': 'y' }] }),
      'root/override.tf': `resource "${SERVER}" "a" {}\nlocals {\n  a = 2\n}\n`,
      'root/x_override.tf': `resource "${SERVER}" "a" {}\nlocals {\n  a = 3\n}\n`,
    });
    const servers = ['a', 'b', 'c'].map((name) => `${SERVER}.${name}`);
    expect(document.resources.map(({ address }) => address)).toEqual([
      ...servers,
      ...servers.map((each) => `data.${each}`),
    ]);
  });
});

test.each([
  ['another provider', 'random = {\n      source = "hashicorp/random"\n    }', '4.55.0'],
  ['azurerm anew', 'azurerm = {\n      source = "hashicorp/azurerm"\n      version = "4.60.0"\n    }', '4.60.0'],
  ['azurerm anew, without a version', 'azurerm = {\n      source = "hashicorp/azurerm"\n    }', undefined],
])('of the providers that are required an override file replaces those that it names: %s', async (_, over, version) => {
  const required = (body: string) => `terraform {\n  required_providers {\n    ${body}\n  }\n}\n`;
  const { document } = await root({
    'root/main.tf': required('azurerm = {\n      source = "hashicorp/azurerm"\n      version = "4.55.0"\n    }'),
    'root/override.tf': required(over),
  });
  const [{ constraint }] = document.azurerm;
  expect(constraint.state === 'known' ? constraint.value : undefined).toBe(version);
});

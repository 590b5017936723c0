import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { readInputs } from '../../src/cli/inputs';
import { InputError } from '../../src/validation/readers/read';
import { temporaryFolder } from '../temporary';
import { shown } from '../validation/readers/kit';

const GROUP = 'resource "azurerm_resource_group" "g" {\n  name = "rg"\n}\n';
const STACK = '{"//":{"metadata":{"stackName":"shop"}},"resource":{"azurerm_resource_group":{"g":{"name":"rg"}}}}';
const PLAN = '{"format_version":"1.2","planned_values":{}}';

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

async function read(cwd: string, inputs: readonly string[], stdin = Buffer.from('')) {
  return readInputs(inputs, () => Promise.resolve(stdin), cwd);
}

async function problem(cwd: string, ...inputs: string[]): Promise<string> {
  const refused = await read(cwd, inputs).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(InputError);
  return (refused as InputError).message;
}

const summary = (inputs: Awaited<ReturnType<typeof read>>) =>
  inputs.map(({ name, kind, document }) => `${name} ${kind} ${document.resources.map(({ key }) => key).join(',')}`);

describe('inputs', () => {
  test('a file, whatever its name', async () => {
    const cwd = folderWith({ 'plan.txt': shown('ways'), 'x.json': GROUP });
    expect((await read(cwd, ['plan.txt']))[0].kind).toBe('plan');
    expect(summary(await read(cwd, ['x.json']))).toEqual(['x.json hcl azurerm_resource_group.g']);
  });

  test('standard input', async () => {
    expect(summary(await read('/', ['-'], Buffer.from(`\ufeff${STACK}`, 'utf16le')))).toEqual([
      '- synthesized shop|azurerm_resource_group.g',
    ]);
  });

  test.each([
    ['a folder of stacks', { 'd/stacks/one/readme.md': '' }],
    ['a manifest of something else', { 'd/manifest.json': '{"name":"app","stacks":{"a":1}}' }],
    ['a manifest that is no JSON', { 'd/manifest.json': '// ours\n{}' }],
  ])('a folder of configuration that has %s besides', async (_, other) => {
    const cwd = folderWith({ 'd/main.tf': 'resource "azurerm_resource_group" "a" {}\n', ...other });
    const [{ kind, document }] = await read(cwd, ['d']);
    expect({ kind, found: document.resources.length }).toEqual({ kind: 'hcl', found: 1 });
  });

  test('a cdktf.out, by its manifest or without', async () => {
    const manifest = {
      version: '0.21.0',
      stacks: { shop: { constructPath: 'stage/shop', synthesizedStackPath: 'stacks/shop/cdk.tf.json' } },
    };
    const files = { 'cdktf.out/stacks/shop/cdk.tf.json': STACK, 'cdktf.out/stacks/notes.txt': '' };
    const cwd = folderWith({ ...files, 'cdktf.out/manifest.json': JSON.stringify(manifest) });
    expect(summary(await read(cwd, ['cdktf.out']))).toEqual([
      'cdktf.out/stacks/shop/cdk.tf.json synthesized stage/shop|azurerm_resource_group.g',
    ]);
    expect(summary(await read(folderWith(files), ['./cdktf.out/']))).toEqual([
      'cdktf.out/stacks/shop/cdk.tf.json synthesized shop|azurerm_resource_group.g',
    ]);
  });

  test('the folder of one stack', async () => {
    const cwd = folderWith({ 'stacks/shop/cdk.tf.json': STACK });
    expect((await read(join(cwd, 'stacks'), ['shop']))[0]).toMatchObject({
      name: 'shop/cdk.tf.json',
      kind: 'synthesized',
    });
  });

  test('a folder of configuration, with its variables and modules', async () => {
    const variable = (name: string) => `variable "${name}" {\n  default = "default"\n}\n`;
    const names = ['a', 'b', 'c', 'd', 'e'];
    const cwd = folderWith({
      'infra/variables.tf': names.map(variable).join(''),
      'infra/main.tf': `module "m" {\n  source = "../modules/m"\n  values = [${names.map((name) => `var.${name}`).join(', ')}]\n}`,
      'infra/other.tf.json': '{"resource":{"azurerm_resource_group":{"g":{"name":"rg"}}}}',
      'infra/terraform.tfvars': 'b = "tfvars"\nc = "tfvars"\nd = "tfvars"\n',
      'infra/terraform.tfvars.json': '{"c":"json","d":"json"}',
      'infra/z.auto.tfvars': 'd = "auto"',
      'infra/ignored.tfvars': 'e = "ignored"',
      'modules/m/main.tf': 'variable "values" {}\nresource "azurerm_resource_group" "m" {\n  tags = var.values\n}',
    });
    const [input] = await read(cwd, ['infra']);
    expect(summary([input])).toEqual(['infra hcl azurerm_resource_group.g,module.m.azurerm_resource_group.m']);
    const [, inner] = input.document.resources;
    expect(inner.attribute('tags')).toEqual(['default', 'tfvars', 'json', 'auto', 'default']);
    expect(inner).toMatchObject({ file: 'modules/m/main.tf', line: 2 });
  });

  test('a folder with files that have nothing in them yet', async () => {
    const cwd = folderWith({ 'main.tf': GROUP, 'outputs.tf': '', 'variables.tf': '\n', 'terraform.tfvars': '' });
    expect(summary(await read(cwd, ['.']))).toEqual(['. hcl azurerm_resource_group.g']);
  });

  test('a folder of OpenTofu, whose own files take the place of those that Terraform reads', async () => {
    const named = (name: string) => `resource "azurerm_resource_group" "g" {\n  name = "${name}"\n}\n`;
    const cwd = folderWith({
      'main.tf': named('terraform'),
      'main.tofu': named('opentofu') + 'module "m" {\n  source = "./m"\n}\n',
      'json.tf.json': '{"resource":{"azurerm_resource_group":{"j":{"name":"terraform"}}}}',
      'json.tofu.json': '{"resource":{"azurerm_resource_group":{"j":{"name":"opentofu"}}}}',
      'json.tf': 'resource "azurerm_resource_group" "both" {}',
      'override.tofu': 'resource "azurerm_resource_group" "g" {\n  location = "westeurope"\n}\n',
      '.#main.tofu': 'resource {{{',
      'm/main.tofu': GROUP,
    });
    const [{ document }] = await read(cwd, ['.']);
    const [both, group, json, inner] = [...document.resources].sort((a, b) => (a.address < b.address ? -1 : 1));
    expect(both.address).toBe('azurerm_resource_group.both');
    expect(['name', 'location'].map((name) => group.attribute(name))).toEqual(['opentofu', 'westeurope']);
    expect(group).toMatchObject({ file: 'main.tofu', line: 1 });
    expect(json.attribute('name')).toBe('opentofu');
    expect(inner.key).toBe('module.m.azurerm_resource_group.g');
    expect(summary(await read(cwd, ['m']))).toEqual(['m hcl azurerm_resource_group.g']);
    expect(summary(await read(cwd, ['m/main.tofu']))).toEqual(['m/main.tofu hcl azurerm_resource_group.g']);
  });

  test('a folder in which an editor is at work, and one named like a file', async () => {
    const broken = 'resource {{{';
    const cwd = folderWith({
      'main.tf': GROUP,
      '.#main.tf': broken,
      'main.tf~': broken,
      '#main.tf#': broken,
      'old.tf/main.tf': broken,
      '.terraform/modules/m/main.tf': broken,
      'z.auto.tfvars/x': broken,
    });
    expect(summary(await read(cwd, ['.']))).toEqual(['. hcl azurerm_resource_group.g']);
    symlinkSync('old.tf', join(cwd, 'link.tf'), 'dir');
    expect(summary(await read(cwd, ['.']))).toEqual(['. hcl azurerm_resource_group.g']);
    symlinkSync('gone', join(cwd, 'gone.tf'));
    expect(await problem(cwd, '.')).toBe('gone.tf: is not there');
  });

  test('a file of configuration, with the modules beside it', async () => {
    const cwd = folderWith({
      'a/main.tf': 'module "m" {\n  source = "./m"\n}',
      'a/m/main.tf': GROUP,
      'a/other.tf': GROUP,
    });
    expect(summary(await read(cwd, ['a/main.tf']))).toEqual(['a/main.tf hcl module.m.azurerm_resource_group.g']);
  });

  test('what lies elsewhere is named whole', async () => {
    const cwd = folderWith({ 'here/x': '', 'there/main.tf': GROUP });
    expect((await read(join(cwd, 'here'), ['../there']))[0].document.resources[0].file).toBe(
      join(cwd, 'there/main.tf'),
    );
  });

  test('several are one estate, each once, told apart by their names', async () => {
    const cwd = folderWith({ 'a.tf': GROUP, 'b/b.tf': GROUP, 'stack.json': STACK });
    expect(summary(await read(cwd, ['a.tf', './a.tf', 'b/b.tf', 'stack.json']))).toEqual([
      './a.tf hcl ./a.tf|azurerm_resource_group.g',
      'b/b.tf hcl b/b.tf|azurerm_resource_group.g',
      'stack.json synthesized shop|azurerm_resource_group.g',
    ]);
  });

  test('files of one folder are one configuration, whoever names them', async () => {
    const other = 'resource "azurerm_resource_group" "h" {\n  name = var.name\n}\nvariable "name" {}\n';
    const cwd = folderWith({
      'infra/a.tf': GROUP,
      'infra/b.tf': other,
      'infra/c.tf': 'broken',
      'infra/terraform.tfvars': 'name = "rg-of-a-file"\n',
      'plan.json': STACK,
    });
    const [both, plan] = await read(cwd, ['infra/b.tf', 'plan.json', 'infra/a.tf'].sort());
    expect(summary([both])).toEqual(['infra hcl infra|azurerm_resource_group.g,infra|azurerm_resource_group.h']);
    expect(both.document.resources.map(({ file }) => file)).toEqual(['infra/a.tf', 'infra/b.tf']);
    expect(plan.name).toBe('plan.json');
    symlinkSync(join(cwd, 'infra'), join(cwd, 'link'));
    expect(await read(cwd, ['infra/b.tf', join(cwd, 'infra/a.tf')])).toHaveLength(1);
    expect(await read(cwd, ['infra/a.tf', 'link/b.tf'])).toHaveLength(1);
    const [alone] = await read(cwd, ['infra/b.tf']);
    expect(alone.name).toBe('infra/b.tf');
    for (const { document } of [both, alone]) {
      const group = document.resources.find(({ address }) => address.endsWith('.h'));
      expect(group?.attribute('name')).toBe('rg-of-a-file');
    }
  });

  test('warnings say what is left out', async () => {
    const cwd = folderWith({ 'main.tf': 'module "far" {\n  source = "Azure/x/azurerm"\n}' });
    const warning = "module.far isn't read (main.tf:1): its source, Azure/x/azurerm, is not a local folder";
    expect((await read(cwd, ['.']))[0].warnings).toEqual([warning]);
    expect((await read(cwd, ['main.tf']))[0].warnings).toEqual([warning]);
  });
});

describe('one clear line for', () => {
  test.each<[string, Readonly<Record<string, string | Buffer>>, string, string]>([
    ['nothing there', {}, 'none.json', 'none.json: is not there'],
    [
      'a path through a file',
      { 'a.json': PLAN },
      'a.json/b',
      'a.json/b: is not there: a part of its path is no folder',
    ],
    ['an empty folder', { 'x/y/z': '' }, 'x', 'x: holds neither synthesized stacks nor .tf or .tofu files'],
    [
      'a project of cdktf',
      { 'cdktf.json': '{}', 'cdktf.out/x': '' },
      '.',
      '.: holds neither synthesized stacks nor .tf or .tofu files; check cdktf.out',
    ],
    [
      'a cdktf.out without stacks',
      { 'o/manifest.json': '{"version":"0.21.0","stacks":{}}' },
      'o',
      'o: holds no synthesized stack; run `cdktf synth` first',
    ],
    [
      'a cdktf.out without a manifest or stacks',
      { 'o/stacks/a/metadata.json': '' },
      'o',
      'o: holds no synthesized stack; run `cdktf synth` first',
    ],
    [
      'a manifest of something else',
      { 'o/manifest.json': '{"name":"app"}' },
      'o',
      'o/manifest.json: is not the manifest of synthesized stacks: it has no `stacks`',
    ],
    [
      'a truncated manifest',
      { 'o/manifest.json': '{"stacks":' },
      'o',
      'o/manifest.json:1:11: is not JSON: it ends before its "{" is closed; is it truncated?',
    ],
    [
      'a manifest that leads out',
      { 'o/manifest.json': '{"stacks":{"a":{"synthesizedStackPath":"../../etc/passwd"}}}' },
      'o',
      'o/manifest.json: names a stack outside of its folder: ../../etc/passwd',
    ],
    [
      'a stack that is gone',
      { 'o/manifest.json': '{"stacks":{"a":{"synthesizedStackPath":"stacks/a/cdk.tf.json"}}}' },
      'o',
      'o/stacks/a/cdk.tf.json: is not there',
    ],
    [
      'a saved plan',
      { plan: Buffer.from('PK\u0003\u0004') },
      'plan',
      'plan: is a plan as Terraform saves it; run `terraform show -json PLAN > plan.json` and check that',
    ],
    [
      'broken configuration in a folder',
      { 'main.tf': 'resource "a" {\n  x =\n}' },
      '.',
      'main.tf:2:6: is not HCL: Invalid expression',
    ],
    [
      'broken variables',
      { 'main.tf': GROUP, 'terraform.tfvars': 'a = ' },
      '.',
      'terraform.tfvars:1:5: is not HCL: Missing expression',
    ],
    ['a name that is none', {}, 'a\u0000b', 'a b: is no name of a file'],
  ])('%s', async (_, files, input, message) => {
    expect(await problem(folderWith(files), input)).toBe(message);
  });

  test('what may not be read', async () => {
    const cwd = folderWith({ 'secret.json': PLAN });
    chmodSync(join(cwd, 'secret.json'), 0);
    // Whoever is root may read everything.
    if (process.getuid?.() === 0) expect((await read(cwd, ['secret.json']))[0].kind).toBe('plan');
    else expect(await problem(cwd, 'secret.json')).toBe("secret.json: can't be read: permission denied");
  });

  test('links in a circle', async () => {
    const cwd = temporaryFolder();
    symlinkSync('b', join(cwd, 'a'));
    symlinkSync('a', join(cwd, 'b'));
    expect(await problem(cwd, 'a')).toBe("a: can't be read: its links go in a circle");
  });

  test('modules that a link leads back to', async () => {
    const cwd = folderWith({ 'main.tf': 'module "a" {\n  source = "./a"\n}' });
    symlinkSync('.', join(cwd, 'a'), 'dir');
    expect(await problem(cwd, '.')).toMatch(/main\.tf:1: module\.a is nested more than 32 modules deep$/);
  });
});

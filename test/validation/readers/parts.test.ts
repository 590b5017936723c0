import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { root } from './folders';
import { findingsOf } from './kit';
import { SourceDocument } from '../../../src/inventory/source';
import { DUPLICATE_ROLE_ASSIGNMENT } from '../../../src/rules/pgb108-duplicate-role-assignment';
import { readText } from '../../../src/validation/readers/read';
import { emptyStack, outcomes } from '../../rules/kit';

const ROLE = 'azurerm_role_assignment';
const INSTANCE = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';
const VAULT = 'azurerm_data_protection_backup_vault';

const role = (name: string, principal: string, scope: string, more = '') =>
  `resource "${ROLE}" "${name}" {
  ${more}
  scope                = ${scope}
  role_definition_name = "Reader"
  principal_id         = ${principal}
}
`;
const protect = (name: string, server: string) =>
  `resource "${INSTANCE}" "${name}" {\n  name = "${name}"\n  server_id = ${server}\n}\n`;
const call = (name: string, body: string) => `module "${name}" {\n  source = "./m"\n  ${body}\n}\n`;

const REST = `
variable "principals" {
  type = map(string)
}
variable "scopes" {
  type = object({ net = string, db = string })
}
variable "which" {}
variable "other" {}
variable "zero" {
  default = 0
}
variable "one" {
  default = 1
}
locals {
  groups = { for k, g in azuread_group.g : k => g.object_id }
  merged = merge(var.principals, { x = "y" })
  file   = yamldecode(file("principals.yaml"))
  ids    = { app = azurerm_user_assigned_identity.app.principal_id, dba = azurerm_user_assigned_identity.dba.principal_id }
}
resource "azurerm_user_assigned_identity" "app" {}
resource "azurerm_user_assigned_identity" "dba" {}
resource "azurerm_user_assigned_identity" "each" {
  for_each = toset(["app", "dba"])
}
resource "azuread_group" "g" {
  for_each = toset(["app", "dba"])
}
`;

const GROUP = '"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg"';
const SAME = [`violated ${ROLE}.b`];

async function twice(document: Promise<{ readonly document: SourceDocument }>): Promise<readonly string[]> {
  return findingsOf('PGB108', (await document).document);
}

describe('parts of what isn’t known are as many things', () => {
  test.each([
    ['a map', 'var.principals["app"]', 'var.principals["dba"]'],
    ['a map, in another way', 'var.principals.app', 'var.principals.dba'],
    ['a local that goes over others', 'local.groups["app"]', 'local.groups["dba"]'],
    ['a function', 'local.merged["app"]', 'local.merged["dba"]'],
    ['a file', 'local.file.app', 'local.file.dba'],
    ['a module that isn’t read', 'module.far.ids["app"]', 'module.far.ids["dba"]'],
    ['several modules that aren’t read', 'module.far["app"].id', 'module.far["dba"].id'],
    ['a map by indexes that aren’t known', 'var.principals[var.which]', 'var.principals[var.other]'],
    ['what is known, by such', 'local.ids[var.which]', 'local.ids[var.other]'],
    [
      'several of a block, by such',
      'azurerm_user_assigned_identity.each[var.which].principal_id',
      'azurerm_user_assigned_identity.each[var.other].principal_id',
    ],
    ['what a function makes of it', 'lower(var.principals["app"])', 'lower(var.principals["dba"])'],
    ['what is known, in a function', 'coalesce(local.ids["app"])', 'coalesce(local.ids["dba"])'],
    [
      'two long functions',
      'coalesce(var.principals["the-application-of-the-shop-in-west-europe"], "app")',
      'coalesce(var.principals["the-application-of-the-shop-in-west-europe"], "dba")',
    ],
  ])('%s', async (_, first, second) => {
    const far = 'module "far" {\n  source = "acme/far/azurerm"\n}\n';
    const both = (again: string) => REST + far + role('a', first, GROUP) + role('b', again, GROUP);
    expect(await twice(readText('main.tf', both(second)))).toEqual([]);
    expect(await twice(readText('main.tf', both(first)))).toEqual(SAME);
  });

  test('scopes', async () => {
    const both = (again: string) => REST + role('a', 'var.which', 'var.scopes.net') + role('b', 'var.which', again);
    expect(await twice(readText('main.tf', both('var.scopes.db')))).toEqual([]);
    expect(await twice(readText('main.tf', both('var.scopes.net')))).toEqual(SAME);
  });

  test.each([
    ['a part', 'var.principal', 'principal = var.principals["app"]', 'principal = var.principals["dba"]'],
    ['what has the part', 'var.all["app"]', 'all = var.principals', 'all = local.groups'],
    [
      'the name of the part',
      'var.all[var.name]',
      'all = var.principals\n  name = "app"',
      'all = var.principals\n  name = "dba"',
    ],
    [
      'its number',
      'element(var.all, var.at)',
      'all = local.merged\n  at = var.zero',
      'all = local.merged\n  at = var.one',
    ],
    ['a function', 'coalesce(var.principal)', 'principal = upper(var.which)', 'principal = lower(var.which)'],
    [
      'a structure',
      'element(values(var.all), 0)',
      'all = { a = var.which, b = var.other }',
      'all = { a = var.other, b = var.which }',
    ],
  ])('that modules are given: %s', async (_, principal, first, second) => {
    const names = ['principal', 'all', 'name', 'at'];
    const inner = names.map((name) => `variable "${name}" {\n  default = null\n}\n`).join('');
    const both = (again: string) =>
      root({
        'root/main.tf': REST + call('a', first) + call('b', again),
        'root/m/main.tf': inner + role('r', principal, GROUP),
      });
    expect(await twice(both(second))).toEqual([]);
    expect(await twice(both(first))).toEqual([`violated module.b.${ROLE}.r`]);
  });

  test('outputs of one module that stands for several', async () => {
    const both = (again: string) =>
      root({
        'root/main.tf': `${REST}${call('m', 'for_each = var.principals')}${role('a', 'module.m["app"].id', GROUP)}${role('b', again, GROUP)}`,
        'root/m/main.tf':
          'resource "azurerm_user_assigned_identity" "i" {}\noutput "id" {\n  value = azurerm_user_assigned_identity.i.principal_id\n}\n',
      });
    expect(await twice(both('module.m["dba"].id'))).toEqual([]);
    expect(await twice(both('module.m["app"].id'))).toEqual(SAME);
  });

  test('one of several that are told apart is one thing, and of several that aren’t another', async () => {
    const many = 'resource "azurerm_user_assigned_identity" "i" {\n  for_each = var.principals\n}\n';
    const roles = (index: string) =>
      role('a', `azurerm_user_assigned_identity.i[${index}].principal_id`, GROUP, 'for_each = toset(["app", "dba"])');
    const said = (index: string) => twice(readText('main.tf', REST + many + roles(index)));
    expect(await said('each.key')).toEqual([]);
    expect(await said('var.zero')).toEqual([`violated ${ROLE}.a["dba"]`]);
    const again = role('b', 'azurerm_user_assigned_identity.i["app"].principal_id', GROUP);
    expect(await twice(readText('main.tf', REST + many + roles('each.key') + again))).toEqual(SAME);
  });

  test('what a literal may be in place of is not the identity of a vault', async () => {
    const principals = `locals {\n  all = { a = ${VAULT}.v.identity[0].principal_id, b = "00000000-0000-0000-0000-000000000001" }\n}\n`;
    const text = `
${principals}
resource "${VAULT}" "v" {
  identity {
    type = "SystemAssigned"
  }
}
resource "azurerm_postgresql_flexible_server" "s" {
}
resource "${INSTANCE}" "i" {
  vault_id  = ${VAULT}.v.id
  server_id = azurerm_postgresql_flexible_server.s.id
}
resource "${ROLE}" "r" {
  for_each             = var.all
  scope                = azurerm_postgresql_flexible_server.s.id
  role_definition_name = "PostgreSQL Flexible Server Long Term Retention Backup Role"
  principal_id         = local.all[each.key]
}
`;
    expect(findingsOf('PGB101', (await readText('main.tf', text)).document)).toEqual([`undecided ${INSTANCE}.i`]);
  });

  test('servers', async () => {
    const both = (again: string) =>
      `variable "server_ids" {}\n${protect('a', 'var.server_ids["a"]')}${protect('b', again)}`;
    const second = async (text: string) => findingsOf('PGB410', (await readText('main.tf', text)).document);
    expect(await second(both('var.server_ids["b"]'))).toEqual([]);
    expect(await second(both('var.server_ids["a"]'))).toEqual([`violated ${INSTANCE}.b`]);
  });

  test.each([
    ['a map', 'var.principals["app"]', 'var.principals["dba"]'],
    ['a module that isn’t read', 'module.far.ids["app"]', 'module.far.ids["dba"]'],
    ['a function', 'lookup(var.principals, "app")', 'lookup(var.principals, "dba")'],
    ['an index', 'local.ids[var.which]', 'local.ids[var.other]'],
  ])('identities: of %s', async (_, first, second) => {
    const key = (primary: string) => `
module "far" {
  source = "acme/far/azurerm"
}
resource "azurerm_postgresql_flexible_server" "s" {
  geo_redundant_backup_enabled = true
  customer_managed_key {
    key_vault_key_id                     = "https://a.vault.azure.net/keys/a/1"
    primary_user_assigned_identity_id    = ${primary}
    geo_backup_key_vault_key_id          = "https://b.vault.azure.net/keys/b/1"
    geo_backup_user_assigned_identity_id = ${first}
  }
}
`;
    const said = async (primary: string) =>
      findingsOf('PGB706', (await readText('main.tf', REST + key(primary))).document);
    expect(await said(first)).toEqual(['violated azurerm_postgresql_flexible_server.s']);
    expect(await said(second)).toEqual(['undecided azurerm_postgresql_flexible_server.s']);
  });

  test('a role on one server is none on another', async () => {
    const estate = (server: string) => `
variable "server_ids" {}
resource "${VAULT}" "v" {
  name = "bv"
  identity {
    type = "SystemAssigned"
  }
}
resource "${INSTANCE}" "i" {
  vault_id  = ${VAULT}.v.id
  server_id = var.server_ids["orders"]
}
resource "${ROLE}" "r" {
  scope                = ${server}
  role_definition_name = "PostgreSQL Flexible Server Long Term Retention Backup Role"
  principal_id         = ${VAULT}.v.identity[0].principal_id
}
`;
    const missing = async (server: string) =>
      findingsOf('PGB101', (await readText('main.tf', estate(server))).document);
    expect(await missing('var.server_ids["orders"]')).toEqual([]);
    expect(await missing('var.server_ids["other"]')).toEqual([`undecided ${INSTANCE}.i`]);
  });
});

describe('in a plan', () => {
  const assignment = (name: string, key: string) => ({
    planned: {
      address: `${ROLE}.${name}`,
      mode: 'managed',
      type: ROLE,
      name,
      change: {
        actions: ['create'],
        after: { scope: JSON.parse(GROUP), role_definition_name: 'Reader' },
        after_unknown: { principal_id: true },
      },
    },
    written: {
      address: `${ROLE}.${name}`,
      mode: 'managed',
      type: ROLE,
      name,
      expressions: {
        scope: { constant_value: JSON.parse(GROUP) },
        role_definition_name: { constant_value: 'Reader' },
        principal_id: { references: [`module.m.ids["${key}"]`, 'module.m.ids', 'module.m'] },
      },
    },
  });

  /** A module gives an attribute of a resource that isn't known yet; what is taken of that is shown nowhere. */
  const plan = (attribute: string) => {
    const all = [assignment('a', 'app'), assignment('b', 'dba')];
    const made = { address: 'module.m.terraform_data.t', mode: 'managed', type: 'terraform_data', name: 't' };
    return JSON.stringify({
      format_version: '1.2',
      planned_values: {},
      resource_changes: [
        {
          ...made,
          module_address: 'module.m',
          change: { actions: ['create'], after: {}, after_unknown: { [attribute]: true } },
        },
        ...all.map(({ planned }) => planned),
      ],
      configuration: {
        root_module: {
          resources: all.map(({ written }) => written),
          module_calls: {
            m: {
              source: './m',
              module: {
                outputs: {
                  ids: { expression: { references: [`terraform_data.t.${attribute}`, 'terraform_data.t'] } },
                },
                resources: [{ ...made, address: 'terraform_data.t' }],
              },
            },
          },
        },
      },
    });
  };

  test('parts of an attribute may be one thing or two', async () => {
    expect(await twice(readText('plan', plan('output')))).toEqual([`undecided ${ROLE}.b`]);
  });

  test('an id has no parts', async () => {
    expect(await twice(readText('plan', plan('object_id')))).toEqual(SAME);
  });
});

test('among constructs', () => {
  const of = (first: string, second: string) => {
    const stack = emptyStack();
    for (const [name, principalId] of [first, second].entries()) {
      new RoleAssignment(stack, `r${name}`, { scope: JSON.parse(GROUP), roleDefinitionName: 'Reader', principalId });
    }
    return outcomes(DUPLICATE_ROLE_ASSIGNMENT, stack);
  };
  for (const [first, second] of [
    ['${var.principals["app"]}', '${var.principals["dba"]}'],
    ['${module.ids.app}', '${module.ids.dba}'],
    ['${var.principals[var.app]}', '${var.principals[var.dba]}'],
  ]) {
    expect(of(first, second)).toEqual(['compliant', 'compliant']);
    expect(of(first, first)).toEqual(['compliant', 'violated']);
  }
});

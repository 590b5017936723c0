import { block, estateInHcl, outcomeInHcl, Parts, VAULT_IDENTITY } from './hcl-kit';
import { roleId } from './kit';
import { BLOB_CONTRIBUTOR } from './restore-kit';

const VARIABLES = ['manage', 'other', 'number', 'servers', 'databases']
  .map((name) => `variable "${name}" {}\n`)
  .join('');
const RULES = ['PGB101', 'PGB102'];

const open = { count: 'var.manage ? 1 : 0' };
const everywhere = (parts: readonly Parts[], body: Record<string, string>) =>
  Object.fromEntries(parts.map((part) => [part, body]));

async function judged(over: Parameters<typeof estateInHcl>[0]): Promise<string> {
  const text = estateInHcl(over, VARIABLES);
  return [...new Set(await Promise.all(RULES.map((rule) => outcomeInHcl(rule, text))))].join();
}

describe('roles that are made by `count` or `for_each`', () => {
  test.each([
    ['a choice', open],
    ['a number', { count: 'var.number' }],
    ['a set', { for_each: 'var.manage' }],
  ])('by %s: there may be none', async (_, body) => {
    expect(await judged(everywhere(['ltr', 'reader'], body))).toBe('undecided');
  });

  test.each([
    ['one', { count: '1' }],
    ['two', { count: '2' }],
    ['one of a set', { for_each: 'toset(["here"])' }],
  ])('%s: there they are', async (_, body) => {
    expect(await judged(everywhere(['ltr', 'reader'], body))).toBe('compliant');
  });

  test.each<[string, Parts]>([
    ['instance', 'instance'],
    ['server', 'server'],
    ['vault', 'vault'],
  ])('with the %s: they are there where it is', async (_, part) => {
    const parts: readonly Parts[] = ['ltr', 'reader', part];
    expect(await judged(everywhere(parts, open))).toBe('compliant');
    expect(await judged({ ...everywhere(parts, open), [part]: { count: 'var.other ? 1 : 0' } })).toBe('undecided');
  });

  test.each([
    ['all of one map', 'var.servers', 'var.servers'],
    ['for each of the servers', 'azurerm_postgresql_flexible_server.s', 'var.servers'],
    ['by the servers', '{ for name, each in azurerm_postgresql_flexible_server.s : name => each.id }', 'var.servers'],
  ])('%s', async (_, roles, instances) => {
    const over = {
      server: { for_each: 'var.servers', name: 'each.key' },
      ltr: { for_each: roles, scope: 'azurerm_postgresql_flexible_server.s[each.key].id' },
      reader: { for_each: roles },
      instance: { for_each: instances, server_id: 'azurerm_postgresql_flexible_server.s[each.key].id' },
    };
    expect(await judged(over)).toBe('compliant');
    const some = '{ for name, each in azurerm_postgresql_flexible_server.s : name => each.id if each.zone == "1" }';
    expect(await judged({ ...over, ltr: { ...over.ltr, for_each: some }, reader: { for_each: some } })).toBe(
      'undecided',
    );
  });

  test('of a module that is made as often as the instance, and of one that may not be made', async () => {
    const module = estateInHcl({}, 'variable "manage" {}\n');
    const inModule = async (text: string, call: string) => {
      const files = {
        'root/main.tf': `${VARIABLES}module "m" {\n  source = "./m"\n  manage = var.manage\n${call}}\n`,
        'root/m/main.tf': text,
      };
      return outcomeInHcl('PGB101', files);
    };
    expect(await inModule(module, '  for_each = var.databases\n')).toBe('compliant');
    expect(
      await inModule(estateInHcl(everywhere(['ltr'], open), 'variable "manage" {}\n'), '  for_each = var.databases\n'),
    ).toBe('undecided');
    const roles =
      'variable "id" {}\nvariable "principal" {}\n' +
      block('azurerm_role_assignment', 'ltr', {
        scope: 'var.id',
        role_definition_name: '"PostgreSQL Flexible Server Long Term Retention Backup Role"',
        principal_id: 'var.principal',
      });
    const call = (count: string) =>
      `module "roles" {\n  source = "./roles"\n  id = azurerm_postgresql_flexible_server.s.id\n  principal = ${VAULT_IDENTITY}\n${count}}\n`;
    const beside = (count: string) => {
      const main = estateInHcl({ ltr: { scope: '"/subscriptions/x/resourceGroups/y"' } }, VARIABLES + call(count));
      return outcomeInHcl('PGB101', { 'root/main.tf': main, 'root/roles/main.tf': roles });
    };
    expect(await beside('')).toBe('compliant');
    expect(await beside('  count = var.manage ? 1 : 0\n')).toBe('undecided');
  });
});

describe('the role for a container', () => {
  const target = (over: Record<string, string> = {}, container: Record<string, string> = {}) =>
    estateInHcl(
      {},
      VARIABLES +
        block('azurerm_storage_account', 'files', { name: '"stfiles"', resource_group_name: '"rg-files"' }) +
        block('azurerm_storage_container', 'files', {
          name: '"files"',
          storage_account_id: 'azurerm_storage_account.files.id',
          ...container,
        }) +
        block('azurerm_role_assignment', 'files', {
          scope: 'azurerm_storage_container.files.id',
          role_definition_id: `"${roleId(BLOB_CONTRIBUTOR)}"`,
          principal_id: VAULT_IDENTITY,
          ...over,
        }),
    );
  const both = (text: string) => Promise.all(['PGB107', 'PGB601'].map((rule) => outcomeInHcl(rule, text)));

  test('may not be made', async () => {
    expect(await both(target())).toEqual(['compliant', 'compliant']);
    expect(await both(target(open))).toEqual(['undecided', 'undecided']);
    const id = '"/subscriptions/x/resourceGroups/y/providers/Microsoft.Storage/storageAccounts/stother"';
    expect(await both(target({ ...open, scope: id }))).toEqual(['compliant', 'undecided']);
  });

  test('is made with it', async () => {
    expect(await both(target(open, open))).toEqual(['compliant', 'compliant']);
  });

  test('says nothing more where the container is called restore', async () => {
    expect(await both(target(open, { name: '"restore"' }))).toEqual(['undecided', 'compliant']);
  });
});

import { LTR, NOW, READER, roleId } from './kit';
import { assemble } from '../../src/inventory/assemble';
import { combine } from '../../src/inventory/combine';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { RULES } from '../../src/rules/registry';
import { Verdict } from '../../src/rules/rule';
import { root } from '../validation/readers/folders';

export const VAULT_IDENTITY = 'azurerm_data_protection_backup_vault.v.identity[0].principal_id';
export const SERVER_PATH = 'providers/Microsoft.DBforPostgreSQL/flexibleServers';

/** One block, with arguments as they are written. */
export function block(
  type: string,
  name: string,
  body: Readonly<Record<string, string | undefined>>,
  more = '',
): string {
  const lines = Object.entries(body).flatMap(([key, value]) => (value === undefined ? [] : [`  ${key} = ${value}`]));
  const kind = type.startsWith('data.') ? `data "${type.slice(5)}"` : `resource "${type}"`;
  return `${kind} "${name}" {\n${[...lines, more].join('\n')}\n}\n`;
}

export type Parts = 'group' | 'server' | 'vault' | 'policy' | 'ltr' | 'reader' | 'instance';
type Arguments = Readonly<Record<string, string | undefined>>;

const role = (scope: string, guid: string): Arguments => ({
  scope,
  role_definition_id: `"${roleId(guid)}"`,
  principal_id: VAULT_IDENTITY,
});

const PARTS: Readonly<Record<Parts, readonly [type: string, name: string, body: Arguments, more?: string]>> = {
  group: ['azurerm_resource_group', 'rg', { name: '"rg-orders"', location: '"westeurope"' }],
  server: [
    'azurerm_postgresql_flexible_server',
    's',
    { name: '"pg-orders"', resource_group_name: 'azurerm_resource_group.rg.name', location: '"westeurope"' },
  ],
  vault: [
    'azurerm_data_protection_backup_vault',
    'v',
    { name: '"bv-orders"', resource_group_name: 'azurerm_resource_group.rg.name', location: '"westeurope"' },
    '  identity {\n    type = "SystemAssigned"\n  }',
  ],
  policy: [
    'azurerm_data_protection_backup_policy_postgresql_flexible_server',
    'p',
    { name: '"weekly"', vault_id: 'azurerm_data_protection_backup_vault.v.id' },
  ],
  ltr: ['azurerm_role_assignment', 'ltr', role('azurerm_postgresql_flexible_server.s.id', LTR)],
  reader: ['azurerm_role_assignment', 'reader', role('azurerm_resource_group.rg.id', READER)],
  instance: [
    'azurerm_data_protection_backup_instance_postgresql_flexible_server',
    'i',
    {
      name: '"pg-orders"',
      location: '"westeurope"',
      vault_id: 'azurerm_data_protection_backup_vault.v.id',
      server_id: 'azurerm_postgresql_flexible_server.s.id',
      backup_policy_id: 'azurerm_data_protection_backup_policy_postgresql_flexible_server.p.id',
      depends_on: '[azurerm_role_assignment.ltr, azurerm_role_assignment.reader]',
    },
  ],
};

/** One protected server in plain HCL, with other arguments, and more beside it. */
export function estateInHcl(over: Partial<Record<Parts, Arguments>> = {}, more = ''): string {
  const blocks = (Object.keys(PARTS) as Parts[]).map((part) => {
    const [type, name, body, rest] = PARTS[part];
    return block(type, name, { ...body, ...over[part] }, rest);
  });
  return `provider "azurerm" {\n  features {}\n}\n${blocks.join('')}${more}`;
}

/** What one rule says of files, compliant verdicts included. */
export async function verdictsInHcl(
  rule: string,
  files: string | Readonly<Record<string, string>>,
): Promise<Verdict[]> {
  const { document } = await root(typeof files === 'string' ? { 'root/main.tf': files } : files);
  const { evaluate } = RULES.find(({ id }) => id === rule)!;
  return [...evaluate(assemble(combine([document])), { edition: SupportMatrix.DEFAULT._edition, now: NOW })];
}

/** The same, each kind of outcome once. */
export async function outcomeInHcl(rule: string, files: string | Readonly<Record<string, string>>): Promise<string> {
  return [...new Set((await verdictsInHcl(rule, files)).map(({ outcome }) => outcome))].join();
}

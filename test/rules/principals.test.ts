import { estateInHcl, outcomeInHcl } from './hcl-kit';
import { LTR, roleId } from './kit';
import { INSTANCE, PlannedChange, plannedOutcomes, SERVER, VAULT } from './plan-kit';
import { LONG_TERM_RETENTION_ROLE } from '../../src/rules/pgb101-long-term-retention-role';

const IDENTITY = 'azurerm_data_protection_backup_vault.v.identity';

describe('the principal of a role', () => {
  test.each([
    [`${IDENTITY}[0].principal_id`, 'compliant'],
    [`${IDENTITY}.0.principal_id`, 'compliant'],
    [`one(${IDENTITY}).principal_id`, 'compliant'],
    [`try(${IDENTITY}[0].principal_id, null)`, 'compliant'],
    [`${IDENTITY}[0].tenant_id`, 'violated'],
    [`${IDENTITY}.0.tenant_id`, 'violated'],
    [`try(${IDENTITY}[0].tenant_id, null)`, 'violated'],
    [`coalesce(${IDENTITY}[0].principal_id, ${IDENTITY}[0].tenant_id)`, 'undecided'],
    ['lookup(var.principals, azurerm_data_protection_backup_vault.v.name)', 'undecided'],
  ])('%s: %s', async (principal_id, outcome) => {
    const text = estateInHcl({ ltr: { principal_id } }, 'variable "principals" {}\n');
    expect(await outcomeInHcl('PGB101', text)).toBe(outcome);
  });

  test.each([
    ['identity[0].principal_id', 'compliant'],
    ['identity', 'compliant'],
    ['identity[0].tenant_id', 'violated'],
  ])('in a plan, %s: %s', async (attribute, outcome) => {
    const made = (address: string, after: object, references: Record<string, string> = {}): PlannedChange => ({
      address,
      actions: ['create'],
      after: { ...after },
      unknown: ['id', 'identity', ...Object.keys(references)],
      references: Object.fromEntries(
        Object.entries(references).map(([name, text]) => [name, [text, text.split('.').slice(0, 2).join('.')]]),
      ),
    });
    const changes = [
      made(`${VAULT}.v`, { name: 'bv-orders' }),
      made(`${SERVER}.s`, { name: 'pg-orders' }),
      made(
        'azurerm_role_assignment.ltr',
        { role_definition_id: roleId(LTR) },
        { scope: `${SERVER}.s.id`, principal_id: `${VAULT}.v.${attribute}` },
      ),
      made(`${INSTANCE}.i`, { name: 'pg-orders' }, { vault_id: `${VAULT}.v.id`, server_id: `${SERVER}.s.id` }),
    ];
    expect(await plannedOutcomes(LONG_TERM_RETENTION_ROLE, changes)).toEqual([`${INSTANCE}.i ${outcome}`]);
  });
});

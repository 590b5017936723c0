import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, READER, roleId, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { READER_ROLE } from '../../src/rules/pgb102-reader-role';

const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const BACKUP_CONTRIBUTOR = '5e467623-bb1f-42f4-a55d-6e525e11384b';
const MONITORING_READER = '43d0d8ad-25c7-4714-9337-8ba259a9fe05';

describe('PGB102 reader-role', () => {
  test.each([
    ['Reader on the group', {}, 'compliant'],
    ['Reader on the subscription', { scope: `/subscriptions/${SUBSCRIPTION}` }, 'compliant'],
    ['by name', { roleDefinitionId: undefined, roleDefinitionName: 'Reader' }, 'compliant'],
    ['Owner, which includes it', { roleDefinitionId: roleId(OWNER) }, 'compliant'],
    ['Backup Contributor, which does not', { roleDefinitionId: roleId(BACKUP_CONTRIBUTOR) }, 'violated'],
    ['on another group', { scope: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-other` }, 'violated'],
    ['in another subscription', { scope: '/subscriptions/00000000-0000-0000-0000-000000000002' }, 'violated'],
    ['to somebody else', { principalId: '00000000-0000-0000-0000-00000000000a' }, 'violated'],
    ['a role that is not in the table', { roleDefinitionId: roleId(MONITORING_READER) }, 'undecided'],
    ['on a management group', { scope: '/providers/Microsoft.Management/managementGroups/mg' }, 'undecided'],
  ])('%s: %s', (_, reader, outcome) => {
    expect(outcomes(READER_ROLE, rawEstate({ reader }).stack)).toEqual([outcome]);
  });

  test('violated without any', () => {
    expect(outcomes(READER_ROLE, rawEstate({ reader: false }).stack)).toEqual(['violated']);
  });

  test('Reader on the server alone is too narrow, and named', () => {
    const { stack, server, vault } = rawEstate({ reader: false });
    new RoleAssignment(stack, 'narrow', {
      scope: server.id,
      roleDefinitionId: roleId(READER),
      principalId: vault.identity.principalId,
    });
    const [verdict] = verdicts(READER_ROLE, stack);
    expect(verdict.outcome).toBe('violated');
    expect(verdict.got).toBe('Reader on the server alone (azurerm_role_assignment.narrow)');
  });

  test.each([
    ['role', (variable: string) => ({ roleDefinitionId: variable })],
    ['principal', (variable: string) => ({ principalId: variable })],
    ['scope', (variable: string) => ({ scope: variable })],
  ])('undecided while the %s is a variable', (_, over) => {
    const stack = emptyStack();
    const variable = new TerraformVariable(stack, 'open', { type: 'string' });
    const { stack: estate } = rawEstate({ reader: over(variable.stringValue) }, stack);
    const [verdict] = verdicts(READER_ROLE, estate);
    expect(verdict.outcome).toBe('undecided');
    expect(verdict.message).toContain('open');
  });

  test('undecided where the vault exists already', () => {
    const vaultId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DataProtection/backupVaults/bv-old`;
    const [verdict] = verdicts(READER_ROLE, rawEstate({ instance: { vaultId } }).stack);
    expect(verdict.outcome).toBe('undecided');
    expect(verdict.message).toContain('exists already');
  });

  test('without an instance there is nothing to judge', () => {
    expect(outcomes(READER_ROLE, rawEstate({ reader: false, instance: false }).stack)).toEqual([]);
  });

  test('synthesis refuses it and says what to assign', () => {
    const { error, json } = synthesize(rawEstate({ reader: false }).stack);
    expect(error).toContain(
      `[Error at /raw/instance] PGB102 reader-role: the vault's identity must hold Reader (${READER}) on the server's resource group or above, got: no such assignment`,
    );
    expect(error).toContain("Limit: Reader is needed on the server's resource group");
    expect(error).toContain(`Mend: assign ${READER}`);
    expect(json).toBeUndefined();
  });
});

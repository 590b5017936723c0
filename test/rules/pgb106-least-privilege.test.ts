import { ManagementGroup } from '@cdktf/provider-azurerm/lib/management-group';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, roleId, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { ROLES } from '../../src/matrix/roles';
import { LEAST_PRIVILEGE } from '../../src/rules/pgb106-least-privilege';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const ONE = { ltr: false } as const;
const CUSTOM = '00000000-0000-0000-0000-0000000000cc';

describe('PGB106 least-privilege', () => {
  test('the roles that backups need, where they need them', () => {
    expect(outcomes(LEAST_PRIVILEGE, rawEstate().stack)).toEqual(['compliant', 'compliant']);
  });

  test.each(Object.values(ROLES).map((role) => [role.name, role.guid, role.overBroad ? 'violated' : 'compliant']))(
    '%s (%s) on the group: %s',
    (_, guid, outcome) => {
      const { stack } = rawEstate({ ...ONE, reader: { roleDefinitionId: roleId(guid) } });
      expect(outcomes(LEAST_PRIVILEGE, stack)).toEqual([outcome]);
    },
  );

  test.each([
    ['a subscription', `/subscriptions/${SUBSCRIPTION}`, 'violated'],
    ['a management group', '/providers/Microsoft.Management/managementGroups/mg', 'violated'],
    ['the root', '/', 'violated'],
    ['a group', `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`, 'compliant'],
  ])('a needed role on %s', (_, scope, outcome) => {
    const [verdict] = verdicts(LEAST_PRIVILEGE, rawEstate({ ...ONE, reader: { scope } }).stack);
    expect(verdict.outcome).toBe(outcome);
    if (outcome === 'violated') expect(verdict.mend).toContain("the resource groups of the vault's servers");
  });

  test('a management group by reference', () => {
    const stack = emptyStack();
    const management = new ManagementGroup(stack, 'mg', { name: 'mg' });
    expect(outcomes(LEAST_PRIVILEGE, rawEstate({ ...ONE, reader: { scope: management.id } }, stack).stack)).toEqual([
      'violated',
    ]);
  });

  test.each(['longTermRetentionBackup', 'storageBlobDataContributor', 'keyVaultCryptoServiceEncryptionUser'] as const)(
    '%s on a subscription is told where it belongs',
    (key) => {
      const reader = { scope: `/subscriptions/${SUBSCRIPTION}`, roleDefinitionId: roleId(ROLES[key].guid) };
      const [verdict] = verdicts(LEAST_PRIVILEGE, rawEstate({ ...ONE, reader }).stack);
      expect(verdict.outcome).toBe('violated');
      expect(verdict.mend).toMatch(/^assign it on .* instead$/);
    },
  );

  test('a role of one’s own is not judged', () => {
    const reader = { scope: `/subscriptions/${SUBSCRIPTION}`, roleDefinitionId: roleId(CUSTOM) };
    expect(outcomes(LEAST_PRIVILEGE, rawEstate({ ...ONE, reader }).stack)).toEqual(['compliant']);
  });

  test('undecided while role or scope is a variable, and while the principal of a broad role is', () => {
    const open = () => {
      const stack = emptyStack();
      return { stack, value: new TerraformVariable(stack, 'open', { type: 'string' }).stringValue };
    };
    const [role, scope, principal, narrow] = [open(), open(), open(), open()];
    expect(
      outcomes(LEAST_PRIVILEGE, rawEstate({ ...ONE, reader: { roleDefinitionId: role.value } }, role.stack).stack),
    ).toEqual(['undecided']);
    expect(outcomes(LEAST_PRIVILEGE, rawEstate({ ...ONE, reader: { scope: scope.value } }, scope.stack).stack)).toEqual(
      ['undecided'],
    );
    const owner = { principalId: principal.value, roleDefinitionId: roleId(ROLES.owner.guid) };
    expect(outcomes(LEAST_PRIVILEGE, rawEstate({ ...ONE, reader: owner }, principal.stack).stack)).toEqual([
      'undecided',
    ]);
    expect(
      outcomes(LEAST_PRIVILEGE, rawEstate({ ...ONE, reader: { principalId: narrow.value } }, narrow.stack).stack),
    ).toEqual([]);
  });

  test('a broad role of somebody else is nobody’s business here', () => {
    const reader = { principalId: '00000000-0000-0000-0000-00000000000a', roleDefinitionId: roleId(ROLES.owner.guid) };
    expect(outcomes(LEAST_PRIVILEGE, rawEstate({ ...ONE, reader }).stack)).toEqual([]);
  });

  test('synthesis warns where warnings are asked for', () => {
    const { stack } = rawEstate({ reader: { roleDefinitionId: roleId(ROLES.contributor.guid) } });
    const { error, json } = synthesize(stack, { profiles: [Profile.RECOMMENDED] });
    expect(error).toBeUndefined();
    expect(json).toBeDefined();
    const finding = PostgresBackupValidator.of(stack)
      .findings()
      .find(({ rule }) => rule === 'PGB106');
    expect(finding).toMatchObject({
      severity: 'warning',
      outcome: 'violated',
      path: 'raw/reader',
      limit: expect.stringContaining('a vault needs'),
      mend: expect.stringContaining('take azurerm_role_assignment.reader away'),
    });
    expect(finding?.message).toContain(
      "the vault's identity must hold only the roles that it needs, got: Contributor on ",
    );
    expect(
      PostgresBackupValidator.of(stack)
        .findings({ profiles: [Profile.AZURE] })
        .map(({ rule }) => rule),
    ).not.toContain('PGB106');
  });
});

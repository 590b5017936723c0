import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { TimeProvider } from '@cdktf/provider-time/lib/provider';
import { Sleep } from '@cdktf/provider-time/lib/sleep';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, READER, roleId, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { ROLES_BEFORE_INSTANCE } from '../../src/rules/pgb103-roles-before-instance';

describe('PGB103 roles-before-instance', () => {
  test('compliant: the instance names both', () => {
    expect(outcomes(ROLES_BEFORE_INSTANCE, rawEstate().stack)).toEqual(['compliant']);
  });

  test('compliant: through a wait', () => {
    const { stack, ltr, reader, instance } = rawEstate({ instance: { dependsOn: [] } });
    new TimeProvider(stack, 'time');
    const wait = new Sleep(stack, 'wait', { createDuration: '3m', dependsOn: [ltr!, reader!] });
    instance!.dependsOn = [wait.fqn];
    expect(outcomes(ROLES_BEFORE_INSTANCE, stack)).toEqual(['compliant']);
  });

  test('compliant: by an override, which adds to what was given', () => {
    const { stack, ltr, reader, instance } = rawEstate({ instance: { dependsOn: [] } });
    instance!.dependsOn = [ltr!.fqn];
    instance!.addOverride('depends_on', [`azurerm_role_assignment.${reader!.friendlyUniqueId}`]);
    expect(outcomes(ROLES_BEFORE_INSTANCE, stack)).toEqual(['compliant']);
    const { json } = synthesize(stack);
    const [written] = Object.values<any>(json.resource[instance!.terraformResourceType]);
    expect(written.depends_on).toHaveLength(2);
  });

  test('compliant: through the policy, as the provider’s example has it', () => {
    const { stack, ltr, reader, policy } = rawEstate({ instance: { dependsOn: [] } });
    policy.dependsOn = [ltr!.fqn, reader!.fqn];
    expect(outcomes(ROLES_BEFORE_INSTANCE, stack)).toEqual(['compliant']);
  });

  test('one verdict for each role that it doesn’t wait for', () => {
    const { stack, reader, instance } = rawEstate({ instance: { dependsOn: [] } });
    const both = verdicts(ROLES_BEFORE_INSTANCE, stack);
    expect(both.map(({ outcome }) => outcome)).toEqual(['violated', 'violated']);
    expect(both.map(({ discriminator }) => discriminator)).toEqual(['longTermRetentionBackup', 'reader']);
    instance!.dependsOn = [reader!.fqn];
    const [one, ...rest] = verdicts(ROLES_BEFORE_INSTANCE, stack);
    expect(one.message).toContain('azurerm_role_assignment.ltr');
    expect(rest).toEqual([]);
  });

  test('one of several assignments of the same role is enough', () => {
    const { stack, group, vault } = rawEstate();
    new RoleAssignment(stack, 'again', {
      scope: `/subscriptions/${SUBSCRIPTION}`,
      roleDefinitionId: roleId(READER),
      principalId: vault.identity.principalId,
    });
    expect(group.name).toBeDefined();
    expect(outcomes(ROLES_BEFORE_INSTANCE, stack)).toEqual(['compliant']);
  });

  test('a missing assignment is for PGB101 and PGB102 to say', () => {
    expect(outcomes(ROLES_BEFORE_INSTANCE, rawEstate({ ltr: false, reader: false }).stack)).toEqual(['compliant']);
    expect(outcomes(ROLES_BEFORE_INSTANCE, rawEstate({ ltr: false, instance: { dependsOn: [] } }).stack)).toEqual([
      'violated',
    ]);
  });

  test('what may serve the instance leaves it undecided, unless the instance waits for it', () => {
    const over = (stack: TerraformStack) => {
      const { stringValue } = new TerraformVariable(stack, 'scope', { type: 'string' });
      return { reader: { scope: stringValue } };
    };
    const open = emptyStack();
    const { ltr, instance } = rawEstate(over(open), open);
    expect(outcomes(ROLES_BEFORE_INSTANCE, open)).toEqual(['compliant']);
    instance!.dependsOn = [ltr!.fqn];
    expect(outcomes(ROLES_BEFORE_INSTANCE, open)).toEqual(['undecided']);
  });

  test('undecided while the vault is a variable of unknown type', () => {
    const { stack } = rawEstate({ instance: { vaultId: '${each.value}' } });
    expect(outcomes(ROLES_BEFORE_INSTANCE, stack)).toEqual(['undecided']);
  });

  test('undecided across stacks', () => {
    const { stack, server, vault, policy } = rawEstate({ instance: false });
    const other = emptyStack('other', stack.node.root as never);
    rawEstate(
      { ltr: false, reader: false, instance: { serverId: server.id, vaultId: vault.id, backupPolicyId: policy.id } },
      other,
    );
    const [first, ...rest] = verdicts(ROLES_BEFORE_INSTANCE, other);
    expect(first.outcome).toBe('undecided');
    expect(first.message).toContain('lies in another stack or module');
    expect(rest.map(({ outcome }) => outcome)).toEqual(['undecided']);
  });

  test('each instance of an estate is judged for itself', () => {
    const stack = emptyStack();
    const { group, vault, policy, ltr, reader, instance } = rawEstate({}, stack);
    expect(group.name && vault.name && policy.name && ltr && reader && instance).toBeTruthy();
    const second = emptyStack('second', stack.node.root as never);
    rawEstate({ instance: { dependsOn: [] } }, second);
    expect(outcomes(ROLES_BEFORE_INSTANCE, stack)).toEqual(['compliant', 'violated', 'violated']);
  });

  test('synthesis refuses it and says what to depend on', () => {
    const { error, json } = synthesize(rawEstate({ instance: { dependsOn: [] } }).stack);
    expect(error).toContain(
      '[Error at /raw/instance] PGB103 roles-before-instance: the instance must depend on the assignment of Reader, got: no path to azurerm_role_assignment.reader',
    );
    expect(error).toContain('Limit: both role assignments come before the instance');
    expect(error).toContain("Mend: add azurerm_role_assignment.ltr to the instance's `depends_on`");
    expect(json).toBeUndefined();
  });
});

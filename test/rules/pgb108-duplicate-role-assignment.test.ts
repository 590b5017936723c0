import { RoleAssignment, RoleAssignmentConfig } from '@cdktf/provider-azurerm/lib/role-assignment';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { Fn, TerraformCount, TerraformStack, TerraformVariable, Token } from 'cdktf';
import { emptyStack, outcomes, rawEstate, RawEstate, READER, roleId, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { DUPLICATE_ROLE_ASSIGNMENT } from '../../src/rules/pgb108-duplicate-role-assignment';

const BLOB = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe';

/** The estate with a second assignment, the same as its Reader but for `over`. */
function twice(over: (estate: RawEstate) => Partial<RoleAssignmentConfig>, stack = emptyStack()): TerraformStack {
  const estate = rawEstate({ ltr: false }, stack);
  new RoleAssignment(stack, 'second', {
    scope: estate.group.id,
    roleDefinitionId: roleId(READER),
    principalId: estate.vault.identity.principalId,
    ...over(estate),
  });
  return stack;
}

describe('PGB108 duplicate-role-assignment', () => {
  test.each<[string, (estate: RawEstate) => Partial<RoleAssignmentConfig>, string]>([
    ['the same', () => ({}), 'violated'],
    ['the group by its id', () => ({ scope: `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG-Orders` }), 'violated'],
    ['the role by its name', () => ({ roleDefinitionId: undefined, roleDefinitionName: 'reader' }), 'violated'],
    ['the role in another form', () => ({ roleDefinitionId: READER.toUpperCase() }), 'violated'],
    ['another role', () => ({ roleDefinitionId: roleId(BLOB) }), 'compliant'],
    ['another scope', ({ server }) => ({ scope: server.id }), 'compliant'],
    ['another principal', () => ({ principalId: '00000000-0000-0000-0000-00000000000a' }), 'compliant'],
  ])('%s', (_, over, outcome) => {
    expect(outcomes(DUPLICATE_ROLE_ASSIGNMENT, twice(over))).toEqual(['compliant', outcome]);
  });

  test('every later one is said, each against the first', () => {
    const stack = twice(({ stack: estate, group, vault }) => {
      new RoleAssignment(estate, 'third', {
        scope: group.id,
        roleDefinitionId: roleId(READER),
        principalId: vault.identity.principalId,
      });
      return {};
    });
    const violated = verdicts(DUPLICATE_ROLE_ASSIGNMENT, stack).filter(({ outcome }) => outcome === 'violated');
    expect(violated.map(({ on }) => on.address)).toEqual([
      'azurerm_role_assignment.third',
      'azurerm_role_assignment.second',
    ]);
    expect(violated.every(({ got }) => got?.endsWith('as azurerm_role_assignment.reader does'))).toBe(true);
  });

  test('the same reference is the same scope, other elements of one list are not', () => {
    const list = (stack: TerraformStack) => new TerraformVariable(stack, 'scopes', { type: 'list(string)' }).listValue;
    const pair = (first: (scopes: string[]) => string, second: (scopes: string[]) => string) => {
      const stack = emptyStack();
      const scopes = list(stack);
      const { vault } = rawEstate({ ltr: false, reader: { scope: first(scopes) } }, stack);
      new RoleAssignment(stack, 'second', {
        scope: second(scopes),
        roleDefinitionId: roleId(READER),
        principalId: vault.identity.principalId,
      });
      return outcomes(DUPLICATE_ROLE_ASSIGNMENT, stack);
    };
    const at = (index: number) => (scopes: string[]) => Token.asString(Fn.element(scopes, index));
    expect(pair(at(0), at(0))).toEqual(['compliant', 'violated']);
    expect(pair(at(0), at(1))).toEqual(['compliant', 'compliant']);
  });

  test('accounts of the same address in two stacks are two accounts', () => {
    const accounts = ['a', 'b'].reduce<StorageAccount[]>((made, name) => {
      const stack = made.length === 0 ? emptyStack(name) : emptyStack(name, made[0].node.root as never);
      return [
        ...made,
        new StorageAccount(stack, 'restore', {
          name: `st${name}`,
          resourceGroupName: 'rg',
          location: 'westeurope',
          accountTier: 'Standard',
          accountReplicationType: 'LRS',
        }),
      ];
    }, []);
    const stack = emptyStack('c', accounts[0].node.root as never);
    const { vault } = rawEstate({ ltr: false, reader: false }, stack);
    const assign = (id: string, account: StorageAccount) =>
      new RoleAssignment(stack, id, {
        scope: account.id,
        roleDefinitionId: roleId(BLOB),
        principalId: vault.identity.principalId,
      });
    assign('first', accounts[0]);
    assign('second', accounts[1]);
    expect(outcomes(DUPLICATE_ROLE_ASSIGNMENT, stack)).toEqual(['compliant', 'compliant']);
    assign('third', accounts[1]);
    expect(outcomes(DUPLICATE_ROLE_ASSIGNMENT, stack)).toEqual(['compliant', 'compliant', 'violated']);
  });

  test('undecided while a part is known for each of several only, or the role is a variable', () => {
    expect(
      outcomes(
        DUPLICATE_ROLE_ASSIGNMENT,
        twice(() => ({ scope: '${each.value}' })),
      ),
    ).toEqual(['compliant', 'undecided']);
    expect(
      outcomes(
        DUPLICATE_ROLE_ASSIGNMENT,
        twice(() => ({ principalId: '${each.value}' })),
      ),
    ).toEqual(['compliant', 'undecided']);
    const stack = emptyStack();
    const role = new TerraformVariable(stack, 'role', { type: 'string' });
    expect(
      outcomes(
        DUPLICATE_ROLE_ASSIGNMENT,
        twice(() => ({ roleDefinitionId: role.stringValue }), stack),
      ),
    ).toEqual(['compliant', 'undecided']);
  });

  test('undecided where `count` may choose between the two', () => {
    const stack = emptyStack();
    const how = new TerraformVariable(stack, 'how', { type: 'number' });
    expect(
      outcomes(
        DUPLICATE_ROLE_ASSIGNMENT,
        twice(() => ({ count: TerraformCount.of(how.numberValue) }), stack),
      ),
    ).toEqual(['compliant', 'undecided']);
  });

  test('a thousand assignments take no longer than a thousand look-ups', () => {
    const { stack, group, vault } = rawEstate({ ltr: false, reader: false });
    for (let at = 0; at < 1000; at++) {
      new RoleAssignment(stack, `a${at}`, {
        scope: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-${at % 500}`,
        roleDefinitionId: roleId(READER),
        principalId: vault.identity.principalId,
      });
    }
    expect(group.name).toBeDefined();
    expect(outcomes(DUPLICATE_ROLE_ASSIGNMENT, stack).filter((outcome) => outcome === 'violated')).toHaveLength(500);
  });

  test('synthesis refuses the second and names the first', () => {
    const { error, json } = synthesize(twice(() => ({})));
    expect(error).toContain(
      '[Error at /raw/second] PGB108 duplicate-role-assignment: a role must be assigned to a principal once on a scope, got: Reader on ${azurerm_resource_group.group.id}, as azurerm_role_assignment.reader does',
    );
    expect(error).toContain('Limit: one assignment of a role for each principal and scope');
    expect(error).toContain('Mend: leave out azurerm_role_assignment.second or azurerm_role_assignment.reader');
    expect(json).toBeUndefined();
  });
});

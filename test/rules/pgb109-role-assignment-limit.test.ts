import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { TerraformCount, TerraformVariable } from 'cdktf';
import { emptyStack, LTR, outcomes, roleId, SUBSCRIPTION, verdicts } from './kit';
import { AssignmentFacts } from '../../src/inventory/entities';
import { known, unknown } from '../../src/inventory/fact';
import { BackupInventory } from '../../src/inventory/inventory';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { ROLE_ASSIGNMENT_LIMIT } from '../../src/rules/pgb109-role-assignment-limit';

const RULE = ROLE_ASSIGNMENT_LIMIT;
const PRINCIPAL = '00000000-0000-0000-0000-00000000000a';

/** As many assignments in a subscription; building thousands of constructs would say nothing more. */
function judged(counts: Record<string, number>, unplaced = 0) {
  const assignment = (name: string, subscription: string | undefined) =>
    ({
      key: `estate|azurerm_role_assignment.${name}`,
      address: `azurerm_role_assignment.${name}`,
      repeated: false,
      subscription:
        subscription === undefined ? unknown('it is a variable') : known({ text: subscription, literal: true }),
    }) as AssignmentFacts;
  const assignments = [
    ...Object.entries(counts).flatMap(([subscription, count]) =>
      Array.from({ length: count }, (_, index) =>
        assignment(`a${subscription}${String(index).padStart(5, '0')}`, subscription),
      ),
    ),
    ...Array.from({ length: unplaced }, (_, index) => assignment(`u${index}`, undefined)),
  ];
  const estate = { assignments } as unknown as BackupInventory;
  return [...RULE.evaluate(estate, { edition: SupportMatrix.DEFAULT._edition, now: '2026-11-20' })];
}

describe('PGB109 role-assignment-limit', () => {
  test.each([
    [3199, 'compliant', undefined],
    [3200, 'violated', 'warning'],
    [4000, 'violated', 'warning'],
    [4001, 'violated', 'error'],
  ])('%d in one subscription: %s %s', (count, outcome, severity) => {
    const [verdict, ...others] = judged({ one: count });
    expect(others).toEqual([]);
    expect([verdict.outcome, verdict.severity]).toEqual([outcome, severity]);
  });

  test('each subscription counts for itself, and is named', () => {
    const found = judged({ one: 3000, two: 4001 });
    expect(found.map(({ outcome }) => outcome)).toEqual(['compliant', 'violated']);
    expect(found[1].message).toBe('the role assignments of a subscription must be at most 4000, got: 4001 in two');
    expect(found[1].on.address).toBe('azurerm_role_assignment.atwo00000');
  });

  test.each([
    [199, 'compliant'],
    [200, 'undecided'],
  ])('3,000 and %d more somewhere: %s', (unplaced, outcome) => {
    expect(judged({ one: 3000 }, unplaced).map((verdict) => verdict.outcome)).toEqual([outcome]);
  });

  test('those of unknown places are compared with the limit as well', () => {
    expect(judged({}, 10).map(({ outcome }) => outcome)).toEqual(['compliant']);
    expect(judged({}, 3200).map(({ outcome }) => outcome)).toEqual(['undecided']);
    expect(judged({})).toEqual([]);
  });

  test.each([
    ['a server of the stack and an id', `/subscriptions/${SUBSCRIPTION.toUpperCase()}/resourceGroups/rg`, 1],
    ['another subscription', '/subscriptions/00000000-0000-0000-0000-000000000002', 2],
    ['a management group, which is above all', '/providers/Microsoft.Management/managementGroups/mg', 1],
    ['the root', '/', 1],
    [
      'a resource of any kind',
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv`,
      1,
    ],
  ])('%s', (_, scope, subscriptions) => {
    const stack = emptyStack();
    for (const [id, where] of [
      ['one', `/subscriptions/${SUBSCRIPTION}`],
      ['two', scope],
    ]) {
      new RoleAssignment(stack, id, { scope: where, roleDefinitionId: roleId(LTR), principalId: PRINCIPAL });
    }
    expect(outcomes(RULE, stack)).toHaveLength(subscriptions);
  });

  test('undecided where one block stands for nobody knows how many', () => {
    const stack = emptyStack();
    const count = TerraformCount.of(new TerraformVariable(stack, 'servers', { type: 'number' }).numberValue);
    new RoleAssignment(stack, 'each', {
      count,
      scope: `/subscriptions/${SUBSCRIPTION}`,
      roleDefinitionId: roleId(LTR),
      principalId: PRINCIPAL,
    });
    const [verdict] = verdicts(RULE, stack);
    expect(verdict.outcome).toBe('undecided');
    expect(verdict.message).toContain('azurerm_role_assignment.each');
  });
});

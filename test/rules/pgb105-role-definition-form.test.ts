import { DataAzurermRoleDefinition } from '@cdktf/provider-azurerm/lib/data-azurerm-role-definition';
import { DataAzurermSubscription } from '@cdktf/provider-azurerm/lib/data-azurerm-subscription';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { Fn, TerraformStack, TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, READER, roleId, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { ROLE_DEFINITION_FORM } from '../../src/rules/pgb105-role-definition-form';

const TENANT = `/providers/Microsoft.Authorization/roleDefinitions/${READER}`;
const ELSE = '00000000-0000-0000-0000-00000000000a';

/** What the rule says of the reader assignment with this id. */
function judged(id: (stack: TerraformStack) => string | undefined, over: Record<string, unknown> = {}) {
  const stack = emptyStack();
  const { stack: estate } = rawEstate({ ltr: false, reader: { roleDefinitionId: id(stack), ...over } }, stack);
  const all = verdicts(ROLE_DEFINITION_FORM, estate);
  expect(all).toHaveLength(1);
  return all[0];
}

describe('PGB105 role-definition-form', () => {
  test.each<[string, (stack: TerraformStack) => string | undefined, string]>([
    ['subscription form', () => roleId(READER), 'compliant'],
    ['in any case', () => roleId(READER).toUpperCase(), 'compliant'],
    ['subscription as a variable', (stack) => `/subscriptions/${open(stack)}${TENANT}`, 'compliant'],
    ['subscription that is read', (stack) => `${new DataAzurermSubscription(stack, 'sub').id}${TENANT}`, 'compliant'],
    ['bare GUID', () => READER, 'violated'],
    ['without the subscription', () => TENANT, 'violated'],
    ['of a resource group', () => `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg${TENANT}`, 'violated'],
    ['no GUID at the end', () => roleId('Reader'), 'violated'],
    ['one digit short', () => READER.slice(1), 'violated'],
    ['a variable', (stack) => open(stack), 'undecided'],
    ['a variable and the rest', (stack) => `${open(stack)}${TENANT}`, 'undecided'],
    ['id of a definition made here', (stack) => custom(stack).id, 'violated'],
    ['GUID of a definition made here', (stack) => custom(stack).roleDefinitionId, 'violated'],
    ['resource id of a definition made here', (stack) => custom(stack).roleDefinitionResourceId, 'compliant'],
    ['first part of the id of a definition', (stack) => Fn.element(Fn.split('|', custom(stack).id), 0), 'undecided'],
    ['definition read without a scope', (stack) => read(stack).id, 'violated'],
    ['definition read in the subscription', (stack) => read(stack, `/subscriptions/${SUBSCRIPTION}`).id, 'compliant'],
    [
      'definition read in a management group',
      (stack) => read(stack, '/providers/Microsoft.Management/managementGroups/m').id,
      'violated',
    ],
    ['definition read in an unknown scope', (stack) => read(stack, open(stack)).id, 'undecided'],
    [
      'GUID of a definition that was read',
      (stack) => read(stack, `/subscriptions/${SUBSCRIPTION}`).roleDefinitionId,
      'undecided',
    ],
    [
      'subscription before a definition without a scope',
      (stack) => `${new DataAzurermSubscription(stack, 'sub').id}${read(stack).id}`,
      'compliant',
    ],
  ])('%s', (_, id, outcome) => {
    expect(judged(id).outcome).toBe(outcome);
  });

  test('by name it has no form; both or neither are refused', () => {
    expect(judged(() => undefined, { roleDefinitionName: 'Reader' }).outcome).toBe('compliant');
    expect(judged(() => roleId(READER), { roleDefinitionName: 'Reader' })).toMatchObject({
      outcome: 'violated',
      got: 'both',
    });
    expect(judged(() => undefined)).toMatchObject({ outcome: 'violated', got: 'neither' });
  });

  test('a name that may be null is undecided, unless the id is wrong anyway', () => {
    const stack = emptyStack();
    const name = open(stack);
    const over = (id: string) => ({ ltr: false as const, reader: { roleDefinitionId: id, roleDefinitionName: name } });
    expect(outcomes(ROLE_DEFINITION_FORM, rawEstate(over(roleId(READER)), stack).stack)).toEqual(['undecided']);
    const other = emptyStack();
    const estate = rawEstate(
      { ltr: false, reader: { roleDefinitionId: READER, roleDefinitionName: open(other) } },
      other,
    );
    expect(outcomes(ROLE_DEFINITION_FORM, estate.stack)).toEqual(['violated']);
  });

  test('on a management group there is no subscription to name', () => {
    const over = { scope: '/providers/Microsoft.Management/managementGroups/m' };
    expect(judged(() => TENANT, over).outcome).toBe('compliant');
    expect(judged(() => READER, over).outcome).toBe('violated');
  });

  test('of others only the roles that a vault is meant to hold are judged', () => {
    const { stack, group } = rawEstate({ ltr: false, reader: false });
    const assign = (id: string, roleDefinitionId: string) =>
      new RoleAssignment(stack, id, { scope: group.id, principalId: ELSE, roleDefinitionId });
    assign('reader', READER);
    assign('owner', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635');
    expect(verdicts(ROLE_DEFINITION_FORM, stack).map(({ on, outcome }) => [on.address, outcome])).toEqual([
      ['azurerm_role_assignment.reader', 'violated'],
    ]);
  });

  test('synthesis refuses it and writes the id out', () => {
    const { error, json } = synthesize(rawEstate({ reader: { roleDefinitionId: READER } }).stack);
    expect(error).toContain(
      `[Error at /raw/reader] PGB105 role-definition-form: \`role_definition_id\` must begin with /subscriptions/<subscription>, got: ${READER} (a bare GUID)`,
    );
    expect(error).toContain('Limit: an id that Azure answers in another form is replaced on every plan');
    expect(error).toContain(`Mend: write /subscriptions/<subscription>${TENANT}`);
    expect(json).toBeUndefined();
  });
});

function open(stack: TerraformStack): string {
  return new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
}

function custom(stack: TerraformStack): RoleDefinition {
  return new RoleDefinition(stack, 'custom', { name: 'custom', scope: `/subscriptions/${SUBSCRIPTION}` });
}

function read(stack: TerraformStack, scope?: string): DataAzurermRoleDefinition {
  return new DataAzurermRoleDefinition(stack, 'read', { name: 'Reader', scope });
}

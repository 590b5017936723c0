import { outcomes, rawEstate } from './kit';
import { id, INSTANCE, PlannedChange, plannedOutcomes, plannedVerdicts, POLICY } from './plan-kit';
import { ChangeAction } from '../../src/inventory/source';
import { POLICY_REPLACED_IN_USE } from '../../src/rules/pgb507-policy-replaced-in-use';

const RULE = POLICY_REPLACED_IN_USE;
const VAULT_ID = id('Microsoft.DataProtection/backupVaults/bv');
const OLD = `${VAULT_ID}/backupPolicies/weekly`;
const OTHER = `${VAULT_ID}/backupPolicies/monthly`;
const ON = `${POLICY}.weekly`;

function policy(actions: readonly ChangeAction[], name = 'weekly', over: Partial<PlannedChange> = {}): PlannedChange {
  const before = { id: OLD, name: 'weekly', vault_id: VAULT_ID };
  return {
    address: ON,
    actions,
    before: actions[0] === 'create' && actions.length === 1 ? undefined : before,
    after: actions.includes('create') ? { name, vault_id: VAULT_ID } : actions[0] === 'delete' ? undefined : before,
    unknown: actions.includes('create') ? ['id'] : [],
    ...over,
  };
}

/** An instance that has the policy; `next` is what it takes, a reference unless it is an id. */
function instance(next: string, actions: readonly ChangeAction[] = ['update'], before = OLD): PlannedChange {
  const isId = next.startsWith('/');
  const same = { name: 'pg', vault_id: VAULT_ID, server_id: id('Microsoft.DBforPostgreSQL/flexibleServers/pg') };
  return {
    address: `${INSTANCE}.orders`,
    actions,
    before: { ...same, backup_policy_id: before },
    after:
      actions[0] === 'delete' && actions.length === 1
        ? undefined
        : { ...same, ...(isId ? { backup_policy_id: next } : {}) },
    unknown: isId ? [] : ['backup_policy_id'],
    references: isId ? {} : { backup_policy_id: [`${next}.id`, next] },
  };
}

describe('PGB507 policy-replaced-in-use', () => {
  test.each<[string, PlannedChange[], string]>([
    ['left as it is', [policy(['no-op']), instance(OLD, ['no-op'])], 'compliant'],
    ['new', [policy(['create'])], 'compliant'],
    ['deleted before another is made', [policy(['delete', 'create']), instance(ON)], 'violated'],
    ['deleted before, under another name', [policy(['delete', 'create'], 'weekly-2'), instance(ON)], 'violated'],
    ['made before under the same name', [policy(['create', 'delete']), instance(ON)], 'violated'],
    ['made before under another name', [policy(['create', 'delete'], 'weekly-2'), instance(ON)], 'compliant'],
    [
      '… while an instance keeps the old id',
      [policy(['create', 'delete'], 'weekly-2'), instance(OLD, ['no-op'])],
      'violated',
    ],
    ['deleted for good, kept', [policy(['delete']), instance(OLD, ['no-op'])], 'violated'],
    ['deleted for good, the instance too', [policy(['delete']), instance(OLD, ['delete'])], 'compliant'],
    ['replaced, the instance too', [policy(['delete', 'create']), instance(ON, ['delete', 'create'])], 'compliant'],
    ['replaced, not in use', [policy(['delete', 'create']), instance(OTHER, ['no-op'], OTHER)], 'compliant'],
    ['replaced, of nobody', [policy(['delete', 'create'])], 'compliant'],
  ])('%s: %s', async (_, changes, outcome) => {
    const found = await plannedOutcomes(RULE, changes);
    expect(found).toEqual([`${ON} ${outcome}`]);
  });

  test('a deleted one whose instance takes another of the configuration', async () => {
    const next: PlannedChange = {
      address: `${POLICY}.monthly`,
      actions: ['create'],
      after: { name: 'monthly', vault_id: VAULT_ID },
      unknown: ['id'],
    };
    expect(await plannedOutcomes(RULE, [policy(['delete']), next, instance(`${POLICY}.monthly`)])).toEqual([
      `${POLICY}.monthly compliant`,
      `${ON} compliant`,
    ]);
  });

  test('undecided while what the instance takes, or the new name, is known after apply', async () => {
    expect(await plannedOutcomes(RULE, [policy(['delete']), instance('var.policy')])).toEqual([`${ON} undecided`]);
    const open = policy(['create', 'delete'], 'weekly', {
      after: { vault_id: VAULT_ID },
      unknown: ['id', 'name'],
      references: { name: ['var.name'] },
    });
    expect(await plannedOutcomes(RULE, [open, instance(ON)])).toEqual([`${ON} undecided`]);
  });

  test('the finding names the instance, and the way', async () => {
    const [verdict] = await plannedVerdicts(RULE, [policy(['delete', 'create']), instance(ON)]);
    expect(verdict.message).toBe(
      `a policy in use must stay until no instance uses it, got: its deletion before another is made while ${INSTANCE}.orders uses it`,
    );
    expect(verdict.mend).toContain('create_before_destroy = true');
  });

  test('forms without a plan have nothing to say', () => {
    expect(outcomes(RULE, rawEstate().stack)).toEqual([]);
  });
});

import { outcomes, rawEstate } from './kit';
import { id, INSTANCE, PlannedChange, plannedOutcomes, plannedVerdicts, SERVER, VAULT } from './plan-kit';
import { ChangeAction } from '../../src/inventory/source';
import { PROTECTION_DESTROYED } from '../../src/rules/pgb508-protection-destroyed';

const RULE = PROTECTION_DESTROYED;
const SERVER_ID = id('Microsoft.DBforPostgreSQL/flexibleServers/pg');

function change(address: string, actions: readonly ChangeAction[], values: Record<string, unknown>): PlannedChange {
  const isNew = actions.length === 1 && actions[0] === 'create';
  const isGone = actions.length === 1 && actions[0] === 'delete';
  return { address, actions, before: isNew ? undefined : values, after: isGone ? undefined : values };
}

const vault = (...actions: ChangeAction[]) => change(`${VAULT}.orders`, actions, { name: 'bv' });
const server = (...actions: ChangeAction[]) => change(`${SERVER}.orders`, actions, { id: SERVER_ID, name: 'pg' });
const instance = (...actions: ChangeAction[]) =>
  change(`${INSTANCE}.orders`, actions, { name: 'pg', server_id: SERVER_ID });

describe('PGB508 protection-destroyed', () => {
  test.each<[string, PlannedChange[], string[]]>([
    ['a vault that stays', [vault('update')], [`${VAULT}.orders compliant`]],
    ['a vault that goes', [vault('delete')], [`${VAULT}.orders violated`]],
    ['a vault that is replaced', [vault('delete', 'create')], [`${VAULT}.orders violated`]],
    ['a vault that is replaced, the new one first', [vault('create', 'delete')], [`${VAULT}.orders violated`]],
    ['an instance that goes', [instance('delete')], [`${INSTANCE}.orders violated`]],
    ['a server that nobody protects', [server('delete')], [`${SERVER}.orders compliant`]],
    [
      'a protected server that goes',
      [server('delete'), instance('no-op')],
      [`${INSTANCE}.orders compliant`, `${SERVER}.orders violated`],
    ],
    [
      'a server that goes with its instance',
      [server('delete'), instance('delete')],
      [`${INSTANCE}.orders violated`, `${SERVER}.orders violated`],
    ],
    [
      'a protected server that is replaced',
      [server('delete', 'create'), instance('no-op')],
      [`${INSTANCE}.orders compliant`, `${SERVER}.orders violated`],
    ],
    [
      'everything new',
      [vault('create'), server('create'), instance('create')],
      [`${VAULT}.orders compliant`, `${INSTANCE}.orders compliant`, `${SERVER}.orders compliant`],
    ],
  ])('%s', async (_, changes, expected) => {
    expect(await plannedOutcomes(RULE, changes)).toEqual(expected);
  });

  test('it is a warning, and says what is lost', async () => {
    const [verdict] = await plannedVerdicts(RULE, [vault('delete', 'create')]);
    expect(RULE.severity).toBe('warning');
    expect(verdict.message).toBe('a plan must leave a vault in place, got: delete, then create');
    expect(verdict.mend).toBe('take back the change that forces the replacement');
  });

  test('undecided where nobody knows which server an instance protects', async () => {
    const open: PlannedChange = {
      address: `${INSTANCE}.open`,
      actions: ['create'],
      after: { name: 'open' },
      unknown: ['server_id'],
      references: { server_id: ['var.server'] },
    };
    expect(await plannedOutcomes(RULE, [server('delete'), open])).toContain(`${SERVER}.orders undecided`);
  });

  test('forms without a plan have nothing to say', () => {
    expect(outcomes(RULE, rawEstate().stack)).toEqual([]);
  });
});

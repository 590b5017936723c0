import { outcomes, rawEstate } from './kit';
import { plannedOutcomes, PlannedChange, plannedVerdicts, VAULT } from './plan-kit';
import { ONE_WAY_BACK } from '../../src/rules/pgb505-one-way-back';

const RULE = ONE_WAY_BACK;

function change(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  over: Partial<PlannedChange> = {},
): PlannedChange[] {
  const same = { name: 'bv', redundancy: 'GeoRedundant', soft_delete: 'On', immutability: 'Disabled' };
  return [
    {
      address: `${VAULT}.orders`,
      actions: ['update'],
      before: { ...same, cross_region_restore_enabled: null, ...before },
      after: { ...same, cross_region_restore_enabled: null, ...after },
      ...over,
    },
  ];
}

describe('PGB505 one-way-back', () => {
  test.each([
    ['immutability', 'Locked', 'Unlocked', 'violated'],
    ['immutability', 'Locked', 'Disabled', 'violated'],
    ['immutability', 'Locked', null, 'violated'],
    ['immutability', 'Locked', 'Locked', 'compliant'],
    ['immutability', 'Unlocked', 'Locked', 'compliant'],
    ['immutability', 'Unlocked', 'Disabled', 'compliant'],
    ['soft_delete', 'AlwaysOn', 'On', 'violated'],
    ['soft_delete', 'AlwaysOn', null, 'violated'],
    ['soft_delete', 'On', 'Off', 'compliant'],
    ['cross_region_restore_enabled', true, false, 'violated'],
    ['cross_region_restore_enabled', true, null, 'violated'],
    ['cross_region_restore_enabled', false, true, 'compliant'],
    ['redundancy', 'GeoRedundant', 'LocallyRedundant', 'violated'],
    ['redundancy', 'LocallyRedundant', 'GeoRedundant', 'violated'],
  ])('%s %s → %s: %s', async (argument, before, after, outcome) => {
    const changes = change({ [argument]: before }, { [argument]: after }, { actions: ['delete', 'create'] });
    expect(await plannedOutcomes(RULE, changes)).toEqual([`${VAULT}.orders ${outcome}`]);
  });

  test('each setting is said on its own', async () => {
    const found = await plannedVerdicts(
      RULE,
      change({ immutability: 'Locked', soft_delete: 'AlwaysOn' }, { immutability: 'Unlocked', soft_delete: 'On' }),
    );
    expect(found.map(({ message }) => message)).toEqual([
      '`immutability` must stay Locked, got: Unlocked',
      '`soft_delete` must stay AlwaysOn, got: On',
    ]);
    expect(new Set(found.map(({ discriminator }) => discriminator)).size).toBe(2);
  });

  test('undecided while the new value is known after apply', async () => {
    const [verdict] = await plannedVerdicts(
      RULE,
      change(
        { immutability: 'Locked' },
        { immutability: undefined },
        { unknown: ['immutability'], references: { immutability: ['var.immutability'] } },
      ),
    );
    expect(verdict.outcome).toBe('undecided');
    expect(verdict.discriminator).toBe('immutability');
  });

  test('a new vault has nothing to go back from', async () => {
    const [{ after }] = change({}, { immutability: 'Locked' });
    const made: PlannedChange[] = [{ address: `${VAULT}.orders`, actions: ['create'], after }];
    expect(await plannedOutcomes(RULE, made)).toEqual([`${VAULT}.orders compliant`]);
  });

  test('forms without a plan have nothing to say', () => {
    expect(outcomes(RULE, rawEstate().stack)).toEqual([]);
  });
});

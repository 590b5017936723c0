import { TerraformCount, TerraformVariable } from 'cdktf';
import { emptyStack, NOW, outcomes, rawEstate, SUBSCRIPTION } from './kit';
import { SERVER_UNPROTECTED } from '../../src/rules/pgb901-server-unprotected';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const RULE = SERVER_UNPROTECTED;
const OF = (name: string) =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/flexibleServers/${name}`;

describe('PGB901 server-unprotected', () => {
  test.each([
    ['protected', {}, 'compliant'],
    ['protected by its id', { instance: { serverId: OF('pg-orders') } }, 'compliant'],
    ['beside one that is', { instance: { serverId: OF('pg-other') } }, 'violated'],
    ['alone', { instance: false as const }, 'violated'],
    ['a replica', { instance: false as const, server: { createMode: 'Replica' } }, 'compliant'],
    [
      'a replica that was promoted',
      { instance: false as const, server: { createMode: 'Replica', replicationRole: 'None' } },
      'violated',
    ],
    ['restored', { instance: false as const, server: { createMode: 'PointInTimeRestore' } }, 'violated'],
  ])('a server %s: %s', (_, over, outcome) => {
    expect(outcomes(RULE, rawEstate(over).stack)).toEqual([outcome]);
  });

  test('undecided while it is a variable what is protected, how often, or whether it is a replica', () => {
    const open = (make: (value: TerraformVariable) => Parameters<typeof rawEstate>[0]) => {
      const stack = emptyStack();
      return outcomes(RULE, rawEstate(make(new TerraformVariable(stack, 'open', { type: 'string' })), stack).stack);
    };
    expect(open(() => ({ instance: { serverId: '${each.value}' } }))).toEqual(['undecided']);
    expect(open(({ numberValue }) => ({ instance: { count: TerraformCount.of(numberValue) } }))).toEqual(['undecided']);
    expect(open(({ stringValue }) => ({ instance: false, server: { createMode: stringValue } }))).toEqual([
      'undecided',
    ]);
    const role = { createMode: 'Replica' };
    expect(open(({ stringValue }) => ({ instance: false, server: { ...role, replicationRole: stringValue } }))).toEqual(
      ['undecided'],
    );
  });

  test('it is a warning', () => {
    const findings = PostgresBackupValidator.of(rawEstate({ instance: false }).stack).findings({
      now: NOW,
      profiles: [Profile.RECOMMENDED],
    });
    expect(findings.find(({ rule }) => rule === 'PGB901')).toMatchObject({
      severity: 'warning',
      path: 'raw/server',
      message: 'a flexible server must be protected by an instance of a backup vault, got: none',
    });
  });
});

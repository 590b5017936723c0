import { DataAzurermPostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/data-azurerm-postgresql-flexible-server';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { REPLICA } from '../../src/rules/pgb404-replica';

describe('PGB404 replica', () => {
  test.each([
    [{}, 'compliant'],
    [{ createMode: 'Default' }, 'compliant'],
    [{ createMode: 'PointInTimeRestore' }, 'compliant'],
    [{ createMode: 'Replica' }, 'violated'],
    [{ createMode: 'Replica', replicationRole: 'None' }, 'compliant'],
  ])('%j: %s', (server, outcome) => {
    for (const edition of SupportMatrix.all()) {
      expect(outcomes(REPLICA, rawEstate({ server }).stack, edition)).toEqual([outcome]);
    }
  });

  test('the source is the stack’s: the older editions of v1 don’t speak of replicas', () => {
    const { stack } = rawEstate({ server: { createMode: 'Replica' } });
    expect(verdicts(REPLICA, stack, SupportMatrix.V1_2024_12_17)[0].source).toBe(SupportMatrix.V1_2025_05_15.source);
    expect(verdicts(REPLICA, stack, SupportMatrix.V2_2026_09_28)[0].source).toBe(SupportMatrix.V2_2026_09_28.source);
  });

  test('undecided while mode or role is a variable; a promoted server is a primary whatever it was', () => {
    const judged = (server: (variable: string) => Record<string, unknown>) => {
      const stack = emptyStack();
      const variable = new TerraformVariable(stack, 'variable', { type: 'string' });
      return outcomes(REPLICA, rawEstate({ server: server(variable.stringValue) }, stack).stack);
    };
    expect(judged((createMode) => ({ createMode }))).toEqual(['undecided']);
    expect(judged((createMode) => ({ createMode, replicationRole: 'None' }))).toEqual(['compliant']);
    expect(judged((replicationRole) => ({ createMode: 'Replica', replicationRole }))).toEqual(['undecided']);
    expect(judged((replicationRole) => ({ createMode: 'Default', replicationRole }))).toEqual(['compliant']);
  });

  test('undecided for a server that is read, and says how to make it known', () => {
    const stack = emptyStack();
    const server = new DataAzurermPostgresqlFlexibleServer(stack, 'existing', { name: 'pg', resourceGroupName: 'rg' });
    const [verdict] = verdicts(REPLICA, rawEstate({ instance: { serverId: server.id } }, stack).stack);
    expect(verdict.outcome).toBe('undecided');
    expect(verdict.mend).toContain('FlexServer.fromServerId');
  });

  test('an unprotected replica is fine', () => {
    expect(outcomes(REPLICA, rawEstate({ server: { createMode: 'Replica' }, instance: false }).stack)).toEqual([]);
  });

  test('synthesis refuses it', () => {
    const { error, json } = synthesize(rawEstate({ server: { createMode: 'Replica' } }).stack);
    expect(error).toContain(
      '[Error at /raw/server] PGB404 replica: a protected server must be a primary, got: `create_mode` Replica',
    );
    expect(error).toContain('Limit: only primary servers are backed up');
    expect(error).toContain('Mend: protect its primary');
    expect(json).toBeUndefined();
  });
});

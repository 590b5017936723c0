import { DataAzurermPostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/data-azurerm-postgresql-flexible-server';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { OPERATIONAL_RETENTION } from '../../src/rules/pgb701-operational-retention';

describe('PGB701 operational-retention', () => {
  test.each([
    [undefined, 'compliant'],
    [6, 'violated'],
    [7, 'compliant'],
    [35, 'compliant'],
    [36, 'violated'],
    [7.5, 'violated'],
    [0, 'violated'],
  ])('%p days: %s', (backupRetentionDays, outcome) => {
    const { stack } = rawEstate({ server: { backupRetentionDays } });
    expect(SupportMatrix.all().map((edition) => outcomes(OPERATIONAL_RETENTION, stack, edition))).toEqual(
      SupportMatrix.all().map(() => [outcome]),
    );
  });

  test('an unprotected server is judged too', () => {
    const { stack } = rawEstate({ server: { backupRetentionDays: 40 }, instance: false });
    expect(outcomes(OPERATIONAL_RETENTION, stack)).toEqual(['violated']);
  });

  test('a server that isn’t managed here isn’t judged', () => {
    const { stack } = rawEstate();
    new DataAzurermPostgresqlFlexibleServer(stack, 'elsewhere', {
      name: 'pg-elsewhere',
      resourceGroupName: 'rg-elsewhere',
    });
    expect(outcomes(OPERATIONAL_RETENTION, stack)).toEqual(['compliant']);
    const serverId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg';
    const outside = rawEstate({ instance: { serverId }, server: { backupRetentionDays: 36 } });
    expect(outcomes(OPERATIONAL_RETENTION, outside.stack)).toEqual(['violated']);
  });

  test('each server is judged once', () => {
    const first = rawEstate({ server: { backupRetentionDays: 36 } });
    const second = rawEstate({}, emptyStack('second', first.stack.node.root as never));
    expect(outcomes(OPERATIONAL_RETENTION, second.stack)).toEqual(['violated', 'compliant']);
  });

  test('undecided while the number is a variable', () => {
    const stack = emptyStack();
    const { numberValue } = new TerraformVariable(stack, 'days', { type: 'number' });
    const [verdict] = verdicts(
      OPERATIONAL_RETENTION,
      rawEstate({ server: { backupRetentionDays: numberValue } }, stack).stack,
    );
    expect(verdict).toMatchObject({ outcome: 'undecided', message: expect.stringContaining('variable `days`') });
  });

  test('synthesis refuses it, says the limit and the way out', () => {
    const { error, json } = synthesize(rawEstate({ server: { backupRetentionDays: 36 } }).stack);
    expect(error).toContain(
      '[Error at /raw/server] PGB701 operational-retention: `backup_retention_days` must be a whole number between 7 and 35, got: 36',
    );
    expect(error).toContain('operational backups are kept for 7 to 35 days');
    expect(error).toContain('Mend: set it to 35 or less');
    expect(json).toBeUndefined();
  });
});

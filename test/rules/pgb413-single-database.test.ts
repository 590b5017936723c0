import { DataProtectionBackupInstancePostgresql as SingleInstance } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql';
import { PostgresqlFlexibleServerDatabase as Database } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server-database';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { SINGLE_DATABASE } from '../../src/rules/pgb413-single-database';

const RULE = SINGLE_DATABASE;
const SERVER = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg`;

describe('PGB413 single-database', () => {
  test.each(SupportMatrix.all())('%s backs up whole servers', (edition) => {
    expect(outcomes(RULE, rawEstate().stack, edition)).toEqual(['compliant']);
    const serverId = `${SERVER}/databases/orders`;
    expect(outcomes(RULE, rawEstate({ instance: { serverId } }).stack, edition)).toEqual(['violated']);
  });

  test('by reference, and put together', () => {
    const estate = rawEstate();
    estate.instance!.serverId = new Database(estate.stack, 'db', { name: 'orders', serverId: estate.server.id }).id;
    expect(verdicts(RULE, estate.stack)[0].message).toBe(
      '`server_id` must name a server, got: the database ${azurerm_postgresql_flexible_server_database.db.id}',
    );
    estate.instance!.serverId = `${estate.server.id}/databases/orders`;
    expect(outcomes(RULE, estate.stack)).toEqual(['violated']);
  });

  test('with the instance of single servers it is a database too', () => {
    const { stack, vault, policy } = rawEstate({ instance: false });
    new SingleInstance(stack, 'single', {
      name: 'single',
      location: 'westeurope',
      vaultId: vault.id,
      backupPolicyId: policy.id,
      databaseId: `${SERVER}/databases/orders`,
    });
    expect(outcomes(RULE, stack)).toEqual(['violated']);
  });

  test('undecided while the id is a variable', () => {
    const stack = emptyStack();
    const serverId = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
    expect(outcomes(RULE, rawEstate({ instance: { serverId } }, stack).stack)).toEqual(['undecided']);
  });

  test('the synthesis says what to do instead', () => {
    const { error } = synthesize(rawEstate({ instance: { serverId: `${SERVER}/databases/orders` } }).stack);
    expect(error).toContain('PGB413 single-database: `server_id` must name a server, got: the database ');
    expect(error).toContain(
      'Mend: protect the server; of the restored files load the one of the database that is wanted',
    );
  });
});

import { DataProtectionBackupInstancePostgresql as SingleInstance } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql';
import { DataProtectionBackupPolicyDisk as DiskPolicy } from '@cdktf/provider-azurerm/lib/data-protection-backup-policy-disk';
import { DataProtectionBackupPolicyPostgresql as SinglePolicy } from '@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql';
import { PostgresqlFlexibleServerDatabase as Database } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server-database';
import { TerraformVariable } from 'cdktf';
import { cluster, geoCluster } from './cluster-kit';
import { emptyStack, outcomes, RawEstate, rawEstate, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { FlexServer } from '../../src';
import { DATASOURCE_TYPE } from '../../src/rules/pgb409-datasource-type';

const RULE = DATASOURCE_TYPE;
const OF = (path: string) =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/${path}`;

function singleInstance({ stack, vault, policy }: RawEstate, databaseId: string): void {
  new SingleInstance(stack, 'single', {
    name: 'single',
    location: 'westeurope',
    vaultId: vault.id,
    backupPolicyId: policy.id,
    databaseId,
  });
}

describe('PGB409 datasource-type', () => {
  test.each([
    ['a flexible server', OF('flexibleServers/pg'), 'compliant'],
    ['a database of one, which is PGB413’s', OF('flexibleServers/pg/databases/orders'), 'compliant'],
    ['a cluster', OF('serverGroupsv2/tenants'), 'violated'],
    ['a single server', OF('servers/pg'), 'violated'],
    ['a database of a single server', OF('servers/pg/databases/orders'), 'violated'],
    ['a configuration of a flexible server', OF('flexibleServers/pg/configurations/x'), 'violated'],
    [
      'another service',
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Sql/servers/x`,
      'violated',
    ],
    [
      'a vault',
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DataProtection/backupVaults/x`,
      'violated',
    ],
  ])('an instance on %s: %s', (_, serverId, outcome) => {
    expect(outcomes(RULE, rawEstate({ instance: { serverId } }).stack)).toEqual([outcome]);
  });

  test('clusters are found by reference as well, whichever provider makes them', () => {
    const one = rawEstate();
    one.instance!.serverId = cluster(one).id;
    expect(verdicts(RULE, one.stack)[0].message).toBe(
      '`server_id` must name a flexible server, got: a cluster of Azure Cosmos DB for PostgreSQL (serverGroupsv2)',
    );
    const other = rawEstate();
    other.instance!.serverId = geoCluster(other).getStringAttribute('id');
    expect(outcomes(RULE, other.stack)).toEqual(['violated']);
  });

  test('policies for single servers and for something else', () => {
    const policies = {
      postgresql: (estate: RawEstate) =>
        new SinglePolicy(estate.stack, 'single-policy', {
          name: 'single',
          resourceGroupName: estate.group.name,
          vaultName: estate.vault.name,
          backupRepeatingTimeIntervals: ['R/2024-01-07T02:00:00+00:00/P1W'],
          defaultRetentionDuration: 'P3M',
        }).id,
      disk: (estate: RawEstate) =>
        new DiskPolicy(estate.stack, 'disk-policy', {
          name: 'disk',
          vaultId: estate.vault.id,
          backupRepeatingTimeIntervals: ['R/2024-01-07T02:00:00+00:00/PT4H'],
          defaultRetentionDuration: 'P7D',
        }).id,
    };
    for (const [kind, make] of Object.entries(policies)) {
      const estate = rawEstate();
      estate.instance!.backupPolicyId = make(estate);
      const [verdict] = verdicts(RULE, estate.stack);
      expect(verdict.outcome).toBe('violated');
      expect(verdict.got).toBe(kind === 'disk' ? 'a policy for something else' : 'a policy for single servers');
    }
  });

  test('a policy elsewhere says nothing of itself, and its instance is judged by its server', () => {
    const backupPolicyId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DataProtection/backupVaults/bv/backupPolicies/weekly`;
    expect(outcomes(RULE, rawEstate({ instance: { backupPolicyId } }).stack)).toEqual(['compliant']);
  });

  test('the instance of single servers is for nothing else', () => {
    const flexible = rawEstate({ instance: false });
    singleInstance(flexible, flexible.server.id);
    expect(verdicts(RULE, flexible.stack)[0].message).toBe(
      '`database_id` must name a database of a single server, got: a flexible server',
    );
    const database = rawEstate({ instance: false });
    singleInstance(database, new Database(database.stack, 'db', { name: 'orders', serverId: database.server.id }).id);
    expect(outcomes(RULE, database.stack)).toEqual(['violated']);
    const single = rawEstate({ instance: false });
    singleInstance(single, OF('servers/pg/databases/orders'));
    expect(outcomes(RULE, single.stack)).toEqual(['compliant']);
  });

  test('undecided while an id is a variable, unless its author calls it a server', () => {
    const stack = emptyStack();
    const open = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
    const estate = rawEstate({ instance: { serverId: open } }, stack);
    expect(outcomes(RULE, estate.stack)).toEqual(['undecided']);
    singleInstance(estate, open);
    expect(outcomes(RULE, estate.stack)).toEqual(['undecided', 'undecided']);
    FlexServer.fromServerId(stack, 'Described', open, { location: 'westeurope' });
    expect(outcomes(RULE, estate.stack)).toEqual(['compliant', 'violated']);
  });

  test('the synthesis says which resource to take', () => {
    const estate = rawEstate({ instance: false });
    singleInstance(estate, estate.server.id);
    expect(synthesize(estate.stack).error).toContain(
      'protect the server with `azurerm_data_protection_backup_instance_postgresql_flexible_server`',
    );
  });
});

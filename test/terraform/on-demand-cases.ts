import { TerraformVariable } from 'cdktf';
import { addressAt, configuredAt, counts, planned, plannedAt, references, ROLE, SERVER } from './kit';
import { Case, place } from './option-cases';
import {
  BackupVault,
  FlexServer,
  FlexServerSku,
  OnDemandBackup,
  OnDemandBackupOperator,
  OnDemandScope,
  PostgresVersion,
  Principal,
  ProtectedFlexServer,
  Retention,
  ServerOrigin,
  StorageSize,
} from '../../src';
import { SUBSCRIPTION_ID } from '../../tools/terraform/endpoint';

const BACKUP = 'azurerm_postgresql_flexible_server_backup';
const ROLE_DEFINITION = 'azurerm_role_definition';
const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-existing`;
const SERVERS = `${GROUP}/providers/Microsoft.DBforPostgreSQL/flexibleServers`;
const ACTIONS = 'Microsoft.DBforPostgreSQL/flexibleServers';
const DBAS = Principal.group('5f0c9c55-0f6a-4c1f-b214-b0f6f0e8a53c');
const ANNE = Principal.user('6f0c9c55-0f6a-4c1f-b214-b0f6f0e8a53d');
const PIPELINE = Principal.servicePrincipal('7f0c9c55-0f6a-4c1f-b214-b0f6f0e8a53e');
/** Between the days on which the others begin: servers are revived for five days. */
const DROPPED = '2026-11-18T12:00:00Z';

export const ON_DEMAND_CASES: Case[] = [
  {
    name: 'OnDemandBackup: of servers that are made and that exist, one after the other',
    outside: (outside) => outside.server(`${SERVERS}/psql-existing`),
    keptDays: 14,
    build(stack) {
      const server = new ProtectedFlexServer(stack, 'orders', { ...place(stack), recoverableFor: Retention.years(1) });
      const release = new TerraformVariable(stack, 'release', { type: 'string' });
      for (const id of ['first', 'second', 'third']) server.addOnDemandBackup(id);
      const backup = server.addOnDemandBackup('named', { backupName: `before_${release.stringValue}` });
      const existing = FlexServer.fromServerId(stack, 'existing', `${SERVERS}/psql-existing`, {
        location: 'westeurope',
        sku: FlexServerSku.of('GP_Standard_D2ds_v5'),
        storageType: 'Premium_LRS',
        replica: false,
      });
      new OnDemandBackup(stack, 'other', { server: existing, dependsOn: [backup.resource] });
    },
    variables: { release: '7.1' },
    expect(plan) {
      const names = Object.values(planned(plan, BACKUP)).map(({ name }) => name);
      expect(names.sort()).toEqual([
        'before_7.1',
        expect.stringMatching(/^orders-first-[0-9a-f]{8}$/),
        expect.stringMatching(/^orders-second-[0-9a-f]{8}$/),
        expect.stringMatching(/^orders-third-[0-9a-f]{8}$/),
        expect.stringMatching(/^other-[0-9a-f]{8}$/),
      ]);
      const chain = ['first', 'second', 'third', 'named'].map((id) => addressAt(plan, BACKUP, 'orders', id));
      const before = chain.map((address) => configuredAt(plan, address).depends_on ?? []);
      expect(before).toEqual([[], ...chain.slice(0, -1).map((address) => [address])]);
      expect(references(plan, chain[0], 'server_id')[0]).toBe(`${addressAt(plan, SERVER, 'orders')}.id`);
      expect(plannedAt(plan, BACKUP, 'other').server_id).toBe(`${SERVERS}/psql-existing`);
    },
  },
  {
    name: 'OnDemandBackupOperator and people on a vault',
    outside: (outside) => outside.server(`${SERVERS}/psql-existing`),
    build(stack) {
      const at = place(stack);
      const existing = FlexServer.fromServerId(stack, 'existing', `${SERVERS}/psql-existing`, {
        location: 'westeurope',
      });
      const principals = [DBAS, ANNE, PIPELINE];
      new OnDemandBackupOperator(stack, 'servers', { principals, on: OnDemandScope.servers(existing) });
      const group = OnDemandScope.resourceGroup(at.resourceGroupName);
      new OnDemandBackupOperator(stack, 'group', { principals: [DBAS], on: group });
      new OnDemandBackupOperator(stack, 'subscription', {
        principals: [ANNE],
        on: OnDemandScope.subscription(),
        mayRead: true,
        mayDelete: true,
        roleName: 'Orders On-Demand Backups',
      });
      const vault = new BackupVault(stack, 'vault', at);
      vault.grantBackupOperator(DBAS);
      vault.grantBackupReader(ANNE);
    },
    expect(plan) {
      const definitions = Object.values(planned(plan, ROLE_DEFINITION));
      const ofGroup = (scope: string) => definitions.find(({ assignable_scopes: [first] }) => first === scope);
      // One subscription, written down and as Terraform finds it: two roles, told apart by the hash.
      for (const scope of [GROUP, `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-westeurope`]) {
        expect(ofGroup(scope)).toMatchObject({
          name: expect.stringMatching(/^PostgreSQL On-Demand Backup Operator [0-9a-f]{8}$/),
          scope,
          assignable_scopes: [scope],
          permissions: [{ actions: [`${ACTIONS}/backups/write`] }],
        });
      }
      expect(ofGroup(`/subscriptions/${SUBSCRIPTION_ID}`)).toMatchObject({
        name: expect.stringMatching(/^Orders On-Demand Backups [0-9a-f]{8}$/),
        permissions: [
          { actions: ['read', 'backups/read', 'backups/write', 'backups/delete'].map((each) => `${ACTIONS}/${each}`) },
        ],
      });
      for (const unique of ['name', 'role_definition_id']) {
        expect(new Set(definitions.map((each) => each[unique])).size).toBe(3);
      }
      const roles = Object.values(planned(plan, ROLE));
      expect(roles.map(({ principal_type: type }) => type).sort()).toEqual([
        ...Array(3).fill('Group'),
        'ServicePrincipal',
        ...Array(3).fill('User'),
      ]);
      expect(counts(plan)[ROLE]).toBe(7);
    },
  },
  {
    name: 'ServerOrigin: copies of a server that is known, and one that was deleted',
    async outside(outside) {
      const like = { backup: { geoRedundantBackup: 'Enabled' }, version: '15', storage: { storageSizeGB: 256 } };
      await outside.server(`${SERVERS}/psql-source`, { ...like, storage: { storageSizeGB: 256, autoGrow: 'Enabled' } });
      await outside.server(`${SERVERS}/psql-dropped`, like);
      outside.advanceTo(DROPPED);
      await outside.remove(`${SERVERS}/psql-dropped`);
    },
    keptDays: 14,
    build(stack) {
      const shared = { ...place(stack), recoverableFor: Retention.years(1) };
      const source = FlexServer.fromServerId(stack, 'source', `${SERVERS}/psql-source`, {
        location: 'westeurope',
        sku: FlexServerSku.of('GP_Standard_D2ds_v5'),
        storage: StorageSize.gibibytes(256),
        version: PostgresVersion.V15,
        autoGrow: true,
        geoRedundantBackup: true,
      });
      const time = '2026-11-18T04:30:00Z';
      new ProtectedFlexServer(stack, 'copy', { ...shared, origin: ServerOrigin.pointInTime(source, time) });
      new ProtectedFlexServer(stack, 'geo-copy', {
        ...shared,
        ...place(stack, 'northeurope'),
        origin: ServerOrigin.geoRestore(source, time),
      });
      new ProtectedFlexServer(stack, 'revived', {
        ...shared,
        storage: StorageSize.gibibytes(256),
        origin: ServerOrigin.reviveDropped(`${SERVERS}/psql-dropped`, time),
      });
    },
    expect(plan) {
      for (const id of ['copy', 'geo-copy']) {
        expect(plannedAt(plan, SERVER, id)).toMatchObject({
          source_server_id: `${SERVERS}/psql-source`,
          sku_name: 'GP_Standard_D2ds_v5',
          storage_mb: 262144,
          version: '15',
          auto_grow_enabled: true,
          geo_redundant_backup_enabled: true,
        });
      }
      const revived = plannedAt(plan, SERVER, 'revived');
      expect(revived).toMatchObject({ create_mode: 'ReviveDropped', source_server_id: `${SERVERS}/psql-dropped` });
      expect(revived.version).toBeUndefined();
      expect(revived.sku_name).toBeUndefined();
    },
  },
];

import { join } from 'path';
import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { DataProtectionBackupInstancePostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import { DataProtectionBackupPolicyPostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql-flexible-server';
import { DataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { PostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { TimeProvider } from '@cdktf/provider-time/lib/provider';
import { Sleep } from '@cdktf/provider-time/lib/sleep';
import { App, TerraformStack } from 'cdktf';

const LTR = 'c088a766-074b-43ba-90d4-1fb21feae531';
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

/**
 * The estate of `ours` as somebody would write it with the generated classes: the same resources, the same arguments.
 * Without `waits` it is the flat configuration, with neither waits nor names for the role assignments.
 */
export function handWritten(outdir: string, servers: number, waits = true): App {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'estate');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  stack.addOverride('terraform.required_providers.azurerm.version', '>= 4.55.0, < 6.0.0');
  if (waits) new TimeProvider(stack, 'time');
  const client = new DataAzurermClientConfig(stack, 'client', {});
  const group = new ResourceGroup(stack, 'group', { name: 'rg-bench', location: 'westeurope' });
  const vault = new DataProtectionBackupVault(stack, 'vault', {
    name: 'bv-bench',
    resourceGroupName: group.name,
    location: group.location,
    datastoreType: 'VaultStore',
    redundancy: 'GeoRedundant',
    softDelete: 'On',
    retentionDurationInDays: 14,
    immutability: 'Unlocked',
    identity: { type: 'SystemAssigned' },
  });
  const policy = new DataProtectionBackupPolicyPostgresqlFlexibleServer(stack, 'policy', {
    name: 'weekly',
    vaultId: vault.id,
    backupRepeatingTimeIntervals: ['R/2024-01-07T02:00:00+00:00/P1W'],
    timeZone: 'UTC',
    defaultRetentionRule: { lifeCycle: [{ dataStoreType: 'VaultStore', duration: 'P3M' }] },
    retentionRule: [
      {
        name: 'Monthly',
        priority: 15,
        lifeCycle: [{ dataStoreType: 'VaultStore', duration: 'P1Y' }],
        criteria: { absoluteCriteria: 'FirstOfMonth' },
      },
    ],
    lifecycle: { createBeforeDestroy: true },
  });
  const role = (guid: string) =>
    `/subscriptions/${client.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
  const reader = new RoleAssignment(stack, 'reader', {
    scope: group.id,
    roleDefinitionId: role(READER),
    principalId: vault.identity.principalId,
    principalType: 'ServicePrincipal',
  });
  for (let n = 0; n < servers; n++) {
    const server = new PostgresqlFlexibleServer(stack, `server-${n}`, {
      name: `pg-bench-${n}`,
      resourceGroupName: group.name,
      location: group.location,
      version: '17',
      skuName: 'GP_Standard_D2ds_v5',
      storageMb: 131072,
      autoGrowEnabled: false,
      backupRetentionDays: 35,
      geoRedundantBackupEnabled: true,
      publicNetworkAccessEnabled: true,
      authentication: { activeDirectoryAuthEnabled: true, passwordAuthEnabled: false, tenantId: client.tenantId },
      lifecycle: {
        ignoreChanges: ['zone', 'create_mode', 'source_server_id', 'point_in_time_restore_time_in_utc'],
      },
    });
    const assignment = new RoleAssignment(stack, `role-${n}`, {
      name: waits ? `\${uuidv5("url", join("", ["${LTR}|", ${client.subscriptionId}, "|pg-bench-${n}"]))}` : undefined,
      scope: server.id,
      roleDefinitionId: role(LTR),
      principalId: vault.identity.principalId,
      principalType: 'ServicePrincipal',
    });
    const roles = [assignment, reader];
    const wait = {
      createDuration: '10m',
      dependsOn: roles,
      lifecycle: { replaceTriggeredBy: [`azurerm_role_assignment.${assignment.friendlyUniqueId}`] },
    };
    const ready = waits ? [new Sleep(stack, `wait-${n}`, wait)] : roles;
    new DataProtectionBackupInstancePostgresqlFlexibleServer(stack, `instance-${n}`, {
      name: `pg-bench-${n}`,
      location: group.location,
      vaultId: vault.id,
      serverId: server.id,
      backupPolicyId: policy.id,
      dependsOn: ready,
    });
  }
  return app;
}

/** The same estate in this library's words, with the validator on. */
export function ours(outdir: string, servers: number): App {
  // Loaded here, so that the hand-written run doesn't pay for it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { AzurermVersion, BackupPolicy, BackupVault, ProtectedFlexServer, Retention } = require(
    join(process.cwd(), 'lib'),
  ) as typeof import('../src');
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'estate');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  AzurermVersion.constrain(stack);
  const group = new ResourceGroup(stack, 'group', { name: 'rg-bench', location: 'westeurope' });
  const vault = new BackupVault(stack, 'vault', {
    vaultName: 'bv-bench',
    resourceGroupName: group.name,
    location: group.location,
  });
  const policy = BackupPolicy.recoverableFor(stack, 'policy', vault, Retention.years(1));
  for (let n = 0; n < servers; n++) {
    new ProtectedFlexServer(stack, `server-${n}`, {
      serverName: `pg-bench-${n}`,
      resourceGroupName: group.name,
      location: group.location,
      policy,
    });
  }
  return app;
}

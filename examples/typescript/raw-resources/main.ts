import { DataProtectionBackupInstancePostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import { DataProtectionBackupPolicyPostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql-flexible-server';
import { DataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { PostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { App, TerraformStack } from 'cdktf';
import { AzurermVersion, PostgresBackupValidator, Profile } from 'cdktf-azure-postgres-backup';
import { Construct } from 'constructs';

const SUBSCRIPTION = '8e2f4c3a-2f0e-4c8b-9d0e-5b9a4a6f1d10';
const LONG_TERM_RETENTION_BACKUP = 'c088a766-074b-43ba-90d4-1fb21feae531';
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

/** An estate of raw azurerm resources, with none of our constructs: the validator holds it to the same rules. */
class Inventory extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}], subscriptionId: SUBSCRIPTION });
    AzurermVersion.constrain(this);
    PostgresBackupValidator.of(this).use({ profiles: [Profile.RECOMMENDED], strict: true });

    const group = new ResourceGroup(this, 'group', { name: 'rg-inventory', location: 'westeurope' });
    const vault = new DataProtectionBackupVault(this, 'vault', {
      name: 'bv-inventory',
      resourceGroupName: group.name,
      location: group.location,
      datastoreType: 'VaultStore',
      redundancy: 'GeoRedundant',
      softDelete: 'On',
      retentionDurationInDays: 14,
      immutability: 'Unlocked',
      identity: { type: 'SystemAssigned' },
    });
    const policy = new DataProtectionBackupPolicyPostgresqlFlexibleServer(this, 'policy', {
      name: 'weekly-for-a-year',
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
    });
    const server = new PostgresqlFlexibleServer(this, 'server', {
      name: 'psql-inventory',
      resourceGroupName: group.name,
      location: group.location,
      version: '17',
      skuName: 'GP_Standard_D2ds_v5',
      storageMb: 131072,
      autoGrowEnabled: false,
      zone: '1',
      backupRetentionDays: 35,
      geoRedundantBackupEnabled: true,
      publicNetworkAccessEnabled: true,
      authentication: { activeDirectoryAuthEnabled: true, passwordAuthEnabled: false },
    });
    const roles = [
      this.assign('backup-role', LONG_TERM_RETENTION_BACKUP, server.id, vault),
      this.assign('reader', READER, group.id, vault),
    ];
    new DataProtectionBackupInstancePostgresqlFlexibleServer(this, 'instance', {
      name: 'psql-inventory',
      location: group.location,
      vaultId: vault.id,
      serverId: server.id,
      backupPolicyId: policy.id,
      // Without this Terraform makes the instance before the vault may read the server.
      dependsOn: roles,
    });
  }

  private assign(id: string, role: string, scope: string, vault: DataProtectionBackupVault): RoleAssignment {
    return new RoleAssignment(this, id, {
      scope,
      roleDefinitionId: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId: vault.identity.principalId,
      principalType: 'ServicePrincipal',
    });
  }
}

const app = new App();
new Inventory(app, 'inventory');
app.synth();

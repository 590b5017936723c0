import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import {
  AzurermVersion,
  BackupPolicy,
  BackupVault,
  FlexServer,
  FlexServerSku,
  PostgresVersion,
  Retention,
  StorageSize,
  VaultRedundancy,
} from 'cdktf-azure-postgres-backup';
import { Construct } from 'constructs';

const BACKUP_SUBSCRIPTION = '3d0e5b9a-4a6f-4d10-8e2f-4c3a2f0e4c8b';
const SHOP_SUBSCRIPTION = '8e2f4c3a-2f0e-4c8b-9d0e-5b9a4a6f1d10';
const VAULT = `/subscriptions/${BACKUP_SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.DataProtection/backupVaults/bv-company`;
const SERVERS = `/subscriptions/${SHOP_SUBSCRIPTION}/resourceGroups/rg-shop/providers/Microsoft.DBforPostgreSQL/flexibleServers`;

/** Servers and vault are there already, in two subscriptions of one tenant; only the protection is new. */
class Protection extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}], subscriptionId: BACKUP_SUBSCRIPTION });
    const shop = new AzurermProvider(this, 'azurerm-shop', {
      alias: 'shop',
      features: [{}],
      subscriptionId: SHOP_SUBSCRIPTION,
    });
    AzurermVersion.constrain(this);

    const vault = BackupVault.fromBackupVaultAttributes(this, 'vault', {
      vaultId: VAULT,
      principalId: '5f0c9c55-0f6a-4c1f-b214-b0f6f0e8a53c',
      location: 'westeurope',
      redundancy: VaultRedundancy.GEO_REDUNDANT,
    });

    // What is said of a server can be held to the support matrix; what isn't stays undecided.
    const orders = FlexServer.fromServerId(this, 'orders', `${SERVERS}/psql-orders`, {
      location: 'westeurope',
      storage: StorageSize.gibibytes(256),
      storageType: 'Premium_LRS',
      sku: FlexServerSku.of('GP_Standard_D4ds_v5'),
      version: PostgresVersion.V16,
      autoGrow: false,
      replica: false,
      clusterSize: 0,
      publicNetworkAccess: true,
      provider: shop,
    });
    const carts = FlexServer.fromServerId(this, 'carts', `${SERVERS}/psql-carts`, {
      location: 'westeurope',
      provider: shop,
    });

    BackupPolicy.recoverableFor(this, 'seven-years', vault, Retention.years(7)).protect(orders);
    // A policy of the vault that was made elsewhere.
    BackupPolicy.fromBackupPolicyName(this, 'company-default', 'company-default', vault).protect(carts, {
      instanceName: 'shop-carts',
    });
  }
}

const app = new App();
new Protection(app, 'protection');
app.synth();

import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, TerraformStack } from 'cdktf';
import {
  AzurermVersion,
  BackupPolicy,
  OnDemandBackupOperator,
  OnDemandScope,
  PostgresBackupValidator,
  Principal,
  Profile,
  ProtectedFlexServer,
  Retention,
} from 'cdktf-azure-postgres-backup';
import type { Construct } from 'constructs';

/** Two servers: the ledger has to be recoverable for ten years, the orders for one. And what it takes to get them back. */
class Shop extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    // The bindings pin azurerm 4.55.0 exactly; this lets Terraform install a newer one.
    AzurermVersion.constrain(this);
    // Warnings and notes too, not only what Azure would refuse.
    PostgresBackupValidator.of(this).use({ profiles: [Profile.RECOMMENDED] });

    const group = new ResourceGroup(this, 'group', { name: 'rg-shop', location: 'westeurope' });
    const place = { resourceGroupName: group.name, location: group.location };

    // One statement is a whole estate: server, vault, policy, roles, the wait for them, backup instance.
    const orders = new ProtectedFlexServer(this, 'orders', { ...place, recoverableFor: Retention.years(1) });

    // The ledger goes into the same vault, under a policy of its own.
    const tenYears = BackupPolicy.recoverableFor(this, 'ten-years', orders.vault, Retention.years(10));
    new ProtectedFlexServer(this, 'ledger', { ...place, policy: tenYears });

    // Somewhere to restore to, somebody who is told when backups fail, and a group that may take a backup right now.
    orders.vault.addRestoreTarget('restore', place);
    orders.vault.addMonitoring('monitoring', { emailAddresses: ['dba@example.com'] });
    new OnDemandBackupOperator(this, 'operators', {
      principals: [Principal.group('4b0f6f0e-8a53-4f0c-9c55-0f6a3c1f7b21')],
      on: OnDemandScope.resourceGroup(group.name),
    });
  }
}

const app = new App();
new Shop(app, 'shop');
app.synth();

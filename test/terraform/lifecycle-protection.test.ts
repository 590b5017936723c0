import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { GROUP, INSTANCE, POLICY, ROLE, VAULT } from './kit';
import { type Build, ENGINES, Estate, LOOSE, ofServer, oneServer } from './lifecycle-kit';
import { HELD_BY_SOFT_DELETE, Outside } from './outside';
import { BackupPolicy, BackupVault, FlexServer, Immutability, ProtectedFlexServer, Retention } from '../../src';
import { SUBSCRIPTION_ID } from '../../src/twin';

const GROUP_ID = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-shop`;
const VAULT_ID = `${GROUP_ID}/providers/Microsoft.DataProtection/backupVaults/bv-company`;
const SERVER_ID = `${GROUP_ID}/providers/Microsoft.DBforPostgreSQL/flexibleServers/psql-carts`;

const CARTS = `${INSTANCE}.carts_BackupInstance`;
const REFUSED = /performing BackupInstancesCreateOrUpdate: .*already associated with the backup instance .*SoftDeleted/;

/** Protects a server that is there already, in a vault that is there as well. */
function protectCarts(instanceName: string, years: number): Build {
  return (stack) => {
    const place = { resourceGroupName: 'rg-shop' };
    const vault = BackupVault.fromBackupVaultName(stack, 'vault', { ...place, vaultName: 'bv-company' });
    const carts = FlexServer.fromServerName(stack, 'carts', { ...place, serverName: 'psql-carts' });
    BackupPolicy.recoverableFor(stack, 'policy', vault, Retention.years(years)).protect(carts, { instanceName });
  };
}

/** The same in a vault that is made for it, and keeps for a while what is deleted. */
function protectCartsSoftly(instanceName: string): Build {
  return (stack) => {
    const place = { resourceGroupName: 'rg-shop', location: 'westeurope' };
    const vault = new BackupVault(stack, 'vault', { ...place, immutability: Immutability.disabled() });
    const carts = FlexServer.fromServerId(stack, 'carts', SERVER_ID, { location: 'westeurope' });
    BackupPolicy.recoverableFor(stack, 'policy', vault, Retention.years(1)).protect(carts, { instanceName });
  };
}

it.concurrent.each(ENGINES)('%s leaves the servers and vaults of others as it found them', (engine) =>
  Estate.live({ engine }, async (estate) => {
    const outside = new Outside(estate.twin);
    await outside.server(SERVER_ID);
    await outside.vault(VAULT_ID);
    estate.give();
    estate.write(protectCarts('carts', 1));
    await estate.apply();
    estate.passDays(7);
    estate.write(protectCarts('shop-carts', 1));
    expect(await estate.apply()).toEqual({ [CARTS]: 'delete then create' });
    estate.write(protectCarts('shop-carts', 5));
    expect(await estate.apply()).toEqual({ [`${POLICY}.policy`]: 'create then delete', [CARTS]: 'update' });
    await estate.destroy();
  }),
);

it.concurrent.each(ENGINES)('%s renames a backup instance when soft delete has let go of the old one', (engine) =>
  Estate.live({ engine }, async (estate) => {
    await new Outside(estate.twin).server(SERVER_ID);
    estate.give();
    estate.write(protectCartsSoftly('carts'));
    await estate.apply();
    estate.write(protectCartsSoftly('shop-carts'));
    expect(await estate.failedApply()).toMatch(REFUSED);
    estate.passDays(14);
    expect(await estate.apply()).toEqual({ [CARTS]: 'create' });
    expect(await estate.failedDestroy()).toMatch(HELD_BY_SOFT_DELETE);
    estate.passDays(14);
    await estate.destroy();
  }),
);

it.concurrent.each(ENGINES)('%s protects a server that is made anew at once where nothing is kept', (engine) =>
  Estate.live({ engine }, async (estate) => {
    estate.write(oneServer());
    await estate.apply();
    estate.passDays(7);
    // Azure can't change it on a server that exists.
    estate.write(oneServer(LOOSE, { operationalBackup: { geoRedundant: false } }));
    expect(await estate.apply()).toEqual(ofServer('orders', 'vault', 'delete then create'));
    estate.passDays(7);
    await estate.destroy();
  }),
);

/** Servers by one statement each, made in the order of their names as given. */
function byStatement(locations: Record<string, string>): Build {
  return (stack) => {
    const group = new ResourceGroup(stack, 'group', { name: 'rg-shop', location: 'westeurope' });
    for (const [id, location] of Object.entries(locations)) {
      const place = { resourceGroupName: group.name, location };
      new ProtectedFlexServer(stack, id, { ...place, recoverableFor: Retention.years(id === 'orders' ? 1 : 10) });
    }
  };
}

it.concurrent.each(ENGINES)('%s moves a server to a vault in another region, and leaves the rest alone', (engine) =>
  Estate.live({ engine }, async (estate) => {
    estate.write(byStatement({ orders: 'westeurope', ledger: 'westeurope' }));
    await estate.apply();
    estate.write(byStatement({ ledger: 'westeurope', orders: 'westeurope' }));
    expect(await estate.apply()).toEqual({});

    estate.write(byStatement({ orders: 'northeurope', ledger: 'westeurope' }));
    expect(await estate.plan()).toEqual({
      ...ofServer('orders', 'Vault', 'delete then create'),
      [`${POLICY}.Backup-westeurope_Vault_Recoverable-1-year`]: 'delete',
      [`${GROUP}.Backup-northeurope_ResourceGroup`]: 'create',
      [`${VAULT}.Backup-northeurope_Vault`]: 'create',
      [`${ROLE}.Backup-northeurope_Vault_Reader`]: 'create',
      [`${POLICY}.Backup-northeurope_Vault_Recoverable-1-year`]: 'create',
    });
    // The server keeps its name, and with it the id by which soft delete knows it.
    expect(await estate.failedApply()).toMatch(REFUSED);
    estate.passDays(14);
    expect(await estate.apply()).toEqual({
      [`${INSTANCE}.orders_BackupInstance`]: 'create',
      [`${POLICY}.Backup-westeurope_Vault_Recoverable-1-year`]: 'delete',
    });
  }),
);

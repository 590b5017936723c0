import type { TerraformStack } from 'cdktf';
import { Estate } from './lifecycle-kit';
import { place } from './option-cases';
import { APPLY, BEGIN, Outside } from './outside';
import { FlexServer, OnDemandBackup, OnDemandBackupOperator, OnDemandScope, Principal } from '../../src';
import { SUBSCRIPTION_ID } from '../../tools/terraform/endpoint';

const SERVER = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-existing/providers/Microsoft.DBforPostgreSQL/flexibleServers/psql-existing`;
const BACKUP = 'azurerm_postgresql_flexible_server_backup';
const DBAS = Principal.group('5f0c9c55-0f6a-4c1f-b214-b0f6f0e8a53c');

function existing(stack: TerraformStack) {
  return FlexServer.fromServerId(stack, 'existing', SERVER, { location: 'westeurope' });
}

/** Azure with one server that keeps its backups for a week. */
async function begin(estate: Estate): Promise<void> {
  const outside = new Outside(estate.twin);
  await outside.server(SERVER);
  outside.advanceTo(APPLY);
  estate.give();
}

it.concurrent('backups that Azure has deleted are taken anew, until they are out of the program', () =>
  Estate.live({ twin: { startAt: BEGIN } }, async (estate) => {
    await begin(estate);
    const write = (...ids: string[]) =>
      estate.write((stack) => {
        const server = existing(stack);
        for (const id of ids) new OnDemandBackup(stack, id, { server });
      });
    write('first', 'second', 'third');
    expect(Object.values(await estate.apply())).toEqual(['create', 'create', 'create']);

    write('second', 'third');
    expect(await estate.apply()).toEqual({ [`${BACKUP}.first`]: 'delete' });

    estate.passDays(8);
    expect(await estate.plan()).toEqual({ [`${BACKUP}.second`]: 'create', [`${BACKUP}.third`]: 'create' });
    write('third');
    expect(await estate.apply()).toEqual({ [`${BACKUP}.third`]: 'create' });
    await estate.destroy();
  }),
);

// What it makes isn't deleted: azurerm waits minutes for a role to be gone, and the options show that it goes.
it.concurrent('another operator widens the role in place, and leaves what was assigned', () =>
  Estate.live({ twin: { startAt: BEGIN } }, async (estate) => {
    await begin(estate);
    const write = (...ids: string[]) =>
      estate.write((stack) => {
        const at = { orders: place(stack, 'westeurope', 'rg-orders'), carts: place(stack, 'northeurope', 'rg-carts') };
        for (const [id, { resourceGroupName }] of Object.entries(at)) {
          const on = OnDemandScope.resourceGroup(resourceGroupName);
          if (ids.includes(id)) new OnDemandBackupOperator(stack, id, { principals: [DBAS], on });
        }
      });
    write('orders');
    await estate.apply();

    write('orders', 'carts');
    expect(await estate.apply()).toEqual({
      'azurerm_role_definition.OnDemandBackupOperators_Role': 'update',
      'azurerm_role_assignment.OnDemandBackupOperators_Assignment': 'create',
    });
  }),
);

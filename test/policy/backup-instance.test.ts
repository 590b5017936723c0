import { BackupInstance, BackupPolicy, BackupVault, FlexServer, Retention } from '../../src';
import { newApp, newStack, only, SUBSCRIPTION, synth, TYPES } from '../kit';

const SERVER_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-orders`;

describe('an instance made by hand', () => {
  test('in another stack than its server waits for the roles by waiting for that stack', () => {
    const app = newApp();
    const servers = newStack('servers', app);
    const instances = newStack('instances', app);
    const vault = new BackupVault(servers, 'Vault', { resourceGroupName: 'rg-backup', location: 'westeurope' });
    const policy = BackupPolicy.recoverableFor(servers, 'Policy', vault, Retention.years(1));
    const server = FlexServer.fromServerId(servers, 'Orders', SERVER_ID, { location: 'westeurope' });

    new BackupInstance(instances, 'Instance', { policyId: policy.policyId, vault, server });

    const instance = only(synth(instances), TYPES.instance);
    expect(instance.depends_on).toBeUndefined();
    expect(instances.dependsOn(servers)).toBe(true);
  });
});

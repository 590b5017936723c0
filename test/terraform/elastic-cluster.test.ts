import { Build, ENGINES, Estate, LOOSE } from './lifecycle-kit';
import { place } from './option-cases';
import { BEGIN } from './outside';
import {
  BackupVault,
  ElasticCluster,
  PostgresBackupValidator,
  ProtectedFlexServer,
  Retention,
  SupportMatrix,
} from '../../src';

const SERVER = 'azurerm_postgresql_flexible_server.tenants';

function clusterOf(nodes: number): Build {
  return (stack) => {
    PostgresBackupValidator.of(stack).use({ edition: SupportMatrix.V2_2026_09_28 });
    const at = place(stack);
    const vault = new BackupVault(stack, 'vault', { ...at, ...LOOSE });
    const cluster = ElasticCluster.of(nodes);
    new ProtectedFlexServer(stack, 'tenants', { ...at, vault, cluster, recoverableFor: Retention.years(1) });
  };
}

describe('an elastic cluster', () => {
  it.concurrent.each(ENGINES)('is protected under the edition that backs it up, and grows, on %s', (engine) =>
    Estate.live({ engine, twin: { edition: 'v2-2026-09-28', startAt: BEGIN } }, async (estate) => {
      estate.write(clusterOf(2));
      await estate.apply();
      const server = () => estate.twin.azure.resources.ofType('Microsoft.DBforPostgreSQL/flexibleServers')[0];
      expect(server().body.properties).toMatchObject({ cluster: { clusterSize: 2 } });

      estate.write(clusterOf(3));
      expect(await estate.apply()).toEqual({ [SERVER]: 'update' });
      expect(server().body.properties).toMatchObject({ cluster: { clusterSize: 3 } });
      // Nodes are taken away by making another cluster.
      estate.write(clusterOf(2));
      expect((await estate.plan())[SERVER]).toBe('delete then create');
    }),
  );

  it('is refused by the service that takes the older kind of backups', () =>
    Estate.live({ twin: { startAt: BEGIN } }, async (estate) => {
      estate.write(clusterOf(2));
      expect(await estate.failedApply()).toContain('Elastic clusters are not supported.');
    }));
});

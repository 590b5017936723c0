import { join } from 'path';
import { actions, existing, RealTerraform, realTerraform } from './kit';
import { SUBSCRIPTION_ID } from '../../tools/terraform/endpoint';
import { Client } from '../twin/client';

const FOLDER = join(__dirname, 'hcl', 'cluster');
const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-clusters`;
const CLUSTERS = `${GROUP}/providers/Microsoft.DBforPostgreSQL/serverGroupsv2`;
const LOCK = `${CLUSTERS}/cosmos-geo/providers/Microsoft.Authorization/locks/by-the-operators`;
const ENGINES = (['terraform', 'opentofu'] as const).map((engine): [string, RealTerraform] => [
  engine,
  realTerraform({ engine, providers: ['azurerm', 'azapi'] }),
]);

/** A lock that Terraform knows nothing of. */
function lock({ twin }: RealTerraform, method: 'PUT' | 'DELETE') {
  const body = method === 'PUT' ? { properties: { level: 'CanNotDelete' } } : undefined;
  return new Client(twin).complete(method, LOCK, body, { apiVersion: '2020-05-01' });
}

describe('clusters of Azure Cosmos DB for PostgreSQL, with azurerm and azapi', () => {
  it.concurrent.each(ENGINES)('live and die on %s', async (_, terraform) => {
    const { twin } = terraform;
    const runner = terraform.runner(FOLDER);

    const { warnings, applied, outputs } = await runner.apply();
    expect(warnings).toEqual([]);
    expect(applied.filter(({ action }) => action === 'create')).toHaveLength(15);
    expect(outputs.clusters.value).toEqual(['cosmos-copy', 'cosmos-geo', 'cosmos-plain', 'cosmos-restored']);
    // Its source's, but for the network and what a restore chooses.
    expect(outputs.restored.value).toMatchObject({
      authConfig: { activeDirectoryAuth: 'enabled', passwordAuth: 'enabled' },
      enableGeoBackup: true,
      enableHa: false,
      maintenanceWindow: { customWindow: 'Disabled' },
      nodeCount: 2,
      privateEndpointConnections: [],
      serverNames: [{ name: 'cosmos-restored-c' }, { name: 'cosmos-restored-w0' }, { name: 'cosmos-restored-w1' }],
      sourceResourceId: `${CLUSTERS}/cosmos-geo`,
    });
    expect(existing(twin).filter((id) => id.startsWith(`${CLUSTERS}/cosmos-restored/`))).toEqual([
      `${CLUSTERS}/cosmos-restored/roles/administrator`,
    ]);
    expect(actions((await runner.plan()).plan)).toEqual({});

    // Neither provider knows that it never changes; Azure does.
    const flipped = { variables: { geo_backup: 'false' } };
    expect(actions((await runner.plan(flipped)).plan)['azapi_resource.geo']).toEqual(['update']);
    await expect(runner.apply(flipped)).rejects.toThrow(
      'Geo-redundant backup can be enabled only when a cluster is created or restored, and never disabled.',
    );
    expect(actions((await runner.plan()).plan)).toEqual({});

    // The source and the point in time of a restore stay in the body, and don't hinder other changes.
    const silver = { variables: { tier: 'silver' } };
    expect((await runner.apply(silver)).summary).toMatchObject({ add: 0, change: 3, remove: 0 });
    expect(actions((await runner.plan(silver)).plan)).toEqual({});

    // azurerm takes what a restored cluster isn't told for 0, and no longer for what its source has.
    const untold = { variables: { copy_size: 'null' } };
    expect(actions((await runner.plan(untold)).plan)).toMatchObject({
      'azurerm_cosmosdb_postgresql_cluster.copy': ['update'],
    });
    await expect(runner.apply(untold)).rejects.toThrow("The storage of a node can't be decreased");

    await lock(terraform, 'PUT');
    await expect(runner.destroy()).rejects.toThrow('ScopeLocked');
    expect(existing(twin)).toContain(`${CLUSTERS}/cosmos-geo`);
    await lock(terraform, 'DELETE');
    await runner.destroy();
    expect(existing(twin)).toEqual([]);
  });
});

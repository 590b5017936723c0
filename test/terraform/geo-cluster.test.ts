import { shortened } from './kit';
import { Build, ENGINES, Estate } from './lifecycle-kit';
import { place } from './option-cases';
import { ClusterAuthentication, GeoRedundantCluster, GeoRedundantClusterProps, PointInTime } from '../../src';

const PROVIDERS = { providers: ['azurerm', 'azapi'] } as const;
const CLUSTER = 'azapi_resource.tenants';
const LOCK = 'azurerm_management_lock.tenants_Lock';

function clusterWith(props: Partial<GeoRedundantClusterProps> = {}, more?: (cluster: GeoRedundantCluster) => void): Build {
  return (stack) => {
    const cluster = new GeoRedundantCluster(stack, 'tenants', { ...place(stack), clusterName: 'tenants', ...props });
    more?.(cluster);
  };
}

describe.each(ENGINES)('a cluster, on %s', (engine) => {
  it('is made, and refuses to be made otherwise', () =>
    Estate.live({ engine, ...PROVIDERS }, async (estate) => {
      estate.write(clusterWith({}, (cluster) => cluster.addFirewallRule('office', { startIpAddress: '203.0.113.10' })));
      const done = await estate.apply();
      console.log(done);
      expect(await estate.failedDestroy()).toContain('prevent_destroy');
      estate.write(clusterWith({ geoRedundantBackup: false }, (cluster) => cluster.addFirewallRule('office', { startIpAddress: '203.0.113.10' })));
      console.log(await estate.plan());
      console.log(await estate.failedApply());
      estate.write(clusterWith({ lock: false }, (cluster) => cluster.addFirewallRule('office', { startIpAddress: '203.0.113.10' })));
      console.log(await estate.apply());
      await estate.destroy();
    }));
});
void [shortened, ClusterAuthentication, PointInTime, CLUSTER, LOCK];

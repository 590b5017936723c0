import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import {
  AzurermVersion,
  ClusterAuthentication,
  ClusterShape,
  GeoRedundantCluster,
  IPostgresCluster,
  PointInTime,
  PostgresVersion,
} from 'cdktf-azure-postgres-backup';
import { Construct } from 'constructs';

const SUBSCRIPTION = '8e2f4c3a-2f0e-4c8b-9d0e-5b9a4a6f1d10';
const GROUP = 'rg-tenants';
const CLUSTER = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants`;

/** A distributed cluster whose backups are kept in the paired region too, and that nobody deletes by accident. */
class Tenants extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}], subscriptionId: SUBSCRIPTION });
    AzurermVersion.constrain(this);
    const group = new ResourceGroup(this, 'group', { name: GROUP, location: 'westeurope' });

    const tenants = new GeoRedundantCluster(this, 'tenants', {
      resourceGroupName: group.name,
      location: group.location,
      clusterName: 'tenants',
      shape: ClusterShape.multiNode({ workers: 2 }),
      version: PostgresVersion.V16,
      authentication: ClusterAuthentication.entraOnly([
        {
          objectId: '4b0f6f0e-8a53-4f0c-9c55-0f6a3c1f7b21',
          principalName: 'id-tenants-dba',
          principalType: 'ServicePrincipal',
        },
      ]),
      maintenanceWindow: { dayOfWeek: 0, startHour: 3 },
      tags: { application: 'tenants' },
    });
    openAndWatch(tenants);
    new TerraformOutput(this, 'host', { value: tenants.fullyQualifiedDomainName });
  }
}

/**
 * The cluster as it was at a point in time, in the paired region: deploy it on the day that westeurope is gone, once you
 * have put in the point. It refers to the original by its id alone, so that nothing of it has to be within reach.
 */
class Recovery extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, 'azurerm', { features: [{}], subscriptionId: SUBSCRIPTION });
    AzurermVersion.constrain(this);

    const lost = GeoRedundantCluster.fromClusterId(this, 'lost', CLUSTER, {
      location: 'westeurope',
      geoRedundantBackup: true,
    });
    const tenants = lost.restoreTo('tenants', PointInTime.utc('2026-11-20T10:00:00Z'), {
      clusterName: 'tenants-neu',
      location: 'northeurope',
      maintenanceWindow: { dayOfWeek: 0, startHour: 3 },
      tags: { application: 'tenants' },
    });
    // Nodes, versions and logins come along; network, alerts and lock are made again.
    openAndWatch(tenants);
    new TerraformOutput(this, 'host', { value: tenants.fullyQualifiedDomainName });
  }
}

function openAndWatch(cluster: IPostgresCluster): void {
  cluster.addFirewallRule('office', { startIpAddress: '203.0.113.0', endIpAddress: '203.0.113.31' });
  cluster.addMonitoring('alerts', { emailAddresses: ['dba@example.com'] });
}

const app = new App();
new Tenants(app, 'tenants');
new Recovery(app, 'recovery');
app.synth();

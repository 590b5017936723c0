import { CosmosdbPostgresqlRole } from '@cdktf/provider-azurerm/lib/cosmosdb-postgresql-role';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformProvider, TerraformStack } from 'cdktf';
import { API, azapi, AZAPI, CLUSTERS, imported, LOCK, newCluster, PLACE } from './kit';
import { AlertSeverity, ClusterMonitoring, GeoRedundantCluster } from '../../src';
import { all, entries, newApp, newStack, only, OTHER_SUBSCRIPTION, SUBSCRIPTION, synth, thrown, TYPES } from '../kit';

const NETWORK = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-network/providers/Microsoft.Network`;
const ENDPOINT = {
  subnetId: `${NETWORK}/virtualNetworks/vnet/subnets/snet-private`,
  privateDnsZoneIds: [`${NETWORK}/privateDnsZones/privatelink.postgres.cosmos.azure.com`],
};
const ON_CALL = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-monitor/providers/Microsoft.Insights/actionGroups/on-call`;

describe('firewall rules', () => {
  test('let in one address or a range, and are there before the lock', () => {
    const stack = newStack();
    const cluster = newCluster({}, stack);
    cluster.addFirewallRule('Office', { startIpAddress: '203.0.113.10' });
    cluster.addFirewallRule('Range', { startIpAddress: '203.0.113.0', endIpAddress: '203.0.113.255', name: 'range' });
    const json = synth(stack);
    const [[name]] = entries(json, AZAPI).filter(([, { location }]) => location !== undefined);
    const rest = {
      type: `Microsoft.DBforPostgreSQL/serverGroupsv2/firewallRules@${API}`,
      parent_id: `\${azapi_resource.${name}.id}`,
      locks: [`\${azapi_resource.${name}.id}`],
    };
    const rules = entries(json, AZAPI).filter(([, { type }]) => type === rest.type);
    expect(rules.map(([, rule]) => rule)).toEqual([
      {
        ...rest,
        name: expect.stringMatching(/^tenants-office-[0-9a-f]{8}$/),
        body: { properties: { startIpAddress: '203.0.113.10', endIpAddress: '203.0.113.10' } },
      },
      {
        ...rest,
        name: 'range',
        body: { properties: { startIpAddress: '203.0.113.0', endIpAddress: '203.0.113.255' } },
      },
    ]);
    expect(only(json, LOCK).depends_on).toEqual(rules.map(([rule]) => `azapi_resource.${rule}`));
  });

  test.each([
    ['203.0.113.0/24', undefined, '`startIpAddress` must be an IPv4 address, got: 203.0.113.0/24.'],
    ['203.0.113.256', undefined, '`startIpAddress` must be an IPv4 address, got: 203.0.113.256.'],
    ['203.0.113.01', undefined, '`startIpAddress` must be an IPv4 address, got: 203.0.113.01.'],
    ['', undefined, '`startIpAddress` must be an IPv4 address, got: (empty).'],
    ['203.0.113.1', '2001:db8::1', '`endIpAddress` must be an IPv4 address, got: 2001:db8::1.'],
    [
      '203.0.113.10',
      '203.0.113.9',
      '`endIpAddress` must not come before `startIpAddress`, 203.0.113.10, got: 203.0.113.9.',
    ],
  ])('not from %s to %s', (startIpAddress, endIpAddress, sentence) => {
    const add = () => newCluster().addFirewallRule('Office', { startIpAddress, endIpAddress });
    expect(thrown(add).message).toContain(`[/estate/Tenants/Office] ClusterFirewallRule: ${sentence}`);
  });

  test('not by a name that another has', () => {
    const cluster = newCluster();
    cluster.addFirewallRule('Office', { startIpAddress: '203.0.113.1', name: 'office' });
    const add = () => cluster.addFirewallRule('Again', { startIpAddress: '203.0.113.2', name: 'Office' });
    expect(thrown(add).message).toContain(
      '[/estate/Tenants/Again] PGB509: `name` must be unique among the firewall rules of a cluster, got: Office, which /estate/Tenants/Office has.',
    );
    newCluster({}, newStack(), 'Other').addFirewallRule('Office', { startIpAddress: '203.0.113.1', name: 'office' });
  });

  test('not by a name that isn’t one', () => {
    const add = () => newCluster().addFirewallRule('Office', { startIpAddress: '203.0.113.1', name: 'my office' });
    expect(thrown(add).message).toContain('PGB509: `name` must be 1 to 128 letters, digits');
  });

  test('in numbers, not in letters: 9 comes before 10', () => {
    const stack = newStack();
    newCluster({}, stack).addFirewallRule('Office', { startIpAddress: '9.0.0.1', endIpAddress: '10.0.0.1' });
    expect(azapi(synth(stack), 'firewallRules')).toHaveLength(1);
  });
});

describe('a private endpoint', () => {
  test('leads to the coordinator, and is there before the lock', () => {
    const stack = newStack();
    newCluster({}, stack).addPrivateEndpoint('App', ENDPOINT);
    const json = synth(stack);
    const [[name]] = entries(json, AZAPI);
    const [[endpoint, given]] = entries(json, TYPES.privateEndpoint);
    expect(given).toMatchObject({
      location: PLACE.location,
      resource_group_name: PLACE.resourceGroupName,
      private_service_connection: {
        private_connection_resource_id: `\${azapi_resource.${name}.id}`,
        subresource_names: ['coordinator'],
      },
    });
    expect(only(json, LOCK).depends_on).toEqual([`${TYPES.privateEndpoint}.${endpoint}`]);
  });

  test('not by a name that another has', () => {
    const cluster = newCluster();
    cluster.addPrivateEndpoint('App', { ...ENDPOINT, name: 'pe-app' });
    const add = () => cluster.addPrivateEndpoint('Again', { ...ENDPOINT, name: 'PE-app' });
    expect(thrown(add).message).toContain(
      '[/estate/Tenants/Again] PGB509: `name` must be unique among the private endpoints of a resource group, got: PE-app, which /estate/Tenants/App has.',
    );
  });

  test('not by a name that one of another cluster has in the resource group', () => {
    const stack = newStack();
    newCluster({}, stack).addPrivateEndpoint('App', { ...ENDPOINT, name: 'pe-app' });
    const add = (id: string, resourceGroupName: string) =>
      newCluster({ resourceGroupName }, stack, id).addPrivateEndpoint('App', { ...ENDPOINT, name: 'pe-app' });
    expect(thrown(() => add('Other', PLACE.resourceGroupName)).message).toContain(
      '[/estate/Other/App] PGB509: `name` must be unique among the private endpoints of a resource group, got: pe-app, which /estate/Tenants/App has.',
    );
    expect(() => add('Elsewhere', 'rg-other')).not.toThrow();
  });

  test('not in no region', () => {
    const add = () => newCluster().addPrivateEndpoint('App', { ...ENDPOINT, networkLocation: ' ' });
    expect(thrown(add).message).toContain(
      '[/estate/Tenants/App] Location: `networkLocation` must be a region, got: (empty).',
    );
  });

  test('not in the zone of flexible servers', () => {
    const zone = `${NETWORK}/privateDnsZones/privatelink.postgres.database.azure.com`;
    const add = () => newCluster().addPrivateEndpoint('App', { ...ENDPOINT, privateDnsZoneIds: [zone] });
    expect(thrown(add).message).toContain(
      'PrivateEndpoint: `privateDnsZoneIds` must hold the zone privatelink.postgres.cosmos.azure.com',
    );
  });
});

describe('what something else makes below a cluster', () => {
  const role = (stack: TerraformStack, id: string) =>
    new CosmosdbPostgresqlRole(stack, id, { name: id, clusterId: `${CLUSTERS}/tenants`, password: '${var.password}' });

  test('is deleted after its locks, whichever was added first', () => {
    const stack = newStack();
    const cluster = imported(stack);
    const parts = ['before', 'between', 'after'].map((id) => role(stack, id));
    cluster.addPart(parts[0]);
    cluster.addLock('Lock', { name: 'first' });
    cluster.addPart(parts[1]);
    cluster.addPart(parts[1]);
    cluster.addLock('Second', { name: 'second' });
    cluster.addPart(parts[2]);
    const addresses = parts.map((part) => `azurerm_cosmosdb_postgresql_role.${part.friendlyUniqueId}`);
    expect(all(synth(stack), LOCK).map(({ name, depends_on }) => [name, depends_on])).toEqual([
      ['first', addresses],
      ['second', addresses],
    ]);
  });

  test('is so below one of ours too, and makes no difference without a lock', () => {
    const stack = newStack();
    newCluster({}, stack).addPart(role(stack, 'app'));
    newCluster({ lock: false }, stack, 'Open').addPart(role(stack, 'other'));
    expect(only(synth(stack), LOCK).depends_on).toEqual(['azurerm_cosmosdb_postgresql_role.app']);
  });

  test('is deleted by another stack after the lock of this one', () => {
    const stack = newStack();
    const other = newStack('roles', stack.node.root as App);
    const cluster = imported(stack);
    cluster.addLock('Lock');
    cluster.addPart(role(other, 'app'));
    expect(only(synth(stack), LOCK).depends_on).toBeUndefined();
    expect(stack.dependsOn(other)).toBe(true);
  });
});

describe('alerts', () => {
  const alertsOf = (monitoring: ClusterMonitoring) => {
    const stack = newStack();
    newCluster({}, stack).addMonitoring('Watch', monitoring);
    return synth(stack);
  };

  test('on full disks and busy processors, node by node', () => {
    const alerts = all(alertsOf({ actionGroupId: ON_CALL }), TYPES.metricAlert);
    expect(
      alerts.map(({ criteria, window_size, severity, action }) => [criteria[0], window_size, severity, action]),
    ).toEqual([
      [
        {
          metric_namespace: 'Microsoft.DBforPostgreSQL/serverGroupsv2',
          metric_name: 'cpu_percent',
          aggregation: 'Average',
          operator: 'GreaterThan',
          threshold: 95,
          dimension: [{ name: 'ServerName', operator: 'Include', values: ['*'] }],
        },
        'PT1H',
        1,
        [{ action_group_id: ON_CALL }],
      ],
      [
        expect.objectContaining({ metric_name: 'storage_percent', threshold: 85 }),
        'PT5M',
        1,
        [{ action_group_id: ON_CALL }],
      ],
    ]);
  });

  test('as one likes them', () => {
    const json = alertsOf({
      emailAddresses: ['dba@example.com'],
      storagePercent: 75,
      cpuPercent: 80,
      severity: AlertSeverity.WARNING,
      tags: { team: 'tenants' },
    });
    expect(only(json, TYPES.actionGroup)).toMatchObject({
      resource_group_name: 'rg-tenants',
      email_receiver: [{ name: 'email-1', email_address: 'dba@example.com' }],
      tags: { team: 'tenants' },
    });
    expect(all(json, TYPES.metricAlert).map(({ criteria, severity }) => [criteria[0].threshold, severity])).toEqual([
      [80, 2],
      [75, 2],
    ]);
  });

  test.each<[ClusterMonitoring, string]>([
    [{}, '`actionGroupId` or `emailAddresses` must be given, one of them at least, got: none.'],
    [{ emailAddresses: ['dba'] }, '`emailAddresses` must be e-mail addresses, got: dba.'],
    [
      { actionGroupId: ON_CALL, storagePercent: 100 },
      '`storagePercent` must be between 1 and 99 percent, got: 100 percent.',
    ],
    [{ actionGroupId: ON_CALL, cpuPercent: 0 }, '`cpuPercent` must be between 1 and 99 percent, got: 0 percent.'],
  ])('not so: %p', (monitoring, sentence) => {
    expect(thrown(() => newCluster().addMonitoring('Watch', monitoring)).message).toContain(
      `[/estate/Tenants/Watch] ClusterMonitoring: ${sentence}`,
    );
  });
});

describe('a cluster that exists', () => {
  test('is locked, watched and opened as one of ours', () => {
    const stack = newStack();
    const cluster = imported(stack, { geoRedundantBackup: true });
    expect([cluster.clusterName, cluster.resourceGroupName, cluster.subscriptionId]).toEqual([
      'tenants',
      'rg-tenants',
      SUBSCRIPTION,
    ]);
    cluster.addLock('Lock', { name: 'keep', notes: 'until 2029' });
    cluster.addFirewallRule('Office', { startIpAddress: '203.0.113.10' });
    cluster.addMonitoring('Watch', { actionGroupId: ON_CALL });
    const json = synth(stack);
    const [[rule, given]] = entries(json, AZAPI);
    expect(given.parent_id).toBe(`${CLUSTERS}/tenants`);
    expect(only(json, LOCK)).toMatchObject({
      name: 'keep',
      notes: 'until 2029',
      scope: `${CLUSTERS}/tenants`,
      depends_on: [`azapi_resource.${rule}`],
    });
    expect(all(json, TYPES.metricAlert).map(({ scopes }) => scopes)).toEqual([
      [`${CLUSTERS}/tenants`],
      [`${CLUSTERS}/tenants`],
    ]);
  });

  test.each([
    `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/tenants`,
    'tenants',
  ])('is no %s', (id) => {
    const bring = () => GeoRedundantCluster.fromClusterId(newStack(), 'Existing', id, { location: 'westeurope' });
    expect(thrown(bring).message).toContain('ClusterId: `clusterId` must be /subscriptions/');
  });

  test('is not locked twice by one name', () => {
    const cluster = newCluster();
    expect(thrown(() => cluster.addLock('Again')).message).toContain(
      '[/estate/Tenants/Again] PGB509: `name` must be unique among the locks of a cluster, got: postgres-backup, which /estate/Tenants/Lock has.',
    );
    cluster.addLock('Second', { name: 'second' });
  });

  test('is not locked twice by one name, by the stack that makes it and by one that knows its id', () => {
    const app = newApp();
    newCluster({ clusterName: 'tenants' }, newStack('one', app, SUBSCRIPTION));
    const again = imported(newStack('two', app));
    expect(thrown(() => again.addLock('Lock')).message).toContain(
      '[/two/Existing/Lock] PGB509: `name` must be unique among the locks of a cluster, got: postgres-backup, which /one/Tenants/Lock has.',
    );
    again.addLock('Lock2', { name: 'second' });
  });

  test.each(['${var.one}', '${var.other}'])('that isn’t known yet is another than one that is not either: %s', (id) => {
    const stack = newStack();
    for (const [index, each] of ['${var.a}', id].entries()) {
      GeoRedundantCluster.fromClusterId(stack, `C${index}`, each, { location: 'westeurope' }).addLock('Lock');
    }
    expect(all(synth(stack), LOCK)).toHaveLength(2);
  });

  test.each([
    ['x'.repeat(513), 513],
    ['ü'.repeat(257), 514],
  ])('is not locked with notes that are too long: %#', (notes, bytes) => {
    const message = thrown(() => imported(newStack()).addLock('Lock', { notes })).message;
    expect(message).toContain(
      `[/estate/Existing/Lock] ClusterLock: \`notes\` must be at most 512 bytes long, got: ${bytes}.`,
    );
    expect(message).toContain('Limit: "azurerm 4.55.0: azurerm_management_lock", 2025-12-04, ');
  });

  test.each(['', 'x'.repeat(512), `\${var.notes}${'x'.repeat(512)}`])('is locked with notes: %#', (notes) => {
    const stack = newStack();
    imported(stack).addLock('Lock', { notes });
    expect(only(synth(stack), LOCK).notes).toBe(notes);
  });

  test('is in a region', () => {
    expect(thrown(() => imported(newStack(), { location: '' })).message).toContain(
      '[/estate/Existing] Location: `location` must be a region, got: (empty).',
    );
  });

  test.each(['a b', ''])('is not locked by the name %p', (name) => {
    expect(thrown(() => imported(newStack()).addLock('Lock', { name })).message).toContain(
      'PGB509: `name` must be 1 to 90',
    );
  });
  describe('in another subscription', () => {
    const id = `${CLUSTERS}/tenants`.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION);
    const bring = (stack: TerraformStack, provider?: TerraformProvider) =>
      GeoRedundantCluster.fromClusterId(stack, 'Existing', id, { location: 'westeurope', provider });
    const here = () => newStack('estate', newApp(), SUBSCRIPTION);

    test('has neither alerts nor endpoints with the provider of this one, where a group may have the same name', () => {
      const cluster = bring(here());
      expect(thrown(() => cluster.addMonitoring('Watch', { actionGroupId: ON_CALL })).message).toBe(
        [
          `[/estate/Existing/Watch] ProviderSubscription: \`provider\` of the cluster must be one of its subscription, ${OTHER_SUBSCRIPTION}, got: ${SUBSCRIPTION}.`,
          '  Limit: "azurerm 4.55.0: `subscription_id` of the provider", 2025-12-04, https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs',
          '  Mend: give the cluster the azurerm provider of that subscription where it is imported',
        ].join('\n'),
      );
      expect(thrown(() => cluster.addPrivateEndpoint('Endpoint', ENDPOINT)).message).toContain(
        'ProviderSubscription: ',
      );
      // What names the cluster by its whole id lies with it, whatever the provider.
      cluster.addLock('Lock');
    });

    test('has them with its own, and where nothing is known of the provider', () => {
      const stack = here();
      const provider = new AzurermProvider(stack, 'other', {
        alias: 'other',
        features: [{}],
        subscriptionId: OTHER_SUBSCRIPTION.toUpperCase(),
      });
      for (const cluster of [bring(stack, provider), bring(newStack())]) {
        cluster.addMonitoring('Watch', { actionGroupId: ON_CALL });
        cluster.addPrivateEndpoint('Endpoint', ENDPOINT);
      }
      expect(all(synth(stack), TYPES.metricAlert).map((alert) => alert.provider)).toEqual(
        Array(2).fill('azurerm.other'),
      );
    });
  });
});

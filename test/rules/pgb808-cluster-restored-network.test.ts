import { CosmosdbPostgresqlFirewallRule as FirewallRule } from '@cdktf/provider-azurerm/lib/cosmosdb-postgresql-firewall-rule';
import { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { TerraformCount, TerraformStack, TerraformVariable } from 'cdktf';
import { cluster, clusterEstate, geoCluster, OLD_CLUSTER, restored, untyped } from './cluster-kit';
import { emptyStack, NOW, outcomes, SUBSCRIPTION, verdicts } from './kit';
import { CLUSTER_RESTORED_NETWORK } from '../../src/rules/pgb808-cluster-restored-network';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const RULE = CLUSTER_RESTORED_NETWORK;

function firewallRule(stack: TerraformStack, clusterId: string, over: Record<string, unknown> = {}): void {
  const address = '203.0.113.10';
  new FirewallRule(stack, 'office', {
    name: 'office',
    clusterId,
    startIpAddress: address,
    endIpAddress: address,
    ...over,
  });
}

function endpoint(stack: TerraformStack, privateConnectionResourceId: string): void {
  new PrivateEndpoint(stack, 'endpoint', {
    name: 'pe',
    resourceGroupName: 'rg-orders',
    location: 'westeurope',
    subnetId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s`,
    privateServiceConnection: { name: 'c', isManualConnection: false, privateConnectionResourceId },
  });
}

describe('PGB808 cluster-restored-network', () => {
  test.each([
    ['that is restored', restored(), 'violated'],
    ['that is not', {}, 'compliant'],
    ['that is a read replica', restored({ pointInTimeInUtc: undefined }), 'compliant'],
  ])('a cluster %s, with nothing around it', (_, over, outcome) => {
    const estate = clusterEstate();
    cluster(estate, over);
    expect(outcomes(RULE, estate.stack)).toEqual([outcome]);
  });

  test('firewall rules and private endpoints', () => {
    const ruled = clusterEstate();
    firewallRule(ruled.stack, cluster(ruled, restored()).id);
    expect(outcomes(RULE, ruled.stack)).toEqual(['compliant']);
    const connected = clusterEstate();
    endpoint(connected.stack, cluster(connected, restored()).id);
    expect(outcomes(RULE, connected.stack)).toEqual(['compliant']);
  });

  test('through azapi as well', () => {
    const estate = clusterEstate();
    const made = geoCluster(estate, { pointInTimeUTC: '2026-11-18T02:00:00Z', sourceResourceId: OLD_CLUSTER });
    expect(outcomes(RULE, estate.stack)).toEqual(['violated']);
    untyped(estate.stack, 'azapi_resource', 'office', {
      type: 'Microsoft.DBforPostgreSQL/serverGroupsv2/firewallRules@2023-03-02-preview',
      name: 'office',
      parent_id: made.getStringAttribute('id'),
    });
    expect(outcomes(RULE, estate.stack)).toEqual(['compliant']);
  });

  test.each([
    ['coordinator_public_ip_access_enabled', false, 'violated'],
    ['coordinator_public_ip_access_enabled', '${var.open}', 'undecided'],
    ['node_public_ip_access_enabled', true, 'compliant'],
  ])('a firewall rule lets nobody in where there is no public endpoint: %s = %s', (name, value, outcome) => {
    const estate = clusterEstate();
    const made = cluster(estate, restored());
    if (name.startsWith('node')) made.addOverride('coordinator_public_ip_access_enabled', false);
    made.addOverride(name, value);
    firewallRule(estate.stack, made.id);
    expect(outcomes(RULE, estate.stack)).toEqual([outcome]);
    endpoint(estate.stack, made.id);
    expect(outcomes(RULE, estate.stack)).toEqual(['compliant']);
  });

  test('says what rules are worth without a public endpoint', () => {
    const estate = clusterEstate();
    const made = cluster(estate, restored({ coordinatorPublicIpAccessEnabled: false }));
    firewallRule(estate.stack, made.id);
    expect(verdicts(RULE, estate.stack)[0].message).toContain('got: firewall rules without a public endpoint');
  });

  test.each([
    ['an id that is written out', OLD_CLUSTER.replace('tenants-old', 'tenants'), 'compliant'],
    [
      'an id that is put together',
      '${azurerm_resource_group.group.id}/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants',
      'compliant',
    ],
    ['that of another', OLD_CLUSTER, 'violated'],
  ])('by %s', (_, id, outcome) => {
    const ruled = clusterEstate();
    cluster(ruled, restored());
    firewallRule(ruled.stack, id);
    expect(outcomes(RULE, ruled.stack)).toEqual([outcome]);
    const connected = clusterEstate();
    geoCluster(connected, { pointInTimeUTC: '2026-11-18T02:00:00Z', sourceResourceId: OLD_CLUSTER });
    endpoint(connected.stack, id);
    expect(outcomes(RULE, connected.stack)).toEqual([outcome]);
  });

  test.each([
    ['the cluster', '${azurerm_cosmosdb_postgresql_cluster.tenants.id}', 'compliant'],
    ['another service', '${azurerm_resource_group.group.id}', 'violated'],
    ['one of several', '${each.value}', 'undecided'],
  ])('a private endpoint by azapi, of %s', (_, privateLinkServiceId, outcome) => {
    const estate = clusterEstate();
    cluster(estate, restored());
    untyped(estate.stack, 'azapi_resource', 'endpoint', {
      type: 'Microsoft.Network/privateEndpoints@2024-05-01',
      name: 'pe',
      parent_id: estate.group.id,
      body: { properties: { privateLinkServiceConnections: [{ name: 'c', properties: { privateLinkServiceId } }] } },
    });
    expect(outcomes(RULE, estate.stack)).toEqual([outcome]);
  });

  test('what is around another cluster, or another service, is not around this one', () => {
    const estate = clusterEstate();
    cluster(estate, restored());
    firewallRule(estate.stack, OLD_CLUSTER);
    endpoint(estate.stack, estate.group.id);
    expect(outcomes(RULE, estate.stack)).toEqual(['violated']);
  });

  test('undecided while it is a variable what rules are for, or how many there are', () => {
    const open = (make: (stack: TerraformStack, id: string, value: TerraformVariable) => void, over = restored()) => {
      const stack = emptyStack();
      const variable = new TerraformVariable(stack, 'open', { type: 'string' });
      make(stack, cluster(clusterEstate(stack), over).id, variable);
      return outcomes(RULE, stack);
    };
    expect(open((stack) => firewallRule(stack, '${each.value}'))).toEqual(['undecided']);
    expect(open((stack) => endpoint(stack, '${each.value}'))).toEqual(['undecided']);
    expect(
      open((stack, id, { numberValue }) => firewallRule(stack, id, { count: TerraformCount.of(numberValue) })),
    ).toEqual(['undecided']);
    const stack = emptyStack();
    const pointInTimeInUtc = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
    cluster(clusterEstate(stack), restored({ pointInTimeInUtc }));
    expect(outcomes(RULE, stack)).toEqual(['undecided']);
  });

  test('it is a warning, and says what to declare', () => {
    const estate = clusterEstate();
    cluster(estate, restored());
    const findings = PostgresBackupValidator.of(estate.stack).findings({ now: NOW, profiles: [Profile.RECOMMENDED] });
    expect(findings.find(({ rule }) => rule === 'PGB808')).toMatchObject({
      severity: 'warning',
      message: 'a restored cluster must have firewall rules or a private endpoint, got: neither',
    });
  });
});

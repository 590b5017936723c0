import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { TerraformStack } from 'cdktf';
import {
  FlexServerNetwork,
  PostgresBackupValidator,
  PrivateEndpointOptions,
  Profile,
  ProtectedFlexServer,
  ProtectedFlexServerProps,
  Retention,
  SupportMatrix,
} from '../../src';
import { entries, newStack, NOW, only, SUBSCRIPTION, synth, thrown, TYPES, variable } from '../kit';

const PLACE = { resourceGroupName: 'rg-shop', location: 'westeurope', recoverableFor: Retention.years(1) };
const NETWORK = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-network/providers/Microsoft.Network`;
const SUBNET = `${NETWORK}/virtualNetworks/vnet/subnets/snet-private`;
const ZONE = `${NETWORK}/privateDnsZones/privatelink.postgres.database.azure.com`;
const OPTIONS = { subnetId: SUBNET, privateDnsZoneIds: [ZONE] };
const ZONES =
  '"Azure Private Endpoint private DNS zone values", 2026-07-16, https://learn.microsoft.com/azure/private-link/private-endpoint-dns';

function newServer(stack: TerraformStack, props: Partial<ProtectedFlexServerProps> = {}): ProtectedFlexServer {
  return new ProtectedFlexServer(stack, 'orders', {
    ...PLACE,
    network: FlexServerNetwork.privateEndpoints(),
    ...props,
  });
}

function refusal(options: Partial<PrivateEndpointOptions>, props: Partial<ProtectedFlexServerProps> = {}): string {
  return thrown(() => newServer(newStack(), props).addPrivateEndpoint('App', { ...OPTIONS, ...options })).message;
}

test('leads to the server, and into its zone', () => {
  const stack = newStack();
  newServer(stack).addPrivateEndpoint('App', OPTIONS);
  const json = synth(stack);
  const [[server]] = entries(json, TYPES.server);
  expect(only(json, TYPES.server).public_network_access_enabled).toBe(false);
  expect(only(json, TYPES.privateEndpoint)).toEqual({
    name: expect.stringMatching(/^pe-orders-app-[0-9a-f]{8}$/),
    location: 'westeurope',
    resource_group_name: 'rg-shop',
    subnet_id: SUBNET,
    private_service_connection: {
      name: 'postgresqlServer',
      is_manual_connection: false,
      private_connection_resource_id: `\${${TYPES.server}.${server}.id}`,
      subresource_names: ['postgresqlServer'],
    },
    private_dns_zone_group: { name: 'default', private_dns_zone_ids: [ZONE] },
  });
});

test('has a name and a place of its own where they are given', () => {
  const stack = newStack();
  newServer(stack).addPrivateEndpoint('App', { ...OPTIONS, name: 'pe-orders', networkLocation: 'northeurope' });
  expect(only(synth(stack), TYPES.privateEndpoint)).toMatchObject({ name: 'pe-orders', location: 'northeurope' });
});

test('a server with a public endpoint can have several, and others can wait for them', () => {
  const stack = newStack();
  const server = newServer(stack, { network: FlexServerNetwork.publicEndpoint() });
  const dependsOn = ['App', 'Batch'].map((id) => server.addPrivateEndpoint(id, OPTIONS));
  const waiting = { subnetId: SUBNET, networkSecurityGroupId: `${NETWORK}/networkSecurityGroups/nsg`, dependsOn };
  new SubnetNetworkSecurityGroupAssociation(stack, 'after', waiting);
  const json = synth(stack);
  const addresses = entries(json, TYPES.privateEndpoint).map(([name]) => `${TYPES.privateEndpoint}.${name}`);
  expect(addresses).toHaveLength(2);
  expect(only(json, 'azurerm_subnet_network_security_group_association').depends_on.sort()).toEqual(addresses);
});

test.each<[string[], string]>([
  [[], '(empty)'],
  [[ZONE.replace('privatelink.', '')], 'postgres.database.azure.com'],
  [[ZONE.replace('postgres.database.azure.com', 'blob.core.windows.net')], 'privatelink.blob.core.windows.net'],
])('without its zone it is refused %#', (privateDnsZoneIds, got) => {
  expect(refusal({ privateDnsZoneIds })).toBe(
    [
      `[/estate/orders/App] PrivateEndpoint: \`privateDnsZoneIds\` must hold the zone privatelink.postgres.database.azure.com, got: ${got}.`,
      `  Limit: ${ZONES}`,
      '  Mend: give the id of the zone privatelink.postgres.database.azure.com, linked to the networks that are to find the service',
    ].join('\n'),
  );
});

test('a subnet that is none is refused', () => {
  expect(refusal({ subnetId: 'snet-private' })).toBe(
    [
      '[/estate/orders/App] PrivateEndpoint: `subnetId` must be /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/…/subnets/…, got: snet-private.',
      `  Limit: ${ZONES}`,
      '  Mend: give the whole ARM id',
    ].join('\n'),
  );
});

test('a server in a delegated subnet has none', () => {
  const network = FlexServerNetwork.delegatedSubnet(SUBNET, ZONE);
  expect(refusal({}, { network })).toBe(
    [
      '[/estate/orders] PrivateEndpoint: `network` must be `privateEndpoints` or `publicEndpoint` where the server has private endpoints, got: `delegatedSubnet`.',
      '  Limit: "Networking with Private Link in Azure Database for PostgreSQL flexible server", 2026-07-13, https://learn.microsoft.com/azure/postgresql/network/concepts-networking-private-link',
      '  Mend: choose one of the two; a server in a delegated subnet can be reached in its network as it is',
    ].join('\n'),
  );
});

test('what Terraform knows passes', () => {
  const stack = newStack();
  const [subnetId, zone] = ['subnet', 'zone'].map((name) => variable(stack, name).stringValue);
  newServer(stack).addPrivateEndpoint('App', { subnetId, privateDnsZoneIds: [zone] });
  expect(only(synth(stack), TYPES.privateEndpoint)).toMatchObject({
    subnet_id: '${var.subnet}',
    private_dns_zone_group: { private_dns_zone_ids: ['${var.zone}'] },
  });
});

test.each<[SupportMatrix, string | undefined]>([
  [SupportMatrix.V1_2024_12_17, 'by allowing trusted Microsoft services in the network settings'],
  [SupportMatrix.V1_2025_02_28, 'by allowing trusted Microsoft services in the network settings'],
  [SupportMatrix.V1_2025_05_15, 'The edition promises nothing for servers without public access'],
  [SupportMatrix.V2_2026_09_28, undefined],
])('with the public endpoint closed PGB411 says what the edition promises %#', (edition, promise) => {
  const stack = newStack();
  newServer(stack).addPrivateEndpoint('App', OPTIONS);
  const findings = PostgresBackupValidator.of(stack).findings({ now: NOW, edition, profiles: [Profile.RECOMMENDED] });
  const limits = findings.filter(({ rule }) => rule === 'PGB411').map(({ limit }) => limit);
  expect(limits).toEqual(promise === undefined ? [] : [expect.stringContaining(promise)]);
});

import { freshTwin, GROUP } from './client';
import { NETWORK, Platform, refusalOf, STORAGE } from './platform-kit';

const client = freshTwin();
const platform = () => new Platform(client());

const NET = `${NETWORK}/virtualNetworks/net`;
const ZONE = `${NETWORK}/privateDnsZones/privatelink.blob.core.windows.net`;
const ENDPOINT = `${NETWORK}/privateEndpoints/pe`;
const makeNetwork = (prefixes = ['10.0.0.0/16'], rest: any = {}, path = NET) =>
  platform().put(path, {
    location: 'westeurope',
    properties: { addressSpace: { addressPrefixes: prefixes }, ...rest },
  });
const makeSubnet = (name: string, prefix: string, rest: any = {}) =>
  platform().put(`${NET}/subnets/${name}`, { properties: { addressPrefixes: [prefix], ...rest } });

beforeEach(() => client().makeGroup());

describe('a virtual network', () => {
  it('[subnet-in-network] has subnets that lie in it and overlap no other', async () => {
    await makeNetwork(['10.0.0.0/16', 'fd00::/48']);
    expect((await makeSubnet('one', '10.0.0.0/24')).status).toBe(201);
    expect((await makeSubnet('one', '10.0.0.0/23')).status).toBe(200);
    const overlap = { status: 400, code: 'NetcfgSubnetRangesOverlap' };
    expect(refusalOf(await makeSubnet('two', '10.0.1.0/24'))).toEqual(overlap);
    expect(refusalOf(await makeSubnet('two', '10.0.0.0/16'))).toEqual(overlap);
    expect((await makeSubnet('two', '10.0.2.0/24')).status).toBe(201);
    const outside = { status: 400, code: 'NetcfgSubnetRangeOutsideVnet' };
    expect(refusalOf(await makeSubnet('three', '10.1.0.0/24'))).toEqual(outside);
    expect(refusalOf(await makeSubnet('three', '10.0.0.0/15'))).toEqual(outside);
    const notation = { status: 400, code: 'InvalidCIDRNotation' };
    for (const prefix of ['10.0.3.1/24', '10.0.3.0', '10.0.3.0/33', '10.0.256.0/24']) {
      expect(refusalOf(await makeSubnet('three', prefix))).toEqual(notation);
    }
    expect(refusalOf(await makeNetwork(['10.0.0.1/16']))).toEqual(notation);
    expect(refusalOf(await makeNetwork(['10.9.0.0/16']))).toEqual(outside);
    expect((await platform().get(NET)).body.properties.subnets.map(({ name }: any) => name)).toEqual(['one', 'two']);
    expect(refusalOf(await platform().put(`${NETWORK}/virtualNetworks/none/subnets/one`, {})).code).toBe(
      'ParentResourceNotFound',
    );
  });

  it('[subnet-in-network] takes subnets with it, all or none, and keeps those it has where none are sent', async () => {
    const subnet = (name: string, addressPrefix: string) => ({ name, properties: { addressPrefix } });
    const both = { subnets: [subnet('one', '10.0.1.0/24'), subnet('two', '10.0.2.0/24')] };
    const wrong = { subnets: [subnet('one', '10.0.1.0/24'), subnet('two', '10.0.1.0/25')] };
    expect(refusalOf(await makeNetwork(undefined, wrong)).code).toBe('NetcfgSubnetRangesOverlap');
    expect((await platform().get(NET)).status).toBe(404);
    const { body } = await makeNetwork(undefined, both);
    expect(body.properties.subnets[1]).toMatchObject({
      id: `${NET}/subnets/two`,
      properties: { addressPrefix: '10.0.2.0/24' },
    });
    expect((await makeNetwork()).body.properties.subnets).toHaveLength(2);
    expect((await makeNetwork(undefined, { subnets: both.subnets.slice(1) })).body.properties.subnets).toHaveLength(1);
    expect((await platform().get(`${NET}/subnets/one`)).status).toBe(404);
  });

  it('delegates a subnet, as it was sent', async () => {
    await makeNetwork();
    const serviceName = 'Microsoft.DBforPostgreSQL/flexibleServers';
    const { body } = await makeSubnet('pg', '10.0.1.0/24', {
      delegations: [{ name: 'fs', properties: { serviceName } }],
    });
    expect(body.properties.delegations).toEqual([
      {
        id: `${NET}/subnets/pg/delegations/fs`,
        name: 'fs',
        type: 'Microsoft.Network/virtualNetworks/subnets/delegations',
        properties: { serviceName, provisioningState: 'Succeeded' },
      },
    ]);
  });

  it('[subnet-in-use] keeps subnets that something lies in, and stays with them', async () => {
    await makeNetwork();
    await makeSubnet('pe', '10.0.1.0/24');
    await makeSubnet('free', '10.0.2.0/24');
    await makeEndpoint('pe');
    const inUse = { status: 400, code: 'InUseSubnetCannotBeDeleted' };
    expect(refusalOf(await platform().delete(`${NET}/subnets/pe`))).toEqual(inUse);
    expect(refusalOf(await platform().delete(NET))).toEqual(inUse);
    expect(refusalOf(await makeNetwork(undefined, { subnets: [] }))).toEqual(inUse);
    expect((await platform().delete(`${NET}/subnets/free`)).status).toBe(202);
    await platform().delete(ENDPOINT);
    expect((await platform().delete(NET)).status).toBe(202);
    expect((await platform().get(`${NET}/subnets/pe`)).status).toBe(404);
  });
});

describe('a network security group', () => {
  const NSG = `${NETWORK}/networkSecurityGroups/nsg`;
  const rule = (priority: number, direction = 'Inbound') => ({ properties: { priority, direction, access: 'Allow' } });

  it('has rules, each with a priority of its own in its direction', async () => {
    const put = (...rules: any[]) =>
      platform().put(NSG, { location: 'westeurope', properties: { securityRules: rules } });
    const conflict = { status: 400, code: 'SecurityRuleConflict' };
    expect(refusalOf(await put({ name: 'a', ...rule(100) }, { name: 'b', ...rule(100) }))).toEqual(conflict);
    await put({ name: 'a', ...rule(100) }, { name: 'b', ...rule(100, 'Outbound') });
    expect(refusalOf(await platform().put(`${NSG}/securityRules/c`, rule(100)))).toEqual(conflict);
    expect((await platform().put(`${NSG}/securityRules/c`, rule(101))).status).toBe(201);
    expect((await platform().put(`${NSG}/securityRules/c`, rule(102))).status).toBe(200);
    expect((await platform().get(NSG)).body.properties.securityRules.map(({ name }: any) => name)).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect((await platform().get(`${NSG}/securityRules/c`)).body.properties.priority).toBe(102);
    expect((await platform().delete(`${NSG}/securityRules/c`)).status).toBe(202);
    expect((await platform().delete(`${NSG}/securityRules/c`)).status).toBe(204);
    expect((await platform().get(`${NSG}/securityRules/c`)).status).toBe(404);
  });

  it('stays while a subnet has it', async () => {
    await makeNetwork();
    const secured = (id: string) => makeSubnet('one', '10.0.1.0/24', { networkSecurityGroup: { id } });
    expect(refusalOf(await secured(NSG)).code).toBe('InvalidResourceReference');
    await platform().put(NSG, { location: 'westeurope' });
    expect((await secured(NSG)).body.properties.networkSecurityGroup).toEqual({ id: NSG });
    expect(refusalOf(await platform().delete(NSG)).code).toBe('InUseNetworkSecurityGroupCannotBeDeleted');
    await makeSubnet('one', '10.0.1.0/24');
    expect((await platform().delete(NSG)).status).toBe(202);
  });
});

async function makeEndpoint(subnet: string, path = ENDPOINT, groupIds = ['blob']) {
  const privateLinkServiceId = await platform().makeStorage();
  return platform().put(path, {
    location: 'westeurope',
    properties: {
      subnet: { id: `${NET}/subnets/${subnet}` },
      privateLinkServiceConnections: [{ name: 'own', properties: { privateLinkServiceId, groupIds } }],
    },
  });
}

async function addressesOf(path: string): Promise<string[]> {
  const { body } = await platform().get(path);
  const nic = await platform().get(body.properties.networkInterfaces[0].id);
  return nic.body.properties.ipConfigurations.map((each: any) => each.properties.privateIPAddress);
}

describe('a private endpoint', () => {
  beforeEach(async () => {
    await makeNetwork();
    await makeSubnet('pe', '10.0.1.0/29');
  });

  it('[private-endpoint-address] gets an address of its subnet for each group, by an interface that goes with it', async () => {
    const { status, body } = await makeEndpoint('pe', ENDPOINT, ['blob', 'file']);
    expect(status).toBe(201);
    expect(body.properties.privateLinkServiceConnections[0].properties.privateLinkServiceConnectionState.status).toBe(
      'Approved',
    );
    expect(await addressesOf(ENDPOINT)).toEqual(['10.0.1.4', '10.0.1.5']);
    await makeEndpoint('pe', ENDPOINT, ['blob', 'file']);
    expect(await addressesOf(ENDPOINT)).toEqual(['10.0.1.4', '10.0.1.5']);
    await makeEndpoint('pe', `${NETWORK}/privateEndpoints/second`);
    expect(await addressesOf(`${NETWORK}/privateEndpoints/second`)).toEqual(['10.0.1.6']);
    expect(refusalOf(await makeEndpoint('pe', `${NETWORK}/privateEndpoints/third`)).code).toBe('SubnetIsFull');
    const nic = body.properties.networkInterfaces[0].id;
    expect(refusalOf(await platform().delete(nic)).code).toBe('NicInUseWithPrivateEndpoint');
    await platform().delete(ENDPOINT);
    expect((await platform().get(nic)).status).toBe(404);
    expect((await makeEndpoint('pe', `${NETWORK}/privateEndpoints/third`)).status).toBe(201);
  });

  it('[private-endpoint-address] needs a subnet and a service that there are', async () => {
    const missing = { status: 400, code: 'InvalidResourceReference' };
    expect(refusalOf(await makeEndpoint('none'))).toEqual(missing);
    const connect = (connections: any) =>
      platform().put(ENDPOINT, {
        location: 'westeurope',
        properties: { subnet: { id: `${NET}/subnets/pe` }, ...connections },
      });
    const to = { name: 'a', properties: { privateLinkServiceId: `${STORAGE}/none`, groupIds: ['blob'] } };
    expect(refusalOf(await connect({ privateLinkServiceConnections: [to] }))).toEqual(missing);
    expect(refusalOf(await connect({})).status).toBe(400);
    to.properties.privateLinkServiceId = await platform().makeStorage();
    const { body } = await connect({ manualPrivateLinkServiceConnections: [to], customNetworkInterfaceName: 'nic' });
    const [connection] = body.properties.manualPrivateLinkServiceConnections;
    expect(connection.properties.privateLinkServiceConnectionState.status).toBe('Pending');
    expect(body.properties.networkInterfaces).toEqual([{ id: `${NETWORK}/networkInterfaces/nic` }]);
  });

  it('[private-endpoint-records] is entered in the zones of its group, and taken out with it', async () => {
    await makeEndpoint('pe');
    await platform().put(ZONE, { location: 'global' });
    const put = (id: string) =>
      platform().put(`${ENDPOINT}/privateDnsZoneGroups/default`, {
        properties: { privateDnsZoneConfigs: [{ name: 'blob', properties: { privateDnsZoneId: id } }] },
      });
    expect(refusalOf(await put(`${ZONE}.none`)).code).toBe('InvalidResourceReference');
    const { body } = await put(ZONE);
    expect(body.properties.privateDnsZoneConfigs[0].properties.recordSets).toEqual([
      expect.objectContaining({ recordSetName: 'sttest', ipAddresses: ['10.0.1.4'], ttl: 10 }),
    ]);
    expect((await platform().get(`${ZONE}/A/sttest`)).body.properties.aRecords).toEqual([{ ipv4Address: '10.0.1.4' }]);
    expect((await platform().get(`${ENDPOINT}/privateDnsZoneGroups`)).body.value).toHaveLength(1);
    await platform().delete(`${ENDPOINT}/privateDnsZoneGroups/default`);
    expect((await platform().get(`${ZONE}/A/sttest`)).status).toBe(404);
  });
});

describe('a private DNS zone', () => {
  it('[private-dns-zone] has an SOA record from the start, and stays while it is linked', async () => {
    await makeNetwork();
    expect(refusalOf(await platform().put(`${NETWORK}/privateDnsZones/one`, { location: 'global' })).status).toBe(400);
    expect(refusalOf(await platform().put(ZONE, { location: 'westeurope' })).status).toBe(400);
    expect((await platform().put(ZONE, { location: 'global' })).body.properties.numberOfRecordSets).toBe(1);
    expect((await platform().get(`${ZONE}/SOA/@`)).body.properties.soaRecord.refreshTime).toBe(3600);
    const link = (name: string, id = NET) =>
      platform().put(`${ZONE}/virtualNetworkLinks/${name}`, {
        location: 'global',
        properties: { virtualNetwork: { id } },
      });
    expect(refusalOf(await link('one', `${NET}none`)).code).toBe('InvalidResourceReference');
    expect((await link('one')).body.properties).toMatchObject({
      virtualNetworkLinkState: 'Completed',
      registrationEnabled: false,
    });
    expect(refusalOf(await link('two'))).toEqual({ status: 409, code: 'Conflict' });
    expect(refusalOf(await platform().delete(ZONE))).toEqual({ status: 409, code: 'CannotDeleteResource' });
    await platform().delete(`${ZONE}/virtualNetworkLinks/one`);
    expect((await platform().delete(ZONE)).status).toBe(202);
  });

  it('keeps records as they were sent', async () => {
    await platform().put(ZONE, { location: 'global' });
    const aRecords = [{ ipv4Address: '10.0.0.9' }];
    const { status, body } = await platform().put(`${ZONE}/A/host`, { properties: { ttl: 300, aRecords } });
    expect(status).toBe(201);
    expect(body.properties).toMatchObject({ ttl: 300, aRecords, fqdn: 'host.privatelink.blob.core.windows.net.' });
    const email = { soaRecord: { email: 'me.example.com' } };
    expect((await platform().put(`${ZONE}/SOA/@`, { properties: email })).body.properties.soaRecord).toMatchObject({
      email: 'me.example.com',
      retryTime: 300,
    });
    expect(refusalOf(await platform().put(`${ZONE}/SOA/host`, { properties: email })).status).toBe(400);
    expect(refusalOf(await platform().delete(`${ZONE}/SOA/@`)).status).toBe(400);
    expect((await platform().get(`${ZONE}/ALL`)).body.value).toHaveLength(2);
    expect((await platform().delete(`${ZONE}/A/host`)).status).toBe(200);
    await platform().delete(GROUP);
    expect(client().twin.azure.resources.all()).toEqual([]);
  });
});

import { freshTwin, GROUP } from './client';
import { type Answered, freshServers, serverBody, serverId } from './server-kit';

const client = freshTwin({ startAt: '2026-02-01T00:00:00Z' });
const servers = freshServers(client);
const BURSTABLE = { sku: { name: 'Standard_B2s', tier: 'Burstable' } };
const REFUSED = { status: 400, code: 'BadRequest' };

function invalid(name: string): Partial<Answered> {
  const message = `Invalid value given for parameter ${name}. Specify a valid parameter value.`;
  return { status: 400, code: 'InvalidParameterValue', message };
}

describe('storage', () => {
  it.each([31, 33, 100, 4094, 32768])('[server-storage-size] refuses %i GiB', async (storageSizeGB) => {
    expect(await servers().put(serverBody({ storage: { storageSizeGB } }))).toMatchObject(invalid('StorageSizeGB'));
  });

  it.each([
    [32, 'P4', 120],
    [4095, 'P50', 7500],
    [4096, 'P50', 7500],
    [32767, 'P80', 20000],
  ])('[server-storage-size] makes %i GiB a %s', async (storageSizeGB, tier, iops) => {
    await servers().make(serverBody({ storage: { storageSizeGB } }));
    expect((await servers().show()).storage).toMatchObject({ storageSizeGB, tier, iops, autoGrow: 'Disabled' });
  });

  it.each([
    [128, 'P6'],
    [128, 'P60'],
    [4096, 'P40'],
    [8192, 'P50'],
    [32767, 'P70'],
    [32, 'P5'],
  ])('[server-storage-tier] refuses %i GiB as %s', async (storageSizeGB, tier) => {
    expect(await servers().put(serverBody({ storage: { storageSizeGB, tier } }))).toMatchObject(invalid('Tier'));
  });

  it.each([
    [32, 'P50', 7500],
    [8192, 'P80', 20000],
  ])('[server-storage-tier] takes %i GiB as %s', async (storageSizeGB, tier, iops) => {
    await servers().make(serverBody({ storage: { storageSizeGB, tier } }));
    expect((await servers().show()).storage).toMatchObject({ tier, iops });
  });

  const premiumV2 = (rest: object = {}) => ({ storage: { type: 'PremiumV2_LRS', storageSizeGB: 100, ...rest } });

  it.each([
    [100, 3000, 125],
    [399, 3000, 125],
    [400, 12000, 500],
  ])('[server-premium-v2] gives %i GiB its performance', async (storageSizeGB, iops, throughput) => {
    await servers().make(serverBody(premiumV2({ storageSizeGB })));
    expect((await servers().show()).storage).toEqual({
      type: 'PremiumV2_LRS',
      autoGrow: 'Disabled',
      storageSizeGB,
      iops,
      throughput,
    });
  });

  it.each([
    ['31 GiB', premiumV2({ storageSizeGB: 31 }), invalid('StorageSizeGB')],
    ['65537 GiB', premiumV2({ storageSizeGB: 65537 }), invalid('StorageSizeGB')],
    ['2999 IOPS', premiumV2({ iops: 2999 }), invalid('Iops')],
    ['80001 IOPS', premiumV2({ storageSizeGB: 1000, iops: 80001 }), invalid('Iops')],
    ['more IOPS than the size has', premiumV2({ storageSizeGB: 32, iops: 20000 }), invalid('Iops')],
    ['124 MB/s', premiumV2({ throughput: 124 }), invalid('Throughput')],
    ['more throughput than the IOPS have', premiumV2({ iops: 3000, throughput: 751 }), invalid('Throughput')],
    ['growing by itself', premiumV2({ autoGrow: 'Enabled' }), REFUSED],
    ['PostgreSQL 13', { ...premiumV2(), version: '13' }, REFUSED],
  ])('[server-premium-v2] refuses %s', async (_what, properties, answer) => {
    expect(await servers().put(serverBody(properties))).toMatchObject(answer);
  });

  it('[server-premium-v2] refuses a Burstable server', async () => {
    expect(await servers().put(serverBody(premiumV2(), BURSTABLE))).toMatchObject(REFUSED);
  });
});

describe('backups of a server', () => {
  it.each([6, 36, 7.5])('[server-retention] refuses %d days', async (backupRetentionDays) => {
    const answer = await servers().put(serverBody({ backup: { backupRetentionDays } }));
    expect(answer).toMatchObject(invalid('backupRetentionDays'));
  });

  it.each([7, 35])('[server-retention] takes %i days', async (backupRetentionDays) => {
    await servers().make(serverBody({ backup: { backupRetentionDays } }));
    expect((await servers().show()).backup.backupRetentionDays).toBe(backupRetentionDays);
  });

  it.each(['polandcentral', 'brazilsouth', 'westus3'])('[server-geo-region] refuses %s', async (location) => {
    const body = serverBody({ backup: { geoRedundantBackup: 'Enabled' } }, { location });
    expect(await servers().put(body)).toMatchObject(REFUSED);
  });

  it('[server-geo-region] refuses Premium SSD v2 where it has no geo-redundant backup', async () => {
    const storage = { type: 'PremiumV2_LRS', storageSizeGB: 64 };
    const backup = { geoRedundantBackup: 'Enabled' };
    const body = (location: string) => serverBody({ storage, backup }, { location });
    expect(await servers().put(body('swedencentral'))).toMatchObject(REFUSED);
    await servers().make(body('westeurope'));
  });
});

describe('availability', () => {
  const availability = (mode: string, standbyAvailabilityZone?: string) => ({
    highAvailability: { mode, standbyAvailabilityZone },
  });
  const BAD_ZONES = invalid('StandbyAvailabilityZone,availabilityZone');

  it('[server-zone-assigned] chooses a zone where there are zones', async () => {
    await servers().make(serverBody({}), 'pg-zones');
    await servers().make(serverBody({ availabilityZone: '3' }), 'pg-third');
    await servers().make(serverBody({}, { location: 'westus' }), 'pg-none');
    expect((await servers().show('pg-zones')).availabilityZone).toBe('1');
    expect((await servers().show('pg-third')).availabilityZone).toBe('3');
    expect(await servers().show('pg-none')).not.toHaveProperty('availabilityZone');
  });

  it('[server-zone-assigned] chooses the zone of the standby', async () => {
    await servers().make(serverBody(availability('ZoneRedundant')), 'pg-redundant');
    await servers().make(serverBody({ ...availability('SameZone'), availabilityZone: '2' }), 'pg-same');
    await servers().make(serverBody(availability('SameZone'), { location: 'westus' }), 'pg-none');
    const told = async (name: string) => (await servers().show(name)).highAvailability;
    expect(await told('pg-redundant')).toEqual({
      mode: 'ZoneRedundant',
      state: 'Healthy',
      standbyAvailabilityZone: '2',
    });
    expect(await told('pg-same')).toEqual({ mode: 'SameZone', state: 'Healthy', standbyAvailabilityZone: '2' });
    expect(await told('pg-none')).toEqual({ mode: 'SameZone', state: 'Healthy' });
  });

  it.each([
    ['a zone that is none', { availabilityZone: '4' }, invalid('availabilityZone')],
    ['a standby in the same zone', { ...availability('ZoneRedundant', '1'), availabilityZone: '1' }, BAD_ZONES],
    ['a standby in another zone', { ...availability('SameZone', '2'), availabilityZone: '1' }, BAD_ZONES],
    ['a standby in no zone', availability('ZoneRedundant', '4'), BAD_ZONES],
    ['an unknown mode', availability('Always'), invalid('HighAvailability')],
  ])('[server-zone-exists] refuses %s', async (_what, properties, answer) => {
    expect(await servers().put(serverBody(properties))).toMatchObject(answer);
  });

  it('[server-zone-exists] refuses a zone in a region without any', async () => {
    const body = serverBody({ availabilityZone: '1' }, { location: 'westus' });
    expect(await servers().put(body)).toMatchObject(invalid('availabilityZone'));
  });

  it('[server-availability-tier] refuses a Burstable server', async () => {
    expect(await servers().put(serverBody(availability('SameZone'), BURSTABLE))).toMatchObject(REFUSED);
  });

  it('[server-availability-region] refuses a region without zones', async () => {
    const body = serverBody(availability('ZoneRedundant'), { location: 'westus' });
    expect(await servers().put(body)).toMatchObject(REFUSED);
  });
});

describe('networks', () => {
  const NETWORK = `${GROUP}/providers/Microsoft.Network`;
  const SUBNET = `${NETWORK}/virtualNetworks/net/subnets/servers`;
  const ZONE = `${NETWORK}/privateDnsZones/example.postgres.database.azure.com`;
  const inside = (rest: object = {}) => ({
    network: { delegatedSubnetResourceId: SUBNET, privateDnsZoneArmResourceId: ZONE, ...rest },
  });

  it('takes a server in a virtual network, which has no public access', async () => {
    await servers().make(serverBody(inside()));
    expect((await servers().show()).network).toEqual({ ...inside().network, publicNetworkAccess: 'Disabled' });
  });

  it('[server-network-conflict] refuses public access as well', async () => {
    const answer = await servers().put(serverBody(inside({ publicNetworkAccess: 'Enabled' })));
    expect(answer).toMatchObject({
      status: 400,
      code: 'ConflictingPublicNetworkAccessAndVirtualNetworkConfiguration',
    });
  });

  it('[server-network-zone] refuses a subnet without a zone', async () => {
    const answer = await servers().put(serverBody(inside({ privateDnsZoneArmResourceId: undefined })));
    expect(answer).toMatchObject({
      code: 'MissingRequiredParameter',
      message: "Parameter 'PrivateDnsZoneArmResourceId' must be specified. This parameter cannot be NULL or empty.",
    });
  });

  it('[server-network-zone] refuses a zone without a subnet, and one of another domain', async () => {
    expect(await servers().put(serverBody(inside({ delegatedSubnetResourceId: undefined })))).toMatchObject(REFUSED);
    const other = `${NETWORK}/privateDnsZones/example.com`;
    expect(await servers().put(serverBody(inside({ privateDnsZoneArmResourceId: other })))).toMatchObject(REFUSED);
  });

  it('[server-network-zone-name] fails with a zone that is named like the server', async () => {
    const zone = `${NETWORK}/privateDnsZones/pg-test.postgres.database.azure.com`;
    const answer = await servers().put(serverBody(inside({ privateDnsZoneArmResourceId: zone })));
    expect(answer).toMatchObject({ status: 200, code: 'PrivateDnsZoneNameNotValid' });
    expect((await servers().get()).error).toBeDefined();
  });

  it('[server-network-prepared] refuses a subnet that is not delegated, and a zone that is not linked', async () => {
    const { azure } = client().twin;
    const resource = (id: string, type: string, properties: object) => ({
      id,
      type: `Microsoft.Network/${type}`,
      name: id.slice(id.lastIndexOf('/') + 1),
      createdAt: azure.clock.text(),
      body: { location: 'westeurope', properties: properties as never },
      hidden: {},
    });
    const delegation = { properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } };
    azure.resources.put(resource(`${NETWORK}/virtualNetworks/net`, 'virtualNetworks', {}));
    const subnet = azure.resources.put(resource(SUBNET, 'virtualNetworks/subnets', { delegations: [] }));
    expect((await servers().put(serverBody(inside()))).message).toMatch(/delegated/);
    subnet.body.properties = { delegations: [delegation] };
    azure.resources.put(resource(ZONE, 'privateDnsZones', {}));
    expect((await servers().put(serverBody(inside()))).message).toMatch(/linked/);
    azure.resources.put(resource(`${ZONE}/virtualNetworkLinks/link`, 'privateDnsZones/virtualNetworkLinks', {}));
    expect((await servers().put(serverBody(inside(), { location: 'northeurope' }))).message).toMatch(/region/);
    await servers().make(serverBody(inside()));
  });

  it('[server-sku-v6] refuses the sixth generation in a virtual network', async () => {
    const sku = { name: 'Standard_D2ds_v6', tier: 'GeneralPurpose' };
    expect(await servers().put(serverBody(inside(), { sku }))).toMatchObject(REFUSED);
  });

  it('[server-elastic] refuses an elastic cluster in a virtual network', async () => {
    expect(await servers().put(serverBody({ ...inside(), cluster: { clusterSize: 2 } }))).toMatchObject(REFUSED);
  });
});

describe('customer-managed keys', () => {
  const IDENTITIES = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
  const KEY = { type: 'AzureKeyVault', primaryKeyURI: 'https://near.vault/keys/k' };
  const NEAR = { ...KEY, primaryUserAssignedIdentityId: `${IDENTITIES}/near` };
  const FAR = { geoBackupKeyURI: 'https://far.vault/keys/k', geoBackupUserAssignedIdentityId: `${IDENTITIES}/far` };
  const GEO = { backup: { geoRedundantBackup: 'Enabled' } };
  const FAULT = { status: 400, code: 'CMKInvalidEncryptionParameters' };
  const assigned = (...names: string[]) => ({
    identity: {
      type: 'UserAssigned',
      userAssignedIdentities: Object.fromEntries(names.map((name) => [`${IDENTITIES}/${name}`, {}])),
    },
  });

  beforeEach(async () => {
    for (const name of ['near', 'far']) {
      await servers().send('PUT', `${IDENTITIES}/${name}`, { location: 'westeurope' }, '2024-11-30');
    }
  });

  it('[server-geo-key] refuses geo-redundant backup without a key of its own', async () => {
    const answer = await servers().put(serverBody({ ...GEO, dataEncryption: NEAR }, assigned('near')));
    expect(answer).toMatchObject({
      ...FAULT,
      message:
        'The input server encryption parameters are invalid. Geo-Backup Encryption user assigned identity and key is required to encrypt Geo-Redundant CMK enabled server. Please retry operation with valid input parameters.',
    });
  });

  it('[server-geo-key] makes it with one, and tells the status of both keys', async () => {
    await servers().make(serverBody({ ...GEO, dataEncryption: { ...NEAR, ...FAR } }, assigned('near', 'far')));
    expect((await servers().show()).dataEncryption).toEqual({
      ...NEAR,
      ...FAR,
      primaryEncryptionKeyStatus: 'Valid',
      geoBackupEncryptionKeyStatus: 'Valid',
    });
  });

  it.each([
    [
      'the same identity twice',
      {
        ...GEO,
        dataEncryption: { ...NEAR, ...FAR, geoBackupUserAssignedIdentityId: NEAR.primaryUserAssignedIdentityId },
      },
    ],
    ['a geo key without geo-redundant backup', { dataEncryption: { ...NEAR, ...FAR } }],
  ])('[server-geo-key] refuses %s', async (_what, properties) => {
    expect(await servers().put(serverBody(properties, assigned('near', 'far')))).toMatchObject(FAULT);
  });

  it('[server-geo-key] refuses a key in another region than the paired one', async () => {
    const { azure } = client().twin;
    const vault = azure.resources.put({
      id: `${GROUP}/providers/Microsoft.KeyVault/vaults/far`,
      type: 'Microsoft.KeyVault/vaults',
      name: 'far',
      createdAt: azure.clock.text(),
      body: { location: 'westeurope', properties: { vaultUri: 'https://far.vault/' } },
      hidden: {},
    });
    const body = serverBody({ ...GEO, dataEncryption: { ...NEAR, ...FAR } }, assigned('near', 'far'));
    expect(await servers().put(body)).toMatchObject(FAULT);
    vault.body.location = 'northeurope';
    await servers().make(body);
  });

  it('[server-key-identity] refuses a key without its identity, or with one that is not assigned', async () => {
    expect(await servers().put(serverBody({ dataEncryption: KEY }, assigned('near')))).toMatchObject(FAULT);
    expect(await servers().put(serverBody({ dataEncryption: NEAR }, assigned('far')))).toMatchObject(FAULT);
    await servers().make(serverBody({ dataEncryption: NEAR }, assigned('near')));
    expect((await servers().show()).dataEncryption).toEqual({ ...NEAR, primaryEncryptionKeyStatus: 'Valid' });
  });

  it('[server-key-fixed] refuses to turn a key of the customer on or off', async () => {
    await servers().make(serverBody({ dataEncryption: NEAR }, assigned('near')), 'pg-key');
    await servers().make(serverBody({}, assigned('near')), 'pg-none');
    const patch = (dataEncryption: object, name: string) =>
      servers().patch({ properties: { dataEncryption } as never }, name);
    expect(await patch({ type: 'SystemManaged' }, 'pg-key')).toMatchObject(REFUSED);
    expect(await patch(NEAR, 'pg-none')).toMatchObject(REFUSED);
    expect(await patch({ primaryKeyURI: 'https://near.vault/keys/other' }, 'pg-key')).toMatchObject({ status: 202 });
    expect((await servers().show('pg-key')).dataEncryption.primaryKeyURI).toBe('https://near.vault/keys/other');
  });

  it('[server-identity] adds identities with a PATCH and takes away those that are null', async () => {
    await servers().make(serverBody({}, assigned('near')));
    const names = async () =>
      Object.keys((await servers().get()).identity.userAssignedIdentities).map((id) => id.split('/').at(-1));
    await servers().patch({
      identity: { type: 'UserAssigned', userAssignedIdentities: { [`${IDENTITIES}/far`]: {} } },
    });
    expect(await names()).toEqual(['near', 'far']);
    await servers().patch({
      identity: { type: 'UserAssigned', userAssignedIdentities: { [`${IDENTITIES}/near`]: null } },
    });
    expect(await names()).toEqual(['far']);
    await servers().patch({ identity: { type: 'None' } });
    expect(await servers().get()).not.toHaveProperty('identity');
    expect((await servers().send('GET', serverId())).status).toBe(200);
  });
});

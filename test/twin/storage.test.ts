import { freshTwin, GROUP, SUBSCRIPTION } from './client';
import { IDENTITIES, OTHER_SUBSCRIPTION, Platform, refusalOf, STORAGE, storageBody } from './platform-kit';

const client = freshTwin();
const platform = () => new Platform(client());

beforeEach(() => client().makeGroup());

describe('a storage account', () => {
  const put = (name: string, body: any = storageBody(), collection = STORAGE) =>
    platform().put(`${collection}/${name}`, body);

  it('[storage-name] has a name of 3 to 24 lower-case letters and digits', async () => {
    const invalid = { status: 400, code: 'AccountNameInvalid' };
    for (const name of ['ab', 'a'.repeat(25), 'With-Hyphen', 'UPPER']) {
      expect(refusalOf(await put(name))).toEqual(invalid);
    }
    expect((await put('abc')).status).toBe(202);
    expect((await put('a'.repeat(24))).status).toBe(202);
    const check = async (name: string) =>
      (await platform().post(`${SUBSCRIPTION}/providers/Microsoft.Storage/checkNameAvailability`, { name })).body;
    expect(await check('abcd')).toEqual({ nameAvailable: true });
    expect(await check('abc')).toEqual({ nameAvailable: false, reason: 'AlreadyExists' });
    expect(await check('A')).toEqual({ nameAvailable: false, reason: 'AccountNameInvalid' });
  });

  it('[storage-name] has a name of its own in all of Azure', async () => {
    await put('sttest');
    const [near, far] = [`${SUBSCRIPTION}/resourceGroups/other`, `${OTHER_SUBSCRIPTION}/resourceGroups/other`];
    for (const group of [near, far]) await client().makeGroup(group);
    const inside = (group: string) => put('sttest', storageBody(), STORAGE.replace(GROUP, group));
    expect(refusalOf(await inside(near))).toEqual({ status: 409, code: 'StorageAccountInAnotherResourceGroup' });
    expect(refusalOf(await inside(far))).toEqual({ status: 409, code: 'StorageAccountAlreadyTaken' });
    await platform().delete(`${STORAGE}/sttest`);
    expect((await inside(far)).status).toBe(202);
  });

  it('[storage-services] has services, addresses and keys from the start', async () => {
    await put('sttest', storageBody({ allowCrossTenantReplication: true }, 'Standard_RAGRS'));
    const { body } = await platform().get(`${STORAGE}/sttest`);
    expect(body).toMatchObject({
      sku: { name: 'Standard_RAGRS', tier: 'Standard' },
      properties: {
        provisioningState: 'Succeeded',
        accessTier: 'Hot',
        allowCrossTenantReplication: true,
        primaryLocation: 'westeurope',
        secondaryLocation: 'northeurope',
        primaryEndpoints: { blob: 'http://sttest.blob.core.azure.test/' },
        secondaryEndpoints: { blob: 'http://sttest-secondary.blob.core.azure.test/' },
      },
    });
    expect((await platform().get(`${STORAGE}/sttest/blobServices/default`)).body.properties.cors).toEqual({
      corsRules: [],
    });
    expect(
      (await platform().get(`${STORAGE}/sttest/fileServices/default`)).body.properties.shareDeleteRetentionPolicy,
    ).toEqual({
      enabled: true,
      days: 7,
    });
    const keys = async () =>
      (await platform().post(`${STORAGE}/sttest/listKeys`)).body.keys.map(({ value }: any) => value);
    const [first, second] = await keys();
    expect(Buffer.from(first, 'base64')).toHaveLength(64);
    await platform().post(`${STORAGE}/sttest/regenerateKey`, { keyName: 'key1' });
    const [renewed, kept] = await keys();
    expect(renewed).not.toBe(first);
    expect(kept).toBe(second);
    expect(refusalOf(await platform().post(`${STORAGE}/sttest/regenerateKey`, { keyName: 'key3' })).status).toBe(400);
    expect((await platform().delete(`${STORAGE}/sttest`)).status).toBe(200);
    expect((await platform().get(`${STORAGE}/sttest/blobServices/default`)).status).toBe(404);
  });

  it('[storage-services] is told as it was sent, and refuses what it can not be', async () => {
    const sent = storageBody({ minimumTlsVersion: 'TLS1_2', isHnsEnabled: true, somethingNew: { a: 1 } });
    const { body } = await put('sttest', { ...sent, tags: { team: 'data' } });
    expect(body).toMatchObject({ tags: { team: 'data' }, properties: sent.properties });
    const patched = await platform().send('PATCH', `${STORAGE}/sttest`, {
      properties: { minimumTlsVersion: 'TLS1_3' },
    });
    expect(patched.body).toMatchObject({
      location: 'westeurope',
      properties: { minimumTlsVersion: 'TLS1_3', isHnsEnabled: true },
    });
    expect(refusalOf(await put('sttest', storageBody({ isHnsEnabled: false }))).status).toBe(400);
    expect(refusalOf(await put('sttest', { ...sent, kind: 'BlobStorage' })).status).toBe(400);
    expect(refusalOf(await put('sttest2', { ...sent, kind: 'Blob' })).status).toBe(400);
    expect(refusalOf(await put('sttest2', storageBody({}, 'Standard'))).status).toBe(400);
    expect((await put('sttest', { ...sent, location: undefined })).body.location).toBe('westeurope');
  });

  it('[identity-principal] takes on identities that there are', async () => {
    const identity = (type: string, ...ids: string[]) => ({
      ...storageBody(),
      identity: { type, userAssignedIdentities: Object.fromEntries(ids.map((id) => [id, {}])) },
    });
    const principalId = await platform().makeIdentity();
    const id = `${IDENTITIES}/id`;
    const { body } = await put('sttest', identity('SystemAssigned,UserAssigned', id));
    expect(body.identity.userAssignedIdentities[id].principalId).toBe(principalId);
    const again = await put('sttest', identity('SystemAssigned'));
    expect(again.body.identity.principalId).toBe(body.identity.principalId);
    expect(again.body.identity.userAssignedIdentities).toBeUndefined();
    expect(refusalOf(await put('sttest2', identity('UserAssigned', `${IDENTITIES}/none`)))).toEqual({
      status: 400,
      code: 'FailedIdentityOperation',
    });
    expect(await platform().makeIdentity()).toBe(principalId);
    await platform().delete(id);
    expect(await platform().makeIdentity()).not.toBe(principalId);
  });

  it('answers on its own address what azurerm 4 asks before it takes an account for ready', async () => {
    await put('sttest');
    const signed = { headers: { authorization: 'SharedKey sttest:x' } };
    const path = '/data-plane/sttest.queue.core.azure.test?restype=service&comp=properties';
    const { headers, body } = await client().send('GET', path, undefined, signed);
    expect(headers['content-type']).toBe('application/xml');
    expect(body).toMatch(/^<\?xml .*<StorageServiceProperties>.*<\/StorageServiceProperties>$/);
    const { status } = await client().send('GET', `${STORAGE}/sttest?api-version=2023-05-01`, undefined, signed);
    expect(status).toBe(401);
  });
});

describe('a container', () => {
  const CONTAINERS = `${STORAGE}/sttest/blobServices/default/containers`;
  const put = (name: string, properties: any = {}) => platform().put(`${CONTAINERS}/${name}`, { properties });

  it('[container-name] has a name of 3 to 63 characters', async () => {
    await platform().makeStorage();
    for (const name of ['ab', 'a'.repeat(64), '-ab', 'ab-', 'a--b', 'Abc', 'a_b']) {
      expect({ name, status: (await put(name)).status }).toEqual({ name, status: 400 });
    }
    for (const name of ['abc', 'a'.repeat(63), 'a-b', '1ab', '$root']) {
      expect({ name, status: (await put(name)).status }).toEqual({ name, status: 201 });
    }
    expect((await platform().get(CONTAINERS)).body.value).toHaveLength(5);
  });

  it('[container-public-access] is public only where its account allows that', async () => {
    const storage = await platform().makeStorage();
    const { body } = await put('private');
    expect(body.properties).toMatchObject({ publicAccess: 'None', hasLegalHold: false, hasImmutabilityPolicy: false });
    expect(refusalOf(await put('public', { publicAccess: 'Blob' }))).toEqual({
      status: 409,
      code: 'PublicAccessNotPermitted',
    });
    await platform().send('PATCH', storage, { properties: { allowBlobPublicAccess: true } });
    expect((await put('public', { publicAccess: 'Blob', metadata: { a: 'b' } })).body.properties).toMatchObject({
      publicAccess: 'Blob',
      metadata: { a: 'b' },
    });
    expect(refusalOf(await platform().put(`${CONTAINERS.replace('sttest', 'none')}/abc`, {})).code).toBe(
      'ParentResourceNotFound',
    );
  });

  it('takes tags and metadata as they are to be, also by PATCH', async () => {
    const storage = await platform().makeStorage();
    const patch = async (path: string, body: any) => (await platform().send('PATCH', path, body)).body;
    await patch(storage, { tags: { a: '1', b: '2' } });
    expect((await patch(storage, { tags: { b: '3' } })).tags).toEqual({ b: '3' });
    expect((await patch(storage, { properties: {} })).tags).toEqual({ b: '3' });
    await put('restore', { metadata: { a: '1', b: '2' } });
    const { properties } = await patch(`${CONTAINERS}/restore`, { properties: { metadata: { b: '3' } } });
    expect(properties).toMatchObject({ metadata: { b: '3' }, publicAccess: 'None' });
  });

  it('has its blobs deleted by rules of its account', async () => {
    const policy = `${await platform().makeStorage()}/managementPolicies/default`;
    const rules = (...names: string[]) => ({ properties: { policy: { rules: names.map((name) => ({ name })) } } });
    expect((await platform().get(policy)).status).toBe(404);
    expect((await platform().put(policy, rules('old'))).body).toMatchObject({
      name: 'DefaultManagementPolicy',
      ...rules('old'),
    });
    expect((await platform().put(policy, rules())).status).toBe(400);
    expect((await platform().put(policy, rules('old', 'old'))).status).toBe(400);
    expect((await platform().delete(policy)).status).toBe(200);
  });
});

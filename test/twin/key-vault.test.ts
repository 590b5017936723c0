import { readFileSync } from 'fs';
import { get } from 'https';
import { freshTwin, GROUP, SUBSCRIPTION } from './client';
import { OTHER_SUBSCRIPTION, Platform, refusalOf } from './platform-kit';
import { IDENTITY } from '../../src/twin';
import { keyAt } from '../../src/twin/resources/key-vault-facts';

const client = freshTwin({ rbacDelaySeconds: 60 });
const platform = () => new Platform(client()).as();
const azure = () => client().twin.azure;

const VAULTS = `${GROUP}/providers/Microsoft.KeyVault/vaults`;
const VAULT = `${VAULTS}/kv-test`;
const DELETED = `${SUBSCRIPTION}/providers/Microsoft.KeyVault/locations/westeurope/deletedVaults/kv-test`;
const KEYS = '/data-plane/kv-test.vault.azure.test/keys';
const DELETED_KEYS = KEYS.replace('/keys', '/deletedkeys');
const ALL = { objectId: IDENTITY.objectId, tenantId: IDENTITY.tenantId, permissions: { keys: ['all'] } };
const vaultBody = (properties: any = {}) => ({
  location: 'westeurope',
  properties: {
    tenantId: IDENTITY.tenantId,
    sku: { family: 'A', name: 'standard' },
    accessPolicies: [ALL],
    ...properties,
  },
});
const put = (properties: any = {}, path = VAULT) => platform().put(path, vaultBody(properties));
const later = (hours: number) => azure().advanceTo(azure().clock.now().add({ hours }));
const RSA = { kty: 'RSA', key_size: 2048, key_ops: ['wrapKey', 'unwrapKey'], tags: { a: 'b' } };
const makeKey = (name = 'cmk', body: any = RSA) => platform().post(`${KEYS}/${name}/create`, body);

beforeEach(() => client().makeGroup());

describe('a key vault', () => {
  it('[key-vault-name] has a name of its own, of 3 to 24 characters', async () => {
    const invalid = { status: 400, code: 'VaultNameNotValid' };
    for (const name of ['kv', 'k'.repeat(25), '1kv', 'kv--a', 'kv-', 'kv_a']) {
      expect({ name, ...refusalOf(await put({}, `${VAULTS}/${name}`)) }).toEqual({ name, ...invalid });
    }
    for (const name of ['kva', 'k'.repeat(24)]) expect((await put({}, `${VAULTS}/${name}`)).status).toBe(201);
    const other = `${OTHER_SUBSCRIPTION}/resourceGroups/other`;
    await client().makeGroup(other);
    expect(refusalOf(await put({}, `${VAULTS.replace(GROUP, other)}/KVA`))).toEqual({
      status: 409,
      code: 'VaultAlreadyExists',
    });
  });

  it('is told as it was sent, with what the service adds', async () => {
    const { body } = await put({ enabledForDeployment: true, createMode: 'default' });
    expect(body.properties).toMatchObject({
      vaultUri: 'http://kv-test.vault.azure.test/',
      enableSoftDelete: true,
      enabledForDeployment: true,
      enableRbacAuthorization: false,
      softDeleteRetentionInDays: 90,
      accessPolicies: [ALL],
    });
    expect(body.properties).not.toHaveProperty('createMode');
    expect(body.properties).not.toHaveProperty('enablePurgeProtection');
    expect((await platform().get(`${SUBSCRIPTION}/providers/Microsoft.KeyVault/vaults`)).body.value).toHaveLength(1);
    expect((await platform().get(`${SUBSCRIPTION}/providers/Microsoft.KeyVault/managedHSMs`)).body.value).toEqual([]);
    expect(refusalOf(await put({ tenantId: undefined })).status).toBe(400);
    expect(refusalOf(await put({ sku: { name: 'basic' } })).status).toBe(400);
    expect(refusalOf(await put({ enableSoftDelete: false })).status).toBe(400);
  });

  it('[key-access-role] asks roles unless it is told otherwise, from api-version 2026-02-01 on', async () => {
    const send = { apiVersion: '2026-02-01', headers: { authorization: 'Bearer x' } };
    const { body } = await client().complete('PUT', VAULT, vaultBody(), send);
    expect(body.properties.enableRbacAuthorization).toBe(true);
  });

  it('[key-vault-soft-delete] that is deleted can be recovered with its keys, not with its role assignments', async () => {
    await put({ softDeleteRetentionInDays: 7 });
    await makeKey();
    const assignment = `${VAULT}/providers/Microsoft.Authorization/roleAssignments/11111111-0000-4000-8000-000000000000`;
    await platform().put(assignment, {
      properties: {
        principalId: IDENTITY.objectId,
        roleDefinitionId: '/providers/Microsoft.Authorization/roleDefinitions/00482a5a-887f-4fb3-b363-3b7fe8e74483',
      },
    });
    expect((await platform().get(DELETED)).status).toBe(404);
    expect((await platform().delete(VAULT)).status).toBe(200);
    expect((await platform().get(VAULT)).status).toBe(404);
    expect((await platform().get(DELETED)).body.properties.vaultId).toBe(VAULT);
    expect((await put({ createMode: 'recover' }, `${VAULTS}/kv-never`)).status).toBe(400);
    expect((await put({ createMode: 'recover', softDeleteRetentionInDays: undefined })).status).toBe(201);
    expect((await platform().get(VAULT)).body.properties.softDeleteRetentionInDays).toBe(7);
    expect((await platform().get(`${KEYS}/cmk`)).status).toBe(200);
    expect((await platform().get(assignment)).status).toBe(404);
    expect((await platform().get(DELETED)).status).toBe(404);
  });

  it('[key-vault-soft-delete] goes for good when its time is over, also when its group was deleted', async () => {
    await put({ softDeleteRetentionInDays: 7 });
    await platform().delete(GROUP);
    later(7 * 24 - 1);
    const list = async () =>
      (await platform().get(`${SUBSCRIPTION}/providers/Microsoft.KeyVault/deletedVaults`)).body.value;
    expect(await list()).toHaveLength(1);
    later(1);
    expect(await list()).toEqual([]);
    await client().makeGroup();
    expect((await put()).status).toBe(201);
  });

  it('[key-vault-deleted-name] is not made where a deleted one has the name', async () => {
    await put();
    await platform().delete(VAULT);
    expect(refusalOf(await put())).toEqual({ status: 409, code: 'ConflictError' });
    expect((await platform().post(`${DELETED}/purge`)).status).toBe(202);
    expect((await put()).status).toBe(201);
  });

  it('[key-vault-purge-protection] keeps its protection, and can not be purged', async () => {
    expect(refusalOf(await put({ enablePurgeProtection: false }))).toEqual({ status: 400, code: 'BadRequest' });
    await put({ enablePurgeProtection: true });
    expect(refusalOf(await put({ enablePurgeProtection: false })).status).toBe(400);
    expect((await put()).body.properties.enablePurgeProtection).toBe(true);
    await makeKey();
    await platform().delete(`${KEYS}/cmk`);
    expect(refusalOf(await platform().delete(`${DELETED_KEYS}/cmk`)).status).toBe(403);
    await platform().delete(VAULT);
    expect(refusalOf(await platform().post(`${DELETED}/purge`))).toEqual({ status: 405, code: 'MethodNotAllowed' });
  });

  it('[key-vault-retention-fixed] keeps what is deleted for 7 to 90 days, as it was said once', async () => {
    for (const days of [6, 91]) expect(refusalOf(await put({ softDeleteRetentionInDays: days })).status).toBe(400);
    expect((await put({ softDeleteRetentionInDays: 7 })).status).toBe(201);
    expect((await put({ softDeleteRetentionInDays: 7 })).status).toBe(200);
    expect(refusalOf(await put({ softDeleteRetentionInDays: 8 })).status).toBe(400);
    expect((await put({ softDeleteRetentionInDays: 90 }, `${VAULTS}/kv-long`)).status).toBe(201);
  });

  it('[key-access-policy] has access policies added, replaced and removed', async () => {
    await put({ accessPolicies: [] });
    const change = async (operation: string, ...keys: string[]) => {
      const policy = { ...ALL, permissions: { keys } };
      await platform().put(`${VAULT}/accessPolicies/${operation}`, { properties: { accessPolicies: [policy] } });
      return (await platform().get(VAULT)).body.properties.accessPolicies.map((each: any) => each.permissions.keys);
    };
    expect(await change('add', 'get')).toEqual([['get']]);
    expect(await change('add', 'Get', 'list')).toEqual([['get', 'list']]);
    expect(await change('replace', 'create')).toEqual([['create']]);
    expect(await change('remove', 'create')).toEqual([]);
    const { status } = await platform().put(`${VAULT}/accessPolicies/turn`, { properties: { accessPolicies: [] } });
    expect(status).toBe(400);
  });
});

describe('a key', () => {
  it('has versions, and a public half that can be read', async () => {
    await put();
    const first = await makeKey();
    expect(first.status).toBe(200);
    const { key, attributes, tags } = first.body;
    expect(key.kid).toMatch(/^http:\/\/kv-test\.vault\.azure\.test\/keys\/cmk\/[0-9a-f]{32}$/);
    expect(Buffer.from(key.n, 'base64url')).toHaveLength(256);
    expect({ tags, enabled: attributes.enabled, operations: key.key_ops }).toEqual({
      tags: { a: 'b' },
      enabled: true,
      operations: ['wrapKey', 'unwrapKey'],
    });
    const second = await makeKey();
    expect((await platform().get(`${KEYS}/cmk`)).body.key.kid).toBe(second.body.key.kid);
    expect((await platform().get(`${KEYS}/cmk/${key.kid.split('/').at(-1)}`)).body.key.n).toBe(key.n);
    expect((await platform().post(`${KEYS}/cmk/rotate`)).body.key.n).toHaveLength(key.n.length);
    expect((await platform().get(`${KEYS}/cmk/versions`)).body.value).toHaveLength(3);
    expect((await platform().get(KEYS)).body.value).toEqual([
      expect.objectContaining({ kid: 'http://kv-test.vault.azure.test/keys/cmk' }),
    ]);
    expect([keyAt(azure(), key.kid)?.name, keyAt(azure(), `${key.kid}0`)?.name]).toEqual(['cmk', undefined]);
    expect(keyAt(azure(), 'https://elsewhere.vault.azure.net/keys/cmk')).toBeUndefined();
  });

  it('is of a type, a size and a curve that there are', async () => {
    await put();
    const curve = (crv: string) => makeKey('ec', { kty: 'EC', crv });
    for (const [crv, bytes] of Object.entries({ 'P-256': 32, 'P-384': 48, 'P-521': 66, 'P-256K': 32 })) {
      const { key } = (await curve(crv)).body;
      expect([key.crv, Buffer.from(key.x, 'base64url').length, Buffer.from(key.y, 'base64url').length]).toEqual([
        crv,
        bytes,
        bytes,
      ]);
    }
    const wrong = { status: 400, code: 'BadParameter' };
    expect(refusalOf(await curve('P-128'))).toEqual(wrong);
    expect(refusalOf(await makeKey('k', { kty: 'RSA', key_size: 1024 }))).toEqual(wrong);
    expect(refusalOf(await makeKey('k', { kty: 'oct' }))).toEqual(wrong);
    expect(refusalOf(await makeKey('a_b'))).toEqual(wrong);
  });

  it('is changed, and has a policy by which it is rotated', async () => {
    await put();
    await makeKey();
    const changed = await platform().send('PATCH', `${KEYS}/cmk`, {
      attributes: { enabled: false },
      key_ops: ['sign'],
      tags: {},
    });
    expect(changed.body).toMatchObject({ attributes: { enabled: false }, key: { key_ops: ['sign'] }, tags: {} });
    expect((await platform().get(`${KEYS}/cmk/rotationpolicy`)).body.lifetimeActions).toEqual([]);
    const policy = { lifetimeActions: [{ action: { type: 'Rotate' } }], attributes: { expiryTime: 'P90D' } };
    expect((await platform().put(`${KEYS}/cmk/rotationpolicy`, policy)).status).toBe(200);
    expect((await platform().get(`${KEYS}/cmk/rotationpolicy`)).body).toMatchObject(policy);
    expect(refusalOf(await platform().get(`${KEYS}/none/rotationpolicy`))).toEqual({
      status: 404,
      code: 'KeyNotFound',
    });
  });

  it('[key-soft-delete] keeps its name when it is deleted, until it is recovered or purged', async () => {
    await put({ softDeleteRetentionInDays: 7 });
    const { key } = (await makeKey()).body;
    expect((await platform().delete(`${KEYS}/cmk`)).body.recoveryId).toContain('/deletedkeys/cmk');
    expect(refusalOf(await platform().get(`${KEYS}/cmk`))).toEqual({ status: 404, code: 'KeyNotFound' });
    expect(refusalOf(await makeKey())).toEqual({ status: 409, code: 'Conflict' });
    expect((await platform().post(`${DELETED_KEYS}/cmk/recover`)).body.key.kid).toBe(key.kid);
    await platform().delete(`${KEYS}/cmk`);
    expect((await platform().get(`${DELETED_KEYS}/cmk`)).status).toBe(200);
    expect((await platform().delete(`${DELETED_KEYS}/cmk`)).status).toBe(204);
    expect((await platform().get(`${DELETED_KEYS}/cmk`)).status).toBe(404);
    await makeKey();
    await platform().delete(`${KEYS}/cmk`);
    later(7 * 24);
    expect((await makeKey()).status).toBe(200);
  });

  it('[key-access-policy] is for those whom a policy names, the owner of the vault included', async () => {
    await put({ accessPolicies: [{ ...ALL, permissions: { keys: ['Get'] } }] });
    expect(refusalOf(await makeKey())).toEqual({ status: 403, code: 'Forbidden' });
    expect(refusalOf(await platform().get(`${KEYS}/cmk`)).status).toBe(404);
    expect(refusalOf(await platform().as(IDENTITY.tenantId).get(`${KEYS}/cmk`)).status).toBe(403);
    expect(refusalOf(await new Platform(client()).get(`${KEYS}/cmk`)).status).toBe(403);
  });

  it('[key-access-role] is for those who have a role on data, once it has taken effect', async () => {
    await put({ enableRbacAuthorization: true });
    const assign = (name: string, role: string) =>
      platform().put(
        `${VAULT}/providers/Microsoft.Authorization/roleAssignments/${name}1111111-0000-4000-8000-000000000000`,
        {
          properties: {
            principalId: IDENTITY.objectId,
            roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role}`,
          },
        },
      );
    await assign('1', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635');
    await assign('2', '14b46e9e-c2b7-41b4-b07b-48a6ebf60603');
    expect(refusalOf(await makeKey())).toEqual({ status: 403, code: 'Forbidden' });
    azure().advanceTo(azure().clock.now().add({ seconds: 61 }));
    expect((await makeKey()).status).toBe(200);
  });

  it('can be made over the Resource Manager as well', async () => {
    await put({ accessPolicies: [] });
    const properties = { kty: 'RSA', keySize: 4096, keyOps: ['wrapKey'] };
    const made = await platform().put(`${VAULT}/keys/arm`, { properties, tags: { a: 'b' } });
    expect(made.body).toMatchObject({
      properties: { ...properties, keyUri: 'http://kv-test.vault.azure.test/keys/arm' },
      tags: { a: 'b' },
    });
    expect((await platform().put(`${VAULT}/keys/arm`, { properties: { kty: 'EC' } })).body).toEqual(made.body);
    expect((await platform().get(`${VAULT}/keys/arm`)).body).toEqual(made.body);
    expect((await platform().get(`${VAULT}/keys`)).body.value).toHaveLength(1);
    expect((await platform().get(`${VAULT}/keys/none`)).status).toBe(404);
    expect((await platform().delete(`${VAULT}/keys/arm`)).status).toBe(400);
    expect((await platform().get(`${VAULTS}/none/keys`)).status).toBe(404);
  });

  it('is reached through the twin as an HTTP proxy, over HTTPS', async () => {
    await put();
    await makeKey();
    const { endpoint, env, certificateFile } = client().twin;
    expect(env.HTTP_PROXY).toBe(endpoint);
    const { kid } = (await platform().get(`${KEYS}/cmk`)).body.key;
    const claims = Buffer.from(JSON.stringify({ oid: IDENTITY.objectId })).toString('base64url');
    const answer = await new Promise<string>((resolve, reject) => {
      const options = {
        host: 'localhost',
        port: new URL(endpoint).port,
        path: `${kid}?api-version=7.4`,
        ca: readFileSync(certificateFile),
        agent: false as const,
        headers: { authorization: `Bearer e30.${claims}.x` },
      };
      get(options, (response) => {
        let text = '';
        response.on('data', (part: Buffer) => (text += part.toString('utf8')));
        response.on('end', () => resolve(text));
      }).on('error', reject);
    });
    expect(JSON.parse(answer).key.kid).toBe(kid);
  });

  it('tells clients that ask without a token where one is to be had', async () => {
    const path = `${KEYS}/cmk?api-version=7.4`;
    const { status, headers } = await client().send('GET', path, undefined, { headers: {} });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe(
      `Bearer authorization="${client().twin.endpoint}/${IDENTITY.tenantId}", resource="https://vault.azure.test"`,
    );
    const contacts = await platform().get('/data-plane/kv-test.vault.azure.test/certificates/contacts');
    expect(contacts.status).toBe(404);
    expect((await platform().get('/data-plane/nobody.vault.azure.test/keys/cmk')).status).toBe(404);
  });
});

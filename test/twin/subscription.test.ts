import { freshTwin, GROUP, SUBSCRIPTION } from './client';
import { OTHER_SUBSCRIPTION, Platform, READER, refusalOf, STORAGE } from './platform-kit';
import { IDENTITY, SUBSCRIPTION_ID } from '../../src/twin';
import { SEMANTICS } from '../../src/twin/semantics';

const client = freshTwin();
const platform = () => new Platform(client());
const names = ({ body }: any) => body.value.map(({ name }: any) => name);

beforeEach(() => client().makeGroup());

describe('subscriptions', () => {
  it('are listed with their tenant, the first one and those in which something lies', async () => {
    await client().makeGroup(`${OTHER_SUBSCRIPTION}/resourceGroups/other`);
    const ids = (await platform().get('/subscriptions')).body.value.map(({ subscriptionId }: any) => subscriptionId);
    expect(ids).toEqual([SUBSCRIPTION_ID, OTHER_SUBSCRIPTION.split('/').at(-1)]);
    expect((await platform().get(SUBSCRIPTION)).body).toMatchObject({ state: 'Enabled', tenantId: IDENTITY.tenantId });
    expect((await platform().get('/tenants')).body.value).toEqual([
      expect.objectContaining({ tenantId: IDENTITY.tenantId }),
    ]);
    expect(names(await platform().get(`${SUBSCRIPTION}/locations`))).toContain('westeurope');
    expect(refusalOf(await platform().get('/subscriptions/mine')).code).toBe('InvalidSubscriptionId');
  });

  it('have providers with the types and versions that the twin answers', async () => {
    const { body } = await platform().get(`${SUBSCRIPTION}/providers/microsoft.storage`);
    expect(body).toMatchObject({ namespace: 'Microsoft.Storage', registrationState: 'Registered' });
    const types = Object.fromEntries(body.resourceTypes.map((type: any) => [type.resourceType, type.apiVersions]));
    expect(types['storageAccounts/blobServices/containers']).toContain('2023-05-01');
    expect(Object.keys(types)).not.toContain('storageAccounts/listKeys');
    const all = (await platform().get(`${SUBSCRIPTION}/providers`)).body.value.map(({ namespace }: any) => namespace);
    expect(all).toEqual(
      expect.arrayContaining(['Microsoft.DataProtection', 'Microsoft.Resources', 'Microsoft.KeyVault']),
    );
    const registered = await platform().post(`${SUBSCRIPTION}/providers/Microsoft.PolicyInsights/register`);
    expect(registered.body.registrationState).toBe('Registered');
    expect(refusalOf(await platform().get(`${SUBSCRIPTION}/providers/Microsoft.Nothing`)).code).toBe(
      'InvalidResourceNamespace',
    );
  });
});

describe('resource groups', () => {
  it('[group-name] have names of 1 to 90 characters', async () => {
    const put = async (name: string) =>
      (await platform().put(`${SUBSCRIPTION}/resourceGroups/${name}`, { location: 'westeurope' })).status;
    for (const name of ['ends.', 'x'.repeat(91), 'a$b']) {
      expect({ name, status: await put(name) }).toEqual({ name, status: 400 });
    }
    for (const name of ['x', 'x'.repeat(90), 'a.b_c-(d)']) expect(await put(name)).toBe(201);
    expect(names(await platform().get(`${SUBSCRIPTION}/resourcegroups`))).toHaveLength(4);
    expect((await client().send('HEAD', GROUP, undefined, { apiVersion: '2022-09-01' })).status).toBe(204);
    expect((await client().send('HEAD', `${GROUP}none`, undefined, { apiVersion: '2022-09-01' })).status).toBe(404);
  });

  it('have ids with fixed parts in one spelling, and names as they were sent', async () => {
    const group = `${SUBSCRIPTION}/resourcegroups/RG-other`;
    expect((await platform().put(group, { location: 'westeurope' })).body.id).toBe(
      `${SUBSCRIPTION}/resourceGroups/RG-other`,
    );
    const sent = `${group}/providers/microsoft.managedidentity/userassignedidentities/ID`;
    const id = `${SUBSCRIPTION}/resourceGroups/RG-other/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ID`;
    expect((await platform().put(sent, { location: 'westeurope' })).body.id).toBe(id);
    const lock = await platform().put(`${sent}/providers/microsoft.authorization/locks/keep`, {
      properties: { level: 'CanNotDelete' },
    });
    expect(lock.body.id).toContain('/providers/Microsoft.Authorization/locks/keep');
    const { body } = await platform().delete(group);
    expect(body.error.message).toContain(`locked: '${sent.replace('resourcegroups', 'resourceGroups')}'`);
  });

  it('keep what manages them', async () => {
    const { body } = await platform().put(GROUP, { location: 'westeurope', managedBy: '/somebody' });
    expect(body.managedBy).toBe('/somebody');
  });

  it('[resources-filtered] have resources that are found by type, name and group', async () => {
    await platform().makeStorage('stone');
    await platform().makeStorage('sttwo');
    await platform().makeIdentity();
    await platform().put(`${STORAGE}/stone/providers/Microsoft.Authorization/roleAssignments/${READER}`, {
      properties: {
        principalId: READER,
        roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
      },
    });
    const list = async (scope: string, filter?: string) =>
      names(await platform().get(`${scope}/resources${filter ? `?$filter=${encodeURIComponent(filter)}` : ''}`));
    expect(await list(GROUP)).toEqual(['id', 'stone', 'sttwo']);
    expect(await list(SUBSCRIPTION, "resourceType eq 'microsoft.storage/storageaccounts'")).toEqual(['stone', 'sttwo']);
    expect(await list(SUBSCRIPTION, "resourceType eq 'Microsoft.Storage/storageAccounts' and name eq 'STONE'")).toEqual(
      ['stone'],
    );
    expect(await list(SUBSCRIPTION, "resourceGroup eq 'none'")).toEqual([]);
  });

  it('have tags that are merged, replaced and taken away', async () => {
    const path = `${GROUP}/providers/Microsoft.Resources/tags/default`;
    const patch = async (operation: string, tags: any) =>
      (await platform().send('PATCH', path, { operation, properties: { tags } })).body?.properties?.tags;
    expect((await platform().put(path, { properties: { tags: { a: '1', b: '2' } } })).body.properties.tags).toEqual({
      a: '1',
      b: '2',
    });
    expect(await patch('Merge', { c: '3' })).toEqual({ a: '1', b: '2', c: '3' });
    expect(await patch('Delete', { a: '1' })).toEqual({ b: '2', c: '3' });
    expect(await patch('Replace', { d: '4' })).toEqual({ d: '4' });
    expect(await patch('Turn', {})).toBeUndefined();
    expect((await platform().get(GROUP)).body.tags).toEqual({ d: '4' });
    expect((await platform().delete(path)).status).toBe(200);
    expect((await platform().get(path)).body.properties.tags).toEqual({});
    expect((await platform().get(path.replace('rg-test', 'none'))).status).toBe(404);
  });
});

describe('the semantics of the twin', () => {
  it('are each named once, with a source that has a date', () => {
    const ids = SEMANTICS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, source } of SEMANTICS) {
      expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
      expect(source.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(source.url).toMatch(/^https:\/\//);
    }
  });
});

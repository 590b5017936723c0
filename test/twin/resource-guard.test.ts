import { Backup, PROVIDER, refusalOf, VAULT, vaultBody } from './backup-kit';
import { freshTwin, SUBSCRIPTION } from './client';

const client = freshTwin();
const backup = () => new Backup(client());
const GUARD = `${PROVIDER}/resourceGuards/rg-guard`;
const PROXY = `${VAULT}/backupResourceGuardProxies/DppResourceGuardProxy`;
const DELETE_INSTANCE = 'Microsoft.DataProtection/backupVaults/backupInstances/delete';

beforeEach(() => client().makeGroup());

const put = (vaultCriticalOperationExclusionList: string[] = []) =>
  backup().put(GUARD, { location: 'westeurope', tags: {}, properties: { vaultCriticalOperationExclusionList } });

it('is written at once, read and listed', async () => {
  expect((await put()).status).toBe(201);
  expect((await put([DELETE_INSTANCE])).status).toBe(200);
  const { body } = await backup().get(GUARD);
  expect(body).toMatchObject({
    id: GUARD,
    location: 'westeurope',
    tags: {},
    properties: { vaultCriticalOperationExclusionList: [DELETE_INSTANCE], provisioningState: 'Succeeded' },
  });
  expect(body.properties.resourceGuardOperations).toHaveLength(1);
  expect((await backup().patch(GUARD, { tags: { a: 'b' } })).body.tags).toEqual({ a: 'b' });
  for (const place of [PROVIDER, `${SUBSCRIPTION}/providers/Microsoft.DataProtection`]) {
    expect((await backup().get(`${place}/resourceGuards`)).body.value).toHaveLength(1);
  }
  expect((await backup().delete(GUARD)).status).toBe(200);
  expect((await backup().get(GUARD)).status).toBe(404);
});

it('watches over a vault through a proxy', async () => {
  await backup().must('PUT', VAULT, vaultBody());
  const proxy = (resourceGuardResourceId: string) => backup().put(PROXY, { properties: { resourceGuardResourceId } });
  expect(refusalOf(await proxy(GUARD))).toEqual({ status: 400, code: 'BadRequest' });
  expect(refusalOf(await proxy(VAULT))).toEqual({ status: 400, code: 'BMSUserErrorInvalidInput' });
  await put();
  expect((await proxy(GUARD)).status).toBe(200);
  const { properties } = (await backup().get(PROXY)).body;
  expect(properties.resourceGuardResourceId).toBe(GUARD);
  expect(properties.resourceGuardOperationDetails).toHaveLength(2);
  expect((await backup().get(VAULT)).body.properties.isVaultProtectedByResourceGuard).toBe(true);
  expect((await backup().delete(PROXY)).status).toBe(200);
  expect((await backup().get(VAULT)).body.properties.isVaultProtectedByResourceGuard).toBe(false);
});

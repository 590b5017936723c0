import {
  Backup,
  INSTANCE,
  instanceBody,
  POLICY,
  PROVIDER,
  refusalOf,
  softDelete,
  VAULT,
  vaultBody,
} from './backup-kit';
import { freshTwin, GROUP, SUBSCRIPTION } from './client';

const client = freshTwin({ startAt: '2024-01-01T00:00:00Z' });
const backup = () => new Backup(client());
const secure = () => backup().in('2025-09-01');
const INVALID = { status: 400, code: 'BMSUserErrorInvalidInput' };
const REFUSED = { status: 400, code: 'BadRequest' };

beforeEach(() => client().makeGroup());

const put = async (properties: any = {}, path = VAULT) => backup().put(path, vaultBody(properties));
const shown = async (path = VAULT) => (await backup().get(path)).body;
const immutability = (state: string) => ({ securitySettings: { immutabilitySettings: { state } } });
const geo = (featureSettings: any = {}) => ({
  storageSettings: [{ datastoreType: 'VaultStore', type: 'GeoRedundant' }],
  featureSettings,
});
const crossRegion = (state: string) => geo({ crossRegionRestoreSettings: { state } });

describe('a vault', () => {
  it('[vault-principal-anew] has a principal of its own, and another one when it is made again', async () => {
    expect((await put()).status).toBe(201);
    const { identity } = await shown();
    expect(identity).toMatchObject({ type: 'SystemAssigned', tenantId: '22222222-2222-4222-8222-222222222222' });
    expect((await put()).status).toBe(200);
    expect((await shown()).identity.principalId).toBe(identity.principalId);
    expect((await backup().delete(VAULT)).status).toBe(202);
    expect((await backup().get(VAULT)).status).toBe(404);
    await put();
    expect((await shown()).identity.principalId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await shown()).identity.principalId).not.toBe(identity.principalId);
  });

  it('[vault-principal-anew] has none without an identity, and another one after that', async () => {
    await put();
    const { principalId } = (await shown()).identity;
    await backup().put(VAULT, { ...vaultBody(), identity: { type: 'None' } });
    expect((await shown()).identity).toEqual({ type: 'None' });
    await put();
    expect((await shown()).identity.principalId).not.toBe(principalId);
    await backup().patch(VAULT, { tags: { team: 'data' } });
    expect(await shown()).toMatchObject({ tags: { team: 'data' }, identity: { type: 'SystemAssigned' } });
  });

  it('tells what was sent, what Azure adds, and what nobody knows', async () => {
    await backup().put(VAULT, {
      ...vaultBody({
        unheardOf: { of: 1 },
        monitoringSettings: { azureMonitorAlertSettings: { alertsForAllJobFailures: 'Disabled' } },
      }),
      location: 'West Europe',
      tags: {},
    });
    expect(await shown()).toMatchObject({
      id: VAULT,
      name: 'bv-test',
      type: 'Microsoft.DataProtection/backupVaults',
      location: 'westeurope',
      tags: {},
      properties: {
        provisioningState: 'Succeeded',
        unheardOf: { of: 1 },
        monitoringSettings: { azureMonitorAlertSettings: { alertsForAllJobFailures: 'Disabled' } },
        storageSettings: [{ datastoreType: 'VaultStore', type: 'LocallyRedundant' }],
        securitySettings: {
          softDeleteSettings: { state: 'On', retentionDurationInDays: 14 },
          immutabilitySettings: { state: 'Disabled' },
        },
        featureSettings: {
          crossRegionRestoreSettings: { state: 'Disabled' },
          crossSubscriptionRestoreSettings: { state: 'Enabled' },
        },
        isVaultProtectedByResourceGuard: false,
      },
    });
    expect((await shown()).properties.securitySettings).not.toHaveProperty('encryptionSettings');
  });

  it('is listed in its group and its subscription', async () => {
    await put();
    const other = `${SUBSCRIPTION}/resourceGroups/rg-other`;
    await client().makeGroup(other);
    await put({}, `${other}/providers/Microsoft.DataProtection/backupVaults/bv-other`);
    const names = async (path: string) => (await backup().get(path)).body.value.map(({ name }: any) => name);
    expect(await names(`${PROVIDER}/backupVaults`)).toEqual(['bv-test']);
    expect(await names(`${SUBSCRIPTION}/providers/Microsoft.DataProtection/backupVaults`)).toEqual([
      'bv-other',
      'bv-test',
    ]);
  });

  it.each(['v', '1a', '-a', 'a_b', 'a'.repeat(51)])('is not named %s', async (name) => {
    expect(refusalOf(await put({}, `${PROVIDER}/backupVaults/${name}`))).toEqual(INVALID);
  });

  it.each(['ab', `a${'-'.repeat(49)}`])('may be named %s', async (name) => {
    expect((await put({}, `${PROVIDER}/backupVaults/${name}`)).status).toBe(201);
  });

  it.each([
    ['none', []],
    [
      'two',
      [
        { datastoreType: 'VaultStore', type: 'LocallyRedundant' },
        { datastoreType: 'ArchiveStore', type: 'LocallyRedundant' },
      ],
    ],
    ['an unknown store', [{ datastoreType: 'AnyStore', type: 'LocallyRedundant' }]],
    ['an unknown redundancy', [{ datastoreType: 'VaultStore', type: 'ReadAccessGeoRedundant' }]],
    ['no object', ['VaultStore']],
  ])('[vault-one-storage-setting] does not have %s', async (_what, storageSettings) => {
    expect(refusalOf(await put({ storageSettings }))).toEqual(INVALID);
  });

  it('[vault-redundancy-fixed] changes its redundancy only while nothing is protected', async () => {
    await put();
    expect((await put(geo())).status).toBe(200);
    await backup().protect({ vault: geo() });
    const refusal = await put();
    expect(refusalOf(refusal)).toEqual(REFUSED);
    expect(refusal.body.error.message).toContain('redundancy');
    expect((await shown()).properties.storageSettings[0].type).toBe('GeoRedundant');
    await backup().must('DELETE', INSTANCE);
    expect(refusalOf(await put())).toEqual(REFUSED);
    backup().advanceTo('2024-01-16T00:00:00Z');
    expect((await put()).status).toBe(200);
  });

  it('does not move', async () => {
    await put();
    const { status, body } = await backup().put(VAULT, { ...vaultBody(), location: 'northeurope' });
    expect({ status, code: body.error.code }).toEqual({ status: 409, code: 'InvalidResourceLocation' });
  });
});

describe('security of a vault', () => {
  it.each([14, 14.5, 180])('[vault-soft-delete] retains for %s days, and tells so in every state', async (days) => {
    for (const state of ['Off', 'On']) {
      expect((await put(softDelete(state, days))).status).toBeLessThan(202);
      const { softDeleteSettings } = (await shown()).properties.securitySettings;
      expect(softDeleteSettings).toEqual({ state, retentionDurationInDays: days });
    }
  });

  it.each([13, 13.9, 181, -14])('[vault-soft-delete] does not retain for %s days', async (days) => {
    for (const state of ['Off', 'On']) expect(refusalOf(await put(softDelete(state, days)))).toEqual(INVALID);
    expect(refusalOf(await put(softDelete('Sometimes')))).toEqual(INVALID);
  });

  it('[vault-always-on] stays with AlwaysOn', async () => {
    await put(softDelete('AlwaysOn', 30));
    for (const state of ['On', 'Off']) expect(refusalOf(await put(softDelete(state)))).toEqual(REFUSED);
    expect((await put(softDelete('AlwaysOn', 60))).status).toBe(200);
    expect((await put()).status).toBe(200);
    expect((await shown()).properties.securitySettings.softDeleteSettings).toEqual({
      state: 'AlwaysOn',
      retentionDurationInDays: 14,
    });
  });

  it('[vault-secure-version] takes AlwaysOn only from 2025-09-01 on', async () => {
    for (const state of ['Off', 'On']) {
      expect(refusalOf(await secure().put(VAULT, vaultBody(softDelete(state))))).toEqual(INVALID);
    }
    expect((await secure().put(VAULT, vaultBody())).status).toBe(201);
    expect((await shown()).properties.securitySettings.softDeleteSettings.state).toBe('AlwaysOn');
  });

  it('[vault-secure-version] lets a PATCH of something else pass', async () => {
    await put(softDelete('Off'));
    expect((await secure().patch(VAULT, { tags: { a: 'b' } })).status).toBe(200);
    expect((await shown()).properties.securitySettings.softDeleteSettings.state).toBe('Off');
  });

  it('[vault-locked] stays Locked', async () => {
    await put(immutability('Unlocked'));
    expect((await put(immutability('Disabled'))).status).toBe(200);
    await put(immutability('Locked'));
    for (const state of ['Unlocked', 'Disabled']) expect(refusalOf(await put(immutability(state)))).toEqual(REFUSED);
    expect((await put()).status).toBe(200);
    expect((await shown()).properties.securitySettings.immutabilitySettings).toEqual({ state: 'Locked' });
    expect(refusalOf(await put(immutability('Open')))).toEqual(INVALID);
  });

  it('[vault-cross-region-restore] needs geo-redundancy and can not be taken back', async () => {
    expect(refusalOf(await put({ featureSettings: { crossRegionRestoreSettings: { state: 'Enabled' } } }))).toEqual(
      INVALID,
    );
    expect((await put(crossRegion('Disabled'))).status).toBe(201);
    expect((await put(crossRegion('Enabled'))).status).toBe(200);
    expect(refusalOf(await put(crossRegion('Disabled')))).toEqual(REFUSED);
    expect((await put(geo())).status).toBe(200);
    expect((await shown()).properties.featureSettings.crossRegionRestoreSettings.state).toBe('Enabled');
  });

  it('[vault-cross-subscription-restore] is disabled for a while, or for good', async () => {
    const crossSubscription = (state: string) =>
      put({ featureSettings: { crossSubscriptionRestoreSettings: { state } } });
    expect((await crossSubscription('Disabled')).status).toBe(201);
    expect((await crossSubscription('Enabled')).status).toBe(200);
    expect((await crossSubscription('PermanentlyDisabled')).status).toBe(200);
    for (const state of ['Disabled', 'Enabled']) expect(refusalOf(await crossSubscription(state))).toEqual(REFUSED);
  });
});

describe('encryption of a vault', () => {
  const encrypted = (kekIdentity: any, state = 'Enabled', keyUri?: string) => ({
    securitySettings: {
      encryptionSettings: {
        state,
        kekIdentity,
        keyVaultProperties: { keyUri: keyUri ?? 'https://kv.vault.azure.net/keys/k' },
      },
    },
  });
  const own = { identityType: 'SystemAssigned' };
  const settings = async () => (await shown()).properties.securitySettings.encryptionSettings;

  it('[vault-key] can not be disabled, and stays where a write leaves it out', async () => {
    expect((await put(encrypted(own))).status).toBe(201);
    expect((await settings()).state).toBe('Enabled');
    expect(refusalOf(await put(encrypted(own, 'Disabled')))).toEqual(REFUSED);
    expect((await put()).status).toBe(200);
    expect(await settings()).toMatchObject({ state: 'Enabled', kekIdentity: own });
    await put(encrypted(own, 'Enabled', 'https://kv.vault.azure.net/keys/other'));
    expect((await settings()).keyVaultProperties.keyUri).toBe('https://kv.vault.azure.net/keys/other');
  });

  it('[vault-key] needs a key and one identity that the vault has', async () => {
    const identityId = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id`;
    for (const bad of [
      encrypted(own, 'Enabled', ''),
      encrypted({ identityType: 'Both' }),
      encrypted({ identityType: 'UserAssigned', identityId }),
      encrypted(own, 'Inconsistent'),
    ]) {
      expect(refusalOf(await put(bad))).toEqual(INVALID);
    }
    expect(refusalOf(await backup().put(VAULT, { ...vaultBody(encrypted(own)), identity: { type: 'None' } }))).toEqual(
      INVALID,
    );
    expect((await put(encrypted(own, 'Disabled'))).status).toBe(201);
  });
});

describe('deleting a vault', () => {
  it('[vault-delete] is refused while policies or instances are in it', async () => {
    await backup().protect({ vault: softDelete('Off') });
    const refusal = await backup().delete(VAULT);
    expect(refusalOf(refusal)).toEqual(REFUSED);
    expect(refusal.body.error.message).toContain('1 backup instances, 0 soft-deleted ones and 1 backup policies');
    expect((await client().send('DELETE', GROUP, undefined, { apiVersion: '2023-07-01' })).status).toBe(409);
    await backup().must('DELETE', INSTANCE);
    expect(refusalOf(await backup().delete(VAULT))).toEqual(REFUSED);
    expect(refusalOf(await secure().delete(VAULT))).toEqual(REFUSED);
    await backup().must('DELETE', POLICY);
    expect((await backup().delete(VAULT)).status).toBe(202);
    expect((await backup().get(VAULT)).status).toBe(404);
  });

  it('[vault-delete-soft-deleted-items] is refused in older versions until what is soft-deleted is gone', async () => {
    await backup().protect();
    await backup().must('DELETE', INSTANCE);
    await backup().must('DELETE', POLICY);
    expect(refusalOf(await backup().delete(VAULT))).toEqual(REFUSED);
    expect((await client().send('DELETE', GROUP, undefined, { apiVersion: '2023-07-01' })).status).toBe(409);
    backup().advanceTo('2024-01-14T23:59:00Z');
    expect(refusalOf(await backup().delete(VAULT))).toEqual(REFUSED);
    backup().advanceTo('2024-01-15T00:01:00Z');
    expect((await backup().delete(VAULT)).status).toBe(202);
  });

  const DELETED = `${SUBSCRIPTION}/providers/Microsoft.DataProtection/locations/westeurope/deletedVaults`;

  it('[vault-soft-deleted] keeps it for a while from 2025-09-01 on, and its name is free', async () => {
    await backup().protect({ vault: softDelete('On', 20) });
    await backup().must('DELETE', INSTANCE);
    await backup().must('DELETE', POLICY);
    expect((await secure().delete(VAULT)).status).toBe(202);
    expect((await backup().get(VAULT)).status).toBe(404);
    const [deleted] = (await secure().get(DELETED)).body.value;
    expect(deleted.properties).toMatchObject({ originalBackupVaultId: VAULT, originalBackupVaultName: 'bv-test' });
    expect(deleted.properties.resourceDeletionInfo.scheduledPurgeTime).toMatch(/^2024-01-21T00:00/);
    expect((await secure().get(deleted.id)).body).toEqual(deleted);
    expect((await put()).status).toBe(201);
    backup().advanceTo('2024-01-20T23:59:00Z');
    expect((await secure().get(deleted.id)).status).toBe(200);
    backup().advanceTo('2024-01-21T00:01:00Z');
    expect((await secure().get(deleted.id)).status).toBe(404);
    expect((await secure().get(DELETED)).body.value).toEqual([]);
    // There is no such resource in older versions.
    expect((await backup().get(DELETED)).body.error.code).toBe('NoRegisteredProviderFound');
  });

  it('[vault-undelete] is undone by a PUT that names it', async () => {
    await backup().protect();
    const principal = await backup().principal();
    await backup().must('DELETE', INSTANCE);
    await backup().must('DELETE', POLICY);
    await secure().delete(VAULT);
    const [{ id }] = (await secure().get(DELETED)).body.value;
    const undelete = (path: string, wanted: string) =>
      client().complete('PUT', path, vaultBody(), {
        ...backup(),
        headers: { authorization: 'Bearer anybody', 'x-ms-deleted-vault-id': wanted },
      });
    expect(refusalOf(await undelete(`${VAULT}-2`, id))).toEqual(REFUSED);
    expect(refusalOf(await undelete(VAULT, `${id}0`))).toEqual(REFUSED);
    expect((await undelete(VAULT, id)).status).toBe(201);
    expect(await backup().principal()).toBe(principal);
    const held = await backup().get(`${VAULT}/deletedBackupInstances`);
    expect(held.body.value.map(({ name }: any) => name)).toEqual(['bi-test']);
    expect((await secure().get(DELETED)).body.value).toEqual([]);
    // A retry finds it done.
    expect((await undelete(VAULT, id)).status).toBe(200);
  });

  it('[vault-undelete] leaves the server of a soft-deleted instance associated', async () => {
    await backup().protect();
    await backup().must('DELETE', INSTANCE);
    await backup().must('DELETE', POLICY);
    await secure().delete(VAULT);
    await backup().prepare();
    const refusal = await backup().put(INSTANCE, instanceBody());
    expect(refusal.body.error.message).toContain('SoftDeleted');
  });

  it('[vault-secure-region] is soft everywhere in a region of secure by default', async () => {
    const location = 'australiaeast';
    await backup().put(VAULT, { ...vaultBody(softDelete('Off')), location });
    expect((await backup().delete(VAULT)).status).toBe(202);
    const deleted = await secure().get(DELETED.replace('westeurope', location));
    expect(deleted.body.value).toHaveLength(1);
  });

  it('[vault-secure-region] keeps instances there also with soft delete Off', async () => {
    await backup().protect({ location: 'eastasia', vault: softDelete('Off') });
    await backup().must('DELETE', INSTANCE);
    expect((await backup().get(`${VAULT}/deletedBackupInstances`)).body.value).toHaveLength(1);
  });
});

it('is locked as everything is', async () => {
  await put();
  backup().azure.resources.put({
    id: `${VAULT}/providers/Microsoft.Authorization/locks/keep`,
    type: 'Microsoft.Authorization/locks',
    name: 'keep',
    createdAt: '2024-01-01T00:00:00Z',
    body: { properties: { level: 'CanNotDelete' } },
    hidden: {},
  });
  expect(refusalOf(await backup().delete(VAULT))).toEqual({ status: 409, code: 'ScopeLocked' });
});

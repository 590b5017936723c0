import {
  Backup,
  grant,
  INSTANCE,
  instanceBody,
  LTR_ROLE,
  POLICY,
  policyBody,
  putServer,
  READER_ROLE,
  refusalOf,
  SERVER,
  type ServerSketch,
  softDelete,
  VAULT,
  vaultBody,
} from './backup-kit';
import { freshTwin, GROUP, SUBSCRIPTION } from './client';
import type { EditionId } from '../../src/twin';

const START = '2024-01-01T00:00:00Z';
const client = freshTwin({ startAt: START });
const backup = () => new Backup(client());
const INVALID = { status: 400, code: 'BMSUserErrorInvalidInput' };
const REFUSED = { status: 400, code: 'BadRequest' };
const PROTECTED = { status: 400, code: 'UserErrorDppDatasourceAlreadyProtected' };
const OTHER_VAULT = VAULT.replace('bv-test', 'bv-other');
const DELETED = INSTANCE.replace('backupInstances', 'deletedBackupInstances');

const put = (body = instanceBody(), path = INSTANCE) => backup().put(path, body);
const shown = async () => (await backup().get(INSTANCE)).body;

/** Another vault with a policy and the roles that the first one has. */
async function makeOtherVault(): Promise<string> {
  await backup().must('PUT', OTHER_VAULT, vaultBody());
  const principal = await backup().principal(OTHER_VAULT);
  grant(backup().azure, principal, LTR_ROLE, SERVER);
  grant(backup().azure, principal, READER_ROLE, GROUP);
  const policy = `${OTHER_VAULT}/backupPolicies/weekly`;
  await backup().must('PUT', policy, policyBody());
  return policy;
}

describe('an instance', () => {
  it('[instance-before-protection] is created, provisioned, and then protected', async () => {
    await backup().prepare();
    const { status, body } = await put();
    expect(status).toBe(201);
    expect(body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      currentProtectionState: 'ConfiguringProtection',
      protectionStatus: { status: 'ConfiguringProtection' },
    });
    const { properties, ...envelope } = await shown();
    expect(envelope).toEqual({
      id: INSTANCE,
      name: 'bi-test',
      type: 'Microsoft.DataProtection/backupVaults/backupInstances',
    });
    expect(properties).toEqual({
      ...(instanceBody().properties as object),
      objectType: 'BackupInstance',
      provisioningState: 'Succeeded',
      currentProtectionState: 'ProtectionConfigured',
      protectionStatus: { status: 'ProtectionConfigured' },
    });
    const again = await put();
    expect(again.status).toBe(200);
    expect(again.body.properties.currentProtectionState).toBe('UpdatingProtection');
    expect(await backup().stateOf()).toBe('ProtectionConfigured');
  });

  it('is listed in its vault and at its server', async () => {
    await backup().protect();
    expect((await backup().get(`${VAULT}/backupInstances`)).body.value).toHaveLength(1);
    const { body } = await backup().get(`${SERVER}/providers/Microsoft.DataProtection/backupInstances`);
    expect(body.value.map(({ id }: any) => id)).toEqual([INSTANCE]);
    const other = await backup().get(`${SERVER}-2/providers/Microsoft.DataProtection/backupInstances`);
    expect(other.body.value).toEqual([]);
  });

  it.each<[string, (properties: any) => void]>([
    ['without a datasource', (properties) => delete properties.dataSourceInfo],
    ['without the id of one', (properties) => (properties.dataSourceInfo.resourceID = '')],
    ['of a database', (properties) => (properties.dataSourceInfo.resourceID += '/databases/app')],
    ['of no type', (properties) => delete properties.dataSourceInfo.datasourceType],
    ['without a policy', (properties) => delete properties.policyInfo],
    [
      '[instance-policy-of-vault] with a policy that is not there',
      (properties) => (properties.policyInfo.policyId += '-2'),
    ],
  ])('is not made %s', async (_what, change) => {
    await backup().prepare();
    const body: any = instanceBody();
    change(body.properties);
    expect(refusalOf(await put(body))).toEqual(INVALID);
  });

  it('is not made of what the twin does not back up', async () => {
    await backup().prepare();
    const body: any = instanceBody();
    body.properties.dataSourceInfo.datasourceType = 'Microsoft.Compute/disks';
    expect(refusalOf(await put(body))).toEqual({ status: 501, code: 'NotImplemented' });
  });

  it('[instance-policy-of-vault] follows a policy of its own vault, and backs up a server that exists', async () => {
    await backup().prepare();
    expect(refusalOf(await put(instanceBody(await makeOtherVault())))).toEqual(INVALID);
    expect(refusalOf(await put(instanceBody(POLICY, `${SERVER}-2`)))).toEqual({
      status: 404,
      code: 'ResourceNotFound',
    });
    expect(refusalOf(await put(instanceBody(), INSTANCE.replace('bv-test', 'bv-none')))).toEqual({
      status: 404,
      code: 'ParentResourceNotFound',
    });
    expect((await put(instanceBody(POLICY.toUpperCase(), SERVER.toLowerCase()))).status).toBe(201);
  });

  it('does not change its server', async () => {
    await backup().protect();
    putServer(backup().azure, { id: `${SERVER}-2` });
    expect(refusalOf(await put(instanceBody(POLICY, `${SERVER}-2`)))).toEqual(INVALID);
  });
});

describe('permissions', () => {
  const ERROR = { code: 'UserErrorMissingRequiredPermissions', isRetryable: false };
  const roles = async (...granted: [role: string, scope: string][]) => {
    await client().makeGroup();
    await backup().must('PUT', VAULT, vaultBody());
    await backup().must('PUT', POLICY, policyBody());
    putServer(backup().azure);
    const principal = await backup().principal();
    for (const [role, scope] of granted) grant(backup().azure, principal, role, scope);
  };

  it.each<[string, [string, string][], string]>([
    ['neither role', [], 'ltrPreBackup/action'],
    ['Reader only', [[READER_ROLE, GROUP]], 'ltrPreBackup/action'],
    ['the backup role only', [[LTR_ROLE, SERVER]], 'roleAssignments/read'],
    [
      'Reader on the server only',
      [
        [LTR_ROLE, SERVER],
        [READER_ROLE, SERVER],
      ],
      'roleAssignments/read',
    ],
    [
      'the backup role on another server',
      [
        [LTR_ROLE, `${SERVER}-2`],
        [READER_ROLE, GROUP],
      ],
      'ltrPreBackup/action',
    ],
    ['Owner in the place of the backup role', [['8e3af657-a8ff-443c-a75c-2fe8c4bcb635', GROUP]], 'ltrPreBackup/action'],
  ])('[instance-permissions] end in an error with %s', async (_what, granted, action) => {
    await roles(...granted);
    expect((await put()).status).toBe(201);
    const { properties } = await shown();
    expect(properties).toMatchObject({
      provisioningState: 'Succeeded',
      currentProtectionState: 'ProtectionError',
      protectionErrorDetails: ERROR,
      protectionStatus: { status: 'ConfiguringProtectionFailed', errorDetails: ERROR },
    });
    const detail = properties.protectionErrorDetails.innerError.additionalInfo.DetailedNonLocalisedMessage;
    expect(detail).toContain(action);
    expect(detail).toContain(SERVER);
  });

  it.each<[string, [string, string][]]>([
    [
      'on the resource group',
      [
        [LTR_ROLE, GROUP],
        [READER_ROLE, GROUP],
      ],
    ],
    [
      'on the subscription',
      [
        [LTR_ROLE, SUBSCRIPTION],
        [READER_ROLE, SUBSCRIPTION],
      ],
    ],
    [
      'with Contributor for Reader',
      [
        [LTR_ROLE, SERVER],
        ['b24988ac-6180-42a0-ab88-20f7382dd24c', GROUP],
      ],
    ],
  ])('[instance-permissions] suffice %s', async (_what, granted) => {
    await roles(...granted);
    await put();
    expect(await backup().stateOf()).toBe('ProtectionConfigured');
  });

  it('[instance-permissions] are looked at again by a later write, and by sync', async () => {
    await roles();
    await put();
    const principal = await backup().principal();
    grant(backup().azure, principal, LTR_ROLE, SERVER);
    expect(await backup().stateOf()).toBe('ProtectionError');
    await backup().post(`${INSTANCE}/sync`);
    expect(await backup().stateOf()).toBe('ProtectionError');
    grant(backup().azure, principal, READER_ROLE, GROUP);
    await put();
    expect(await backup().stateOf()).toBe('ProtectionConfigured');
    expect((await shown()).properties).not.toHaveProperty('protectionErrorDetails');
    expect((await shown()).properties.protectionStatus).toEqual({ status: 'ProtectionConfigured' });
  });

  it('[instance-permissions] are those of the identity that the instance names', async () => {
    const identityId = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id`;
    await client().makeGroup();
    backup().azure.resources.put({
      id: identityId,
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
      name: 'id',
      createdAt: START,
      body: { properties: { principalId: '55555555-5555-4555-8555-555555555555', clientId: 'c' } },
      hidden: {},
    });
    const identity = { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } };
    await backup().must('PUT', VAULT, { ...vaultBody(), identity });
    await backup().must('PUT', POLICY, policyBody());
    putServer(backup().azure);
    // The vault has no identity of its own.
    expect(refusalOf(await put())).toEqual(REFUSED);
    const body: any = instanceBody();
    body.properties.identityDetails = { useSystemAssignedIdentity: false, userAssignedIdentityArmUrl: identityId };
    for (const [role, scope] of [
      [LTR_ROLE, SERVER],
      [READER_ROLE, GROUP],
    ]) {
      grant(backup().azure, '55555555-5555-4555-8555-555555555555', role, scope);
    }
    await put(body);
    expect(await backup().stateOf()).toBe('ProtectionConfigured');
  });

  it('need an identity', async () => {
    await backup().prepare();
    await backup().must('PUT', VAULT, { ...vaultBody(), identity: { type: 'None' } });
    const refusal = await put();
    expect(refusalOf(refusal)).toEqual(REFUSED);
    expect(refusal.body.error.message).toContain('identity');
  });

  it('are not those of a vault of the same name that is gone', async () => {
    await backup().prepare({ vault: softDelete('Off') });
    await backup().must('DELETE', POLICY);
    await backup().must('DELETE', VAULT);
    await backup().must('PUT', VAULT, vaultBody());
    await backup().must('PUT', POLICY, policyBody());
    await put();
    expect(await backup().stateOf()).toBe('ProtectionError');
  });

  it('[instance-validate] are told when the validation has ended', async () => {
    await roles();
    const validate = () => backup().post(`${VAULT}/validateForBackup`, { backupInstance: instanceBody().properties });
    const failed = await validate();
    expect(failed.body.status).toBe('Failed');
    expect(failed.body.error.code).toBe('UserErrorMissingRequiredPermissions');
    expect(failed.body.error.details[0].message).toContain('ltrPreBackup/action');
    expect((await backup().get(INSTANCE)).status).toBe(404);
    const principal = await backup().principal();
    grant(backup().azure, principal, LTR_ROLE, SERVER);
    grant(backup().azure, principal, READER_ROLE, GROUP);
    expect((await validate()).status).toBe(202);
    await put();
    expect(refusalOf(await validate())).toEqual(PROTECTED);
    const modify = (backupInstance: any) => backup().post(`${INSTANCE}/validateForModifyBackup`, { backupInstance });
    expect((await modify(instanceBody().properties)).status).toBe(202);
    expect(refusalOf(await modify({ policyInfo: {} }))).toEqual(INVALID);
    expect(refusalOf(await modify(undefined))).toEqual(INVALID);
  });
});

describe('roles that take their time', () => {
  const slow = freshTwin({ startAt: START, rbacDelaySeconds: 600 });

  it('[instance-propagation] fail an instance that is created too soon', async () => {
    const early = new Backup(slow());
    await early.protect();
    expect(await early.stateOf()).toBe('ProtectionError');
    early.advanceTo('2024-01-01T00:09:00Z');
    await early.must('PUT', INSTANCE, instanceBody());
    expect(await early.stateOf()).toBe('ProtectionError');
    early.advanceTo('2024-01-01T00:10:01Z');
    expect(await early.stateOf()).toBe('ProtectionError');
    await early.must('PUT', INSTANCE, instanceBody());
    expect(await early.stateOf()).toBe('ProtectionConfigured');
  });
});

describe('one server', () => {
  it('[datasource-protected] is protected once, in whichever vault and under whichever name', async () => {
    await backup().protect();
    expect(refusalOf(await put(instanceBody(), `${INSTANCE}-2`))).toEqual(PROTECTED);
    const policy = await makeOtherVault();
    const refusal = await put(instanceBody(policy, SERVER.toUpperCase()), `${OTHER_VAULT}/backupInstances/bi-test`);
    expect(refusalOf(refusal)).toEqual(PROTECTED);
    expect(refusal.body.error.message).toBe(`Datasource is already protected under the Backup vault ${VAULT}.`);
    await backup().must('POST', `${INSTANCE}/stopProtection`);
    expect(refusalOf(await put(instanceBody(), `${INSTANCE}-2`))).toEqual(PROTECTED);
  });

  it('[datasource-soft-deleted] is not protected again while its instance is soft-deleted', async () => {
    await backup().protect();
    await backup().must('DELETE', INSTANCE);
    backup().azure.resources.delete(SERVER);
    putServer(backup().azure);
    const message = `Datasource is already associated with the backup instance bi-test in the Backup vault ${VAULT} with the protection status as SoftDeleted.`;
    const elsewhere = `${OTHER_VAULT}/backupInstances/bi-test`;
    for (const [policy, path] of [
      [POLICY, INSTANCE],
      [POLICY, `${INSTANCE}-v2`],
      [await makeOtherVault(), elsewhere],
    ]) {
      const refusal = await put(instanceBody(policy), path);
      expect(refusalOf(refusal)).toEqual(REFUSED);
      expect(refusal.body.error.message).toBe(message);
    }
    backup().advanceTo('2024-01-15T00:01:00Z');
    expect((await put()).status).toBe(201);
  });
});

describe('support for a server', () => {
  const V2: EditionId = 'v2-2026-09-28';
  const V1: EditionId[] = ['2024-12-17', '2025-02-28', '2025-05-15'];
  const clients = {
    '2024-12-17': freshTwin({ edition: '2024-12-17', startAt: START }),
    '2025-02-28': freshTwin({ edition: '2025-02-28', startAt: START }),
    '2025-05-15': freshTwin({ edition: '2025-05-15', startAt: START }),
    'v2-2026-09-28': freshTwin({ edition: V2, startAt: START }),
  };
  const protects = async (edition: EditionId, server: ServerSketch, location = 'westeurope') => {
    const estate = new Backup(clients[edition]());
    await estate.prepare({ location, server });
    const { status, body } = await estate.put(INSTANCE, instanceBody());
    if (status !== 201) expect({ status, code: body.error.code }).toEqual(REFUSED);
    return status === 201 && (await estate.stateOf()) === 'ProtectionConfigured';
  };
  const both = (v1: boolean, v2: boolean) => [...V1.map((id) => [id, v1] as const), [V2, v2] as const];

  it.each(both(false, false))('[server-replica] by %s, a replica: %s', async (edition, expected) => {
    expect(await protects(edition, { replicationRole: 'AsyncReplica' })).toBe(expected);
  });

  it.each(both(false, true))('[server-dumps] by %s, Premium SSD v2: %s', async (edition, expected) => {
    expect(await protects(edition, { storageType: 'PremiumV2_LRS' })).toBe(expected);
  });

  it.each(both(false, true))('[server-dumps] by %s, an elastic cluster of 8: %s', async (edition, expected) => {
    expect(await protects(edition, { clusterSize: 8 })).toBe(expected);
  });

  it('[server-physical] by v2, an elastic cluster of 9: false', async () => {
    expect(await protects(V2, { clusterSize: 9 })).toBe(false);
  });

  it.each(both(true, false))('[server-physical] by %s, Burstable: %s', async (edition, expected) => {
    expect(await protects(edition, { tier: 'Burstable' })).toBe(expected);
  });

  it.each(both(true, false))('[server-physical] by %s, PostgreSQL 14: %s', async (edition, expected) => {
    expect(await protects(edition, { version: '14' })).toBe(expected);
  });

  it('[server-physical] by v2, PostgreSQL 15: true', async () => {
    expect(await protects(V2, { version: '15' })).toBe(true);
  });

  it.each(both(true, false))('[server-physical] by %s, in Qatar Central: %s', async (edition, expected) => {
    expect(await protects(edition, {}, 'qatarcentral')).toBe(expected);
  });

  it.each([
    ['2024-12-17', true],
    ['2025-02-28', false],
    ['2025-05-15', false],
    [V2, false],
  ] as const)('[server-region] by %s, a vault in another region: %s', async (edition, expected) => {
    expect(await protects(edition, { location: 'northeurope' })).toBe(expected);
  });

  it.each([...V1, V2])('by %s, whatever its state and size at the beginning', async (edition) => {
    expect(await protects(edition, { state: 'Stopped', storageSizeGB: 65536 + 1 })).toBe(true);
  });
});

describe('deleting an instance', () => {
  const FIRST = '2024-01-07T03:00:00Z';

  it('[instance-soft-deleted] keeps it for the days of its vault, with its recovery points', async () => {
    await backup().protect({ vault: softDelete('On', 20) });
    backup().advanceTo(FIRST);
    expect((await backup().delete(INSTANCE)).status).toBe(202);
    expect((await backup().get(INSTANCE)).status).toBe(404);
    const { body } = await backup().get(`${VAULT}/deletedBackupInstances`);
    expect(body.value).toEqual([(await backup().get(DELETED)).body]);
    expect(body.value[0]).toMatchObject({
      id: DELETED,
      properties: {
        objectType: 'DeletedBackupInstance',
        currentProtectionState: 'SoftDeleted',
        protectionStatus: { status: 'SoftDeleted' },
        deletionInfo: {
          deletionTime: expect.stringMatching(/^2024-01-07T03:00/),
          billingEndDate: expect.stringMatching(/^2024-01-13T03:00/),
          scheduledPurgeTime: expect.stringMatching(/^2024-01-27T03:00/),
        },
      },
    });
    expect((await backup().post(`${DELETED}/undelete`)).status).toBe(202);
    expect((await backup().get(DELETED)).status).toBe(404);
    expect(await backup().stateOf()).toBe('ProtectionStopped');
    expect(await backup().points()).toHaveLength(1);
    expect(refusalOf(await backup().post(`${DELETED}/undelete`)).status).toBe(404);
    await backup().must('POST', `${INSTANCE}/resumeProtection`);
    expect(await backup().stateOf()).toBe('ProtectionConfigured');
    await backup().must('DELETE', INSTANCE);
    backup().advanceTo('2024-01-27T02:59:00Z');
    expect((await backup().get(DELETED)).status).toBe(200);
    backup().advanceTo('2024-01-27T03:01:00Z');
    expect((await backup().get(DELETED)).status).toBe(404);
    expect((await backup().get(`${VAULT}/deletedBackupInstances`)).body.value).toEqual([]);
  });

  it('[instance-soft-deleted] makes no backups meanwhile', async () => {
    await backup().protect();
    await backup().must('DELETE', INSTANCE);
    backup().advanceTo(FIRST);
    await backup().must('POST', `${DELETED}/undelete`);
    expect(await backup().jobs()).toEqual([]);
  });

  it('[instance-soft-deleted] leaves its name taken', async () => {
    await backup().protect();
    await backup().must('DELETE', INSTANCE);
    putServer(backup().azure, { id: `${SERVER}-2` });
    const refusal = await put(instanceBody(POLICY, `${SERVER}-2`));
    expect(refusalOf(refusal)).toEqual(REFUSED);
    expect(refusal.body.error.message).toContain('soft-deleted');
  });

  it('[instance-gone] leaves nothing with soft delete Off', async () => {
    await backup().protect({ vault: softDelete('Off') });
    await backup().must('DELETE', INSTANCE);
    expect((await backup().get(INSTANCE)).status).toBe(404);
    expect((await backup().get(`${VAULT}/deletedBackupInstances`)).body.value).toEqual([]);
    expect((await put()).status).toBe(201);
  });

  it('[instance-gone] keeps it from 2025-09-01 on, also with soft delete Off', async () => {
    await backup().protect({ vault: softDelete('Off') });
    await backup().in('2025-09-01').delete(INSTANCE);
    expect((await backup().get(DELETED)).status).toBe(200);
  });

  it('[instance-gone] leaves nothing of one that never was protected', async () => {
    await backup().prepare({ vault: softDelete('AlwaysOn') });
    for (const { id } of backup().azure.resources.ofType('Microsoft.Authorization/roleAssignments')) {
      backup().azure.resources.delete(id);
    }
    await put();
    expect(await backup().stateOf()).toBe('ProtectionError');
    await backup().must('DELETE', INSTANCE);
    expect((await backup().get(`${VAULT}/deletedBackupInstances`)).body.value).toEqual([]);
  });

  it.each(['Unlocked', 'Locked'])(
    '[instance-immutable] is refused by a vault that is %s while points last',
    async (state) => {
      const immutable = { securitySettings: { immutabilitySettings: { state } } };
      await backup().protect({ vault: immutable, policy: { defaultDuration: 'P7D' } });
      backup().advanceTo(FIRST);
      const refusal = await backup().delete(INSTANCE);
      expect(refusalOf(refusal)).toEqual(REFUSED);
      expect(refusal.body.error.message).toContain('immutable');
      expect(await backup().stateOf()).toBe('ProtectionConfigured');
      await backup().must('POST', `${INSTANCE}/stopProtection`);
      expect(refusalOf(await backup().delete(INSTANCE))).toEqual(REFUSED);
      backup().advanceTo('2024-01-14T02:31:00Z');
      expect((await backup().delete(INSTANCE)).status).toBe(202);
    },
  );

  it('[instance-immutable] is possible before there are points', async () => {
    await backup().protect({ vault: { securitySettings: { immutabilitySettings: { state: 'Locked' } } } });
    expect((await backup().delete(INSTANCE)).status).toBe(202);
  });
});

describe('undeleting an instance', () => {
  it('is refused while another one protects the server', async () => {
    await backup().protect({ vault: softDelete('Off') });
    await backup().in('2025-09-01').delete(INSTANCE);
    const deleted = backup().azure.resources.get(DELETED)!;
    backup().azure.resources.delete(DELETED);
    await put(instanceBody(), `${INSTANCE}-2`);
    backup().azure.resources.put(deleted);
    expect(refusalOf(await backup().post(`${DELETED}/undelete`))).toEqual(PROTECTED);
    backup().azure.resources.delete(`${INSTANCE}-2`);
    backup().azure.resources.put({
      ...deleted,
      id: INSTANCE,
      type: 'Microsoft.DataProtection/backupVaults/backupInstances',
    });
    expect(refusalOf(await backup().post(`${DELETED}/undelete`))).toEqual(REFUSED);
  });
});

import { grant, INSTANCE, PROVIDER, refusalOf, SERVER, VAULT } from './backup-kit';
import { freshTwin, GROUP, SUBSCRIPTION } from './client';
import { OTHER_SUBSCRIPTION } from './platform-kit';
import {
  ACCOUNT,
  CONTAINER,
  CONTRIBUTOR,
  FIRST,
  restoreBody as request,
  Restoring,
  START,
  URL_OF_CONTAINER,
} from './restore-kit';
import { Twin } from '../../src/twin';
import type { JsonObject } from '../../src/twin/arm/json';
import { restoredFiles } from '../../src/twin/backup/restored-files';

const INVALID = { status: 400, code: 'BMSUserErrorInvalidInput' };
const REFUSED = { status: 400, code: 'BadRequest' };

const client = freshTwin(START);
const backup = () => new Restoring(client());
const makeTarget = (...args: Parameters<Restoring['makeTarget']>) => backup().makeTarget(...args);
const putDatabases = (...names: string[]) => backup().putDatabases(...names);
const pointNames = () => backup().pointNames();
const validate = (body: JsonObject) => backup().validate(body);
const restore = (body: JsonObject) => backup().restore(body);
const jobOf = (jobId: string) => backup().jobOf(jobId);
const prepare = (vault?: JsonObject) => backup().prepareRestore(vault);

const files = (container = CONTAINER) => {
  const { resources, clock } = backup().azure;
  return restoredFiles(resources.get(container)!, clock.now().epochMilliseconds);
};
const namesOf = (container?: string) => files(container).map(({ name }) => name.replace(/^[-0-9a-f]{36}/, ''));

describe('a restore as files', () => {
  it('[restore-job] is accepted with a job that goes on, and ends Completed', async () => {
    const point = await prepare();
    expect((await validate(request(point))).status).toBe(202);
    const job = await restore(request(point));
    expect(job).toMatchObject({
      operation: 'Restore',
      operationCategory: 'Restore',
      status: 'InProgress',
      isUserTriggered: true,
      dataSourceId: SERVER,
      backupInstanceId: INSTANCE,
      extendedInfo: {
        recoveryDestination: URL_OF_CONTAINER,
        sourceRecoverPoint: { recoveryPointID: point, recoveryPointTime: '2024-01-07T02:30:00.000Z' },
      },
    });
    expect(files()).toEqual([]);
    backup().advanceTo('2024-01-07T03:11:00Z');
    expect(await jobOf(job.jobId)).toMatchObject({ status: 'Completed', duration: '00:10:00' });
    expect(await backup().jobs()).toEqual(['2024-01-07T02:30 Completed', '2024-01-07T03:00 Completed']);
  });

  it('[restore-files] leaves one for each database and three for the server', async () => {
    const point = await prepare();
    await restore(request(point));
    backup().advanceTo('2024-01-07T03:11:00Z');
    expect(namesOf()).toEqual([
      '_database_carts.sql',
      '_database_orders.sql',
      '_roles.sql',
      '_tablespace.sql',
      '_schema.sql',
    ]);
    expect(files()[0]).toEqual({
      name: expect.stringMatching(/^[-0-9a-f]{36}_database_carts\.sql$/),
      kind: 'database',
      database: 'carts',
      serverId: SERVER,
      pointAt: Date.parse(FIRST),
      at: expect.any(Number),
    });
    expect(files()[2]).not.toHaveProperty('database');
    const [prefix] = files()[0].name.split('_');
    expect(files().every(({ name }) => name.startsWith(prefix))).toBe(true);
  });

  it('[restore-databases] holds what the server had when it was backed up', async () => {
    const old = await prepare();
    putDatabases('returns');
    backup().azure.resources.delete(`${SERVER}/databases/carts`);
    backup().advanceTo('2024-01-14T03:00:00Z');
    const [recent] = await pointNames();
    await restore(request(recent));
    backup().advanceTo('2024-01-15T03:00:00Z');
    expect(namesOf().slice(0, 2)).toEqual(['_database_orders.sql', '_database_returns.sql']);
    await restore(request(old));
    backup().advanceTo('2024-01-16T03:00:00Z');
    expect(namesOf().slice(5, 7)).toEqual(['_database_carts.sql', '_database_orders.sql']);
  });

  it('of a backup that was asked for holds its databases too', async () => {
    await prepare();
    await backup().must('POST', `${INSTANCE}/backup`, { backupRuleOptions: { ruleName: 'Default' } });
    backup().advanceTo('2024-01-08T00:00:00Z');
    const [byHand] = await pointNames();
    await restore(request(byHand));
    backup().advanceTo('2024-01-09T00:00:00Z');
    expect(namesOf()).toHaveLength(5);
  });

  it('[restore-source-gone] is possible when the server is gone', async () => {
    const point = await prepare();
    backup().azure.resources.delete(SERVER);
    expect((await validate(request(point))).status).toBe(202);
    await restore(request(point));
    backup().advanceTo('2024-01-07T03:11:00Z');
    expect(namesOf()).toHaveLength(5);
  });

  it('outlives a snapshot of the twin', async () => {
    const point = await prepare();
    await restore(request(point));
    const later = await Twin.start(START);
    later.azure.restoreSnapshot(JSON.parse(JSON.stringify(backup().azure.toSnapshot())));
    const container = later.azure.resources.get(CONTAINER)!;
    expect(restoredFiles(container, Date.parse('2024-01-07T03:11:00Z'))).toHaveLength(5);
    await later.close();
  });
});

describe('[restore-request] a request', () => {
  it.each<[string, (point: string) => JsonObject]>([
    ['no recovery point', () => request('')],
    ['one that isn’t there', () => request('0123456789abcdef0123456789abcdef')],
    ['another data store', (point) => request(point, {}, { sourceDataStoreType: 'OperationalStore' })],
    [
      'a time in the place of a point',
      (point) => request(point, {}, { objectType: 'AzureBackupRecoveryTimeBasedRestoreRequest' }),
    ],
    ['another region', (point) => request(point, { restoreLocation: 'northeurope' })],
    ['to overwrite', (point) => request(point, { recoveryOption: 'Overwrite' })],
    ['no container', (point) => request(point, { url: 'https://strestore.blob.core.windows.net' })],
    [
      'files in a share',
      (point) =>
        request(point, {
          targetDetails: { url: URL_OF_CONTAINER, filePrefix: '', restoreTargetLocationType: 'AzureFiles' },
        }),
    ],
    [
      'no prefix',
      (point) => request(point, { targetDetails: { url: URL_OF_CONTAINER, restoreTargetLocationType: 'AzureBlobs' } }),
    ],
    ['another kind of target', (point) => request(point, { objectType: 'ItemLevelRestoreTargetInfo' })],
  ])('that names %s is refused', async (_, body) => {
    const point = await prepare();
    expect(refusalOf(await validate(body(point)))).toEqual(INVALID);
    expect(refusalOf(await backup().post(`${INSTANCE}/restore`, body(point)))).toEqual(INVALID);
    expect(await backup().jobs()).toHaveLength(1);
  });

  it('needs no region, takes ids with hyphens, and the twin’s own addresses', async () => {
    const point = await prepare();
    const hyphenated = point.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-').toUpperCase();
    const url = 'http://strestore.blob.core.azure.test/restore/';
    expect((await validate(request(hyphenated, { restoreLocation: undefined, url }))).status).toBe(202);
  });

  it('needs a body, and an instance', async () => {
    await prepare();
    expect(refusalOf(await backup().post(`${INSTANCE}/validateRestore`))).toEqual(INVALID);
    expect((await backup().post(`${INSTANCE}-2/restore`)).status).toBe(404);
    expect((await backup().post(`${INSTANCE}-2/validateRestore`)).status).toBe(404);
  });

  it('of a point whose backup still runs, or that has expired, finds nothing', async () => {
    const point = await prepare();
    backup().advanceTo('2024-04-08T00:00:00Z');
    expect(refusalOf(await validate(request(point)))).toEqual(INVALID);
  });
});

describe('what keeps the vault from a target', () => {
  /** Told by the validation, and by the job. */
  async function hindered(body: JsonObject, code = 'BadRequest'): Promise<string> {
    const { body: operation } = await validate(body);
    expect(operation).toMatchObject({ status: 'Failed', error: { code } });
    const job = await restore(body);
    expect(job).toMatchObject({ status: 'Failed', errorDetails: [{ code, message: operation.error.message }] });
    return operation.error.message;
  }

  it('[restore-container] is that there is none', async () => {
    const point = await prepare();
    const at = (url: string) => request(point, { url: `https://${url}` });
    expect(await hindered(at('stnone.blob.core.windows.net/restore'))).toContain("'stnone' was not found");
    expect(await hindered(at('strestore.blob.core.windows.net/other'))).toContain(
      "'other' of 'strestore' was not found",
    );
    const targetResourceArmId = `${ACCOUNT}2`;
    expect(await hindered(request(point, { targetResourceArmId }))).toContain('targetResourceArmId');
    for (const id of [ACCOUNT, CONTAINER]) {
      expect((await validate(request(point, { targetResourceArmId: id }))).status).toBe(202);
    }
  });

  it('[restore-region] is another region', async () => {
    const point = await prepare();
    await makeTarget({}, 'northeurope', `${ACCOUNT}2`);
    const url = URL_OF_CONTAINER.replace('strestore', 'strestore2');
    expect(await hindered(request(point, { url }))).toBe(
      'The storage account must be in westeurope, got: northeurope.',
    );
  });

  it('[restore-cross-tenant] is an account that keeps to its tenant', async () => {
    const point = await prepare();
    await makeTarget({ allowCrossTenantReplication: false });
    expect(await hindered(request(point))).toContain('AllowCrossTenantReplication');
  });

  it.each<[string, JsonObject, boolean]>([
    ['open', {}, true],
    ['closed', { publicNetworkAccess: 'Disabled' }, false],
    ['behind a firewall', { networkAcls: { defaultAction: 'Deny', bypass: 'None' } }, false],
    ['open to trusted services', { networkAcls: { defaultAction: 'Deny', bypass: 'Logging, AzureServices' } }, true],
    [
      'open to the vault',
      { networkAcls: { defaultAction: 'Deny', bypass: 'None', resourceAccessRules: [{ resourceId: VAULT }] } },
      true,
    ],
    [
      'open to every vault of the group',
      {
        networkAcls: {
          defaultAction: 'Deny',
          bypass: 'None',
          resourceAccessRules: [{ resourceId: `${PROVIDER}/backupVaults/*` }],
        },
      },
      true,
    ],
    [
      'open to another vault',
      { networkAcls: { defaultAction: 'Deny', bypass: 'None', resourceAccessRules: [{ resourceId: `${VAULT}-2` }] } },
      false,
    ],
  ])('[restore-network] is a network that keeps it out: %s', async (_, properties, reachable) => {
    const point = await prepare();
    await makeTarget(properties);
    if (reachable) expect((await validate(request(point))).status).toBe(202);
    else expect(await hindered(request(point))).toBe("The storage account 'strestore' can't be reached.");
  });

  it.each([
    ['the container', CONTAINER],
    ['the account', ACCOUNT],
    ['the resource group', GROUP],
    ['the subscription', SUBSCRIPTION],
  ])('[restore-role] is a role that it lacks; one on %s will do', async (_, scope) => {
    await backup().protect();
    await makeTarget();
    backup().advanceTo('2024-01-07T03:00:00Z');
    const [point] = await pointNames();
    const CODE = 'UserErrorMSIMissingPermissions';
    const principal = await backup().principal();
    for (const role of ['b24988ac-6180-42a0-ab88-20f7382dd24c', '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1']) {
      grant(backup().azure, principal, role, scope);
    }
    expect(await hindered(request(point), CODE)).toContain('required set of permissions');
    const job = await restore(request(point));
    expect(job.errorDetails[0]).toMatchObject({ code: CODE, innerError: { code: CODE } });
    grant(backup().azure, principal, CONTRIBUTOR, scope);
    expect((await validate(request(point))).status).toBe(202);
    expect((await restore(request(point))).status).toBe('InProgress');
  });

  it('[restore-role] is an identity that it doesn’t have', async () => {
    const point = await prepare();
    const userAssignedIdentityArmUrl = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/none`;
    const identityDetails = { useSystemAssignedIdentity: false, userAssignedIdentityArmUrl };
    await hindered(request(point, {}, { identityDetails }), 'UserErrorMSIMissingPermissions');
  });

  it.each(['Enabled', 'Disabled', 'PermanentlyDisabled'])(
    '[restore-cross-subscription] is another subscription, where that is %s',
    async (state) => {
      const point = await prepare({ featureSettings: { crossSubscriptionRestoreSettings: { state } } });
      const group = `${OTHER_SUBSCRIPTION}/resourceGroups/rg-far`;
      await client().makeGroup(group);
      const account = `${group}/providers/Microsoft.Storage/storageAccounts/stfar`;
      await makeTarget({}, 'westeurope', account);
      grant(backup().azure, await backup().principal(), CONTRIBUTOR, account);
      const there = request(point, { url: 'https://stfar.blob.core.windows.net/restore' });
      if (state === 'Enabled') expect((await validate(there)).status).toBe(202);
      else expect(await hindered(there)).toContain(`cross-subscription restore is ${state}`);
      expect((await validate(request(point))).status).toBe(202);
    },
  );
});

describe('[restore-once-a-day] a second restore', () => {
  it('of the same day fails, of the next one succeeds', async () => {
    const point = await prepare();
    await restore(request(point));
    backup().advanceTo('2024-01-07T23:59:00Z');
    expect((await validate(request(point))).status).toBe(202);
    const second = await restore(request(point));
    expect(second).toMatchObject({ status: 'Failed', errorDetails: [{ code: 'BadRequest' }] });
    backup().advanceTo('2024-01-08T00:00:00Z');
    expect((await restore(request(point))).status).toBe('InProgress');
    backup().advanceTo('2024-01-08T01:00:00Z');
    expect(namesOf()).toHaveLength(10);
  });

  it('succeeds where the first has failed', async () => {
    const point = await prepare();
    await restore(request(point, { url: `${URL_OF_CONTAINER}2` }));
    expect((await restore(request(point))).status).toBe('InProgress');
  });
});

describe('[restore-direct] a restore onto a server', () => {
  it('is refused for dumps', async () => {
    const point = await prepare();
    expect(refusalOf(await validate(request(point, { objectType: 'RestoreTargetInfo' })))).toEqual(REFUSED);
  });
});

describe('in editions', () => {
  async function inEdition<T>(edition: '2024-12-17' | 'v2-2026-09-28', work: () => Promise<T>): Promise<T> {
    const { settings } = backup().azure as { settings: { edition: string } };
    settings.edition = edition;
    return work();
  }

  it('before 2025-05-15 a second restore of a day succeeds', async () => {
    const point = await prepare();
    await inEdition('2024-12-17', async () => {
      for (const minute of [1, 2]) {
        backup().advanceTo(`2024-01-07T03:0${minute}:00Z`);
        expect((await restore(request(point))).status).toBe('InProgress');
      }
    });
  });

  it('[restore-direct] physical backups are not restored as files, and how they are isn’t published', async () => {
    const point = await prepare();
    await inEdition('v2-2026-09-28', async () => {
      expect(refusalOf(await validate(request(point)))).toEqual(REFUSED);
      expect((await validate(request(point, { objectType: 'RestoreTargetInfo' }))).status).toBe(501);
    });
  });
});

describe('a restore in the paired region', () => {
  const LOCATION = `${PROVIDER}/locations/northeurope`;
  const DETAILS = { sourceRegion: 'West Europe', sourceBackupInstanceId: INSTANCE };
  const GEO = {
    storageSettings: [{ datastoreType: 'VaultStore', type: 'GeoRedundant' }],
    featureSettings: { crossRegionRestoreSettings: { state: 'Enabled' } },
  };
  const call = (action: string, body: JsonObject, location = LOCATION) => backup().post(`${location}/${action}`, body);
  const order = (point: string, details: JsonObject = DETAILS, location = 'northeurope'): JsonObject => {
    const url = URL_OF_CONTAINER.replace('strestore', 'stpair');
    return {
      crossRegionRestoreDetails: details,
      restoreRequestObject: request(point, { url, restoreLocation: location }),
    };
  };
  const PAIR = `${GROUP}/providers/Microsoft.Storage/storageAccounts/stpair`;

  async function prepareGeo(): Promise<string> {
    const point = await prepare(GEO);
    await makeTarget({}, 'northeurope', PAIR);
    grant(backup().azure, await backup().principal(), CONTRIBUTOR, PAIR);
    return point;
  }

  it('[restore-paired-region] has the points 12 hours later', async () => {
    const point = await prepareGeo();
    const listed = async () => (await call('fetchSecondaryRecoveryPoints', DETAILS)).body.value;
    backup().advanceTo('2024-01-07T14:39:00Z');
    expect(await listed()).toEqual([]);
    expect(refusalOf(await call('validateCrossRegionRestore', order(point)))).toEqual(INVALID);
    backup().advanceTo('2024-01-07T14:41:00Z');
    expect(await listed()).toEqual([
      expect.objectContaining({ name: point, id: `${INSTANCE}/recoveryPoints/${point}` }),
    ]);
    expect((await call('validateCrossRegionRestore', order(point))).status).toBe(202);
  });

  it('[restore-paired-jobs] leaves the files in an account there, and its job there', async () => {
    const point = await prepareGeo();
    backup().advanceTo('2024-01-08T00:00:00Z');
    const { status, headers } = await client().send('POST', `${LOCATION}/crossRegionRestore`, order(point), backup());
    expect(status).toBe(202);
    const operation = await client().send('GET', headers['azure-asyncoperation']!.slice(client().twin.endpoint.length));
    const { jobId } = operation.body.properties;
    backup().advanceTo('2024-01-08T01:00:00Z');
    expect(namesOf(`${PAIR}/blobServices/default/containers/restore`)).toHaveLength(5);
    expect(await backup().jobs()).toEqual(['2024-01-07T02:30 Completed']);
    expect((await backup().get(jobId)).status).toBe(404);
    const source = { sourceRegion: 'westeurope', sourceBackupVaultId: VAULT };
    const jobs = await call('fetchCrossRegionRestoreJobs', source);
    expect(jobs.body.value).toEqual([
      expect.objectContaining({ properties: expect.objectContaining({ operation: 'Restore', status: 'Completed' }) }),
    ]);
    for (const id of [jobId, jobId.split('/').at(-1)]) {
      const { body } = await call('fetchCrossRegionRestoreJob', { ...source, jobId: id });
      expect(body).toEqual(jobs.body.value[0]);
    }
    expect((await call('fetchCrossRegionRestoreJob', { ...source, jobId: 'none' })).status).toBe(404);
  });

  it('[restore-paired-region] goes to an account in the pair and nowhere else', async () => {
    const point = await prepareGeo();
    backup().advanceTo('2024-01-08T00:00:00Z');
    const near = {
      crossRegionRestoreDetails: DETAILS,
      restoreRequestObject: request(point, { restoreLocation: undefined }),
    };
    const { body } = await call('validateCrossRegionRestore', near);
    expect(body.error.message).toBe('The storage account must be in northeurope, got: westeurope.');
    expect(refusalOf(await call('validateCrossRegionRestore', order(point, DETAILS, 'westeurope')))).toEqual(INVALID);
    const elsewhere = LOCATION.replace('northeurope', 'germanynorth');
    expect(refusalOf(await call('crossRegionRestore', order(point), elsewhere))).toEqual(INVALID);
    const wrong = { ...DETAILS, sourceRegion: 'northeurope' };
    expect(refusalOf(await call('crossRegionRestore', order(point, wrong)))).toEqual(INVALID);
    expect((await call('crossRegionRestore', order(point, { ...DETAILS, sourceBackupInstanceId: VAULT }))).status).toBe(
      404,
    );
    expect((await call('crossRegionRestore', order(point, {}))).status).toBe(404);
    expect((await call('fetchCrossRegionRestoreJobs', { sourceBackupVaultId: INSTANCE })).status).toBe(404);
  });

  it('[restore-paired-region] asks for cross-region restore', async () => {
    const point = await prepare();
    backup().advanceTo('2024-01-08T00:00:00Z');
    expect(refusalOf(await call('fetchSecondaryRecoveryPoints', DETAILS))).toEqual(REFUSED);
    expect(refusalOf(await call('crossRegionRestore', order(point)))).toEqual(REFUSED);
  });

  it('isn’t known to older versions', async () => {
    await prepareGeo();
    const reply = await backup().in('2023-05-01').post(`${LOCATION}/fetchSecondaryRecoveryPoints`, DETAILS);
    expect(refusalOf(reply)).toEqual({ status: 400, code: 'NoRegisteredProviderFound' });
  });
});

import { existsSync } from 'fs';
import { Answer, Steps } from './kit';

jest.setTimeout(60_000);

const VAULT = '/subscriptions/sub-1/resourceGroups/rg/providers/Microsoft.DataProtection/backupVaults/bv';
const INSTANCE = `${VAULT}/backupInstances/orders`;
const SETTINGS = {
  SUBSCRIPTION_ID: 'sub-1',
  TENANT_ID: 'tenant-1',
  VAULT_ID: VAULT,
  VAULT_LOCATION: 'westeurope',
  BACKUP_INSTANCE_ID: INSTANCE,
  STORAGE_ACCOUNT: 'strestore',
  STORAGE_ACCOUNT_ID: '/subscriptions/sub-1/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/strestore',
  STORAGE_CONTAINER: 'restore',
  RESTORE_LOCATION: 'westeurope',
  SOURCE_SERVER_NAME: 'orders',
};

const POINTS: Answer = {
  to: 'recoveryPoints?',
  stdout: [
    '-',
    '2026-11-08T02:00:01.0000000Z\tpoint-2\tCompleted\tWeekly\t-',
    '2026-11-15T02:00:01.0000000Z\tpoint-3\tCompleted\tDefault\t-',
    '2026-11-18T02:00:01.0000000Z\tpoint-4\tPartial\tDefault\t-',
    '2026-11-01T02:00:01.0000000Z\tpoint-1\tCompleted\tDefault\t-',
    '',
  ].join('\n'),
};
const NO_JOBS: Answer = { to: 'backupJobs?', stdout: '-\t-\t-\t-\n' };
const header = (name: string) =>
  `cli.azure.cli.core.util:     'Azure-AsyncOperation': 'https://arm.test/operations/${name}'\n`;
const VALIDATED: readonly Answer[] = [
  { to: 'validateRestore?', stderr: header('validate') },
  { to: 'operations/validate', stdout: 'Inprogress\n-\n-\n-\n', times: 1 },
  { to: 'operations/validate', stdout: 'Succeeded\n-\n-\n-\n' },
];
const STARTED: readonly Answer[] = [
  { to: `${INSTANCE}/restore?`, stderr: header('restore') },
  { to: 'operations/restore', stdout: `Succeeded\n${VAULT}/backupJobs/job-1\n-\n-\n` },
];
const running = (state: string, ...rest: readonly string[]): Answer => {
  return { to: 'backupJobs/job-1?', stdout: `${[state, ...rest].join('\n')}\n` };
};
const JOB: readonly Answer[] = [
  { ...running('InProgress', '-', '-', ''), times: 1 },
  running('Completed', '-', '-', ''),
];
const ALL = [POINTS, NO_JOBS, ...VALIDATED, ...STARTED, ...JOB];

const steps = (over: Readonly<Record<string, string>> = {}) => new Steps({ ...SETTINGS, ...over });

describe('a dry run', () => {
  test('lists the points, says what it would do, and changes nothing', async () => {
    const step = steps();
    const { code, stdout, stderr } = await step.run('1-restore.sh', ALL);
    expect({ code, points: stdout.split('\n').filter(Boolean).length }).toEqual({ code: 0, points: 4 });
    expect(stderr).toContain('chosen: 2026-11-15T02:00:01Z (point-3)');
    expect(stderr).toContain(`would: ask the vault whether it can restore: POST ${INSTANCE}/validateRestore`);
    expect(step.requests).toEqual([`get ${INSTANCE}/recoveryPoints`, `get ${VAULT}/backupJobs`]);
    expect(existsSync(step.path('run'))).toBe(false);
  });

  test.each(['2-fetch.sh', '3-server.sh', '6-clean-up.sh', '1-restore.sh'])(
    'of %s needs what is set',
    async (script) => {
      const { code, stderr } = await new Steps({}).run(script, []);
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /`[A-Z_]+` must (be set in settings\.sh: .*, got: nothing|hold the journal of the run, got: .*)\n/,
      );
    },
  );

  test.each(['1-restore.sh', '2-fetch.sh', '3-server.sh', '6-clean-up.sh'])(
    '%s has a help, and knows its options',
    async (script) => {
      const step = steps();
      expect((await step.run(script, [], '--help')).stdout).toContain(`${script} [--execute]`);
      const { code, stderr } = await step.run(script, [], '--exceute');
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('unknown option, got: --exceute') });
      expect(step.calls).toEqual([]);
    },
  );
});

describe('the recovery point', () => {
  const chosen = async (wanted: string) => {
    const { code, stderr } = await steps({ RECOVERY_POINT: wanted }).run('1-restore.sh', ALL);
    return code === 0 ? /chosen: \S+ \(([^)]*)\)/.exec(stderr)![1] : { code, stderr };
  };

  test.each([
    ['latest', 'point-3'],
    ['2026-11-15T02:00:01Z', 'point-3'],
    ['2026-11-15T02:00:00Z', 'point-2'],
    ['2026-11-15T02:01Z', 'point-3'],
    ['2026-11-15', 'point-3'],
    ['2026-11-14', 'point-2'],
    ['point-1', 'point-1'],
    ['POINT4', 'point-4'],
  ])('%s is %s', async (wanted, point) => {
    expect(await chosen(wanted)).toBe(point);
  });

  test.each(['2026-10-31', 'point-9', '$(touch pwned)'])('%s is none of them', async (wanted) => {
    expect(await chosen(wanted)).toEqual({
      code: 1,
      stderr: expect.stringContaining(`the oldest of the 4, got: ${wanted}`),
    });
  });

  test('is looked for on every page', async () => {
    const next = { to: 'page=2', stdout: '-\n2026-11-19T02:00:01Z\tpoint-5\tCompleted\t-\t-\n' };
    const first = { ...POINTS, stdout: POINTS.stdout!.replace(/^-/, 'https://arm.test/points?page=2') };
    const { stderr } = await steps().run('1-restore.sh', [next, first, NO_JOBS]);
    expect(stderr).toContain('5 recovery points');
    expect(stderr).toContain('(point-5)');
  });

  test('has to be there', async () => {
    const { code, stderr } = await steps().run('1-restore.sh', [{ to: 'recoveryPoints?', stdout: '-\n' }]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('got: none') });
  });
});

describe('a restore', () => {
  test('is validated, started and waited for', async () => {
    const step = steps();
    const { code, stderr } = await step.run('1-restore.sh', ALL, '--execute');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Next: 2-fetch.sh') });
    expect(step.requests).toEqual([
      `get ${INSTANCE}/recoveryPoints`,
      `get ${VAULT}/backupJobs`,
      `post ${INSTANCE}/validateRestore`,
      'get https://arm.test/operations/validate',
      'get https://arm.test/operations/validate',
      `post ${INSTANCE}/restore`,
      'get https://arm.test/operations/restore',
      `get ${VAULT}/backupJobs/job-1`,
      `get ${VAULT}/backupJobs/job-1`,
    ]);
    const request = {
      objectType: 'AzureBackupRecoveryPointBasedRestoreRequest',
      sourceDataStoreType: 'VaultStore',
      recoveryPointId: 'point-3',
      restoreTargetInfo: {
        objectType: 'RestoreFilesTargetInfo',
        recoveryOption: 'FailIfExists',
        restoreLocation: 'westeurope',
        targetDetails: {
          url: 'https://strestore.blob.core.windows.net/restore',
          filePrefix: 'orders',
          restoreTargetLocationType: 'AzureBlobs',
          targetResourceArmId: `${SETTINGS.STORAGE_ACCOUNT_ID}/blobServices/default/containers/restore`,
        },
      },
    };
    expect(step.sent('/validateRestore')).toEqual({ restoreRequestObject: request });
    expect(step.sent('/restore')).toEqual(request);
    expect(step.journal).toEqual([
      'start 1-restore.sh',
      'asked restore point-3 2026-11-15T02:00:01Z',
      'started restore job-1 point-3 2026-11-15T02:00:01Z',
      'done restore job-1 point-3 2026-11-15T02:00:01Z',
      'done 1-restore.sh',
    ]);
    // Called again it has nothing to do.
    expect(await step.run('1-restore.sh', [], '--execute')).toMatchObject({ code: 0 });
    expect(step.requests).toEqual([]);
  });

  test('in the paired region is asked of the region', async () => {
    const region = `${VAULT.replace(/\/providers.*/, '')}/providers/Microsoft.DataProtection/locations/northeurope`;
    const step = steps({ RESTORE_REGION_KIND: 'secondary', RESTORE_LOCATION: 'northeurope' });
    const answers: readonly Answer[] = [
      { ...POINTS, to: 'fetchSecondaryRecoveryPoints?' },
      { ...NO_JOBS, to: 'fetchCrossRegionRestoreJobs?' },
      { to: 'validateCrossRegionRestore?', stderr: header('validate') },
      ...VALIDATED.slice(1),
      { to: '/crossRegionRestore?', stderr: header('restore') },
      ...STARTED.slice(1),
      { ...running('Completed', '-', '-', ''), to: 'fetchCrossRegionRestoreJob?' },
    ];
    const { code, stderr } = await step.run('1-restore.sh', answers, '--execute');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Next: 2-fetch.sh') });
    expect(step.requests.filter((request) => request.startsWith('post'))).toEqual([
      `post ${region}/fetchSecondaryRecoveryPoints`,
      `post ${region}/fetchCrossRegionRestoreJobs`,
      `post ${region}/validateCrossRegionRestore`,
      `post ${region}/crossRegionRestore`,
      `post ${region}/fetchCrossRegionRestoreJob`,
    ]);
    expect(step.sent('/crossRegionRestore')).toMatchObject({
      crossRegionRestoreDetails: { sourceBackupInstanceId: INSTANCE, sourceRegion: 'westeurope' },
      restoreRequestObject: { recoveryPointId: 'point-3', restoreTargetInfo: { restoreLocation: 'northeurope' } },
    });
    expect(step.sent('/fetchCrossRegionRestoreJob')).toEqual({
      sourceBackupVaultId: VAULT,
      sourceRegion: 'westeurope',
      jobId: 'job-1',
    });
  });

  test('says which role the vault lacks, and where', async () => {
    const denied: Answer = {
      to: 'operations/validate',
      stdout: "Failed\n-\nUserErrorMSIMissingPermissions\nThe required set of permissions aren't present.\n",
    };
    const step = steps();
    const answers = [POINTS, NO_JOBS, VALIDATED[0], denied];
    const { code, stderr } = await step.run('1-restore.sh', answers, '--execute');
    expect(code).toBe(2);
    expect(stderr).toContain("--role 'Storage Blob Data Contributor' --scope");
    expect(stderr).toContain('/blobServices/default/containers/restore');
    expect(stderr).toContain('the vault refuses the restore: UserErrorMSIMissingPermissions');
    expect(step.sent('/restore')).toBeUndefined();
  });

  test.each([
    [
      `/subscriptions/sub-1/resourceGroups/rg a/providers/Microsoft.Storage/storageAccounts/strestore`,
      '/subscriptions/sub-1/resourceGroups/rg\\ a/providers/Microsoft.Storage/storageAccounts/strestore/blobServices/default/containers/restore',
    ],
    [
      '',
      '"$(az storage account show --name strestore --query id --output tsv)"/blobServices/default/containers/restore',
    ],
  ])('names the container by its whole id, of an account with the id %p', async (STORAGE_ACCOUNT_ID, scope) => {
    const denied = { to: 'operations/validate', stdout: 'Failed\n-\nUserErrorMSIMissingPermissions\nNo.\n' };
    const answers = [POINTS, NO_JOBS, VALIDATED[0], denied];
    const { stderr } = await steps({ STORAGE_ACCOUNT_ID }).run('1-restore.sh', answers, '--execute');
    expect(stderr).toContain(`--scope ${scope} --assignee-principal-type`);
  });

  test('says what the job failed of, and starts anew when it is called again', async () => {
    const step = steps();
    const failed = running('Failed', 'UserErrorMSIMissingPermissions', 'No permission.', 'Assign it.');
    const first = await step.run('1-restore.sh', [POINTS, NO_JOBS, ...VALIDATED, ...STARTED, failed], '--execute');
    expect(first.code).toBe(1);
    expect(first.stderr).toContain(
      'the restore ended as Failed: UserErrorMSIMissingPermissions: No permission. Assign it.',
    );
    expect(await step.run('1-restore.sh', ALL, '--execute')).toMatchObject({ code: 0 });
    expect(step.requests).toContain(`post ${INSTANCE}/restore`);
  });

  test('that was started goes on when it was interrupted', async () => {
    const step = steps();
    step.write(['1-restore.sh', 'asked', 'restore', 'point-3'], ['1-restore.sh', 'started', 'restore', 'job-1']);
    expect(await step.run('1-restore.sh', [POINTS, ...JOB], '--execute')).toMatchObject({ code: 0 });
    expect(step.requests.filter((request) => request.startsWith('post'))).toEqual([]);
    expect(step.journal.at(-2)).toMatch(/^done restore job-1/);
  });

  test('that was asked for and killed before its job was known is found by its job', async () => {
    const step = steps();
    step.write(['1-restore.sh', 'asked', 'restore', 'point-3']);
    const jobs = {
      to: 'backupJobs?',
      stdout: `-\t-\t-\t-\n2026-11-20T10:00:02Z\tjob-1\tInProgress\t${INSTANCE.toUpperCase()}\n`,
    };
    expect(await step.run('1-restore.sh', [POINTS, jobs, ...JOB], '--execute')).toMatchObject({ code: 0 });
    expect(step.requests.filter((request) => request.startsWith('post'))).toEqual([]);
  });

  test('is the second of a day only where somebody says yes', async () => {
    const today = new Date().toISOString();
    const jobs = {
      to: 'backupJobs?',
      stdout: `-\t-\t-\t-\n${today}\tjob-0\tCompleted\t${INSTANCE}\n${today}\tjob-x\tCompleted\t${VAULT}/backupInstances/other\n`,
    };
    const answers = [POINTS, jobs, ...VALIDATED, ...STARTED, ...JOB];
    const step = steps();
    const { code, stderr } = await step.run('1-restore.sh', answers, '--execute');
    expect(code).toBe(2);
    expect(stderr).toContain('a restore of this server was started today already (job job-0)');
    expect(step.requests).not.toContain(`post ${INSTANCE}/restore`);
    expect(await step.run('1-restore.sh', answers, '--execute', '--yes')).toMatchObject({ code: 0 });
  });

  test('waits where Azure is busy, and asks the same again', async () => {
    const busy: Answer = {
      to: 'recoveryPoints?',
      stderr: 'ERROR: Too Many Requests({"error":{"code":"TooManyRequests","message":"slow"}})\n',
      code: 1,
      times: 2,
    };
    const { code, stderr } = await steps().run('1-restore.sh', [busy, POINTS, NO_JOBS]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('attempt 2 of 5') });
  });

  test('is not asked for twice where nobody knows whether it was taken', async () => {
    const broken: Answer = {
      to: `${INSTANCE}/restore?`,
      stderr: 'ERROR: Internal Server Error({"error":{"code":"InternalServerError","message":"?"}})\n',
      code: 1,
    };
    const step = steps();
    const { code } = await step.run('1-restore.sh', [POINTS, NO_JOBS, ...VALIDATED, broken], '--execute');
    expect(code).toBe(2);
    expect(step.requests.filter((request) => request === `post ${INSTANCE}/restore`)).toHaveLength(1);
  });

  test('needs somebody who is signed in to the tenant', async () => {
    const out: Answer = { to: 'account show', stderr: "ERROR: Please run 'az login' to setup account.\n", code: 1 };
    const unsigned = await steps().run('1-restore.sh', [out]);
    expect(unsigned.code).toBe(2);
    expect(unsigned.stderr).toContain("az login --tenant tenant-1. It says: Please run 'az login' to setup account.");
    const elsewhere = await steps().run('1-restore.sh', [{ to: 'account show', stdout: 'tenant-2\n' }]);
    expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining('tenant-2, got: tenant-1') });
  });
});

test('names are harmless in requests, whatever is in them', async () => {
  const hostile = `it's "x" $(touch pwned) \`id\` \\ %s; -rf\nü`;
  const step = steps({ STORAGE_CONTAINER: hostile, SOURCE_SERVER_NAME: hostile });
  const { code } = await step.run('1-restore.sh', ALL, '--execute');
  expect(code).toBe(0);
  const { targetDetails } = step.sent('/restore').restoreTargetInfo;
  expect(targetDetails.filePrefix).toBe(hostile);
  expect(targetDetails.url).toBe(`https://strestore.blob.core.windows.net/${hostile}`);
  expect(existsSync(step.path('pwned'))).toBe(false);
});

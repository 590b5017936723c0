import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Temporal } from '@js-temporal/polyfill';
import {
  Backup,
  type EstateSketch,
  grant,
  INSTANCE,
  instanceBody,
  LTR_ROLE,
  POLICY,
  policyBody,
  type PolicySketch,
  putServer,
  refusalOf,
  SERVER,
  type ServerSketch,
  SUNDAYS,
  VAULT,
} from './backup-kit';
import { Client, freshTwin, GROUP } from './client';
import { type EditionId, Twin } from '../../src/twin';

/** A Monday. */
const START = '2024-01-01T00:00:00Z';
const client = freshTwin({ startAt: START });
const backup = () => new Backup(client());
const REFUSED = { status: 400, code: 'BadRequest' };
const INVALID = { status: 400, code: 'BMSUserErrorInvalidInput' };
const FAILED = 'Failed PostgreSQLFlexOperationFailedUserError';

/** Protects a server and moves the clock. */
async function live(until: string, sketch: EstateSketch = {}): Promise<void> {
  await backup().protect(sketch);
  backup().advanceTo(until);
}

const underPolicy = (until: string, policy: PolicySketch) => live(until, { policy });

/** The tags of all recovery points, oldest first. */
const tags = async () => (await backup().points()).map((point) => point.split(' ')[1]);

const rule = (name: string, priority: number, criteria: any, duration = 'P10Y') => ({
  name,
  priority,
  criteria,
  duration,
});

describe('a schedule', () => {
  it('[backup-weekday] runs on the weekday and at the time of its start', async () => {
    await live('2024-01-29T00:00:00Z');
    expect(await backup().jobs()).toEqual([
      '2024-01-07T02:30 Completed',
      '2024-01-14T02:30 Completed',
      '2024-01-21T02:30 Completed',
      '2024-01-28T02:30 Completed',
    ]);
    expect(await backup().points()).toEqual([
      '2024-01-07T02:30 Default 2024-04-07T02:30',
      '2024-01-14T02:30 Default 2024-04-14T02:30',
      '2024-01-21T02:30 Default 2024-04-21T02:30',
      '2024-01-28T02:30 Default 2024-04-28T02:30',
    ]);
  });

  it.each([
    ['that began long ago', 'R/2021-05-23T02:30:00+00:00/P1W', ['2024-01-07T02:30', '2024-01-14T02:30']],
    ['that begins later', 'R/2024-01-14T02:30:00+00:00/P1W', ['2024-01-14T02:30']],
    ['with an offset', 'R/2024-01-08T00:30:00+02:00/P1W', ['2024-01-07T22:30', '2024-01-14T22:30']],
    ['with an offset to the west', 'R/2024-01-06T23:30:00-05:00/P1W', ['2024-01-07T04:30', '2024-01-14T04:30']],
    ['without an offset', 'R/2024-01-03T12:00/P1W', ['2024-01-03T12:00', '2024-01-10T12:00']],
    ['of every other week', 'R/2024-01-01T12:00:00Z/P2W', ['2024-01-01T12:00', '2024-01-15T12:00']],
  ])('[backup-weekday] runs one %s', async (_what, interval, expected) => {
    await underPolicy('2024-01-16T00:00:00Z', { intervals: [interval] });
    expect((await backup().jobs()).map((job) => job.slice(0, 16))).toEqual(expected);
  });

  it('[backup-weekday] keeps the offset of its start the whole year', async () => {
    await underPolicy('2024-07-15T00:00:00Z', {
      intervals: ['R/2024-01-07T02:30:00+01:00/P1W'],
      timeZone: 'W. Europe Standard Time',
    });
    const hours = (await backup().jobs()).map((job) => job.slice(11, 16));
    expect(new Set(hours)).toEqual(new Set(['01:30']));
  });

  it('runs at the very instant to which the clock is moved, and not twice', async () => {
    await live('2024-01-07T02:29:59Z');
    expect(await backup().jobs()).toEqual([]);
    backup().advanceTo('2024-01-07T02:30:00Z');
    expect(await backup().jobs()).toEqual(['2024-01-07T02:30 InProgress']);
    expect(await backup().points()).toEqual([]);
    backup().advanceTo('2024-01-07T02:40:00Z');
    expect(await backup().jobs()).toEqual(['2024-01-07T02:30 Completed']);
    expect(await backup().points()).toHaveLength(1);
  });

  it('comes to the same in one step and in many', async () => {
    const policy = {
      intervals: [SUNDAYS, 'R/2024-01-03T12:00:00Z/P1W'],
      rules: [rule('Monthly', 15, { absoluteCriteria: ['FirstOfMonth'] }, 'P6M')],
    };
    await underPolicy('2025-01-01T00:00:00Z', policy);
    const atOnce = [await backup().points(), await backup().jobs()];
    const other = new Client(await Twin.start({ startAt: START }));
    try {
      const stepwise = new Backup(other);
      await stepwise.protect({ policy });
      let day = Temporal.PlainDate.from('2024-01-04');
      for (; day.toString() < '2025-01-01'; day = day.add({ days: 3 })) stepwise.advanceTo(`${day}T00:00:00Z`);
      stepwise.advanceTo('2025-01-01T00:00:00Z');
      expect([await stepwise.points(), await stepwise.jobs()]).toEqual(atOnce);
    } finally {
      await other.twin.close();
    }
  });

  it('goes on where a snapshot ended', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'twin-timeline-'));
    const snapshotFile = join(folder, 'snapshot.json');
    const during = async <T>(startAt: string | undefined, work: (backup: Backup) => Promise<T>) => {
      const twin = await Twin.start({ startAt, snapshotFile });
      try {
        return await work(new Backup(new Client(twin)));
      } finally {
        await twin.close();
      }
    };
    try {
      await during(START, async (first) => {
        await first.protect();
        first.advanceTo('2024-01-10T00:00:00Z');
      });
      const points = await during('2024-01-01T00:00:00Z', async (second) => {
        second.advanceTo('2024-01-17T00:00:00Z');
        return second.points();
      });
      expect(points.map((point) => point.slice(0, 16))).toEqual(['2024-01-07T02:30', '2024-01-14T02:30']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a backup fails', () => {
  const [firstJob, secondJob] = ['2024-01-07T02:30', '2024-01-14T02:30'];

  it('[backup-missing-role] without the backup role', async () => {
    await backup().protect();
    const [role] = backup()
      .azure.resources.ofType('Microsoft.Authorization/roleAssignments')
      .filter(({ body }: any) => body.properties.roleDefinitionId.endsWith(LTR_ROLE));
    backup().azure.resources.delete(role.id);
    backup().advanceTo('2024-01-08T00:00:00Z');
    grant(backup().azure, await backup().principal(), LTR_ROLE, SERVER);
    backup().advanceTo('2024-01-15T00:00:00Z');
    expect(await backup().jobs()).toEqual([`${firstJob} ${FAILED} AuthorizationFailed`, `${secondJob} Completed`]);
    expect(await backup().points()).toHaveLength(1);
  });

  it('[backup-server-not-ready] while the server is stopped', async () => {
    await backup().protect();
    putServer(backup().azure, { state: 'Stopped' });
    backup().advanceTo('2024-01-08T00:00:00Z');
    putServer(backup().azure);
    backup().advanceTo('2024-01-15T00:00:00Z');
    expect(await backup().jobs()).toEqual([
      `${firstJob} ${FAILED} ServerNotReadyForLongTermBackup`,
      `${secondJob} Completed`,
    ]);
  });

  it('[backup-server-gone] when the server is gone, or its group', async () => {
    const elsewhere = SERVER.replace('rg-test', 'rg-servers');
    const group = GROUP.replace('rg-test', 'rg-servers');
    await client().makeGroup(group);
    await backup().protect();
    putServer(backup().azure, { id: elsewhere });
    const principal = await backup().principal();
    grant(backup().azure, principal, LTR_ROLE, elsewhere);
    grant(backup().azure, principal, 'acdd72a7-3385-48ef-bd42-f606fba81ae7', group);
    await backup().must('PUT', `${INSTANCE}-2`, instanceBody(POLICY, elsewhere));
    backup().azure.resources.delete(SERVER);
    backup().azure.resources.delete(group);
    backup().advanceTo('2024-01-08T00:00:00Z');
    expect((await backup().jobs()).sort()).toEqual([
      `${firstJob} ${FAILED} ResourceGroupNotFound`,
      `${firstJob} ${FAILED} ResourceNotFound`,
    ]);
    expect(await backup().stateOf()).toBe('ProtectionConfigured');
  });

  it('[backup-server-gone] and succeeds once a server of the same id is there again', async () => {
    await backup().protect();
    backup().azure.resources.delete(SERVER);
    backup().advanceTo('2024-01-08T00:00:00Z');
    putServer(backup().azure);
    grant(backup().azure, await backup().principal(), LTR_ROLE, SERVER);
    backup().advanceTo('2024-01-15T00:00:00Z');
    expect((await backup().jobs())[1]).toBe(`${secondJob} Completed`);
  });

  it('not for a failed instance: nothing is tried', async () => {
    await backup().prepare();
    for (const { id } of backup().azure.resources.ofType('Microsoft.Authorization/roleAssignments')) {
      backup().azure.resources.delete(id);
    }
    await backup().must('PUT', INSTANCE, instanceBody());
    backup().advanceTo('2024-02-01T00:00:00Z');
    expect(await backup().jobs()).toEqual([]);
  });

  it('tells why', async () => {
    await live('2024-01-08T00:00:00Z', { server: { storageSizeGB: 2048 } });
    const [job] = (await backup().get(`${VAULT}/backupJobs`)).body.value;
    expect((await backup().get(job.id)).body).toEqual(job);
    expect(job).toMatchObject({
      type: 'Microsoft.DataProtection/backupVaults/backupJobs',
      properties: {
        backupInstanceFriendlyName: 'bi-test',
        backupInstanceId: INSTANCE,
        dataSourceId: SERVER,
        dataSourceType: 'Microsoft.DBforPostgreSQL/flexibleServers',
        operation: 'Backup',
        isUserTriggered: false,
        policyId: POLICY,
        startTime: '2024-01-07T02:30:00.000Z',
        endTime: '2024-01-07T02:30:00.000Z',
        status: 'Failed',
        vaultName: 'bv-test',
        errorDetails: [
          { code: 'BadRequest', message: 'The server has 2048 GB, and backups of servers above 1024 GB fail.' },
        ],
      },
    });
    expect((await backup().get(`${VAULT}/backupJobs/none`)).status).toBe(404);
  });
});

describe('an edition', () => {
  const clients = {
    '2024-12-17': freshTwin({ edition: '2024-12-17', startAt: START }),
    '2025-02-28': freshTwin({ edition: '2025-02-28', startAt: START }),
    '2025-05-15': freshTwin({ edition: '2025-05-15', startAt: START }),
    'v2-2026-09-28': freshTwin({ edition: 'v2-2026-09-28', startAt: START }),
  };
  const jobsUnder = async (edition: EditionId, sketch: EstateSketch, until = '2024-01-15T00:00:00Z') => {
    const estate = new Backup(clients[edition]());
    await estate.protect(sketch);
    estate.advanceTo(until);
    return (await estate.jobs()).map((job) => job.replace(/^.{16} /, ''));
  };
  const succeeds = async (edition: EditionId, server: ServerSketch) =>
    (await jobsUnder(edition, { server }))[0] === 'Completed';

  it.each<[EditionId, number, string, boolean]>([
    ['2024-12-17', 32768, 'Premium_LRS', true],
    ['2025-02-28', 32768, 'Premium_LRS', true],
    ['2025-05-15', 1024, 'Premium_LRS', true],
    ['2025-05-15', 1025, 'Premium_LRS', false],
    ['v2-2026-09-28', 32768, 'Premium_LRS', true],
    ['v2-2026-09-28', 32769, 'Premium_LRS', false],
    ['v2-2026-09-28', 65536, 'PremiumV2_LRS', true],
    ['v2-2026-09-28', 65537, 'PremiumV2_LRS', false],
  ])('[backup-too-large] of %s backs up %s GB on %s: %s', async (edition, storageSizeGB, storageType, expected) => {
    expect(await succeeds(edition, { storageSizeGB, storageType })).toBe(expected);
  });

  // Sunday to Saturday, twice.
  const daily = { intervals: ['R/2024-01-07T02:30:00Z/P1D'] };
  const fortnight = '2024-01-20T12:00:00Z';

  it('[backup-once-a-week] of 2025-05-15 lets the first of a week succeed only', async () => {
    const jobs = await jobsUnder('2025-05-15', { policy: daily }, fortnight);
    const week = ['Completed', ...Array<string>(6).fill('Failed BadRequest')];
    expect(jobs).toEqual([...week, ...week]);
  });

  it('[backup-once-a-week] of 2025-05-15 lets the first of several triggers succeed, from Sunday on', async () => {
    const policy = { intervals: ['R/2024-01-03T02:30:00Z/P1W', SUNDAYS, 'R/2024-01-06T02:30:00Z/P1W'] };
    expect(await jobsUnder('2025-05-15', { policy }, '2024-01-14T00:00:00Z')).toEqual([
      'Completed',
      'Failed BadRequest',
      'Completed',
      'Failed BadRequest',
      'Failed BadRequest',
    ]);
  });

  it.each<[EditionId, boolean]>([
    ['2024-12-17', true],
    ['2025-02-28', false],
    ['v2-2026-09-28', false],
  ])('[backup-once-a-day] of %s lets each day succeed; twice a day: %s', async (edition, twice) => {
    expect(new Set(await jobsUnder(edition, { policy: daily }, fortnight))).toEqual(new Set(['Completed']));
    const estate = new Backup(clients[edition]());
    const policy = `${VAULT}/backupPolicies/twice`;
    await estate.must(
      'PUT',
      policy,
      policyBody({ intervals: ['R/2024-01-07T06:00:00Z/P1D', 'R/2024-01-07T18:00:00Z/P1D'] }),
    );
    await estate.must('PUT', INSTANCE, instanceBody(policy));
    estate.advanceTo('2024-01-22T00:00:00Z');
    const jobs = (await estate.jobs()).filter((job) => job.startsWith('2024-01-21'));
    expect(jobs).toEqual([
      '2024-01-21T06:00 Completed',
      `2024-01-21T18:00 ${twice ? 'Completed' : 'Failed BadRequest'}`,
    ]);
  });
});

describe('a backup on demand', () => {
  const MONTHLY = { rules: [rule('Monthly', 15, { absoluteCriteria: ['FirstOfMonth'] })] };
  const backUp = (ruleName: string, retentionTagOverride?: string) =>
    client().send(
      'POST',
      `${INSTANCE}/backup`,
      { backupRuleOptions: { ruleName, triggerOption: { retentionTagOverride } } },
      backup(),
    );

  it.each([
    ['Monthly', undefined, 'Monthly 2034-01-01'],
    ['Default', undefined, 'Default 2024-04-01'],
    ['BackupIntervals', 'Monthly', 'Monthly 2034-01-01'],
    ['BackupIntervals', undefined, 'Default 2024-04-01'],
  ])('[backup-on-demand] by %s and %s is kept by its rule', async (name, tag, expected) => {
    await backup().protect({ policy: MONTHLY });
    const { status, headers } = await backUp(name, tag);
    expect(status).toBe(202);
    const operation = headers['azure-asyncoperation']!.slice(client().twin.endpoint.length);
    const { properties } = (await client().send('GET', operation)).body;
    expect(properties.objectType).toBe('OperationJobExtendedInfo');
    const job = (await backup().get(properties.jobId)).body;
    expect(job.properties).toMatchObject({ status: 'InProgress', isUserTriggered: true });
    expect(job.properties).not.toHaveProperty('endTime');
    backup().advanceTo('2024-01-01T00:11:00Z');
    expect((await backup().get(properties.jobId)).body.properties).toMatchObject({
      status: 'Completed',
      duration: '00:10:00',
    });
    const [point] = await backup().points();
    expect(`${point.split(' ')[1]} ${point.slice(-16, -6)}`).toBe(expected);
  });

  it.each([
    ['Yearly', undefined],
    ['BackupIntervals', 'Yearly'],
    ['default', undefined],
  ])('[backup-on-demand] by %s and %s names nothing of the policy', async (name, tag) => {
    await backup().protect({ policy: MONTHLY });
    expect(refusalOf(await backUp(name, tag))).toEqual(INVALID);
    expect(refusalOf(await backup().post(`${INSTANCE}/backup`))).toEqual(INVALID);
  });

  it('[backup-concurrent] is refused while another one runs, and makes a scheduled one fail', async () => {
    await live('2024-01-07T02:25:00Z');
    expect((await backUp('Default')).status).toBe(202);
    expect(refusalOf(await backUp('Default'))).toEqual({
      status: 400,
      code: 'UserErrorMaxConcurrentOperationLimitReached',
    });
    backup().advanceTo('2024-01-07T03:00:00Z');
    expect(await backup().jobs()).toEqual([
      '2024-01-07T02:25 Completed',
      '2024-01-07T02:30 Failed UserErrorMaxConcurrentOperationLimitReached UserErrorMaxConcurrentOperationLimitReached',
    ]);
    expect((await backUp('Default')).status).toBe(202);
  });

  it('leaves the slot of the schedule alone', async () => {
    await live('2024-01-07T01:00:00Z');
    await backUp('Default');
    backup().advanceTo('2024-01-08T00:00:00Z');
    await backUp('Default');
    backup().advanceTo('2024-01-09T00:00:00Z');
    expect(await backup().jobs()).toEqual([
      '2024-01-07T01:00 Completed',
      '2024-01-07T02:30 Completed',
      '2024-01-08T00:00 Completed',
    ]);
  });

  it('fails as a scheduled one does', async () => {
    await backup().protect({ server: { state: 'Stopped' } });
    expect((await backUp('Default')).status).toBe(202);
    expect(await backup().jobs()).toEqual([`2024-01-01T00:00 ${FAILED} ServerNotReadyForLongTermBackup`]);
  });

  it('needs an instance that is protected', async () => {
    expect((await backUp('Default')).status).toBe(404);
    await backup().protect();
    await backup().must('POST', `${INSTANCE}/suspendBackups`);
    expect(refusalOf(await backUp('Default'))).toEqual(REFUSED);
  });
});

describe('a recovery point', () => {
  it('[point-shape] is told as the service tells it', async () => {
    await live('2024-01-08T00:00:00Z');
    const { body } = await backup().get(`${INSTANCE}/recoveryPoints`);
    const [point] = body.value;
    expect(point).toEqual({
      id: `${INSTANCE}/recoveryPoints/${point.name}`,
      name: expect.stringMatching(/^[0-9a-f]{32}$/),
      type: 'Microsoft.DataProtection/backupVaults/backupInstances/recoveryPoints',
      properties: {
        objectType: 'AzureBackupDiscreteRecoveryPoint',
        recoveryPointId: point.name,
        recoveryPointTime: '2024-01-07T02:30:00.000Z',
        recoveryPointType: 'Full',
        recoveryPointState: 'Completed',
        friendlyName: expect.any(String),
        expiryTime: '2024-04-07T02:30:00.000Z',
        recoveryPointDataStoresDetails: [
          expect.objectContaining({
            type: 'VaultStore',
            creationTime: '2024-01-07T02:30:00.000Z',
            expiryTime: '2024-04-07T02:30:00.000Z',
            visible: true,
            state: 'COMMITTED',
          }),
        ],
        retentionTagName: 'Default',
        policyName: 'weekly',
        policyVersion: null,
      },
    });
    expect((await backup().get(point.id)).body).toEqual(point);
    expect((await backup().get(`${INSTANCE}/recoveryPoints/none`)).status).toBe(404);
    expect((await backup().get(`${INSTANCE}-2/recoveryPoints`)).status).toBe(404);
    const ranges = await backup().post(`${INSTANCE}/findRestorableTimeRanges`, { sourceDataStoreType: 'VaultStore' });
    expect(ranges.body.properties.restorableTimeRanges).toEqual([]);
  });

  it('can be looked for by date', async () => {
    await live('2024-02-01T00:00:00Z');
    const found = async (filter: string) => {
      const query = new URLSearchParams({ $filter: filter });
      const { body } = await backup().get(`${INSTANCE}/recoveryPoints?${query}`);
      return body.value.map(({ properties }: any) => properties.recoveryPointTime.slice(0, 10));
    };
    expect(await found("startDate eq '2024-01-14T00:00:00Z' and endDate eq '2024-01-21T03:00:00Z'")).toEqual([
      '2024-01-21',
      '2024-01-14',
    ]);
    expect(await found("startDate eq '2024-01-22'")).toEqual(['2024-01-28']);
    expect(await found("endDate eq '2024-01-07T02:30:00Z'")).toEqual(['2024-01-07']);
  });

  it('[point-rank] has the tag with the lowest priority, in whatever order tags are given', async () => {
    await underPolicy('2025-02-10T00:00:00Z', {
      defaultDuration: 'P10Y',
      rules: [
        rule('Monthly', 15, { absoluteCriteria: ['FirstOfMonth'] }),
        rule('Yearly', 10, { absoluteCriteria: ['FirstOfYear'] }),
        rule('Sunday', 20, { weeksOfTheMonth: ['Second'] }),
      ],
    });
    const found = await tags();
    expect(found.slice(0, 6)).toEqual(['Yearly', 'Sunday', 'Default', 'Default', 'Monthly', 'Sunday']);
    // The first Sunday of 2025 is January 5.
    expect(found.slice(52)).toEqual(['Yearly', 'Sunday', 'Default', 'Default', 'Monthly', 'Sunday']);
  });

  it('[point-rank] has the default tag where it meets nothing else, whatever the priority of that', async () => {
    const body: any = policyBody({ rules: [rule('Monthly', 15, { absoluteCriteria: ['FirstOfMonth'] })] });
    body.properties.policyRules[0].trigger.taggingCriteria[0].taggingPriority = 1;
    await backup().prepare();
    await backup().must('PUT', `${POLICY}-2`, body);
    await backup().must('PUT', INSTANCE, instanceBody(`${POLICY}-2`));
    backup().advanceTo('2024-01-20T00:00:00Z');
    expect(await tags()).toEqual(['Monthly', 'Default']);
  });

  it('[point-first] is the first of a month when the ones before it failed', async () => {
    await backup().protect({ policy: { rules: [rule('Monthly', 15, { absoluteCriteria: ['FirstOfMonth'] })] } });
    putServer(backup().azure, { state: 'Stopped' });
    backup().advanceTo('2024-01-08T00:00:00Z');
    putServer(backup().azure);
    backup().advanceTo('2024-01-22T00:00:00Z');
    expect((await backup().points()).map((point) => point.slice(0, 24).trim())).toEqual([
      '2024-01-14T02:30 Monthly',
      '2024-01-21T02:30 Default',
    ]);
  });

  it('[point-first] is the first of its month by the clock of the schedule', async () => {
    // February begins at 22:00 of January 31 there.
    await underPolicy('2024-02-09T00:00:00Z', {
      intervals: ['R/2024-02-01T00:30:00+02:00/P1W'],
      rules: [
        rule('Monthly', 15, { absoluteCriteria: ['FirstOfMonth'] }),
        rule('Fifth', 20, { daysOfMonth: [{ date: 1 }] }),
      ],
    });
    expect((await backup().points())[0]).toBe('2024-01-31T22:30 Monthly 2034-01-31T22:30');
    expect(await tags()).toEqual(['Monthly', 'Default']);
  });

  it('[point-first] is not made by one on demand', async () => {
    await backup().protect({ policy: { rules: [rule('Monthly', 15, { absoluteCriteria: ['FirstOfMonth'] })] } });
    await backup().post(`${INSTANCE}/backup`, { backupRuleOptions: { ruleName: 'Default' } });
    backup().advanceTo('2024-01-08T00:00:00Z');
    expect(await tags()).toEqual(['Default', 'Monthly']);
  });

  it.each<[string, any, string[]]>([
    ['every backup', { absoluteCriteria: ['AllBackup'] }, ['07', '14', '21', '28']],
    ['the first of a day', { absoluteCriteria: ['FirstOfDay'] }, ['07', '14', '21', '28']],
    ['the first of a week', { absoluteCriteria: ['FirstOfWeek'] }, ['07', '14', '21', '28']],
    ['the first of a year', { absoluteCriteria: ['FirstOfYear'] }, ['07']],
    ['Sundays', { daysOfTheWeek: ['Sunday'] }, ['07', '14', '21', '28']],
    ['Mondays', { daysOfTheWeek: ['Monday'] }, []],
    ['the first week', { weeksOfTheMonth: ['First'] }, ['07']],
    ['the third week', { weeksOfTheMonth: ['Third'] }, ['21']],
    ['the fourth week', { weeksOfTheMonth: ['Fourth'] }, ['28']],
    ['the last week', { weeksOfTheMonth: ['Last'] }, ['28']],
    ['Sundays of the second week', { daysOfTheWeek: ['Sunday', 'Friday'], weeksOfTheMonth: ['Second'] }, ['14']],
    ['January', { monthsOfYear: ['January'] }, ['07', '14', '21', '28']],
    ['February', { monthsOfYear: ['February', 'March'] }, []],
    ['dates', { daysOfMonth: [{ date: 7 }, { date: 21 }, { isLast: true }] }, ['07', '21']],
    ['half past two', { scheduleTimes: ['2020-05-05T04:30:00+02:00'] }, ['07', '14', '21', '28']],
    ['another time', { scheduleTimes: ['2024-01-07T02:31:00Z'] }, []],
    ['the first of a year in February', { absoluteCriteria: ['FirstOfYear'], monthsOfYear: ['February'] }, []],
  ])('[point-criteria] is tagged for %s', async (_what, criteria, days) => {
    await underPolicy('2024-01-31T00:00:00Z', { rules: [rule('Tagged', 20, criteria)] });
    const tagged = (await backup().points()).filter((point) => point.includes('Tagged'));
    expect(tagged.map((point) => point.slice(8, 10))).toEqual(days);
  });

  it('[point-criteria] is tagged for the last day of a month', async () => {
    await underPolicy('2024-03-01T00:00:00Z', {
      intervals: ['R/2024-01-31T12:00:00Z/P1D'],
      rules: [rule('Last', 20, { daysOfMonth: [{ isLast: true }] })],
      defaultDuration: 'P10Y',
    });
    // The first of a week only: Wednesday January 31, then Sundays.
    expect(
      (await backup().points()).filter((point) => point.includes('Last')).map((point) => point.slice(0, 10)),
    ).toEqual(['2024-01-31']);
  });

  it.each([
    ['P7D', '2024-01-31T12:00:00Z', '2024-02-07T12:00'],
    ['P1W', '2024-01-31T12:00:00Z', '2024-02-07T12:00'],
    ['P1M', '2024-01-31T12:00:00Z', '2024-02-29T12:00'],
    ['P13M', '2024-01-31T12:00:00Z', '2025-02-28T12:00'],
    ['P1Y', '2024-02-29T12:00:00Z', '2025-02-28T12:00'],
    ['P4Y', '2024-02-29T12:00:00Z', '2028-02-29T12:00'],
    ['P10Y', '2024-02-29T12:00:00Z', '2034-02-28T12:00'],
    ['P3650D', '2024-02-29T12:00:00Z', '2034-02-26T12:00'],
  ])('[point-expiry] that is kept for %s from %s on expires at %s', async (defaultDuration, start, expiry) => {
    await underPolicy('2024-03-01T00:00:00Z', { defaultDuration, intervals: [`R/${start}/P999W`] });
    const due = Temporal.Instant.from(`${expiry}:00Z`);
    if (Temporal.Instant.compare(due, backup().azure.clock.now()) > 0) {
      expect(await backup().points()).toEqual([`${start.slice(0, 16)} Default ${expiry}`]);
      backup().azure.advanceTo(due.subtract({ seconds: 1 }));
      expect(await backup().points()).toHaveLength(1);
      backup().azure.advanceTo(due);
    }
    expect(await backup().points()).toEqual([]);
    expect(await backup().jobs()).toEqual([`${start.slice(0, 16)} Completed`]);
  });

  it('[point-expiry] of a higher rank outlives the others', async () => {
    await underPolicy('2025-01-01T00:00:00Z', {
      defaultDuration: 'P7D',
      rules: [
        rule('Monthly', 15, { absoluteCriteria: ['FirstOfMonth'] }, 'P3M'),
        rule('Yearly', 10, { absoluteCriteria: ['FirstOfYear'] }),
      ],
    });
    expect((await backup().points()).map((point) => point.slice(0, 24).trim())).toEqual([
      '2024-01-07T02:30 Yearly',
      '2024-10-06T02:30 Monthly',
      '2024-11-03T02:30 Monthly',
      '2024-12-01T02:30 Monthly',
      '2024-12-29T02:30 Default',
    ]);
  });

  it('[instance-change-policy] keeps its tag and expiry under another policy', async () => {
    await live('2024-01-08T00:00:00Z');
    const other = `${VAULT}/backupPolicies/other`;
    const intervals = ['R/2024-01-09T12:00:00Z/P1W'];
    await backup().must('PUT', other, policyBody({ defaultDuration: 'P1Y', intervals }));
    await backup().must('PUT', INSTANCE, instanceBody(other));
    await backup().must('DELETE', POLICY);
    backup().advanceTo('2024-01-20T00:00:00Z');
    expect(await backup().points()).toEqual([
      '2024-01-07T02:30 Default 2024-04-07T02:30',
      '2024-01-16T12:00 Default 2025-01-16T12:00',
    ]);
    expect(await backup().jobs()).toContainEqual('2024-01-09T12:00 Failed BadRequest');
  });
});

describe('protection', () => {
  const P14D = { policy: { defaultDuration: 'P14D' } };

  it('[stop-protection] that is stopped holds what there is, and cleans up when it is resumed', async () => {
    await live('2024-01-15T00:00:00Z', P14D);
    await backup().must('POST', `${INSTANCE}/stopProtection`);
    expect(await backup().stateOf()).toBe('ProtectionStopped');
    backup().advanceTo('2024-03-01T00:00:00Z');
    expect(await backup().jobs()).toHaveLength(2);
    expect(await backup().points()).toHaveLength(2);
    await backup().must('POST', `${INSTANCE}/resumeProtection`);
    expect(await backup().stateOf()).toBe('ProtectionConfigured');
    expect(await backup().points()).toEqual([]);
    backup().advanceTo('2024-03-04T00:00:00Z');
    expect(await backup().points()).toHaveLength(1);
  });

  it('[suspend-backups] that is suspended lets points expire, except the latest', async () => {
    await live('2024-01-15T00:00:00Z', P14D);
    await backup().must('POST', `${INSTANCE}/suspendBackups`, {});
    expect(await backup().stateOf()).toBe('BackupSchedulesSuspended');
    backup().advanceTo('2024-03-01T00:00:00Z');
    expect(await backup().jobs()).toHaveLength(2);
    expect((await backup().points()).map((point) => point.slice(0, 10))).toEqual(['2024-01-14']);
    await backup().must('POST', `${INSTANCE}/resumeBackups`);
    expect(await backup().points()).toEqual([]);
    backup().advanceTo('2024-03-04T00:00:00Z');
    expect(await backup().points()).toHaveLength(1);
  });

  it('[suspend-backups] goes from one rest to the other as far as that is possible', async () => {
    await backup().protect();
    const act = async (name: string) => (await backup().post(`${INSTANCE}/${name}`)).status;
    expect(await act('resumeBackups')).toBe(202);
    expect(await act('suspendBackups')).toBe(202);
    expect(await act('suspendBackups')).toBe(202);
    expect(await act('resumeProtection')).toBe(400);
    expect(await act('stopProtection')).toBe(202);
    expect(await act('suspendBackups')).toBe(400);
    expect(await act('resumeBackups')).toBe(400);
    expect(await act('resumeProtection')).toBe(202);
    expect((await backup().post(`${INSTANCE}-2/stopProtection`)).status).toBe(404);
  });

  it('that is stopped stays so when the policy is changed', async () => {
    await backup().protect();
    await backup().must('POST', `${INSTANCE}/stopProtection`);
    await backup().must('PUT', `${POLICY}-2`, policyBody());
    await backup().must('PUT', INSTANCE, instanceBody(`${POLICY}-2`));
    expect(await backup().stateOf()).toBe('ProtectionStopped');
  });

  it('is resumed with a policy that is still there, and with the roles that it needs', async () => {
    await backup().protect();
    await backup().must('POST', `${INSTANCE}/stopProtection`);
    for (const { id } of backup().azure.resources.ofType('Microsoft.Authorization/roleAssignments')) {
      backup().azure.resources.delete(id);
    }
    await backup().must('POST', `${INSTANCE}/resumeProtection`);
    expect(await backup().stateOf()).toBe('ProtectionError');
    await backup().must('POST', `${INSTANCE}/stopProtection`);
    backup().azure.resources.delete(POLICY);
    expect(refusalOf(await backup().post(`${INSTANCE}/resumeProtection`))).toEqual(REFUSED);
  });
});

describe('roles that take their time', () => {
  const slow = freshTwin({ startAt: START, rbacDelaySeconds: 1800 });

  it('[backup-missing-role] make backups fail until they have an effect', async () => {
    const estate = new Backup(slow());
    await estate.prepare();
    estate.advanceTo('2024-01-01T01:00:00Z');
    await estate.must('PUT', INSTANCE, instanceBody());
    estate.advanceTo('2024-01-07T02:15:00Z');
    for (const { id } of estate.azure.resources.ofType('Microsoft.Authorization/roleAssignments')) {
      estate.azure.resources.delete(id);
    }
    grant(estate.azure, await estate.principal(), LTR_ROLE, GROUP);
    estate.advanceTo('2024-01-15T00:00:00Z');
    expect(await estate.jobs()).toEqual([
      `2024-01-07T02:30 ${FAILED} AuthorizationFailed`,
      '2024-01-14T02:30 Completed',
    ]);
  });
});

describe('many', () => {
  it('jobs are told in pages', async () => {
    await underPolicy('2027-01-01T00:00:00Z', { intervals: ['R/2024-01-01T12:00:00Z/P1D'] });
    const first = await backup().get(`${VAULT}/backupJobs`);
    expect(first.body.value).toHaveLength(1000);
    const next = first.body.nextLink.slice(client().twin.endpoint.length);
    const second = await client().send('GET', next);
    expect(second.body.value).toHaveLength(96);
    expect(second.body).not.toHaveProperty('nextLink');
    const ids = [...first.body.value, ...second.body.value].map(({ id }: any) => id);
    expect(new Set(ids).size).toBe(1096);
  });

  it('instances each have their own year', async () => {
    await backup().protect();
    const principal = await backup().principal();
    grant(backup().azure, principal, LTR_ROLE, GROUP);
    for (let i = 0; i < 50; i++) {
      putServer(backup().azure, { id: `${SERVER}-${i}`, state: i % 2 === 0 ? 'Ready' : 'Stopped' });
      await backup().must('PUT', `${INSTANCE}-${i}`, instanceBody(POLICY, `${SERVER}-${i}`));
    }
    backup().advanceTo('2025-01-01T00:00:00Z');
    for (const [i, expected] of [
      [0, 13],
      [1, 0],
      [48, 13],
      [49, 0],
    ]) {
      expect(await backup().points(`${INSTANCE}-${i}`)).toHaveLength(expected);
    }
  });
});

import { Backup, INSTANCE, instanceBody, POLICY, policyBody, refusalOf, SUNDAYS, VAULT, vaultBody } from './backup-kit';
import { freshTwin } from './client';

const client = freshTwin();
const backup = () => new Backup(client());
const INVALID = { status: 400, code: 'BMSUserErrorInvalidInput' };
const WEEKLY = { name: 'Weekly', priority: 20, duration: 'P1Y', criteria: { absoluteCriteria: ['FirstOfWeek'] } };

beforeEach(async () => {
  await client().makeGroup();
  await backup().must('PUT', VAULT, vaultBody());
});

const put = (body: unknown) => backup().put(POLICY, body);
/** The policy with something changed in it. */
const changed = (change: (properties: any) => void, sketch = {}) => {
  const body: any = policyBody(sketch);
  change(body.properties);
  return body;
};
const trigger = (properties: any) => properties.policyRules[0].trigger;

describe('a policy', () => {
  it('[policy-written-at-once] is written with 200 and told as it was sent', async () => {
    const body: any = policyBody({ rules: [WEEKLY], timeZone: 'W. Europe Standard Time' });
    trigger(body.properties).taggingCriteria[1].criteria[0].daysOfTheWeek = null;
    const { status, headers } = await put(body);
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('azure-asyncoperation');
    const { body: shown } = await backup().get(POLICY);
    expect(shown).toEqual({
      id: POLICY,
      name: 'weekly',
      type: 'Microsoft.DataProtection/backupVaults/backupPolicies',
      ...body,
    });
  });

  it('[policy-written-at-once] gives tags an id', async () => {
    await put(changed((properties) => delete trigger(properties).taggingCriteria[0].tagInfo.id));
    const { body } = await backup().get(POLICY);
    expect(trigger(body.properties).taggingCriteria[0].tagInfo).toEqual({ id: 'Default_', tagName: 'Default' });
  });

  it('needs a vault', async () => {
    const refusal = await backup().put(POLICY.replace('bv-test', 'bv-none'), policyBody());
    expect(refusalOf(refusal)).toEqual({ status: 404, code: 'ParentResourceNotFound' });
  });

  it.each(['ab', 'a_b', 'a.b', 'a'.repeat(151)])('is not named %s', async (name) => {
    expect(refusalOf(await backup().put(`${VAULT}/backupPolicies/${name}`, policyBody()))).toEqual(INVALID);
  });

  it.each<[string, (properties: any) => void]>([
    ['of another objectType', (properties) => (properties.objectType = 'Policy')],
    ['for no datasource', (properties) => (properties.datasourceTypes = [])],
    ['for what is no datasource', (properties) => (properties.datasourceTypes = ['Microsoft.Sql/servers'])],
    ['for two datasources', (properties) => properties.datasourceTypes.push('Microsoft.Compute/disks')],
    ['without rules', (properties) => (properties.policyRules = [])],
    ['without a backup rule', (properties) => properties.policyRules.shift()],
    ['without a retention rule', (properties) => properties.policyRules.pop()],
    ['with an unknown rule', (properties) => (properties.policyRules[0].objectType = 'AnyRule')],
    ['with a nameless rule', (properties) => (properties.policyRules[0].name = '')],
    ['with rules that are no objects', (properties) => (properties.policyRules = ['Default'])],
    [
      'with incremental backups',
      (properties) => (properties.policyRules[0].backupParameters.backupType = 'Incremental'),
    ],
    ['with other parameters', (properties) => (properties.policyRules[0].backupParameters.objectType = 'Params')],
    ['with another trigger', (properties) => (trigger(properties).objectType = 'AdhocBasedTriggerContext')],
    ['without intervals', (properties) => (trigger(properties).schedule.repeatingTimeIntervals = [])],
    ['without tags', (properties) => (trigger(properties).taggingCriteria = [])],
    ['with a nameless tag', (properties) => (trigger(properties).taggingCriteria[0].tagInfo.tagName = '')],
    ['without a default tag', (properties) => (trigger(properties).taggingCriteria[0].isDefault = false)],
    ['with a tag that is default or not', (properties) => delete trigger(properties).taggingCriteria[0].isDefault],
    ['with a tag without priority', (properties) => delete trigger(properties).taggingCriteria[0].taggingPriority],
    [
      'with a priority that is no integer',
      (properties) => (trigger(properties).taggingCriteria[0].taggingPriority = 1.5),
    ],
    ['without a default rule', (properties) => (properties.policyRules[1].isDefault = false)],
    ['without a life cycle', (properties) => (properties.policyRules[1].lifecycles = [])],
    [
      'with another deletion',
      (properties) => (properties.policyRules[1].lifecycles[0].deleteAfter.objectType = 'DeleteOption'),
    ],
  ])('[policy-input] is not %s', async (_what, change) => {
    const refusal = await put(changed(change));
    expect(refusalOf(refusal)).toEqual(INVALID);
    expect(refusal.body.error.message).toMatch(/^Input provided for the call is invalid\. .+\.$/);
    expect((await backup().get(POLICY)).status).toBe(404);
  });

  it.each<[string, any]>([
    ['none', undefined],
    ['one that names nothing', { absoluteCriteria: null, daysOfTheWeek: [] }],
    ['an unknown marker', { absoluteCriteria: ['FirstOfDecade'] }],
    ['a marker in another case', { absoluteCriteria: ['firstOfWeek'] }],
    ['an unknown day', { daysOfTheWeek: ['Sun'] }],
    ['an unknown week', { weeksOfTheMonth: ['Fifth'] }],
    ['an unknown month', { monthsOfYear: ['Jan'] }],
    ['day 0', { daysOfMonth: [{ date: 0 }] }],
    ['day 29', { daysOfMonth: [{ date: 29 }] }],
    ['no time', { scheduleTimes: ['02:30'] }],
    ['another objectType', { absoluteCriteria: ['AllBackup'], objectType: 'Criteria' }],
  ])('[policy-input] has no tag with criteria that are %s', async (_what, criteria) => {
    const sketch = { rules: [{ ...WEEKLY, criteria: criteria ?? {} }] };
    const body = changed((properties) => {
      if (!criteria) delete trigger(properties).taggingCriteria[1].criteria;
    }, sketch);
    expect(refusalOf(await put(body))).toEqual(INVALID);
  });

  it.each<[string, any]>([
    ['days 1 and 28 and the last', { daysOfMonth: [{ date: 1 }, { date: 28 }, { isLast: true }] }],
    [
      'everything at once',
      {
        absoluteCriteria: ['AllBackup'],
        daysOfTheWeek: ['Sunday'],
        weeksOfTheMonth: ['First', 'Last'],
        monthsOfYear: ['January', 'December'],
        scheduleTimes: ['2024-01-07T02:30:00Z'],
      },
    ],
  ])('has a tag for %s', async (_what, criteria) => {
    expect((await put(policyBody({ rules: [{ ...WEEKLY, criteria }] }))).status).toBe(200);
  });

  it('[policy-names-once] does not have two rules of one name, nor two tags of one rank', async () => {
    const other = { ...WEEKLY, priority: 25 };
    expect(refusalOf(await put(policyBody({ rules: [WEEKLY, other] })))).toEqual(INVALID);
    const another = { ...WEEKLY, name: 'Default', priority: 30 };
    expect(refusalOf(await put(policyBody({ rules: [another] })))).toEqual(INVALID);
    const sameRank = { ...WEEKLY, name: 'Monthly' };
    expect(refusalOf(await put(policyBody({ rules: [WEEKLY, sameRank] })))).toEqual(INVALID);
    expect(refusalOf(await put(policyBody({ rules: [{ ...WEEKLY, priority: 99 }] })))).toEqual(INVALID);
    expect((await put(policyBody({ rules: [WEEKLY, { ...sameRank, priority: 98 }] }))).status).toBe(200);
  });

  it('is kept for other datasources, and protects no server', async () => {
    const disks = changed((properties) => {
      properties.datasourceTypes = ['Microsoft.Compute/disks'];
      properties.policyRules[0].dataStore.dataStoreType = 'OperationalStore';
      properties.policyRules[0].backupParameters.backupType = 'Incremental';
    });
    await backup().prepare();
    const path = `${VAULT}/backupPolicies/disks`;
    expect((await backup().put(path, disks)).status).toBe(200);
    expect(refusalOf(await backup().put(INSTANCE, instanceBody(path)))).toEqual(INVALID);
    const twice = {
      properties: {
        ...disks.properties,
        policyRules: [disks.properties.policyRules[1], disks.properties.policyRules[1]],
      },
    };
    expect(refusalOf(await backup().put(`${path}-2`, twice))).toEqual(INVALID);
  });

  it('[policy-tags-and-rules] has a tag for each retention rule, and the reverse', async () => {
    const tagless = changed((properties) => trigger(properties).taggingCriteria.pop(), { rules: [WEEKLY] });
    const ruleless = changed((properties) => properties.policyRules.pop(), { rules: [WEEKLY] });
    const otherCase = changed((properties) => (properties.policyRules[2].name = 'weekly'), { rules: [WEEKLY] });
    for (const body of [tagless, ruleless, otherCase]) expect(refusalOf(await put(body))).toEqual(INVALID);
  });

  it.each(['P7D', 'P1W', 'P1M', 'P10Y', 'P120M', 'P521W', 'P3650D', 'P9Y12M', 'P1Y6M'])(
    '[policy-retention-range] keeps backups for %s',
    async (duration) => {
      expect((await put(policyBody({ defaultDuration: duration }))).status).toBe(200);
      expect((await backup().delete(POLICY)).status).toBe(200);
      expect((await put(policyBody({ rules: [{ ...WEEKLY, duration }] }))).status).toBe(200);
    },
  );

  it.each([
    'P6D',
    'P0D',
    'P0Y',
    'P121M',
    'P522W',
    'P3651D',
    'P10Y1D',
    'P11Y',
    '-P1Y',
    'P1.5Y',
    'PT168H',
    'P1YT1H',
    'P',
    '7D',
    'p7d',
    '',
  ])('[policy-retention-range] does not keep backups for %s', async (duration) => {
    expect(refusalOf(await put(policyBody({ defaultDuration: duration })))).toEqual(INVALID);
    expect(refusalOf(await put(policyBody({ rules: [{ ...WEEKLY, duration }] })))).toEqual(INVALID);
  });

  it.each(['OperationalStore', 'ArchiveStore', 'SnapshotStore'])(
    '[policy-vault-store] does not use %s',
    async (store) => {
      for (const change of [
        (properties: any) =>
          (properties.policyRules[0].dataStore = { dataStoreType: store, objectType: 'DataStoreInfoBase' }),
        (properties: any) =>
          (properties.policyRules[1].lifecycles[0].sourceDataStore = {
            dataStoreType: store,
            objectType: 'DataStoreInfoBase',
          }),
        (properties: any) =>
          (properties.policyRules[1].lifecycles[0].targetDataStoreCopySettings = [
            { dataStore: { dataStoreType: store } },
          ]),
      ]) {
        expect(refusalOf(await put(changed(change)))).toEqual(INVALID);
      }
    },
  );

  it.each([
    SUNDAYS,
    'R/2024-02-29T23:59:59Z/P1W',
    'R/2024-01-07T02:30/P1D',
    'R/2024-01-07T02:30Z/P2W',
    'R/2024-01-07T02:30:45.123+05:30/P1D',
    'R/2024-01-07T02:30:45-12:00/P7D',
  ])('[policy-interval] repeats %s', async (interval) => {
    expect((await put(policyBody({ intervals: [interval] }))).status).toBe(200);
  });

  it.each([
    'garbage',
    '',
    'R/02:30:00+00:00/P1W',
    'R/2024-01-07/P1W',
    'R/2024-01-07T0230Z/P1W',
    'R/2024-01-07T02Z/P1W',
    'R/2024-01-07T02.5Z/P1W',
    'R/2024-01-07T24:00:00Z/P1W',
    'R/2024-01-07T23:59:60Z/P1W',
    'R/2023-02-29T02:30:00Z/P1W',
    'R/2024-01-07T02:30:00Z/P0W',
    'R/2024-01-07T02:30:00Z/P1M',
    'R/2024-01-07T02:30:00Z/PT4H',
    'R/2024-01-07T02:30:00Z',
    'R5/2024-01-07T02:30:00Z/P1W',
    'r/2024-01-07t02:30:00z/p1w',
    ' R/2024-01-07T02:30:00Z/P1W',
  ])('[policy-interval] does not repeat %s', async (interval) => {
    const refusal = await put(policyBody({ intervals: [SUNDAYS, interval] }));
    expect(refusalOf(refusal)).toEqual(INVALID);
    expect(refusal.body.error.message).toContain(JSON.stringify(interval));
  });

  it('[policy-several-triggers] has several triggers, and daily ones', async () => {
    const intervals = ['R/2024-01-07T02:30:00Z/P1W', 'R/2024-01-10T02:30:00Z/P1W', 'R/2024-01-10T02:30:00Z/P1D'];
    expect((await put(policyBody({ intervals }))).status).toBe(200);
  });

  it('[policy-not-modified] is written again as it is, and not as another', async () => {
    await put(policyBody({ rules: [WEEKLY] }));
    expect((await put(policyBody({ rules: [WEEKLY] }))).status).toBe(200);
    // What a client reads and writes back is the same, whatever the order.
    const { body } = await backup().get(POLICY);
    const reversed = Object.fromEntries(Object.entries(body.properties).reverse());
    expect((await put({ ...body, properties: reversed })).status).toBe(200);
    const refusal = await put(policyBody({ rules: [{ ...WEEKLY, duration: 'P2Y' }] }));
    expect(refusalOf(refusal)).toEqual({ status: 400, code: 'BadRequest' });
    expect(refusal.body.error.message).toContain("isn't supported");
  });

  it('[policy-in-use] is deleted when no instance uses it', async () => {
    await backup().protect();
    const refusal = await backup().delete(POLICY);
    expect(refusalOf(refusal)).toEqual({ status: 400, code: 'UserErrorDppPolicyObjectInUse' });
    expect(refusal.body.error.message).toContain('bi-test');
    await backup().must('DELETE', INSTANCE);
    expect((await backup().delete(POLICY)).status).toBe(200);
    expect((await backup().delete(POLICY)).status).toBe(204);
  });
});

import { freshTwin, GROUP, SUBSCRIPTION } from './client';
import { Platform, refusalOf } from './platform-kit';

const client = freshTwin();
const platform = () => new Platform(client());
const azure = () => client().twin.azure;

const INSIGHTS = 'providers/Microsoft.Insights';
const WORKSPACE = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs`;
const VAULT = `${GROUP}/providers/Microsoft.DataProtection/backupVaults/vault`;
const makeWorkspace = (properties: any = {}, path = WORKSPACE) =>
  platform().put(path, { location: 'westeurope', properties });

beforeEach(() => client().makeGroup());

describe('a diagnostic setting', () => {
  const setting = (name: string, scope = VAULT) => `${scope}/${INSIGHTS}/diagnosticSettings/${name}`;
  const log = (category: string) => ({ logs: [{ category, enabled: true }] });
  const put = (name: string, properties: any, scope = VAULT) =>
    platform().put(setting(name, scope), { properties: { workspaceId: WORKSPACE, ...properties } });

  beforeEach(async () => {
    await makeWorkspace();
    await platform().makeStorage();
    azure().resources.put({
      id: VAULT,
      type: 'Microsoft.DataProtection/backupVaults',
      name: 'vault',
      createdAt: '2024-01-01T00:00:00Z',
      body: {},
      hidden: {},
    });
  });

  it('[diagnostic-categories] names logs that a backup vault has', async () => {
    const refused = { status: 400, code: 'BadRequest' };
    expect(refusalOf(await put('a', log('AzureBackupReport')))).toEqual(refused);
    expect(refusalOf(await put('a', { metrics: [{ category: 'Everything', enabled: true }] }))).toEqual(refused);
    expect(refusalOf(await put('a', { logs: [{ categoryGroup: 'most', enabled: true }] }))).toEqual(refused);
    expect((await put('a', log('AddonAzureBackupJobs'))).status).toBe(200);
    expect((await put('a', { logs: [{ categoryGroup: 'allLogs', enabled: true }] })).status).toBe(200);
    const { body } = await platform().get(`${VAULT}/${INSIGHTS}/diagnosticSettingsCategories`);
    const logs = body.value
      .filter(({ properties }: any) => properties.categoryType === 'Logs')
      .map(({ name }: any) => name);
    expect(logs.sort()).toEqual([
      'AddonAzureBackupJobs',
      'AddonAzureBackupPolicy',
      'AddonAzureBackupProtectedInstance',
      'CoreAzureBackup',
    ]);
    expect(
      (await put('a', log('StorageRead'), `${GROUP}/providers/Microsoft.Storage/storageAccounts/sttest`)).status,
    ).toBe(200);
  });

  it('[diagnostic-settings-limit] is one of five, each with a destination that there is', async () => {
    expect(refusalOf(await platform().put(setting('a'), { properties: log('CoreAzureBackup') })).status).toBe(400);
    expect(refusalOf(await put('a', { ...log('CoreAzureBackup'), workspaceId: `${WORKSPACE}none` })).status).toBe(400);
    expect(refusalOf(await put('a', log('CoreAzureBackup'), `${VAULT}none`)).status).toBe(404);
    for (let count = 0; count < 5; count++) {
      const workspaceId = `${WORKSPACE}${count}`;
      await makeWorkspace({}, workspaceId);
      expect((await put(`s${count}`, { ...log('CoreAzureBackup'), workspaceId })).status).toBe(200);
    }
    expect(refusalOf(await put('s5', log('CoreAzureBackup'))).status).toBe(400);
    expect((await platform().get(`${VAULT}/${INSIGHTS}/diagnosticSettings`)).body.value).toHaveLength(5);
    await platform().delete(setting('s0'));
    expect((await put('s5', log('CoreAzureBackup'))).status).toBe(200);
  });

  it('does not send one category to one place twice', async () => {
    await put('a', log('CoreAzureBackup'));
    expect(refusalOf(await put('b', log('CoreAzureBackup')))).toEqual({ status: 409, code: 'Conflict' });
    expect((await put('b', log('AddonAzureBackupJobs'))).status).toBe(200);
  });
});

describe('alerts', () => {
  const path = (type: string, provider = 'Microsoft.Insights') => `${GROUP}/providers/${provider}/${type}/it`;

  it('are told as they were sent', async () => {
    const scopes = [GROUP];
    const all: [string, any, number][] = [
      [path('actionGroups'), { groupShortName: 'x'.repeat(12) }, 201],
      [path('metricAlerts'), { scopes, severity: 4, criteria: { odata: 'x' } }, 200],
      [path('activityLogAlerts'), { scopes, condition: { allOf: [] } }, 201],
      [path('scheduledQueryRules'), { scopes, severity: 0 }, 201],
      [path('actionRules', 'Microsoft.AlertsManagement'), { scopes, actions: [] }, 201],
    ];
    for (const [id, properties, status] of all) {
      const reply = await platform().put(id, { location: 'global', properties });
      expect({ id, status: reply.status }).toEqual({ id, status });
      expect((await platform().get(id)).body).toMatchObject({ id, location: 'global', properties });
      expect((await platform().get(id.replace(`${GROUP}`, SUBSCRIPTION).replace(/\/it$/, ''))).body.value).toHaveLength(
        1,
      );
      expect((await platform().delete(id)).status).toBe(200);
    }
  });

  it('refuse what they can not be', async () => {
    const status = async (type: string, properties: any) =>
      (await platform().put(path(type), { location: 'global', properties })).status;
    expect(await status('actionGroups', { groupShortName: 'x'.repeat(13) })).toBe(400);
    expect(await status('actionGroups', { groupShortName: '' })).toBe(400);
    expect(await status('metricAlerts', { scopes: [] })).toBe(400);
    expect(await status('metricAlerts', { scopes: [GROUP], severity: 5 })).toBe(400);
    expect(await status('metricAlerts', { scopes: [GROUP], severity: -1 })).toBe(400);
  });
});

describe('a workspace', () => {
  const customer = async () => (await platform().get(WORKSPACE)).body?.properties?.customerId;
  const later = (hours: number) => azure().advanceTo(azure().clock.now().add({ hours }));

  it('has what the service adds, and keeps data for 30 to 730 days', async () => {
    const { status, body } = await makeWorkspace();
    expect(status).toBe(201);
    expect(body.properties).toMatchObject({
      sku: { name: 'PerGB2018' },
      retentionInDays: 30,
      workspaceCapping: { dailyQuotaGb: -1 },
      publicNetworkAccessForQuery: 'Enabled',
    });
    for (const days of [29, 731]) expect((await makeWorkspace({ retentionInDays: days })).status).toBe(400);
    for (const days of [30, 730]) expect((await makeWorkspace({ retentionInDays: days })).status).toBe(200);
    for (const name of ['abc', 'a'.repeat(64), 'a_bcd']) {
      expect((await makeWorkspace({}, WORKSPACE.replace(/logs$/, name))).status).toBe(400);
    }
    const { primarySharedKey, secondarySharedKey } = (await platform().post(`${WORKSPACE}/sharedKeys`)).body;
    expect(Buffer.from(primarySharedKey, 'base64')).toHaveLength(64);
    expect(secondarySharedKey).not.toBe(primarySharedKey);
  });

  it('[workspace-recovered] comes back when it is made again within 14 days', async () => {
    await makeWorkspace({ sku: { name: 'Standalone' } });
    const first = await customer();
    const deleted = async () => {
      const { body } = await platform().get(
        `${SUBSCRIPTION}/providers/Microsoft.OperationalInsights/deletedWorkspaces`,
      );
      return body.value.map(({ id }: any) => id);
    };
    await platform().delete(WORKSPACE);
    expect(await deleted()).toEqual([WORKSPACE]);
    later(14 * 24 - 1);
    expect((await makeWorkspace()).body.properties.sku.name).toBe('Standalone');
    expect(await customer()).toBe(first);
    expect(await deleted()).toEqual([]);
    await platform().delete(WORKSPACE);
    later(14 * 24);
    expect(await deleted()).toEqual([]);
    await makeWorkspace();
    const second = await customer();
    expect(second).not.toBe(first);
    await platform().delete(`${WORKSPACE}?force=true`);
    expect(await deleted()).toEqual([]);
    await makeWorkspace();
    expect(await customer()).not.toBe(second);
  });
});

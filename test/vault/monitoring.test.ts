import { MonitorActionGroup } from '@cdktf/provider-azurerm/lib/monitor-action-group';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import {
  AlertSeverity,
  BackupVault,
  BackupVaultProps,
  PostgresBackupValidator,
  Profile,
  ProtectedFlexServer,
  Retention,
  VaultMonitoring,
} from '../../src';
import { BACKUP_UNMONITORED } from '../../src/rules/pgb903-backup-unmonitored';
import {
  all,
  entries,
  newStack,
  NOW,
  only,
  OTHER_SUBSCRIPTION,
  SUBSCRIPTION,
  synth,
  thrown,
  TYPES,
  variable,
} from '../kit';
import { outcomes } from '../rules/kit';

const PLACE = { resourceGroupName: 'rg-backup', location: 'westeurope' };
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-monitor/providers`;
const WORKSPACE = `${GROUP}/Microsoft.OperationalInsights/workspaces/log-company`;
const ON_CALL = `${GROUP}/Microsoft.Insights/actionGroups/on-call`;
const MAILS = ['dba@example.com', 'on-call@example.com'];
const ALERTS =
  '"Monitor Azure Monitor based alerts for Azure Backup", 2024-11-30, https://learn.microsoft.com/azure/backup/backup-azure-monitoring-alerts';
const DOCS = 'https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources';

function newVault(props: Partial<BackupVaultProps> = {}, stack = newStack()): BackupVault {
  return new BackupVault(stack, 'Vault', { ...PLACE, ...props });
}

function json(monitoring: VaultMonitoring): any {
  const stack = newStack();
  newVault({ monitoring }, stack);
  return synth(stack);
}

function idOf(file: any, type: string): string {
  const [[name]] = entries(file, type);
  return `\${${type}.${name}.id}`;
}

const MONITORS = [TYPES.diagnosticSetting, TYPES.actionGroup, TYPES.alertProcessing, TYPES.metricAlert];
const made = (file: any) => MONITORS.map((type) => all(file, type).length);

describe('where to', () => {
  test('a workspace gets every kind of log, each into a table of its own', () => {
    const file = json({ logAnalyticsWorkspaceId: WORKSPACE });
    expect(only(file, TYPES.diagnosticSetting)).toEqual({
      name: expect.stringMatching(/^ds-vault-monitoring-[0-9a-f]{8}$/),
      target_resource_id: idOf(file, TYPES.vault),
      log_analytics_workspace_id: WORKSPACE,
      log_analytics_destination_type: 'Dedicated',
      enabled_log: [
        { category: 'AddonAzureBackupJobs' },
        { category: 'AddonAzureBackupPolicy' },
        { category: 'AddonAzureBackupProtectedInstance' },
        { category: 'CoreAzureBackup' },
      ],
      lifecycle: { ignore_changes: ['log_analytics_destination_type'] },
    });
    expect(made(file)).toEqual([1, 0, 0, 0]);
  });

  test('an action group is told of the alerts that the vault raises by itself, and of its health', () => {
    const file = json({ actionGroupId: ON_CALL });
    const vault = idOf(file, TYPES.vault);
    expect(only(file, TYPES.alertProcessing)).toEqual({
      name: expect.stringMatching(/^apr-vault-monitoring-[0-9a-f]{8}$/),
      resource_group_name: 'rg-backup',
      description: 'Sends the alerts that a backup vault raises by itself',
      scopes: [vault],
      add_action_group_ids: [ON_CALL],
      condition: { monitor_service: { operator: 'Equals', values: ['Azure Backup'] } },
    });
    const health = (metric: string, name: RegExp) => ({
      name: expect.stringMatching(name),
      resource_group_name: 'rg-backup',
      description: `A job of a backup vault did not end healthy (${metric})`,
      scopes: [vault],
      severity: 1,
      frequency: 'PT5M',
      window_size: 'PT5M',
      auto_mitigate: false,
      criteria: [
        {
          metric_namespace: 'Microsoft.DataProtection/BackupVaults',
          metric_name: metric,
          aggregation: 'Count',
          operator: 'GreaterThan',
          threshold: 0,
          dimension: [
            { name: 'healthStatus', operator: 'Exclude', values: ['Healthy'] },
            { name: 'dataSourceURL', operator: 'Include', values: ['*'] },
          ],
        },
      ],
      action: [{ action_group_id: ON_CALL }],
    });
    expect(all(file, TYPES.metricAlert)).toEqual([
      health('BackupHealthEvent', /^alert-vault-monitoring-backup-health-event-[0-9a-f]{8}$/),
      health('RestoreHealthEvent', /^alert-vault-monitoring-restore-health-event-[0-9a-f]{8}$/),
    ]);
    expect(made(file)).toEqual([0, 0, 1, 2]);
  });

  test('e-mail addresses get an action group', () => {
    const file = json({ emailAddresses: MAILS });
    expect(only(file, TYPES.actionGroup)).toEqual({
      name: expect.stringMatching(/^ag-vault-monitoring-[0-9a-f]{8}$/),
      resource_group_name: 'rg-backup',
      short_name: 'pg-backup',
      email_receiver: [
        { name: 'email-1', email_address: 'dba@example.com', use_common_alert_schema: true },
        { name: 'email-2', email_address: 'on-call@example.com', use_common_alert_schema: true },
      ],
    });
    const group = idOf(file, TYPES.actionGroup);
    expect(only(file, TYPES.alertProcessing).add_action_group_ids).toEqual([group]);
    expect(made(file)).toEqual([0, 1, 1, 2]);
  });

  test('all of them at once', () => {
    const file = json({ logAnalyticsWorkspaceId: WORKSPACE, actionGroupId: ON_CALL, emailAddresses: MAILS });
    const groups = [ON_CALL, idOf(file, TYPES.actionGroup)];
    expect(only(file, TYPES.alertProcessing).add_action_group_ids).toEqual(groups);
    for (const { action } of all(file, TYPES.metricAlert)) {
      expect(action).toEqual(groups.map((action_group_id) => ({ action_group_id })));
    }
    expect(made(file)).toEqual([1, 1, 1, 2]);
  });
});

describe('options', () => {
  test('alerts on health can be left out', () => {
    expect(made(json({ actionGroupId: ON_CALL, healthAlerts: false }))).toEqual([0, 0, 1, 0]);
  });

  test('alerts on health need somebody to tell', () => {
    expect(made(json({ logAnalyticsWorkspaceId: WORKSPACE, healthAlerts: true }))).toEqual([1, 0, 0, 0]);
  });

  test.each([
    [AlertSeverity.CRITICAL, 0],
    [AlertSeverity.ERROR, 1],
    [AlertSeverity.WARNING, 2],
    [AlertSeverity.INFORMATIONAL, 3],
    [AlertSeverity.VERBOSE, 4],
  ])('severity %#', (healthAlertSeverity, level) => {
    const alerts = all(json({ actionGroupId: ON_CALL, healthAlertSeverity }), TYPES.metricAlert);
    expect(alerts.map(({ severity }) => severity)).toEqual([level, level]);
  });

  test('tags go onto all that can have them', () => {
    const file = json({ logAnalyticsWorkspaceId: WORKSPACE, emailAddresses: MAILS, tags: { team: 'orders' } });
    const tagged = MONITORS.slice(1).flatMap((type) => all(file, type).map(({ tags }) => tags));
    expect(tagged).toEqual(Array(4).fill({ team: 'orders' }));
  });

  test('all of it is made by the provider of the vault', () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, 'other', {
      alias: 'other',
      features: [{}],
      subscriptionId: OTHER_SUBSCRIPTION,
    });
    newVault({ provider, monitoring: { logAnalyticsWorkspaceId: WORKSPACE, emailAddresses: MAILS } }, stack);
    const file = synth(stack);
    const providers = MONITORS.flatMap((type) => all(file, type).map((each) => each.provider));
    expect(providers).toEqual(Array(5).fill('azurerm.other'));
  });
});

describe('on a vault', () => {
  test('that was imported', () => {
    const stack = newStack();
    const vaultId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-other/providers/Microsoft.DataProtection/backupVaults/bv-other`;
    const vault = BackupVault.fromBackupVaultId(stack, 'Vault', vaultId);
    vault.addMonitoring('Alerts', { emailAddresses: MAILS, healthAlerts: false });
    const file = synth(stack);
    expect(only(file, TYPES.alertProcessing)).toMatchObject({
      resource_group_name: 'rg-other',
      scopes: [expect.stringMatching(/^\$\{data\.azurerm_data_protection_backup_vault\.\w+\.id\}$/)],
    });
  });

  test('that servers share', () => {
    const stack = newStack();
    const orders = new ProtectedFlexServer(stack, 'orders', { ...PLACE, recoverableFor: Retention.years(1) });
    orders.vault.addMonitoring('Alerts', { emailAddresses: MAILS });
    const file = synth(stack);
    expect(only(file, TYPES.alertProcessing)).toMatchObject({
      resource_group_name: expect.stringMatching(/^\$\{azurerm_resource_group\.Backup-westeurope_\w+\.name\}$/),
      scopes: [idOf(file, TYPES.vault)],
    });
  });

  test('twice, for different people', () => {
    const stack = newStack();
    const vault = newVault({ monitoring: { logAnalyticsWorkspaceId: WORKSPACE, actionGroupId: ON_CALL } }, stack);
    vault.addMonitoring('Team', { emailAddresses: MAILS, logAnalyticsWorkspaceId: `${WORKSPACE}-2` });
    const file = synth(stack);
    expect(made(file)).toEqual([2, 1, 2, 4]);
    for (const type of MONITORS) {
      const names = all(file, type).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe('rule PGB903', () => {
  test.each<[string, VaultMonitoring]>([
    ['logs', { logAnalyticsWorkspaceId: WORKSPACE }],
    ['an action group', { actionGroupId: ON_CALL }],
    ['e-mail addresses', { emailAddresses: MAILS, healthAlerts: false }],
  ])('holds with %s', (_, monitoring) => {
    const stack = newStack();
    newVault({ monitoring }, stack);
    expect(outcomes(BACKUP_UNMONITORED, stack)).toEqual(['compliant']);
    const findings = PostgresBackupValidator.of(stack).findings({ now: NOW, profiles: [Profile.RECOMMENDED] });
    expect(findings.filter(({ rule }) => rule === 'PGB903')).toEqual([]);
  });

  test('is violated without, and where all that there is looks away', () => {
    const stack = newStack();
    const vault = newVault({}, stack);
    expect(outcomes(BACKUP_UNMONITORED, stack)).toEqual(['violated']);
    vault.addMonitoring('Monitoring', { actionGroupId: ON_CALL, healthAlerts: false });
    const routing = vault.node.findChild('Monitoring').node.findChild('AlertRouting') as any;
    routing.enabled = false;
    expect(outcomes(BACKUP_UNMONITORED, stack)).toEqual(['violated']);
  });
});

describe('what can not work is refused', () => {
  function refusal(monitoring: VaultMonitoring): string {
    return thrown(() => newVault({ monitoring })).message;
  }

  test.each<VaultMonitoring>([{}, { emailAddresses: [] }, { healthAlerts: true, tags: { team: 'orders' } }])(
    'nobody to tell %#',
    (monitoring) => {
      expect(refusal(monitoring)).toBe(
        [
          '[/estate/Vault/Monitoring] VaultMonitoring: `logAnalyticsWorkspaceId`, `actionGroupId` or `emailAddresses` must be given, one of them at least, got: none.',
          `  Limit: ${ALERTS}`,
          '  Mend: say who is told, with the id of an action group or with e-mail addresses',
        ].join('\n'),
      );
    },
  );

  test.each([
    ['', '(empty)'],
    ['log-company', 'log-company'],
    [ON_CALL, ON_CALL],
  ])('the workspace "%s"', (logAnalyticsWorkspaceId, got) => {
    expect(refusal({ logAnalyticsWorkspaceId })).toBe(
      [
        `[/estate/Vault/Monitoring] VaultMonitoring: \`logAnalyticsWorkspaceId\` must be /subscriptions/…/resourceGroups/…/providers/Microsoft.OperationalInsights/workspaces/…, got: ${got}.`,
        `  Limit: "azurerm 4.55.0: azurerm_monitor_diagnostic_setting", 2025-12-04, ${DOCS}/monitor_diagnostic_setting`,
        '  Mend: give the whole ARM id',
      ].join('\n'),
    );
  });

  test('an action group as the portal spells it', () => {
    const actionGroupId = ON_CALL.replace('Microsoft.Insights', 'microsoft.insights');
    expect(refusal({ actionGroupId })).toBe(
      [
        `[/estate/Vault/Monitoring] VaultMonitoring: \`actionGroupId\` must be /subscriptions/…/resourceGroups/…/providers/Microsoft.Insights/actionGroups/…, got: ${actionGroupId}.`,
        `  Limit: "azurerm 4.55.0: azurerm_monitor_alert_processing_rule_action_group", 2025-12-04, ${DOCS}/monitor_alert_processing_rule_action_group`,
        '  Mend: spell the fixed parts exactly so: the provider compares them with case',
      ].join('\n'),
    );
  });

  test.each([
    ['', '(empty)'],
    ['dba', 'dba'],
    ['dba@example', 'dba@example'],
    ['DBA <dba@example.com>', 'DBA <dba@example.com>'],
    ['https://example.com/hook?token=1', 'https://example.com/hook?token=1'],
  ])('the address "%s"', (address, got) => {
    expect(refusal({ emailAddresses: ['on-call@example.com', address] })).toBe(
      [
        `[/estate/Vault/Monitoring] VaultMonitoring: \`emailAddresses\` must be e-mail addresses, got: ${got}.`,
        '  Mend: give the address alone, as in "dba@example.com"',
      ].join('\n'),
    );
  });

  test('an address that is there already', () => {
    expect(refusal({ emailAddresses: ['dba@example.com', 'DBA@example.com'] })).toBe(
      [
        '[/estate/Vault/Monitoring] VaultMonitoring: `emailAddresses` must be different, got: DBA@example.com twice.',
        '  Mend: name each address once',
      ].join('\n'),
    );
  });

  test('a workspace that has the logs already', () => {
    const vault = newVault({ monitoring: { logAnalyticsWorkspaceId: WORKSPACE } });
    const again = WORKSPACE.replace('rg-monitor', 'RG-Monitor');
    expect(thrown(() => vault.addMonitoring('Again', { logAnalyticsWorkspaceId: again })).message).toBe(
      [
        `[/estate/Vault/Again] VaultMonitoring: \`logAnalyticsWorkspaceId\` must be a workspace that the logs of the vault don't go to yet, got: ${again}.`,
        '  Limit: "Supported logs for Microsoft.DataProtection/BackupVaults", 2024-07-30, https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-dataprotection-backupvaults-logs',
        '  Mend: name each workspace once for a vault',
      ].join('\n'),
    );
  });

  test('tags as everywhere', () => {
    expect(refusal({ actionGroupId: ON_CALL, tags: { '': 'x' } })).toContain('Tags: `tags.` must be between 1 and 512');
  });
});

test('what Terraform knows passes', () => {
  const stack = newStack();
  const group = new MonitorActionGroup(stack, 'group', {
    name: 'on-call',
    resourceGroupName: 'rg-monitor',
    shortName: 'on-call',
  });
  const mail = (name: string) => variable(stack, name).stringValue;
  const vault = newVault({}, stack);
  const logAnalyticsWorkspaceId = variable(stack, 'workspace').stringValue;
  const emailAddresses = [mail('first'), mail('second')];
  vault.addMonitoring('Alerts', { logAnalyticsWorkspaceId, actionGroupId: group.id, emailAddresses });
  const file = synth(stack);
  expect(only(file, TYPES.diagnosticSetting).log_analytics_workspace_id).toBe('${var.workspace}');
  expect(only(file, TYPES.alertProcessing).add_action_group_ids[0]).toBe('${azurerm_monitor_action_group.group.id}');
  expect(thrown(() => vault.addMonitoring('Again', { logAnalyticsWorkspaceId })).code).toBe('VaultMonitoring');
});

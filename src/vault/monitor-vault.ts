import { Construct } from 'constructs';
import { AlertSeverity } from './alert-severity';
import type { IBackupVault } from './backup-vault-interface';
import { withoutNulls } from './given';
import { VaultMonitoring } from './vault-monitoring';
import { VAULT_MONITORING } from '../matrix/monitoring';
import { SOURCES } from '../matrix/source';
import { actionGroupsOf, checkReceivers, MAX_MONITOR_NAME } from '../terraform/action-groups';
import { checkArmId } from '../terraform/arm-id';
import { checkTags, refuse } from '../terraform/check';
import { checkProvider } from '../terraform/check-provider';
import { generated } from '../terraform/generated';
import { resolvedText } from '../terraform/known-text';
import { pathName } from '../terraform/names';
import { Registry } from '../terraform/registry';

const CODE = 'VaultMonitoring';

/** Workspaces that the logs of a vault go to already. */
const WORKSPACES = new Registry<IBackupVault, Set<string>>(() => new Set());

/** Has somebody told how the backups of a vault go. All of it lies beside the vault, in its resource group. */
export function monitorVault(place: Construct, vault: IBackupVault, monitoring: VaultMonitoring): void {
  monitoring = withoutNulls(monitoring);
  checkMonitoring(place, monitoring);
  const { logAnalyticsWorkspaceId: workspace } = monitoring;
  if (workspace !== undefined) sendLogs(place, vault, workspace);
  const { actionGroupId, emailAddresses, tags } = monitoring;
  const { resourceGroupName, provider } = vault;
  if (actionGroupId === undefined && (emailAddresses ?? []).length === 0) return;
  checkProvider(place, vault.vaultId, provider, 'vault');
  const actionGroups = actionGroupsOf(place, { actionGroupId, emailAddresses, tags, resourceGroupName, provider });
  routeAlerts(place, vault, actionGroups, monitoring);
  if (monitoring.healthAlerts ?? true) alertOnHealth(place, vault, actionGroups, monitoring);
}

function sendLogs(place: Construct, vault: IBackupVault, workspace: string): void {
  takeWorkspace(place, vault, workspace);
  new generated.DiagnosticSetting(place, 'Logs', {
    name: pathName(place, 'ds-', MAX_MONITOR_NAME),
    targetResourceId: vault.vaultId,
    logAnalyticsWorkspaceId: workspace,
    logAnalyticsDestinationType: 'Dedicated',
    enabledLog: VAULT_MONITORING.logs.categories.map((category) => ({ category })),
    // Not every service answers with what it was sent; a vault has no tables but its own.
    lifecycle: { ignoreChanges: ['log_analytics_destination_type'] },
    provider: vault.provider,
  });
}

/** Azure refuses to send the same logs to one workspace twice. */
function takeWorkspace(place: Construct, vault: IBackupVault, workspace: string): void {
  const taken = WORKSPACES.of(vault);
  const key = resolvedText(place, workspace).toLowerCase();
  if (taken.has(key)) {
    refuse(
      place,
      CODE,
      `\`logAnalyticsWorkspaceId\` must be a workspace that the logs of the vault don't go to yet, got: ${workspace}.`,
      VAULT_MONITORING.logs.source,
      'name each workspace once for a vault',
    );
  }
  taken.add(key);
}

function routeAlerts(place: Construct, vault: IBackupVault, actionGroups: string[], { tags }: VaultMonitoring): void {
  new generated.AlertProcessingRule(place, 'AlertRouting', {
    name: pathName(place, 'apr-', MAX_MONITOR_NAME),
    resourceGroupName: vault.resourceGroupName,
    description: 'Sends the alerts that a backup vault raises by itself',
    scopes: [vault.vaultId],
    addActionGroupIds: actionGroups,
    condition: { monitorService: { operator: 'Equals', values: [VAULT_MONITORING.builtIn.service] } },
    tags,
    provider: vault.provider,
  });
}

function alertOnHealth(
  place: Construct,
  vault: IBackupVault,
  actionGroups: string[],
  { tags, healthAlertSeverity = AlertSeverity.ERROR }: VaultMonitoring,
): void {
  const { namespace, metrics, state, healthy, server, window } = VAULT_MONITORING.health;
  for (const metricName of metrics) {
    const alert = new Construct(place, metricName);
    new generated.MetricAlert(alert, 'Resource', {
      name: pathName(alert, 'alert-', MAX_MONITOR_NAME),
      resourceGroupName: vault.resourceGroupName,
      description: `A job of a backup vault did not end healthy (${metricName})`,
      scopes: [vault.vaultId],
      severity: healthAlertSeverity.level,
      // A job ends once: every window that has one is looked at once, and the quiet after it doesn't mean that all is well.
      frequency: window,
      windowSize: window,
      autoMitigate: false,
      criteria: [
        {
          metricNamespace: namespace,
          metricName,
          aggregation: 'Count',
          operator: 'GreaterThan',
          threshold: 0,
          dimension: [
            { name: state, operator: 'Exclude', values: [healthy] },
            { name: server, operator: 'Include', values: ['*'] },
          ],
        },
      ],
      action: actionGroups.map((actionGroupId) => ({ actionGroupId })),
      tags,
      provider: vault.provider,
    });
  }
}

function checkMonitoring(scope: Construct, monitoring: VaultMonitoring): void {
  const { logAnalyticsWorkspaceId: workspace, actionGroupId, emailAddresses = [], tags } = monitoring;
  if (workspace === undefined && actionGroupId === undefined && emailAddresses.length === 0) {
    refuse(
      scope,
      CODE,
      '`logAnalyticsWorkspaceId`, `actionGroupId` or `emailAddresses` must be given, one of them at least, got: none.',
      SOURCES.alerts,
      'say who is told, with the id of an action group or with e-mail addresses',
    );
  }
  if (workspace !== undefined) {
    const type = 'Microsoft.OperationalInsights/workspaces';
    checkArmId(scope, CODE, 'logAnalyticsWorkspaceId', workspace, type, SOURCES.azurermDiagnosticSetting);
  }
  checkReceivers(scope, CODE, monitoring);
  checkTags(scope, tags);
}

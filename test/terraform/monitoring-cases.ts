import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import {
  ACTION_GROUP,
  addressAt,
  ALERT_PROCESSING,
  configuredAt,
  counts,
  DIAGNOSTIC_SETTING,
  METRIC_ALERT,
  planned,
  plannedAt,
  PRIVATE_ENDPOINT,
  references,
  SERVER,
  VAULT,
} from './kit';
import { Case, OTHER_SUBSCRIPTION, place, VAULTS } from './option-cases';
import { AlertSeverity, BackupVault, FlexServerNetwork, ProtectedFlexServer, Retention } from '../../src';

const OTHER_GROUP = `/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-other`;
const WORKSPACE = `${OTHER_GROUP}/providers/Microsoft.OperationalInsights/workspaces/log-company`;
const ON_CALL = `${OTHER_GROUP}/providers/Microsoft.Insights/actionGroups/on-call`;
const EXISTING_VAULT = `${VAULTS}/bv-watched`;
const NETWORK = `${OTHER_GROUP}/providers/Microsoft.Network`;
const SUBNET = `${NETWORK}/virtualNetworks/vnet/subnets/snet-private`;
const ZONE = `${NETWORK}/privateDnsZones/privatelink.postgres.database.azure.com`;

export const MONITORING_CASES: Case[] = [
  {
    name: 'BackupVault: monitoring, of a vault that is made and of one that is imported',
    async outside(outside) {
      await outside.workspace(WORKSPACE);
      await outside.actionGroup(ON_CALL);
      await outside.vault(EXISTING_VAULT);
    },
    build(stack) {
      const vault = new BackupVault(stack, 'vault', {
        ...place(stack),
        monitoring: {
          logAnalyticsWorkspaceId: WORKSPACE,
          actionGroupId: ON_CALL,
          emailAddresses: ['dba@example.com', 'on-call@example.com'],
          healthAlertSeverity: AlertSeverity.CRITICAL,
          tags: { team: 'orders' },
        },
      });
      vault.addMonitoring('Auditors', { emailAddresses: ['audit@example.com'], healthAlerts: false });
      const provider = new AzurermProvider(stack, 'azurerm-other', {
        alias: 'other',
        features: [{}],
        subscriptionId: OTHER_SUBSCRIPTION,
      });
      const principalId = '5f0c9c55-0f6a-4c1f-b214-b0f6f0e8a53c';
      const attributes = { vaultId: EXISTING_VAULT, principalId, location: 'westeurope', provider };
      BackupVault.fromBackupVaultAttributes(stack, 'existing', attributes).addMonitoring('Alerts', {
        logAnalyticsWorkspaceId: WORKSPACE,
        actionGroupId: ON_CALL,
      });
    },
    expect(plan) {
      expect(counts(plan)).toMatchObject({
        [DIAGNOSTIC_SETTING]: 2,
        [ACTION_GROUP]: 2,
        [ALERT_PROCESSING]: 3,
        [METRIC_ALERT]: 4,
      });
      const vault = addressAt(plan, VAULT, 'vault');
      const setting = addressAt(plan, DIAGNOSTIC_SETTING, 'vault');
      expect(planned(plan, DIAGNOSTIC_SETTING)[setting]).toMatchObject({
        log_analytics_workspace_id: WORKSPACE,
        log_analytics_destination_type: 'Dedicated',
        enabled_log: expect.arrayContaining([expect.objectContaining({ category: 'AddonAzureBackupJobs' })]),
      });
      expect(references(plan, setting, 'target_resource_id')).toContain(`${vault}.id`);
      expect(plannedAt(plan, ACTION_GROUP, 'vault', 'Monitoring')).toMatchObject({
        location: 'global',
        short_name: 'pg-backup',
        resource_group_name: 'rg-westeurope',
        email_receiver: [
          expect.objectContaining({ email_address: 'dba@example.com' }),
          expect.objectContaining({ email_address: 'on-call@example.com' }),
        ],
        tags: { team: 'orders' },
      });
      const routing = addressAt(plan, ALERT_PROCESSING, 'vault', 'Monitoring');
      expect(references(plan, routing, 'scopes')).toContain(`${vault}.id`);
      expect(references(plan, routing, 'add_action_group_ids')).toContain(
        `${addressAt(plan, ACTION_GROUP, 'vault', 'Monitoring')}.id`,
      );
      expect(plannedAt(plan, ALERT_PROCESSING, 'existing')).toMatchObject({
        resource_group_name: 'rg-other',
        scopes: [EXISTING_VAULT],
        add_action_group_ids: [ON_CALL],
        condition: [expect.objectContaining({ monitor_service: [{ operator: 'Equals', values: ['Azure Backup'] }] })],
      });
      for (const id of ['BackupHealthEvent', 'RestoreHealthEvent']) {
        expect(plannedAt(plan, METRIC_ALERT, 'vault', 'Monitoring', id)).toMatchObject({
          severity: 0,
          window_size: 'PT5M',
          criteria: [expect.objectContaining({ metric_name: id })],
        });
        expect(plannedAt(plan, METRIC_ALERT, 'existing', 'Alerts', id)).toMatchObject({
          severity: 1,
          scopes: [EXISTING_VAULT],
        });
      }
      expect(
        configuredAt(plan, addressAt(plan, METRIC_ALERT, 'existing', 'Alerts', 'BackupHealthEvent')),
      ).toMatchObject({
        provider_config_key: 'azurerm.other',
      });
    },
  },
  {
    name: 'ProtectedFlexServer: private endpoints',
    outside: (outside) => outside.readers(SUBNET, ZONE),
    keptDays: 14,
    build(stack) {
      const at = { ...place(stack), recoverableFor: Retention.years(1) };
      const endpoint = { subnetId: SUBNET, privateDnsZoneIds: [ZONE] };
      const closed = new ProtectedFlexServer(stack, 'closed', { ...at, network: FlexServerNetwork.privateEndpoints() });
      closed.addPrivateEndpoint('App', endpoint);
      closed.addPrivateEndpoint('Batch', { ...endpoint, name: 'pe-batch', networkLocation: 'westeurope' });
      new ProtectedFlexServer(stack, 'open', at).addPrivateEndpoint('App', endpoint);
    },
    expect(plan) {
      expect(counts(plan)[PRIVATE_ENDPOINT]).toBe(3);
      expect(plannedAt(plan, SERVER, 'closed').public_network_access_enabled).toBe(false);
      expect(plannedAt(plan, SERVER, 'open').public_network_access_enabled).toBe(true);
      expect(plannedAt(plan, PRIVATE_ENDPOINT, 'closed', 'Batch')).toMatchObject({
        name: 'pe-batch',
        resource_group_name: 'rg-westeurope',
        location: 'westeurope',
        subnet_id: SUBNET,
        private_dns_zone_group: [{ name: 'default', private_dns_zone_ids: [ZONE] }],
        private_service_connection: [{ subresource_names: ['postgresqlServer'], is_manual_connection: false }],
      });
      const app = configuredAt(plan, addressAt(plan, PRIVATE_ENDPOINT, 'closed', 'App'));
      const [{ private_connection_resource_id: target }] = app.expressions.private_service_connection;
      expect(target.references).toContain(`${addressAt(plan, SERVER, 'closed')}.id`);
    },
  },
];

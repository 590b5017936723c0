import type { Source } from './source';

const REPOSITORY = 'https://github.com/hashicorp/terraform-provider-azurerm';
const INDEX = 'https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs';
const DOCS = `${INDEX}/resources`;

/** What azurerm says of itself, the Terraform provider. 4.55.0 is the version that the bindings pin. */
export const AZURERM_SOURCES = {
  azurermProvider: {
    title: 'azurerm 4.55.0: `subscription_id` of the provider',
    url: INDEX,
    date: '2025-12-04',
  },
  azurermVault: {
    title: 'azurerm 4.55.0: azurerm_data_protection_backup_vault',
    url: `${DOCS}/data_protection_backup_vault`,
    date: '2025-12-04',
  },
  azurermPolicy: {
    title: 'azurerm 4.55.0: azurerm_data_protection_backup_policy_postgresql_flexible_server',
    url: `${DOCS}/data_protection_backup_policy_postgresql_flexible_server`,
    date: '2025-12-04',
  },
  azurermInstance: {
    title: 'azurerm 4.55.0: azurerm_data_protection_backup_instance_postgresql_flexible_server',
    url: `${DOCS}/data_protection_backup_instance_postgresql_flexible_server`,
    date: '2025-12-04',
  },
  azurermServer: {
    title: 'azurerm 4.55.0: azurerm_postgresql_flexible_server',
    url: `${DOCS}/postgresql_flexible_server`,
    date: '2025-12-04',
  },
  azurermOnDemandBackup: {
    title: 'azurerm 4.55.0: azurerm_postgresql_flexible_server_backup',
    url: `${DOCS}/postgresql_flexible_server_backup`,
    date: '2025-12-04',
  },
  azurermRoleAssignment: {
    title: 'azurerm 4.55.0: azurerm_role_assignment',
    url: `${DOCS}/role_assignment`,
    date: '2025-12-04',
  },
  azurermSingleServerInstance: {
    title: 'azurerm 4.55.0: azurerm_data_protection_backup_instance_postgresql',
    url: `${DOCS}/data_protection_backup_instance_postgresql`,
    date: '2025-12-04',
  },
  azurermStorageAccount: {
    title: 'azurerm 4.55.0: azurerm_storage_account',
    url: `${DOCS}/storage_account`,
    date: '2025-12-04',
  },
  azurermManagementPolicy: {
    title: 'azurerm 4.55.0: azurerm_storage_management_policy',
    url: `${DOCS}/storage_management_policy`,
    date: '2025-12-04',
  },
  azurermPrivateEndpoint: {
    title: 'azurerm 4.55.0: azurerm_private_endpoint',
    url: `${DOCS}/private_endpoint`,
    date: '2025-12-04',
  },
  azurermLock: {
    title: 'azurerm 4.55.0: azurerm_management_lock',
    url: `${DOCS}/management_lock`,
    date: '2025-12-04',
  },
  azurermDiagnosticSetting: {
    title: 'azurerm 4.55.0: azurerm_monitor_diagnostic_setting',
    url: `${DOCS}/monitor_diagnostic_setting`,
    date: '2025-12-04',
  },
  azurermAlertProcessing: {
    title: 'azurerm 4.55.0: azurerm_monitor_alert_processing_rule_action_group',
    url: `${DOCS}/monitor_alert_processing_rule_action_group`,
    date: '2025-12-04',
  },
  azurermCluster: {
    title: 'azurerm 4.55.0: azurerm_cosmosdb_postgresql_cluster',
    url: `${DOCS}/cosmosdb_postgresql_cluster`,
    date: '2025-12-04',
  },
  azurermElasticCluster: {
    title: 'azurerm 4.60.0: `cluster` of azurerm_postgresql_flexible_server (pull request 31315)',
    url: `${REPOSITORY}/pull/31315`,
    date: '2025-12-08',
  },
  azurermTags: {
    title: 'azurerm 4.55.0: azurerm_resource_group',
    url: `${DOCS}/resource_group`,
    date: '2025-12-04',
  },
  azurermNewerSkus: {
    title: 'azurerm 5.2.0: validation of sku_name of azurerm_postgresql_flexible_server',
    url: `${REPOSITORY}/blob/v5.2.0/internal/services/postgres/validate/flexible_server_sku_name.go`,
    date: '2026-08-20',
  },
  azurermTimeZones: {
    title: 'azurerm 5.2.0: time zones of azurerm_data_protection_backup_policy_mysql_flexible_server',
    url: `${REPOSITORY}/blob/v5.2.0/internal/services/dataprotection/validate/backup_policy_mysql_flexible_server_time_zone.go`,
    date: '2026-08-20',
  },
  azurermPolicyInUse: {
    title: 'azurerm: a policy in use is not deleted, UserErrorDppPolicyObjectInUse (issue 20774)',
    url: `${REPOSITORY}/issues/20774`,
    date: '2025-08-13',
  },
  azurermBrokenVersions: {
    title: 'azurerm 4.63.0: API version of data protection taken back (issue 31877)',
    url: `${REPOSITORY}/issues/31877`,
    date: '2026-03-05',
  },
} satisfies Record<string, Source>;

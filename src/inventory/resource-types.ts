/** Terraform types whose arguments become facts. */
export const TYPES = {
  vault: 'azurerm_data_protection_backup_vault',
  policy: 'azurerm_data_protection_backup_policy_postgresql_flexible_server',
  instance: 'azurerm_data_protection_backup_instance_postgresql_flexible_server',
  server: 'azurerm_postgresql_flexible_server',
  assignment: 'azurerm_role_assignment',
  singleServerInstance: 'azurerm_data_protection_backup_instance_postgresql',
  onDemandBackup: 'azurerm_postgresql_flexible_server_backup',
  serverParameter: 'azurerm_postgresql_flexible_server_configuration',
  entraAdministrator: 'azurerm_postgresql_flexible_server_active_directory_administrator',
  storageAccount: 'azurerm_storage_account',
  networkRules: 'azurerm_storage_account_network_rules',
  container: 'azurerm_storage_container',
  cluster: 'azurerm_cosmosdb_postgresql_cluster',
  clusterFirewallRule: 'azurerm_cosmosdb_postgresql_firewall_rule',
  privateEndpoint: 'azurerm_private_endpoint',
  lock: 'azurerm_management_lock',
  diagnosticSetting: 'azurerm_monitor_diagnostic_setting',
  metricAlert: 'azurerm_monitor_metric_alert',
  alertProcessing: 'azurerm_monitor_alert_processing_rule_action_group',
  /** What the resource is stands in its `type`. */
  azapi: 'azapi_resource',
  azapiAction: 'azapi_resource_action',
  azapiUpdate: 'azapi_update_resource',
} as const;

/** Types that are only named by ids. */
export const OTHER_TYPES = {
  resourceGroup: 'azurerm_resource_group',
  subscription: 'azurerm_subscription',
  clientConfig: 'azurerm_client_config',
  managementGroup: 'azurerm_management_group',
  roleDefinition: 'azurerm_role_definition',
  database: 'azurerm_postgresql_flexible_server_database',
  singleServer: 'azurerm_postgresql_server',
  singleServerDatabase: 'azurerm_postgresql_database',
  singleServerPolicy: 'azurerm_data_protection_backup_policy_postgresql',
} as const;

/** For looking ids up. */
export const VAULTS: ReadonlySet<string> = new Set([TYPES.vault]);
export const POLICIES: ReadonlySet<string> = new Set([TYPES.policy]);
export const SERVERS: ReadonlySet<string> = new Set([TYPES.server]);
export const ACCOUNTS: ReadonlySet<string> = new Set([TYPES.storageAccount]);
export const CLUSTERS: ReadonlySet<string> = new Set([TYPES.cluster, TYPES.azapi]);

import { DATA_ROLES } from './built-in-data-roles';

/**
 * Roles that every tenant has; names, ids and permissions as the service lists them (iam-dataset, built-in roles, 2026-08-22).
 * Permissions are left out where the list is long: nothing in the twin depends on them.
 */
export interface BuiltInRole {
  readonly name: string;
  readonly guid: string;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
}

const MANAGEMENT_ROLES: readonly BuiltInRole[] = [
  { name: 'Owner', guid: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', actions: ['*'] },
  {
    name: 'Contributor',
    guid: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
    actions: ['*'],
    notActions: [
      'Microsoft.Authorization/*/Delete',
      'Microsoft.Authorization/*/Write',
      'Microsoft.Authorization/elevateAccess/Action',
      'Microsoft.Blueprint/blueprintAssignments/write',
      'Microsoft.Blueprint/blueprintAssignments/delete',
      'Microsoft.Compute/galleries/share/action',
      'Microsoft.Purview/consents/write',
      'Microsoft.Purview/consents/delete',
      'Microsoft.Resources/deploymentStacks/manageDenySetting/action',
      'Microsoft.Subscription/cancel/action',
      'Microsoft.Subscription/enable/action',
    ],
  },
  { name: 'Reader', guid: 'acdd72a7-3385-48ef-bd42-f606fba81ae7', actions: ['*/read'] },
  {
    name: 'User Access Administrator',
    guid: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
  },
  {
    name: 'Role Based Access Control Administrator',
    guid: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
    actions: [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      '*/read',
      'Microsoft.Support/*',
    ],
  },
  {
    name: 'Locks Contributor',
    guid: '28bf596f-4eb7-45ce-b5bc-6cf482fec137',
    actions: [
      'Microsoft.Authorization/locks/read',
      'Microsoft.Authorization/locks/write',
      'Microsoft.Authorization/locks/delete',
    ],
  },
  {
    name: 'Resource Policy Contributor',
    guid: '36243c78-bf99-498c-9df9-86d9f8d28608',
    actions: [
      '*/read',
      'Microsoft.Authorization/policyassignments/*',
      'Microsoft.Authorization/policydefinitions/*',
      'Microsoft.Authorization/policyexemptions/*',
      'Microsoft.Authorization/policyenrollments/*',
      'Microsoft.Authorization/policysetdefinitions/*',
      'Microsoft.PolicyInsights/*',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Support/*',
    ],
  },
  {
    name: 'Tag Contributor',
    guid: '4a9ae827-6dc8-4573-8ac7-8239d42aa03f',
    actions: [
      'Microsoft.Authorization/*/read',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Resources/subscriptions/resourceGroups/resources/read',
      'Microsoft.Resources/subscriptions/resources/read',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Insights/alertRules/*',
      'Microsoft.Support/*',
      'Microsoft.Resources/tags/*',
    ],
  },
  { name: 'Backup Contributor', guid: '5e467623-bb1f-42f4-a55d-6e525e11384b' },
  { name: 'Backup Operator', guid: '00c29273-979b-4161-815c-10b084fb9324' },
  { name: 'Backup Reader', guid: 'a795c7a0-d4a2-40c1-ae25-d81f01202912' },
  { name: 'Backup MUA Admin', guid: 'c2a970b4-16a7-4a51-8c84-8a8ea6ee0bb8' },
  {
    name: 'Backup MUA Operator',
    guid: 'f54b6d04-23c6-443e-b462-9c16ab7b4a52',
    actions: ['Microsoft.DataProtection/*/action', 'Microsoft.DataProtection/*/read', 'Microsoft.Authorization/*/read'],
  },
  {
    name: 'PostgreSQL Flexible Server Long Term Retention Backup Role',
    guid: 'c088a766-074b-43ba-90d4-1fb21feae531',
    actions: [
      'Microsoft.DBforPostgreSQL/flexibleServers/ltrBackup/action',
      'Microsoft.DBforPostgreSQL/flexibleServers/ltrBackupAccess/action',
      'Microsoft.DBforPostgreSQL/flexibleServers/ltrBackupOperations/read',
      'Microsoft.DBforPostgreSQL/flexibleServers/ltrBackupPreCheck/action',
      'Microsoft.DBforPostgreSQL/flexibleServers/ltrPreBackup/action',
      'Microsoft.DBforPostgreSQL/flexibleServers/ltrRestoreFinalize/action',
      'Microsoft.DBforPostgreSQL/flexibleServers/ltrRestoreInitialize/action',
      'Microsoft.DBforPostgreSQL/flexibleServers/ltrRestorePreCheck/action',
      'Microsoft.DBforPostgreSQL/flexibleServers/read',
      'Microsoft.DBforPostgreSQL/flexibleServers/startLtrBackup/action',
      'Microsoft.DBforPostgreSQL/locations/azureAsyncOperation/read',
      'Microsoft.DBforPostgreSQL/locations/operationResults/read',
      'Microsoft.Resources/subscriptions/read',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
    ],
  },
  {
    name: 'Disk Backup Reader',
    guid: '3e5e47e6-65f7-47ef-90b5-e5dd4d455f24',
    actions: [
      'Microsoft.Authorization/*/read',
      'Microsoft.Compute/disks/read',
      'Microsoft.Compute/disks/beginGetAccess/action',
    ],
  },
  {
    name: 'Disk Restore Operator',
    guid: 'b50d9833-a0cb-478e-945f-707fcc997c13',
    actions: [
      'Microsoft.Authorization/*/read',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Compute/disks/write',
      'Microsoft.Compute/disks/read',
      'Microsoft.Compute/disks/beginGetAccess/action',
      'Microsoft.Compute/disks/endGetAccess/action',
    ],
  },
  {
    name: 'Disk Snapshot Contributor',
    guid: '7efff54f-a5b4-42b5-a1c5-5411624893ce',
    actions: [
      'Microsoft.Authorization/*/read',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Compute/snapshots/delete',
      'Microsoft.Compute/snapshots/write',
      'Microsoft.Compute/snapshots/read',
      'Microsoft.Compute/snapshots/beginGetAccess/action',
      'Microsoft.Compute/snapshots/endGetAccess/action',
      'Microsoft.Compute/disks/beginGetAccess/action',
      'Microsoft.Storage/storageAccounts/listkeys/action',
      'Microsoft.Storage/storageAccounts/write',
      'Microsoft.Storage/storageAccounts/read',
      'Microsoft.Storage/storageAccounts/delete',
    ],
  },
  {
    name: 'Managed Identity Contributor',
    guid: 'e40ec5ca-96e0-45a2-b4ff-59039f2c2b59',
    actions: [
      'Microsoft.ManagedIdentity/userAssignedIdentities/read',
      'Microsoft.ManagedIdentity/userAssignedIdentities/write',
      'Microsoft.ManagedIdentity/userAssignedIdentities/delete',
      'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/read',
      'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write',
      'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/delete',
      'Microsoft.ManagedIdentity/userAssignedIdentities/revokeTokens/action',
      'Microsoft.Authorization/*/read',
      'Microsoft.Insights/alertRules/*',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Support/*',
    ],
  },
  {
    name: 'Managed Identity Operator',
    guid: 'f1a07417-d97a-45cb-824c-7a7467783830',
    actions: [
      'Microsoft.ManagedIdentity/userAssignedIdentities/*/read',
      'Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action',
      'Microsoft.Authorization/*/read',
      'Microsoft.Insights/alertRules/*',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Support/*',
    ],
  },
  { name: 'Monitoring Contributor', guid: '749f88d5-cbae-40b8-bcfc-e573ddc772fa' },
  {
    name: 'Monitoring Reader',
    guid: '43d0d8ad-25c7-4714-9337-8ba259a9fe05',
    actions: ['*/read', 'Microsoft.OperationalInsights/workspaces/search/action', 'Microsoft.Support/*'],
  },
  {
    name: 'Monitoring Metrics Publisher',
    guid: '3913510d-42f4-4e42-8a64-420c390055eb',
    actions: [
      'Microsoft.Insights/Register/Action',
      'Microsoft.Support/*',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
    ],
    dataActions: ['Microsoft.Insights/Metrics/Write', 'Microsoft.Insights/Telemetry/Write'],
  },
  {
    name: 'Log Analytics Contributor',
    guid: '92aaf0da-9dab-42b6-94a3-d43ce8d16293',
    actions: [
      '*/read',
      'Microsoft.ClassicCompute/virtualMachines/extensions/*',
      'Microsoft.ClassicStorage/storageAccounts/listKeys/action',
      'Microsoft.Compute/virtualMachines/extensions/*',
      'Microsoft.HybridCompute/machines/extensions/write',
      'Microsoft.Insights/alertRules/*',
      'Microsoft.Insights/diagnosticSettings/*',
      'Microsoft.OperationalInsights/*',
      'Microsoft.OperationsManagement/*',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Resources/subscriptions/resourcegroups/deployments/*',
      'Microsoft.Storage/storageAccounts/listKeys/action',
      'Microsoft.Support/*',
    ],
    dataActions: ['Microsoft.OperationalInsights/workspaces/jobs/export/action'],
  },
  {
    name: 'Log Analytics Reader',
    guid: '73c42c96-874c-492b-b04d-ab87d138a893',
    actions: [
      '*/read',
      'Microsoft.OperationalInsights/workspaces/analytics/query/action',
      'Microsoft.OperationalInsights/workspaces/search/action',
      'Microsoft.Support/*',
    ],
    notActions: ['Microsoft.OperationalInsights/workspaces/sharedKeys/read'],
    dataActions: ['Microsoft.OperationalInsights/workspaces/jobs/export/action'],
  },
  {
    name: 'Network Contributor',
    guid: '4d97b98b-1d4f-4787-a291-c67834d212e7',
    actions: [
      'Microsoft.Authorization/*/read',
      'Microsoft.Insights/alertRules/*',
      'Microsoft.Network/*',
      'Microsoft.ResourceHealth/availabilityStatuses/read',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Support/*',
    ],
  },
  {
    name: 'Private DNS Zone Contributor',
    guid: 'b12aa53e-6015-4669-85d0-8515ebb3ae7f',
    actions: [
      'Microsoft.Insights/alertRules/*',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Support/*',
      'Microsoft.Network/privateDnsZones/*',
      'Microsoft.Network/privateDnsOperationResults/*',
      'Microsoft.Network/privateDnsOperationStatuses/*',
      'Microsoft.Network/virtualNetworks/read',
      'Microsoft.Network/virtualNetworks/join/action',
      'Microsoft.Authorization/*/read',
    ],
  },
  {
    name: 'DNS Zone Contributor',
    guid: 'befefa01-2a29-4197-83a8-272ff33ce314',
    actions: [
      'Microsoft.Authorization/*/read',
      'Microsoft.Insights/alertRules/*',
      'Microsoft.Network/dnsZones/*',
      'Microsoft.ResourceHealth/availabilityStatuses/read',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Support/*',
    ],
  },
];

export const BUILT_IN_ROLES: readonly BuiltInRole[] = [...MANAGEMENT_ROLES, ...DATA_ROLES];

/* eslint-disable @typescript-eslint/no-require-imports -- the point of this file */
import type * as DataClientConfig from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import type * as DataBackupVault from '@cdktf/provider-azurerm/lib/data-azurerm-data-protection-backup-vault';
import type * as DataFlexibleServer from '@cdktf/provider-azurerm/lib/data-azurerm-postgresql-flexible-server';
import type * as BackupInstance from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import type * as BackupPolicy from '@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql-flexible-server';
import type * as BackupVault from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import type * as BackupVaultKey from '@cdktf/provider-azurerm/lib/data-protection-backup-vault-customer-managed-key';
import type * as ManagementLock from '@cdktf/provider-azurerm/lib/management-lock';
import type * as ActionGroup from '@cdktf/provider-azurerm/lib/monitor-action-group';
import type * as AlertProcessingRule from '@cdktf/provider-azurerm/lib/monitor-alert-processing-rule-action-group';
import type * as DiagnosticSetting from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type * as MetricAlert from '@cdktf/provider-azurerm/lib/monitor-metric-alert';
import type * as FlexibleServer from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import type * as ActiveDirectoryAdministrator from '@cdktf/provider-azurerm/lib/postgresql-flexible-server-active-directory-administrator';
import type * as OnDemandBackup from '@cdktf/provider-azurerm/lib/postgresql-flexible-server-backup';
import type * as PrivateEndpoint from '@cdktf/provider-azurerm/lib/private-endpoint';
import type * as ResourceGroup from '@cdktf/provider-azurerm/lib/resource-group';
import type * as RoleAssignment from '@cdktf/provider-azurerm/lib/role-assignment';
import type * as RoleDefinition from '@cdktf/provider-azurerm/lib/role-definition';
import type * as StorageAccount from '@cdktf/provider-azurerm/lib/storage-account';
import type * as StorageContainer from '@cdktf/provider-azurerm/lib/storage-container';
import type * as StorageManagementPolicy from '@cdktf/provider-azurerm/lib/storage-management-policy';
import type * as TimeProvider from '@cdktf/provider-time/lib/provider';
import type * as Sleep from '@cdktf/provider-time/lib/sleep';
import type * as Azapi from './azapi';

/**
 * The generated classes that constructs are made of, each loaded when the first construct asks for it and always by its
 * subpath: the root of the provider package costs seconds and hundreds of megabytes, and a program that only imports this
 * library, or uses a part of it, shouldn't pay for the rest.
 */
export const generated = {
  get ActionGroup() {
    return (require('@cdktf/provider-azurerm/lib/monitor-action-group') as typeof ActionGroup).MonitorActionGroup;
  },
  get ActiveDirectoryAdministrator() {
    return (
      require('@cdktf/provider-azurerm/lib/postgresql-flexible-server-active-directory-administrator') as typeof ActiveDirectoryAdministrator
    ).PostgresqlFlexibleServerActiveDirectoryAdministrator;
  },
  get AlertProcessingRule() {
    return (
      require('@cdktf/provider-azurerm/lib/monitor-alert-processing-rule-action-group') as typeof AlertProcessingRule
    ).MonitorAlertProcessingRuleActionGroup;
  },
  /** azapi has no bindings; its classes are ours, and as lazy as the generated ones. */
  get AzapiResource() {
    return (require('./azapi') as typeof Azapi).AzapiResource;
  },
  get AzapiUpdateResource() {
    return (require('./azapi') as typeof Azapi).AzapiUpdateResource;
  },
  get BackupInstance() {
    return (
      require('@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server') as typeof BackupInstance
    ).DataProtectionBackupInstancePostgresqlFlexibleServer;
  },
  get BackupPolicy() {
    return (
      require('@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql-flexible-server') as typeof BackupPolicy
    ).DataProtectionBackupPolicyPostgresqlFlexibleServer;
  },
  get BackupVault() {
    return (require('@cdktf/provider-azurerm/lib/data-protection-backup-vault') as typeof BackupVault)
      .DataProtectionBackupVault;
  },
  get BackupVaultKey() {
    return (
      require('@cdktf/provider-azurerm/lib/data-protection-backup-vault-customer-managed-key') as typeof BackupVaultKey
    ).DataProtectionBackupVaultCustomerManagedKey;
  },
  get DataBackupVault() {
    return (require('@cdktf/provider-azurerm/lib/data-azurerm-data-protection-backup-vault') as typeof DataBackupVault)
      .DataAzurermDataProtectionBackupVault;
  },
  get DataClientConfig() {
    return (require('@cdktf/provider-azurerm/lib/data-azurerm-client-config') as typeof DataClientConfig)
      .DataAzurermClientConfig;
  },
  get DataFlexibleServer() {
    return (require('@cdktf/provider-azurerm/lib/data-azurerm-postgresql-flexible-server') as typeof DataFlexibleServer)
      .DataAzurermPostgresqlFlexibleServer;
  },
  get DiagnosticSetting() {
    return (require('@cdktf/provider-azurerm/lib/monitor-diagnostic-setting') as typeof DiagnosticSetting)
      .MonitorDiagnosticSetting;
  },
  get FlexibleServer() {
    return (require('@cdktf/provider-azurerm/lib/postgresql-flexible-server') as typeof FlexibleServer)
      .PostgresqlFlexibleServer;
  },
  get OnDemandBackup() {
    return (require('@cdktf/provider-azurerm/lib/postgresql-flexible-server-backup') as typeof OnDemandBackup)
      .PostgresqlFlexibleServerBackup;
  },
  get ManagementLock() {
    return (require('@cdktf/provider-azurerm/lib/management-lock') as typeof ManagementLock).ManagementLock;
  },
  get MetricAlert() {
    return (require('@cdktf/provider-azurerm/lib/monitor-metric-alert') as typeof MetricAlert).MonitorMetricAlert;
  },
  get PrivateEndpoint() {
    return (require('@cdktf/provider-azurerm/lib/private-endpoint') as typeof PrivateEndpoint).PrivateEndpoint;
  },
  get ResourceGroup() {
    return (require('@cdktf/provider-azurerm/lib/resource-group') as typeof ResourceGroup).ResourceGroup;
  },
  get RoleAssignment() {
    return (require('@cdktf/provider-azurerm/lib/role-assignment') as typeof RoleAssignment).RoleAssignment;
  },
  get RoleDefinition() {
    return (require('@cdktf/provider-azurerm/lib/role-definition') as typeof RoleDefinition).RoleDefinition;
  },
  get Sleep() {
    return (require('@cdktf/provider-time/lib/sleep') as typeof Sleep).Sleep;
  },
  get StorageAccount() {
    return (require('@cdktf/provider-azurerm/lib/storage-account') as typeof StorageAccount).StorageAccount;
  },
  get StorageContainer() {
    return (require('@cdktf/provider-azurerm/lib/storage-container') as typeof StorageContainer).StorageContainer;
  },
  get StorageManagementPolicy() {
    return (require('@cdktf/provider-azurerm/lib/storage-management-policy') as typeof StorageManagementPolicy)
      .StorageManagementPolicy;
  },
  get TaggedAzapiResource() {
    return (require('./azapi') as typeof Azapi).TaggedAzapiResource;
  },
  get TimeProvider() {
    return (require('@cdktf/provider-time/lib/provider') as typeof TimeProvider).TimeProvider;
  },
};

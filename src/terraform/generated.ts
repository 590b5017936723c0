/* eslint-disable @typescript-eslint/no-require-imports -- the point of this file */
import type * as DataClientConfig from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import type * as DataBackupVault from '@cdktf/provider-azurerm/lib/data-azurerm-data-protection-backup-vault';
import type * as DataFlexibleServer from '@cdktf/provider-azurerm/lib/data-azurerm-postgresql-flexible-server';
import type * as BackupInstance from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import type * as BackupPolicy from '@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql-flexible-server';
import type * as BackupVault from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import type * as BackupVaultKey from '@cdktf/provider-azurerm/lib/data-protection-backup-vault-customer-managed-key';
import type * as FlexibleServer from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import type * as ActiveDirectoryAdministrator from '@cdktf/provider-azurerm/lib/postgresql-flexible-server-active-directory-administrator';
import type * as ResourceGroup from '@cdktf/provider-azurerm/lib/resource-group';
import type * as RoleAssignment from '@cdktf/provider-azurerm/lib/role-assignment';
import type * as TimeProvider from '@cdktf/provider-time/lib/provider';
import type * as Sleep from '@cdktf/provider-time/lib/sleep';

/**
 * The generated classes that constructs are made of, each loaded when the first construct asks for it and always by its
 * subpath: the root of the provider package costs seconds and hundreds of megabytes, and a program that only imports this
 * library, or uses a part of it, shouldn't pay for the rest.
 */
export const generated = {
  get ActiveDirectoryAdministrator() {
    return (
      require('@cdktf/provider-azurerm/lib/postgresql-flexible-server-active-directory-administrator') as typeof ActiveDirectoryAdministrator
    ).PostgresqlFlexibleServerActiveDirectoryAdministrator;
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
  get FlexibleServer() {
    return (require('@cdktf/provider-azurerm/lib/postgresql-flexible-server') as typeof FlexibleServer)
      .PostgresqlFlexibleServer;
  },
  get ResourceGroup() {
    return (require('@cdktf/provider-azurerm/lib/resource-group') as typeof ResourceGroup).ResourceGroup;
  },
  get RoleAssignment() {
    return (require('@cdktf/provider-azurerm/lib/role-assignment') as typeof RoleAssignment).RoleAssignment;
  },
  get Sleep() {
    return (require('@cdktf/provider-time/lib/sleep') as typeof Sleep).Sleep;
  },
  get TimeProvider() {
    return (require('@cdktf/provider-time/lib/provider') as typeof TimeProvider).TimeProvider;
  },
};

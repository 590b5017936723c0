import { SOURCES } from './source';

/** Where the number of a conventional retention rule comes from. */
export type PriorityBasis = 'first-party' | 'provider-sample' | 'customary';

/**
 * Limits that no edition of the support matrix changes. What is a table of its own lies beside this file: names.ts,
 * storage.ts, sku.ts, postgres-versions.ts, time-zones.ts, cluster.ts, cluster-regions.ts, region-table.ts, roles.ts.
 */
export const LIMITS = {
  /** Long-term retention of one life cycle. 7 days is stated for v1 by the preview's policy article, for v2 by its matrix. */
  retention: { minDays: 7, maxYears: 10, min: 'P7D', max: 'P10Y', source: SOURCES.policyArticle2023 },

  /** Numbers that a retention rule's priority may take: 99 is the default rule's, lower wins (inferred, facts 3.5). */
  retentionPriority: { min: 1, max: 98, reserved: 99, source: SOURCES.azurermPolicy },

  /**
   * The service evaluates yearly, monthly, weekly, (v2: daily,) default, in this order; the numbers are convention.
   * Default 99 and monthly 15 stand in Microsoft's own samples, weekly 20 in the provider's; yearly 10 and daily 25 are
   * customary and not confirmed.
   */
  retentionRanks: {
    yearly: { priority: 10, basis: 'customary' as PriorityBasis },
    monthly: { priority: 15, basis: 'first-party' as PriorityBasis },
    weekly: { priority: 20, basis: 'provider-sample' as PriorityBasis },
    daily: { priority: 25, basis: 'customary' as PriorityBasis },
    default: { priority: 99, basis: 'first-party' as PriorityBasis },
    source: SOURCES.restPolicy,
  },

  /** Name that the service takes for its own rule. */
  defaultRetentionRule: { name: 'Default', tag: 'Default_', source: SOURCES.restPolicy },

  /** The only store that keeps backups of PostgreSQL; archive is documented as unsupported (C13). */
  dataStore: { allowed: ['VaultStore'], source: SOURCES.supportMatrix20250515 },

  /** Criteria of a retention rule. */
  absoluteCriteria: {
    allowed: ['AllBackup', 'FirstOfDay', 'FirstOfWeek', 'FirstOfMonth', 'FirstOfYear'],
    source: SOURCES.azurermPolicy,
  },
  daysOfWeek: {
    allowed: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    source: SOURCES.azurermPolicy,
  },
  weeksOfMonth: { allowed: ['First', 'Second', 'Third', 'Fourth', 'Last'], source: SOURCES.azurermPolicy },
  monthsOfYear: {
    allowed: [
      'January',
      'February',
      'March',
      'April',
      'May',
      'June',
      'July',
      'August',
      'September',
      'October',
      'November',
      'December',
    ],
    source: SOURCES.azurermPolicy,
  },

  /** Soft delete of a vault: retention in days. The first 14 days cost nothing. */
  softDelete: {
    minDays: 14,
    maxDays: 180,
    defaultDays: 14,
    states: ['Off', 'On', 'AlwaysOn'],
    source: SOURCES.secureByDefault,
  },
  immutability: { states: ['Disabled', 'Unlocked', 'Locked'], source: SOURCES.azurermVault },
  redundancy: { allowed: ['LocallyRedundant', 'ZoneRedundant', 'GeoRedundant'], source: SOURCES.azurermVault },

  /** Cross-region restore: what the vault has to be, and how long a new point takes to be seen in the pair. */
  crossRegionRestore: { redundancy: 'GeoRedundant', visibleAfterHours: 12, source: SOURCES.vaultManagement },

  /** At most one restore a day is recommended, several can fail. */
  restore: { recommendedPerDay: 1, source: SOURCES.supportMatrix20250515 },

  /** What a storage account has to be to take the files of a restore. */
  restoreAccount: {
    crossTenantReplication: true,
    /** A firewall lets the vault in by either. */
    bypass: 'AzureServices',
    resourceType: 'Microsoft.DataProtection/BackupVaults',
    source: SOURCES.restoreArticle,
  },

  /** What azurerm and the API take where a storage account says nothing; up to azurerm 3 the first of them was true. */
  storageAccountDefaults: {
    crossTenantReplication: false,
    publicNetworkAccess: true,
    defaultAction: 'Allow',
    bypass: ['AzureServices'],
    source: SOURCES.azurermStorageAccount,
  },

  /** Tables with a row whose BYTEA value is longer aren't backed up by v1. */
  bytea: { maxMB: 500, source: SOURCES.supportMatrix20250228 },

  /** Databases of these owners are silently left out by v1, the built-in `postgres` among them. */
  excludedDatabaseOwners: { names: ['azuresu', 'azure_pg_admin'], source: SOURCES.supportMatrix20250515 },

  /** Operational (built-in) backups of a flexible server. */
  operationalRetention: { minDays: 7, maxDays: 35, defaultDays: 7, source: SOURCES.postgresBackupConcepts },

  /** On-demand backups of a flexible server; replicas can't take any either. */
  onDemandBackup: {
    max: 7,
    excludedTiers: ['Burstable'],
    excludedStorageTypes: ['PremiumV2_LRS'],
    source: SOURCES.postgresBackupConcepts,
  },

  /** Role assignments of one subscription, at all scopes together. The warning starts at 80 %. */
  roleAssignments: { max: 4000, warnFrom: 3200, source: SOURCES.roleLimits },

  /** A protected server is near the limit of its edition from this share of it (rule PGB402). */
  serverSizeWarning: { share: 0.8, source: SOURCES.supportMatrix20250515 },

  /** Tags of a resource, as the provider checks them. */
  tags: { maxCount: 50, maxKeyLength: 512, maxValueLength: 256, source: SOURCES.azurermTags },

  /** Provider versions that can't create a vault: their API takes no soft delete but AlwaysOn. */
  brokenProviderVersions: { versions: ['4.62.0', '4.62.1'], fixedIn: '4.63.0', source: SOURCES.azurermBrokenVersions },
} as const;

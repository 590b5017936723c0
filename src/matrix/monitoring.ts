import { SOURCES } from './source';

/** What Azure Monitor knows of a backup vault. */
export const VAULT_MONITORING = {
  /** Each has a table of its own in a workspace. */
  logs: {
    categories: [
      'AddonAzureBackupJobs',
      'AddonAzureBackupPolicy',
      'AddonAzureBackupProtectedInstance',
      'CoreAzureBackup',
    ],
    source: SOURCES.vaultLogs,
  },

  /**
   * Every job that ends counts one event. The other states are Transient and Persistent Unhealthy, which are the service's
   * faults, and Transient and Persistent Degraded, which are ours.
   */
  health: {
    namespace: 'Microsoft.DataProtection/BackupVaults',
    metrics: ['BackupHealthEvent', 'RestoreHealthEvent'],
    state: 'healthStatus',
    healthy: 'Healthy',
    server: 'dataSourceURL',
    /** As the document has it for an alert after every failed job. */
    window: 'PT5M',
    source: SOURCES.healthMetrics,
  },

  /** Alerts that a vault raises by itself: failed jobs, and what endangers backups. They are sent to nobody by themselves. */
  builtIn: { service: 'Azure Backup', source: SOURCES.alerts },
} as const;

/** What Azure Monitor knows of a cluster of Azure Cosmos DB for PostgreSQL. */
export const CLUSTER_MONITORING = {
  namespace: 'Microsoft.DBforPostgreSQL/serverGroupsv2',
  /** Metrics are of nodes, none of the cluster: the dimension that tells its nodes apart. */
  node: 'ServerName',
  metricsSource: SOURCES.clusterMetrics,
  /** A full disk takes the node down, and only support brings it back. "Try a series of alerts at 75%, 85%, and 95% usage." */
  storage: { metric: 'storage_percent', percent: 85, source: SOURCES.clusterAlerts },
  /** "Suddenly begins hovering around 95%"; a long window leaves out what passes. */
  cpu: { metric: 'cpu_percent', percent: 95, window: 'PT1H', frequency: 'PT15M', source: SOURCES.clusterAlerts },
} as const;

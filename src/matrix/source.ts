import { AZURERM_SOURCES } from './azurerm-sources';

/**
 * The document that a limit was taken from. Every finding cites the source of its limit.
 */
export interface Source {
  /** Title of the document as it was published. */
  readonly title: string;

  /** Where the document can be read. The page behind it may have moved on since `date`. */
  readonly url: string;

  /** The document's own date, ISO 8601: `2025-05-15`. */
  readonly date: string;
}

const LEARN = 'https://learn.microsoft.com/azure';
const BICEP_TYPES = 'https://github.com/Azure/bicep-types-az/blob/main/generated';

/**
 * The documents that the limits of this room were taken from. `date` is the document's own date (`ms.date`, release date,
 * API version), not the day it was read; copies were read up to 2026-11-20.
 */
export const SOURCES = {
  // Azure Backup for PostgreSQL flexible server.
  supportMatrix20241217: {
    title: 'Support matrix for Azure Database for PostgreSQL- Flexible server (preview)',
    url: `${LEARN}/backup/backup-azure-database-postgresql-flex-support-matrix`,
    date: '2024-12-17',
  },
  supportMatrix20250228: {
    title: 'Support matrix for Azure Database for PostgreSQL- Flexible Server',
    url: `${LEARN}/backup/backup-azure-database-postgresql-flex-support-matrix`,
    date: '2025-02-28',
  },
  supportMatrix20250515: {
    title: 'Support matrix for Azure Database for PostgreSQL flexible server',
    url: `${LEARN}/backup/backup-azure-database-postgresql-flex-support-matrix`,
    date: '2025-05-15',
  },
  supportMatrixV2: {
    title: 'Support matrix for Azure PostgreSQL flexible server and elastic cluster vaulted backup (v2) (preview)',
    url: `${LEARN}/backup/backup-azure-postgresql-flex-server-elastic-cluster-v2-support-matrix`,
    date: '2026-09-28',
  },
  backupOverview: {
    title: 'About Azure Database for PostgreSQL Flexible server backup',
    url: `${LEARN}/backup/backup-azure-database-postgresql-flex-overview`,
    date: '2026-09-25',
  },
  // The only document that states the shortest retention of v1.
  policyArticle2023: {
    title: 'Back up Azure Database for PostgreSQL Flexible server (preview)',
    url: `${LEARN}/backup/backup-azure-database-postgresql-flex`,
    date: '2023-11-06',
  },
  policyArticle: {
    title: 'Configure backup for Azure Database for PostgreSQL - Flexible Server using Azure portal',
    url: `${LEARN}/backup/backup-azure-database-postgresql-flex`,
    date: '2026-01-22',
  },
  policyArticle20250228: {
    title: 'Configure backup for Azure Database for PostgreSQL - Flexible Server using Azure portal',
    url: `${LEARN}/backup/backup-azure-database-postgresql-flex`,
    date: '2025-02-28',
  },
  configureBackup: {
    title: 'Configure backup on Azure Database for PostgreSQL flexible server (include file)',
    url: 'https://github.com/MicrosoftDocs/azure-docs/blob/main/includes/configure-postgresql-flexible-server-backup.md',
    date: '2026-09-25',
  },
  restPolicy: {
    title:
      'Create Azure Data Protection backup policies for Azure Database for PostgreSQL - Flexible servers using REST API (preview)',
    url: `${LEARN}/backup/backup-azure-database-postgresql-flex-use-rest-api-create-update-policy`,
    date: '2024-05-13',
  },
  restInstance: {
    title: 'Back up Azure Database for PostgreSQL - Flexible servers using REST API',
    url: `${LEARN}/backup/backup-azure-database-postgresql-flex-use-rest-api`,
    date: '2026-02-12',
  },
  restoreArticle: {
    title: 'Restore Azure PostgreSQL-Flexible server as Files using Azure portal',
    url: `${LEARN}/backup/restore-azure-database-postgresql-flex`,
    date: '2025-05-12',
  },
  manageArticle: {
    title: 'Manage backups of Azure Database for PostgreSQL - Flexible Server using Azure portal',
    url: `${LEARN}/backup/backup-azure-database-postgresql-flex-manage`,
    date: '2025-03-18',
  },
  // Of the older service; the article on flexible servers is silent about regions.
  restoreRegion: {
    title: 'Restore Azure Database for PostgreSQL',
    url: `${LEARN}/backup/restore-azure-database-postgresql`,
    date: '2024-07-24',
  },
  alerts: {
    title: 'Monitor Azure Monitor based alerts for Azure Backup',
    url: `${LEARN}/backup/backup-azure-monitoring-alerts`,
    date: '2024-11-30',
  },
  healthMetrics: {
    title: 'Monitor the health of your backups using Azure Backup Metrics (preview)',
    url: `${LEARN}/backup/metrics-overview`,
    date: '2022-07-13',
  },
  vaultLogs: {
    title: 'Supported logs for Microsoft.DataProtection/BackupVaults',
    url: `${LEARN}/azure-monitor/reference/supported-logs/microsoft-dataprotection-backupvaults-logs`,
    date: '2024-07-30',
  },

  // Backup vault.
  secureByDefault: {
    title: 'Secure by default with soft delete for Azure Backup',
    url: `${LEARN}/backup/secure-by-default`,
    date: '2025-11-10',
  },
  vaultManagement: {
    title: 'Manage Backup vaults',
    url: `${LEARN}/backup/manage-backup-vault`,
    date: '2025-03-19',
  },
  vaultKeys: {
    title: 'Encrypt backup data in a Backup vault by using customer-managed keys',
    url: `${LEARN}/backup/encryption-at-rest-with-cmk-for-backup-vault`,
    date: '2024-11-11',
  },

  // Roles.
  builtInRoles: {
    title: 'Azure built-in roles',
    url: `${LEARN}/role-based-access-control/built-in-roles`,
    date: '2026-04-09',
  },
  builtInRolesDatabases: {
    title: 'Azure built-in roles for Databases',
    url: `${LEARN}/role-based-access-control/built-in-roles/databases`,
    date: '2026-07-01',
  },
  builtInRolesPrivileged: {
    title: 'Azure built-in roles for Privileged',
    url: `${LEARN}/role-based-access-control/built-in-roles/privileged`,
    date: '2026-07-01',
  },
  builtInRolesSecurity: {
    title: 'Azure built-in roles for Security',
    url: `${LEARN}/role-based-access-control/built-in-roles/security`,
    date: '2026-02-23',
  },
  databasePermissions: {
    title: 'Azure permissions for Databases',
    url: `${LEARN}/role-based-access-control/permissions/databases`,
    date: '2024-04-25',
  },
  roleDefinitions: {
    title: 'Understand Azure role definitions',
    url: `${LEARN}/role-based-access-control/role-definitions`,
    date: '2022-08-19',
  },
  roleLimits: {
    title: 'Troubleshoot Azure RBAC limits',
    url: `${LEARN}/role-based-access-control/troubleshoot-limits`,
    date: '2024-01-12',
  },

  // PostgreSQL flexible server.
  postgresBackupConcepts: {
    title: 'Backup and restore in Azure Database for PostgreSQL flexible server',
    url: `${LEARN}/postgresql/backup-restore/concepts-backup-restore`,
    date: '2024-11-28',
  },
  onDemandBackups: {
    title: 'Perform on-demand backups',
    url: `${LEARN}/postgresql/backup-restore/how-to-perform-backups`,
    date: '2025-02-03',
  },
  onDemandBackupPortal: {
    title: 'On-demand backup Azure Database for PostgreSQL - Flexible Server using Azure portal',
    url: `${LEARN}/postgresql/flexible-server/how-to-perform-on-demand-backup-portal`,
    date: '2024-11-05',
  },
  restoreDeletedServer: {
    title: 'Restore a deleted server',
    url: `${LEARN}/postgresql/backup-restore/how-to-restore-deleted-server`,
    date: '2026-06-09',
  },
  versionPolicy: {
    title: 'Azure Database for PostgreSQL version policy',
    url: `${LEARN}/postgresql/configure-maintain/concepts-version-policy`,
    date: '2026-01-20',
  },
  extendedSupport: {
    title: 'Azure Database for PostgreSQL flexible server extended support',
    url: `${LEARN}/postgresql/configure-maintain/extended-support`,
    date: '2026-07-13',
  },
  premiumSsdV2: {
    title: 'Premium SSD v2',
    url: `${LEARN}/postgresql/configure-maintain/concepts-storage-premium-ssd-v2`,
    date: '2026-01-13',
  },
  flexibleServerApi: {
    title: 'Microsoft.DBforPostgreSQL resource types, API version 2025-08-01',
    url: `${BICEP_TYPES}/postgresql/microsoft.dbforpostgresql/2025-08-01/types.md`,
    date: '2025-08-01',
  },

  // Azure Cosmos DB for PostgreSQL.
  clusterBackup: {
    title: 'Backup and restore in Azure Cosmos DB for PostgreSQL',
    url: `${LEARN}/cosmos-db/postgresql/concepts-backup`,
    date: '2024-01-21',
  },
  clusterRestore: {
    title: 'Backup and point-in-time restore of a cluster in Azure Cosmos DB for PostgreSQL',
    url: `${LEARN}/cosmos-db/postgresql/howto-restore-portal`,
    date: '2024-01-28',
  },
  clusterLimits: {
    title: 'Azure Cosmos DB for PostgreSQL limits and limitations',
    url: `${LEARN}/cosmos-db/postgresql/reference-limits`,
    date: '2024-07-07',
  },
  clusterRegions: {
    title: 'Regional availability for Azure Cosmos DB for PostgreSQL',
    url: `${LEARN}/cosmos-db/postgresql/resources-regions`,
    date: '2024-04-02',
  },
  clusterRetirement: {
    title: 'Retirement: Azure Cosmos DB for PostgreSQL will be retired on 31 March 2029 (Azure Updates 556085)',
    url: 'https://azure.microsoft.com/updates?id=556085',
    date: '2026-03-30',
  },
  clusterAuthentication: {
    title: 'Microsoft Entra ID and PostgreSQL authentication with Azure Cosmos DB for PostgreSQL',
    url: `${LEARN}/cosmos-db/postgresql/concepts-authentication`,
    date: '2024-02-06',
  },
  clusterCompute: {
    title: 'Azure Cosmos DB for PostgreSQL compute and storage',
    url: `${LEARN}/cosmos-db/postgresql/resources-compute`,
    date: '2024-01-22',
  },
  clusterExtensions: {
    title: 'PostgreSQL extensions in Azure Cosmos DB for PostgreSQL',
    url: `${LEARN}/cosmos-db/postgresql/reference-extensions`,
    date: '2024-05-28',
  },
  clusterDomainNames: {
    title: 'Node DNS names in Azure Cosmos DB for PostgreSQL',
    url: `${LEARN}/cosmos-db/postgresql/concepts-node-domain-name`,
    date: '2023-06-04',
  },
  clusterPrivateAccess: {
    title: 'Private access in Azure Cosmos DB for PostgreSQL',
    url: `${LEARN}/cosmos-db/postgresql/concepts-private-access`,
    date: '2023-06-05',
  },
  clusterAlerts: {
    title: 'Use the Azure portal to set up alerts on metrics for Azure Cosmos DB for PostgreSQL',
    url: `${LEARN}/cosmos-db/postgresql/howto-alert-on-metric`,
    date: '2020-03-16',
  },
  clusterMetrics: {
    title: 'Monitor and tune Azure Cosmos DB for PostgreSQL',
    url: `${LEARN}/cosmos-db/postgresql/concepts-monitoring`,
    date: '2023-01-18',
  },
  clusterMigration: {
    title: 'Benefits of Azure Database for PostgreSQL with Elastic Cluster',
    url: `${LEARN}/cosmos-db/postgresql/migrate-postgresql-elastic-cluster`,
    date: '2026-03-23',
  },
  elasticClusterLimits: {
    title: 'Frequently asked questions about elastic clusters in Azure Database for PostgreSQL',
    url: `${LEARN}/postgresql/elastic-clusters/concepts-elastic-clusters-limitations`,
    date: '2025-11-18',
  },
  clusterApi: {
    title: 'Microsoft.DBforPostgreSQL/serverGroupsv2 resource types, API version 2023-03-02-preview',
    url: `${BICEP_TYPES}/postgresqlhsc/microsoft.dbforpostgresql/2023-03-02-preview/types.md`,
    date: '2023-03-02',
  },

  // Restore accounts and private networks.
  privateEndpointZones: {
    title: 'Azure Private Endpoint private DNS zone values',
    url: `${LEARN}/private-link/private-endpoint-dns`,
    date: '2026-07-16',
  },
  serverPrivateLink: {
    title: 'Networking with Private Link in Azure Database for PostgreSQL flexible server',
    url: `${LEARN}/postgresql/network/concepts-networking-private-link`,
    date: '2026-07-13',
  },

  // Regions and names.
  // The page says 2025-09-23; its table was last edited on 2026-07-28 (MicrosoftDocs/reliability-docs c7803c50).
  regionsList: {
    title: 'Azure regions list',
    url: `${LEARN}/reliability/regions-list`,
    date: '2026-07-28',
  },
  flexServerRegions: {
    title: 'Azure regions of Azure Database for PostgreSQL',
    url: 'https://github.com/MicrosoftDocs/azure-databases-docs/blob/main/articles/postgresql/includes/regions-table.md',
    date: '2025-12-22',
  },
  governmentRegions: {
    title: 'What is Azure Government? Region pairing',
    url: `${LEARN}/azure-government/documentation-government-welcome`,
    date: '2022-03-07',
  },
  resourceNames: {
    title: 'Naming rules and restrictions for Azure resources',
    url: `${LEARN}/azure-resource-manager/management/resource-name-rules`,
    date: '2020-02-11',
  },

  ...AZURERM_SOURCES,
} satisfies Record<string, Source>;

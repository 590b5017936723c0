import type { Semantic } from './semantic';

const LEARN = 'https://learn.microsoft.com/azure';
const POSTGRESQL = `${LEARN}/postgresql`;
const GITHUB = 'https://github.com';
const AZURERM = `${GITHUB}/hashicorp/terraform-provider-azurerm`;
const SPECS = `${GITHUB}/Azure/azure-rest-api-specs`;

/** Where the semantics of flexible servers are said. */
export const SERVER_SOURCES = {
  backup: {
    title: 'Backup and restore in Azure Database for PostgreSQL',
    date: '2024-11-28',
    url: `${POSTGRESQL}/backup-restore/concepts-backup-restore`,
  },
  performBackups: {
    title: 'Perform on-demand backups',
    date: '2025-02-03',
    url: `${POSTGRESQL}/backup-restore/how-to-perform-backups`,
  },
  deleteBackups: {
    title: 'Delete on-demand backups',
    date: '2025-02-03',
    url: `${POSTGRESQL}/backup-restore/how-to-delete-backups`,
  },
  onDemandPortal: {
    title: 'On-demand backup Azure Database for PostgreSQL - Flexible Server using Azure portal',
    date: '2024-11-05',
    url: `${POSTGRESQL}/flexible-server/how-to-perform-on-demand-backup-portal`,
  },
  restoreDeleted: {
    title: 'Restore a deleted server',
    date: '2026-06-09',
    url: `${POSTGRESQL}/backup-restore/how-to-restore-deleted-server`,
  },
  replicas: {
    title: 'Read replicas in Azure Database for PostgreSQL',
    date: '2025-07-16',
    url: `${POSTGRESQL}/read-replica/concepts-read-replicas`,
  },
  createReplica: {
    title: 'Create a read replica',
    date: '2025-04-13',
    url: `${POSTGRESQL}/read-replica/how-to-create-read-replica`,
  },
  promote: {
    title: 'Promote read replicas in Azure Database for PostgreSQL',
    date: '2024-04-27',
    url: `${POSTGRESQL}/read-replica/concepts-read-replicas-promote`,
  },
  virtualEndpoints: {
    title: 'Virtual endpoints for read replicas in Azure Database for PostgreSQL',
    date: '2024-06-10',
    url: `${POSTGRESQL}/read-replica/concepts-read-replicas-virtual-endpoints`,
  },
  elasticClusters: {
    title: 'Frequently asked questions about elastic clusters in Azure Database for PostgreSQL',
    date: '2025-11-18',
    url: `${POSTGRESQL}/configure-maintain/concepts-elastic-clusters-limitations`,
  },
  versionPolicy: {
    title: 'Azure Database for PostgreSQL version policy',
    date: '2026-01-20',
    url: `${POSTGRESQL}/configure-maintain/concepts-version-policy`,
  },
  compute: {
    title: 'Compute options in Azure Database for PostgreSQL',
    date: '2026-01-13',
    url: `${POSTGRESQL}/compute-storage/concepts-compute`,
  },
  premiumSsd: {
    title: 'Premium SSD storage option in Azure Database for PostgreSQL',
    date: '2025-01-16',
    url: `${POSTGRESQL}/compute-storage/concepts-storage-premium-ssd`,
  },
  premiumSsdV2: {
    title: 'Azure Database for PostgreSQL Premium SSD v2 storage option',
    date: '2026-01-13',
    url: `${POSTGRESQL}/compute-storage/concepts-storage-premium-ssd-v2`,
  },
  limits: {
    title: 'Limits in Azure Database for PostgreSQL',
    date: '2025-11-13',
    url: `${POSTGRESQL}/configure-maintain/concepts-limits`,
  },
  overview: {
    title: 'What is Azure Database for PostgreSQL?',
    date: '2025-10-30',
    url: `${POSTGRESQL}/overview`,
  },
  regionTable: {
    title: 'Azure regions of Azure Database for PostgreSQL (include file)',
    date: '2025-12-22',
    url: `${GITHUB}/MicrosoftDocs/azure-databases-docs/blob/main/articles/postgresql/includes/regions-table.md`,
  },
  regions: {
    title: 'List of Azure regions',
    date: '2025-09-23',
    url: `${LEARN}/reliability/regions-list`,
  },
  reliability: {
    title: 'Reliability in Azure Database for PostgreSQL',
    date: '2026-03-24',
    url: `${LEARN}/reliability/reliability-database-postgresql`,
  },
  stop: {
    title: 'Stop compute of a server',
    date: '2025-04-22',
    url: `${POSTGRESQL}/configure-maintain/how-to-stop-server`,
  },
  start: {
    title: 'Start compute of a server in Azure Database for PostgreSQL flexible server',
    date: '2026-07-08',
    url: `${POSTGRESQL}/configure-maintain/how-to-start-server`,
  },
  spec: {
    title: 'azure-rest-api-specs, Microsoft.DBforPostgreSQL 2025-08-01',
    date: '2025-08-01',
    url: `${SPECS}/tree/main/specification/postgresql/resource-manager/Microsoft.DBforPostgreSQL`,
  },
  azurerm: {
    title: 'azurerm 5.2.0 source, internal/services/postgres',
    date: '2026-08-24',
    url: `${AZURERM}/tree/v5.2.0/internal/services/postgres`,
  },
  cli: {
    title: 'Azure CLI 2.91.0 source, command module postgresql',
    date: '2026-09-29',
    url: `${GITHUB}/Azure/azure-cli/tree/dev/src/azure-cli/azure/cli/command_modules/postgresql`,
  },
  nameTaken: {
    title: 'vscode-cosmosdb issue 1900: creating a server of a name that is used',
    date: '2021-07-21',
    url: `${GITHUB}/microsoft/vscode-cosmosdb/issues/1900`,
  },
  invalidName: {
    title: 'azure-docs issue 106980: Invalid value given for parameter serverName',
    date: '2023-03-21',
    url: `${GITHUB}/MicrosoftDocs/azure-docs/issues/106980`,
  },
  invalidTier: {
    title: 'azure-sdk-for-python issue 44200: Invalid value given for parameter Tier',
    date: '2025-11-27',
    url: `${GITHUB}/Azure/azure-sdk-for-python/issues/44200`,
  },
  invalidStorage: {
    title: 'azurerm issue 22585: Invalid value given for parameter StorageSizeGB',
    date: '2023-07-18',
    url: `${AZURERM}/issues/22585`,
  },
  invalidZone: {
    title: 'azure-cli pull request 32559: Invalid value given for parameter StandbyAvailabilityZone,availabilityZone',
    date: '2025-12-18',
    url: `${GITHUB}/Azure/azure-cli/pull/32559`,
  },
  weakPassword: {
    title: 'reliable-web-app-pattern-java issue 98: InternalServerError for a password that is too weak',
    date: '2023-05-12',
    url: `${GITHUB}/Azure/reliable-web-app-pattern-java/issues/98`,
  },
  versionRange: {
    title: 'msdocs-flask-postgresql-sample-app issue 35: ParameterOutOfRange for the version',
    date: '2023-08-31',
    url: `${GITHUB}/Azure-Samples/msdocs-flask-postgresql-sample-app/issues/35`,
  },
  publicAndPrivate: {
    title: 'provider-upjet-azure pull request 985: ConflictingPublicNetworkAccessAndVirtualNetworkConfiguration',
    date: '2025-04-17',
    url: `${GITHUB}/crossplane-contrib/provider-upjet-azure/pull/985`,
  },
  zoneMissing: {
    title: "terraform-azurerm-caf issue 1930: Parameter 'PrivateDnsZoneArmResourceId' must be specified",
    date: '2024-02-28',
    url: `${GITHUB}/aztfmod/terraform-azurerm-caf/issues/1930`,
  },
  zoneName: {
    title: 'azurerm issue 24549: creation fails with PrivateDnsZoneNameNotValid',
    date: '2024-01-18',
    url: `${AZURERM}/issues/24549`,
  },
  geoKey: {
    title: 'pulumi-azure-native issue 4014: CMKInvalidEncryptionParameters for a server with geo-redundant backup',
    date: '2025-03-10',
    url: `${GITHUB}/pulumi/pulumi-azure-native/issues/4014`,
  },
  restoredAvailability: {
    title: 'azure-rest-api-specs issue 20600: high availability is not refused for a point-in-time restore',
    date: '2022-09-06',
    url: `${SPECS}/issues/20600`,
  },
  promotedRole: {
    title: 'azure-rest-api-specs issue 22499: the role of a promoted replica is Primary',
    date: '2023-02-08',
    url: `${SPECS}/issues/22499`,
  },
  switchoverSource: {
    title: "azure-cli issue 33776: Parameter 'properties.sourceServerResourceId' must be specified",
    date: '2026-07-23',
    url: `${GITHUB}/Azure/azure-cli/issues/33776`,
  },
  stoppedParameters: {
    title: 'steampipe-plugin-azure pull request 1015: ServerStoppedError for the parameters of a stopped server',
    date: '2026-08-20',
    url: `${GITHUB}/turbot/steampipe-plugin-azure/pull/1015`,
  },
} as const satisfies Record<string, Semantic['source']>;

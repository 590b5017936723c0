import type { Semantic } from './semantic';

const COSMOS = 'https://learn.microsoft.com/azure/cosmos-db/postgresql';
const GITHUB = 'https://github.com';
const SPECS = `${GITHUB}/Azure/azure-rest-api-specs`;
const SPEC = `${SPECS}/tree/main/specification/postgresqlhsc/resource-manager/Microsoft.DBforPostgreSQL/PostgresqlHsc`;

/** Where the semantics of clusters of Azure Cosmos DB for PostgreSQL are said. */
export const CLUSTER_SOURCES = {
  backup: {
    title: 'Backup and restore in Azure Cosmos DB for PostgreSQL',
    date: '2024-01-21',
    url: `${COSMOS}/concepts-backup`,
  },
  restore: {
    title: 'Backup and point-in-time restore of a cluster in Azure Cosmos DB for PostgreSQL',
    date: '2024-01-28',
    url: `${COSMOS}/howto-restore-portal`,
  },
  limits: {
    title: 'Azure Cosmos DB for PostgreSQL limits and limitations',
    date: '2024-07-07',
    url: `${COSMOS}/reference-limits`,
  },
  regions: {
    title: 'Regional availability for Azure Cosmos DB for PostgreSQL',
    date: '2024-04-02',
    url: `${COSMOS}/resources-regions`,
  },
  compute: {
    title: 'Azure Cosmos DB for PostgreSQL compute and storage',
    date: '2024-01-22',
    url: `${COSMOS}/resources-compute`,
  },
  burstable: {
    title: 'Burstable compute in Azure Cosmos DB for PostgreSQL',
    date: '2023-01-30',
    url: `${COSMOS}/concepts-burstable-compute`,
  },
  scale: {
    title: 'Scale a cluster in Azure Cosmos DB for PostgreSQL',
    date: '2023-06-05',
    url: `${COSMOS}/howto-scale-grow`,
  },
  versions: {
    title: 'Supported database versions in Azure Cosmos DB for PostgreSQL',
    date: '2024-11-21',
    url: `${COSMOS}/reference-versions`,
  },
  upgrades: {
    title: 'Cluster upgrades in Azure Cosmos DB for PostgreSQL',
    date: '2023-10-01',
    url: `${COSMOS}/concepts-upgrade`,
  },
  extensions: {
    title: 'PostgreSQL extensions in Azure Cosmos DB for PostgreSQL',
    date: '2024-05-28',
    url: `${COSMOS}/reference-extensions`,
  },
  replicas: {
    title: 'Read replicas in Azure Cosmos DB for PostgreSQL',
    date: '2023-06-05',
    url: `${COSMOS}/concepts-read-replicas`,
  },
  authentication: {
    title: 'Microsoft Entra ID and PostgreSQL authentication with Azure Cosmos DB for PostgreSQL',
    date: '2024-02-06',
    url: `${COSMOS}/concepts-authentication`,
  },
  domains: {
    title: 'Node DNS names in Azure Cosmos DB for PostgreSQL',
    date: '2023-06-04',
    url: `${COSMOS}/concepts-node-domain-name`,
  },
  privateAccess: {
    title: 'Private access in Azure Cosmos DB for PostgreSQL',
    date: '2023-06-05',
    url: `${COSMOS}/concepts-private-access`,
  },
  power: {
    title: 'Start and stop compute on cluster nodes',
    date: '2023-03-22',
    url: `${COSMOS}/concepts-compute-start-stop`,
  },
  spec: {
    title: 'azure-rest-api-specs, Azure Cosmos DB for PostgreSQL 2023-03-02-preview',
    date: '2023-03-02',
    url: SPEC,
  },
  stableSpec: {
    title: 'azure-rest-api-specs, Azure Cosmos DB for PostgreSQL 2022-11-08',
    date: '2022-11-08',
    url: SPEC,
  },
  noSku: {
    title: 'azure-rest-api-specs issue 28826: There is no valid SKU with given coordinator server edition and vCores',
    date: '2024-04-24',
    url: `${SPECS}/issues/28826`,
  },
  azurerm: {
    title: 'azurerm 5.2.0 source, internal/services/cosmos',
    date: '2026-08-24',
    url: `${GITHUB}/hashicorp/terraform-provider-azurerm/tree/v5.2.0/internal/services/cosmos`,
  },
} as const satisfies Record<string, Semantic['source']>;

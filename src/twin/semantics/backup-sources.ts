import { EDITIONS } from '../editions';
import type { Semantic } from './semantic';

const LEARN = 'https://learn.microsoft.com/azure/backup';
const AZURERM = 'https://github.com/hashicorp/terraform-provider-azurerm';
const SPECS = 'https://github.com/Azure/azure-rest-api-specs/tree/main/specification/dataprotection';

/** Where the semantics of Azure Backup are said. */
export const BACKUP_SOURCES = {
  restInstances: {
    title: 'Back up Azure Database for PostgreSQL - Flexible Servers using REST API',
    date: '2026-02-12',
    url: `${LEARN}/backup-azure-database-postgresql-flex-use-rest-api`,
  },
  restPolicies: {
    title:
      'Create Azure Data Protection backup policies for Azure Database for PostgreSQL - Flexible servers using REST API (preview)',
    date: '2024-05-13',
    url: `${LEARN}/backup-azure-database-postgresql-flex-use-rest-api-create-update-policy`,
  },
  restRestore: {
    title: 'Restore Azure Database for PostgreSQL - Flexible servers using REST API',
    date: '2025-02-17',
    url: `${LEARN}/backup-azure-database-postgresql-flex-use-rest-api-restore`,
  },
  cli: {
    title: 'Back up Azure Database for PostgreSQL - flexible server using Azure CLI',
    date: '2024-10-01',
    url: `${LEARN}/back-up-azure-database-postgresql-flex-backup-cli`,
  },
  portal: {
    title: 'Configure backup for Azure Database for PostgreSQL - Flexible Server using Azure portal',
    date: '2025-02-28',
    url: `${LEARN}/backup-azure-database-postgresql-flex`,
  },
  policyPreview: {
    title: 'Back up Azure Database for PostgreSQL Flexible server (preview)',
    date: '2023-11-06',
    url: `${LEARN}/backup-azure-database-postgresql-flex`,
  },
  configure: {
    title: 'Configure backup on Azure Database for PostgreSQL flexible server (include file)',
    date: '2026-09-25',
    url: 'https://github.com/MicrosoftDocs/azure-docs/blob/main/includes/configure-postgresql-flexible-server-backup.md',
  },
  manage: {
    title: 'Manage backups of Azure Database for PostgreSQL - Flexible Server using Azure portal',
    date: '2025-03-18',
    url: `${LEARN}/backup-azure-database-postgresql-flex-manage`,
  },
  troubleshoot: {
    title: 'Troubleshoot Azure Database for PostgreSQL - Flexible server backup',
    date: '2024-03-26',
    url: `${LEARN}/backup-azure-database-postgresql-flex-troubleshoot`,
  },
  overview: {
    title: 'About Azure Database for PostgreSQL Flexible server backup',
    date: '2026-09-25',
    url: `${LEARN}/backup-azure-database-postgresql-flex-overview`,
  },
  matrixRegion: sourceOf('2025-02-28'),
  matrix: sourceOf('2025-05-15'),
  matrixV2: sourceOf('v2-2026-09-28'),
  vaults: {
    title: 'Create and manage Backup vaults',
    date: '2023-07-31',
    url: `${LEARN}/create-manage-backup-vault`,
  },
  secureByDefault: {
    title: 'Secure by default with soft delete for Azure Backup',
    date: '2025-11-10',
    url: `${LEARN}/secure-by-default`,
  },
  immutability: {
    title: 'Immutable vault for Azure Backup',
    date: '2025-06-19',
    url: `${LEARN}/backup-azure-immutable-vault-concept`,
  },
  spec: { title: 'azure-rest-api-specs, Microsoft.DataProtection 2025-07-01', date: '2025-07-01', url: SPECS },
  spec202509: { title: 'azure-rest-api-specs, Microsoft.DataProtection 2025-09-01', date: '2025-09-01', url: SPECS },
  spec202607: {
    title: 'bicep-types-az, Microsoft.DataProtection 2026-07-01',
    date: '2026-07-01',
    url: 'https://github.com/Azure/bicep-types-az/tree/main/generated/dataprotection/microsoft.dataprotection',
  },
  azurerm: {
    title: 'azurerm 5.2.0 source, internal/services/dataprotection',
    date: '2026-08-24',
    url: `${AZURERM}/tree/v5.2.0/internal/services/dataprotection`,
  },
  invalidInput: {
    title: 'azurerm issue 33493: 400 BMSUserErrorInvalidInput on creating a backup policy',
    date: '2026-09-22',
    url: `${AZURERM}/issues/33493`,
  },
  sameName: {
    title: 'azurerm issue 33470: policy creation fails because two retention rules are named Default',
    date: '2026-09-21',
    url: `${AZURERM}/issues/33470`,
  },
  policyInUse: {
    title: 'azurerm issue 20774: UserErrorDppPolicyObjectInUse on deleting a backup policy',
    date: '2023-08-10',
    url: `${AZURERM}/issues/20774`,
  },
  alwaysOn: {
    title: 'azurerm issue 33194: api-version 2025-09-01 needs soft delete AlwaysOn',
    date: '2026-08-31',
    url: `${AZURERM}/issues/33194`,
  },
} as const satisfies Record<string, Semantic['source']>;

function sourceOf(edition: keyof typeof EDITIONS): Semantic['source'] {
  const { title, date, url } = EDITIONS[edition];
  return { title, date, url };
}

import { BACKUP_SOURCES } from './backup-sources';
import type { Semantic } from './semantic';

const LEARN = 'https://learn.microsoft.com/azure/backup';

const SOURCES = {
  ...BACKUP_SOURCES,
  restoreFiles: {
    title: 'Restore Azure PostgreSQL-Flexible server as Files using Azure portal',
    date: '2025-05-12',
    url: `${LEARN}/restore-azure-database-postgresql-flex`,
  },
  restoreOlder: {
    title: 'Restore Azure Database for PostgreSQL',
    date: '2024-07-24',
    url: `${LEARN}/restore-azure-database-postgresql`,
  },
  manageVaults: { title: 'Manage Backup vaults', date: '2024-10-10', url: `${LEARN}/manage-backup-vault` },
} as const satisfies Record<string, Semantic['source']>;

/** What restores from a vault do in the twin. */
export const RESTORE_SEMANTICS: readonly Semantic[] = [
  {
    id: 'restore-job',
    says: 'A restore is accepted and its operation ends with a job, which goes on; validateRestore tells what hinders it when its operation has ended.',
    source: SOURCES.restRestore,
  },
  {
    id: 'restore-files',
    says: 'A restore leaves one file for each database and one each of roles, tablespaces and schemas in the container, under names of its own.',
    source: SOURCES.restoreFiles,
  },
  {
    id: 'restore-databases',
    says: 'A recovery point holds the databases that the server had then, without those of the service and the native one.',
    source: SOURCES.matrix,
  },
  {
    id: 'restore-source-gone',
    says: 'A recovery point can be restored when the server is gone.',
    source: SOURCES.matrixV2,
  },
  {
    id: 'restore-request',
    says: 'A restore names a recovery point that exists, the vault store, the region, FailIfExists and the address of a container.',
    source: SOURCES.spec,
  },
  {
    id: 'restore-direct',
    says: 'Dumps are not restored onto a server directly, and physical backups not as files.',
    source: SOURCES.matrix,
  },
  {
    id: 'restore-container',
    says: 'The storage account and the container exist before a restore.',
    source: SOURCES.restoreFiles,
  },
  {
    id: 'restore-region',
    says: 'The storage account is in the region of the vault.',
    source: SOURCES.restoreOlder,
  },
  {
    id: 'restore-cross-tenant',
    says: 'The storage account allows cross-tenant replication.',
    source: SOURCES.restoreFiles,
  },
  {
    id: 'restore-network',
    says: 'The storage account can be reached over the public network: by all, by trusted services, or by the vault.',
    source: SOURCES.manage,
  },
  {
    id: 'restore-role',
    says: 'Without a role that writes blobs of the container the vault can not restore: UserErrorMSIMissingPermissions.',
    source: SOURCES.troubleshoot,
  },
  {
    id: 'restore-cross-subscription',
    says: 'A vault whose cross-subscription restore is disabled restores in its own subscription only.',
    source: SOURCES.vaults,
  },
  {
    id: 'restore-once-a-day',
    says: 'A second restore of an instance on one day is accepted, and its job fails: the document says that it can.',
    source: SOURCES.matrix,
  },
  {
    id: 'restore-paired-region',
    says: 'With cross-region restore a recovery point is in the paired region 12 hours later, and is restored to an account there.',
    source: SOURCES.manageVaults,
  },
  {
    id: 'restore-paired-jobs',
    says: 'Jobs of the paired region are told there, and not among those of the vault.',
    source: SOURCES.spec,
  },
];

import { Source, SOURCES } from './source';

export type RoleKey =
  | 'longTermRetentionBackup'
  | 'reader'
  | 'storageBlobDataContributor'
  | 'storageBlobDataOwner'
  | 'storageBlobDataReader'
  | 'keyVaultCryptoServiceEncryptionUser'
  | 'backupContributor'
  | 'backupOperator'
  | 'backupReader'
  | 'storageAccountBackupContributor'
  | 'owner'
  | 'contributor'
  | 'userAccessAdministrator'
  | 'roleBasedAccessControlAdministrator';

/** A built-in role that has to do with backing up PostgreSQL. */
export interface Role {
  readonly key: RoleKey;
  /** Exact name in the role catalogue. */
  readonly name: string;
  /** What documents call it, and the catalogue doesn't. */
  readonly shortName?: string;
  /** Lower-case GUID of the role definition, the same in every tenant. */
  readonly guid: string;
  /** What it is for here. */
  readonly purpose: string;
  /** Who is meant to hold it: the vault's identity, a person who operates backups, or nobody here. */
  readonly holder: 'vault' | 'operator' | 'nobody';
  /** More than a vault identity should ever hold (rule PGB106). */
  readonly overBroad: boolean;
  /** Other roles of this table whose permissions it contains. */
  readonly includes: readonly RoleKey[];
  readonly source: Source;
}

/** The roles, GUIDs as the role catalogue has them. */
export const ROLES: Readonly<Record<RoleKey, Role>> = {
  longTermRetentionBackup: {
    key: 'longTermRetentionBackup',
    name: 'PostgreSQL Flexible Server Long Term Retention Backup Role',
    // Documents and the CLI's manifest shorten it (C8): go by the GUID.
    shortName: 'PostgreSQL Flexible Server Long Term Retention Backup',
    guid: 'c088a766-074b-43ba-90d4-1fb21feae531',
    purpose: 'lets the vault start long-term backups of the server',
    holder: 'vault',
    overBroad: false,
    includes: [],
    source: SOURCES.builtInRolesDatabases,
  },
  reader: {
    key: 'reader',
    name: 'Reader',
    guid: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
    purpose: "lets the vault see the server's resource group and its role assignments",
    holder: 'vault',
    overBroad: false,
    includes: [],
    source: SOURCES.builtInRoles,
  },
  storageBlobDataContributor: {
    key: 'storageBlobDataContributor',
    name: 'Storage Blob Data Contributor',
    guid: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
    purpose: 'lets the vault write restored files into the storage account or container',
    holder: 'vault',
    overBroad: false,
    includes: [],
    source: SOURCES.builtInRoles,
  },
  storageBlobDataOwner: {
    key: 'storageBlobDataOwner',
    name: 'Storage Blob Data Owner',
    guid: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
    purpose: 'writes blobs too, with more than a restore needs',
    holder: 'nobody',
    overBroad: false,
    includes: ['storageBlobDataContributor'],
    source: SOURCES.builtInRoles,
  },
  storageBlobDataReader: {
    key: 'storageBlobDataReader',
    name: 'Storage Blob Data Reader',
    guid: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
    purpose: 'lets a person fetch restored files; a restore has to write them',
    holder: 'operator',
    overBroad: false,
    includes: [],
    source: SOURCES.builtInRoles,
  },
  keyVaultCryptoServiceEncryptionUser: {
    key: 'keyVaultCryptoServiceEncryptionUser',
    name: 'Key Vault Crypto Service Encryption User',
    guid: 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
    purpose: "lets the vault use the customer's key that its data is encrypted with",
    holder: 'vault',
    overBroad: false,
    includes: [],
    source: SOURCES.builtInRolesSecurity,
  },
  backupContributor: {
    key: 'backupContributor',
    name: 'Backup Contributor',
    guid: '5e467623-bb1f-42f4-a55d-6e525e11384b',
    purpose: 'lets a person manage backups, short of deleting vaults and granting access',
    holder: 'operator',
    overBroad: true,
    includes: [],
    source: SOURCES.builtInRoles,
  },
  backupOperator: {
    key: 'backupOperator',
    name: 'Backup Operator',
    guid: '00c29273-979b-4161-815c-10b084fb9324',
    purpose: 'lets a person back up and restore, short of editing policies and deleting data',
    holder: 'operator',
    overBroad: false,
    includes: [],
    source: SOURCES.builtInRoles,
  },
  backupReader: {
    key: 'backupReader',
    name: 'Backup Reader',
    guid: 'a795c7a0-d4a2-40c1-ae25-d81f01202912',
    purpose: 'lets a person see jobs and instances',
    holder: 'operator',
    overBroad: false,
    includes: [],
    source: SOURCES.builtInRoles,
  },
  storageAccountBackupContributor: {
    key: 'storageAccountBackupContributor',
    name: 'Storage Account Backup Contributor',
    guid: 'e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1',
    purpose: 'is for blob backup and often copied from there by mistake',
    holder: 'nobody',
    overBroad: true,
    includes: [],
    source: SOURCES.builtInRoles,
  },
  owner: {
    key: 'owner',
    name: 'Owner',
    guid: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
    purpose: 'manages everything and grants access to it',
    holder: 'nobody',
    overBroad: true,
    includes: ['reader'],
    source: SOURCES.builtInRolesPrivileged,
  },
  contributor: {
    key: 'contributor',
    name: 'Contributor',
    guid: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
    purpose: 'manages everything',
    holder: 'nobody',
    overBroad: true,
    includes: ['reader'],
    source: SOURCES.builtInRolesPrivileged,
  },
  // Its actions are */read, Microsoft.Authorization/* and Microsoft.Support/*.
  userAccessAdministrator: {
    key: 'userAccessAdministrator',
    name: 'User Access Administrator',
    guid: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    purpose: 'grants access to everything',
    holder: 'nobody',
    overBroad: true,
    includes: ['reader'],
    source: SOURCES.builtInRolesPrivileged,
  },
  // Not named by rule PGB106; grants any role all the same. Its actions hold */read.
  roleBasedAccessControlAdministrator: {
    key: 'roleBasedAccessControlAdministrator',
    name: 'Role Based Access Control Administrator',
    guid: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
    purpose: 'grants access to everything',
    holder: 'nobody',
    overBroad: true,
    includes: ['reader'],
    source: SOURCES.builtInRolesPrivileged,
  },
};

/** The role with this GUID, in any case; undefined for a role that the table doesn't know. */
export function roleByGuid(guid: string): Role | undefined {
  // As a rule it is in lower case: to make it so again for every assignment takes longer than to look it up.
  return BY_GUID.get(guid) ?? BY_GUID.get(guid.toLowerCase());
}

const BY_GUID: ReadonlyMap<string, Role> = new Map(Object.values(ROLES).map((role) => [role.guid, role]));

/** The role with this name, in any case. */
export function roleByName(name: string): Role | undefined {
  const wanted = name.toLowerCase();
  return Object.values(ROLES).find((role) => role.name.toLowerCase() === wanted);
}

/** The role that some documents call so, and the list of roles doesn't. */
export function roleByShortName(name: string): Role | undefined {
  const wanted = name.toLowerCase();
  return Object.values(ROLES).find(({ shortName }) => shortName?.toLowerCase() === wanted);
}

/** Whether holding `role` gives what `needed` gives, as far as this table knows. */
export function roleIncludes(role: Role, needed: RoleKey): boolean {
  return role.key === needed || role.includes.includes(needed);
}

import type { Semantic } from './semantic';

const LEARN = 'https://learn.microsoft.com/azure';

const SOURCES = {
  groups: {
    title: 'Naming rules and restrictions for Azure resources',
    date: '2020-02-11',
    url: `${LEARN}/azure-resource-manager/management/resource-name-rules`,
  },
  keyVaultCache: {
    title: 'azurerm 5.2.0, cache of key vaults',
    date: '2026-08-24',
    url: 'https://github.com/hashicorp/terraform-provider-azurerm/tree/main/internal/services/keyvault/client',
  },
  storageNames: {
    title: 'Resolve errors for storage account names',
    date: '2024-06-20',
    url: `${LEARN}/azure-resource-manager/troubleshooting/error-storage-account-name`,
  },
  storageApi: {
    title: 'azure-rest-api-specs, Microsoft.Storage',
    date: '2025-08-01',
    url: 'https://github.com/Azure/azure-rest-api-specs/tree/main/specification/storage',
  },
  publicAccess: {
    title: 'Storage Container 409 error',
    date: '2020-10-22',
    url: 'https://github.com/Azure/azure-rest-api-specs/issues/11331',
  },
  keyVaultErrors: {
    title: 'Common error codes for Azure Key Vault',
    date: '2023-01-12',
    url: `${LEARN}/key-vault/general/common-error-codes`,
  },
  softDelete: {
    title: 'Azure Key Vault soft-delete overview',
    date: '2022-01-25',
    url: `${LEARN}/key-vault/general/soft-delete-overview`,
  },
  deletedVault: {
    title: 'Unable to create KeyVault with purge protection disabled (quotes the answers of the service)',
    date: '2024-06-06',
    url: 'https://github.com/Azure/azure-cli/issues/29115',
  },
  deletedKey: {
    title: "Can't purge secret, then can't disable purge protection (quotes the answers of the service)",
    date: '2020-04-25',
    url: 'https://github.com/Azure/azure-rest-api-specs/issues/9222',
  },
  keyRoles: {
    title: 'iam-dataset, built-in roles of Azure',
    date: '2026-08-22',
    url: 'https://github.com/iann0036/iam-dataset/blob/main/azure/built-in-roles-raw.json',
  },
  subnets: {
    title: 'Update deployment.md (quotes the answers of the service)',
    date: '2024-07-25',
    url: 'https://github.com/MicrosoftDocs/azure-docs/pull/123869',
  },
  subnetInUse: {
    title: 'Deploy in existing environment (quotes the answer of the service)',
    date: '2020-12-09',
    url: 'https://github.com/microsoft/nav-arm-templates/issues/161',
  },
  privateEndpoint: {
    title: 'azurerm 5.2.0, private endpoints',
    date: '2026-08-24',
    url: 'https://github.com/hashicorp/terraform-provider-azurerm/tree/main/internal/services/network',
  },
  privateDns: {
    title: 'azurerm 5.2.0, private DNS zones',
    date: '2026-08-24',
    url: 'https://github.com/hashicorp/terraform-provider-azurerm/tree/main/internal/services/privatedns',
  },
  vaultLogs: {
    title: 'Supported logs for Microsoft.DataProtection/BackupVaults, as read then',
    date: '2026-11-20',
    url: `${LEARN}/azure-monitor/reference/supported-logs/microsoft-dataprotection-backupvaults-logs`,
  },
  diagnostics: {
    title: 'Diagnostic settings in Azure Monitor',
    date: '2023-10-19',
    url: `${LEARN}/azure-monitor/essentials/diagnostic-settings`,
  },
  workspaces: {
    title: 'Add support for listing and restoring deleted log analytics workspaces',
    date: '2020-05-12',
    url: 'https://github.com/Azure/azure-cli/issues/13456',
  },
  identities: {
    title: 'azure-rest-api-specs, Microsoft.ManagedIdentity',
    date: '2024-11-30',
    url: 'https://github.com/Azure/azure-rest-api-specs/tree/main/specification/msi',
  },
} as const;

/** Resource groups, storage, key vaults, networks, monitoring. */
export const PLATFORM_SEMANTICS: readonly Semantic[] = [
  {
    id: 'group-name',
    says: 'The name of a resource group has 1 to 90 letters, digits and `. _ - ( )`, and does not end with a full stop.',
    source: SOURCES.groups,
  },
  {
    id: 'resources-filtered',
    says: 'The resources of a subscription or group can be listed by type, name and group; children and extensions are not among them.',
    source: SOURCES.keyVaultCache,
  },
  {
    id: 'identity-principal',
    says: 'A user-assigned identity keeps its principal until it is deleted; one made again is another principal.',
    source: SOURCES.identities,
  },
  {
    id: 'storage-name',
    says: 'The name of a storage account has 3 to 24 lower-case letters and digits, and is taken across all of Azure.',
    source: SOURCES.storageNames,
  },
  {
    id: 'storage-services',
    says: 'A storage account has a blob and a file service from the start, addresses of its own, and two keys.',
    source: SOURCES.storageApi,
  },
  {
    id: 'container-public-access',
    says: 'A container is public only where its account allows that.',
    source: SOURCES.publicAccess,
  },
  {
    id: 'container-name',
    says: 'The name of a container has 3 to 63 lower-case letters, digits and single hyphens, and begins and ends with a letter or digit.',
    source: SOURCES.groups,
  },
  {
    id: 'key-vault-name',
    says: 'The name of a key vault has 3 to 24 letters, digits and single hyphens, begins with a letter, and is taken across all of Azure.',
    source: SOURCES.keyVaultErrors,
  },
  {
    id: 'key-vault-soft-delete',
    says: 'A deleted key vault keeps its name, and its keys for whoever recovers it, for 7 to 90 days; role assignments are gone.',
    source: SOURCES.softDelete,
  },
  {
    id: 'key-vault-deleted-name',
    says: 'A key vault is not made where a deleted one has the name: it is recovered or purged first.',
    source: SOURCES.deletedVault,
  },
  {
    id: 'key-vault-purge-protection',
    says: 'Purge protection is never taken back, and keeps vault and keys from being purged before their time.',
    source: SOURCES.deletedVault,
  },
  {
    id: 'key-vault-retention-fixed',
    says: 'How long a key vault keeps what is deleted is said once.',
    source: SOURCES.softDelete,
  },
  {
    id: 'key-soft-delete',
    says: 'A deleted key keeps its name until it is recovered or purged.',
    source: SOURCES.deletedKey,
  },
  {
    id: 'key-access-policy',
    says: 'Keys are for those whom an access policy of the vault allows it, owners included.',
    source: SOURCES.keyVaultErrors,
  },
  {
    id: 'key-access-role',
    says: 'A vault that asks roles looks for the data actions of those that the caller has, once they have taken effect.',
    source: SOURCES.keyRoles,
  },
  {
    id: 'subnet-in-network',
    says: 'A subnet lies in its network, and overlaps no other.',
    source: SOURCES.subnets,
  },
  {
    id: 'subnet-in-use',
    says: 'A subnet that something lies in can not be deleted, nor can its network.',
    source: SOURCES.subnetInUse,
  },
  {
    id: 'private-endpoint-address',
    says: 'A private endpoint gets a network interface with an address of its subnet, which goes with it.',
    source: SOURCES.privateEndpoint,
  },
  {
    id: 'private-endpoint-records',
    says: 'A zone group enters the addresses of its endpoint in its zones, and takes them out when it goes.',
    source: SOURCES.privateEndpoint,
  },
  {
    id: 'private-dns-zone',
    says: 'A private zone has an SOA record from the start, and stays as long as virtual networks are linked to it.',
    source: SOURCES.privateDns,
  },
  {
    id: 'diagnostic-categories',
    says: 'A diagnostic setting of a backup vault names logs that there are.',
    source: SOURCES.vaultLogs,
  },
  {
    id: 'diagnostic-settings-limit',
    says: 'A resource has five diagnostic settings at most, each with a destination that exists.',
    source: SOURCES.diagnostics,
  },
  {
    id: 'workspace-recovered',
    says: 'A deleted workspace can be recovered for 14 days, by making it again; one that is deleted by force can not.',
    source: SOURCES.workspaces,
  },
];

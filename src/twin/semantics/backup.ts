import { BACKUP_SOURCES as SOURCES } from './backup-sources';
import type { Semantic } from './semantic';

/** What vaults, policies, instances and schedules of Azure Backup do in the twin. */
export const BACKUP_SEMANTICS: readonly Semantic[] = [
  // Vaults.
  {
    id: 'vault-principal-anew',
    says: 'A vault is given a principal of its own when it gets a system-assigned identity; a vault made again gets another.',
    source: SOURCES.cli,
  },
  {
    id: 'vault-one-storage-setting',
    says: 'A vault has exactly one storage setting, of a known data store and redundancy.',
    source: SOURCES.azurerm,
  },
  {
    id: 'vault-redundancy-fixed',
    says: 'The redundancy of a vault can be changed until an item is protected in it.',
    source: SOURCES.vaults,
  },
  {
    id: 'vault-soft-delete',
    says: 'Soft delete is Off, On or AlwaysOn for 14 to 180 days; On for 14 days where nothing is said. The days are told also when it is Off.',
    source: SOURCES.spec,
  },
  {
    id: 'vault-always-on',
    says: 'Soft delete that is AlwaysOn stays so.',
    source: SOURCES.spec,
  },
  {
    id: 'vault-secure-version',
    says: 'From api-version 2025-09-01 on a vault is written with soft delete AlwaysOn or not at all.',
    source: SOURCES.alwaysOn,
  },
  {
    id: 'vault-locked',
    says: 'Immutability that is Locked stays so.',
    source: SOURCES.immutability,
  },
  {
    id: 'vault-cross-region-restore',
    says: 'Cross-region restore needs a GeoRedundant vault and can not be turned off again.',
    source: SOURCES.azurerm,
  },
  {
    id: 'vault-cross-subscription-restore',
    says: 'Cross-subscription restore is enabled, can be disabled, and stays PermanentlyDisabled once it is.',
    source: SOURCES.vaults,
  },
  {
    id: 'vault-key',
    says: 'A customer-managed key is read with one identity that the vault has, and encryption with it can not be disabled again.',
    source: SOURCES.spec,
  },
  {
    id: 'vault-delete',
    says: 'A vault with backup instances or policies can not be deleted.',
    source: SOURCES.vaults,
  },
  {
    id: 'vault-delete-soft-deleted-items',
    says: 'Before api-version 2025-09-01 a vault with soft-deleted instances can not be deleted either.',
    source: SOURCES.secureByDefault,
  },
  {
    id: 'vault-soft-deleted',
    says: 'From api-version 2025-09-01 on a deleted vault is soft-deleted, with the soft-deleted instances in it; its name is free at once.',
    source: SOURCES.secureByDefault,
  },
  {
    id: 'vault-undelete',
    says: 'A PUT that names a soft-deleted vault in its header brings it back with what it held.',
    source: SOURCES.spec202509,
  },
  {
    id: 'vault-secure-region',
    says: 'Where secure by default is generally available, deletes are soft in every version, also with soft delete Off.',
    source: SOURCES.secureByDefault,
  },

  // Policies.
  {
    id: 'policy-written-at-once',
    says: 'A policy is written at once, with 200, and told as it was sent; tags get an id.',
    source: SOURCES.restPolicies,
  },
  {
    id: 'policy-input',
    says: 'A policy that is not of the known shape is refused with BMSUserErrorInvalidInput.',
    source: SOURCES.invalidInput,
  },
  {
    id: 'policy-names-once',
    says: 'No two rules of a policy have the same name, Default included.',
    source: SOURCES.sameName,
  },
  {
    id: 'policy-tags-and-rules',
    says: 'Every retention rule has a tag of the same name in the trigger, and the reverse.',
    source: SOURCES.restPolicies,
  },
  {
    id: 'policy-retention-range',
    says: 'A rule keeps backups for 7 days to 10 years.',
    source: SOURCES.policyPreview,
  },
  {
    id: 'policy-vault-store',
    says: 'Backups go to the vault store; the archive tier is not supported.',
    source: SOURCES.matrix,
  },
  {
    id: 'policy-interval',
    says: 'A schedule repeats R/<date>T<time>/P<n>W or D: the time with colons, with a date, with an offset or none.',
    source: SOURCES.spec202607,
  },
  {
    id: 'policy-several-triggers',
    says: 'Several triggers, and daily ones, are taken when the policy is written.',
    source: SOURCES.restPolicies,
  },
  {
    id: 'policy-not-modified',
    says: 'An existing policy can be written again as it is, and can not be modified.',
    source: SOURCES.restPolicies,
  },
  {
    id: 'policy-in-use',
    says: 'A policy that an instance uses can not be deleted: UserErrorDppPolicyObjectInUse.',
    source: SOURCES.policyInUse,
  },

  // Instances.
  {
    id: 'instance-before-protection',
    says: 'An instance is created, provisioned, and then configured for protection.',
    source: SOURCES.azurerm,
  },
  {
    id: 'instance-permissions',
    says: 'Without the Long Term Retention Backup role on the server or Reader on its resource group protection ends in ProtectionError with UserErrorMissingRequiredPermissions.',
    source: SOURCES.restInstances,
  },
  {
    id: 'instance-propagation',
    says: 'A role that has not taken effect yet is no role: an instance that is created too soon fails.',
    source: SOURCES.restInstances,
  },
  {
    id: 'instance-validate',
    says: 'validateForBackup refuses what is protected at once, and tells missing permissions when its operation has ended.',
    source: SOURCES.restInstances,
  },
  {
    id: 'instance-policy-of-vault',
    says: 'An instance follows a policy of its own vault, and backs up a server that exists.',
    source: SOURCES.restInstances,
  },
  {
    id: 'datasource-protected',
    says: 'A server that any vault protects can not be protected again: UserErrorDppDatasourceAlreadyProtected.',
    source: SOURCES.restInstances,
  },
  {
    id: 'datasource-soft-deleted',
    says: 'A server whose instance is soft-deleted can not be protected again, under whatever name, also when it was made anew.',
    source: SOURCES.secureByDefault,
  },
  {
    id: 'server-replica',
    says: 'Replicas are not protected.',
    source: SOURCES.matrix,
  },
  {
    id: 'server-dumps',
    says: 'The generally available backup takes neither Premium SSD v2 nor elastic clusters.',
    source: SOURCES.configure,
  },
  {
    id: 'server-physical',
    says: 'The preview of physical backups takes no Burstable tier, no PostgreSQL before 15, no cluster above 8 nodes, and some regions not.',
    source: SOURCES.matrixV2,
  },
  {
    id: 'server-region',
    says: 'The vault is in the region of the server, except under the edition of 2024-12-17.',
    source: SOURCES.matrixRegion,
  },
  {
    id: 'instance-change-policy',
    says: 'The policy of an instance can be changed; recovery points keep their tag and expiry.',
    source: SOURCES.manage,
  },
  {
    id: 'instance-soft-deleted',
    says: 'With soft delete an instance that was protected stays, for the days of the vault, as a deleted instance that can be brought back stopped.',
    source: SOURCES.secureByDefault,
  },
  {
    id: 'instance-gone',
    says: 'With soft delete Off, before api-version 2025-09-01, an instance is gone at once; so is one that never was protected.',
    source: SOURCES.azurerm,
  },
  {
    id: 'instance-immutable',
    says: 'In an immutable vault an instance is not deleted while recovery points have not expired.',
    source: SOURCES.immutability,
  },
  {
    id: 'stop-protection',
    says: 'With protection stopped no backups are made and recovery points are held forever; those that expired meanwhile go when it is resumed.',
    source: SOURCES.manage,
  },
  {
    id: 'suspend-backups',
    says: 'With backups suspended recovery points expire as the policy says, except the latest, which is held forever.',
    source: SOURCES.manage,
  },

  // Backups, as time goes by.
  {
    id: 'backup-weekday',
    says: 'A backup runs on the weekday and at the time of the start of its interval.',
    source: SOURCES.restPolicies,
  },
  {
    id: 'backup-missing-role',
    says: 'A backup without the Long Term Retention Backup role fails: AuthorizationFailed.',
    source: SOURCES.troubleshoot,
  },
  {
    id: 'backup-server-not-ready',
    says: 'A backup of a server that is not Ready fails: ServerNotReadyForLongTermBackup.',
    source: SOURCES.troubleshoot,
  },
  {
    id: 'backup-server-gone',
    says: 'A backup of a server that is gone, or whose resource group is, fails: ResourceNotFound, ResourceGroupNotFound.',
    source: SOURCES.troubleshoot,
  },
  {
    id: 'backup-too-large',
    says: 'Protection of a server above the limit is configured, and its backups fail: above 1 TB, and above 32 TB (64 TB on Premium SSD v2) for physical ones.',
    source: SOURCES.matrix,
  },
  {
    id: 'backup-once-a-week',
    says: 'Only the first backup of a week is executed; further ones of the week fail.',
    source: SOURCES.matrix,
  },
  {
    id: 'backup-once-a-day',
    says: 'Backups on several days of the week succeed, never two on one day, in the edition of 2025-02-28 and for physical backups.',
    source: SOURCES.portal,
  },
  {
    id: 'backup-concurrent',
    says: 'While a backup of an instance runs another one is refused, or fails: UserErrorMaxConcurrentOperationLimitReached.',
    source: SOURCES.troubleshoot,
  },
  {
    id: 'backup-on-demand',
    says: 'A backup on demand names a retention rule of the policy and is kept by it.',
    source: SOURCES.cli,
  },
  {
    id: 'point-shape',
    says: 'A recovery point is told as a discrete, full one in the vault store, with its tag and expiry.',
    source: SOURCES.restRestore,
  },
  {
    id: 'point-rank',
    says: 'Of the tags whose criteria a backup meets, the one with the lowest priority wins; the default where it meets none.',
    source: SOURCES.portal,
  },
  {
    id: 'point-first',
    says: 'The first of a day, week, month or year is the first backup that succeeds in it.',
    source: SOURCES.restPolicies,
  },
  {
    id: 'point-criteria',
    says: 'Tags go by days of the week, weeks of the month, months, days of the month and times as well.',
    source: SOURCES.spec,
  },
  {
    id: 'point-expiry',
    says: 'A recovery point expires by the calendar, as the rule of its tag said when it was made, and is gone then.',
    source: SOURCES.restRestore,
  },
];

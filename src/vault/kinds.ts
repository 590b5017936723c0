import type { BackupVaultProps } from './backup-vault-props';
import { Kind } from './given';

/** What the props of a vault have to be. */
export const VAULT_KINDS = {
  redundancy: {
    code: 'VaultRedundancy',
    what: 'a VaultRedundancy',
    member: 'name',
    mend: 'give VaultRedundancy.GEO_REDUNDANT or one of the others',
  },
  softDelete: {
    code: 'PGB503',
    what: 'a SoftDelete',
    member: 'state',
    mend: 'give SoftDelete.on(…)',
  },
  immutability: {
    code: 'Immutability',
    what: 'an Immutability',
    member: 'state',
    mend: 'give Immutability.unlocked() or one of the others',
  },
  crossRegionRestore: {
    code: 'PGB501',
    what: 'a CrossRegionRestore',
    member: 'oneWayDoor',
    mend: 'give CrossRegionRestore.enabled(…), which is for good, or leave it out',
  },
  crossSubscriptionRestore: {
    code: 'CrossSubscriptionRestore',
    what: 'a CrossSubscriptionRestore',
    member: 'state',
    mend: 'give CrossSubscriptionRestore.disabled() or one of the others',
  },
  propagationWait: {
    code: 'PropagationWait',
    what: 'a PropagationWait',
    member: 'duration',
    mend: 'give PropagationWait.minutes(…)',
  },
} satisfies { readonly [prop in keyof BackupVaultProps]?: Kind };

/** A vault that has to be given. */
export function vaultKind(code: string): Kind {
  const mend = 'give a BackupVault, or one that exists with BackupVault.fromBackupVaultId(…)';
  return { code, what: 'a backup vault', member: 'vaultId', mend, isRequired: true };
}

/** A server that has to be given. */
export const SERVER_KIND: Kind = {
  code: 'ServerId',
  what: 'a flexible server',
  member: 'serverId',
  mend: 'give a ProtectedFlexServer, or one that exists with FlexServer.fromServerId(…)',
  isRequired: true,
};

export const RETENTION_KIND: Kind = {
  code: 'PGB301',
  what: 'a Retention',
  member: 'toIsoString',
  mend: 'give Retention.years(…), or months, weeks or days',
};

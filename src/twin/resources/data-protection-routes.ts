import { BACKUP_INSTANCE_ROUTES } from './backup-instance';
import { BACKUP_INSTANCE_ACTION_ROUTES } from './backup-instance-actions';
import { BACKUP_INSTANCE_RESTORE_ROUTES } from './backup-instance-restore';
import { BACKUP_JOB_ROUTES } from './backup-job';
import { BACKUP_POLICY_ROUTES } from './backup-policy';
import { BACKUP_VAULT_ROUTES } from './backup-vault';
import { CROSS_REGION_RESTORE_ROUTES } from './cross-region-restore';
import { DELETED_INSTANCE_ROUTES } from './deleted-backup-instance';
import { DELETED_VAULT_ROUTES } from './deleted-backup-vault';
import { RECOVERY_POINT_ROUTES } from './recovery-point';
import { RESOURCE_GUARD_ROUTES } from './resource-guard';
import type { Route } from '../arm/route';

/** Everything of Microsoft.DataProtection. */
export const DATA_PROTECTION_ROUTES: readonly Route[] = [
  ...BACKUP_VAULT_ROUTES,
  ...BACKUP_POLICY_ROUTES,
  ...BACKUP_INSTANCE_ROUTES,
  ...BACKUP_INSTANCE_ACTION_ROUTES,
  ...BACKUP_INSTANCE_RESTORE_ROUTES,
  ...CROSS_REGION_RESTORE_ROUTES,
  ...BACKUP_JOB_ROUTES,
  ...RECOVERY_POINT_ROUTES,
  ...DELETED_INSTANCE_ROUTES,
  ...DELETED_VAULT_ROUTES,
  ...RESOURCE_GUARD_ROUTES,
];

export * from './backup-criteria';
export { BackupInstance, type BackupInstanceProps, type ProtectOptions } from './backup-instance';
export * from './backup-policy';
export * from './retention-rule';

import { BackupCriteria } from './backup-criteria';
import { Retention } from '../time/retention';

/** A retention rule beside the weekly, monthly and yearly ones. Its rank is set by the policy: rarer rules come first. */
export interface RetentionRule {
  /** Letters and digits, a letter first, not `Default`; unique in the policy. */
  readonly name: string;
  /** Which backups it is for. */
  readonly criteria: BackupCriteria;
  /** How long they are kept: 7 days to 10 years. */
  readonly retention: Retention;
}

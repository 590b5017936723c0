import { BackupConfigurationError } from '../errors';

/**
 * The written word that a setting can't be undone. Settings that Azure never takes back ask for one instead of a boolean.
 */
export class OneWayDoor {
  /**
   * Says that the setting can't be undone and is wanted all the same.
   * @param reason why the setting is wanted although it can't be undone; it stands in every report
   * @throws PGB504 when the reason is empty
   */
  public static understood(reason: string): OneWayDoor {
    if (reason.trim() === '') {
      throw new BackupConfigurationError({
        code: 'PGB504',
        message: '`reason` must be a sentence that says why, got: (empty).',
        mend: 'say why the setting is wanted although it can never be undone',
      });
    }
    return new OneWayDoor(reason);
  }

  private constructor(
    /** Why the setting is wanted. */
    public readonly reason: string,
  ) {}
}

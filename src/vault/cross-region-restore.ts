import { OneWayDoor, understood } from './one-way-door';

/**
 * Restoring from the copies in the paired region. Only on geo-redundant vaults, can't be turned off again, and a new
 * recovery point takes up to 12 hours to be seen there.
 * @see https://learn.microsoft.com/azure/backup/create-manage-backup-vault
 */
export class CrossRegionRestore {
  /**
   * Allows restores in the paired region, for good.
   * @throws PGB504 when the word that there is no way back is missing
   */
  public static enabled(door: OneWayDoor): CrossRegionRestore {
    return new CrossRegionRestore(understood(door));
  }

  private constructor(
    /** The word that the setting can't be undone. */
    public readonly oneWayDoor: OneWayDoor,
  ) {}
}

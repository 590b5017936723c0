import { OneWayDoor } from './one-way-door';

/**
 * Restoring from the copies in the paired region. Only on geo-redundant vaults, can't be turned off again, and a new
 * recovery point takes up to 12 hours to be seen there.
 * @see https://learn.microsoft.com/azure/backup/create-manage-backup-vault
 */
export class CrossRegionRestore {
  /** Allows restores in the paired region, for good. */
  public static enabled(door: OneWayDoor): CrossRegionRestore {
    return new CrossRegionRestore(door);
  }

  private constructor(
    /** The word that the setting can't be undone. */
    public readonly oneWayDoor: OneWayDoor,
  ) {}
}

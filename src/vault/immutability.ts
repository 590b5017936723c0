import { OneWayDoor, understood } from './one-way-door';

/**
 * Whether backups can be deleted before their time.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-immutable-vault-concept
 */
export class Immutability {
  /** Backups can be deleted before their time. */
  public static disabled(): Immutability {
    return new Immutability('Disabled');
  }

  /** Backups can't be deleted before their time; the setting itself can be taken back. */
  public static unlocked(): Immutability {
    return new Immutability('Unlocked');
  }

  /**
   * As `unlocked`, and nobody can ever take the setting back.
   * @throws PGB504 when the word that there is no way back is missing
   */
  public static locked(door: OneWayDoor): Immutability {
    return new Immutability('Locked', understood(door));
  }

  private constructor(
    /** `Disabled`, `Unlocked` or `Locked`, as azurerm's `immutability` takes it. */
    public readonly state: string,
    /**
     * The word that the setting can't be undone.
     * @default - it can be undone
     */
    public readonly oneWayDoor?: OneWayDoor,
  ) {}
}

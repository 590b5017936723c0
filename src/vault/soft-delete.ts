import { BackupConfigurationError } from '../errors';
import { OneWayDoor, understood } from './one-way-door';
import { citeWithUrl } from '../matrix/citation';
import { LIMITS } from '../matrix/limits';
import { show } from '../terraform/check';
import { isUnresolvedNumber } from '../time/token';

/**
 * How long deleted backups can be brought back. The first 14 days cost nothing.
 * @see https://learn.microsoft.com/azure/backup/secure-by-default
 */
export class SoftDelete {
  /**
   * Deleted backups can be brought back for a time; it can be turned off again.
   * @param days 14 to 180; 14 by default
   * @throws PGB503 when the days are out of range
   */
  public static on(days: number = LIMITS.softDelete.defaultDays): SoftDelete {
    return new SoftDelete('On', checkedDays(days));
  }

  /**
   * As `on`, and nobody can ever turn it off.
   * @param days 14 to 180
   * @throws PGB503 when the days are out of range
   * @throws PGB504 when the word that there is no way back is missing
   */
  public static alwaysOn(days: number, door: OneWayDoor): SoftDelete {
    return new SoftDelete('AlwaysOn', checkedDays(days), understood(door));
  }

  /**
   * Deleted backups are gone at once. Azure ignores it in the regions where vaults are secure by default; rule PGB502
   * warns.
   */
  public static off(): SoftDelete {
    return new SoftDelete('Off');
  }

  private constructor(
    /** `On`, `AlwaysOn` or `Off`, as azurerm's `soft_delete` takes it. */
    public readonly state: string,
    /**
     * Days for which deleted backups are kept.
     * @default - soft delete is off
     */
    public readonly days?: number,
    /**
     * The word that the setting can't be undone.
     * @default - it can be undone
     */
    public readonly oneWayDoor?: OneWayDoor,
  ) {}
}

function checkedDays(days: number): number {
  const { minDays, maxDays, source } = LIMITS.softDelete;
  if (isUnresolvedNumber(days) || (Number.isInteger(days) && days >= minDays && days <= maxDays)) return days;
  throw new BackupConfigurationError({
    code: 'PGB503',
    message: `\`days\` of soft delete must be between ${minDays} and ${maxDays} days, got: ${show(days)} days.`,
    limit: citeWithUrl(source),
    mend: `give a whole number of days from ${minDays} to ${maxDays}`,
  });
}

import { givenText, isOf } from './given';
import { BackupConfigurationError } from '../errors';
import { show } from '../terraform/check';

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
    const mend = 'say why the setting is wanted although it can never be undone';
    return new OneWayDoor(givenText('PGB504', 'reason', reason, 'a sentence that says why', mend));
  }

  private constructor(
    /** Why the setting is wanted. */
    public readonly reason: string,
  ) {}
}

/**
 * The word that there is no way back. Programs without type checks leave it out, and the door would close unsaid.
 * @param path of the construct, where there is one
 */
export function understood(door: OneWayDoor, prop = 'door', path?: string): OneWayDoor {
  if (isOf(door, 'reason')) return door;
  throw new BackupConfigurationError({
    code: 'PGB504',
    path,
    message: `\`${prop}\` must be the word that there is no way back, got: ${show(door)}.`,
    mend: 'give OneWayDoor.understood("…") with the reason, or choose a setting that can be taken back',
  });
}

import { BackupConfigurationError } from '../errors';
import { show } from '../terraform/check';
import { isUnresolvedNumber } from '../time/token';

/**
 * How long Terraform waits between assigning the vault's roles and protecting the server. A role that Azure has accepted
 * isn't in force everywhere at once; an instance made too soon ends in ProtectionError and is left behind broken.
 */
export class PropagationWait {
  /** Ten minutes: role changes can take that long to take effect. */
  public static readonly DEFAULT = new PropagationWait('10m');

  /**
   * So many minutes.
   * @param minutes a whole number of minutes, at least 1
   * @throws PropagationWait when it isn't
   */
  public static minutes(minutes: number): PropagationWait {
    return new PropagationWait(`${checked(minutes, 'minutes')}m`);
  }

  /**
   * So many seconds.
   * @param seconds a whole number of seconds, at least 1
   * @throws PropagationWait when it isn't
   */
  public static seconds(seconds: number): PropagationWait {
    return new PropagationWait(`${checked(seconds, 'seconds')}s`);
  }

  /** No wait: where the roles are known to be in force, or another step waits. */
  public static none(): PropagationWait {
    return new PropagationWait();
  }

  private constructor(
    /**
     * As `time_sleep` takes it.
     * @default - no wait
     */
    public readonly duration?: string,
  ) {}
}

function checked(amount: number, unit: string): number {
  if (isUnresolvedNumber(amount) || (Number.isInteger(amount) && amount > 0)) return amount;
  throw new BackupConfigurationError({
    code: 'PropagationWait',
    message: `\`${unit}\` must be a whole number above 0, got: ${show(amount)}.`,
    mend: `give a whole number of ${unit}, or use PropagationWait.none()`,
  });
}

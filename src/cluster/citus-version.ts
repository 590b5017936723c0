import { BackupConfigurationError } from '../errors';
import { show } from '../terraform/check';
import { isUnresolvedString } from '../time/token';

/** Version of the Citus extension. */
export class CitusVersion {
  /** Citus 11.3, which comes with PostgreSQL 13 and runs on 14 and 15 too. */
  public static readonly V11_3 = new CitusVersion('11.3');
  /** Citus 12.1, which comes with PostgreSQL 14 to 16. */
  public static readonly V12_1 = new CitusVersion('12.1');

  /**
   * A version by its number, or a token.
   * @throws CitusVersion when it isn't one
   */
  public static of(version: string): CitusVersion {
    if (!isUnresolvedString(version) && !/^\d{1,2}\.\d{1,2}$/.test(version)) {
      throw new BackupConfigurationError({
        code: 'CitusVersion',
        message: `\`version\` must be a version of two numbers, got: ${show(version)}.`,
        mend: 'write it as in "12.1"',
      });
    }
    return new CitusVersion(version);
  }

  private constructor(
    /** As the API takes it. */
    public readonly version: string,
  ) {}
}

/** Less than 0 where the first is the older; both are known. */
export function compareCitus(one: string, other: string): number {
  const [[major, minor], [otherMajor, otherMinor]] = [one, other].map((version) => version.split('.').map(Number));
  return major - otherMajor || minor - otherMinor;
}

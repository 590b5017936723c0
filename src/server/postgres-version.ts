import { BackupConfigurationError } from '../errors';
import { POSTGRES_VERSIONS, postgresVersion } from '../matrix/postgres-versions';
import { show } from '../terraform/check';
import { isUnresolvedString } from '../time/token';

/** Major version of PostgreSQL. */
export class PostgresVersion {
  /** PostgreSQL 14. */
  public static readonly V14 = new PostgresVersion('14');
  /** PostgreSQL 15, the oldest that the v2 editions protect. */
  public static readonly V15 = new PostgresVersion('15');
  /** PostgreSQL 16. */
  public static readonly V16 = new PostgresVersion('16');
  /** PostgreSQL 17. */
  public static readonly V17 = new PostgresVersion('17');
  /** PostgreSQL 18. */
  public static readonly V18 = new PostgresVersion('18');

  /**
   * A major version by its number, or a token.
   * @throws PostgresVersion when it isn't one that flexible server has
   */
  public static of(major: string): PostgresVersion {
    if (!isUnresolvedString(major) && postgresVersion(major) === undefined) {
      const known = POSTGRES_VERSIONS.versions.map((version) => version.major).join(', ');
      throw new BackupConfigurationError({
        code: 'PostgresVersion',
        message: `\`major\` must be one of ${known}, got: ${show(major)}.`,
        mend: 'give the major version alone, as in "17"',
      });
    }
    return new PostgresVersion(major);
  }

  private constructor(
    /** The major version, as azurerm's `version` takes it. */
    public readonly major: string,
  ) {}
}

import { BackupConfigurationError } from '../errors';
import { compareDurations, parseDuration } from './duration';
import type { Duration, DurationUnit } from './duration';
import { show } from './show';
import { isUnresolvedNumber, isUnresolvedString } from './token';

const NOUNS: Readonly<Record<DurationUnit, string>> = { Y: 'year', M: 'month', W: 'week', D: 'day' };

/** Keeps every date that a retention leads to within the calendar; far over the ten years that Azure keeps a point. */
const MAX_AMOUNT = 9999;

/**
 * How long a recovery point is kept: a number of years, months, weeks or days.
 *
 * It is written in the unit it was given in, never converted: `Retention.weeks(12)` stays `P12W`. Azure Backup keeps
 * vaulted PostgreSQL points from 7 days to 10 years; that range belongs to the support matrix and is checked where a
 * retention is used (PGB301), not here.
 *
 * Retentions compare on the calendar, see `Retention.compare`. The amount may be a token (a Terraform variable): the
 * retention is then unresolved, it can be used but not compared.
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-database-postgresql-flex
 */
export class Retention {
  /**
   * So many days, `P7D`.
   *
   * Throws PGB302 unless it is a whole number from 1 to 9999 or a token.
   *
   * @param amount The number of days.
   */
  public static days(amount: number): Retention {
    return Retention.of(amount, 'D');
  }

  /**
   * So many weeks of seven days, `P12W`.
   *
   * Throws PGB302 unless it is a whole number from 1 to 9999 or a token.
   *
   * @param amount The number of weeks.
   */
  public static weeks(amount: number): Retention {
    return Retention.of(amount, 'W');
  }

  /**
   * So many calendar months, `P3M`.
   *
   * Throws PGB302 unless it is a whole number from 1 to 9999 or a token.
   *
   * @param amount The number of months.
   */
  public static months(amount: number): Retention {
    return Retention.of(amount, 'M');
  }

  /**
   * So many calendar years, `P10Y`.
   *
   * Throws PGB302 unless it is a whole number from 1 to 9999 or a token.
   *
   * @param amount The number of years.
   */
  public static years(amount: number): Retention {
    return Retention.of(amount, 'Y');
  }

  /**
   * Reads an ISO-8601 duration of one unit: `P10Y`, `P3M`, `P12W` or `P7D`, with an amount from 1 to 9999.
   *
   * The provider lets more through (`P0D`, `P1Y6M`, `PT12H`) that no backup policy can work with: those throw PGB302.
   *
   * @param iso The duration, or a token or Terraform expression, which is kept as it is.
   */
  public static parse(iso: string): Retention {
    if (isUnresolvedString(iso)) return new Retention(iso, iso);
    const parsed = parseDuration(iso);
    if (parsed.ok && parsed.amount <= MAX_AMOUNT) return Retention.of(parsed.amount, parsed.unit);
    throw new BackupConfigurationError({
      code: 'PGB302',
      message: `\`retention\` must be P<n>Y, P<n>M, P<n>W or P<n>D with n between 1 and ${MAX_AMOUNT}, got: ${show(iso)}.`,
      mend: mendFor(iso, parsed.ok ? `the amount must be at most ${MAX_AMOUNT}` : parsed.why),
    });
  }

  /**
   * Puts two retentions in order: a negative number where `a` is shorter, a positive one where it is longer, 0 where they
   * are equal. The order is total and doesn't depend on the day it is asked on.
   *
   * Weeks and days compare exactly (1 week equals 7 days), and so do years and months (12 months equal 1 year). Between the
   * two the calendar leaves room, as a year has 365 or 366 days and a month 28 to 31: months and years are then counted
   * from 1 February 2025, from where they are as short as they get. So 365 days equal 1 year, 366 days are longer than
   * 1 year, 28 days equal 1 month, and 10 years equal 3652 days. Where the start date makes no difference to the answer,
   * that is the answer.
   *
   * Azure's limit of ten years is judged more strictly than this order does: PGB301 refuses more than 3650 days.
   *
   * Throws UnresolvedRetention where one of them holds a token.
   *
   * @param a The one retention.
   * @param b The other retention.
   */
  public static compare(a: Retention, b: Retention): number {
    return compareDurations(a.known(), b.known());
  }

  private static of(amount: number, unit: DurationUnit): Retention {
    const text = `P${amount}${unit}`;
    const human = `${amount} ${NOUNS[unit]}${amount === 1 ? '' : 's'}`;
    if (isUnresolvedNumber(amount)) return new Retention(text, human);
    if (Number.isInteger(amount) && amount >= 1 && amount <= MAX_AMOUNT) {
      return new Retention(text, human, { amount, unit });
    }
    throw new BackupConfigurationError({
      code: 'PGB302',
      message: `\`${NOUNS[unit]}s\` must be a whole number between 1 and ${MAX_AMOUNT}, got: ${show(amount)}.`,
    });
  }

  private constructor(
    private readonly iso: string,
    private readonly human: string,
    private readonly duration?: Duration,
  ) {}

  /** The ISO-8601 duration that goes into the policy, in the unit it was given in: `P10Y`, `P3M`, `P12W`, `P7D`. */
  public toIsoString(): string {
    return this.iso;
  }

  /** The retention in words: "10 years", "1 week". One that was parsed from a token gives the token. */
  public toHumanString(): string {
    return this.human;
  }

  /** The same as `toIsoString()`. */
  public toString(): string {
    return this.iso;
  }

  /** Whether the amount is a token, known only when Terraform plans. Such a retention can't be compared. */
  public isUnresolved(): boolean {
    return this.duration === undefined;
  }

  /**
   * Whether this keeps longer than the other, in the order of `Retention.compare`.
   *
   * Throws UnresolvedRetention where one of them holds a token.
   *
   * @param other The retention to compare with.
   */
  public isLongerThan(other: Retention): boolean {
    return Retention.compare(this, other) > 0;
  }

  /**
   * Whether this keeps for a shorter time than the other, in the order of `Retention.compare`.
   *
   * Throws UnresolvedRetention where one of them holds a token.
   *
   * @param other The retention to compare with.
   */
  public isShorterThan(other: Retention): boolean {
    return Retention.compare(this, other) < 0;
  }

  /**
   * Whether both keep equally long, in the order of `Retention.compare`, be they written in different units.
   *
   * Throws UnresolvedRetention where one of them holds a token.
   *
   * @param other The retention to compare with.
   */
  public isAsLongAs(other: Retention): boolean {
    return Retention.compare(this, other) === 0;
  }

  private known(): Duration {
    if (this.duration !== undefined) return this.duration;
    throw new BackupConfigurationError({
      code: 'UnresolvedRetention',
      message: `\`retention\` must be known at synthesis to be compared, got: ${this.iso}.`,
      mend: 'Ask isUnresolved() first, or give the retention as a literal.',
    });
  }
}

function mendFor(iso: string, why: string): string {
  const upper = String(iso).toUpperCase();
  const meant = [upper, `P${upper}`].find((candidate) => candidate !== iso && parseDuration(candidate).ok);
  return meant === undefined ? `Mind that ${why}.` : `Did you mean "${meant}"?`;
}

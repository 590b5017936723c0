import { BackupConfigurationError } from '../errors';
import { LIMITS } from '../matrix/limits';
import { show } from '../terraform/check';
import { DayOfWeek, WEEK } from '../time/day-of-week';
import { isUnresolvedString } from '../time/token';
import { withoutNulls } from '../vault/given';

/** Which backups a retention rule is for. */
export class BackupCriteria {
  /** The first successful backup of each week. */
  public static readonly FIRST_OF_WEEK = new BackupCriteria('FirstOfWeek', [], [], [], 52);
  /** The first successful backup of each month. */
  public static readonly FIRST_OF_MONTH = new BackupCriteria('FirstOfMonth', [], [], [], 12);
  /** The first successful backup of each year. */
  public static readonly FIRST_OF_YEAR = new BackupCriteria('FirstOfYear', [], [], [], 1);

  /**
   * Backups taken on certain days; what is left out means every one.
   * @throws PGB309 when nothing is chosen, or a name isn't one
   */
  public static on(days: BackupDays): BackupCriteria {
    days = withoutNulls(days);
    const weeks = checked('weeksOfMonth', days.weeksOfMonth ?? [], LIMITS.weeksOfMonth.allowed);
    const months = checked('monthsOfYear', days.monthsOfYear ?? [], LIMITS.monthsOfYear.allowed);
    const daysOfWeek = checked('daysOfWeek', days.daysOfWeek ?? [], WEEK);
    if (daysOfWeek.length + weeks.length + months.length === 0) {
      throw new BackupConfigurationError({
        code: 'PGB309',
        message: '`days` must choose days, weeks or months, got: (nothing).',
        mend: 'name days of the week, weeks of the month or months of the year, or use BackupCriteria.FIRST_OF_MONTH and its like',
      });
    }
    const perYear = (daysOfWeek.length || 1) * (weeks.length || 52 / 12) * (months.length || 12);
    return new BackupCriteria(undefined, daysOfWeek, weeks, months, perYear);
  }

  private constructor(
    /** @internal */
    public readonly _absolute: string | undefined,
    /** @internal */
    public readonly _daysOfWeek: readonly DayOfWeek[],
    /** @internal */
    public readonly _weeksOfMonth: readonly string[],
    /** @internal */
    public readonly _monthsOfYear: readonly string[],
    /** How many backups of a weekly schedule meet it in a year, about: rarer rules rank first. @internal */
    public readonly _perYear: number,
  ) {}
}

/** Days on which backups are taken. */
export interface BackupDays {
  /**
   * Days of the week.
   * @default - every day of the schedule
   */
  readonly daysOfWeek?: DayOfWeek[];
  /**
   * `First`, `Second`, `Third`, `Fourth` or `Last`.
   * @default - every week
   */
  readonly weeksOfMonth?: string[];
  /**
   * English names of months.
   * @default - every month
   */
  readonly monthsOfYear?: string[];
}

function checked<T extends string>(prop: string, values: readonly T[], allowed: readonly string[]): readonly T[] {
  const others = values.filter((value) => !isUnresolvedString(value) && !allowed.includes(value));
  if (others.length === 0) return values;
  const [wrong] = others;
  const near = allowed.find((name) => name.toLowerCase() === String(wrong).trim().toLowerCase());
  throw new BackupConfigurationError({
    code: 'PGB309',
    message: `\`${prop}\` must be one of ${allowed.join(', ')}, got: ${show(wrong)}.`,
    mend: near === undefined ? 'use one of these names' : `did you mean "${near}"?`,
  });
}

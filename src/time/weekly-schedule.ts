import { BackupConfigurationError } from '../errors';
import { addDays, anchorDate, weekdayOf } from './calendar';
import { DayOfWeek, WEEK } from './day-of-week';
import { isOffset, isTimeOfDay, parseInterval } from './interval';
import { show } from './show';
import { isUnresolvedString } from './token';

/** From when on, and on whose clock, a weekly schedule runs. */
export interface WeeklyScheduleOptions {
  /**
   * The date `YYYY-MM-DD` from which the schedule counts, on the clock of `utcOffset`. Years 1900 to 9998. Azure takes the
   * weekday of the start date for the day of the backup, so for one day it has to fall on that day.
   *
   * @default - the day in the week from Sunday 2024-01-07 to Saturday 2024-01-13, never today: the same stack gives the same schedule on every day
   */
  readonly startDate?: string;

  /**
   * The offset from UTC on whose clock time and start date are written, `±hh:mm` from `-12:00` to `+14:00`.
   *
   * @default '+00:00'
   */
  readonly utcOffset?: string;

  /**
   * The time zone that the policy names beside its schedule: a Windows time zone name (`India Standard Time`) or `UTC`.
   * It doesn't move the time, which is on the clock of `utcOffset`.
   *
   * @default 'UTC'
   */
  readonly timeZone?: string;
}

/** One entry of the schedule; the day is undefined where it hangs on a token. */
interface Entry {
  readonly day?: DayOfWeek;
  readonly interval: string;
}

/**
 * On which days of the week, and when, the vaulted backup starts: one repeating interval `R/<start>/P1W` per day, whose
 * start date falls on that day.
 *
 * Azure runs a vaulted PostgreSQL backup weekly; how many days a week the service carries out depends on the edition of
 * the support matrix (PGB203) and is not judged here. The time is that of the start, not a window and not the end.
 *
 * Texts may hold tokens; the schedule is then unresolved and what hangs on them is not checked.
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-database-postgresql-flex-use-rest-api-create-update-policy
 */
export class WeeklySchedule {
  /**
   * Every week on one day.
   *
   * Throws PGB201 for a time, start date or offset that is malformed, or a start date on another weekday; PGB204 for a
   * blank time zone.
   *
   * @param day The day of the week.
   * @param time The start, `HH:MM` from 00:00 to 23:59 on the clock of `utcOffset`.
   * @param options Start date, offset and time zone.
   */
  public static on(day: DayOfWeek, time: string, options: WeeklyScheduleOptions = {}): WeeklySchedule {
    const { startDate } = options;
    checkDays([day]);
    checkStartDate(startDate);
    if (startDate !== undefined && !isUnresolvedString(startDate) && weekdayOf(startDate) !== day) {
      throw wrongWeekday(day, startDate);
    }
    return WeeklySchedule.of([day], time, options);
  }

  /**
   * Every week on several days, at the same time.
   *
   * With a start date, each day counts from its first occurrence on or after that date.
   *
   * Throws PGB201 for no day or one named twice, for a time, start date or offset that is malformed, and for several days
   * from a start date that is a token; PGB204 for a blank time zone.
   *
   * @param days The days of the week, each once, in any order.
   * @param time The start, `HH:MM` from 00:00 to 23:59 on the clock of `utcOffset`.
   * @param options Start date, offset and time zone.
   */
  public static onDays(days: DayOfWeek[], time: string, options: WeeklyScheduleOptions = {}): WeeklySchedule {
    checkDays(days ?? []);
    checkStartDate(options.startDate);
    return WeeklySchedule.of(days, time, options);
  }

  /**
   * Reads one weekly interval, `R/2024-01-07T02:00:00+00:00/P1W`, and keeps it as it is written.
   *
   * The start is a date, a time hh:mm, hh:mm:ss or hh:mm:ss.sss, and `Z` or an offset ±hh:mm. Throws PGB201 for anything
   * else, PGB202 for another period than P1W, PGB204 for a blank time zone.
   *
   * @param interval The interval, or a token or Terraform expression, which is kept as it is.
   * @param timeZone The time zone that the policy names beside it: a Windows time zone name or `UTC`, which is the default.
   */
  public static parse(interval: string, timeZone?: string): WeeklySchedule {
    const zone = checkedTimeZone(timeZone);
    if (isUnresolvedString(interval)) return new WeeklySchedule([{ interval }], interval, zone);
    const parsed = parseInterval(interval);
    if (!parsed.ok) {
      throw new BackupConfigurationError({
        code: 'PGB201',
        message: `\`interval\` must be R/<YYYY-MM-DD>T<hh:mm:ss><±hh:mm>/P1W, got: ${show(interval)}.`,
        mend: `Mind that ${parsed.why}.`,
      });
    }
    if (parsed.amount !== 1 || parsed.unit !== 'W') {
      throw new BackupConfigurationError({
        code: 'PGB202',
        message: `\`interval\` must have the period P1W, got: ${interval}.`,
      });
    }
    return new WeeklySchedule([{ day: parsed.weekday, interval }], clock(parsed.time, parsed.offset), zone);
  }

  private static of(days: DayOfWeek[], time: string, options: WeeklyScheduleOptions): WeeklySchedule {
    const { startDate, utcOffset = '+00:00' } = options;
    if (!isUnresolvedString(time) && !isTimeOfDay(time)) {
      throw new BackupConfigurationError({
        code: 'PGB201',
        message: `\`time\` must be between 00:00 and 23:59, written HH:MM, got: ${show(time)}.`,
      });
    }
    if (!isUnresolvedString(utcOffset) && !isOffset(utcOffset)) {
      throw new BackupConfigurationError({
        code: 'PGB201',
        message: `\`utcOffset\` must be between -12:00 and +14:00, written ±HH:MM, got: ${show(utcOffset)}.`,
      });
    }
    const zone = checkedTimeZone(options.timeZone);
    const entry = (day: DayOfWeek): Entry => {
      const date = startDate === undefined ? anchorDate(day) : firstOnOrAfter(startDate, day, days.length);
      const interval = `R/${date}T${time}:00${utcOffset}/P1W`;
      return isUnresolvedString(date) ? { interval } : { day, interval };
    };
    return new WeeklySchedule(inWeekOrder(days).map(entry), clock(time, utcOffset), zone, inWeekOrder(days));
  }

  /**
   * The time zone that the policy names beside the schedule. Never empty: without one the next plan replaces the policy.
   */
  public readonly timeZone: string;

  private constructor(
    private readonly entries: readonly Entry[],
    private readonly when: string,
    timeZone: string,
    private readonly declaredDays?: readonly DayOfWeek[],
  ) {
    this.timeZone = timeZone;
  }

  /**
   * The days on which it runs, Sunday first, on the clock of the offset.
   *
   * @default - undefined where the start date is a token, and the days with it
   */
  public get days(): DayOfWeek[] | undefined {
    const days = this.entries.map((entry) => entry.day);
    return days.includes(undefined) ? undefined : (days as DayOfWeek[]);
  }

  /** The repeating intervals for the policy, one per day, Sunday first: `R/2024-01-07T02:00:00+00:00/P1W`. */
  public toIntervals(): string[] {
    return this.entries.map((entry) => entry.interval);
  }

  /**
   * The schedule in words: "every Sunday at 02:00 UTC". A time zone other than UTC is named after it. One that was parsed
   * from a token gives the token.
   */
  public toHumanString(): string {
    const days = this.days ?? this.declaredDays;
    const zone = this.timeZone === 'UTC' ? '' : ` (time zone ${this.timeZone})`;
    return `${days === undefined ? '' : `every ${inWords(days)} at `}${this.when}${zone}`;
  }

  /** The same as `toHumanString()`. */
  public toString(): string {
    return this.toHumanString();
  }

  /** Whether an interval or the time zone holds a token, known only when Terraform plans. */
  public isUnresolved(): boolean {
    return [...this.toIntervals(), this.timeZone].some(isUnresolvedString);
  }
}

function checkDays(days: readonly DayOfWeek[]): void {
  const unknown = days.filter((day) => !WEEK.includes(day));
  if (unknown.length > 0) {
    throw new BackupConfigurationError({
      code: 'PGB201',
      message: `\`day\` must be one of ${WEEK.join(', ')}, got: ${show(unknown[0])}.`,
    });
  }
  if (days.length === 0 || new Set(days).size !== days.length) {
    throw new BackupConfigurationError({
      code: 'PGB201',
      message: `\`days\` must name at least one day and each day once, got: ${days.join(', ') || 'none'}.`,
    });
  }
}

function checkStartDate(startDate: string | undefined): void {
  if (startDate === undefined || isUnresolvedString(startDate)) return;
  // The years leave room for the nearest weekday on either side, in four digits.
  if (startDate >= '1900' && startDate < '9999' && weekdayOf(startDate) !== undefined) return;
  throw new BackupConfigurationError({
    code: 'PGB201',
    message: `\`startDate\` must be an existing date between 1900-01-01 and 9998-12-31, written YYYY-MM-DD, got: ${show(startDate)}.`,
  });
}

function wrongWeekday(day: DayOfWeek, startDate: string): BackupConfigurationError {
  const later = nextOnOrAfter(startDate, day);
  return new BackupConfigurationError({
    code: 'PGB201',
    message: `\`startDate\` must be a ${day}, got: ${startDate} (a ${weekdayOf(startDate)}).`,
    limit: 'Azure takes the weekday of the start date for the day of the backup.',
    mend: `The nearest ${day}s are ${addDays(later, -7)} and ${later}.`,
  });
}

function firstOnOrAfter(startDate: string, day: DayOfWeek, howManyDays: number): string {
  if (!isUnresolvedString(startDate)) return nextOnOrAfter(startDate, day);
  if (howManyDays === 1) return startDate;
  throw new BackupConfigurationError({
    code: 'PGB201',
    message: `\`startDate\` must be known at synthesis for several days, got: ${startDate}.`,
    mend: 'Leave it out, give a literal, or parse one interval per day.',
  });
}

function nextOnOrAfter(date: string, day: DayOfWeek): string {
  const ahead = (WEEK.indexOf(day) - WEEK.indexOf(weekdayOf(date)!) + 7) % 7;
  return ahead === 0 ? date : addDays(date, ahead);
}

/** An empty time zone is refused by the provider; which names are Windows zones is the business of PGB204. */
function checkedTimeZone(given: string | null | undefined): string {
  const timeZone = given ?? 'UTC';
  if (String(timeZone).trim() !== '') return timeZone;
  throw new BackupConfigurationError({
    code: 'PGB204',
    message: '`timeZone` must be a Windows time zone name or UTC, got: "".',
  });
}

function inWeekOrder(days: readonly DayOfWeek[]): DayOfWeek[] {
  return WEEK.filter((day) => days.includes(day));
}

/** "02:00 UTC", "02:00 UTC+05:30"; seconds only where there are some. */
function clock(time: string, offset: string): string {
  const utc = /^(?:Z|[+-]00:00)$/.test(offset) ? '' : offset;
  return `${time.replace(/^(\d\d:\d\d):00(?:\.000)?$/, '$1')} UTC${utc}`;
}

function inWords(days: readonly DayOfWeek[]): string {
  return days.length < 3 ? days.join(' and ') : `${days.slice(0, -1).join(', ')} and ${days[days.length - 1]}`;
}

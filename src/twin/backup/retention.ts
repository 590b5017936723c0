import { Temporal } from '@js-temporal/polyfill';
import { DAY } from './schedule';
import { invalidInput } from '../resources/data-protection';

/** How long a recovery point is kept. */
export interface Retention {
  /** As it was written. */
  readonly text: string;
  readonly duration: Temporal.Duration;
}

/** Calendar units only: no first-party article or template keeps a backup for hours. */
const WRITTEN = /^P(?=\d)(?:\d{1,4}Y)?(?:\d{1,4}M)?(?:\d{1,4}W)?(?:\d{1,5}D)?$/;
const DAYS_OF_A_YEAR = 365;
const LEAST_DAYS = 7;
const MOST_DAYS = 10 * DAYS_OF_A_YEAR;

/** Reads a rule's duration, between 7 days and 10 years. */
export function readRetention(rule: string, value: unknown): Retention {
  if (typeof value !== 'string' || !WRITTEN.test(value)) {
    throw invalidInput(
      `The retention rule '${rule}' needs an ISO 8601 duration of days, weeks, months or years, got: ${JSON.stringify(value)}.`,
    );
  }
  const duration = Temporal.Duration.from(value);
  const days = nominalDays(duration);
  if (days < LEAST_DAYS || days > MOST_DAYS) {
    throw invalidInput(`The retention rule '${rule}' must keep backups for 7 days to 10 years, got: ${value}.`);
  }
  return { text: value, duration };
}

/** How units compare isn't documented: a year has 365 days here, and twelve months, so that P120M is exactly ten years. */
function nominalDays({ years, months, weeks, days }: Temporal.Duration): number {
  return ((years * 12 + months) * DAYS_OF_A_YEAR) / 12 + weeks * 7 + days;
}

/** Finds out when recovery points expire; the same days are asked for again and again, for every instance. */
export class Calendar {
  private readonly known = new Map<string, number>();

  /** By the calendar, in UTC, from the time of the recovery point; a day that the month doesn't have is its last. */
  public expiry(at: number, { text, duration }: Retention): number {
    const day = Math.floor(at / DAY);
    const question = `${day} ${text}`;
    let answer = this.known.get(question);
    if (answer === undefined) {
      const date = Temporal.Instant.fromEpochMilliseconds(day * DAY)
        .toZonedDateTimeISO('UTC')
        .toPlainDate();
      answer = date.add(duration).toZonedDateTime('UTC').epochMilliseconds;
      this.known.set(question, answer);
    }
    return answer + (at - day * DAY);
  }
}

import { show } from './show';
import { isUnresolvedString } from './token';
import { isUtcTime } from './utc-time';
import { BackupConfigurationError } from '../errors';

const UTC = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d{1,7})?Z$/;
/** Another zone, or another spelling of UTC. */
const OTHER = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?([Zz]|[+-]\d{2}:?\d{2})$/;

/**
 * A point in time that something is restored to, in UTC. Whether it lies within what is kept is asked when there is a
 * "now" to ask from: see PGB807.
 */
export class PointInTime {
  /**
   * A point in time as Azure takes it: RFC 3339 in UTC, with seconds and a `Z`.
   * @param text as in `2026-11-20T04:30:00Z`, or a token
   * @throws PointInTime when it has another spelling, or there is no such time
   */
  public static utc(text: string): PointInTime {
    if (isUnresolvedString(text) || isTime(text)) return new PointInTime(text);
    throw new BackupConfigurationError({
      code: 'PointInTime',
      message: `\`text\` must be a time in UTC, with date, seconds and a Z, got: ${show(text)}.`,
      limit: 'Microsoft.DBforPostgreSQL/serverGroupsv2, API version 2023-03-02-preview: `pointInTimeUTC`',
      mend: mendOf(text),
    });
  }

  private constructor(
    /** As it was written. */
    public readonly text: string,
  ) {}

  /** As it was written. */
  public toString(): string {
    return this.text;
  }
}

function isTime(text: string): boolean {
  const [, day, time] = UTC.exec(text) ?? [];
  return day !== undefined && isUtcTime(`${day}T${time}`);
}

/** The same instant in UTC where there is one. */
function mendOf(text: string): string {
  const [, day, time, zone] = OTHER.exec(String(text).trim()) ?? [];
  const isDay = day !== undefined && isUtcTime(`${day}T00:00:00`);
  const instant = !isDay ? undefined : new Date(`${day}T${time}${zone.toUpperCase()}`);
  if (instant === undefined || Number.isNaN(instant.getTime())) return 'write it as in "2026-11-20T04:30:00Z"';
  return `did you mean "${instant.toISOString().replace('.000Z', 'Z')}"?`;
}

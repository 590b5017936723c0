/**
 * Whether there is such a time: `2026-02-30` is no day, though `Date` makes one of it, and of 24 o'clock the next.
 * @param text day and time in UTC, with seconds and without a zone
 */
export function isUtcTime(text: string): boolean {
  const instant = new Date(`${text}Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

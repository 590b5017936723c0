import { DAY, type Run } from './schedule';
import { isObject, type Json, type JsonObject, listAt } from '../arm/json';
import { invalidInput, oneOf } from '../resources/data-protection';

/** A tag of the policy's trigger: which backups are kept by the retention rule of the same name. */
export interface Tag {
  readonly name: string;
  readonly isDefault: boolean;
  /** The lowest wins. */
  readonly priority: number;
  /** One of them is enough. */
  readonly criteria: readonly Criteria[];
}

type Marker = (typeof MARKERS)[number];

interface Criteria {
  readonly markers: readonly Marker[];
  /** Whether a run lies where the days, weeks, months and times say; all that are given have to hold. */
  readonly lies: (run: Run) => boolean;
}

const MARKERS = ['AllBackup', 'FirstOfDay', 'FirstOfWeek', 'FirstOfMonth', 'FirstOfYear'] as const;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const WEEKS = ['First', 'Second', 'Third', 'Fourth', 'Last'] as const;
// prettier-ignore
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] as const;
const LAST_DATE = 28;

export function readTag(value: Json): Tag {
  if (
    !isObject(value) ||
    !isObject(value.tagInfo) ||
    typeof value.tagInfo.tagName !== 'string' ||
    value.tagInfo.tagName === ''
  ) {
    throw invalidInput('Every tagging criterion needs a `tagInfo.tagName`.');
  }
  const { tagName: name } = value.tagInfo;
  const { isDefault, taggingPriority: priority } = value;
  if (typeof isDefault !== 'boolean') throw invalidInput(`The tag '${name}' needs \`isDefault\`.`);
  if (typeof priority !== 'number' || !Number.isInteger(priority)) {
    throw invalidInput(
      `The tag '${name}' needs a whole number as its \`taggingPriority\`, got: ${JSON.stringify(priority)}.`,
    );
  }
  const criteria = listAt(value, 'criteria').map((each) => readCriteria(name, each));
  if (!isDefault && criteria.length === 0) throw invalidInput(`The tag '${name}' needs criteria.`);
  return { name, isDefault, priority, criteria };
}

function readCriteria(tag: string, value: Json): Criteria {
  if (!isObject(value)) throw invalidInput(`The criteria of the tag '${tag}' must be objects.`);
  oneOf(`The objectType of the criteria of the tag '${tag}'`, value.objectType, ['ScheduleBasedBackupCriteria']);
  const markers = listAt(value, 'absoluteCriteria').map((each) => oneOf('An absolute criterion', each, MARKERS));
  const days = listAt(value, 'daysOfTheWeek').map((each) => DAYS.indexOf(oneOf('A day of the week', each, DAYS)));
  const weeks = listAt(value, 'weeksOfTheMonth').map((each) => oneOf('A week of the month', each, WEEKS));
  const months = listAt(value, 'monthsOfYear').map((each) => MONTHS.indexOf(oneOf('A month', each, MONTHS)));
  const dates = listAt(value, 'daysOfMonth').map(readDate);
  const times = listAt(value, 'scheduleTimes').map(readTime);
  if ([markers, days, weeks, months, dates, times].every(({ length }) => length === 0)) {
    throw invalidInput(`The criteria of the tag '${tag}' must name something to go by.`);
  }
  const conditions = [
    days.length > 0 && ((run: Run) => days.includes(run.dayOfWeek)),
    weeks.length > 0 && ((run: Run) => weeks.some((week) => isInWeek(run, week))),
    months.length > 0 && ((run: Run) => months.includes(run.month)),
    dates.length > 0 && ((run: Run) => dates.includes(run.dayOfMonth) || (dates.includes('last') && isLastDay(run))),
    times.length > 0 && ((run: Run) => times.includes(timeOfDay(run.at))),
  ].filter((condition) => condition !== false);
  return { markers, lies: (run) => conditions.every((holds) => holds(run)) };
}

function readDate(value: Json): number | 'last' {
  const { date, isLast }: JsonObject = isObject(value) ? value : {};
  if (isLast === true) return 'last';
  if (typeof date === 'number' && Number.isInteger(date) && date >= 1 && date <= LAST_DATE) return date;
  throw invalidInput(
    `A day of the month must be a date from 1 to ${LAST_DATE} or the last, got: ${JSON.stringify(value)}.`,
  );
}

function readTime(value: Json): number {
  const time = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : NaN;
  if (!Number.isNaN(time)) return timeOfDay(time);
  throw invalidInput(`A schedule time must be written YYYY-MM-DDThh:mm:ss+hh:mm, got: ${JSON.stringify(value)}.`);
}

/** A schedule time stands for the time of day at which a schedule runs. */
function timeOfDay(at: number): number {
  return ((at % DAY) + DAY) % DAY;
}

function isLastDay({ dayOfMonth, daysInMonth }: Run): boolean {
  return dayOfMonth === daysInMonth;
}

/** The second Sunday of a month lies in its second week; the last is the one that no other of the same month follows. */
function isInWeek({ dayOfMonth, daysInMonth }: Run, week: (typeof WEEKS)[number]): boolean {
  if (week === 'Last') return dayOfMonth + 7 > daysInMonth;
  return WEEKS[Math.ceil(dayOfMonth / 7) - 1] === week;
}

/**
 * The tag of a scheduled backup that succeeds: of those whose criteria it meets the one with the lowest priority, and the
 * default where it meets none. The first of a day, week, month or year is the first that succeeds in it.
 */
export function tagOf(tags: readonly Tag[], run: Run, lastSuccess: number): string {
  let best = tags.find(({ isDefault }) => isDefault)!;
  for (const tag of tags) {
    if (tag.isDefault || !(best.isDefault || tag.priority < best.priority)) continue;
    if (tag.criteria.some((each) => meets(each, run, lastSuccess))) best = tag;
  }
  return best.name;
}

function meets({ markers, lies }: Criteria, run: Run, lastSuccess: number): boolean {
  return (markers.length === 0 || markers.some((marker) => isMarked(marker, run, lastSuccess))) && lies(run);
}

function isMarked(marker: Marker, run: Run, lastSuccess: number): boolean {
  switch (marker) {
    case 'AllBackup':
      return true;
    case 'FirstOfDay':
      return lastSuccess < run.dayStart;
    case 'FirstOfWeek':
      return lastSuccess < run.weekStart;
    case 'FirstOfMonth':
      return lastSuccess < run.monthStart;
    case 'FirstOfYear':
      return lastSuccess < run.yearStart;
  }
}

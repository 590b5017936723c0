/** A day of the week, spelt the way Azure Backup and the azurerm provider spell it. */
export enum DayOfWeek {
  /** Sunday, the first day of the week in every list of this library. */
  SUNDAY = 'Sunday',
  /** Monday. */
  MONDAY = 'Monday',
  /** Tuesday. */
  TUESDAY = 'Tuesday',
  /** Wednesday. */
  WEDNESDAY = 'Wednesday',
  /** Thursday. */
  THURSDAY = 'Thursday',
  /** Friday. */
  FRIDAY = 'Friday',
  /** Saturday. */
  SATURDAY = 'Saturday',
}

/** The week in its order, Sunday first, as azurerm lists it. Not part of the public face. */
export const WEEK: readonly DayOfWeek[] = Object.values(DayOfWeek);

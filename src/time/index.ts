export { DayOfWeek } from './day-of-week';
export * from './point-in-time';
export * from './retention';
export * from './weekly-schedule';

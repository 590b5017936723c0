export { DayOfWeek } from './day-of-week';
export * from './retention';
export * from './weekly-schedule';

import { IConstruct } from 'constructs';
import type { MaintenanceWindow } from './protected-flex-server-props';
import { Source, SOURCES } from '../matrix/source';
import { checkRange, refuse } from '../terraform/check';

/** Servers and clusters are maintained alike. */
export function checkMaintenanceWindow(
  scope: IConstruct,
  window: MaintenanceWindow | undefined,
  source: Source = SOURCES.azurermServer,
): void {
  if (window === undefined) return;
  if (window === null) {
    refuse(
      scope,
      'MaintenanceWindow',
      '`maintenanceWindow` must be a day and a time, got: (nothing).',
      source,
      'leave it out',
    );
  }
  const { dayOfWeek, startHour = 0, startMinute = 0 } = window;
  checkRange(scope, 'MaintenanceWindow', 'dayOfWeek', dayOfWeek, { min: 0, max: 6, source });
  checkRange(scope, 'MaintenanceWindow', 'startHour', startHour, { min: 0, max: 23, source });
  checkRange(scope, 'MaintenanceWindow', 'startMinute', startMinute, { min: 0, max: 59, source });
}

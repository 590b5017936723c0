import { IConstruct } from 'constructs';
import type { MaintenanceWindow } from './protected-flex-server-props';
import { SOURCES } from '../matrix/source';
import { checkRange } from '../terraform/check';

/** Servers and clusters are maintained alike. */
export function checkMaintenanceWindow(scope: IConstruct, window: MaintenanceWindow | undefined): void {
  if (window === undefined) return;
  const source = SOURCES.azurermServer;
  const { dayOfWeek, startHour = 0, startMinute = 0 } = window;
  checkRange(scope, 'MaintenanceWindow', 'dayOfWeek', dayOfWeek, { min: 0, max: 6, source });
  checkRange(scope, 'MaintenanceWindow', 'startHour', startHour, { min: 0, max: 23, source });
  checkRange(scope, 'MaintenanceWindow', 'startMinute', startMinute, { min: 0, max: 59, source });
}

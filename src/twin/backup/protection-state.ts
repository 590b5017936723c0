import type { Expiry } from './history';
import { textAt } from '../arm/json';
import { propertiesOf } from '../arm/kind';
import type { Resource } from '../state/resources';

/** What an instance's `currentProtectionState` can come to in the twin. */
export type ProtectionState =
  'ProtectionConfigured' | 'ProtectionError' | 'ProtectionStopped' | 'BackupSchedulesSuspended' | 'SoftDeleted';

export function stateOf({ body }: Resource): ProtectionState {
  return textAt(body, 'properties', 'currentProtectionState') as ProtectionState;
}

/** Sets the state, and takes away what was said of an earlier error. */
export function setState(instance: Resource, state: ProtectionState): void {
  const { protectionErrorDetails: _error, ...properties } = propertiesOf(instance.body);
  instance.body = {
    ...instance.body,
    properties: { ...properties, currentProtectionState: state, protectionStatus: { status: statusOf(state) } },
  };
}

/** `protectionStatus` is older and knows fewer states. */
function statusOf(state: ProtectionState): string {
  switch (state) {
    case 'ProtectionError':
      return 'ConfiguringProtectionFailed';
    case 'BackupSchedulesSuspended':
      return 'ProtectionStopped';
    default:
      return state;
  }
}

/** Whether schedules make backups of the instance. */
export function isScheduled(instance: Resource): boolean {
  return stateOf(instance) === 'ProtectionConfigured';
}

/** With protection stopped data is held forever; with backups suspended as the policy says, except the latest point. */
export function expiryOf(instance: Resource): Expiry {
  switch (stateOf(instance)) {
    case 'ProtectionStopped':
      return 'none';
    case 'BackupSchedulesSuspended':
      return 'allButLatest';
    default:
      return 'all';
  }
}

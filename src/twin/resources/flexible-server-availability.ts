import { type Tier, zonesOf } from './flexible-server-catalogue';
import { choice, invalidParameter, refused } from './flexible-server-errors';
import { type JsonObject, textAt } from '../arm/json';

const MODES = ['Disabled', 'SameZone', 'ZoneRedundant'] as const;

/** The zone of a new server: the one that was asked for, else the first; none where the region has none. */
export function zoneOf(location: string, sent: string | undefined): string | undefined {
  const zones = zonesOf(location);
  if (!sent) return zones[0];
  if (!zones.includes(sent)) throw invalidParameter('availabilityZone');
  return sent;
}

/** High availability, with the zone of the standby that the service chooses where it isn't told. */
export function highAvailability(
  location: string,
  zone: string | undefined,
  sent: JsonObject,
  old: JsonObject = {},
): JsonObject {
  const mode = choice('HighAvailability', sent.mode ?? old.mode ?? 'Disabled', MODES);
  if (mode === 'Disabled') return { mode, state: 'NotEnabled' };
  const asked = textAt(sent, 'standbyAvailabilityZone');
  const kept = mode === old.mode ? textAt(old, 'standbyAvailabilityZone') : undefined;
  if (asked && kept && asked !== kept) throw refused('The zone of a standby server never changes.');
  const standby = asked ?? kept ?? standbyZone(mode, location, zone);
  checkStandby(mode, location, zone, standby);
  return { mode, state: 'Healthy', ...(standby ? { standbyAvailabilityZone: standby } : {}) };
}

function standbyZone(mode: string, location: string, zone: string | undefined): string | undefined {
  return mode === 'SameZone' ? zone : zonesOf(location).find((each) => each !== zone);
}

function checkStandby(mode: string, location: string, zone: string | undefined, standby: string | undefined): void {
  const zones = zonesOf(location);
  if (mode === 'ZoneRedundant' && zones.length === 0) {
    throw refused(
      `Zone-redundant high availability is not available in '${location}', which has no availability zones.`,
    );
  }
  const fits = mode === 'SameZone' ? standby === zone : standby !== zone && zones.includes(standby ?? '');
  if (!fits) throw invalidParameter('StandbyAvailabilityZone,availabilityZone');
}

export function checkHighAvailability(properties: JsonObject, tier: Tier): void {
  if (textAt(properties, 'highAvailability', 'mode') === 'Disabled') return;
  if (tier === 'Burstable') throw refused("A Burstable server can't have high availability.");
}

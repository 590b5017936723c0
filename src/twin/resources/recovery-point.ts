import { textOf } from './backup-job';
import { API_VERSIONS, INSTANCE_PATH } from './data-protection';
import { equalTo } from './odata-filter';
import { paged } from './paged';
import type { JsonObject } from '../arm/json';
import { missing } from '../arm/kind';
import { type Answer, ok } from '../arm/message';
import { parseId } from '../arm/resource-id';
import type { Call, Route } from '../arm/route';
import type { Azure } from '../azure';
import { pastOf, type Point, visiblePoints } from '../backup/history';
import { guidOf } from '../state/guid';
import type { Resource } from '../state/resources';

const PATH = `${INSTANCE_PATH}/recoveryPoints`;

/** A point's name depends on where and when it was made, so that it need not be kept. */
function nameOf(instance: Resource, { at }: Point): string {
  return plain(guidOf('point', instance.id.toLowerCase(), String(at)));
}

function plain(guid: string): string {
  return guid.replace(/-/g, '');
}

/** The shape of the article on restore over REST (2025-02-17). */
export function showPoint(instance: Resource, point: Point): JsonObject {
  const name = nameOf(instance, point);
  const [creationTime, expiryTime] = [textOf(point.at), textOf(point.until)];
  return {
    id: `${instance.id}/recoveryPoints/${name}`,
    name,
    type: 'Microsoft.DataProtection/backupVaults/backupInstances/recoveryPoints',
    properties: {
      objectType: 'AzureBackupDiscreteRecoveryPoint',
      recoveryPointId: name,
      recoveryPointTime: creationTime,
      recoveryPointType: 'Full',
      recoveryPointState: 'Completed',
      friendlyName: plain(guidOf('friendly', name)),
      expiryTime,
      recoveryPointDataStoresDetails: [
        {
          id: guidOf('store', name),
          type: 'VaultStore',
          creationTime,
          expiryTime,
          metaData: null,
          visible: true,
          state: 'COMMITTED',
          rehydrationExpiryTime: null,
          rehydrationStatus: null,
        },
      ],
      retentionTagName: point.tag,
      policyName: point.policy,
      policyVersion: null,
    },
  };
}

/** The recovery points of an instance that can be restored, newest first; in the paired region they come later. */
export function pointsOf({ clock }: Azure, instance: Resource, delay = 0): Point[] {
  return visiblePoints(pastOf(instance), clock.now().epochMilliseconds - delay);
}

/** The recovery point of a name, if it can be restored. */
export function pointNamed(azure: Azure, instance: Resource, name: string, delay = 0): Point | undefined {
  return pointsOf(azure, instance, delay).find((each) => nameOf(instance, each) === name);
}

function findPoints({ azure, path }: Call): { instance: Resource; points: Point[] } {
  const id = path.replace(/\/recoveryPoints(\/[^/]*)?$/i, '');
  const instance = azure.resources.get(id);
  if (!instance) throw missing(true, id);
  return { instance, points: pointsOf(azure, instance) };
}

/** `$filter=startDate eq '…' and endDate eq '…'` names a span; either end can be left open. */
function list(call: Call): Answer {
  const { instance, points } = findPoints(call);
  const filter = call.query.get('$filter') ?? '';
  const [from, to] = ['startDate', 'endDate'].map((name) => Date.parse(equalTo(filter, name) ?? ''));
  // Comparing with what isn't a date is false.
  const asked = points.filter(({ at }) => !(at < from) && !(at > to));
  return paged(call, asked, (point) => showPoint(instance, point));
}

function read(call: Call): Answer {
  const { instance } = findPoints(call);
  const { name } = parseId(call.path);
  const point = pointNamed(call.azure, instance, plain(name.toLowerCase()));
  if (!point) throw missing(true, call.path);
  return ok(showPoint(instance, point));
}

export const RECOVERY_POINT_ROUTES: readonly Route[] = [
  { method: 'GET', path: PATH, apiVersions: API_VERSIONS, handle: list },
  { method: 'GET', path: `${PATH}/{point}`, apiVersions: API_VERSIONS, handle: read },
];

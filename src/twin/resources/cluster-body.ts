import { checkClusterKey, clusterAuthentication, clusterEncryption, clusterIdentity } from './cluster-access';
import { clusterGeoRegion, isExtended } from './cluster-catalogue';
import { clusterFacts } from './cluster-facts';
import { checkShape, checkShapeChange, copiedShape, newShape, SHAPE } from './cluster-shape';
import { checkTypes } from './cluster-types';
import { changedVersions, newVersions } from './cluster-versions';
import { withoutNulls } from './flexible-server-body';
import { refused } from './flexible-server-errors';
import { isObject, type Json, type JsonObject, numberAt, objectAt, textAt } from '../arm/json';
import type { Kept } from '../arm/kind';
import type { Call } from '../arm/route';
import type { Resource } from '../state/resources';

/** What only the newer version of the API knows; the older one neither takes nor tells it. */
export const EXTENDED = [
  'aadAuthEnabled',
  'authConfig',
  'databaseName',
  'dataEncryption',
  'enableGeoBackup',
  'passwordEnabled',
];

const NO_WINDOW = { customWindow: 'Disabled', dayOfWeek: 0, startHour: 0, startMinute: 0 };

/** What a cluster is made from. */
export interface ClusterOrigin {
  readonly source: Resource;
  readonly isReplica: boolean;
}

/** Properties as they were sent, as far as the version of the API knows them; throws where one is of another type. */
export function givenOf({ apiVersion }: Call, sent: JsonObject): JsonObject {
  const all = Object.entries(withoutNulls(objectAt(sent, 'properties')));
  const given = Object.fromEntries(all.filter(([name]) => isExtended(apiVersion) || !EXTENDED.includes(name)));
  checkTypes(given);
  return given;
}

/** The cluster that a create makes. */
export function newCluster(call: Call, sent: JsonObject, given: JsonObject, from?: ClusterOrigin): Kept {
  const source = objectAt(from?.source.body, 'properties');
  const shape: JsonObject = from
    ? copiedShape(source, given, from.isReplica)
    : { ...newShape(given), ...newVersions(call.azure, given) };
  const authConfig = clusterAuthentication(
    objectAt(given, 'authConfig'),
    objectAt(source, 'authConfig'),
    String(shape.postgresqlVersion),
  );
  if (!from && authConfig.passwordAuth === 'enabled' && !given.administratorLoginPassword) {
    throw refused("'administratorLoginPassword' is required for the creation of a cluster.");
  }
  const properties: JsonObject = {
    ...shape,
    administratorLogin: 'citus',
    authConfig,
    // A copy starts with the network that every cluster starts with, not with that of its source.
    coordinatorEnablePublicIpAccess: given.coordinatorEnablePublicIpAccess ?? true,
    nodeEnablePublicIpAccess: given.nodeEnablePublicIpAccess ?? false,
    databaseName: source.databaseName ?? given.databaseName ?? 'citus',
    dataEncryption: clusterEncryption(given.dataEncryption),
    enableGeoBackup: given.enableGeoBackup ?? false,
    maintenanceWindow: checkedWindow({ ...NO_WINDOW, ...objectAt(given, 'maintenanceWindow') }),
    ...(given.preferredPrimaryZone ? { preferredPrimaryZone: given.preferredPrimaryZone } : {}),
    sourceResourceId: from ? from.source.id : null,
    state: 'Ready',
  };
  const body: JsonObject = { ...sent, identity: clusterIdentity(call, sent), properties };
  checkCluster(body, from?.isReplica === true);
  return { body, hidden: from ? { madeFrom: from.source.id, isReplica: from.isReplica } : {} };
}

/** The cluster after a change; properties that weren't sent stay as they are. */
export function changedCluster(call: Call, sent: JsonObject, given: JsonObject, existing: Resource): Kept {
  const old = objectAt(existing.body, 'properties');
  checkFixed(given, old);
  checkShapeChange(given, old);
  const { isReplica } = clusterFacts(existing);
  if (isReplica) checkReplicaShape(given, old);
  const shape = Object.fromEntries(
    SHAPE.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]),
  );
  const versions = changedVersions(call.azure, given, old);
  const kept = ['coordinatorEnablePublicIpAccess', 'nodeEnablePublicIpAccess', 'preferredPrimaryZone']
    .filter((name) => given[name] !== undefined)
    .map((name) => [name, given[name]]);
  const properties: JsonObject = {
    ...old,
    ...shape,
    ...versions,
    ...Object.fromEntries(kept),
    authConfig: clusterAuthentication(
      objectAt(given, 'authConfig'),
      objectAt(old, 'authConfig'),
      versions.postgresqlVersion,
    ),
    dataEncryption: isObject(given.dataEncryption)
      ? { ...objectAt(old, 'dataEncryption'), ...given.dataEncryption }
      : old.dataEncryption,
    maintenanceWindow: checkedWindow({
      ...objectAt(old, 'maintenanceWindow'),
      ...objectAt(given, 'maintenanceWindow'),
    }),
  };
  const body: JsonObject = {
    ...existing.body,
    ...(isObject(sent.tags) ? { tags: sent.tags } : {}),
    identity: clusterIdentity(call, sent, existing),
    properties,
  };
  checkCluster(body, isReplica);
  return { body };
}

function checkCluster(body: JsonObject, isReplica: boolean): void {
  const properties = objectAt(body, 'properties');
  checkShape(properties);
  checkClusterKey(body);
  checkGeoBackup(body);
  if (isReplica && properties.enableGeoBackup === true) {
    throw refused('A read replica has no geo-redundant backup; it can get one when it is promoted.');
  }
}

/** Throws where a cluster can't have geo-redundant backup. */
export function checkGeoBackup(body: JsonObject): void {
  const { geoBackup, isBurstable, hasOwnKey, location } = clusterFacts({ body, hidden: {} });
  if (!geoBackup) return;
  if (isBurstable) throw refused('Geo-redundant backup is not supported on burstable compute.');
  if (hasOwnKey) throw refused("A cluster with geo-redundant backup can't be encrypted with a key of the customer.");
  if (clusterGeoRegion(location) === undefined) {
    throw refused(`Geo-redundant backup is not available for clusters in '${location}'.`);
  }
}

/** Throws where something is to change that never does. */
function checkFixed(given: JsonObject, old: JsonObject): void {
  if (given.enableGeoBackup !== undefined && given.enableGeoBackup !== old.enableGeoBackup) {
    throw refused(
      'Geo-redundant backup can be enabled only when a cluster is created or restored, and never disabled.',
    );
  }
  if (given.databaseName !== undefined && given.databaseName !== old.databaseName) {
    throw refused('The database of a cluster is named when the cluster is created.');
  }
  const type = textAt(given, 'dataEncryption', 'type');
  const hadKey = textAt(old, 'dataEncryption', 'type') === 'AzureKeyVault';
  if (type !== undefined && (type === 'AzureKeyVault') !== hadKey) {
    throw refused('Whether a key of the customer encrypts a cluster is decided when it is created or restored.');
  }
}

function checkReplicaShape(given: JsonObject, old: JsonObject): void {
  for (const name of ['coordinatorStorageQuotaInMb', 'nodeStorageQuotaInMb', 'nodeCount']) {
    if (given[name] === undefined || given[name] === old[name]) continue;
    throw refused("The storage and the number of workers of a read replica can't be changed.");
  }
}

function checkedWindow(window: JsonObject): JsonObject {
  const customWindow = ['Enabled', 'Disabled'].find(
    (each) => each.toLowerCase() === textAt(window, 'customWindow')?.toLowerCase(),
  );
  if (!customWindow) throw invalidWindow('customWindow', window.customWindow);
  for (const [name, most] of [
    ['dayOfWeek', 6],
    ['startHour', 23],
    ['startMinute', 59],
  ] as const) {
    const value = numberAt(window, name) ?? -1;
    if (!Number.isInteger(value) || value < 0 || value > most) throw invalidWindow(name, window[name]);
  }
  return { ...window, customWindow };
}

function invalidWindow(name: string, value: Json | undefined) {
  return refused(`'${name}' of a maintenance window is invalid, got: ${JSON.stringify(value)}.`);
}

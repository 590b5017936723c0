import { Temporal } from '@js-temporal/polyfill';
import type { ClusterOrigin } from './cluster-body';
import { clusterGeoRegion, MAX_CLUSTER_REPLICAS, RETENTION_DAYS } from './cluster-catalogue';
import { clusterFacts, clusterReplicasOf, isClusterId } from './cluster-facts';
import { hindered, refused } from './flexible-server-errors';
import { notFound } from '../arm/error';
import { type JsonObject, textAt } from '../arm/json';
import { normalizeLocation } from '../arm/kind';
import { groupOf, keyOf } from '../arm/resource-id';
import type { Call } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

const HOW_IT_WAS_MADE = ['sourceResourceId', 'sourceLocation', 'pointInTimeUTC'] as const;

/** How a cluster is to be made, in the form in which a later write is compared with it. */
export function makingOf(given: JsonObject): JsonObject {
  const making: JsonObject = {};
  for (const name of HOW_IT_WAS_MADE) {
    const text = textAt(given, name);
    if (text) making[name] = name === 'pointInTimeUTC' ? instantOf(text).toString() : text;
  }
  if (making.sourceResourceId) making.sourceResourceId = keyOf(String(making.sourceResourceId));
  if (making.sourceLocation) making.sourceLocation = normalizeLocation(String(making.sourceLocation));
  return making;
}

/** Throws where a write of a cluster that exists says that it was made in another way. */
export function checkMaking(given: JsonObject, cluster: Resource): void {
  const making = makingOf(given);
  for (const [name, value] of Object.entries(making)) {
    if (textAt(cluster.hidden, 'making', name) === value) continue;
    throw refused(`A cluster that exists can't be restored or become a read replica, got: ${name} ${String(value)}.`);
  }
}

/** The cluster that a new one is to be made from; undefined where it is made from nothing. */
export function originOf(call: Call, given: JsonObject, location: string): ClusterOrigin | undefined {
  const { sourceResourceId, sourceLocation, pointInTimeUTC } = makingOf(given);
  if (sourceResourceId === undefined) {
    if (pointInTimeUTC === undefined) return undefined;
    throw refused("A point in time needs a 'sourceResourceId', the cluster to restore.");
  }
  const id = textAt(given, 'sourceResourceId')!;
  if (pointInTimeUTC !== undefined) checkPlace(call, id);
  const source = sourceOf(call.azure, id);
  const { location: home } = clusterFacts(source);
  if (sourceLocation !== home) {
    throw refused(`'sourceLocation' must be the region of the source cluster, '${home}', got: ${sourceLocation}.`);
  }
  if (pointInTimeUTC === undefined) checkReplica(call.azure, source, location);
  else checkRestore(call.azure, source, location, Temporal.Instant.from(String(pointInTimeUTC)));
  return { source, isReplica: pointInTimeUTC === undefined };
}

/** The earliest moment that a cluster can be restored to. */
export function earliestClusterRestore({ clock }: Azure, { createdAt }: Resource): Temporal.Instant {
  const created = Temporal.Instant.from(createdAt);
  const kept = clock
    .now()
    .subtract({ hours: 24 * RETENTION_DAYS })
    .round({ smallestUnit: 'second', roundingMode: 'ceil' });
  return Temporal.Instant.compare(created, kept) > 0 ? created : kept;
}

/** A cluster that was deleted is no source: its backups are deleted with it. */
function sourceOf({ resources }: Azure, id: string): Resource {
  const found = isClusterId(id) ? resources.get(id) : undefined;
  if (found) return found;
  throw notFound('ResourceNotFound', `The source cluster '${id}' was not found. Deleted clusters can't be restored.`);
}

function checkPlace({ path }: Call, sourceId: string): void {
  if (keyOf(groupOf(sourceId) ?? '') === keyOf(groupOf(path) ?? '')) return;
  throw refused(
    `A cluster is restored into the subscription and resource group of its source, '${groupOf(sourceId)}'.`,
  );
}

function checkRestore(azure: Azure, source: Resource, location: string, wanted: Temporal.Instant): void {
  const { location: home, geoBackup } = clusterFacts(source);
  const pair = geoBackup ? clusterGeoRegion(home) : undefined;
  if (location !== home && location !== pair) {
    const places = pair ? `'${home}' or '${pair}'` : `'${home}', as it has no geo-redundant backup`;
    throw refused(`The source cluster can be restored in ${places}, not in '${location}'.`);
  }
  const earliest = earliestClusterRestore(azure, source);
  const now = azure.clock.now();
  if (Temporal.Instant.compare(wanted, earliest) >= 0 && Temporal.Instant.compare(wanted, now) <= 0) return;
  throw refused(
    `The source cluster can be restored to any moment between ${earliest.toString()} and now, not to ${wanted.toString()}.`,
  );
}

function checkReplica(azure: Azure, source: Resource, location: string): void {
  const { isBurstable, isReplica, geoBackup, location: home, ready } = clusterFacts(source);
  if (!ready) throw hindered(`The source cluster '${source.name}' is stopped. Start it first.`);
  if (isBurstable) throw refused('Read replicas are not supported on burstable compute.');
  if (isReplica) throw refused("A read replica of another read replica can't be created.");
  if (geoBackup && location === clusterGeoRegion(home)) {
    throw refused(`A read replica can't be in '${location}', where the geo-redundant backup of its source is stored.`);
  }
  if (clusterReplicasOf(azure, source.id).length >= MAX_CLUSTER_REPLICAS) {
    throw refused(`The source cluster has ${MAX_CLUSTER_REPLICAS} read replicas, and can't have more.`);
  }
}

function instantOf(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw refused(`'pointInTimeUTC' must be a date and time with a time zone, as ISO 8601 has it, got: ${text}.`);
  }
}

import { Temporal } from '@js-temporal/polyfill';
import type { Inherited } from './flexible-server-body';
import { CASCADING_REGIONS, geoBackupRegion, MAX_REPLICAS, TIERS, vCoresOf } from './flexible-server-catalogue';
import { isRevivable, REVIVABLE_DAYS } from './flexible-server-dropped';
import { hindered, invalidParameter, missingParameter, refused } from './flexible-server-errors';
import { isFlexibleServer, serverFacts } from './flexible-server-facts';
import { isInVirtualNetwork } from './flexible-server-network';
import { replicasOf } from './flexible-server-replicas';
import { isPremiumV2 } from './flexible-server-storage';
import { type ArmError, notFound } from '../arm/error';
import { type JsonObject, objectAt, textAt } from '../arm/json';
import { parseId, subscriptionOf } from '../arm/resource-id';
import type { Call } from '../arm/route';
import type { Azure } from '../azure';
import type { Resource } from '../state/resources';

/** Older versions of the API can't bring servers back. */
const REVIVING_SINCE = '2025-08-01';

export type CopyMode = 'PointInTimeRestore' | 'GeoRestore' | 'Replica' | 'ReviveDropped';

/** Finds the server that a new one is to be made from, and throws where the service wouldn't make it. */
export function inheritedFrom(call: Call, mode: CopyMode, sent: JsonObject, given: JsonObject): Inherited {
  const sourceId = textAt(given, 'sourceServerResourceId');
  if (!sourceId) throw missingParameter('sourceServerResourceId');
  const location = textAt(sent, 'location')!;
  const source = mode === 'ReviveDropped' ? droppedServer(call, sourceId) : liveServer(call, sourceId);
  switch (mode) {
    case 'PointInTimeRestore':
      checkRestore(call, source, given, location);
      break;
    case 'GeoRestore':
      checkGeoRestore(call, source, sent, given, location);
      break;
    case 'Replica':
      checkReplica(call, source, sent, given);
      break;
    case 'ReviveDropped':
      checkRevival(call, source, given, location);
      break;
  }
  return {
    sourceId,
    body: source.body,
    login: textAt(source.hidden, 'administratorLogin'),
    isReplica: mode === 'Replica',
  };
}

/** The earliest moment that a server can be restored to: its first backup, as far as that is still kept. */
export function earliestRestore({ clock }: Azure, server: Resource): Temporal.Instant {
  const days = Number(objectAt(server.body, 'properties', 'backup').backupRetentionDays);
  const since = Temporal.Instant.from(textAt(server.hidden, 'backedUpSince') ?? server.createdAt);
  const kept = clock.now().subtract({ hours: 24 * days });
  return Temporal.Instant.compare(since, kept) > 0 ? since : kept;
}

function liveServer({ azure }: Call, id: string): Resource {
  const found = azure.resources.get(id);
  if (!found || !isFlexibleServer(found)) throw noSource(id);
  return found;
}

function noSource(id: string): ArmError {
  return notFound('ResourceNotFound', `The source server '${id}' was not found.`);
}

function pointInTime(given: JsonObject): Temporal.Instant {
  const text = textAt(given, 'pointInTimeUTC');
  if (!text) throw missingParameter('pointInTimeUTC');
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw invalidParameter('pointInTimeUTC');
  }
}

function checkRestore(call: Call, source: Resource, given: JsonObject, location: string): void {
  const { azure } = call;
  checkRestorable(source, given);
  if (location !== textAt(source.body, 'location')) {
    throw refused(`A server is restored in the region of its source, which is '${textAt(source.body, 'location')}'.`);
  }
  const wanted = pointInTime(given);
  const earliest = earliestRestore(azure, source);
  const [tooEarly, tooLate] = [
    Temporal.Instant.compare(wanted, earliest) < 0,
    Temporal.Instant.compare(wanted, azure.clock.now()) > 0,
  ];
  if (tooEarly || tooLate) {
    throw refused(
      `The source server can be restored to any moment between ${earliest.toString()} and now, not to ${wanted.toString()}.`,
    );
  }
  checkTier(source, objectAt(call.body, 'sku'));
}

function checkRestorable(source: Resource, given: JsonObject): void {
  if (serverFacts(source).isReplica) throw refused("A read replica has no backups, and can't be restored.");
  if (
    given.network &&
    isInVirtualNetwork({ network: objectAt(given, 'network') }) !==
      isInVirtualNetwork(objectAt(source.body, 'properties'))
  ) {
    throw refused("A server can't be restored from public access into a virtual network, nor the other way round.");
  }
}

function checkTier(source: Resource, sku: JsonObject): void {
  const wanted = TIERS.findIndex((tier) => tier.toLowerCase() === textAt(sku, 'tier')?.toLowerCase());
  if (wanted >= 0 && wanted < TIERS.indexOf(serverFacts(source).tier)) {
    throw refused(`A restored server can't be of a lower tier than its source, which is ${serverFacts(source).tier}.`);
  }
}

function checkGeoRestore(
  { azure }: Call,
  source: Resource,
  sent: JsonObject,
  given: JsonObject,
  location: string,
): void {
  checkRestorable(source, given);
  const facts = serverFacts(source);
  if (facts.isElastic) throw refused("An elastic cluster can't be restored in another region.");
  if (textAt(source.body, 'properties', 'backup', 'geoRedundantBackup') !== 'Enabled') {
    throw refused('The source server has no geo-redundant backup.');
  }
  const region = geoBackupRegion(facts.location);
  if (location !== region) {
    throw refused(`The geo-redundant backups of the source server are in '${region}', not in '${location}'.`);
  }
  pointInTime(given);
  const replicated = earliestRestore(azure, source).add({ hours: 1 });
  if (Temporal.Instant.compare(azure.clock.now(), replicated) < 0) {
    throw hindered('The first backup takes up to an hour until it is in the other region. Try again later.');
  }
  const sku = textAt(sent, 'sku', 'name');
  const { storageSizeGB } = objectAt(given, 'storage');
  const resized = storageSizeGB !== undefined && storageSizeGB !== facts.sizeGb;
  if (resized || (sku && sku !== textAt(source.body, 'sku', 'name'))) {
    throw refused('A restore into another region keeps compute and storage of the source server.');
  }
}

function checkReplica({ azure }: Call, source: Resource, sent: JsonObject, given: JsonObject): void {
  const facts = serverFacts(source);
  if (!facts.ready) throw hindered('A replica can be made only of a server that is ready.');
  const tier = textAt(sent, 'sku', 'tier') ?? facts.tier;
  if (facts.tier === 'Burstable' || tier === 'Burstable') {
    throw refused('Burstable servers have no read replicas, and are none.');
  }
  const most = facts.isElastic ? 1 : MAX_REPLICAS;
  if (replicasOf(azure, source.id).length >= most) {
    throw refused(`The source server has ${most} read replicas, and can't have more.`);
  }
  if (facts.isReplica) checkCascade(azure, source);
  const mode = textAt(given, 'highAvailability', 'mode');
  if (mode && mode !== 'Disabled') throw refused("A read replica can't have high availability.");
  if (textAt(given, 'backup', 'geoRedundantBackup') === 'Enabled') {
    throw refused("A read replica can't have geo-redundant backup.");
  }
  checkReplicaStorage(objectAt(source.body, 'properties', 'storage'), objectAt(given, 'storage'));
  const vCores = vCoresOf(textAt(source.body, 'sku', 'name')!);
  if (vCoresOf(textAt(sent, 'sku', 'name') ?? '') < vCores && sent.sku) {
    throw refused(`A read replica needs at least as many vCores as its source, which has ${vCores}.`);
  }
}

/** A replica of a replica: two levels, in some regions. */
function checkCascade(azure: Azure, source: Resource): void {
  const { version, location } = serverFacts(source);
  const above = azure.resources.get(textAt(source.body, 'properties', 'sourceServerResourceId') ?? '');
  const deep = above !== undefined && serverFacts(above).isReplica;
  if (deep || version < 14 || !CASCADING_REGIONS.includes(location)) {
    throw refused("A read replica of this read replica can't be made.");
  }
}

function checkReplicaStorage(source: JsonObject, sent: JsonObject): void {
  if (sent.type && isPremiumV2(sent) !== isPremiumV2(source)) {
    throw refused('A read replica has the type of storage of its source.');
  }
  if (source.autoGrow === 'Enabled' && sent.autoGrow === 'Disabled') {
    throw refused('Where the storage of the source grows by itself, that of its read replicas must as well.');
  }
}

function droppedServer({ azure, path }: Call, id: string): Resource {
  if (azure.resources.has(id)) throw refused(`The server '${id}' exists, so there is nothing to bring back.`);
  const found = azure.dropped.get(id);
  const sameSubscription = subscriptionOf(id).toLowerCase() === subscriptionOf(path).toLowerCase();
  if (!found || !sameSubscription || !isFlexibleServer(found)) throw noSource(id);
  if (isRevivable(azure, found)) return found;
  throw notFound(
    'ResourceNotFound',
    `The backup of '${parseId(id).name}' is gone: it is kept for ${REVIVABLE_DAYS} days after the server.`,
  );
}

function checkRevival({ apiVersion }: Call, source: Resource, given: JsonObject, location: string): void {
  if (apiVersion < REVIVING_SINCE) {
    throw refused(`Bringing a server back needs api-version ${REVIVING_SINCE} or later.`);
  }
  pointInTime(given);
  if (location !== textAt(source.body, 'location')) {
    throw refused(`The server can be brought back in '${textAt(source.body, 'location')}' only, where it was.`);
  }
}

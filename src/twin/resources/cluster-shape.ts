import {
  BURSTABLE_STORAGE,
  BURSTABLE_VCORES,
  EDITIONS,
  MAX_WORKERS,
  MULTI_NODE_STORAGE,
  singleNodeStorage,
  VCORES,
  WORKER_DEFAULTS,
} from './cluster-catalogue';
import { isBurstable } from './cluster-facts';
import { refused } from './flexible-server-errors';
import type { ArmError } from '../arm/error';
import { type Json, type JsonObject, textAt } from '../arm/json';

/** What a cluster is made of. */
export const SHAPE = [
  'citusVersion',
  'coordinatorServerEdition',
  'coordinatorStorageQuotaInMb',
  'coordinatorVCores',
  'enableHa',
  'enableShardsOnCoordinator',
  'nodeCount',
  'nodeServerEdition',
  'nodeStorageQuotaInMb',
  'nodeVCores',
  'postgresqlVersion',
] as const;

const NEEDED = ['coordinatorStorageQuotaInMb', 'coordinatorVCores', 'nodeCount'] as const;

/** The shape of a new cluster, without its versions. */
export function newShape(given: JsonObject): JsonObject {
  for (const name of NEEDED) {
    if (given[name] === undefined) throw refused(`'${name}' is required for the creation of a cluster.`);
  }
  const isSingle = given.nodeCount === 0;
  return {
    coordinatorServerEdition: 'GeneralPurpose',
    enableHa: false,
    enableShardsOnCoordinator: isSingle,
    nodeServerEdition: 'MemoryOptimized',
    // A single node tells what its workers would be.
    nodeStorageQuotaInMb: isSingle ? given.coordinatorStorageQuotaInMb : WORKER_DEFAULTS.storage,
    nodeVCores: isSingle ? given.coordinatorVCores : WORKER_DEFAULTS.vCores,
    ...Object.fromEntries(SHAPE.filter((name) => given[name] !== undefined).map((name) => [name, given[name]])),
  };
}

/** The shape of a copy is that of its source, whatever is sent; a restore leaves high availability behind. */
export function copiedShape(source: JsonObject, given: JsonObject, isReplica: boolean): JsonObject {
  const copied = Object.fromEntries(SHAPE.map((name) => [name, source[name]]));
  return isReplica ? copied : { ...copied, enableHa: given.enableHa ?? false };
}

/** Throws where the nodes are none that the service has. */
export function checkShape(properties: JsonObject): void {
  const { nodeCount, coordinatorVCores, coordinatorStorageQuotaInMb, nodeVCores, nodeStorageQuotaInMb } = properties;
  const coordinatorEdition = editionOf('coordinator', properties.coordinatorServerEdition);
  const nodeEdition = editionOf('node', properties.nodeServerEdition);
  if (!Number.isInteger(nodeCount) || Number(nodeCount) < 0 || Number(nodeCount) > MAX_WORKERS || nodeCount === 1) {
    throw refused(`Node count must be 0, or between 2 and ${MAX_WORKERS}, got: ${JSON.stringify(nodeCount)}.`);
  }
  if (isBurstable(coordinatorEdition)) {
    if (nodeCount !== 0) throw refused('Only a single node cluster has burstable compute.');
    if (properties.enableHa === true) throw refused('High availability is not supported on burstable compute.');
    if (coordinatorVCores !== BURSTABLE_VCORES[coordinatorEdition]) {
      throw noSku('coordinator', coordinatorEdition, coordinatorVCores);
    }
    checkStorage('Coordinator', coordinatorStorageQuotaInMb, BURSTABLE_STORAGE);
  } else if (nodeCount === 0) {
    checkVCores('coordinator', coordinatorEdition, coordinatorVCores, VCORES.single);
    checkStorage('Coordinator', coordinatorStorageQuotaInMb, singleNodeStorage(Number(coordinatorVCores)));
  } else {
    if (isBurstable(nodeEdition)) throw refused('Only a single node cluster has burstable compute.');
    checkVCores('coordinator', coordinatorEdition, coordinatorVCores, VCORES.coordinator);
    checkStorage('Coordinator', coordinatorStorageQuotaInMb, MULTI_NODE_STORAGE);
    checkVCores('worker', nodeEdition, nodeVCores, VCORES.worker);
    checkStorage('Worker', nodeStorageQuotaInMb, MULTI_NODE_STORAGE);
  }
}

function editionOf(node: string, value: Json | undefined): string {
  const found = EDITIONS.find((edition) => edition === value);
  if (found) return found;
  throw refused(`The edition of a ${node} must be one of ${EDITIONS.join(', ')}, got: ${JSON.stringify(value)}.`);
}

function checkVCores(node: string, edition: string, value: Json | undefined, allowed: readonly number[]): void {
  if (!allowed.includes(Number(value))) throw noSku(node, edition, value);
}

/** The service's own words; azure-rest-api-specs issue 28826. */
function noSku(node: string, edition: string, vCores: Json | undefined): ArmError {
  return refused(
    `There is no valid SKU with given ${node} server edition ("${edition}") and vCores (${JSON.stringify(vCores)}).`,
  );
}

function checkStorage(node: string, value: Json | undefined, allowed: readonly number[]): void {
  if (allowed.includes(Number(value))) return;
  throw refused(
    `${node} disk size is not allowed: it must be one of ${allowed.join(', ')} MB, got: ${JSON.stringify(value)}.`,
  );
}

/** Throws where a change takes something away that stays. */
export function checkShapeChange(given: JsonObject, old: JsonObject): void {
  for (const name of ['coordinatorStorageQuotaInMb', 'nodeStorageQuotaInMb']) {
    // That of the workers counts once there are some.
    if (name === 'nodeStorageQuotaInMb' && old.nodeCount === 0) continue;
    if (given[name] !== undefined && Number(given[name]) < Number(old[name])) {
      throw refused(`The storage of a node can't be decreased: '${name}' is ${old[name]}, got: ${given[name]}.`);
    }
  }
  if (given.nodeCount !== undefined && Number(given.nodeCount) < Number(old.nodeCount)) {
    throw refused(`Workers can't be taken away: 'nodeCount' is ${old.nodeCount}, got: ${given.nodeCount}.`);
  }
  const edition = textAt(given, 'coordinatorServerEdition');
  if (isBurstable(edition) && !isBurstable(textAt(old, 'coordinatorServerEdition'))) {
    throw refused("A cluster can't go from regular to burstable compute.");
  }
}

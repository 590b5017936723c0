import { at, numberAt, textAt } from '../arm/json';
import { keyOf, parseId } from '../arm/resource-id';
import type { Azure } from '../azure';
import { BURSTABLE_VCORES } from './cluster-catalogue';
import type { Resource } from '../state/resources';

/** Azure Cosmos DB for PostgreSQL. */
export const CLUSTER_TYPE = 'Microsoft.DBforPostgreSQL/serverGroupsv2';

export interface ClusterFacts {
  /** Not stopped. */
  readonly ready: boolean;
  /** `westeurope` */
  readonly location: string;
  readonly geoBackup: boolean;
  readonly isReplica: boolean;
  readonly isBurstable: boolean;
  /** A key of the customer encrypts it. */
  readonly hasOwnKey: boolean;
  /** Workers; 0 where the coordinator is all there is. */
  readonly nodes: number;
}

/** Whether an id, of something that exists or not, is that of a cluster and not of a part of one. */
export function isClusterId(id: string): boolean {
  return keyOf(parseId(id).type) === keyOf(CLUSTER_TYPE);
}

export function isBurstable(edition: string | undefined): boolean {
  return edition !== undefined && edition in BURSTABLE_VCORES;
}

export function clusterFacts({ body, hidden }: Pick<Resource, 'body' | 'hidden'>): ClusterFacts {
  return {
    ready: textAt(body, 'properties', 'state') === 'Ready',
    location: textAt(body, 'location') ?? '',
    geoBackup: at(body, 'properties', 'enableGeoBackup') === true,
    isReplica: hidden.isReplica === true,
    isBurstable: isBurstable(textAt(body, 'properties', 'coordinatorServerEdition')),
    hasOwnKey: textAt(body, 'properties', 'dataEncryption', 'type') === 'AzureKeyVault',
    nodes: numberAt(body, 'properties', 'nodeCount') ?? 0,
  };
}

/** The read replicas of a cluster. */
export function clusterReplicasOf({ resources }: Azure, clusterId: string): Resource[] {
  return resources
    .ofType(CLUSTER_TYPE)
    .filter((each) => clusterFacts(each).isReplica)
    .filter(({ body }) => keyOf(textAt(body, 'properties', 'sourceResourceId') ?? '') === keyOf(clusterId));
}

/** What a private endpoint can connect to: each node by its own name. */
export function linkGroupsOf(cluster: Resource): string[] {
  return ['coordinator', ...Array.from({ length: clusterFacts(cluster).nodes }, (_, index) => `worker-${index}`)];
}

import { clusterFacts } from './cluster-facts';
import { hindered } from './flexible-server-errors';
import { missing } from '../arm/kind';
import { groupOf } from '../arm/resource-id';
import type { Call } from '../arm/route';
import type { Resource } from '../state/resources';

export const CLUSTER_PATH =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/{cluster}';

/** The cluster that a request is about, or about a part of. */
export function clusterOf({ azure, path }: Call): Resource {
  const id = path.split('/').slice(0, 9).join('/');
  const found = azure.resources.get(id);
  if (found) return found;
  throw missing(azure.resources.has(groupOf(path) ?? ''), id);
}

/** A stopped cluster can be started, deleted and looked at, and nothing else. */
export function runningClusterOf(call: Call): Resource {
  const cluster = clusterOf(call);
  if (clusterFacts(cluster).ready) return cluster;
  throw hindered(`The cluster '${cluster.name}' is stopped. Start it first.`);
}

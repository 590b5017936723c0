import { clusterFacts, isClusterId, linkGroupsOf } from './cluster-facts';
import { refused } from './flexible-server-errors';
import type { Json } from '../arm/json';
import type { Resource } from '../state/resources';

/** Throws where a private endpoint can't connect to a cluster; what isn't one passes. */
export function checkClusterLink(target: Resource, groupIds: readonly Json[]): void {
  if (!isClusterId(target.id)) return;
  if (clusterFacts(target).hasOwnKey) {
    throw refused("A cluster that a key of the customer encrypts can't have private endpoints.");
  }
  const groups = linkGroupsOf(target);
  const [unknown] = groupIds.filter((id) => !groups.includes(String(id)));
  if (groupIds.length > 0 && unknown === undefined) return;
  throw refused(
    `The sub-resource of a private endpoint to the cluster '${target.name}' must be one of ${groups.join(', ')}, got: ${JSON.stringify(unknown)}.`,
  );
}

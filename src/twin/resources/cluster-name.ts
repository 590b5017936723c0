import type { Azure } from '../azure';
import { CLUSTER_TYPE } from './cluster-facts';

export const CLUSTER_NAME_RULE =
  'a cluster name has 3 to 40 lower-case letters, digits and hyphens, begins and ends with none, and is not all digits';

export function isClusterName(name: string): boolean {
  return /^(?!\d+$)(?!-)[a-z0-9-]{3,40}(?<!-)$/.test(name);
}

/** Names are unique among all clusters of all customers, since each is part of host names. */
export function isClusterNameTaken({ resources }: Azure, name: string): boolean {
  return resources.ofType(CLUSTER_TYPE).some((cluster) => cluster.name.toLowerCase() === name.toLowerCase());
}

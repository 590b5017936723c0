import { whyMissing } from './missing-fact';
import { settle } from './parts';
import { Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { ClusterFacts } from '../inventory/entities';
import { CLUSTER, isClusterNodeCount } from '../matrix/cluster';
import { NAMES } from '../matrix/names';

const { single, min, max } = CLUSTER.nodes;

/** PGB805: what provider and service check at different times, or not at all. */
export const CLUSTER_SHAPE: Rule = {
  id: 'PGB805',
  name: 'cluster-shape',
  severity: Severity.ERROR,
  decides: `a cluster has no worker nodes or ${min} to ${max}, and a name of ${NAMES.cluster.rule}`,
  why: 'azurerm takes names that the service refuses, and azapi checks neither: it shows when the cluster is made.',
  sources: [CLUSTER.nodes.source, NAMES.cluster.source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const cluster of estate.clusters) yield* settle(cluster, [nodes(cluster), name(cluster)]);
  },
  documentation: () => ({
    mend: `Take ${single} nodes for a single one, or ${min} to ${max} workers, and a name of ${NAMES.cluster.rule}.`,
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  node_count = 1
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  node_count = 2
}
`,
      },
    },
  }),
};

function nodes(cluster: ClusterFacts): Verdict | undefined {
  const { nodeCount } = cluster;
  const rest = { discriminator: 'nodes', source: CLUSTER.nodes.source };
  // A restored cluster takes the nodes of its source.
  if (nodeCount.state === 'absent') return undefined;
  if (nodeCount.state !== 'known') return undecided(cluster, 'the number of nodes', whyMissing(nodeCount), rest);
  if (isClusterNodeCount(nodeCount.value)) return undefined;
  return violated(cluster, {
    ...rest,
    message: `the number of worker nodes must be ${single} or between ${min} and ${max}, got: ${nodeCount.value}`,
    got: String(nodeCount.value),
    limit: `a single node, or ${min} to ${max} workers`,
    mend: `choose ${single} for a single node, or ${min} to ${max}`,
  });
}

function name(cluster: ClusterFacts): Verdict | undefined {
  const { pattern, rule, source } = NAMES.cluster;
  const rest = { discriminator: 'name', source };
  // One that exists has its name.
  if (cluster.origin !== 'managed') return undefined;
  // A name of this library's making is well-formed, whatever the part of it that Terraform works out.
  if (cluster.name.state === 'unknown' && cluster.madeName) return undefined;
  if (cluster.name.state !== 'known') return undecided(cluster, '`name`', whyMissing(cluster.name), rest);
  if (pattern.test(cluster.name.value)) return undefined;
  return violated(cluster, {
    ...rest,
    message: `\`name\` must be ${rule}, got: "${cluster.name.value}"`,
    got: cluster.name.value,
    limit: `the name of a cluster is ${rule}`,
    mend: 'choose such a name; another name replaces what exists',
  });
}

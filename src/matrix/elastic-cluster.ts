import { SOURCES } from './source';

/** Limits of elastic clusters of flexible server; what of them is backed up is for the editions to say. */
export const ELASTIC_CLUSTER = {
  nodes: { min: 1, max: 20, source: SOURCES.azurermElasticCluster },
  /** "Elastic clusters support PostgreSQL version 17", 2025-11-18; 18 as well by 2026-03-23. */
  versions: { min: 17, source: SOURCES.elasticClusterLimits },
  /** The first version with the `cluster` block; it takes none that is a copy. */
  provider: { since: '4.60.0', source: SOURCES.azurermElasticCluster },
  source: SOURCES.elasticClusterLimits,
} as const;

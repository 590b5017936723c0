import { isNew, WHETHER_NEW } from './change';
import { compliant, Rule, undecided, violated } from './rule';
import { Severity } from '../findings/finding';
import { CLUSTER } from '../matrix/cluster';

const { date, source } = CLUSTER.retirement;

/** PGB806: what exists has until then to move; what is new shouldn't begin there. */
export const CLUSTER_RETIREMENT: Rule = {
  id: 'PGB806',
  name: 'cluster-retirement',
  severity: Severity.WARNING,
  decides: 'no new cluster is made of a service that retires',
  why: `Azure Cosmos DB for PostgreSQL retires on ${date} and is not for new projects; elastic clusters of flexible server take its place.`,
  sources: [source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const cluster of estate.clusters) {
      const isNewCluster = isNew(cluster);
      if (isNewCluster === false) {
        yield compliant(cluster);
      } else if (isNewCluster === 'unknown') {
        yield undecided(cluster, 'whether the cluster is new', WHETHER_NEW);
      } else {
        yield violated(cluster, {
          message: `a new cluster must be of a service that stays, got: Azure Cosmos DB for PostgreSQL, which retires on ${date}`,
          got: date,
          limit: `Azure Cosmos DB for PostgreSQL retires on ${date}`,
          mend: 'make an elastic cluster: `azurerm_postgresql_flexible_server` with a `cluster` block',
        });
      }
    }
  },
  documentation: () => ({
    mend: 'Make an elastic cluster of Azure Database for PostgreSQL flexible server instead. A cluster that exists can be migrated to one.',
    examples: {
      nonCompliant: {
        applied: `
# azurerm_cosmosdb_postgresql_cluster.tenants is missing
`,
        hcl: `
resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  name = "tenants"
}
`,
      },
      compliant: {
        applied: `
resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  node_count = 2
}
`,
        hcl: `
resource "azurerm_cosmosdb_postgresql_cluster" "tenants" {
  node_count = 4
}
`,
      },
    },
  }),
};

import { undecidedServer, whyMissing } from './missing-fact';
import { compliant, Rule, violated } from './rule';
import { protectedServers } from './subjects';
import { Severity } from '../findings/finding';
import { SOURCES } from '../matrix/source';

/** PGB406: v1 backs up no elastic cluster, v2 one of a few nodes. */
export const ELASTIC_CLUSTER: Rule = {
  id: 'PGB406',
  name: 'elastic-cluster',
  severity: Severity.ERROR,
  decides: 'a protected server is no elastic cluster, or one of at most the nodes that the edition backs up',
  why: "A cluster that the protection stack doesn't know is configured and never backed up.",
  sources: [SOURCES.configureBackup, SOURCES.supportMatrixV2],
  acknowledgeable: true,
  evaluate: (estate, { edition }) =>
    protectedServers(estate, '`cluster`', (server) => {
      const { supported, maxNodes } = edition.elasticCluster;
      // What v1 can't do stands in the article on configuring backup, not in its matrix.
      const source = supported ? edition.source : SOURCES.configureBackup;
      const { elastic, clusterSize } = server;
      if (elastic.state === 'absent' || (supported && maxNodes === undefined)) {
        return compliant(server);
      } else if (elastic.state === 'unknown') {
        return undecidedServer(server, '`cluster`', elastic.why, { source });
      } else if (supported && maxNodes !== undefined) {
        if (clusterSize.state !== 'known') {
          return undecidedServer(server, '`cluster.size`', whyMissing(clusterSize), { source });
        } else if (clusterSize.value <= maxNodes) {
          return compliant(server);
        } else {
          return violated(server, {
            message: `\`cluster.size\` must be at most ${maxNodes}, got: ${clusterSize.value}`,
            got: String(clusterSize.value),
            limit: `elastic clusters of up to ${maxNodes} nodes are backed up`,
            mend: `make the cluster with at most ${maxNodes} nodes: fewer nodes replace it`,
            source,
          });
        }
      } else {
        const size = clusterSize.state === 'known' ? String(clusterSize.value) : undefined;
        return violated(server, {
          message: `a protected server must not be an elastic cluster, got: a cluster${size === undefined ? '' : ` of ${size}`}`,
          got: size ?? 'a cluster',
          limit: 'elastic clusters are backed up by v2 only',
          mend: 'protect it under edition v2-2026-09-28 (preview), or make a server of its own',
          source,
        });
      }
    }),
  documentation: () => ({
    edition: 'v2-2026-09-28',
    mend: 'Protect the cluster under edition v2-2026-09-28 (preview), which backs up clusters of up to 8 nodes.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  cluster {
    size = 12
  }
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  cluster {
    size = 4
  }
}
`,
      },
    },
  }),
};

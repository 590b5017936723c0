import { undecidedServer } from './missing-fact';
import { compliant, Rule, Verdict, violated } from './rule';
import { protectedServers } from './subjects';
import { Severity } from '../findings/finding';
import { ServerFacts } from '../inventory/entities';
import { SOURCES } from '../matrix/source';

/** PGB404: only primaries are backed up. */
export const REPLICA: Rule = {
  id: 'PGB404',
  name: 'replica',
  severity: Severity.ERROR,
  decides: 'a protected server is a primary, not a read replica',
  why: 'The service backs up primaries only; the backups of a replica fail, and its primary stays without any.',
  sources: [SOURCES.supportMatrix20250515, SOURCES.supportMatrixV2],
  acknowledgeable: true,
  evaluate: (estate, { edition }) =>
    protectedServers(estate, '`create_mode`', (server) => {
      // The older editions of v1 don't speak of replicas.
      return judge(server, edition.stack === 'v2' ? SOURCES.supportMatrixV2 : SOURCES.supportMatrix20250515);
    }),
  documentation: () => ({
    mend: 'Protect the primary, or promote the replica with `replication_role = "None"`.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  create_mode      = "Replica"
  source_server_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-primary"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  create_mode = "Default"
}
`,
      },
    },
  }),
};

function judge(server: ServerFacts, source: Rule['sources'][number]): Verdict {
  const { createMode, replicationRole } = server;
  // A server keeps the mode that it was created in; the role None is what promotes it.
  if (replicationRole.state === 'known' && replicationRole.value === 'None') return compliant(server);
  if (createMode.state === 'absent' || (createMode.state === 'known' && createMode.value !== 'Replica')) {
    return compliant(server);
  }
  if (createMode.state === 'unknown') return undecidedServer(server, '`create_mode`', createMode.why, { source });
  if (replicationRole.state === 'unknown') {
    return undecidedServer(server, '`replication_role`', replicationRole.why, { source });
  }
  return violated(server, {
    message: 'a protected server must be a primary, got: `create_mode` Replica',
    got: 'Replica',
    limit: 'only primary servers are backed up',
    mend: 'protect its primary, or promote it by `replication_role` None',
    source,
  });
}

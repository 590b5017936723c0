import { undecidedServer } from './missing-fact';
import { compliant, Rule, violated } from './rule';
import { protectedServers } from './subjects';
import { Severity } from '../findings/finding';
import { ServerFacts } from '../inventory/entities';
import { ABSENT, Fact, known } from '../inventory/fact';
import { PrivateNetworkPromise } from '../matrix/edition';
import { SOURCES } from '../matrix/source';

const MENDS: Record<Exclude<PrivateNetworkPromise['state'], 'trusted-access'>, string> = {
  'trusted-services':
    'allow trusted Microsoft services in the network settings, and see a first backup and a restore through',
  unstated:
    'see a first backup and a restore through before relying on them, or protect it under edition v2-2026-09-28 (preview), which supports private networks',
};

/** PGB411: under v1 it is on the author that the service gets at a server without public access. */
export const PRIVATE_NETWORK: Rule = {
  id: 'PGB411',
  name: 'private-network',
  severity: Severity.WARNING,
  decides: 'a protected server has public access, or the edition supports private networks without more ado',
  why: 'Whether the first protection stack reaches a server without public access has changed from edition to edition.',
  sources: [SOURCES.supportMatrix20250515, SOURCES.supportMatrix20250228, SOURCES.supportMatrix20241217],
  acknowledgeable: true,
  // v2 supports such servers by Trusted Access and asks nothing of their author: there is nothing to warn of.
  appliesTo: ({ privateNetwork }) => privateNetwork.state !== 'trusted-access',
  evaluate: (estate, { edition }) =>
    protectedServers(estate, '`public_network_access_enabled`', (server) => {
      const { source, privateNetwork } = edition;
      const barrier = barrierOf(server);
      if (barrier.state === 'absent') {
        return compliant(server);
      } else if (barrier.state === 'unknown') {
        return undecidedServer(server, 'whether the server has public access', barrier.why, { source });
      } else {
        return violated(server, {
          message: `a protected server must be within reach of the service, got: ${barrier.value}`,
          got: barrier.value,
          limit: privateNetwork.promise.replace(/\.$/, ''),
          mend: privateNetwork.state === 'trusted-access' ? MENDS.unstated : MENDS[privateNetwork.state],
          source,
        });
      }
    }),
  documentation: () => ({
    mend: 'See a backup and a restore through before relying on them. Edition v2-2026-09-28 (preview) supports servers in private networks.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  public_network_access_enabled = false
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  public_network_access_enabled = true
}
`,
      },
    },
  }),
};

/** What keeps the public network out; absent where nothing does. */
function barrierOf({ delegatedSubnet, publicNetworkAccess }: ServerFacts): Fact<string> {
  if (delegatedSubnet.state === 'known') return known('a delegated subnet');
  if (publicNetworkAccess.state === 'known' && !publicNetworkAccess.value) return known('public access off');
  if (delegatedSubnet.state === 'unknown') return delegatedSubnet;
  return publicNetworkAccess.state === 'unknown' ? publicNetworkAccess : ABSENT;
}

import { undecidedServer, whyMissing } from './missing-fact';
import { compliant, Rule, Verdict, violated } from './rule';
import { protectedServers } from './subjects';
import { Severity } from '../findings/finding';
import { InstanceFacts, ServerFacts } from '../inventory/entities';
import { Edition } from '../matrix/edition';
import { isSovereignRegion, regionInfo } from '../matrix/regions';
import { SOURCES } from '../matrix/source';

/** PGB408: an edition that serves every region has nothing to say here. */
export const REGION_AVAILABLE: Rule = {
  id: 'PGB408',
  name: 'region-available',
  severity: Severity.ERROR,
  decides: 'a protected server lies in a region that the edition serves',
  why: 'Where the service is not offered, protection can be written down and planned, and is refused when it is configured.',
  sources: [SOURCES.supportMatrixV2, SOURCES.supportMatrix20241217],
  acknowledgeable: true,
  appliesTo: ({ excludedRegions, sovereignRegions }) => excludedRegions.length > 0 || !sovereignRegions,
  evaluate: (estate, { edition }) =>
    protectedServers(estate, '`location`', (server, instance) => judge(server, instance, edition)),
  documentation: () => ({
    edition: 'v2-2026-09-28',
    mend: 'Protect the server under an edition that serves its region (2025-05-15 serves all of them), or run it in another region.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  location = "mexicocentral"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  location = "westeurope"
}
`,
      },
    },
  }),
};

function judge(server: ServerFacts, instance: InstanceFacts, edition: Edition): Verdict {
  const { source } = edition;
  // The instance's own location is sent as the server's.
  const location = server.location.state === 'known' ? server.location : instance.location;
  if (location.state !== 'known') return undecidedServer(server, '`location`', whyMissing(server.location), { source });
  const region = location.value;
  const excluded = edition.excludedRegions.includes(region) || (!edition.sovereignRegions && isSovereignRegion(region));
  if (!excluded) return compliant(server);
  return violated(server, {
    message: `\`location\` must be a region that edition ${edition.id} serves, got: ${regionInfo(region)?.displayName ?? region}`,
    got: region,
    limit: isSovereignRegion(region)
      ? 'public regions are served, sovereign ones are not'
      : `public regions are served but for ${edition.excludedRegions.length}`,
    mend: 'protect it under edition 2025-05-15, which serves every region, or run the server in another one',
    source,
  });
}

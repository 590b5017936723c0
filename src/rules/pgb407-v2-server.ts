import { undecidedServer, whyMissing } from './missing-fact';
import { compliant, Rule, Verdict, violated } from './rule';
import { majorVersion } from './server-version';
import { protectedServers } from './subjects';
import { Severity } from '../findings/finding';
import { ServerFacts } from '../inventory/entities';
import { Edition } from '../matrix/edition';
import { tierOfSku } from '../matrix/sku';
import { SOURCES } from '../matrix/source';

/** PGB407: what v2 asks of a server beyond its size. */
export const V2_SERVER: Rule = {
  id: 'PGB407',
  name: 'v2-server',
  severity: Severity.ERROR,
  decides: 'a server protected by v2 is of a tier and a PostgreSQL version that v2 backs up',
  why: 'The service refuses to protect a Burstable server, or one whose PostgreSQL is too old, when the instance is made.',
  sources: [SOURCES.supportMatrixV2],
  acknowledgeable: true,
  appliesTo: ({ excludedTiers, minimumVersion }) => excludedTiers.length > 0 || minimumVersion !== undefined,
  evaluate: (estate, { edition }) =>
    protectedServers(estate, '`sku_name` and `version`', (server) => {
      const wrong = [tier(server, edition), version(server, edition)].filter((verdict) => verdict !== undefined);
      return wrong.length === 0 ? [compliant(server)] : wrong;
    }),
  documentation: () => ({
    edition: 'v2-2026-09-28',
    mend: 'Take a General Purpose or Memory Optimized size and PostgreSQL 15 or later: both are changed in place.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  sku_name = "B_Standard_B2ms"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  sku_name = "GP_Standard_D4ds_v5"
}
`,
      },
    },
  }),
};

function tier(server: ServerFacts, edition: Edition): Verdict | undefined {
  const rest = { discriminator: 'tier', source: edition.source };
  if (edition.excludedTiers.length === 0) return undefined;
  if (server.sku.state !== 'known') {
    return undecidedServer(
      server,
      '`sku_name`',
      whyMissing(server.sku, 'it is not given, so that Azure chooses it'),
      rest,
    );
  }
  const found = tierOfSku(server.sku.value);
  if (found === undefined) {
    return undecidedServer(server, '`sku_name`', `${server.sku.value} doesn't begin with a tier`, rest);
  }
  if (!edition.excludedTiers.includes(found)) return undefined;
  return violated(server, {
    ...rest,
    message: `\`sku_name\` must not be of the tier ${edition.excludedTiers.join(' or ')}, got: ${server.sku.value}`,
    got: server.sku.value,
    limit: `${edition.excludedTiers.join(' and ')} servers aren't backed up`,
    mend: 'choose a General Purpose or Memory Optimized size: the server is scaled in place',
  });
}

function version(server: ServerFacts, edition: Edition): Verdict | undefined {
  const rest = { discriminator: 'version', source: edition.source };
  const { minimumVersion } = edition;
  if (minimumVersion === undefined) return undefined;
  if (server.version.state !== 'known') {
    const why = whyMissing(server.version, 'it is not given, so that the server it is made from decides');
    return undecidedServer(server, '`version`', why, rest);
  }
  const major = majorVersion(server.version.value);
  if (major === undefined) {
    return undecidedServer(server, '`version`', `${server.version.value} is not a version number`, rest);
  }
  if (major >= minimumVersion) return undefined;
  return violated(server, {
    ...rest,
    message: `\`version\` must be ${minimumVersion} or later, got: ${server.version.value}`,
    got: server.version.value,
    limit: `PostgreSQL ${minimumVersion} and later is backed up`,
    mend: `raise \`version\` to ${minimumVersion} or later: the server is upgraded in place`,
  });
}

import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { ServerFacts } from '../inventory/entities';
import { withDefault } from '../inventory/fact';
import { hasGeoBackup, regionInfo } from '../matrix/regions';
import { SOURCES } from '../matrix/source';

const SOURCE = SOURCES.postgresBackupConcepts;
const WHAT = '`geo_redundant_backup_enabled`';

/** PGB707: without a pair there is nowhere to copy the backups to. */
export const GEO_BACKUP_REGION: Rule = {
  id: 'PGB707',
  name: 'geo-backup-region',
  severity: Severity.ERROR,
  decides: 'a server with geo-redundant backup is in a region that has a pair, and has such backups',
  why: 'Azure copies the backups to the paired region and refuses the server where there is none; it can only be chosen at creation.',
  sources: [SOURCE, SOURCES.regionsList, SOURCES.flexServerRegions],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const server of estate.servers) if (server.origin === 'managed') yield judge(server);
  },
  documentation: () => ({
    mend: 'Leave geo-redundant backup off, or make the server in a region that has a pair: it can be chosen only then.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  location                     = "polandcentral"
  geo_redundant_backup_enabled = true
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  location                     = "westeurope"
  geo_redundant_backup_enabled = true
}
`,
      },
    },
  }),
};

function judge(server: ServerFacts): Verdict {
  const geo = withDefault(server.geoRedundantBackup, false);
  if (geo.state === 'known' && !geo.value) return compliant(server);
  const { location } = server;
  if (location.state !== 'known') {
    return undecided(
      server,
      WHAT,
      location.state === 'unknown' ? `the region is unknown: ${location.why}` : 'the server has no `location`',
    );
  }
  const region = regionInfo(location.value);
  if (region && hasGeoBackup(region)) return compliant(server);
  if (region === undefined) {
    const { title, date } = SOURCES.regionsList;
    return undecided(
      server,
      WHAT,
      `whether ${location.value} has a pair is not in "${title}", ${date}; a newer list may say`,
    );
  }
  if (geo.state === 'unknown') return undecided(server, WHAT, geo.why);
  const paired = region.pairedRegion !== undefined;
  return violated(server, {
    message: `${WHAT} must be false in a region without ${paired ? 'geo-redundant backup' : 'a pair'}, got: true in ${region.displayName} (${region.name})`,
    got: `true in ${region.name}`,
    limit: paired
      ? 'flexible servers have no geo-redundant backup in this region'
      : 'geo-redundant backup copies to the paired region',
    mend: 'leave geo-redundant backup off, or create the server in a region that has it',
    source: paired ? SOURCES.flexServerRegions : SOURCE,
  });
}

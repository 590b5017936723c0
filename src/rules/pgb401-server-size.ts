import { undecidedServer } from './missing-fact';
import { compliant, Rule, undecided, violated } from './rule';
import { protectedServers } from './subjects';
import { Severity } from '../findings/finding';
import { SOURCES } from '../matrix/source';
import { storageSize } from '../matrix/storage';

const PREMIUM_V2 = 'PremiumV2_LRS';

/** PGB401: a server above the edition's size: its backups fail hours after everything looked fine. */
export const SERVER_SIZE: Rule = {
  id: 'PGB401',
  name: 'server-size',
  severity: Severity.ERROR,
  decides: 'the storage of a protected server is within the limit of the edition',
  why: 'The service takes the configuration, then every backup of a server above the limit fails, and nothing warns before.',
  sources: [SOURCES.supportMatrix20250515, SOURCES.supportMatrixV2],
  acknowledgeable: true,
  evaluate: (estate, { edition }) =>
    protectedServers(estate, '`storage_mb`', (server) => {
      const { serverSize } = edition;
      const { storageMb, storageType } = server;
      const { source } = edition;
      if (storageMb.state === 'unknown') return undecidedServer(server, '`storage_mb`', storageMb.why, { source });
      if (storageMb.state === 'absent') {
        const why = 'it is not given, so that Azure chooses it';
        return undecided(server, '`storage_mb`', why, { mend: 'say how large it is to be', source });
      }
      const megabytes = storageMb.value;
      const premiumV2 = storageType.state === 'known' && storageType.value === PREMIUM_V2;
      const limitGiB = (premiumV2 ? serverSize.premiumV2LimitGiB : undefined) ?? serverSize.limitGiB;
      const label = (premiumV2 ? serverSize.premiumV2LimitLabel : undefined) ?? serverSize.limitLabel;
      if (megabytes <= limitGiB * 1024) return compliant(server);
      const got = `${storageSize(megabytes)?.label ?? `${megabytes / 1024} GiB`} (${megabytes} MB)`;
      return violated(server, {
        severity: serverSize.severity as Severity,
        message: `storage must be at most ${label} (${limitGiB * 1024} MB), got: ${got}`,
        got,
        limit: `a protected server has at most ${label}`,
        mend: `keep the server at or below ${label}${edition.stack === 'v1' ? ', protect it under edition v2-2026-09-28 (preview)' : ''}`,
        source,
      });
    }),
  documentation: () => ({
    mend: 'Keep the server within the limit: split it, or move what need not be in it elsewhere. Larger servers are backed up under edition v2-2026-09-28 (preview).',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  storage_mb = 2097152
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  storage_mb = 1048576
}
`,
      },
    },
  }),
};

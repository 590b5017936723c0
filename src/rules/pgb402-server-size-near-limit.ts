import { undecidedServer, whyMissing } from './missing-fact';
import { compliant, Rule, Verdict, violated } from './rule';
import { protectedServers } from './subjects';
import { Severity } from '../findings/finding';
import { ServerFacts } from '../inventory/entities';
import { withDefault } from '../inventory/fact';
import { Edition } from '../matrix/edition';
import { LIMITS } from '../matrix/limits';
import { SOURCES } from '../matrix/source';
import { nextStorageSize, storageSize } from '../matrix/storage';

const PREMIUM_V2 = 'PremiumV2_LRS';
const { share } = LIMITS.serverSizeWarning;

interface Limit {
  readonly megabytes: number;
  readonly label: string;
}

/** PGB402: storage only ever grows, and nothing warns when it passes the limit. */
export const SERVER_SIZE_NEAR_LIMIT: Rule = {
  id: 'PGB402',
  name: 'server-size-near-limit',
  severity: Severity.WARNING,
  decides: `the storage of a protected server is below ${share * 100} % of the limit of the edition and can't grow past it by itself`,
  why: 'Storage can be raised, by Azure too, and never lowered. The step that passes the limit ends the backups without a word.',
  sources: [SOURCES.supportMatrix20250515, SOURCES.supportMatrixV2],
  acknowledgeable: true,
  evaluate: (estate, { edition }) =>
    protectedServers(estate, '`storage_mb`', (server) => {
      const verdicts = limitsOf(server, edition).map((limit) => judge(server, limit, edition));
      if (verdicts.every(({ outcome }) => outcome === verdicts[0].outcome)) return verdicts[0];
      return undecidedServer(server, '`storage_type`', whyMissing(server.storageType), { source: edition.source });
    }),
  documentation: () => ({
    mend: 'Move data out before the limit is near, and turn auto-grow off where its next step passes it.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  storage_mb = 1048576
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  storage_mb = 524288
}
`,
      },
    },
  }),
};

/** The limits that may hold: more than one while the kind of storage is unknown. */
function limitsOf({ storageType }: ServerFacts, { serverSize }: Edition): readonly Limit[] {
  const usual = { megabytes: serverSize.limitGiB * 1024, label: serverSize.limitLabel };
  const { premiumV2LimitGiB, premiumV2LimitLabel } = serverSize;
  if (premiumV2LimitGiB === undefined || storageType.state === 'absent') return [usual];
  const premiumV2 = { megabytes: premiumV2LimitGiB * 1024, label: premiumV2LimitLabel ?? `${premiumV2LimitGiB} GiB` };
  if (storageType.state === 'unknown') return [usual, premiumV2];
  return [storageType.value === PREMIUM_V2 ? premiumV2 : usual];
}

function judge(server: ServerFacts, limit: Limit, edition: Edition): Verdict {
  const { source } = edition;
  const { storageMb } = server;
  if (storageMb.state !== 'known') {
    const why = whyMissing(storageMb, 'it is not given, so that Azure chooses it');
    return undecidedServer(server, '`storage_mb`', why, { source });
  }
  const megabytes = storageMb.value;
  // Above the limit is PGB401's.
  if (megabytes > limit.megabytes) return compliant(server);
  const next = nextStorageSize(megabytes);
  const grown = next !== undefined && next.storageMb > limit.megabytes ? next.label : undefined;
  const from = Math.ceil(limit.megabytes * share);
  if (megabytes < from && grown === undefined) return compliant(server);
  const autoGrow = withDefault(server.autoGrow, false);
  const got = `${storageSize(megabytes)?.label ?? `${megabytes / 1024} GiB`} (${megabytes} MB)`;
  const growth = autoGrow.state === 'known' && autoGrow.value && grown !== undefined;
  const complaint = {
    got,
    limit: `a protected server has at most ${limit.label}`,
    mend: `move data out of the server or turn auto-grow off before it passes ${limit.label}${edition.stack === 'v1' ? ', or protect it under edition v2-2026-09-28 (preview)' : ''}`,
    source,
  };
  if (megabytes >= from) {
    return violated(server, {
      ...complaint,
      message: `storage must be below ${share * 100} % of ${limit.label} (${from} MB), got: ${got}${growth ? `, which auto-grow takes to ${grown}` : ''}`,
    });
  }
  if (autoGrow.state === 'unknown') return undecidedServer(server, '`auto_grow_enabled`', autoGrow.why, { source });
  if (!growth) return compliant(server);
  return violated(server, {
    ...complaint,
    message: `the size that auto-grow takes the server to must be at most ${limit.label}, got: ${got}, which grows to ${grown}`,
  });
}

import { Edition } from '../edition';
import { SOURCES } from '../source';

/** Generally available everywhere: the newest edition of v1, and the default. */
export const V1_2025_05_15_EDITION: Edition = {
  id: '2025-05-15',
  title: SOURCES.supportMatrix20250515.title,
  status: 'generally-available',
  stack: 'v1',
  source: SOURCES.supportMatrix20250515,

  // "supported for server size <= 1 TB. If backup is configured on server size exceeding 1 TB, the backup operation fails."
  // 1 TB = 1024 GiB = 1048576 MB: a server of exactly 1 TiB is at the limit, not above it, see ServerSizeLimit (C18).
  serverSize: { limitGiB: 1024, limitLabel: '1 TB', severity: 'error' },

  schedule: {
    // Weekly only. The service takes other policies, then fails their jobs (facts 2.1).
    periods: ['P1W'],
    dailySeverity: 'error',
    otherPeriodSeverity: 'error',
    // Only the first run of a week executes; the other jobs of that week fail.
    runs: { atMost: 'one-a-week', severity: 'error' },
  },

  // "same tenant and region"; only restores cross regions, to the pair.
  vaultRegion: 'same',

  // Not supported: CFG26 (2026-09-25) of v1.
  premiumSsdV2: false,
  elasticCluster: { supported: false },
  excludedTiers: [],

  // "generally available across all public cloud and sovereign regions".
  excludedRegions: [],
  sovereignRegions: true,

  privateNetwork: {
    // The sentence about trusted services is gone and nothing has come in its place (C9).
    state: 'unstated',
    promise:
      'The edition promises nothing for servers without public access; earlier editions asked for trusted Microsoft services.',
  },

  // "only available as Restore to Files".
  directRestore: false,
  restoreAsFiles: true,

  databasesSelectable: false,
};

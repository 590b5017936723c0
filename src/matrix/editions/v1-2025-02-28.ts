import { Edition } from '../edition';
import { SOURCES } from '../source';

/** Generally available in five regions, preview in the others. */
export const V1_2025_02_28_EDITION: Edition = {
  id: '2025-02-28',
  title: SOURCES.supportMatrix20250228.title,
  status: 'superseded',
  stack: 'v1',
  source: SOURCES.supportMatrix20250228,

  // "Recommended limit for the maximum server size is 1 TB. While backups can be attempted on server size exceeding 1 TB,
  // which aren't officially supported": a recommendation. 1 TB = 1024 GiB, see ServerSizeLimit (C18).
  serverSize: { limitGiB: 1024, limitLabel: '1 TB', severity: 'warning' },

  schedule: {
    periods: ['P1W'],
    // The sentence about opting for daily backups is gone.
    dailySeverity: 'error',
    otherPeriodSeverity: 'error',
    // The portal article of the same day (seed 001): "you can schedule the backups on multiple days of the week". The
    // matrix itself says one day (C2); the edition follows the seed: several days, never twice on one.
    runs: { atMost: 'one-a-day', severity: 'error' },
  },

  // "within the same tenant and region".
  vaultRegion: 'same',

  premiumSsdV2: false,
  elasticCluster: { supported: false },
  excludedTiers: [],

  // Generally available in East Asia, Central India, Southeast Asia, UK South and UK West, "in preview for other regions":
  // every region is served one way or the other.
  excludedRegions: [],
  sovereignRegions: true,

  privateNetwork: {
    state: 'trusted-services',
    promise:
      'Private endpoint-enabled servers can be backed up by allowing trusted Microsoft services in the network settings.',
  },

  // "only available as Restore to Files".
  directRestore: false,
  restoreAsFiles: true,

  // "entire server is backed up with all databases".
  databasesSelectable: false,
};

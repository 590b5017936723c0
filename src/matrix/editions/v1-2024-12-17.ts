import { Edition } from '../edition';
import { SOURCES } from '../source';

/** The preview's last edition: seed 003. */
export const V1_2024_12_17_EDITION: Edition = {
  id: '2024-12-17',
  title: SOURCES.supportMatrix20241217.title,
  status: 'superseded',
  stack: 'v1',
  source: SOURCES.supportMatrix20241217,

  // "Recommended limit for the maximum server size is 4 TB": a recommendation. 4 TB = 4096 GiB, see ServerSizeLimit (C18).
  serverSize: { limitGiB: 4096, limitLabel: '4 TB', severity: 'warning' },

  schedule: {
    // "Only weekly backups are supported".
    periods: ['P1W'],
    // "In case you opt for Daily backup and observe failures": possible, failures are to be expected.
    dailySeverity: 'warning',
    otherPeriodSeverity: 'error',
    // "with option to opt for one day in the week"; seed 001 of the same time allows several, hence no error (C2).
    runs: { atMost: 'one-a-week', severity: 'warning' },
  },

  // "Both Cross Region and Cross Subscription backups are supported." Contradicted by every later edition (C4).
  vaultRegion: 'any',

  // Not mentioned here; Premium SSD v2 and elastic clusters are refused by v1 as such (CFG26).
  premiumSsdV2: false,
  elasticCluster: { supported: false },

  // No tier and no version is named.
  excludedTiers: [],

  // "now available in all public regions": sovereign ones aren't among them.
  excludedRegions: [],
  sovereignRegions: false,

  privateNetwork: {
    state: 'trusted-services',
    promise:
      'Private endpoint-enabled servers can be backed up by allowing trusted Microsoft services in the network settings.',
  },

  // "restoring backups directly to flexible server isn't supported"; "recovered in user specified storage containers".
  directRestore: false,
  restoreAsFiles: true,

  // "backing up individual databases isn't supported".
  databasesSelectable: false,
};

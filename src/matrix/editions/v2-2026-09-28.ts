import { Edition } from '../edition';
import { SOURCES } from '../source';

/** Physical backups from disk snapshots, in preview. */
export const V2_2026_09_28_EDITION: Edition = {
  id: 'v2-2026-09-28',
  title: SOURCES.supportMatrixV2.title,
  status: 'preview',
  stack: 'v2',
  source: SOURCES.supportMatrixV2,

  // "Premium SSD v1 up to 32 TB; Premium SSD v2 up to 64 TB". In GiB as everywhere, see ServerSizeLimit (C18).
  serverSize: {
    limitGiB: 32768,
    limitLabel: '32 TB',
    severity: 'error',
    premiumV2LimitGiB: 65536,
    premiumV2LimitLabel: '64 TB',
  },

  schedule: {
    // "Backup schedules of daily or weekly are supported, with a minimum recovery point objective of one day."
    periods: ['P1D', 'P1W'],
    otherPeriodSeverity: 'error',
    runs: { atMost: 'one-a-day', severity: 'error' },
  },

  // "Must be in the same region as the datasource".
  vaultRegion: 'same',

  premiumSsdV2: true,
  // "Elastic cluster up to 8 nodes is supported."
  elasticCluster: { supported: true, maxNodes: 8 },
  // "Burstable compute tier isn't supported": a user error.
  excludedTiers: ['Burstable'],
  // "PostgreSQL 15 and later".
  minimumVersion: 15,

  // "in all public regions except"; sovereign ones aren't public.
  excludedRegions: [
    'austriaeast',
    'belgiumcentral',
    'chilecentral',
    'indonesiacentral',
    'israelnorthwest',
    'malaysiasouth',
    'malaysiawest',
    'mexicocentral',
    'qatarcentral',
    'southcentralus2',
    'southeastus',
    'southeastus3',
    'southeastus5',
    'southwestus',
    'westindia',
  ],
  sovereignRegions: false,

  privateNetwork: {
    state: 'trusted-access',
    promise: 'Virtual network and private endpoint are supported through Trusted Access.',
  },

  // "Restore as Server", onto an empty target that exists before; restore as files isn't available.
  directRestore: true,
  restoreAsFiles: false,

  // "Backup of individual databases isn't supported."
  databasesSelectable: false,
};

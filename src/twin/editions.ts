/** The editions of the support matrix that the twin can follow. */
export const EDITION_IDS = ['2024-12-17', '2025-02-28', '2025-05-15', 'v2-2026-09-28'] as const;
export type EditionId = (typeof EDITION_IDS)[number];

export const DEFAULT_EDITION: EditionId = '2025-05-15';

/** What the service does with servers under one edition of the support matrix. */
export interface Edition {
  readonly title: string;
  /** Of the document. */
  readonly date: string;
  readonly url: string;
  /**
   * Above this a backup fails. Undefined where the edition recommends a size and promises nothing beyond it: "while backups
   * can be attempted", and in the twin they succeed.
   */
  readonly mostGb?: number;
  /** The same for servers on Premium SSD v2. */
  readonly mostGbOnPremiumV2?: number;
  /** The span in which one scheduled backup is executed, and the others fail; undefined where none is sure to fail. */
  readonly oneRunPer?: 'day' | 'week';
  /** Recovery points are restored as files in a storage container; else onto a server. */
  readonly asFiles: boolean;
  /** Of several restores of an instance on one day only the first is sure to succeed. */
  readonly oneRestoreADay?: boolean;
  /** The vault lies in the region of the server. */
  readonly sameRegion: boolean;
  readonly premiumV2: boolean;
  /** Nodes of an elastic cluster; 0 where no cluster can be protected. */
  readonly mostNodes: number;
  readonly burstable: boolean;
  /** Oldest major version of PostgreSQL. */
  readonly oldestVersion?: number;
  /** Regions that aren't served. */
  readonly excludedRegions: readonly string[];
}

const MATRIX = 'https://learn.microsoft.com/azure/backup/backup-azure-database-postgresql-flex-support-matrix';

/** Backups as logical dumps: no tier and no version is excluded; Premium SSD v2 and elastic clusters never were served. */
const DUMPS = { asFiles: true, premiumV2: false, mostNodes: 0, burstable: true, excludedRegions: [] };

/**
 * Facts of each edition, from the document that it is named after. Typed in here, not taken from the library's support
 * matrix: the two are held against each other. What v1 says of Premium SSD v2 and clusters is from the article on configuring
 * backup (2026-09-25). A TB is 1,024 GB here as in the sizes of servers: the documents of PostgreSQL say TiB.
 */
export const EDITIONS: Readonly<Record<EditionId, Edition>> = {
  '2024-12-17': {
    title: 'Support matrix for Azure Database for PostgreSQL- Flexible server (preview)',
    date: '2024-12-17',
    url: MATRIX,
    ...DUMPS,
    // "Both Cross Region and Cross Subscription backups are supported."
    sameRegion: false,
    // 4 TB is recommended; daily backups are possible: "In case you opt for Daily backup and observe failures".
  },
  '2025-02-28': {
    title: 'Support matrix for Azure Database for PostgreSQL- Flexible Server',
    date: '2025-02-28',
    url: MATRIX,
    ...DUMPS,
    // "within the same tenant and region". 1 TB is recommended.
    sameRegion: true,
    // The portal's article of the same day: "you can schedule the backups on multiple days of the week".
    oneRunPer: 'day',
  },
  '2025-05-15': {
    title: 'Support matrix for Azure Database for PostgreSQL flexible server',
    date: '2025-05-15',
    url: MATRIX,
    ...DUMPS,
    sameRegion: true,
    // "If backup is configured on server size exceeding 1 TB, the backup operation fails."
    mostGb: 1024,
    mostGbOnPremiumV2: 1024,
    // "only the first backup operation of the week is executed, and the subsequent backup jobs in the same week fail"
    oneRunPer: 'week',
    // "Recommended frequency for restore operations is once a day. Multiple restore operations triggered in a day can fail."
    oneRestoreADay: true,
  },
  'v2-2026-09-28': {
    title: 'Support matrix for Azure PostgreSQL flexible server and elastic cluster vaulted backup (v2) (preview)',
    date: '2026-09-28',
    url: 'https://learn.microsoft.com/azure/backup/backup-azure-postgresql-flex-server-elastic-cluster-v2-support-matrix',
    asFiles: false,
    sameRegion: true,
    // "Premium SSD v1 up to 32 TB; Premium SSD v2 up to 64 TB"
    mostGb: 32 * 1024,
    mostGbOnPremiumV2: 64 * 1024,
    // "a minimum recovery point objective of one day"
    oneRunPer: 'day',
    premiumV2: true,
    mostNodes: 8,
    burstable: false,
    oldestVersion: 15,
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
  },
};

import { Severity } from '../findings/finding';
import type { Source } from '../matrix/source';

/** A requirement of a public standard that a rule helps to meet: its id and title, nothing of its text. */
export interface Control {
  readonly id: string;
  readonly title: string;
  readonly source: Source;
}

/** What a profile is, as data. What it asks for by name weighs as an error under it: a profile is a standard to be held to. */
export interface ProfileData {
  readonly name: string;
  readonly description: string;
  /** Findings of these are reported, whichever rule made them. */
  readonly severities: readonly Severity[];
  /** Rules whose findings are reported whatever they weigh. */
  readonly picks: readonly string[];
  /** The least that findings of these rules weigh; these rules are picked as well. */
  readonly raised: Readonly<Record<string, Severity>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly controls?: Readonly<Record<string, readonly Control[]>>;
}

const { ERROR, WARNING, NOTE } = Severity;

const NIST: Source = {
  title: 'NIST SP 800-53 Rev. 5, Security and Privacy Controls for Information Systems and Organizations',
  url: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
  date: '2020-12-10',
};

const LEAST_PRIVILEGE: Control = { id: 'AC-6', title: 'Least Privilege', source: NIST };
const ALTERNATE_STORAGE_SITE: Control = { id: 'CP-6', title: 'Alternate Storage Site', source: NIST };
const SYSTEM_BACKUP: Control = { id: 'CP-9', title: 'System Backup', source: NIST };
const RETENTION: Control = { id: 'SI-12', title: 'Information Management and Retention', source: NIST };

/** Where one says nothing of a rule, no control of a standard is known for sure to ask for the same. */
export const PROFILE_DATA = {
  azure: {
    name: 'azure',
    description: 'What Azure or the provider refuses, and what certainly fails',
    severities: [ERROR],
    picks: [],
    raised: {},
    parameters: {},
  },
  recommended: {
    name: 'recommended',
    description: 'Errors, warnings and notes',
    severities: [ERROR, WARNING, NOTE],
    picks: [],
    raised: {},
    parameters: {},
  },
  'long-term-retention': {
    name: 'long-term-retention',
    description:
      'Every server keeps yearly points for seven years, in an immutable and geo-redundant vault, with somewhere to restore them to',
    severities: [ERROR],
    picks: ['PGB307', 'PGB506', 'PGB905'],
    raised: { PGB310: ERROR, PGB510: ERROR, PGB512: ERROR, PGB601: ERROR, PGB901: ERROR },
    parameters: { 'minimum-yearly-retention': 'P7Y' },
    controls: {
      PGB310: [RETENTION, SYSTEM_BACKUP],
      PGB506: [ALTERNATE_STORAGE_SITE],
      PGB510: [SYSTEM_BACKUP],
      PGB512: [ALTERNATE_STORAGE_SITE],
      PGB901: [SYSTEM_BACKUP],
      PGB905: [RETENTION],
    },
  },
  ransomware: {
    name: 'ransomware',
    description: "Backups that somebody who has taken over the servers can't delete",
    severities: [ERROR],
    picks: ['PGB508'],
    raised: { PGB106: ERROR, PGB502: ERROR, PGB510: ERROR, PGB513: ERROR, PGB514: ERROR },
    parameters: {},
    controls: {
      PGB106: [LEAST_PRIVILEGE],
      PGB502: [SYSTEM_BACKUP],
      PGB510: [SYSTEM_BACKUP],
      PGB513: [SYSTEM_BACKUP],
    },
  },
  cost: {
    name: 'cost',
    description: 'What is paid for and gives nothing back',
    severities: [ERROR],
    picks: ['PGB307', 'PGB515', 'PGB905'],
    raised: {},
    parameters: {},
  },
} as const satisfies Readonly<Record<string, ProfileData>>;

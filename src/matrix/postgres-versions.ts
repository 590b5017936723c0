import { SOURCES } from './source';

/** A major version of PostgreSQL on flexible server. */
export interface PostgresVersionInfo {
  readonly major: number;
  /** Last day of standard support, ISO 8601. After it no new server of the version can be created. */
  readonly endOfStandardSupport: string;
  /** The later day that the extended support article names; see `postponedSource`. */
  readonly postponedTo?: string;
}

/**
 * Every major version that the API takes, oldest first. The version policy follows the community; a later article on
 * extended support moves the end of 11 to 14. Up to the later day the two disagree, so both are kept: a finding that falls
 * between them should name the second.
 */
export const POSTGRES_VERSIONS = {
  source: SOURCES.versionPolicy,
  postponedSource: SOURCES.extendedSupport,
  versions: [
    { major: 11, endOfStandardSupport: '2026-03-31', postponedTo: '2026-07-31' },
    { major: 12, endOfStandardSupport: '2026-03-31', postponedTo: '2026-07-31' },
    { major: 13, endOfStandardSupport: '2026-03-31', postponedTo: '2026-07-31' },
    { major: 14, endOfStandardSupport: '2026-11-12', postponedTo: '2026-12-11' },
    { major: 15, endOfStandardSupport: '2027-11-11' },
    { major: 16, endOfStandardSupport: '2028-11-09' },
    { major: 17, endOfStandardSupport: '2029-11-08' },
    { major: 18, endOfStandardSupport: '2030-11-14' },
  ] as readonly PostgresVersionInfo[],
};

/** What is known of a version, given as `17` or `"17"`; undefined for one that the table doesn't know. */
export function postgresVersion(version: number | string): PostgresVersionInfo | undefined {
  return POSTGRES_VERSIONS.versions.find((known) => String(known.major) === String(version));
}

import type { Azure } from '../azure';
import { citusVersionsOf, CLUSTER_VERSIONS, offeredVersions } from './cluster-catalogue';
import { isBurstable } from './cluster-facts';
import { refused } from './flexible-server-errors';
import { type JsonObject, textAt } from '../arm/json';

interface Versions extends JsonObject {
  postgresqlVersion: string;
  citusVersion: string;
}

/** The newest of each, unless others are sent. */
export function newVersions(azure: Azure, given: JsonObject): Versions {
  const offered = offeredVersions(azure);
  const postgresqlVersion = textAt(given, 'postgresqlVersion') ?? offered.at(-1)!;
  if (!offered.includes(postgresqlVersion)) {
    throw refused(
      `A new cluster's version of PostgreSQL must be one of ${offered.join(', ')}, got: ${postgresqlVersion}.`,
    );
  }
  if (postgresqlVersion === '11' && isBurstable(textAt(given, 'coordinatorServerEdition'))) {
    throw refused('PostgreSQL 11 is not supported on burstable compute.');
  }
  return { postgresqlVersion, citusVersion: citusOf(postgresqlVersion, textAt(given, 'citusVersion')) };
}

/** Versions only rise; a new version of PostgreSQL brings the newest Citus with it. */
export function changedVersions(azure: Azure, given: JsonObject, old: JsonObject): Versions {
  const [oldVersion, oldCitus] = [textAt(old, 'postgresqlVersion')!, textAt(old, 'citusVersion')!];
  const version = textAt(given, 'postgresqlVersion') ?? oldVersion;
  if (version !== oldVersion) checkUpgrade(azure, version, oldVersion);
  const kept = version === oldVersion ? oldCitus : undefined;
  const citusVersion = citusOf(version, textAt(given, 'citusVersion') ?? kept);
  if (isOlderCitus(citusVersion, oldCitus)) throw refused('A cluster never goes back to an older version of Citus.');
  const changes = version !== oldVersion || citusVersion !== oldCitus;
  if (changes && isBurstable(textAt(old, 'coordinatorServerEdition'))) {
    throw refused('Version upgrades are not supported on burstable compute.');
  }
  return { postgresqlVersion: version, citusVersion };
}

function checkUpgrade(azure: Azure, version: string, old: string): void {
  const newer = offeredVersions(azure).filter((each) => Number(each) > Number(old));
  if (newer.includes(version)) return;
  throw refused(`PostgreSQL ${old} can be upgraded to ${newer.join(', ') || 'no version'} only, got: ${version}.`);
}

function citusOf(postgresqlVersion: string, sent: string | undefined): string {
  const allowed = CLUSTER_VERSIONS.includes(postgresqlVersion) ? citusVersionsOf(postgresqlVersion) : [];
  const citusVersion = sent ?? allowed[0];
  if (allowed.includes(citusVersion)) return citusVersion;
  throw refused(
    `The version of Citus on PostgreSQL ${postgresqlVersion} must be one of ${allowed.join(', ')}, got: ${citusVersion}.`,
  );
}

function isOlderCitus(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  return a[0] !== b[0] ? a[0] < b[0] : a[1] < b[1];
}

import { expectSource } from './expect-source';
import { CLUSTER } from '../../src/matrix/cluster';
import { CLUSTER_GEO_BACKUP } from '../../src/matrix/cluster-regions';
import { LIMITS } from '../../src/matrix/limits';
import { NAMES } from '../../src/matrix/names';
import { POSTGRES_VERSIONS } from '../../src/matrix/postgres-versions';
import { REGIONS } from '../../src/matrix/region-table';
import { ROLES } from '../../src/matrix/roles';
import { SKU_NAMES } from '../../src/matrix/sku';
import { Source, SOURCES } from '../../src/matrix/source';
import { STORAGE } from '../../src/matrix/storage';
import { TIME_ZONES } from '../../src/matrix/time-zones';

const sourced: Record<string, { readonly source: Source }> = {
  ...prefixed('limits', LIMITS),
  ...prefixed('names', NAMES),
  ...prefixed('roles', ROLES),
  ...prefixed('regions', REGIONS),
  ...prefixed('cluster', CLUSTER),
  'cluster geo backup': CLUSTER_GEO_BACKUP,
  versions: POSTGRES_VERSIONS,
  'postponed versions': { source: POSTGRES_VERSIONS.postponedSource },
  skus: SKU_NAMES,
  'newer skus': SKU_NAMES.newer,
  storage: STORAGE,
  'time zones': TIME_ZONES,
};

function prefixed(prefix: string, table: Record<string, { readonly source: Source }>) {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [`${prefix} ${key}`, value]));
}

test.each(Object.entries(SOURCES))('source %s has a title, an https address and an ISO date', (_, source) => {
  expectSource(source);
  // Nothing is cited from the future of the day the fact sheets were closed.
  expect(source.date <= '2026-11-20').toBe(true);
});

test.each(Object.entries(sourced))('%s cites one of the sources', (_, { source }) => {
  expect(Object.values(SOURCES)).toContain(source);
});

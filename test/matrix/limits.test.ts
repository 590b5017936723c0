import { CLUSTER, isClusterNodeCount } from '../../src/matrix/cluster';
import { LIMITS } from '../../src/matrix/limits';
import { NameRule, NAMES } from '../../src/matrix/names';
import { POSTGRES_VERSIONS, postgresVersion } from '../../src/matrix/postgres-versions';
import { SKU_NAMES, tierOfSku } from '../../src/matrix/sku';
import { nextStorageSize, STORAGE, storageSize } from '../../src/matrix/storage';
import { TIME_ZONES, timeZoneName } from '../../src/matrix/time-zones';

test('limits that no edition changes', () => {
  expect(LIMITS.retention).toMatchObject({ minDays: 7, maxYears: 10, min: 'P7D', max: 'P10Y' });
  expect(LIMITS.softDelete).toMatchObject({ minDays: 14, maxDays: 180, defaultDays: 14 });
  expect(LIMITS.operationalRetention).toMatchObject({ minDays: 7, maxDays: 35, defaultDays: 7 });
  expect(LIMITS.onDemandBackup).toMatchObject({ max: 7, excludedTiers: ['Burstable'] });
  expect(LIMITS.roleAssignments).toMatchObject({ max: 4000, warnFrom: 3200 });
  expect(LIMITS.retentionPriority).toMatchObject({ min: 1, max: 98, reserved: 99 });
  expect(LIMITS.brokenProviderVersions.versions).toEqual(['4.62.0', '4.62.1']);
  expect(LIMITS.absoluteCriteria.allowed).toHaveLength(5);
});

test('retention ranks rise with frequency and say which of them are confirmed', () => {
  const { yearly, monthly, weekly, daily, default: otherwise } = LIMITS.retentionRanks;
  expect([yearly, monthly, weekly, daily, otherwise].map((rank) => rank.priority)).toEqual([10, 15, 20, 25, 99]);
  expect([yearly, monthly, weekly, daily, otherwise].map((rank) => rank.basis)).toEqual([
    'customary',
    'first-party',
    'provider-sample',
    'customary',
    'first-party',
  ]);
});

const good: Record<keyof typeof NAMES, string[]> = {
  vault: ['ab', 'backup-vault-01', 'a'.repeat(50)],
  policy: ['abc', '1-a', 'a'.repeat(150)],
  instance: ['a', 'rg-server', '1a'],
  retentionRule: ['Yearly', 'a1'],
  server: ['abc', 'a-b', 'pg-01-x', '123', 'a'.repeat(63)],
  onDemandBackup: ['a', '-._', 'a'.repeat(128)],
  database: ['a', '_a-b', 'a'.repeat(63)],
  cluster: ['abc', 'a-1', '1-2', 'a'.repeat(40)],
  clusterChild: ['a', 'office.1_-', 'a'.repeat(128)],
  storageAccount: ['abc', '123', 'a'.repeat(24)],
  container: ['abc', 'a-b-c', '1ab', '$root', '$web', 'a'.repeat(63)],
  privateEndpoint: ['a', '1', 'pe-a.b_', 'a'.repeat(80)],
  resourceGroup: ['a', '(rg)_1.x', 'a'.repeat(90)],
  lock: ['a', 'keep.it', 'a'.repeat(90)],
};

const bad: Record<keyof typeof NAMES, string[]> = {
  vault: ['a', '1a', '-a', 'a_b', 'a.b', 'a'.repeat(51), 'ab\n'],
  policy: ['ab', '-ab', 'a_b', 'a.b', 'a'.repeat(151), 'abc\n'],
  instance: ['', 'x y', 'a/b', '-a'],
  retentionRule: ['', '1a', 'x y', 'a-b'],
  server: ['ab', 'Abc', '-ab', 'ab-', 'a--b', 'a_b', 'a'.repeat(64), 'abc\n'],
  onDemandBackup: ['', 'a b', 'a/b', 'é', 'a'.repeat(129)],
  database: ['', '1a', '-a', 'a.b', 'a'.repeat(64)],
  cluster: ['ab', '123', '-ab', 'ab-', 'Abc', 'a'.repeat(41)],
  clusterChild: ['', 'a b', 'a/b', 'a@b', 'a'.repeat(129)],
  storageAccount: ['ab', 'aBc', 'a-b', 'a'.repeat(25)],
  container: ['ab', '-ab', 'ab-', 'a--b', 'Abc', '$logs', 'a'.repeat(64)],
  privateEndpoint: ['', '-', '-a', 'a-', 'a.', 'a b', 'a'.repeat(81)],
  resourceGroup: ['', 'a.', 'a b', 'a'.repeat(91)],
  lock: ['', 'a.', 'a/b', 'a'.repeat(91)],
};

describe.each(Object.entries(NAMES))('name of a %s', (kind, rule: NameRule) => {
  const key = kind as keyof typeof NAMES;
  test.each(good[key])('takes %j', (name) => {
    expect(name).toMatch(rule.pattern);
    expect(name.length).toBeGreaterThanOrEqual(rule.min);
    expect(name.length).toBeLessThanOrEqual(rule.max);
  });
  test.each(bad[key])('refuses %j', (name) => expect(name).not.toMatch(rule.pattern));
  test('says its rule in words that complete a sentence', () => expect(rule.rule).toMatch(/^[a-z0-9].*[^.]$/));
});

describe('storage', () => {
  test('sizes rise, and their tiers fall away from below', () => {
    const sizes = STORAGE.sizes.map((size) => size.storageMb);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    for (const size of STORAGE.sizes) {
      expect(size.gib).toBe(size.storageMb / 1024);
      expect(size.tiers.length).toBeGreaterThan(0);
    }
    expect(storageSize(32768)?.tiers).toEqual(['P4', 'P6', 'P10', 'P15', 'P20', 'P30', 'P40', 'P50']);
    expect(storageSize(1048576)).toMatchObject({ gib: 1024, label: '1 TiB', tiers: ['P30', 'P40', 'P50'] });
    expect(storageSize(33554432)).toBeUndefined();
  });

  test.each([
    [32768, 65536],
    [524288, 1048576],
    [1048576, 2097152],
    [4193280, 8388608],
    [4194304, 8388608],
    [40000, 65536],
    [33553408, undefined],
  ])('%d MB grows to %s', (from, to) => expect(nextStorageSize(from)?.storageMb).toBe(to));
});

describe('sku', () => {
  test.each([
    'B_Standard_B2s',
    'B_Standard_B1ms',
    'GP_Standard_D2ds_v5',
    'GP_Standard_D4ads_v5',
    'MO_Standard_E20s_v3',
  ])('%s is taken', (name) => {
    expect(name).toMatch(SKU_NAMES.pattern);
    expect(name).toMatch(SKU_NAMES.newer.pattern);
  });
  test.each(['Standard_D2ds_v5', 'GP_Standard_D4as_v5', 'GP_Standard_D2ads_v6', 'GP_Standard_D2ds_v5 '])(
    '%j is refused',
    (name) => {
      expect(name).not.toMatch(SKU_NAMES.pattern);
      expect(name).not.toMatch(SKU_NAMES.newer.pattern);
    },
  );
  test.each(['GP_Standard_D2ds_v6', 'MO_Standard_EC4as_v5'])('%s is taken by newer providers only', (name) => {
    expect(name).not.toMatch(SKU_NAMES.pattern);
    expect(name).toMatch(SKU_NAMES.newer.pattern);
  });
  test('the prefix tells the tier', () => {
    expect(tierOfSku('B_Standard_B2s')).toBe('Burstable');
    expect(tierOfSku('GP_Standard_D2ds_v5')).toBe('GeneralPurpose');
    expect(tierOfSku('MO_Standard_E2ds_v5')).toBe('MemoryOptimized');
    expect(tierOfSku('Standard_D2ds_v5')).toBeUndefined();
  });
});

test('versions and the end of their standard support', () => {
  expect(POSTGRES_VERSIONS.versions.map((version) => version.major)).toEqual([11, 12, 13, 14, 15, 16, 17, 18]);
  expect(postgresVersion('14')).toEqual({ major: 14, endOfStandardSupport: '2026-11-12', postponedTo: '2026-12-11' });
  for (const version of POSTGRES_VERSIONS.versions) {
    expect((version.postponedTo ?? '9999') > version.endOfStandardSupport).toBe(true);
  }
  expect(postgresVersion(18)?.endOfStandardSupport).toBe('2030-11-14');
  expect(postgresVersion('19')).toBeUndefined();
});

test('time zones: 141 Windows names, in any case', () => {
  expect(TIME_ZONES.names).toHaveLength(141);
  expect(new Set(TIME_ZONES.names).size).toBe(141);
  expect(timeZoneName('utc')).toBe('UTC');
  expect(timeZoneName('W. EUROPE standard time')).toBe('W. Europe Standard Time');
  expect(timeZoneName('India Standard Time')).toBe('India Standard Time');
  expect(timeZoneName('Europe/Berlin')).toBeUndefined();
  expect(timeZoneName('')).toBeUndefined();
});

test('cluster', () => {
  expect([-1, 0, 1, 2, 20, 21, 2.5].map(isClusterNodeCount)).toEqual([false, true, false, true, true, false, false]);
  expect(CLUSTER.retirement.date).toBe('2029-03-31');
  expect(CLUSTER.backupRetention.days).toBe(35);
  expect(CLUSTER.geoBackupApi.since).toBe('2023-03-02-preview');
});

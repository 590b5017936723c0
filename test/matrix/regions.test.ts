import { CLUSTER_GEO_BACKUP, clusterGeoBackupRegion } from '../../src/matrix/cluster-regions';
import { isSovereignRegion, normaliseRegion, regionInfo, REGIONS } from '../../src/matrix/regions';
import { SupportMatrix } from '../../src/matrix/support-matrix';

// Named as Sweden Central's pair, with no row of its own in the source.
const NAMED_AS_A_PAIR_ONLY = ['swedensouth'];

// One-way pairs, as the source says.
const ONE_WAY: Record<string, string> = {
  brazilsouth: 'southcentralus',
  brazilsoutheast: 'brazilsouth',
  indiasouthcentral: 'centralindia',
  usgovvirginia: 'usgovtexas',
  westindia: 'southindia',
  westus3: 'eastus',
};

test.each([
  ['West Europe', 'westeurope'],
  ['westeurope', 'westeurope'],
  ['WestEurope', 'westeurope'],
  [' South Central US ', 'southcentralus'],
])('normalises %j', (name, normalised) => expect(normaliseRegion(name)).toBe(normalised));

test('knows 57 public regions and three of the US government', () => {
  const sovereign = Object.keys(REGIONS).filter(isSovereignRegion);
  expect(sovereign).toEqual(['usgovarizona', 'usgovtexas', 'usgovvirginia']);
  expect(Object.keys(REGIONS)).toHaveLength(57 + 3);
});

test.each(Object.entries(REGIONS))('%s is keyed by its normalised name', (key, region) => {
  expect(region.name).toBe(key);
  expect(normaliseRegion(region.displayName)).toBe(key);
});

test('pairs are known regions, and symmetric except where the source says otherwise', () => {
  const oneWay: Record<string, string> = {};
  for (const { name, pairedRegion } of Object.values(REGIONS)) {
    if (pairedRegion === undefined || NAMED_AS_A_PAIR_ONLY.includes(pairedRegion)) continue;
    expect(Object.keys(REGIONS)).toContain(pairedRegion);
    expect(pairedRegion).not.toBe(name);
    if (REGIONS[pairedRegion].pairedRegion !== name) oneWay[name] = pairedRegion;
  }
  expect(oneWay).toEqual(ONE_WAY);
});

test('a region that has neither zones nor a pair is not in the source', () => {
  const bare = Object.values(REGIONS).filter(
    (region) => !region.availabilityZones && region.pairedRegion === undefined,
  );
  expect(bare).toEqual([]);
});

test('tells pairs and zones', () => {
  expect(regionInfo('West Europe')).toMatchObject({ pairedRegion: 'northeurope', availabilityZones: true });
  expect(regionInfo('polandcentral')?.pairedRegion).toBeUndefined();
  expect(regionInfo('westus')).toMatchObject({ pairedRegion: 'eastus', availabilityZones: false });
  expect(regionInfo('usgovtexas')?.availabilityZones).toBeUndefined();
});

test.each(['Atlantis North', 'swedensouth', 'chinanorth3', '', 'constructor', '__proto__'])(
  'concludes nothing about %j',
  (name) => expect(regionInfo(name)).toBeUndefined(),
);

test.each([
  ['US Gov Virginia', true],
  ['usdodeast', true],
  ['chinanorth3', true],
  ['westeurope', false],
])('%s is sovereign: %s', (name, sovereign) => expect(isSovereignRegion(name)).toBe(sovereign));

test('excluded regions of the editions are normalised names', () => {
  for (const region of SupportMatrix.V2_2026_09_28._edition.excludedRegions) {
    expect(normaliseRegion(region)).toBe(region);
  }
});

describe('geo-redundant backup of clusters', () => {
  test('the map is symmetric, over known regions, and disjoint from the regions without', () => {
    for (const [region, backup] of Object.entries(CLUSTER_GEO_BACKUP.regions)) {
      expect(CLUSTER_GEO_BACKUP.regions[backup]).toBe(region);
      expect(regionInfo(region)).toBeDefined();
      expect(CLUSTER_GEO_BACKUP.without).not.toContain(region);
    }
    for (const region of CLUSTER_GEO_BACKUP.without) expect(regionInfo(region)).toBeDefined();
    expect(Object.keys(CLUSTER_GEO_BACKUP.regions)).toHaveLength(20);
    expect(CLUSTER_GEO_BACKUP.without).toHaveLength(11);
  });

  test.each([
    ['Canada Central', 'canadaeast'],
    ['westus2', 'westcentralus'],
    ['West US 3', false],
    ['UK South', false],
    ['italynorth', undefined],
    ['constructor', undefined],
  ])('%s: %s', (region, expected) => expect(clusterGeoBackupRegion(region)).toBe(expected));
});

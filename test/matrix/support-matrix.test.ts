import { expectSource } from './expect-source';
import { cite, citeEdition } from '../../src/matrix/citation';
import { Edition, ServerSizeLimit } from '../../src/matrix/edition';
import * as publicFace from '../../src/matrix/index';
import { SupportMatrix } from '../../src/matrix/support-matrix';

const [PREVIEW, FIRST_GA, GA, V2] = SupportMatrix.all();

function each<K extends keyof Edition>(key: K): Record<string, Edition[K]> {
  return Object.fromEntries(SupportMatrix.all().map((edition) => [edition.id, edition._edition[key]]));
}

describe('SupportMatrix', () => {
  test('pins the ids of the editions, oldest first', () => {
    expect(SupportMatrix.all().map(String)).toEqual(['2024-12-17', '2025-02-28', '2025-05-15', 'v2-2026-09-28']);
    expect([PREVIEW, FIRST_GA, GA, V2]).toEqual([
      SupportMatrix.V1_2024_12_17,
      SupportMatrix.V1_2025_02_28,
      SupportMatrix.V1_2025_05_15,
      SupportMatrix.V2_2026_09_28,
    ]);
  });

  test('defaults to the newest generally available edition', () => {
    const available = SupportMatrix.all().filter((edition) => edition.status === 'generally-available');
    const newest = available.sort((a, b) => b.source.date.localeCompare(a.source.date))[0];
    expect(SupportMatrix.DEFAULT).toBe(newest);
    expect(SupportMatrix.DEFAULT.id).toBe('2025-05-15');
  });

  test('finds an edition by its id, the same object every time', () => {
    for (const edition of SupportMatrix.all()) expect(SupportMatrix.of(edition.id)).toBe(edition);
  });

  test.each([
    ['2025-05-16', '2025-05-15'],
    ['2024-12-7', '2024-12-17'],
    ['V2-2026-09-28', 'v2-2026-09-28'],
    ['v2-2026-09-82', 'v2-2026-09-28'],
  ])('suggests the nearest edition for %s', (id, meant) => {
    expect(() => SupportMatrix.of(id)).toThrow(
      `UnknownEdition: \`edition\` must be one of "2024-12-17", "2025-02-28", "2025-05-15", "v2-2026-09-28", got: "${id}".\n` +
        `  Mend: Did you mean "${meant}"?`,
    );
  });

  test('lists the editions and names the default where none is near', () => {
    expect(() => SupportMatrix.of('latest')).toThrow(/must be one of .*"v2-2026-09-28".*\n {2}Mend: Use "2025-05-15"/);
    expect(() => SupportMatrix.of('toString')).toThrow('UnknownEdition');
  });

  test.each(SupportMatrix.all().map((edition) => [edition.id, edition] as const))(
    'edition %s is dated and sourced',
    (id, edition) => {
      expectSource(edition.source);
      expect(id).toBe(edition._edition.stack === 'v1' ? edition.source.date : `v2-${edition.source.date}`);
      expect(edition.title).toBe(edition.source.title);
    },
  );

  test('exports nothing but SupportMatrix at run time', () => {
    expect(Object.keys(publicFace)).toEqual(['SupportMatrix']);
  });

  test('cites sources and editions', () => {
    expect(cite(GA.source)).toBe('"Support matrix for Azure Database for PostgreSQL flexible server", 2025-05-15');
    expect(citeEdition(GA._edition)).toBe(`support matrix edition 2025-05-15, ${cite(GA.source)}`);
  });
});

describe('values of the editions, against rules.md', () => {
  test('status and stack', () => {
    expect(each('status')).toEqual({
      '2024-12-17': 'superseded',
      '2025-02-28': 'superseded',
      '2025-05-15': 'generally-available',
      'v2-2026-09-28': 'preview',
    });
    expect(each('stack')).toEqual({
      '2024-12-17': 'v1',
      '2025-02-28': 'v1',
      '2025-05-15': 'v1',
      'v2-2026-09-28': 'v2',
    });
  });

  test('PGB202 and PGB203: schedule', () => {
    expect(each('schedule')).toEqual({
      '2024-12-17': {
        periods: ['P1W'],
        dailySeverity: 'warning',
        otherPeriodSeverity: 'error',
        runs: { atMost: 'one-a-week', severity: 'warning' },
      },
      '2025-02-28': {
        periods: ['P1W'],
        dailySeverity: 'error',
        otherPeriodSeverity: 'error',
        runs: { atMost: 'one-a-day', severity: 'error' },
      },
      '2025-05-15': {
        periods: ['P1W'],
        dailySeverity: 'error',
        otherPeriodSeverity: 'error',
        runs: { atMost: 'one-a-week', severity: 'error' },
      },
      'v2-2026-09-28': {
        periods: ['P1D', 'P1W'],
        otherPeriodSeverity: 'error',
        runs: { atMost: 'one-a-day', severity: 'error' },
      },
    });
  });

  test('PGB401: server size', () => {
    const expected: Record<string, ServerSizeLimit> = {
      '2024-12-17': { limitGiB: 4096, limitLabel: '4 TB', severity: 'warning' },
      '2025-02-28': { limitGiB: 1024, limitLabel: '1 TB', severity: 'warning' },
      '2025-05-15': { limitGiB: 1024, limitLabel: '1 TB', severity: 'error' },
      'v2-2026-09-28': {
        limitGiB: 32768,
        limitLabel: '32 TB',
        severity: 'error',
        premiumV2LimitGiB: 65536,
        premiumV2LimitLabel: '64 TB',
      },
    };
    expect(each('serverSize')).toEqual(expected);
  });

  test('PGB403: vault region', () => {
    expect(each('vaultRegion')).toEqual({
      '2024-12-17': 'any',
      '2025-02-28': 'same',
      '2025-05-15': 'same',
      'v2-2026-09-28': 'same',
    });
  });

  test('PGB405 and PGB406: Premium SSD v2 and elastic clusters', () => {
    expect(each('premiumSsdV2')).toEqual({
      '2024-12-17': false,
      '2025-02-28': false,
      '2025-05-15': false,
      'v2-2026-09-28': true,
    });
    expect(each('elasticCluster')).toEqual({
      '2024-12-17': { supported: false },
      '2025-02-28': { supported: false },
      '2025-05-15': { supported: false },
      'v2-2026-09-28': { supported: true, maxNodes: 8 },
    });
  });

  test('PGB407: tiers and versions', () => {
    for (const edition of [PREVIEW, FIRST_GA, GA]) {
      expect(edition._edition.excludedTiers).toEqual([]);
      expect(edition._edition.minimumVersion).toBeUndefined();
    }
    expect(V2._edition.excludedTiers).toEqual(['Burstable']);
    expect(V2._edition.minimumVersion).toBe(15);
  });

  test('PGB408: regions', () => {
    for (const edition of [PREVIEW, FIRST_GA, GA]) expect(edition._edition.excludedRegions).toEqual([]);
    expect(V2._edition.excludedRegions).toEqual(
      (
        'Austria East, Belgium Central, Chile Central, Indonesia Central, Israel Northwest, Malaysia South, Malaysia West, ' +
        'Mexico Central, Qatar Central, South Central US 2, Southeast US, Southeast US 3, Southeast US 5, Southwest US, West India'
      )
        .split(', ')
        .map((region) => region.toLowerCase().replace(/ /g, '')),
    );
    expect(each('sovereignRegions')).toEqual({
      '2024-12-17': false,
      '2025-02-28': true,
      '2025-05-15': true,
      'v2-2026-09-28': false,
    });
  });

  test('PGB411: private network', () => {
    expect(SupportMatrix.all().map((edition) => edition._edition.privateNetwork.state)).toEqual([
      'trusted-services',
      'trusted-services',
      'unstated',
      'trusted-access',
    ]);
    for (const edition of SupportMatrix.all()) expect(edition._edition.privateNetwork.promise).toMatch(/\.$/);
  });

  test('PGB413 and PGB605: single databases and restore', () => {
    for (const edition of SupportMatrix.all()) {
      expect(edition._edition.databasesSelectable).toBe(false);
      expect(edition._edition.directRestore).toBe(edition._edition.stack === 'v2');
      expect(edition._edition.restoreAsFiles).toBe(edition._edition.stack === 'v1');
    }
  });
});

import { DataProtectionBackupPolicyPostgresqlFlexibleServer as Policy } from '@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql-flexible-server';
import { Temporal } from '@js-temporal/polyfill';
import * as fc from 'fast-check';
import { Backup, type PolicySketch, type RuleSketch } from './backup-kit';
import { freshTwin } from './client';
import { BackupPolicy, BackupVault, DayOfWeek, Retention, WeeklySchedule } from '../../src';
import { CLUSTER, isClusterNodeCount } from '../../src/matrix/cluster';
import { clusterGeoBackupRegion } from '../../src/matrix/cluster-regions';
import { NAMES } from '../../src/matrix/names';
import { addDuration } from '../../src/time/calendar';
import { type Duration, isWithin, parseDuration } from '../../src/time/duration';
import { parseInterval } from '../../src/time/interval';
import { Calendar, readRetention } from '../../src/twin/backup/retention';
import { readInterval, runsBetween } from '../../src/twin/backup/schedule';
import { REGIONS } from '../../src/twin/regions';
import {
  CLUSTER_REGIONS,
  CLUSTER_VERSIONS,
  clusterGeoRegion,
  EDITIONS,
  MAX_WORKERS,
  RETENTION_DAYS,
} from '../../src/twin/resources/cluster-catalogue';
import { isBurstable } from '../../src/twin/resources/cluster-facts';
import { isClusterName } from '../../src/twin/resources/cluster-name';
import { checkShape } from '../../src/twin/resources/cluster-shape';
import { newStack } from '../kit';

// Twin and library share no code: where they agree, two people have read the documents the same way.

const DAY = 24 * 60 * 60 * 1000;
const WEEK = [
  DayOfWeek.SUNDAY,
  DayOfWeek.MONDAY,
  DayOfWeek.TUESDAY,
  DayOfWeek.WEDNESDAY,
  DayOfWeek.THURSDAY,
  DayOfWeek.FRIDAY,
  DayOfWeek.SATURDAY,
];
const unit = fc.constantFrom<Duration['unit'][]>('D', 'W', 'M', 'Y');

function accepts(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

test('both expire a point on the same day', () => {
  const date = fc.date({ min: new Date('2020-01-01'), max: new Date('2090-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, unit, fc.integer({ min: 1, max: 120 }), (at, of, amount) => {
      const text = `P${amount}${of}`;
      fc.pre(accepts(() => readRetention('any', text)));
      const expiry = new Calendar().expiry(at.getTime(), readRetention('any', text));
      const expected = addDuration(at.toISOString().slice(0, 10), { amount, unit: of });
      expect(new Date(expiry).toISOString()).toBe(`${expected}${at.toISOString().slice(10)}`);
    }),
  );
});

test('both keep points for 7 days to 10 years', () => {
  const limits: [Duration, Duration] = [
    { amount: 7, unit: 'D' },
    { amount: 10, unit: 'Y' },
  ];
  fc.assert(
    fc.property(unit, fc.integer({ min: 0, max: 5000 }), (of, amount) => {
      const text = `P${amount}${of}`;
      const parsed = parseDuration(text);
      expect({ text, accepted: accepts(() => readRetention('any', text)) }).toEqual({
        text,
        accepted: parsed.ok && isWithin(parsed, ...limits),
      });
    }),
    {
      examples: [
        ['D', 3650],
        ['D', 3651],
        ['M', 120],
        ['M', 121],
        ['W', 1],
        ['D', 6],
        ['Y', 10],
        ['Y', 11],
      ],
    },
  );
});

test('both take the same schedules, save one without an offset, which the library doesn’t guess', () => {
  const two = (most: number) => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));
  const written = fc
    .tuple(
      fc.integer({ min: 1970, max: 2100 }),
      two(13),
      two(32),
      two(25),
      two(61),
      fc.constantFrom('', ':00', ':59', ':60', ':30.123', ':30.1'),
      fc.constantFrom('Z', '+00:00', '-05:30', '+0530', ' '),
      fc.constantFrom('P1W', 'P1D', 'P2W', 'P0D', 'PT12H', 'P1M'),
    )
    .map(([year, month, day, hour, minute, rest, zone, every]) =>
      `R/${year}-${month}-${day}T${hour}:${minute}${rest}${zone}/${every}`.replace(' ', ''),
    );
  fc.assert(
    fc.property(written, (text) => {
      const { ok } = parseInterval(text);
      if (!/(Z|[+-]\d\d:?\d\d)\/P/.test(text)) expect(ok).toBe(false);
      else expect({ text, accepted: accepts(() => readInterval(text)) }).toEqual({ text, accepted: ok });
    }),
    {
      numRuns: 1000,
      examples: [['R/2024-02-29T02:00Z/P1W'], ['R/2023-02-29T02:00Z/P1W'], ['R/2024-01-07T24:00Z/P1W']],
    },
  );
});

test('a schedule runs in the twin on the day and at the time that the library says', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...WEEK),
      fc.integer({ min: 0, max: 1439 }),
      fc.date({ min: new Date('2024-02-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
      (day, minute, from) => {
        const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const [interval] = WeeklySchedule.on(day, time).toIntervals();
        const runs = runsBetween([readInterval(interval)], from.getTime(), from.getTime() + 7 * DAY);
        expect(runs.map(({ at, dayOfWeek }) => [WEEK[dayOfWeek], new Date(at).toISOString().slice(11, 16)])).toEqual([
          [day, time],
        ]);
      },
    ),
  );
});

describe('clusters of Azure Cosmos DB', () => {
  test('have their geo-redundant backups in the same regions', () => {
    const pairs = Object.keys(REGIONS).map((region) => [
      region,
      clusterGeoBackupRegion(region) || undefined,
      clusterGeoBackupRegion(region) !== undefined,
    ]);
    expect(pairs).toEqual(
      Object.keys(REGIONS).map((region) => [region, clusterGeoRegion(region), CLUSTER_REGIONS.includes(region)]),
    );
  });

  test('have the same limits', () => {
    expect({ days: RETENTION_DAYS, most: MAX_WORKERS }).toEqual({
      days: CLUSTER.backupRetention.days,
      most: CLUSTER.nodes.max,
    });
    const { min, max } = CLUSTER.versions;
    expect([CLUSTER_VERSIONS[0], CLUSTER_VERSIONS.at(-1)]).toEqual([String(min), String(max)]);
    expect(EDITIONS.filter(isBurstable).sort()).toEqual([...CLUSTER.burstableEditions.names].sort());
    const shape = { coordinatorServerEdition: 'GeneralPurpose', nodeServerEdition: 'MemoryOptimized' };
    const sizes = {
      coordinatorStorageQuotaInMb: 131072,
      coordinatorVCores: 4,
      nodeStorageQuotaInMb: 524288,
      nodeVCores: 4,
    };
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -5, max: 30 }), fc.double()), (nodeCount) => {
        const accepted = accepts(() => checkShape({ ...shape, ...sizes, nodeCount }));
        expect({ nodeCount, accepted }).toEqual({ nodeCount, accepted: isClusterNodeCount(nodeCount) });
      }),
      { examples: [[0], [1], [2], [20], [21]] },
    );
  });

  test('have the same names', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'z', '0', '9', '-', 'A', '_', '.'), maxLength: 42 });
    fc.assert(
      fc.property(letters, (name) => {
        expect({ name, accepted: isClusterName(name) }).toEqual({ name, accepted: NAMES.cluster.pattern.test(name) });
      }),
      { numRuns: 1000, examples: [['123'], ['a-b'], ['-ab'], ['ab-'], ['a'.repeat(40)], ['a'.repeat(41)]] },
    );
  });
});

describe('a policy that says for how long a server is recoverable', () => {
  const client = freshTwin({ startAt: '2026-01-01T00:00:00Z' });

  it.each([
    [Retention.days(30), { days: 30 }, { days: 7 }],
    [Retention.months(3), { months: 3 }, { days: 7 }],
    [Retention.years(1), { years: 1 }, { months: 1, days: 7 }],
    [Retention.months(23), { months: 23 }, { months: 1, days: 7 }],
    [Retention.years(2), { years: 2 }, { years: 1, days: 7 }],
    [Retention.years(10), { years: 10 }, { years: 1, days: 7 }],
  ])('keeps points for %s in the twin', async (retention, asked, step) => {
    const backup = new Backup(client());
    const { azure } = backup;
    await backup.protect({ policy: sketchOf(retention) });

    // Long enough that the first points have expired.
    for (let month = 0; month < 12; month++) {
      const now = azure.clock.now().toZonedDateTimeISO('UTC');
      azure.advanceTo((month === 0 ? now.add(asked).add({ years: 1 }) : now.add({ months: 1 })).toInstant());
      const [first] = await backup.points();
      const today = azure.clock.now().toZonedDateTimeISO('UTC');
      const oldest = Temporal.PlainDateTime.from(first.split(' ')[0]).toZonedDateTime('UTC').epochMilliseconds;
      // Never older than asked for, and younger only by what lies between two points of the rarest kind.
      expect(oldest).toBeGreaterThanOrEqual(today.subtract(asked).epochMilliseconds);
      expect(oldest).toBeLessThanOrEqual(today.subtract(asked).add(step).epochMilliseconds);
    }
  });
});

/** What the library makes of it, as azurerm would send it. */
function sketchOf(retention: Retention): PolicySketch {
  const stack = newStack();
  const vault = new BackupVault(stack, 'vault', { resourceGroupName: 'rg', location: 'westeurope' });
  const { resource } = BackupPolicy.recoverableFor(stack, 'policy', vault, retention);
  const made = resource as Policy;
  const rules = (made.retentionRuleInput ?? []) as any[];
  return {
    intervals: made.backupRepeatingTimeIntervalsInput!,
    defaultDuration: (made.defaultRetentionRuleInput as any).lifeCycle[0].duration,
    rules: rules.map(({ name, priority, lifeCycle, criteria }): RuleSketch => ({
      name,
      priority,
      duration: lifeCycle[0].duration,
      criteria: { absoluteCriteria: [criteria.absoluteCriteria] },
    })),
  };
}

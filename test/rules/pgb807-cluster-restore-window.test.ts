import { TerraformVariable } from 'cdktf';
import { cluster, clusterEstate, restored } from './cluster-kit';
import { emptyStack, outcomes, synthesize } from './kit';
import { PlannedChange, plannedOutcomes, plannedVerdicts } from './plan-kit';
import { CLUSTER_RESTORE_WINDOW } from '../../src/rules/pgb807-cluster-restore-window';

const RULE = CLUSTER_RESTORE_WINDOW;
const ON = 'azurerm_cosmosdb_postgresql_cluster.tenants';

function judged(pointInTimeInUtc: string | undefined): string[] {
  const estate = clusterEstate();
  cluster(estate, restored({ pointInTimeInUtc }));
  return outcomes(RULE, estate.stack);
}

function change(pointInTime: string, actions: PlannedChange['actions'] = ['create']): PlannedChange[] {
  const values = { name: 'tenants', point_in_time_in_utc: pointInTime };
  return [{ address: ON, actions, before: actions[0] === 'create' ? undefined : values, after: values }];
}

// The day of the judgement is 2026-11-20.
describe('PGB807 cluster-restore-window', () => {
  test.each([
    [undefined, 'compliant'],
    ['2026-11-20T23:59:59Z', 'compliant'],
    ['2026-11-21T00:00:00Z', 'violated'],
    ['2026-11-21T01:00:00+02:00', 'compliant'],
    ['2026-10-16T00:00:00Z', 'compliant'],
    // It may have been restored while it was in the window.
    ['2026-10-15T23:59:59Z', 'undecided'],
    ['2026-10-15T23:59:59-01:00', 'compliant'],
    ['last week', 'undecided'],
    // Of no zone, so that it is some time of that day or of its neighbours.
    ['2026-11-18T02:00:00', 'undecided'],
    ['2026-11-18t02:00:00z', 'compliant'],
    ['2026-13-45T00:00:00Z', 'undecided'],
    // `Date` makes another day of these.
    ['2026-11-31T10:00:00Z', 'undecided'],
    ['2026-11-18T24:00:00Z', 'undecided'],
    // RFC 3339 wants seconds, and may have parts of them.
    ['2026-11-18T10:00Z', 'undecided'],
    ['2026-11-18T10:00:00.1234567Z', 'compliant'],
    ['2026-11-18T10:00:00+99:00', 'undecided'],
  ])('%s: %s', (pointInTime, outcome) => {
    expect(judged(pointInTime)).toEqual([outcome]);
  });

  test.each<[string, PlannedChange['actions'], string]>([
    ['2026-10-16T00:00:00Z', ['create'], 'compliant'],
    ['2026-10-15T23:59:59Z', ['create'], 'violated'],
    ['2026-10-15T23:59:59Z', ['delete', 'create'], 'violated'],
    ['2024-01-01T00:00:00Z', ['no-op'], 'compliant'],
    ['2024-01-01T00:00:00Z', ['update'], 'compliant'],
  ])('%s in a plan that says %j: %s', async (pointInTime, actions, outcome) => {
    expect(await plannedOutcomes(RULE, change(pointInTime, actions))).toEqual([`${ON} ${outcome}`]);
  });

  test('the window moves with the day', async () => {
    expect(await plannedOutcomes(RULE, change('2026-10-15T00:00:00Z'), '2026-11-19')).toEqual([`${ON} compliant`]);
    const [verdict] = await plannedVerdicts(RULE, change('2026-10-15T00:00:00Z'));
    expect(verdict.message).toBe(
      'the point in time of the restore must not be before 2026-10-16 in UTC, got: 2026-10-15T00:00:00Z',
    );
  });

  test('undecided while the point is a variable', () => {
    const stack = emptyStack();
    const pointInTimeInUtc = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
    cluster(clusterEstate(stack), restored({ pointInTimeInUtc }));
    expect(outcomes(RULE, stack)).toEqual(['undecided']);
  });

  test('the synthesis refuses the future', () => {
    const estate = clusterEstate();
    cluster(estate, restored({ pointInTimeInUtc: '2027-01-01T00:00:00Z' }));
    expect(synthesize(estate.stack).error).toContain(
      'PGB807 cluster-restore-window: the point in time of the restore must not be after 2026-11-20',
    );
  });
});

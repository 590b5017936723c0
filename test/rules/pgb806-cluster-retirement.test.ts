import { cluster, clusterEstate } from './cluster-kit';
import { outcomes } from './kit';
import { PlannedChange, plannedOutcomes, plannedVerdicts } from './plan-kit';
import { CLUSTER_RETIREMENT } from '../../src/rules/pgb806-cluster-retirement';

const RULE = CLUSTER_RETIREMENT;
const ON = 'azurerm_cosmosdb_postgresql_cluster.tenants';

function change(actions: PlannedChange['actions']): PlannedChange[] {
  const values = { name: 'tenants', node_count: 2 };
  return [{ address: ON, actions, before: actions[0] === 'create' ? undefined : values, after: values }];
}

describe('PGB806 cluster-retirement', () => {
  test.each<[PlannedChange['actions'], string]>([
    [['create'], 'violated'],
    [['delete', 'create'], 'violated'],
    [['update'], 'compliant'],
    [['no-op'], 'compliant'],
  ])('a plan that says %j: %s', async (actions, outcome) => {
    expect(await plannedOutcomes(RULE, change(actions))).toEqual([`${ON} ${outcome}`]);
  });

  test('the finding is a warning with the day, and names the successor', async () => {
    const [verdict] = await plannedVerdicts(RULE, change(['create']));
    expect(RULE.severity).toBe('warning');
    expect(verdict.message).toBe(
      'a new cluster must be of a service that stays, got: Azure Cosmos DB for PostgreSQL, which retires on 2029-03-31',
    );
    expect(verdict.mend).toContain('`azurerm_postgresql_flexible_server` with a `cluster` block');
  });

  test('undecided where no plan says whether it is new', () => {
    const estate = clusterEstate();
    cluster(estate);
    expect(outcomes(RULE, estate.stack)).toEqual(['undecided']);
  });
});

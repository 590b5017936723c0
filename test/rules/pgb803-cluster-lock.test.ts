import { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import { TerraformCount, TerraformStack, TerraformVariable } from 'cdktf';
import { cluster, clusterEstate, geoCluster, untyped } from './cluster-kit';
import { emptyStack, NOW, outcomes, SUBSCRIPTION } from './kit';
import { CLUSTER_LOCK } from '../../src/rules/pgb803-cluster-lock';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const RULE = CLUSTER_LOCK;
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders`;

function lock(stack: TerraformStack, scope: string, over: Record<string, unknown> = {}): void {
  new ManagementLock(stack, 'lock', { name: 'keep', scope, lockLevel: 'CanNotDelete', ...over });
}

function judged(scope: string, over: Record<string, unknown> = {}): string[] {
  const estate = clusterEstate();
  cluster(estate);
  lock(estate.stack, scope, over);
  return outcomes(RULE, estate.stack);
}

describe('PGB803 cluster-lock', () => {
  test.each([
    ['the group', GROUP, 'compliant'],
    ['the group, in other letters', GROUP.toUpperCase(), 'compliant'],
    ['the subscription', `/subscriptions/${SUBSCRIPTION}`, 'compliant'],
    ['the cluster', `${GROUP}/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants`, 'compliant'],
    ['another cluster', `${GROUP}/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/other`, 'violated'],
    ['another group', `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-other`, 'violated'],
    ['another subscription', '/subscriptions/00000000-0000-0000-0000-000000000002', 'violated'],
  ])('a lock on %s', (_, scope, outcome) => {
    expect(judged(scope)).toEqual([outcome]);
  });

  test.each([
    ['ReadOnly', 'compliant'],
    ['CanNotDelete', 'compliant'],
    ['None', 'violated'],
  ])('a lock of level %s: %s', (lockLevel, outcome) => {
    expect(judged(GROUP, { lockLevel })).toEqual([outcome]);
  });

  test('by reference, whichever provider makes the cluster', () => {
    const one = clusterEstate();
    lock(one.stack, cluster(one).id);
    expect(outcomes(RULE, one.stack)).toEqual(['compliant']);
    const other = clusterEstate();
    lock(other.stack, geoCluster(other).getStringAttribute('id'));
    expect(outcomes(RULE, other.stack)).toEqual(['compliant']);
    const group = clusterEstate();
    geoCluster(group);
    lock(group.stack, group.group.id);
    expect(outcomes(RULE, group.stack)).toEqual(['compliant']);
  });

  test.each<[string, string | undefined, unknown, string]>([
    ['the cluster', undefined, { properties: { level: 'CanNotDelete' } }, 'compliant'],
    ['the group', GROUP, { properties: { level: 'CanNotDelete' } }, 'compliant'],
    ['the subscription, as JSON', `/subscriptions/${SUBSCRIPTION}`, '{"properties":{"level":"ReadOnly"}}', 'compliant'],
    ['another group', `${GROUP}-other`, { properties: { level: 'CanNotDelete' } }, 'violated'],
    ['the group, that locks nothing', GROUP, { properties: { level: 'NotSpecified' } }, 'violated'],
    ['the group, of a level that is known later', GROUP, { properties: { level: '${var.level}' } }, 'undecided'],
  ])('a lock by azapi on %s', (_, scope, body, outcome) => {
    const estate = clusterEstate();
    const { id } = cluster(estate);
    new TerraformVariable(estate.stack, 'level', { type: 'string' });
    const type = 'Microsoft.Authorization/locks@2020-05-01';
    untyped(estate.stack, 'azapi_resource', 'lock', { type, name: 'keep', parent_id: scope ?? id, body });
    expect(outcomes(RULE, estate.stack)).toEqual([outcome]);
  });

  test('undecided while scope, level or number is a variable', () => {
    const open = (make: (value: TerraformVariable) => [string, Record<string, unknown>]) => {
      const stack = emptyStack();
      cluster(clusterEstate(stack));
      lock(stack, ...make(new TerraformVariable(stack, 'open', { type: 'string' })));
      return outcomes(RULE, stack);
    };
    expect(open(({ stringValue }) => [stringValue, {}])).toEqual(['undecided']);
    expect(open(({ stringValue }) => [GROUP, { lockLevel: stringValue }])).toEqual(['undecided']);
    expect(open(({ numberValue }) => [GROUP, { count: TerraformCount.of(numberValue) }])).toEqual(['undecided']);
  });

  test('it is a warning, and says what is lost', () => {
    const estate = clusterEstate();
    cluster(estate);
    const findings = PostgresBackupValidator.of(estate.stack).findings({ now: NOW, profiles: [Profile.RECOMMENDED] });
    expect(findings.find(({ rule }) => rule === 'PGB803')).toMatchObject({
      severity: 'warning',
      path: 'raw/tenants',
      limit: "deleted clusters can't be restored",
    });
  });
});

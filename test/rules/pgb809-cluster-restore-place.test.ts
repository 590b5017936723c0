import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformVariable } from 'cdktf';
import { cluster, clusterEstate, geoCluster, OLD_CLUSTER, restored } from './cluster-kit';
import { emptyStack, outcomes, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { CLUSTER_RESTORE_PLACE } from '../../src/rules/pgb809-cluster-restore-place';

const RULE = CLUSTER_RESTORE_PLACE;
const PATH = 'providers/Microsoft.DBforPostgreSQL/serverGroupsv2/tenants-old';

function judged(over: Record<string, unknown>): string[] {
  const estate = clusterEstate();
  cluster(estate, restored(over));
  return outcomes(RULE, estate.stack);
}

describe('PGB809 cluster-restore-place', () => {
  test.each([
    ['its own', {}, 'compliant'],
    ['its own, in other letters', { sourceResourceId: OLD_CLUSTER.toUpperCase() }, 'compliant'],
    ['another group', { sourceResourceId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-old/${PATH}` }, 'violated'],
    [
      'another subscription',
      { sourceResourceId: `/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/rg-orders/${PATH}` },
      'violated',
    ],
    ['its own, of a replica elsewhere', { pointInTimeInUtc: undefined, sourceLocation: 'westus3' }, 'compliant'],
  ])('a source in %s: %s', (_, over, outcome) => {
    expect(judged(over)).toEqual([outcome]);
  });

  test.each([
    ['westeurope', 'West Europe', 'compliant'],
    ['westeurope', 'northeurope', 'compliant'],
    ['westeurope', 'swedencentral', 'violated'],
    ['westus3', 'westus3', 'compliant'],
    ['moonnorth', 'moonsouth', 'undecided'],
  ])('into %s from %s: %s', (location, sourceLocation, outcome) => {
    expect(judged({ location, sourceLocation })).toEqual([outcome]);
  });

  test('a source that says it has none keeps its backups in its own region alone', () => {
    const estate = clusterEstate();
    const source = geoCluster(estate, { enableGeoBackup: false }, { name: 'source' });
    const made = cluster(
      estate,
      restored({ sourceResourceId: source.getStringAttribute('id'), location: 'northeurope' }),
      'made',
    );
    expect(verdicts(RULE, estate.stack).map(({ message }) => message)).toContain(
      'a cluster from westeurope must be restored into westeurope, got: northeurope',
    );
    made.addOverride('location', 'westeurope');
    expect(outcomes(RULE, estate.stack)).toEqual(['compliant', 'compliant']);
  });

  test('what isn’t known of the whole body is why', () => {
    const estate = clusterEstate();
    geoCluster(estate, {}, { body: '${var.body}' });
    expect(verdicts(RULE, estate.stack)[0].message).toMatch(
      /^the place of the restore can't be decided yet: variable `body` gets its value when Terraform runs$/,
    );
  });

  test('place and region are said on their own', () => {
    const estate = clusterEstate();
    const sourceResourceId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-old/${PATH}`;
    cluster(estate, restored({ sourceResourceId, sourceLocation: 'eastus' }));
    expect(verdicts(RULE, estate.stack).map(({ message }) => message)).toEqual([
      `a cluster must be restored into the subscription and resource group of its source, got: rg-orders (${SUBSCRIPTION}) from rg-old (${SUBSCRIPTION})`,
      'a cluster from eastus must be restored into eastus or westus, got: westeurope',
    ]);
  });

  test('a source of the estate says where it lies itself', () => {
    const estate = clusterEstate();
    const other = new ResourceGroup(estate.stack, 'other', { name: 'rg-other', location: 'eastus' });
    const source = cluster(estate, { name: 'source', location: 'eastus' }, 'source');
    const made = geoCluster(estate, { pointInTimeUTC: '2026-11-18T02:00:00Z', sourceResourceId: source.id });
    expect(verdicts(RULE, estate.stack).map(({ outcome }) => outcome)).toEqual(['compliant', 'violated']);
    made.addOverride('location', 'westus');
    expect(outcomes(RULE, estate.stack)).toEqual(['compliant', 'compliant']);
    made.addOverride('parent_id', other.id);
    expect(outcomes(RULE, estate.stack)).toEqual(['compliant', 'violated']);
  });

  test.each([
    ['sourceResourceId', 'place'],
    ['sourceLocation', 'region'],
    ['location', 'region'],
  ])('undecided while %s is a variable', (argument, discriminator) => {
    const stack = emptyStack();
    const open = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
    cluster(clusterEstate(stack), restored({ [argument]: open }));
    const [verdict] = verdicts(RULE, stack);
    expect([verdict.outcome, verdict.discriminator]).toEqual(['undecided', discriminator]);
  });

  test('undecided while it is a variable whether it is a restore', () => {
    const judgedOpen = (over: Record<string, unknown>) => {
      const stack = emptyStack();
      const pointInTimeInUtc = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
      cluster(clusterEstate(stack), restored({ ...over, pointInTimeInUtc }));
      return outcomes(RULE, stack);
    };
    expect(judgedOpen({})).toEqual(['compliant']);
    expect(judgedOpen({ sourceLocation: 'eastus' })).toEqual(['undecided']);
    expect(judgedOpen({ sourceResourceId: `/subscriptions/x/resourceGroups/y/${PATH}` })).toEqual(['undecided']);
  });

  test('the synthesis says where to', () => {
    const estate = clusterEstate();
    cluster(estate, restored({ sourceLocation: 'swedencentral' }));
    expect(synthesize(estate.stack).error).toContain('Mend: restore it into swedencentral');
  });
});

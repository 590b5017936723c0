import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformVariable } from 'cdktf';
import { cluster, clusterEstate, GEO_API, geoCluster, OLD_CLUSTER, restored, untyped } from './cluster-kit';
import { verdictsInHcl } from './hcl-kit';
import { emptyStack, outcomes, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { PlannedChange, plannedOutcomes } from './plan-kit';
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

  describe('into the pair of the region of', () => {
    const into = (properties: Record<string, unknown>, over: Record<string, unknown> = {}) => {
      const estate = clusterEstate();
      const source = geoCluster(estate, properties, { name: 'source', ...over });
      const sourceResourceId = source.getStringAttribute('id');
      cluster(estate, restored({ sourceResourceId, location: 'northeurope' }), 'made');
      return { estate, outcome: () => outcomes(RULE, estate.stack)[0] };
    };
    const old = { type: 'Microsoft.DBforPostgreSQL/serverGroupsv2@2022-11-08' };

    test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
      ['a source with geo-redundant backup', {}, {}, 'compliant'],
      ['a source without a word of it', { enableGeoBackup: undefined }, {}, 'violated'],
      ['a source that asks for it through an API that drops it', {}, old, 'violated'],
      [
        'a source of a version that isn’t known',
        {},
        { type: `${old.type.split('@')[0]}@\${var.version}` },
        'compliant',
      ],
      [
        'a source that is restored itself, and may have kept it',
        { enableGeoBackup: undefined, pointInTimeUTC: '2026-11-18T02:00:00Z', sourceResourceId: OLD_CLUSTER },
        {},
        'compliant',
      ],
    ])('%s', (_, properties, over, outcome) => {
      expect(into(properties, over).outcome()).toBe(outcome);
    });

    test('a source that something else writes over', () => {
      const { estate, outcome } = into({ enableGeoBackup: undefined });
      untyped(estate.stack, 'azapi_update_resource', 'update', {
        type: GEO_API,
        resource_id: '${azapi_resource.tenants.id}',
        body: { properties: { enableGeoBackup: true } },
      });
      expect(outcome()).toBe('compliant');
    });

    test('a source that is only read, or made by azurerm', async () => {
      const read = `
data "azapi_resource" "source" {
  type      = "${GEO_API}"
  name      = "source"
  parent_id = "/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-orders"
}
`;
      const made = (id: string) => `
resource "azurerm_cosmosdb_postgresql_cluster" "made" {
  name                 = "made"
  resource_group_name  = "rg-orders"
  location             = "northeurope"
  source_resource_id   = ${id}
  source_location      = "westeurope"
  point_in_time_in_utc = "2026-11-18T02:00:00Z"
}
`;
      // Whether they lie in one place is left open by the provider; the region isn't.
      const [verdict] = await verdictsInHcl('PGB809', read + made('data.azapi_resource.source.id'));
      expect([verdict.outcome, verdict.discriminator]).toEqual(['undecided', 'place']);
    });
  });

  test('what is written of the region of a source of the estate must be it', () => {
    const judgedFrom = (sourceLocation: string, location: string) => {
      const estate = clusterEstate();
      const source = cluster(estate, { name: 'source' }, 'source');
      cluster(estate, restored({ sourceResourceId: source.id, sourceLocation, location }), 'made');
      return verdicts(RULE, estate.stack).map(({ outcome, message }) => message ?? outcome);
    };
    expect(judgedFrom('westeurope', 'northeurope')).toEqual(['compliant', 'compliant']);
    expect(judgedFrom('eastus', 'westeurope').slice(1)).toEqual([
      '`source_location` must be the region of the source, westeurope, got: eastus',
    ]);
    expect(judgedFrom('eastus', 'eastus').slice(1)).toEqual([
      '`source_location` must be the region of the source, westeurope, got: eastus',
    ]);
  });

  test.each<[PlannedChange['actions'], string]>([
    [['create'], 'violated'],
    [['update'], 'compliant'],
  ])('whose source has been made anew elsewhere since: %j %s', async (actions, outcome) => {
    const place = { resource_group_name: 'rg-orders', location: 'eastus' };
    const made = { ...place, name: 'tenants', location: 'northeurope', source_resource_id: OLD_CLUSTER };
    const values = { ...made, source_location: 'westeurope', point_in_time_in_utc: '2026-11-18T02:00:00Z' };
    const before = actions[0] === 'create' ? undefined : values;
    const address = 'azurerm_cosmosdb_postgresql_cluster.tenants';
    const source = { ...place, name: 'tenants-old', id: OLD_CLUSTER };
    const changes: PlannedChange[] = [
      { address: 'azurerm_cosmosdb_postgresql_cluster.source', actions: ['no-op'], before: source, after: source },
      { address, actions, before: before && { ...before, id: OLD_CLUSTER.replace('-old', '') }, after: values },
    ];
    expect(await plannedOutcomes(RULE, changes)).toContain(`${address} ${outcome}`);
  });

  test('a place that is worked out is said without its key', () => {
    const estate = clusterEstate();
    const group = '${lower(azurerm_resource_group.group.name)}';
    cluster(estate, restored({ sourceResourceId: OLD_CLUSTER.replace('rg-orders', group) }));
    expect(verdicts(RULE, estate.stack)[0].message).toBe(
      `the place of the restore can't be decided yet: whether an unknown resource group (${SUBSCRIPTION}) and rg-orders (${SUBSCRIPTION}) are one place is not known yet`,
    );
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

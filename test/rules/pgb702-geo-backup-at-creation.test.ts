import { cluster as azurermCluster, clusterEstate, geoCluster, GEO_API, OLD_CLUSTER, untyped } from './cluster-kit';
import { outcomes, rawEstate, verdicts } from './kit';
import { PlannedChange, plannedOutcomes, plannedVerdicts, SERVER } from './plan-kit';
import { GEO_BACKUP_AT_CREATION } from '../../src/rules/pgb702-geo-backup-at-creation';

const RULE = GEO_BACKUP_AT_CREATION;

function server(
  before: unknown,
  after: unknown,
  actions: PlannedChange['actions'] = ['delete', 'create'],
): PlannedChange {
  return {
    address: `${SERVER}.orders`,
    actions,
    before: actions[0] === 'create' ? undefined : { name: 'pg', geo_redundant_backup_enabled: before },
    after: { name: 'pg', geo_redundant_backup_enabled: after },
  };
}

function cluster(before: unknown, after: unknown): PlannedChange {
  const body = (enableGeoBackup: unknown) => ({
    type: 'Microsoft.DBforPostgreSQL/serverGroupsv2@2023-03-02-preview',
    name: 'tenants',
    body: { properties: { nodeCount: 2, ...(enableGeoBackup === undefined ? {} : { enableGeoBackup }) } },
  });
  return { address: 'azapi_resource.tenants', actions: ['update'], before: body(before), after: body(after) };
}

describe('PGB702 geo-backup-at-creation', () => {
  test.each([
    [false, true, 'violated'],
    [true, false, 'violated'],
    [null, true, 'violated'],
    [true, null, 'violated'],
    [true, true, 'compliant'],
    [null, false, 'compliant'],
  ])('a server %s → %s: %s', async (before, after, outcome) => {
    expect(await plannedOutcomes(RULE, [server(before, after)])).toEqual([`${SERVER}.orders ${outcome}`]);
  });

  test.each([
    [false, true, 'violated'],
    [true, undefined, 'violated'],
    [undefined, true, 'violated'],
    [true, true, 'compliant'],
  ])('a cluster %s → %s: %s', async (before, after, outcome) => {
    expect(await plannedOutcomes(RULE, [cluster(before, after)])).toEqual([`azapi_resource.tenants ${outcome}`]);
  });

  test('a new server chooses', async () => {
    expect(await plannedOutcomes(RULE, [server(undefined, true, ['create'])])).toEqual([`${SERVER}.orders compliant`]);
  });

  test('undecided while the new value is known after apply', async () => {
    const open: PlannedChange = {
      ...server(true, undefined, ['update']),
      unknown: ['geo_redundant_backup_enabled'],
      references: { geo_redundant_backup_enabled: ['var.geo'] },
    };
    expect(await plannedOutcomes(RULE, [open])).toEqual([`${SERVER}.orders undecided`]);
  });

  test('the finding says what stays', async () => {
    const [verdict] = await plannedVerdicts(RULE, [server(false, true)]);
    expect(verdict.message).toBe('`geo_redundant_backup_enabled` must stay false on what exists, got: true');
    expect(verdict.mend).toBe('write false again; to have it otherwise make a second server and move the data');
  });

  test('forms without a plan have nothing to say', () => {
    expect(outcomes(RULE, rawEstate().stack)).toEqual([]);
  });
});

describe('PGB702 of what azapi writes over a cluster', () => {
  const update = (over: Record<string, unknown> = {}) => ({
    type: GEO_API,
    resource_id: '${azurerm_cosmosdb_postgresql_cluster.tenants.id}',
    body: { properties: { enableGeoBackup: true } },
    ...over,
  });
  const judged = (made: 'azurerm' | boolean | undefined, over: Record<string, unknown> = {}) => {
    const estate = clusterEstate();
    if (made === 'azurerm') azurermCluster(estate);
    else geoCluster(estate, { enableGeoBackup: made });
    const id = made === 'azurerm' ? {} : { resource_id: '${azapi_resource.tenants.id}' };
    untyped(estate.stack, 'azapi_update_resource', 'geo', update({ ...id, ...over }));
    return outcomes(RULE, estate.stack);
  };
  const writes = (properties: Record<string, unknown>) => ({ body: { properties } });

  test.each([
    ['azurerm', true, 'violated'],
    ['azurerm', false, 'compliant'],
    [undefined, true, 'violated'],
    [false, true, 'violated'],
    [true, false, 'violated'],
    [true, true, 'compliant'],
    [false, '${var.geo}', 'undecided'],
    ['${var.geo}', true, 'undecided'],
  ] as const)('a cluster that is made %s, an update to %s: %s, without a plan', (made, enableGeoBackup, outcome) => {
    expect(judged(made as boolean, writes({ enableGeoBackup }))).toEqual([outcome]);
  });

  test('the body may be JSON, as azapi 1 takes it', () => {
    expect(judged(false, { body: '{"properties":{"enableGeoBackup":true}}' })).toEqual(['violated']);
  });

  test('the cluster may be named by its name, which no other has', () => {
    const named = { resource_id: undefined, parent_id: '${azurerm_resource_group.group.id}' };
    expect(judged(false, { ...named, name: 'tenants' })).toEqual(['violated']);
    expect(judged(false, { ...named, name: '${azapi_resource.tenants.name}' })).toEqual(['violated']);
    expect(judged(false, { ...named, name: 'another' })).toEqual(['undecided']);
  });

  test('undecided, and told of once, where it may be of any cluster', () => {
    const estate = clusterEstate();
    azurermCluster(estate, { name: 'one' }, 'one');
    azurermCluster(estate, { name: 'two' }, 'two');
    untyped(estate.stack, 'azapi_update_resource', 'geo', update({ resource_id: '${each.value.id}' }));
    const [{ message }, ...more] = verdicts(RULE, estate.stack);
    expect(message).toMatch(/^`enableGeoBackup` can't be decided yet: which cluster it is for is unknown: it differs/);
    expect(more).toEqual([]);
  });

  test('of a cluster that is managed elsewhere nothing tells what it has', () => {
    expect(judged(false, { resource_id: OLD_CLUSTER })).toEqual(['undecided']);
    const { stack } = clusterEstate();
    untyped(stack, 'azapi_update_resource', 'geo', update({ resource_id: OLD_CLUSTER }));
    expect(verdicts(RULE, stack).map(({ message }) => message)).toEqual([
      "`enableGeoBackup` can't be decided yet: the cluster that it is for is not managed here, and nothing tells what it has",
    ]);
  });

  test('an API that doesn’t know it has dropped it: a later version is a change', async () => {
    const of = (version: string) => ({
      type: `Microsoft.DBforPostgreSQL/serverGroupsv2@${version}`,
      name: 'tenants',
      body: { properties: { enableGeoBackup: true } },
    });
    const change = (before: string, after: string): readonly PlannedChange[] => [
      { address: 'azapi_resource.tenants', actions: ['update'], before: of(before), after: of(after) },
    ];
    expect(await plannedOutcomes(RULE, change('2022-11-08', '2023-03-02-preview'))).toEqual([
      'azapi_resource.tenants violated',
    ]);
    expect(await plannedOutcomes(RULE, change('2023-03-02-preview', '2024-01-01-preview'))).toEqual([
      'azapi_resource.tenants compliant',
    ]);
  });

  test('nothing to say of other properties, and of other services', () => {
    expect(judged(false, writes({ nodeCount: 3 }))).toEqual([]);
    expect(judged(false, { type: 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' })).toEqual([]);
  });

  const CLUSTER = 'azurerm_cosmosdb_postgresql_cluster.tenants';
  const planned = (exists: boolean, actions: PlannedChange['actions']): readonly PlannedChange[] => {
    const made = { name: 'tenants', id: exists ? OLD_CLUSTER : undefined };
    const { resource_id: reference, ...rest } = update();
    return [
      exists
        ? { address: CLUSTER, actions: ['no-op'], before: made, after: made }
        : { address: CLUSTER, actions: ['create'], after: made, unknown: ['id'] },
      {
        address: 'azapi_update_resource.geo',
        actions,
        before: actions[0] === 'create' ? undefined : update({ resource_id: OLD_CLUSTER }),
        after: exists ? update({ resource_id: OLD_CLUSTER }) : rest,
        unknown: exists ? ['output'] : ['resource_id'],
        references: { resource_id: [`${CLUSTER}.id`, CLUSTER] },
      },
    ];
  };
  const ofUpdate = async (exists: boolean, actions: PlannedChange['actions']) =>
    (await plannedOutcomes(RULE, planned(exists, actions))).filter((said) => said.startsWith('azapi'));

  test('in a plan: refused for what is new, unknown of what azurerm found, past once it has been applied', async () => {
    expect(await ofUpdate(false, ['create'])).toEqual(['azapi_update_resource.geo violated']);
    expect(await ofUpdate(true, ['create'])).toEqual(['azapi_update_resource.geo undecided']);
    expect(await ofUpdate(true, ['no-op'])).toEqual(['azapi_update_resource.geo compliant']);
  });

  test('the finding is about the update, and says where it belongs', () => {
    const estate = clusterEstate();
    azurermCluster(estate);
    untyped(estate.stack, 'azapi_update_resource', 'geo', update());
    const [{ on, message, mend }] = verdicts(RULE, estate.stack);
    expect(on.address).toBe('azapi_update_resource.geo');
    expect(message).toBe('`enableGeoBackup` must stay false on what exists, got: true');
    expect(mend).toBe(
      `leave it out; to have it otherwise make ${CLUSTER} by \`azapi_resource\` with \`enableGeoBackup\` in its body`,
    );
  });
});

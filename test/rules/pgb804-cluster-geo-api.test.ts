import { TerraformVariable } from 'cdktf';
import { cluster, clusterEstate, geoCluster } from './cluster-kit';
import { emptyStack, outcomes, synthesize } from './kit';
import { PlannedChange, plannedVerdicts } from './plan-kit';
import { CLUSTER_GEO_API } from '../../src/rules/pgb804-cluster-geo-api';

const RULE = CLUSTER_GEO_API;
const TYPE = 'Microsoft.DBforPostgreSQL/serverGroupsv2';

function judged(version: string, enableGeoBackup: unknown): string[] {
  const estate = clusterEstate();
  geoCluster(estate, { enableGeoBackup }, { type: `${TYPE}${version}` });
  return outcomes(RULE, estate.stack);
}

describe('PGB804 cluster-geo-api', () => {
  test.each([
    ['@2023-03-02-preview', true, 'compliant'],
    ['@2025-01-01', true, 'compliant'],
    ['@2022-11-08', true, 'violated'],
    ['@2020-10-05-privatepreview', true, 'violated'],
    ['@2022-11-08', false, 'compliant'],
    ['@2022-11-08', undefined, 'compliant'],
    ['@latest', true, 'undecided'],
  ])('%s, geo backup %s: %s', (version, geo, outcome) => {
    expect(judged(version, geo)).toEqual([outcome]);
  });

  test.each<[string, readonly PlannedChange['actions'][number][], RegExp]>([
    ['what is new', ['create'], /^write `type` with @2023-03-02-preview$/],
    ['what exists', ['no-op'], /^leave `enableGeoBackup` out; to have it make a second cluster/],
  ])('the mend for %s', async (_, actions, mend) => {
    const made = { type: `${TYPE}@2022-11-08`, name: 'tenants', body: { properties: { enableGeoBackup: true } } };
    const before = actions.includes('create') ? undefined : made;
    const [verdict] = await plannedVerdicts(RULE, [
      { address: 'azapi_resource.tenants', actions, before, after: made },
    ]);
    expect(verdict.mend).toMatch(mend);
  });

  test('azurerm can not ask for it', () => {
    const estate = clusterEstate();
    cluster(estate);
    expect(outcomes(RULE, estate.stack)).toEqual(['compliant']);
  });

  test('undecided while it is a variable whether it is asked for', () => {
    const stack = emptyStack();
    const enableGeoBackup = new TerraformVariable(stack, 'open', { type: 'bool' }).stringValue;
    geoCluster(clusterEstate(stack), { enableGeoBackup }, { type: `${TYPE}@2022-11-08` });
    expect(outcomes(RULE, stack)).toEqual(['undecided']);
  });

  test('the synthesis names both versions', () => {
    const estate = clusterEstate();
    geoCluster(estate, {}, { type: `${TYPE}@2022-11-08` });
    expect(synthesize(estate.stack).error).toContain(
      'PGB804 cluster-geo-api: the API version of a cluster with `enableGeoBackup` must be 2023-03-02-preview or later, got: 2022-11-08',
    );
  });
});

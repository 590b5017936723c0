import { TerraformVariable } from 'cdktf';
import { cluster, clusterEstate, geoCluster } from './cluster-kit';
import { emptyStack, outcomes, synthesize, verdicts } from './kit';
import { CLUSTER_GEO_REGION } from '../../src/rules/pgb801-cluster-geo-region';

const RULE = CLUSTER_GEO_REGION;

function judged(location: string, enableGeoBackup: unknown = true): string[] {
  const estate = clusterEstate();
  geoCluster(estate, { enableGeoBackup }, { location });
  return outcomes(RULE, estate.stack);
}

describe('PGB801 cluster-geo-region', () => {
  test.each([
    ['westeurope', true, 'compliant'],
    ['East US 2', true, 'compliant'],
    ['germanywestcentral', true, 'violated'],
    ['West US 3', true, 'violated'],
    ['westus3', false, 'compliant'],
    ['moonnorth', true, 'undecided'],
    ['moonnorth', false, 'compliant'],
  ])('%s, geo backup %s: %s', (location, geo, outcome) => {
    expect(judged(location, geo)).toEqual([outcome]);
  });

  test('azapi takes the region in the body too', () => {
    const estate = clusterEstate();
    const body = JSON.stringify({ location: 'westus3', properties: { enableGeoBackup: true } });
    geoCluster(estate, {}, { location: undefined, body });
    expect(outcomes(RULE, estate.stack)).toEqual(['violated']);
  });

  test('azurerm can not ask for it', () => {
    const estate = clusterEstate();
    cluster(estate, { location: 'westus3' });
    expect(outcomes(RULE, estate.stack)).toEqual(['compliant']);
  });

  test('undecided while region or property is a variable, unless the region has it', () => {
    const open = (make: (value: string) => [Record<string, unknown>, Record<string, unknown>]) => {
      const stack = emptyStack();
      const estate = clusterEstate(stack);
      geoCluster(estate, ...make(new TerraformVariable(stack, 'open', { type: 'string' }).stringValue));
      return outcomes(RULE, stack);
    };
    expect(open((location) => [{}, { location }])).toEqual(['undecided']);
    expect(open((enableGeoBackup) => [{ enableGeoBackup }, { location: 'westus3' }])).toEqual(['undecided']);
    expect(open((enableGeoBackup) => [{ enableGeoBackup }, {}])).toEqual(['compliant']);
    expect(open((body) => [{}, { body, location: 'westus3' }])).toEqual(['undecided']);
  });

  test('the synthesis names the region', () => {
    const estate = clusterEstate();
    geoCluster(estate, {}, { location: 'westus3' });
    const [verdict] = verdicts(RULE, estate.stack);
    expect(verdict.message).toBe(
      '`enableGeoBackup` must be false in a region without geo-redundant backup, got: true in West US 3',
    );
    expect(synthesize(estate.stack).error).toContain('[Error at /raw/tenants] PGB801 cluster-geo-region: ');
  });
});

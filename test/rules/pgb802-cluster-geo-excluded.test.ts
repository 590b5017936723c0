import { TerraformVariable } from 'cdktf';
import { cluster, clusterEstate, GEO_API, geoCluster, OLD_CLUSTER, untyped } from './cluster-kit';
import { emptyStack, outcomes, synthesize, verdicts } from './kit';
import { CLUSTER_GEO_EXCLUDED } from '../../src/rules/pgb802-cluster-geo-excluded';

const RULE = CLUSTER_GEO_EXCLUDED;
const OWN_KEY = { type: 'AzureKeyVault', primaryKeyUri: 'https://kv.vault.azure.net/keys/k/1' };

function judged(properties: Record<string, unknown>): string[] {
  const estate = clusterEstate();
  geoCluster(estate, properties);
  return outcomes(RULE, estate.stack);
}

describe('PGB802 cluster-geo-excluded', () => {
  test.each([
    [{}, ['compliant']],
    [{ coordinatorServerEdition: undefined }, ['compliant']],
    [{ coordinatorServerEdition: 'MemoryOptimized' }, ['compliant']],
    [{ coordinatorServerEdition: 'BurstableGeneralPurpose' }, ['violated']],
    [{ coordinatorServerEdition: 'BurstableMemoryOptimized', nodeCount: 0 }, ['violated']],
    [{ coordinatorServerEdition: 'BurstableMemoryOptimized', enableGeoBackup: false }, ['compliant']],
    [{ dataEncryption: OWN_KEY }, ['violated']],
    [{ dataEncryption: { primaryKeyUri: OWN_KEY.primaryKeyUri } }, ['violated']],
    [{ dataEncryption: { type: 'SystemAssigned' } }, ['compliant']],
    [{ dataEncryption: {} }, ['compliant']],
    [{ dataEncryption: OWN_KEY, enableGeoBackup: undefined }, ['compliant']],
    [{ dataEncryption: OWN_KEY, coordinatorServerEdition: 'BurstableGeneralPurpose' }, ['violated', 'violated']],
  ])('%j: %j', (properties, expected) => {
    expect(judged(properties)).toEqual(expected);
  });

  describe('restored', () => {
    const POINT = { pointInTimeUTC: '2026-11-18T02:00:00Z', coordinatorServerEdition: undefined };
    const from = (source: Record<string, unknown>, over: Record<string, unknown> = {}) => {
      const estate = clusterEstate();
      const made = cluster(estate, { name: 'source', ...source }, 'source');
      geoCluster(estate, { ...POINT, sourceResourceId: made.id, ...over });
      return verdicts(RULE, estate.stack).filter(({ on }) => on.address === 'azapi_resource.tenants');
    };
    const BURSTABLE = { coordinatorServerEdition: 'BurstableGeneralPurpose' };

    test.each([
      ['of burstable compute', BURSTABLE, {}, 'violated'],
      [
        'of burstable compute, whatever is written',
        BURSTABLE,
        { coordinatorServerEdition: 'GeneralPurpose' },
        'violated',
      ],
      ['of burstable compute, without geo-redundant backup', BURSTABLE, { enableGeoBackup: false }, 'compliant'],
      ['of regular compute', { coordinatorServerEdition: 'GeneralPurpose' }, {}, 'compliant'],
      ['that is no restore but a replica', BURSTABLE, { pointInTimeUTC: undefined }, 'compliant'],
    ])('from a source %s: %#', (_, source, over, outcome) => {
      expect(from(source, over).map((verdict) => verdict.outcome)).toEqual([outcome]);
    });

    test('from burstable compute there is no other mend than to leave it out', () => {
      expect(from(BURSTABLE)[0].mend).toBe('leave `enableGeoBackup` out');
    });

    test.each([
      ['its own region', { sourceLocation: 'westeurope' }, 'undecided'],
      ['the region that keeps its backups', { sourceLocation: 'northeurope' }, 'compliant'],
      ['its own region, which says what it has', { coordinatorServerEdition: 'GeneralPurpose' }, 'compliant'],
    ])('into %s, of a source that is elsewhere', (_, over, outcome) => {
      expect(judged({ ...POINT, sourceResourceId: OLD_CLUSTER, ...over })).toEqual([outcome]);
    });

    test.each([
      [GEO_API, 'compliant'],
      ['Microsoft.DBforPostgreSQL/serverGroupsv2@2022-11-08', 'undecided'],
    ])('from a source that asks %s for geo-redundant backup', (type, outcome) => {
      const estate = clusterEstate();
      untyped(estate.stack, 'azapi_resource', 'source', {
        type,
        name: 'source',
        parent_id: estate.group.id,
        location: 'westeurope',
        body: { properties: { enableGeoBackup: true, coordinatorServerEdition: '${var.edition}' } },
      });
      geoCluster(estate, { ...POINT, sourceResourceId: '${azapi_resource.source.id}' });
      const [, made] = verdicts(RULE, estate.stack);
      expect([made.on.address, made.outcome]).toEqual(['azapi_resource.tenants', outcome]);
    });

    test('from itself: an end comes to it', () => {
      const estate = clusterEstate();
      geoCluster(estate, { ...POINT, sourceResourceId: '${azapi_resource.tenants.id}', enableGeoBackup: '${var.geo}' });
      expect(outcomes(RULE, estate.stack)).toEqual(['undecided']);
    });
  });

  test.each([
    [(open: string) => ({ enableGeoBackup: open, dataEncryption: OWN_KEY })],
    [(open: string) => ({ coordinatorServerEdition: open })],
    [(open: string) => ({ dataEncryption: { type: open } })],
    [(open: string) => ({ dataEncryption: open })],
  ])('undecided while a side of it is a variable', (properties) => {
    const stack = emptyStack();
    const open = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
    geoCluster(clusterEstate(stack), properties(open));
    expect(outcomes(RULE, stack)).toEqual(['undecided']);
  });

  test('the synthesis says which side to leave', () => {
    const estate = clusterEstate();
    geoCluster(estate, { dataEncryption: OWN_KEY });
    expect(verdicts(RULE, estate.stack)[0].message).toBe(
      '`enableGeoBackup` must be false with burstable compute or a customer-managed key, got: true with a customer-managed key',
    );
    expect(synthesize(estate.stack).error).toContain(
      'Mend: leave `enableGeoBackup` out, or leave `dataEncryption` out',
    );
  });
});

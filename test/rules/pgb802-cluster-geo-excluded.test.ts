import { TerraformVariable } from 'cdktf';
import { clusterEstate, geoCluster } from './cluster-kit';
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

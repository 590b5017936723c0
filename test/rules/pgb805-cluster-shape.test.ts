import { TerraformVariable } from 'cdktf';
import { cluster, clusterEstate, geoCluster } from './cluster-kit';
import { emptyStack, outcomes, synthesize, verdicts } from './kit';
import { CLUSTER_SHAPE } from '../../src/rules/pgb805-cluster-shape';

const RULE = CLUSTER_SHAPE;

function judged(over: Record<string, unknown>): string[] {
  const estate = clusterEstate();
  cluster(estate, over);
  return outcomes(RULE, estate.stack);
}

describe('PGB805 cluster-shape', () => {
  test.each([
    [0, 'compliant'],
    [1, 'violated'],
    [2, 'compliant'],
    [20, 'compliant'],
    [21, 'violated'],
    [2.5, 'violated'],
  ])('%d nodes: %s', (nodeCount, outcome) => {
    expect(judged({ nodeCount })).toEqual([outcome]);
    const estate = clusterEstate();
    geoCluster(estate, { nodeCount });
    expect(outcomes(RULE, estate.stack)).toEqual([outcome]);
  });

  test.each([
    ['abc', 'compliant'],
    ['ab', 'violated'],
    ['a'.repeat(40), 'compliant'],
    ['a'.repeat(41), 'violated'],
    ['12345', 'violated'],
    ['-tenants', 'violated'],
    ['Tenants', 'violated'],
  ])('the name %s: %s', (name, outcome) => {
    expect(judged({ name })).toEqual([outcome]);
  });

  test('nodes and name are said on their own', () => {
    const estate = clusterEstate();
    cluster(estate, { name: 'T', nodeCount: 1 });
    expect(verdicts(RULE, estate.stack).map(({ discriminator }) => discriminator)).toEqual(['nodes', 'name']);
  });

  test('a restored cluster may leave the nodes to its source', () => {
    const estate = clusterEstate();
    geoCluster(estate, { nodeCount: undefined });
    expect(outcomes(RULE, estate.stack)).toEqual(['compliant']);
  });

  test.each(['name', 'nodeCount'])('undecided while %s is a variable', (argument) => {
    const stack = emptyStack();
    const open = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
    cluster(clusterEstate(stack), { [argument]: open });
    expect(outcomes(RULE, stack)).toEqual(['undecided']);
  });

  test('the synthesis says what a cluster is', () => {
    const estate = clusterEstate();
    cluster(estate, { nodeCount: 1 });
    expect(synthesize(estate.stack).error).toContain(
      'PGB805 cluster-shape: the number of worker nodes must be 0 or between 2 and 20, got: 1',
    );
  });
});

import { PostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { ELASTIC_CLUSTER } from '../../src/rules/pgb406-elastic-cluster';

const V2 = SupportMatrix.V2_2026_09_28;
const V1 = SupportMatrix.all().filter((edition) => edition !== V2);

describe('PGB406 elastic-cluster', () => {
  // The bindings have no such block yet.
  const of = (size: unknown, stack = emptyStack()) => {
    const { server } = rawEstate({}, stack);
    server.addOverride('cluster', { size });
    return stack;
  };

  test.each(V1)('%s backs up no cluster', (edition) => {
    expect(outcomes(ELASTIC_CLUSTER, rawEstate().stack, edition)).toEqual(['compliant']);
    expect(outcomes(ELASTIC_CLUSTER, of(1), edition)).toEqual(['violated']);
    expect(outcomes(ELASTIC_CLUSTER, of(4), edition)).toEqual(['violated']);
  });

  test.each([
    [1, 'compliant'],
    [8, 'compliant'],
    [9, 'violated'],
    [20, 'violated'],
  ])('v2, %d nodes: %s', (size, outcome) => {
    expect(outcomes(ELASTIC_CLUSTER, of(size), V2)).toEqual([outcome]);
  });

  test('v2 and a server of its own', () => {
    expect(outcomes(ELASTIC_CLUSTER, rawEstate().stack, V2)).toEqual(['compliant']);
    expect(verdicts(ELASTIC_CLUSTER, of(9), V2)[0]).toMatchObject({
      message: '`cluster.size` must be at most 8, got: 9',
      source: V2.source,
    });
  });

  test('undecided while the size is a variable, but for editions that back up none', () => {
    const stack = emptyStack();
    const size = new TerraformVariable(stack, 'size', { type: 'number' });
    of(size.numberValue, stack);
    expect(outcomes(ELASTIC_CLUSTER, stack, V2)).toEqual(['undecided']);
    expect(verdicts(ELASTIC_CLUSTER, stack).map(({ message }) => message)).toEqual([
      'a protected server must not be an elastic cluster, got: a cluster',
    ]);
  });

  test('undecided while there may be a block', () => {
    const { stack, server } = rawEstate();
    server.addOverride('cluster', '${var.clusters}');
    expect(outcomes(ELASTIC_CLUSTER, stack)).toEqual(['undecided']);
  });

  test.each([
    ['of a cluster', { size: 4 }, 'undecided'],
    ['of a server', undefined, 'compliant'],
  ])('a copy %s', (_, cluster, outcome) => {
    const { stack, server } = rawEstate();
    const source = new PostgresqlFlexibleServer(stack, 'source', {
      name: 'pg-source',
      resourceGroupName: 'rg',
      location: 'westeurope',
    });
    if (cluster !== undefined) source.addOverride('cluster', cluster);
    server.addOverride('create_mode', 'PointInTimeRestore');
    server.addOverride('source_server_id', source.id);
    expect(outcomes(ELASTIC_CLUSTER, stack)).toEqual([outcome]);
    expect(outcomes(ELASTIC_CLUSTER, stack, V2)).toEqual([outcome]);
  });

  test('an unprotected cluster is nobody’s business here', () => {
    const { stack, server } = rawEstate({ instance: false });
    server.addOverride('cluster', { size: 4 });
    expect(outcomes(ELASTIC_CLUSTER, stack)).toEqual([]);
  });

  test('synthesis refuses it', () => {
    const { error, json } = synthesize(of(4));
    expect(error).toContain(
      '[Error at /raw/server] PGB406 elastic-cluster: a protected server must not be an elastic cluster, got: a cluster of 4',
    );
    expect(error).toContain('Limit: elastic clusters are backed up by v2 only');
    expect(error).toContain('Mend: protect it under edition v2-2026-09-28');
    expect(json).toBeUndefined();
    expect(synthesize(of(9), { edition: V2 }).error).toContain('`cluster.size` must be at most 8, got: 9');
  });
});

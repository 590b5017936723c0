import { TerraformStack } from 'cdktf';
import {
  AzurermVersion,
  BackupVault,
  ElasticCluster,
  FlexServerNetwork,
  FlexServerSku,
  PostgresBackupValidator,
  PostgresVersion,
  ProtectedFlexServer,
  ProtectedFlexServerProps,
  Retention,
  ServerOrigin,
  SupportMatrix,
} from '../../src';
import { RULES } from '../../src/rules/registry';
import { newStack, only, SUBSCRIPTION, synth, synthError, thrown, TYPES, variable } from '../kit';
import { outcomes } from '../rules/kit';

const PLACE = { resourceGroupName: 'rg-shop', location: 'westeurope', recoverableFor: Retention.years(1) };
const SUBNET = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/v/subnets/s`;
const ZONE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-net/providers/Microsoft.Network/privateDnsZones/a.postgres.database.azure.com`;

function newServer(props: Partial<ProtectedFlexServerProps> = {}, stack = newStack()): ProtectedFlexServer {
  AzurermVersion.constrain(stack);
  return new ProtectedFlexServer(stack, 'orders', { ...PLACE, cluster: ElasticCluster.of(4), ...props });
}

function judged(id: string, edition: SupportMatrix, props: Partial<ProtectedFlexServerProps> = {}): string[] {
  const rule = RULES.find((each) => each.id === id)!;
  return outcomes(rule, TerraformStack.of(newServer(props)), edition);
}

test('is a block of the server, under a provider that knows it', () => {
  const stack = newStack();
  new BackupVault(stack, 'vault', PLACE);
  newServer({ cluster: ElasticCluster.of(8) }, stack);
  expect(only(synthUnchecked(stack), TYPES.server)).toMatchObject({ cluster: { size: 8 }, version: '17' });
});

test.each([1, 20])('has %i nodes', (nodes) => {
  expect(ElasticCluster.of(nodes).nodes).toBe(nodes);
});

test.each([0, 21, 1.5, -1, Number.NaN])('doesn’t have %p', (nodes) => {
  const { message } = thrown(() => ElasticCluster.of(nodes));
  expect(message).toContain(`ElasticCluster: \`nodes\` must be between 1 and 20, got: ${nodes}.`);
  expect(message).toContain('https://github.com/hashicorp/terraform-provider-azurerm/pull/31315');
});

test('nodes may be a variable', () => {
  const stack = newStack();
  newServer({ cluster: ElasticCluster.of(variable(stack, 'nodes', 'number').numberValue) }, stack);
  expect(only(synthUnchecked(stack), TYPES.server).cluster.size).toBe('${var.nodes}');
});

test.each<[string, Partial<ProtectedFlexServerProps>, string]>([
  [
    'an old version',
    { version: PostgresVersion.V16 },
    '`version` must be at least 17 for an elastic cluster, got: 16.',
  ],
  ['a disk that grows', { autoGrow: true }, '`autoGrow` must be false for an elastic cluster, got: true.'],
  [
    'a subnet of its own',
    { network: FlexServerNetwork.delegatedSubnet(SUBNET, ZONE) },
    '`network` must be `publicEndpoint` or `privateEndpoints` for an elastic cluster, got: `delegatedSubnet`.',
  ],
])('can’t have %s', (_, props, sentence) => {
  const { message } = thrown(() => newServer(props));
  expect(message).toContain(`[/estate/orders] ElasticCluster: ${sentence}`);
  expect(message).toContain('2025-11-18, https://learn.microsoft.com/azure/postgresql/elastic-clusters/');
});

test('can’t be a copy', () => {
  const stack = newStack();
  const source = new ProtectedFlexServer(stack, 'source', PLACE);
  const origin = ServerOrigin.pointInTime(source, '2026-11-18T02:00:00Z');
  expect(thrown(() => newServer({ origin }, stack)).message).toContain(
    'ElasticCluster: `origin` must be left out for an elastic cluster, got: PointInTimeRestore.',
  );
});

describe('the provider', () => {
  const problem = (constraint?: string) => {
    const stack = newStack();
    if (constraint !== undefined) AzurermVersion.constrain(stack, constraint);
    new ProtectedFlexServer(stack, 'orders', { ...PLACE, cluster: ElasticCluster.of(4) });
    return synthError(stack) ?? '';
  };
  const SENTENCE = 'ElasticCluster: azurerm must be at least 4.60.0 for an elastic cluster, got: ';

  test.each([undefined, '4.59.0', '= 4.55.0', '3.117.0'])('is too old: %s', (constraint) => {
    expect(problem(constraint)).toContain(`${SENTENCE}${constraint ?? '4.55.0'}.`);
  });

  test.each(['4.60.0', '5.0.0', '~> 4.73', '>= 4.55.0, < 6.0.0'])('is not: %s', (constraint) => {
    expect(problem(constraint)).not.toContain(SENTENCE);
  });
});

describe('the editions', () => {
  const V1 = SupportMatrix.V1_2025_05_15;
  const V2 = SupportMatrix.V2_2026_09_28;

  test.each<[string, string, SupportMatrix, Partial<ProtectedFlexServerProps>, string]>([
    ['none under v1', 'PGB406', V1, {}, 'violated'],
    ['8 nodes under v2', 'PGB406', V2, { cluster: ElasticCluster.of(8) }, 'compliant'],
    ['9 nodes under v2', 'PGB406', V2, { cluster: ElasticCluster.of(9) }, 'violated'],
    ['General Purpose under v2', 'PGB407', V2, {}, 'compliant'],
    ['Burstable under v2', 'PGB407', V2, { sku: FlexServerSku.of('B_Standard_B2s') }, 'violated'],
    ['westeurope under v2', 'PGB408', V2, {}, 'compliant'],
    ['a region that v2 leaves out', 'PGB408', V2, { location: 'qatarcentral' }, 'violated'],
  ])('%s', (_, rule, edition, props, outcome) => {
    expect(judged(rule, edition, props)).toEqual([outcome]);
  });
});

/** What the default edition says of an elastic cluster is not what these tests are about. */
function synthUnchecked(stack: TerraformStack): any {
  PostgresBackupValidator.of(stack).use({ edition: SupportMatrix.V2_2026_09_28 });
  return synth(stack);
}

import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, Fn, Lazy, TerraformProvider, Token } from 'cdktf';
import { azapi, CLUSTERS, LOCK, newCluster, PLACE } from './kit';
import { ClusterShape, GeoRedundantCluster, GeoRedundantClusterProps } from '../../src';
import { newStack, only, synth, thrown, TYPES, variable } from '../kit';

const FIXED = 'data.azurerm_client_config.AzureClientConfig.subscription_id, "/"';

class AzapiProvider extends TerraformProvider {}

/** Booleans and maps of variables go for anything: `value` has no type. */
const any = (value: unknown) => value as any;

describe('what is known later', () => {
  test.each<[string, (stack: any) => string, string]>([
    ['text', () => Lazy.stringValue({ produce: () => 'rg-late' }), '"rg-late"'],
    ['text that would be an expression', () => Lazy.stringValue({ produce: () => 'a "b"' }), '"a \\"b\\""'],
    [
      'text and a variable',
      (stack) => {
        const { stringValue } = variable(stack, 'name');
        return Lazy.stringValue({ produce: () => `rg-${stringValue}` });
      },
      'join("", ["rg-", var.name])',
    ],
    [
      'a variable',
      (stack) => {
        const { stringValue } = variable(stack, 'name');
        return Lazy.stringValue({ produce: () => stringValue });
      },
      'var.name',
    ],
    ['a function', (stack) => Fn.upper(variable(stack, 'name').stringValue), 'upper(var.name)'],
    [
      'a choice',
      (stack) => Token.asString(Fn.lookup({ a: 'b' }, variable(stack, 'name').stringValue)),
      '{"a" = "b"}[var.name]',
    ],
  ])('%s, in a name that Terraform puts together', (_, groupOf, expression) => {
    const stack = newStack();
    newCluster({ resourceGroupName: groupOf(stack) }, stack);
    const [{ name }] = azapi(synth(stack), 'serverGroupsv2');
    expect(name).toContain(`join("", [${FIXED}, ${expression}, "/estate/Tenants"])`);
  });

  test('is the id of a cluster that is taken apart', () => {
    const stack = newStack();
    const id = Lazy.stringValue({ produce: () => `${CLUSTERS}/tenants` });
    const cluster = GeoRedundantCluster.fromClusterId(stack, 'Existing', id, { location: 'westeurope' });
    cluster.addMonitoring('Watch', { emailAddresses: ['dba@example.com'] });
    expect(only(synth(stack), TYPES.actionGroup).resource_group_name).toBe(`\${split("/", "${CLUSTERS}/tenants")[4]}`);
  });

  test.each<[string, Partial<GeoRedundantClusterProps>]>([
    ['in a region that has none', { location: 'swedencentral' }],
    ['on burstable compute', { shape: ClusterShape.burstable(1) }],
  ])('is whether backups are geo-redundant, %s too', (_, props) => {
    const stack = newStack();
    const geoRedundantBackup = any(variable(stack, 'geo', 'bool').value);
    const cluster = newCluster({ ...props, geoRedundantBackup }, stack);
    expect(cluster.geoRedundantBackup).toBeUndefined();
    expect(azapi(synth(stack), 'serverGroupsv2')[0].body.properties.enableGeoBackup).toBe('${var.geo}');
  });

  test('are all tags', () => {
    const stack = newStack();
    newCluster({ tags: any(variable(stack, 'tags', 'map(string)').value) }, stack);
    expect(azapi(synth(stack), 'serverGroupsv2')[0]).toMatchObject({ tags: '${var.tags}' });
  });

  test.each(['lock', 'preventDestroy'])('is not `%s`, which decides what is made', (prop) => {
    const stack = newStack();
    const make = () => newCluster({ [prop]: variable(stack, 'choice', 'bool').value }, stack);
    expect(thrown(make).message).toContain(
      `[/estate/Tenants] Undecided: \`${prop}\` must be true or false, got: what is known only when Terraform runs.`,
    );
  });

  test('is not how many addresses there are', () => {
    const stack = newStack();
    const emailAddresses = variable(stack, 'mails', 'list(string)').listValue;
    expect(thrown(() => newCluster({}, stack).addMonitoring('Watch', { emailAddresses })).message).toContain(
      '[/estate/Tenants/Watch] ClusterMonitoring: `emailAddresses` must be a list that is written out, got: ',
    );
  });
});

describe('the provider', () => {
  test('is azurerm’s, though azapi makes the cluster', () => {
    const stack = newStack();
    const provider = new AzapiProvider(stack, 'other', {
      terraformResourceType: 'azapi',
      terraformGeneratorMetadata: { providerName: 'azapi' },
    });
    const sentence = 'Provider: `provider` must be an azurerm provider, got: azapi.';
    expect(thrown(() => newCluster({ provider }, stack)).message).toContain(`[/estate/Tenants] ${sentence}`);
    const existing = GeoRedundantCluster.fromClusterId(stack, 'Existing', `${CLUSTERS}/tenants`, {
      location: 'westeurope',
      provider,
    });
    const watch = () => existing.addMonitoring('Watch', { emailAddresses: ['dba@example.com'] });
    expect(thrown(watch).message).toContain(sentence);
  });

  test('is that of what is put beside an import', () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, 'other', { features: [{}], alias: 'other' });
    GeoRedundantCluster.fromClusterId(stack, 'Existing', `${CLUSTERS}/tenants`, { ...PLACE, provider }).addLock('Lock');
    expect(only(synth(stack), LOCK).provider).toBe('azurerm.other');
  });
});

test('what another stack makes comes before by the stack', () => {
  const first = newStack('first');
  const before = newCluster({ clusterName: 'one' }, first);
  const second = newStack('second', first.node.root as App);
  const own = newCluster({ clusterName: 'two', lock: false }, second, 'Own');
  newCluster({ clusterName: 'three', dependsOn: [before.resource, own.resource] }, second);
  const json = synth(second);
  expect(second.dependsOn(first)).toBe(true);
  expect(azapi(json, 'serverGroupsv2').find(({ name }) => name === 'three').depends_on).toEqual([
    expect.stringMatching(/^azapi_resource\.Own_/),
  ]);
});

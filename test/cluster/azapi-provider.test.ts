import { Aspects, TerraformProvider, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { clusterIn, newCluster } from './kit';
import { newStack, synth, synthError } from '../kit';

/** As the bindings of a user have it. */
class AzapiProvider extends TerraformProvider {
  private ownAlias?: string;

  public constructor(scope: IConstruct, { alias, tags, version }: Options = {}) {
    super(scope as TerraformStack, 'own', {
      terraformResourceType: 'azapi',
      terraformProviderSource: 'Azure/azapi',
      terraformGeneratorMetadata: { providerName: 'azapi', providerVersion: version },
    });
    this.ownAlias = alias;
    if (tags !== undefined) this.addOverride('default_tags', tags);
    if (alias !== undefined) this.addOverride('alias', alias);
  }

  public get alias() {
    return this.ownAlias;
  }
}

interface Options {
  readonly alias?: string;
  readonly tags?: Record<string, string>;
  readonly version?: string;
}

const TAGS = { team: 'data' };

test.each([
  ['before', true],
  ['after', false],
])('bindings with an alias, %s the cluster, say which azapi there is', (_, isBefore) => {
  const stack = newStack();
  if (isBefore) new AzapiProvider(stack, { alias: 'other', version: '1.15.0' });
  newCluster({}, stack);
  if (!isBefore) new AzapiProvider(stack, { alias: 'other', version: '1.15.0' });
  const { terraform, provider } = synth(stack);
  expect(terraform.required_providers.azapi).toMatchObject({ version: '1.15.0' });
  expect(provider.azapi).toContainEqual({});
});

test.each<[string, Options, string, object | undefined]>([
  ['one with an alias', { alias: 'other', tags: TAGS }, 'azapi.other', undefined],
  ['one with an alias, without default tags', { alias: 'other' }, 'azapi.other', {}],
  ['another than the default', { tags: TAGS }, 'azapi.other', {}],
])('default tags are those of the provider that an override names: %s', (_, options, used, inBody) => {
  const cluster = newCluster();
  const stack = TerraformStack.of(cluster);
  new AzapiProvider(stack, options);
  cluster.resource.addOverride('provider', used);
  expect(clusterIn(stack).body.tags).toEqual(inBody);
});

test('an aspect may move the tags of resources to the provider', () => {
  const cluster = newCluster({ tags: TAGS });
  const stack = TerraformStack.of(cluster);
  Aspects.of(stack).add({
    visit(node: IConstruct) {
      if (node === stack) new AzapiProvider(stack, { tags: TAGS });
      if ('resetTags' in node) (node as unknown as { resetTags(): void }).resetTags();
    },
  });
  const { body, tags } = clusterIn(stack);
  expect({ inBody: body.tags, tags }).toEqual({ inBody: undefined, tags: undefined });
});

test('a provider of a stack within the stack takes no place', () => {
  const cluster = newCluster();
  const stack = TerraformStack.of(cluster);
  new AzapiProvider(new TerraformStack(stack, 'inner'), { tags: TAGS, version: '1.15.0' });
  const { provider, terraform } = synth(stack);
  expect(provider.azapi).toEqual([{}]);
  expect(terraform.required_providers.azapi.version).toBe('>= 1.15.0, < 3.0.0');
  expect(clusterIn(stack).body.tags).toEqual({});
});

test('HCL output, which would have no arguments, is refused', () => {
  process.env.SYNTH_HCL_OUTPUT = 'true';
  const stack = newStack();
  delete process.env.SYNTH_HCL_OUTPUT;
  newCluster({}, stack);
  expect(synthError(stack)).toContain(
    '[/estate/Tenants/Resource] HclOutput: HCL output must be off where azapi makes something, got: SYNTH_HCL_OUTPUT.',
  );
});

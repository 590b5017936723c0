import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { findings, findingsOf, resource } from './kit';
import { BackupPolicy, BackupVault, ProtectedFlexServer, Retention } from '../../../src';
import { readInputs } from '../../../src/cli/inputs';
import { Unknown } from '../../../src/inventory/value';
import { readText } from '../../../src/validation/readers/read';
import { readTree } from '../../../src/validation/readers/tree';
import { temporaryFolder } from '../../temporary';

const noStdin = () => Promise.reject(new Error('nothing is read from there'));

function stackIn(app: App, name: string): TerraformStack {
  const stack = new TerraformStack(app, name);
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  return stack;
}

/** A vault in one stack, servers in another. */
function twoStacks(): App {
  const app = new App({ outdir: temporaryFolder() });
  const backup = stackIn(app, 'backup');
  const group = new ResourceGroup(backup, 'group', { name: 'rg-backup', location: 'westeurope' });
  const place = { resourceGroupName: group.name, location: group.location };
  const vault = new BackupVault(backup, 'vault', { vaultName: 'bv-company', ...place });
  const policy = BackupPolicy.recoverableFor(backup, 'ten-years', vault, Retention.years(10));
  const shop = stackIn(app, 'shop');
  const own = new ResourceGroup(shop, 'group', { name: 'rg-shop', location: group.location });
  new ProtectedFlexServer(shop, 'orders', {
    serverName: 'pg-orders',
    resourceGroupName: own.name,
    location: own.location,
    policy,
  });
  app.synth();
  return app;
}

test('stacks that refer to each other are one estate', async () => {
  const app = twoStacks();
  const inputs = await readInputs([app.outdir], noStdin, '/');
  expect(inputs.map(({ kind, name }) => [kind, name])).toEqual([
    ['synthesized', join(app.outdir, 'stacks/backup/cdk.tf.json')],
    ['synthesized', join(app.outdir, 'stacks/shop/cdk.tf.json')],
  ]);
  const documents = inputs.map(({ document }) => document);
  expect(findings(...documents)).toEqual(findings(readTree(app)));
  const instance = documents[1].resources.find(({ type }) => type.includes('backup_instance'))!;
  expect(String(instance.attribute('vault_id'))).toMatch(/^azurerm_data_protection_backup_vault\.vault_\w+\.id$/);
  expect(instance.key).toMatch(/^shop\|/);
});

test('one of them alone doesn’t know the other', async () => {
  const app = twoStacks();
  const [shop] = await readInputs([join(app.outdir, 'stacks', 'shop')], noStdin, '/');
  expect(findingsOf('PGB101', shop.document)).toEqual([expect.stringMatching(/^undecided/)]);
});

test('another stack’s outputs are found by where its state is kept', async () => {
  const stack = (name: string, rest: object) =>
    JSON.stringify({
      '//': { metadata: { stackName: name } },
      terraform: { backend: { azurerm: { container_name: 'states', key: `${name}.tfstate` } } },
      ...rest,
    });
  const folder = temporaryFolder();
  const write = (name: string, text: string) => {
    mkdirSync(join(folder, 'stacks', name), { recursive: true });
    writeFileSync(join(folder, 'stacks', name, 'cdk.tf.json'), text);
  };
  const output = { output: { vault: { value: '${azurerm_data_protection_backup_vault.v.id}' } } };
  write('a', stack('a', output));
  write('b', stack('b', output));
  const state = (key: string) => ({ backend: 'azurerm', config: { container_name: 'states', key } });
  write(
    'c',
    stack('c', {
      data: { terraform_remote_state: { one: state('b.tfstate'), other: state('d.tfstate') } },
      resource: {
        azurerm_role_assignment: {
          found: { scope: '${data.terraform_remote_state.one.outputs.vault}' },
          lost: { scope: '${data.terraform_remote_state.other.outputs.vault}' },
          wrong: { scope: '${data.terraform_remote_state.one.outputs.none}' },
        },
      },
    }),
  );
  const [, , { document }] = await readInputs([folder], noStdin, '/');
  const scope = (name: string) => resource(document, `azurerm_role_assignment.${name}`).attribute('scope');
  expect(scope('found')).toMatchObject({ key: 'b|azurerm_data_protection_backup_vault.v' });
  expect(scope('lost')).toMatchObject({ key: 'c|data.terraform_remote_state.other' });
  expect(scope('wrong')).toBeInstanceOf(Unknown);
});

test('a variable has no value before Terraform runs, as in the tree', async () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn(app, 'shop');
  const location = new TerraformVariable(stack, 'location', { default: 'westeurope' });
  new ResourceGroup(stack, 'group', { name: 'rg', location: location.stringValue });
  app.synth();
  const [{ document }] = await readInputs([app.outdir], noStdin, '/');
  expect(resource(document, 'azurerm_resource_group.group').attribute('location')).toBeInstanceOf(Unknown);
});

test('without a name two stacks are told apart all the same', async () => {
  const text = (name: string) =>
    JSON.stringify({
      '//': { metadata: { version: '0.21.0', stackName: name } },
      resource: { azurerm_resource_group: { g: { name: 'rg' } } },
    });
  const folder = temporaryFolder();
  for (const file of ['a.json', 'b.json']) writeFileSync(join(folder, file), text('same'));
  const inputs = await readInputs(['a.json', 'b.json'], noStdin, folder);
  const keys = inputs.flatMap(({ document }) => document.resources.map(({ key }) => key));
  expect(keys).toEqual(['same|azurerm_resource_group.g', 'b.json#2|azurerm_resource_group.g']);
  const alone = await readText('c.json', '{"//":{"metadata":{}},"resource":{"azurerm_resource_group":{"g":{}}}}');
  expect(alone.document.resources[0].key).toBe('azurerm_resource_group.g');
});

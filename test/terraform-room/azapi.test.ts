import { TerraformProvider, TerraformStack } from 'cdktf';
import { BackupVault, BackupVaultProps, CrossSubscriptionRestore, OneWayDoor } from '../../src';
import { newStack, only, synth, TYPES } from '../kit';

const PLACE = { resourceGroupName: 'rg-backup', location: 'westeurope' };
const DOOR = OneWayDoor.understood('nobody outside of this subscription may ever see the backups');
const KEY = 'https://kv-backup.vault.azure.net/keys/vault';

function newVault(stack: TerraformStack, props: Partial<BackupVaultProps> = {}): BackupVault {
  const crossSubscriptionRestore = CrossSubscriptionRestore.disabled();
  return new BackupVault(stack, 'Vault', { ...PLACE, crossSubscriptionRestore, ...props });
}

/** As `cdktf get` makes one. */
class AzapiProvider extends TerraformProvider {
  public constructor(
    stack: TerraformStack,
    id: string,
    private readonly name?: string,
  ) {
    super(stack, id, {
      terraformResourceType: 'azapi',
      terraformGeneratorMetadata: { providerName: 'azapi', providerVersion: '2.7.0' },
      terraformProviderSource: 'Azure/azapi',
    });
  }

  public get alias(): string | undefined {
    return this.name;
  }
}

describe('what azurerm has no argument for', () => {
  test('is written by azapi, behind whatever else writes the vault', () => {
    const stack = newStack();
    newVault(stack, { customerManagedKey: { keyVaultKeyId: KEY, oneWayDoor: DOOR } });
    const json = synth(stack);
    const [vault] = Object.keys(json.resource[TYPES.vault]);
    const [key] = Object.keys(json.resource[TYPES.vaultKey]);
    expect(only(json, TYPES.update)).toEqual({
      type: 'Microsoft.DataProtection/backupVaults@2024-04-01',
      resource_id: `\${${TYPES.vault}.${vault}.id}`,
      body: { properties: { featureSettings: { crossSubscriptionRestoreSettings: { state: 'Disabled' } } } },
      depends_on: [`${TYPES.vaultKey}.${key}`],
      lifecycle: { replace_triggered_by: [`${TYPES.vault}.${vault}`] },
    });
  });

  test.each([
    [CrossSubscriptionRestore.enabled(), 'Enabled', true],
    [CrossSubscriptionRestore.disabled(), 'Disabled', false],
    [CrossSubscriptionRestore.permanentlyDisabled(DOOR), 'PermanentlyDisabled', false],
  ])('cross-subscription restore %#: %s', (crossSubscriptionRestore, state, allowed) => {
    const stack = newStack();
    expect(newVault(stack, { crossSubscriptionRestore }).crossSubscriptionRestore?.allowed).toBe(allowed);
    expect(only(synth(stack), TYPES.update).body.properties.featureSettings).toEqual({
      crossSubscriptionRestoreSettings: { state },
    });
  });

  test('is not there, nor is its provider, where nobody asks for it', () => {
    const stack = newStack();
    new BackupVault(stack, 'Vault', PLACE);
    const json = synth(stack);
    expect(json.resource[TYPES.update]).toBeUndefined();
    expect(Object.keys(json.terraform.required_providers)).toEqual(['azurerm']);
  });
});

describe('the azapi provider', () => {
  const required = (stack: TerraformStack) => {
    const json = synth(stack);
    return [json.terraform.required_providers.azapi, json.provider.azapi.length];
  };
  const OURS = { source: 'azure/azapi', version: '>= 1.15.0, < 3.0.0' };

  test('is one for a stack', () => {
    const stack = newStack();
    newVault(stack);
    new BackupVault(stack, 'Other', { ...PLACE, crossSubscriptionRestore: CrossSubscriptionRestore.enabled() });
    expect(required(stack)).toEqual([OURS, 1]);
  });

  test.each(['before', 'after'])('gives way to one that is added %s the vault', (when) => {
    const stack = newStack();
    if (when === 'before') new AzapiProvider(stack, 'azapi');
    newVault(stack);
    if (when === 'after') new AzapiProvider(stack, 'azapi');
    expect(required(stack)).toEqual([{ source: 'Azure/azapi', version: '2.7.0' }, 1]);
  });

  test('stands beside one that has an alias', () => {
    const stack = newStack();
    new AzapiProvider(stack, 'azapi', 'other');
    newVault(stack);
    expect(required(stack)[1]).toBe(2);
  });
});

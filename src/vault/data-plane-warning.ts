import { Annotations, TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { azurermProvider } from '../terraform/subscription';

/** What is read here of a generated provider. */
interface ProviderLike extends TerraformProvider {
  readonly featuresInput?: { readonly storage?: { readonly dataPlaneAvailable?: unknown }[] }[];
  readonly storageUseAzureadInput?: unknown;
}

const TEXT = [
  'azurerm 4 asks a new storage account over its data plane whether it is ready; the firewall and the missing keys of a restore account answer 403.',
  '  Mend: set `storage: [{ dataPlaneAvailable: false }]` in the features of the provider, or take azurerm 5 with AzurermVersion.constrain',
].join('\n');

/** azurerm up to 4 has to be kept from the data plane; which version it will be is known when the app is synthesized. */
export function warnOfDataPlane(target: Construct, provider: TerraformProvider | undefined): void {
  target.node.addValidation({
    validate: () => {
      const used = azurermProvider(target, provider);
      const told = target.node.metadata.some(({ data }) => data === TEXT);
      if (used !== undefined && !told && isFour(target, used) && usesDataPlane(used)) {
        Annotations.of(target).addWarning(TEXT);
      }
      return [];
    },
  });
}

/** Whether no other major version can be taken: the bindings pin one, and a range may be in its place. */
function isFour(target: Construct, provider: TerraformProvider): boolean {
  const { rawOverrides } = TerraformStack.of(target) as unknown as { rawOverrides: Record<string, any> };
  const override: unknown = rawOverrides.terraform?.required_providers?.azurerm?.version;
  const constraint = override ?? provider.terraformGeneratorMetadata?.providerVersion;
  return typeof constraint === 'string' && /^\s*(?:=|~>)?\s*4\.\d/.test(constraint);
}

/** Who logs in to storage without keys has thought of it. */
function usesDataPlane(provider: TerraformProvider): boolean {
  const { featuresInput, storageUseAzureadInput, rawOverrides } = provider as ProviderLike & { rawOverrides: object };
  if ('features' in rawOverrides || storageUseAzureadInput !== undefined) return false;
  return featuresInput?.[0]?.storage?.[0]?.dataPlaneAvailable === undefined;
}

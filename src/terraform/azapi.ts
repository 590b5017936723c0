import { TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { addressOf, dependOn } from './depend';
import { Registry } from './registry';

/** 1.15 and 2 take the same bodies, as objects; nobody has tried what comes after. */
const TESTED = '>= 1.15.0, < 3.0.0';
const NAME = 'azapi';

const SHARED = new Registry<TerraformStack, TerraformProvider>((stack) => {
  /** Stands in for an azapi provider that the author of the stack needn't think of; gives way to one that they add. */
  class SharedAzapiProvider extends TerraformProvider {
    public toTerraform(): any {
      const others = stack.node.findAll().filter((construct) => construct !== this && isDefaultAzapi(construct));
      return others.length > 0 ? {} : super.toTerraform();
    }
  }
  return new SharedAzapiProvider(stack, 'PostgresBackupAzapiProvider', {
    terraformResourceType: NAME,
    terraformGeneratorMetadata: { providerName: NAME, providerVersionConstraint: TESTED },
    terraformProviderSource: 'azure/azapi',
  });
});

function isDefaultAzapi(construct: IConstruct): boolean {
  return (
    TerraformProvider.isTerraformProvider(construct) &&
    construct.terraformResourceType === NAME &&
    construct.alias === undefined
  );
}

export interface AzapiUpdate {
  /** Whose properties are set; azapi reads it, puts the body over what it read, and writes it back. */
  readonly resource: TerraformResource;
  readonly resourceId: string;
  /** As in `Microsoft.DataProtection/backupVaults@2024-04-01`. */
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What has to have written the same resource before. */
  readonly after: readonly TerraformResource[];
}

/** Properties of a resource that azurerm makes and has no arguments for. */
export class AzapiUpdateResource extends TerraformResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly update: AzapiUpdate,
  ) {
    SHARED.of(TerraformStack.of(scope));
    super(scope, id, {
      terraformResourceType: 'azapi_update_resource',
      terraformGeneratorMetadata: { providerName: NAME, providerVersionConstraint: TESTED },
      // azurerm's update writes the whole resource without them: whenever it does, they are written again.
      lifecycle: { replaceTriggeredBy: [addressOf(update.resource)] },
    });
    dependOn(this, update.after);
  }

  protected synthesizeAttributes(): Record<string, unknown> {
    const { type, resourceId, body } = this.update;
    return { type, resource_id: resourceId, body };
  }
}

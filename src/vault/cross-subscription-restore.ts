import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { OneWayDoor, understood } from './one-way-door';
import { generated } from '../terraform/generated';

/** The newest version that azapi 1.15 knows; later ones than 2025-09-01 take no soft delete but `AlwaysOn`. */
const TYPE = 'Microsoft.DataProtection/backupVaults@2024-04-01';

/**
 * Whether a vault can restore in other subscriptions of its tenant.
 * @see https://learn.microsoft.com/azure/backup/manage-backup-vault
 */
export class CrossSubscriptionRestore {
  /** Restores in other subscriptions are possible, as on every new vault. */
  public static enabled(): CrossSubscriptionRestore {
    return new CrossSubscriptionRestore('Enabled', true);
  }

  /** Restores stay in the vault's subscription; can be enabled again. */
  public static disabled(): CrossSubscriptionRestore {
    return new CrossSubscriptionRestore('Disabled', false);
  }

  /**
   * As `disabled`, and nobody can ever enable it again.
   * @throws PGB504 when the word that there is no way back is missing
   */
  public static permanentlyDisabled(door: OneWayDoor): CrossSubscriptionRestore {
    return new CrossSubscriptionRestore('PermanentlyDisabled', false, understood(door));
  }

  private constructor(
    /** `Enabled`, `Disabled` or `PermanentlyDisabled`, as Azure has it. */
    public readonly state: string,
    /** Whether other subscriptions can be restored to. */
    public readonly allowed: boolean,
    /**
     * The word that the setting can't be undone.
     * @default - it can be undone
     */
    public readonly oneWayDoor?: OneWayDoor,
  ) {}
}

interface VaultSetting {
  readonly vault: TerraformResource;
  readonly vaultId: string;
  readonly setting: CrossSubscriptionRestore;
  /** What writes the vault before. */
  readonly after: readonly TerraformResource[];
}

/** azurerm has no argument for it. */
export function setCrossSubscriptionRestore(scope: Construct, { vault, vaultId, setting, after }: VaultSetting): void {
  const crossSubscriptionRestoreSettings = { state: setting.state };
  new generated.AzapiUpdateResource(scope, 'CrossSubscriptionRestore', {
    resource: vault,
    resourceId: vaultId,
    type: TYPE,
    body: { properties: { featureSettings: { crossSubscriptionRestoreSettings } } },
    after,
  });
}

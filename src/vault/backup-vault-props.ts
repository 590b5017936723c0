import { TerraformProvider } from 'cdktf';
import { CrossRegionRestore } from './cross-region-restore';
import { CrossSubscriptionRestore } from './cross-subscription-restore';
import { Immutability } from './immutability';
import { PropagationWait } from './propagation-wait';
import { SoftDelete } from './soft-delete';
import { VaultKey } from './vault-key';
import { VaultMonitoring } from './vault-monitoring';
import { VaultRedundancy } from './vault-redundancy';

/** How a backup vault is set up. */
export interface BackupVaultProps {
  /** Resource group of the vault. */
  readonly resourceGroupName: string;
  /** Region: that of the servers it backs up. */
  readonly location: string;
  /**
   * Name: 2 to 50 letters, digits and hyphens, a letter first.
   * @default - made from the construct path, with a hash
   */
  readonly vaultName?: string;
  /**
   * How many copies are kept, and where.
   * @default VaultRedundancy.GEO_REDUNDANT
   */
  readonly redundancy?: VaultRedundancy;
  /**
   * How long deleted backups can be brought back.
   * @default SoftDelete.on(14)
   */
  readonly softDelete?: SoftDelete;
  /**
   * Whether backups can be deleted before their time.
   * @default Immutability.unlocked()
   */
  readonly immutability?: Immutability;
  /**
   * Restores in the paired region; asks for `VaultRedundancy.GEO_REDUNDANT`.
   * @default - restores in the vault's own region only
   */
  readonly crossRegionRestore?: CrossRegionRestore;
  /**
   * Whether backups can be restored in other subscriptions of the tenant. azurerm has no argument for it: Terraform needs
   * the provider azure/azapi where it is given.
   * @default - as Azure has it: enabled on a new vault
   */
  readonly crossSubscriptionRestore?: CrossSubscriptionRestore;
  /**
   * A key of one's own that encrypts the backups. Azure never goes back to its own key once it is set.
   * @default - a key that Azure manages
   */
  readonly customerManagedKey?: VaultKey;
  /**
   * Who is told how the backups go.
   * @default - nobody, until `addMonitoring`
   */
  readonly monitoring?: VaultMonitoring;
  /**
   * How long Terraform waits for the vault's roles to take effect before it protects a server.
   * @default PropagationWait.DEFAULT
   */
  readonly propagationWait?: PropagationWait;
  /**
   * Tags of the vault.
   * @default - none
   */
  readonly tags?: Record<string, string>;
  /**
   * Provider of the vault's subscription.
   * @default - the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
}

/** What is known of a vault that exists already. */
export interface BackupVaultAttributes {
  /** ARM id. */
  readonly vaultId: string;
  /** Object id of its system identity. */
  readonly principalId: string;
  /** Region. */
  readonly location: string;
  /**
   * Redundancy, for the rules that ask for it.
   * @default - not known: those rules are undecided
   */
  readonly redundancy?: VaultRedundancy;
  /**
   * Whether it can restore in the paired region, for the rules and restore targets that ask for it.
   * @default - not known: those rules are undecided
   */
  readonly crossRegionRestore?: boolean;
  /**
   * How long Terraform waits for the vault's roles to take effect.
   * @default PropagationWait.DEFAULT
   */
  readonly propagationWait?: PropagationWait;
  /**
   * Provider of the vault's subscription.
   * @default - the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
}

/** How an existing vault is looked up when Terraform plans. */
export interface BackupVaultLookup {
  /** Name of the vault. */
  readonly vaultName: string;
  /** Resource group that it lies in. */
  readonly resourceGroupName: string;
  /**
   * How long Terraform waits for the vault's roles to take effect.
   * @default PropagationWait.DEFAULT
   */
  readonly propagationWait?: PropagationWait;
  /**
   * Provider of the vault's subscription.
   * @default - the stack's default azurerm provider
   */
  readonly provider?: TerraformProvider;
}

import type { DataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { Postcondition, TerraformProvider } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { BackupGrant, grantBackup, Grantee } from './backup-grant';
import { IBackupVault } from './backup-vault-interface';
import { BackupVaultAttributes, BackupVaultLookup, BackupVaultProps } from './backup-vault-props';
import { CrossSubscriptionRestore, setCrossSubscriptionRestore } from './cross-subscription-restore';
import { IFlexServer } from './flex-server-interface';
import { checkKinds, withoutNulls } from './given';
import { isGuid } from './guid';
import { Immutability } from './immutability';
import { VAULT_KINDS } from './kinds';
import { monitorVault } from './monitor-vault';
import { OneWayDoor } from './one-way-door';
import { grantPrincipal, PrincipalGrant } from './people-grants';
import { Principal } from './principal';
import { PropagationWait } from './propagation-wait';
import { grantRestore, RestoreGrant } from './restore-grant';
import { RestoreTarget } from './restore-target';
import { IRestoreTarget } from './restore-target-interface';
import { RestoreTargetOptions } from './restore-target-props';
import { SoftDelete } from './soft-delete';
import { encryptVault } from './vault-key';
import { VaultMonitoring } from './vault-monitoring';
import { VaultRedundancy } from './vault-redundancy';
import { NAMES } from '../matrix/names';
import { ROLES } from '../matrix/roles';
import { SOURCES } from '../matrix/source';
import { armIdPart, checkArmId } from '../terraform/arm-id';
import { checkLocation, checkName, checkTags, refuse, show } from '../terraform/check';
import { expressionOf } from '../terraform/expression';
import { generated } from '../terraform/generated';
import { pathName } from '../terraform/names';
import { providerIdentity } from '../terraform/subscription';
import { takeName } from '../terraform/take-name';
import { isUnresolvedString } from '../time/token';
import { markDescribed, markNote } from '../validation/marks';
import { PostgresBackupValidator } from '../validation/validator';

/** What made and imported vaults share: the grants and the restore targets. */
abstract class BackupVaultBase extends Construct implements IBackupVault {
  public abstract readonly vaultId: string;
  public abstract readonly vaultName: string;
  public abstract readonly resourceGroupName: string;
  public abstract readonly location: string;
  public abstract readonly principalId: string;
  public abstract readonly provider?: TerraformProvider;
  public abstract readonly crossRegionRestore?: boolean;
  public abstract readonly crossSubscriptionRestore?: CrossSubscriptionRestore;
  protected abstract readonly propagationWait: PropagationWait;
  /** Text that names this vault and no other of the tenant. */
  protected abstract readonly seed: string;

  public grantBackup(server: IFlexServer): BackupGrant {
    return grantBackup(this.grantee, server);
  }

  public grantRestore(target: IRestoreTarget): RestoreGrant {
    return grantRestore(this.grantee, target);
  }

  public grantBackupOperator(principal: Principal): PrincipalGrant {
    return grantPrincipal(this, this.seed, ROLES.backupOperator, principal);
  }

  public grantBackupReader(principal: Principal): PrincipalGrant {
    return grantPrincipal(this, this.seed, ROLES.backupReader, principal);
  }

  public addRestoreTarget(id: string, options: RestoreTargetOptions): RestoreTarget {
    return new RestoreTarget(this, id, { ...options, vault: this });
  }

  public addMonitoring(id: string, monitoring: VaultMonitoring): void {
    monitorVault(new Construct(this, id), this, monitoring);
  }

  private get grantee(): Grantee {
    const { principalId, seed, propagationWait } = this;
    return { construct: this, principalId, seed, wait: propagationWait };
  }
}

/**
 * An Azure Backup vault that keeps the long-term backups of flexible servers.
 *
 * Geo-redundant, with soft delete and unlocked immutability unless said otherwise, and always with the system identity
 * that the service backs up in the name of.
 */
export class BackupVault extends BackupVaultBase {
  /**
   * A vault that exists already, with what is known of it; nothing is looked up.
   * @throws Location when the region is empty
   * @throws Principal when the id of its identity isn't the GUID of an object
   * @throws VaultId when the id isn't that of a backup vault
   */
  public static fromBackupVaultAttributes(
    scope: Construct,
    id: string,
    attributes: BackupVaultAttributes,
  ): IBackupVault {
    attributes = withoutNulls(attributes);
    class Import extends BackupVaultBase {
      public readonly vaultId = attributes.vaultId;
      public readonly vaultName = armIdPart(attributes.vaultId, 'backupVaults');
      public readonly resourceGroupName = armIdPart(attributes.vaultId, 'resourceGroups');
      public readonly location = attributes.location;
      public readonly principalId = attributes.principalId;
      public readonly provider = attributes.provider;
      public readonly crossRegionRestore = attributes.crossRegionRestore;
      public readonly crossSubscriptionRestore = undefined;
      protected readonly propagationWait = attributes.propagationWait ?? PropagationWait.DEFAULT;
      protected readonly seed = attributes.vaultId;
    }
    const vault = new Import(scope, id);
    checkVaultId(vault, attributes.vaultId);
    checkLocation(vault, attributes.location);
    checkPrincipalId(vault, attributes.principalId);
    const { redundancy, propagationWait } = VAULT_KINDS;
    checkKinds(vault, attributes, { redundancy, propagationWait });
    markDescribed(vault, {
      kind: 'vault',
      id: attributes.vaultId,
      attributes: {
        name: vault.vaultName,
        location: attributes.location,
        identity: { type: 'SystemAssigned', principal_id: attributes.principalId },
        ...(attributes.redundancy === undefined ? {} : { redundancy: attributes.redundancy.name }),
        ...(attributes.crossRegionRestore === undefined
          ? {}
          : { cross_region_restore_enabled: attributes.crossRegionRestore }),
      },
    });
    PostgresBackupValidator.of(vault);
    return vault;
  }

  /**
   * A vault that exists already; Terraform reads the rest of it when it plans.
   * @param vaultId `/subscriptions/…/resourceGroups/…/providers/Microsoft.DataProtection/backupVaults/…`
   * @throws VaultId when the id isn't that of a backup vault
   */
  public static fromBackupVaultId(
    scope: Construct,
    id: string,
    vaultId: string,
    provider?: TerraformProvider,
  ): IBackupVault {
    const lookup = {
      vaultName: armIdPart(vaultId, 'backupVaults'),
      resourceGroupName: armIdPart(vaultId, 'resourceGroups'),
      provider,
    };
    return BackupVault.lookUp(scope, id, lookup, (vault) => checkVaultId(vault, vaultId), vaultId);
  }

  /**
   * A vault that exists already; Terraform reads it by its name when it plans.
   * @throws PGB509 when a name isn't one
   */
  public static fromBackupVaultName(scope: Construct, id: string, lookup: BackupVaultLookup): IBackupVault {
    return BackupVault.lookUp(scope, id, lookup, (vault, { vaultName, resourceGroupName }) => {
      checkName(vault, 'vaultName', vaultName, NAMES.vault);
      checkName(vault, 'resourceGroupName', resourceGroupName, NAMES.resourceGroup);
    });
  }

  private static lookUp(
    scope: Construct,
    id: string,
    lookup: BackupVaultLookup,
    check: (vault: IBackupVault, lookup: BackupVaultLookup) => void,
    vaultId?: string,
  ): IBackupVault {
    lookup = withoutNulls(lookup);
    class Import extends BackupVaultBase {
      private readonly data = new generated.DataBackupVault(this, 'Resource', {
        name: lookup.vaultName,
        resourceGroupName: lookup.resourceGroupName,
        provider: lookup.provider,
        lifecycle: vaultId === undefined ? undefined : { postcondition: [isVault(vaultId)] },
      });
      public readonly vaultId = this.data.id;
      public readonly vaultName = lookup.vaultName;
      public readonly resourceGroupName = lookup.resourceGroupName;
      public readonly location = this.data.location;
      public readonly principalId = this.data.identity.get(0).principalId;
      public readonly provider = lookup.provider;
      public readonly crossRegionRestore = undefined;
      public readonly crossSubscriptionRestore = undefined;
      protected readonly propagationWait = lookup.propagationWait ?? PropagationWait.DEFAULT;
      protected readonly seed = `${providerIdentity(this, lookup.provider).subscriptionId}/${lookup.resourceGroupName}/${lookup.vaultName}`;
    }
    const vault = new Import(scope, id);
    check(vault, lookup);
    checkKinds(vault, lookup, { propagationWait: VAULT_KINDS.propagationWait });
    PostgresBackupValidator.of(vault);
    return vault;
  }

  /** The azurerm resource, for what this class has no prop for. */
  public readonly resource: DataProtectionBackupVault;
  public readonly vaultId: string;
  public readonly vaultName: string;
  public readonly resourceGroupName: string;
  public readonly location: string;
  public readonly principalId: string;
  public readonly provider?: TerraformProvider;
  public readonly crossRegionRestore?: boolean;
  public readonly crossSubscriptionRestore?: CrossSubscriptionRestore;
  /** How many copies are kept, and where. */
  public readonly redundancy: VaultRedundancy;
  /** How long deleted backups can be brought back. */
  public readonly softDelete: SoftDelete;
  /** Whether backups can be deleted before their time. */
  public readonly immutability: Immutability;
  protected readonly propagationWait: PropagationWait;
  protected readonly seed: string;

  /**
   * @throws Location when the region is empty
   * @throws PGB501 when cross-region restore is asked of a vault that isn't geo-redundant
   * @throws PGB504 when the word that there is no way back from a key is missing
   * @throws PGB509 when the name isn't one, or another vault of the app in the same resource group has it
   * @throws VaultKey when the key isn't one, or lies in a key vault of the app without purge protection
   * @throws VaultMonitoring when nobody is told, or whom is wrong
   */
  public constructor(scope: Construct, id: string, props: BackupVaultProps) {
    super(scope, id);
    props = withoutNulls(props, 'customerManagedKey');
    checkKinds(this, props, VAULT_KINDS);
    this.vaultName = props.vaultName ?? pathName(this, 'bv-', NAMES.vault.max);
    this.resourceGroupName = props.resourceGroupName;
    this.location = props.location;
    this.provider = props.provider;
    this.crossRegionRestore = props.crossRegionRestore !== undefined;
    this.crossSubscriptionRestore = props.crossSubscriptionRestore;
    this.redundancy = props.redundancy ?? VaultRedundancy.GEO_REDUNDANT;
    this.softDelete = props.softDelete ?? SoftDelete.on();
    this.immutability = props.immutability ?? Immutability.unlocked();
    this.propagationWait = props.propagationWait ?? PropagationWait.DEFAULT;
    this.check(props);
    this.takeName();

    this.resource = new generated.BackupVault(this, 'Resource', {
      name: this.vaultName,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      datastoreType: 'VaultStore',
      redundancy: this.redundancy.name,
      softDelete: this.softDelete.state,
      retentionDurationInDays: this.softDelete.days,
      immutability: this.immutability.state,
      // Any value on a vault of another redundancy fails the plan, `false` as well.
      crossRegionRestoreEnabled: props.crossRegionRestore === undefined ? undefined : true,
      identity: { type: 'SystemAssigned' },
      tags: props.tags,
      provider: props.provider,
    });
    this.noteDoor('softDelete', this.softDelete.oneWayDoor);
    this.noteDoor('immutability', this.immutability.oneWayDoor);
    this.noteDoor('crossRegionRestore', props.crossRegionRestore?.oneWayDoor);
    this.noteDoor('crossSubscriptionRestore', props.crossSubscriptionRestore?.oneWayDoor);
    this.vaultId = this.resource.id;
    this.principalId = this.resource.identity.principalId;
    const { subscriptionId } = providerIdentity(this, props.provider);
    this.seed = `${subscriptionId}/${props.resourceGroupName}/${this.vaultName}`;
    this.addSettings(props);
    if (props.monitoring !== undefined) this.addMonitoring('Monitoring', props.monitoring);
    PostgresBackupValidator.of(this);
  }

  /** What the vault's own resource has no arguments for. Each reads the vault and writes it back: one after the other. */
  private addSettings({
    customerManagedKey: key,
    crossSubscriptionRestore: setting,
    provider,
  }: BackupVaultProps): void {
    const { resource: vault, vaultId, seed, propagationWait: wait } = this;
    const after = key === undefined ? [] : [encryptVault(this, { vault, seed, key, wait, provider })];
    if (setting !== undefined) setCrossSubscriptionRestore(this, { vault, vaultId, setting, after });
  }

  private check(props: BackupVaultProps): void {
    checkName(this, 'vaultName', this.vaultName, NAMES.vault);
    checkName(this, 'resourceGroupName', props.resourceGroupName, NAMES.resourceGroup);
    checkTags(this, props.tags);
    const { name } = this.redundancy;
    const geo = VaultRedundancy.GEO_REDUNDANT.name;
    if (props.crossRegionRestore !== undefined && !isUnresolvedString(name) && name !== geo) {
      refuse(
        this,
        'PGB501',
        `\`redundancy\` must be ${geo} where cross-region restore is on, got: ${name}.`,
        SOURCES.vaultManagement,
        'make the vault geo-redundant, or leave cross-region restore out',
      );
    }
    checkLocation(this, props.location);
  }

  /** Two vaults of one name in one group would be one in Azure, with two constructs at odds over it. */
  private takeName(): void {
    const { subscriptionKey } = providerIdentity(this, this.provider);
    const holder = takeName(this, `vault\n${subscriptionKey}`, [this.resourceGroupName, this.vaultName]);
    if (holder === undefined) return;
    refuse(
      this,
      'PGB509',
      `\`vaultName\` must be unique in its resource group, got: ${this.vaultName}, which /${holder.node.path} has.`,
      SOURCES.azurermVault,
      'give the vaults different names, or use one vault for both',
    );
  }

  private noteDoor(setting: string, door: OneWayDoor | undefined): void {
    if (door !== undefined) markNote(this.resource, `one-way-door:${setting}`, door.reason);
  }
}

/** The provider looks in its own subscription: a vault of the same name there is another vault. */
function isVault(vaultId: string): Postcondition {
  return {
    condition: `\${lower(self.id) == lower(${expressionOf(vaultId)})}`,
    errorMessage:
      'The vault that was found is not the one of the id: give the provider of the subscription that the id names.',
  };
}

function checkVaultId(scope: IConstruct, vaultId: string): void {
  checkArmId(scope, 'VaultId', 'vaultId', vaultId, 'Microsoft.DataProtection/backupVaults', SOURCES.azurermVault);
}

function checkPrincipalId(scope: IConstruct, principalId: string): void {
  if (isUnresolvedString(principalId) || isGuid(principalId)) return;
  refuse(
    scope,
    'Principal',
    `\`principalId\` must be the object id of the vault's system identity, a GUID, got: ${show(principalId)}.`,
    SOURCES.azurermRoleAssignment,
    'give the object id of the identity, neither its name nor the id of an application',
  );
}

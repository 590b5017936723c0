import type { StorageAccount, StorageAccountConfig } from '@cdktf/provider-azurerm/lib/storage-account';
import { TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { IBackupVault } from './backup-vault-interface';
import {
  checkAccountId,
  checkContainerName,
  checkCrossTenant,
  checkedDays,
  checkRegion,
  checkRestoreKey,
  checkSubnets,
  checkSubscription,
  writtenSubscription,
} from './check-restore-target';
import { warnOfDataPlane } from './data-plane-warning';
import { checkKinds, withoutNulls } from './given';
import { RETENTION_KIND, vaultKind } from './kinds';
import { RestoreRoleScope } from './restore-role-scope';
import { IRestoreTarget } from './restore-target-interface';
import { RestoreTargetNetwork } from './restore-target-network';
import { RestoreTargetAttributes, RestoreTargetKey, RestoreTargetProps } from './restore-target-props';
import { StorageReplication } from './storage-replication';
import { LIMITS } from '../matrix/limits';
import { NAMES } from '../matrix/names';
import { armIdPart } from '../terraform/arm-id';
import { checkLocation, checkName, checkTags, refuse } from '../terraform/check';
import { generated } from '../terraform/generated';
import { readable, shortHash, terraformHash } from '../terraform/names';
import { addPrivateEndpoint } from '../terraform/private-endpoint';
import { providerIdentity } from '../terraform/subscription';
import { takeName } from '../terraform/take-name';
import { Retention } from '../time/retention';
import { isUnresolvedString } from '../time/token';
import { markDescribed, markNote } from '../validation/marks';
import { PostgresBackupValidator } from '../validation/validator';

const CONTAINER_NAME = 'restore';
/** Digits of the hash in an account's name: all of Azure shares these names. */
const HASH_DIGITS = 12;
/** What the props of a target have to be. */
const KINDS = {
  network: {
    code: 'RestoreTargetNetwork',
    what: 'a RestoreTargetNetwork',
    member: 'firewall',
    mend: 'give RestoreTargetNetwork.selectedNetworks(…)',
  },
  replication: {
    code: 'StorageReplication',
    what: 'a StorageReplication',
    member: 'name',
    mend: 'give StorageReplication.ZONE_REDUNDANT or one of the others',
  },
  deleteAfter: { ...RETENTION_KIND, code: 'DeleteAfter', mend: 'give Retention.days(…)' },
};

/**
 * A storage account and a container, ready for a vault to restore files to.
 *
 * The vault is let through the firewall and gets Storage Blob Data Contributor on the container; nobody else gets anything.
 * Shared keys are off, so azurerm up to 4 needs `storage { data_plane_available = false }` in the features of its provider.
 * Restored files are deleted after 30 days unless said otherwise.
 * @see https://learn.microsoft.com/azure/backup/restore-azure-database-postgresql-flex
 */
export class RestoreTarget extends Construct implements IRestoreTarget {
  /**
   * A container in a storage account that exists already. The container is made unless it exists too; of the account
   * nothing is changed, and its lifecycle rules, of which an account has one set, stay its owner's.
   * @param storageAccountId `/subscriptions/…/resourceGroups/…/providers/Microsoft.Storage/storageAccounts/…`
   * @throws CrossSubscriptionRestore when the vault doesn't restore in other subscriptions, and it lies in one
   * @throws PGB509 when the container's name isn't one, or another target of the app makes it
   * @throws PGB602 when the account is said to refuse copies from other tenants
   * @throws PGB604 when the region is neither the vault's nor, with cross-region restore, its pair
   * @throws RestoreTarget when there is no vault
   * @throws StorageAccountId when the id isn't that of a storage account
   */
  public static fromStorageAccountId(
    scope: Construct,
    id: string,
    storageAccountId: string,
    attributes: RestoreTargetAttributes,
  ): IRestoreTarget {
    attributes = withoutNulls(attributes);
    class Import extends Construct implements IRestoreTarget {
      public readonly storageAccountId = storageAccountId;
      public readonly storageAccountName = armIdPart(storageAccountId, 'storageAccounts');
      public readonly subscriptionId = armIdPart(storageAccountId, 'subscriptions');
      public readonly containerName = attributes.containerName ?? CONTAINER_NAME;
      public readonly roleScope = attributes.roleScope ?? RestoreRoleScope.CONTAINER;
      public readonly provider = providerOf(this, attributes);
      public readonly containerId: string;

      public constructor() {
        super(scope, id);
        checkImport(this, attributes);
        this.containerId =
          attributes.existingContainer === true
            ? `${storageAccountId}/blobServices/default/containers/${this.containerName}`
            : makeContainer(this);
      }
    }
    const target = new Import();
    describeImport(target, attributes);
    attributes.vault.grantRestore(target);
    PostgresBackupValidator.of(target);
    return target;
  }

  /** The azurerm storage account, for what this class has no prop for. */
  public readonly resource: StorageAccount;
  public readonly storageAccountId: string;
  public readonly storageAccountName: string;
  public readonly containerId: string;
  public readonly containerName: string;
  public readonly subscriptionId: string;
  public readonly roleScope: RestoreRoleScope;
  public readonly provider?: TerraformProvider;
  /** The vault that restores to it. */
  public readonly vault: IBackupVault;

  /**
   * @throws CrossSubscriptionRestore when the vault doesn't restore in other subscriptions, and the account is to lie in one
   * @throws DeleteAfter when it is given in months or years
   * @throws PGB509 when a name isn't one, or another target of the app has the account's
   * @throws PGB604 when the region is neither the vault's nor, with cross-region restore, its pair
   * @throws PrivateEndpoint when its subnet or zone isn't one, or the zone of blobs is missing
   * @throws RestoreTarget when there is no vault
   * @throws RestoreTargetKey when the key or its identity isn't one
   */
  public constructor(scope: Construct, id: string, props: RestoreTargetProps) {
    super(scope, id);
    props = withoutNulls(props, 'customerManagedKey', 'privateEndpoint');
    checkKinds(this, props, KINDS);
    this.vault = props.vault;
    this.provider = providerOf(this, props);
    const identity = providerIdentity(this, this.provider);
    this.subscriptionId = identity.subscriptionId;
    this.storageAccountName = props.storageAccountName ?? this.defaultName(props.resourceGroupName);
    this.containerName = props.containerName ?? CONTAINER_NAME;
    this.roleScope = props.roleScope ?? RestoreRoleScope.CONTAINER;
    const network = props.network ?? RestoreTargetNetwork.selectedNetworks();
    const location = props.location ?? props.vault.location;
    this.check(props, location, network);
    checkSubscription(this, props.vault, identity.writtenSubscriptionId);
    refuseTaken(this, 'storageAccountName', [this.storageAccountName]);

    this.resource = new generated.StorageAccount(this, 'Resource', this.config(props, location, network));
    // A hash that Terraform works out can't make the name malformed.
    if (props.storageAccountName === undefined) markNote(this.resource, 'name', 'well-formed');
    this.storageAccountId = this.resource.id;
    this.containerId = makeContainer(this);
    this.deleteFiles(props.deleteAfter ?? Retention.days(30));
    if (props.privateEndpoint !== undefined) {
      addPrivateEndpoint(this, 'PrivateEndpoint', {
        ...props.privateEndpoint,
        resourceId: this.storageAccountId,
        groupId: 'blob',
        location,
        resourceGroupName: props.resourceGroupName,
        provider: this.provider,
      });
    }
    props.vault.grantRestore(this);
    warnOfDataPlane(this, this.provider);
    PostgresBackupValidator.of(this);
  }

  /** Of the path's end and a hash: the same program in another subscription or group makes another account. */
  private defaultName(resourceGroupName: string): string {
    const place = `${this.subscriptionId}/${resourceGroupName}/${this.node.path}`;
    const hash = isUnresolvedString(place) ? terraformHash(place, HASH_DIGITS) : shortHash(place, HASH_DIGITS);
    const words = readable(this, NAMES.container.max).replace(/-/g, '');
    return `${words.slice(HASH_DIGITS - NAMES.storageAccount.max)}${hash}`;
  }

  private check(props: RestoreTargetProps, location: string, network: RestoreTargetNetwork): void {
    checkName(this, 'resourceGroupName', props.resourceGroupName, NAMES.resourceGroup);
    if (props.storageAccountName !== undefined) {
      checkName(this, 'storageAccountName', props.storageAccountName, NAMES.storageAccount);
    }
    checkContainerName(this, this.containerName);
    checkLocation(this, location);
    checkRegion(this, props.vault, location);
    checkSubnets(this, network.subnetIds);
    checkRestoreKey(this, props.customerManagedKey);
    checkTags(this, props.tags);
  }

  private config(props: RestoreTargetProps, location: string, network: RestoreTargetNetwork): StorageAccountConfig {
    return {
      name: this.storageAccountName,
      resourceGroupName: props.resourceGroupName,
      location,
      accountKind: 'StorageV2',
      accountTier: 'Standard',
      accountReplicationType: (props.replication ?? StorageReplication.LOCALLY_REDUNDANT).name,
      // Every restore is a copy from a tenant of Microsoft's.
      crossTenantReplicationEnabled: LIMITS.restoreAccount.crossTenantReplication,
      // The service comes over the public endpoint; who gets in is for the firewall to say.
      publicNetworkAccessEnabled: true,
      networkRules: network.firewall ? firewall(network, props.vault) : undefined,
      allowNestedItemsToBePublic: false,
      httpsTrafficOnlyEnabled: true,
      minTlsVersion: 'TLS1_2',
      infrastructureEncryptionEnabled: true,
      sharedAccessKeyEnabled: false,
      defaultToOauthAuthentication: true,
      localUserEnabled: false,
      ...encryption(props.customerManagedKey),
      tags: props.tags,
      provider: this.provider,
    };
  }

  private deleteFiles(deleteAfter: Retention): void {
    new generated.StorageManagementPolicy(this, 'Lifecycle', {
      storageAccountId: this.storageAccountId,
      rule: [
        {
          name: 'DeleteRestoredFiles',
          enabled: true,
          filters: { blobTypes: ['blockBlob', 'appendBlob'], prefixMatch: [`${this.containerName}/`] },
          actions: { baseBlob: { deleteAfterDaysSinceCreationGreaterThan: checkedDays(this, deleteAfter) } },
        },
      ],
      provider: this.provider,
    });
  }
}

/** A provider belongs to a stack: one of the vault's is of no use in another. */
function providerOf(
  target: Construct,
  props: Pick<RestoreTargetProps, 'provider' | 'vault'>,
): TerraformProvider | undefined {
  checkKinds(target, props, { vault: vaultKind('RestoreTarget') });
  const { provider, vault } = props;
  if (provider !== undefined) return provider;
  return TerraformStack.of(target) === TerraformStack.of(vault) ? vault.provider : undefined;
}

function firewall({ ipRules, subnetIds }: RestoreTargetNetwork, vault: IBackupVault) {
  return {
    defaultAction: 'Deny',
    bypass: [LIMITS.restoreAccount.bypass],
    ipRules: ipRules.length === 0 ? undefined : ipRules,
    virtualNetworkSubnetIds: subnetIds.length === 0 ? undefined : subnetIds,
    privateLinkAccess: [{ endpointResourceId: vault.vaultId }],
  };
}

function encryption(key: RestoreTargetKey | undefined): Partial<StorageAccountConfig> {
  if (key === undefined) return {};
  const { keyVaultKeyId, userAssignedIdentityId } = key;
  return {
    identity: { type: 'UserAssigned', identityIds: [userAssignedIdentityId] },
    customerManagedKey: { keyVaultKeyId, userAssignedIdentityId },
  };
}

/** The id of the container. */
function makeContainer(target: Construct & Omit<IRestoreTarget, 'containerId'>): string {
  refuseTaken(target, 'containerName', [target.storageAccountId, target.containerName]);
  return new generated.StorageContainer(target, 'Container', {
    name: target.containerName,
    storageAccountId: target.storageAccountId,
    containerAccessType: 'private',
    provider: target.provider,
  }).id;
}

/** Two accounts of one name, or two containers of one name in one account, would be one in Azure. */
function refuseTaken(target: Construct, prop: string, names: readonly string[]): void {
  const holder = takeName(target, prop, names);
  if (holder === undefined) return;
  const isAccount = prop === 'storageAccountName';
  refuse(
    target,
    'PGB509',
    `\`${prop}\` must be unique in ${isAccount ? 'all of Azure' : 'its storage account'}, got: ${names[names.length - 1]}, which /${holder.node.path} has.`,
    NAMES.storageAccount.source,
    isAccount
      ? 'give the accounts different names, or import the one account for the other vault'
      : 'give the containers different names, or say `existingContainer` where one is used by several vaults',
  );
}

function checkImport(target: Construct & Omit<IRestoreTarget, 'containerId'>, attributes: RestoreTargetAttributes) {
  const { vault, location, network } = attributes;
  checkKinds(target, attributes, { network: KINDS.network });
  checkAccountId(target, target.storageAccountId);
  checkContainerName(target, target.containerName);
  if (location !== undefined) checkRegion(target, vault, location);
  checkCrossTenant(target, attributes.crossTenantReplication);
  checkSubnets(target, network?.subnetIds ?? []);
  checkSubscription(target, vault, writtenSubscription(target, target.storageAccountId, target.provider));
}

/** Tells the rules what is known of the account, and of a container that isn't managed here either. */
function describeImport(target: IRestoreTarget, attributes: RestoreTargetAttributes): void {
  const { storageAccountId: id, storageAccountName: name, containerId, containerName } = target;
  const { location, network, crossTenantReplication, existingContainer } = attributes;
  const networkRules = network?.firewall === true ? firewall(network, attributes.vault) : undefined;
  markDescribed(target, {
    kind: 'storageAccount',
    id,
    attributes: {
      id,
      name,
      ...(location === undefined ? {} : { location }),
      ...(crossTenantReplication === undefined ? {} : { cross_tenant_replication_enabled: crossTenantReplication }),
      ...(network === undefined ? {} : { public_network_access_enabled: true, network_rules: networkRules }),
    },
  });
  if (existingContainer !== true) return;
  markDescribed(new Construct(target, 'Container'), {
    kind: 'container',
    id: containerId,
    attributes: { id: containerId, name: containerName, storage_account_id: id },
  });
}

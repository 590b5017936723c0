import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformVariable } from 'cdktf';
import {
  addressAt,
  configuredAt,
  CONTAINER,
  counts,
  LIFECYCLE,
  planned,
  plannedAt,
  PRIVATE_ENDPOINT,
  references,
  ROLE,
  STORAGE_ACCOUNT,
  UPDATE,
  VAULT,
  VAULT_KEY,
} from './kit';
import { Case, OTHER_SUBSCRIPTION, place } from './option-cases';
import {
  BackupVault,
  CrossRegionRestore,
  CrossSubscriptionRestore,
  OneWayDoor,
  RestoreRoleScope,
  RestoreTarget,
  RestoreTargetNetwork,
  Retention,
  StorageReplication,
} from '../../src';
import { SUBSCRIPTION_ID } from '../../tools/terraform/endpoint';

const OTHER_GROUP = `/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-other`;
const ACCOUNTS = `${OTHER_GROUP}/providers/Microsoft.Storage/storageAccounts`;
const IDENTITY = `${OTHER_GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-restore`;
const KEY_VAULT = `${OTHER_GROUP}/providers/Microsoft.KeyVault/vaults/kv-keys`;
/** azurerm looks for the key vault of a storage account in the subscription of the account. */
const OWN_KEY_VAULT = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-keys/providers/Microsoft.KeyVault/vaults/kv-own`;
const KEYS = 'https://kv-keys.vault.azure.net/keys';
const OWN_KEY = 'https://kv-own.vault.azure.net/keys/restore';
const NETWORK = `${OTHER_GROUP}/providers/Microsoft.Network`;
const SUBNET = `${NETWORK}/virtualNetworks/vnet/subnets/snet-readers`;
const ZONE = `${NETWORK}/privateDnsZones/privatelink.blob.core.windows.net`;
const CONTRIBUTOR = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe';
const DOOR = OneWayDoor.understood('We restore in the paired region when we must.');

export const RESTORE_CASES: Case[] = [
  {
    name: 'RestoreTarget: account, container, firewall, lifecycle and role, as they are unless said otherwise',
    build(stack) {
      const at = place(stack);
      new BackupVault(stack, 'vault', at).addRestoreTarget('restore', { resourceGroupName: at.resourceGroupName });
    },
    expect(plan) {
      expect(plannedAt(plan, STORAGE_ACCOUNT, 'vault', 'restore')).toMatchObject({
        name: expect.stringMatching(/^vaultrestore[0-9a-f]{12}$/),
        resource_group_name: 'rg-westeurope',
        location: 'westeurope',
        account_kind: 'StorageV2',
        account_tier: 'Standard',
        account_replication_type: 'LRS',
        cross_tenant_replication_enabled: true,
        public_network_access_enabled: true,
        network_rules: [{ default_action: 'Deny', bypass: ['AzureServices'] }],
        allow_nested_items_to_be_public: false,
        https_traffic_only_enabled: true,
        min_tls_version: 'TLS1_2',
        infrastructure_encryption_enabled: true,
        shared_access_key_enabled: false,
        default_to_oauth_authentication: true,
        local_user_enabled: false,
        tags: null,
      });
      const account = addressAt(plan, STORAGE_ACCOUNT, 'vault', 'restore');
      const [rules] = configuredAt(plan, account).expressions.network_rules;
      expect(rules.private_link_access[0].endpoint_resource_id.references[0]).toBe(
        `${addressAt(plan, VAULT, 'vault')}.id`,
      );
      expect(plannedAt(plan, CONTAINER, 'vault', 'restore')).toMatchObject({
        name: 'restore',
        container_access_type: 'private',
      });
      expect(plannedAt(plan, LIFECYCLE, 'vault', 'restore').rule).toEqual([
        expect.objectContaining({
          enabled: true,
          filters: [{ blob_types: ['appendBlob', 'blockBlob'], match_blob_index_tag: [], prefix_match: ['restore/'] }],
          actions: [
            expect.objectContaining({
              base_blob: [expect.objectContaining({ delete_after_days_since_creation_greater_than: 30 })],
            }),
          ],
        }),
      ]);
      const role = addressAt(plan, ROLE, 'vault');
      expect(planned(plan, ROLE)[role]).toMatchObject({
        name: expect.stringMatching(/^[0-9a-f-]{36}$/),
        role_definition_id: expect.stringMatching(
          new RegExp(`^/subscriptions/[^/]+/providers/Microsoft.Authorization/roleDefinitions/${CONTRIBUTOR}$`),
        ),
        principal_type: 'ServicePrincipal',
      });
      expect(references(plan, role, 'scope')[0]).toBe(`${addressAt(plan, CONTAINER, 'vault', 'restore')}.id`);
    },
  },
  {
    name: 'RestoreTarget: names, replication, days, networks, private endpoint, key, role scope, pair and tags',
    async outside(outside) {
      await outside.keyVault(OWN_KEY_VAULT, { enableSoftDelete: true, enablePurgeProtection: true });
      await outside.identity(IDENTITY);
      await outside.readers(SUBNET, ZONE);
    },
    build(stack) {
      const at = place(stack);
      const vault = new BackupVault(stack, 'vault', { ...at, crossRegionRestore: CrossRegionRestore.enabled(DOOR) });
      vault.addRestoreTarget('own', {
        ...at,
        storageAccountName: 'strestoreown',
        containerName: 'files-of-the-shop',
        replication: StorageReplication.ZONE_REDUNDANT,
        deleteAfter: Retention.weeks(2),
        network: RestoreTargetNetwork.selectedNetworks({
          ipRules: ['23.45.1.0/24', '23.45.6.7'],
          subnetIds: [SUBNET],
        }),
        privateEndpoint: { subnetId: SUBNET, privateDnsZoneIds: [ZONE], name: 'pe-restore' },
        customerManagedKey: { keyVaultKeyId: OWN_KEY, userAssignedIdentityId: IDENTITY },
        roleScope: RestoreRoleScope.STORAGE_ACCOUNT,
        tags: { team: 'orders' },
      });
      const days = new TerraformVariable(stack, 'days', { type: 'number' });
      const pair = place(stack, 'northeurope');
      vault.addRestoreTarget('pair', {
        ...pair,
        replication: StorageReplication.of('RAGRS'),
        deleteAfter: Retention.days(days.numberValue),
        network: RestoreTargetNetwork.publicEndpoint(),
      });
    },
    variables: { days: '3' },
    expect(plan) {
      expect(plannedAt(plan, STORAGE_ACCOUNT, 'vault', 'own')).toMatchObject({
        name: 'strestoreown',
        account_replication_type: 'ZRS',
        identity: [{ type: 'UserAssigned', identity_ids: [IDENTITY] }],
        customer_managed_key: [{ key_vault_key_id: OWN_KEY, user_assigned_identity_id: IDENTITY }],
        network_rules: [
          { ip_rules: ['23.45.1.0/24', '23.45.6.7'], virtual_network_subnet_ids: [SUBNET], default_action: 'Deny' },
        ],
        tags: { team: 'orders' },
      });
      expect(plannedAt(plan, CONTAINER, 'vault', 'own').name).toBe('files-of-the-shop');
      expect(plannedAt(plan, STORAGE_ACCOUNT, 'vault', 'pair')).toMatchObject({
        location: 'northeurope',
        account_replication_type: 'RAGRS',
      });
      const daysOf = (id: string) => {
        const [{ filters, actions }] = plannedAt(plan, LIFECYCLE, 'vault', id).rule;
        return [filters[0].prefix_match[0], actions[0].base_blob[0].delete_after_days_since_creation_greater_than];
      };
      expect([daysOf('own'), daysOf('pair')]).toEqual([
        ['files-of-the-shop/', 14],
        ['restore/', 3],
      ]);
      expect(plannedAt(plan, PRIVATE_ENDPOINT, 'vault', 'own')).toMatchObject({
        name: 'pe-restore',
        location: 'westeurope',
        subnet_id: SUBNET,
        private_dns_zone_group: [{ name: 'default', private_dns_zone_ids: [ZONE] }],
        private_service_connection: [{ subresource_names: ['blob'], is_manual_connection: false }],
      });
      const scopes = Object.keys(planned(plan, ROLE)).map((address) => references(plan, address, 'scope')[0]);
      expect(scopes.sort()).toEqual([
        `${addressAt(plan, STORAGE_ACCOUNT, 'vault', 'own')}.id`,
        `${addressAt(plan, CONTAINER, 'vault', 'pair')}.id`,
      ]);
    },
  },
  {
    name: 'RestoreTarget.fromStorageAccountId: accounts of another subscription, with and without their container',
    async outside(outside) {
      for (const name of ['stempty', 'strestored']) await outside.storageAccount(`${ACCOUNTS}/${name}`);
      await outside.container(`${ACCOUNTS}/strestored/blobServices/default/containers/restore`);
    },
    build(stack) {
      const vault = new BackupVault(stack, 'vault', place(stack));
      const other = new BackupVault(stack, 'other', place(stack, 'germanywestcentral'));
      const provider = new AzurermProvider(stack, 'azurerm-other', {
        alias: 'other',
        features: [{}],
        subscriptionId: OTHER_SUBSCRIPTION,
      });
      RestoreTarget.fromStorageAccountId(stack, 'empty', `${ACCOUNTS}/stempty`, {
        vault,
        containerName: 'dumps',
        location: 'westeurope',
        crossTenantReplication: true,
        network: RestoreTargetNetwork.publicEndpoint(),
        provider,
      });
      const existing = { existingContainer: true, provider };
      for (const [id, restoring] of Object.entries({ first: vault, second: vault, third: other })) {
        const attributes = { vault: restoring, ...existing };
        RestoreTarget.fromStorageAccountId(stack, id, `${ACCOUNTS}/strestored`, attributes);
      }
    },
    expect(plan) {
      expect(counts(plan)).toMatchObject({ [CONTAINER]: 1, [ROLE]: 3 });
      expect(counts(plan)[STORAGE_ACCOUNT]).toBeUndefined();
      expect(plannedAt(plan, CONTAINER, 'empty')).toMatchObject({
        name: 'dumps',
        storage_account_id: `${ACCOUNTS}/stempty`,
      });
      const roles = Object.values(planned(plan, ROLE));
      const scopes = roles.map(({ scope }) => scope).filter((scope) => scope !== undefined);
      const restored = `${ACCOUNTS}/strestored/blobServices/default/containers/restore`;
      expect(scopes).toEqual([restored, restored]);
      for (const role of roles) {
        expect(role.role_definition_id).toBe(
          `/subscriptions/${OTHER_SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${CONTRIBUTOR}`,
        );
      }
    },
  },
  {
    name: 'BackupVault: cross-subscription restore',
    providers: ['azurerm', 'time', 'azapi'],
    outside: (outside) => outside.keyVault(KEY_VAULT),
    build(stack) {
      const at = place(stack);
      new BackupVault(stack, 'on', { ...at, crossSubscriptionRestore: CrossSubscriptionRestore.enabled() });
      new BackupVault(stack, 'off', {
        ...at,
        crossSubscriptionRestore: CrossSubscriptionRestore.disabled(),
        customerManagedKey: { keyVaultKeyId: `${KEYS}/vault`, grantScope: KEY_VAULT, oneWayDoor: DOOR },
      });
      new BackupVault(stack, 'never', {
        ...at,
        crossSubscriptionRestore: CrossSubscriptionRestore.permanentlyDisabled(DOOR),
      });
    },
    expect(plan) {
      const states = ['on', 'off', 'never'].map(
        (id) => plannedAt(plan, UPDATE, id).body.properties.featureSettings.crossSubscriptionRestoreSettings.state,
      );
      expect(states).toEqual(['Enabled', 'Disabled', 'PermanentlyDisabled']);
      expect(configuredAt(plan, addressAt(plan, UPDATE, 'off')).depends_on).toEqual([
        addressAt(plan, VAULT_KEY, 'off'),
      ]);
    },
  },
];

import { AzurermProvider, AzurermProviderConfig } from '@cdktf/provider-azurerm/lib/provider';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { TerraformStack } from 'cdktf';
import {
  AzurermVersion,
  BackupVault,
  BackupVaultProps,
  CrossRegionRestore,
  CrossSubscriptionRestore,
  IBackupVault,
  OneWayDoor,
  PostgresBackupValidator,
  ProtectedFlexServer,
  RestoreRoleScope,
  RestoreTarget,
  RestoreTargetAttributes,
  RestoreTargetNetwork,
  RestoreTargetOptions,
  Retention,
  StorageReplication,
} from '../../src';
import { RESTORE_ROLE } from '../../src/rules/pgb107-restore-role';
import { RESTORE_TARGET } from '../../src/rules/pgb601-restore-target';
import { RESTORE_CROSS_TENANT } from '../../src/rules/pgb602-restore-cross-tenant';
import { RESTORE_NETWORK } from '../../src/rules/pgb603-restore-network';
import { RESTORE_REGION } from '../../src/rules/pgb604-restore-region';
import { RESTORE_DIRECT } from '../../src/rules/pgb605-restore-direct';
import {
  all,
  annotations,
  assignments,
  entries,
  newApp,
  newStack,
  NOW,
  only,
  OTHER_SUBSCRIPTION,
  resolvedIn,
  SUBSCRIPTION,
  synth,
  thrown,
  TYPES,
  variable,
} from '../kit';
import { outcomes } from '../rules/kit';
import { BLOB_CONTRIBUTOR } from '../rules/restore-kit';

const PLACE = { resourceGroupName: 'rg-backup', location: 'westeurope' };
const DOOR = OneWayDoor.understood('we restore in the paired region when we must');
const CROSSING = { crossRegionRestore: CrossRegionRestore.enabled(DOOR) };
const ACCOUNT_ID = accountId('strestored');
const IDENTITY = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-keys/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-restore`;
const KEY = 'https://kv-backup.vault.azure.net/keys/restore';
const NETWORK = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-network/providers/Microsoft.Network`;
const SUBNET = `${NETWORK}/virtualNetworks/vnet/subnets/snet-readers`;
const ZONE = `${NETWORK}/privateDnsZones/privatelink.blob.core.windows.net`;
const SOURCE =
  '"azurerm 4.55.0: azurerm_storage_account", 2025-12-04, https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/storage_account';
const ZONES =
  '"Azure Private Endpoint private DNS zone values", 2026-07-16, https://learn.microsoft.com/azure/private-link/private-endpoint-dns';
const NAMING =
  '"Naming rules and restrictions for Azure resources", 2020-02-11, https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules';
const REGION =
  '"Restore Azure Database for PostgreSQL", 2024-07-24, https://learn.microsoft.com/azure/backup/restore-azure-database-postgresql';

function accountId(name: string, subscription = SUBSCRIPTION): string {
  return `/subscriptions/${subscription}/resourceGroups/rg-restore/providers/Microsoft.Storage/storageAccounts/${name}`;
}

function newVault(stack: TerraformStack, props: Partial<BackupVaultProps> = {}, id = 'Vault'): BackupVault {
  return new BackupVault(stack, id, { ...PLACE, ...props });
}

function add(vault: IBackupVault, options: Partial<RestoreTargetOptions> = {}, id = 'Restore'): RestoreTarget {
  return vault.addRestoreTarget(id, { resourceGroupName: 'rg-restore', ...options });
}

function targetJson(options: Partial<RestoreTargetOptions> = {}, props: Partial<BackupVaultProps> = {}): any {
  const stack = newStack();
  add(newVault(stack, props), options);
  return synth(stack);
}

function refusal(options: Partial<RestoreTargetOptions>, props: Partial<BackupVaultProps> = {}): string {
  const vault = newVault(newStack(), props);
  return thrown(() => add(vault, options)).message;
}

function imported(
  vault: IBackupVault,
  attributes: Partial<RestoreTargetAttributes> = {},
  id = ACCOUNT_ID,
  name = 'Restore',
) {
  return RestoreTarget.fromStorageAccountId(TerraformStack.of(vault), name, id, { vault, ...attributes });
}

const account = (json: any) => only(json, TYPES.storageAccount);
const container = (json: any) => only(json, TYPES.container);
const role = (json: any) => {
  const found = assignments(json, BLOB_CONTRIBUTOR);
  expect(found).toHaveLength(1);
  return found[0];
};

describe('defaults', () => {
  test('are as closed as a restore allows', () => {
    const stack = newStack();
    const target = add(newVault(stack));
    const json = synth(stack);
    const [vault] = entries(json, TYPES.vault)[0];
    const [resource] = entries(json, TYPES.storageAccount)[0];
    expect(account(json)).toEqual({
      name: expect.stringMatching(/^vaultrestore\$\{substr\(sha256\(.*\), 0, 12\)\}$/),
      resource_group_name: 'rg-restore',
      location: 'westeurope',
      account_kind: 'StorageV2',
      account_tier: 'Standard',
      account_replication_type: 'LRS',
      cross_tenant_replication_enabled: true,
      public_network_access_enabled: true,
      network_rules: {
        default_action: 'Deny',
        bypass: ['AzureServices'],
        private_link_access: [{ endpoint_resource_id: `\${${TYPES.vault}.${vault}.id}` }],
      },
      allow_nested_items_to_be_public: false,
      https_traffic_only_enabled: true,
      min_tls_version: 'TLS1_2',
      infrastructure_encryption_enabled: true,
      shared_access_key_enabled: false,
      default_to_oauth_authentication: true,
      local_user_enabled: false,
    });
    expect(container(json)).toEqual({
      name: 'restore',
      storage_account_id: `\${${TYPES.storageAccount}.${resource}.id}`,
      container_access_type: 'private',
    });
    expect(only(json, TYPES.managementPolicy)).toEqual({
      storage_account_id: `\${${TYPES.storageAccount}.${resource}.id}`,
      rule: [
        {
          name: 'DeleteRestoredFiles',
          enabled: true,
          filters: { blob_types: ['blockBlob', 'appendBlob'], prefix_match: ['restore/'] },
          actions: { base_blob: { delete_after_days_since_creation_greater_than: 30 } },
        },
      ],
    });
    expect(all(json, TYPES.privateEndpoint)).toEqual([]);
    expect(resolvedIn(stack, target.storageAccountId)).toBe(`\${${TYPES.storageAccount}.${resource}.id}`);
    expect(target.resource.friendlyUniqueId).toBe(resource);
  });

  test('the role is on the container, in the subscription of the account', () => {
    const stack = newStack('estate', newApp(), SUBSCRIPTION);
    const target = add(newVault(stack), { storageAccountName: 'strestored' });
    const json = synth(stack);
    expect(role(json)).toEqual({
      name: `\${uuidv5("url", "${BLOB_CONTRIBUTOR}|${SUBSCRIPTION}/rg-backup/${target.vault.vaultName}|strestored/restore")}`,
      scope: `\${${TYPES.container}.${entries(json, TYPES.container)[0][0]}.id}`,
      role_definition_id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${BLOB_CONTRIBUTOR}`,
      principal_id: `\${${TYPES.vault}.${entries(json, TYPES.vault)[0][0]}.identity[0].principal_id}`,
      principal_type: 'ServicePrincipal',
    });
  });

  test('nothing waits for the role', () => {
    expect(all(targetJson(), TYPES.sleep)).toEqual([]);
  });
});

describe('options', () => {
  test('each has its argument', () => {
    const json = targetJson({
      storageAccountName: 'stshoprestore',
      containerName: 'files-of-2026',
      replication: StorageReplication.GEO_ZONE_REDUNDANT,
      deleteAfter: Retention.weeks(2),
      network: RestoreTargetNetwork.selectedNetworks({ ipRules: ['23.45.1.0/30'], subnetIds: [SUBNET] }),
      customerManagedKey: { keyVaultKeyId: KEY, userAssignedIdentityId: IDENTITY },
      tags: { team: 'orders' },
    });
    expect(account(json)).toMatchObject({
      name: 'stshoprestore',
      account_replication_type: 'GZRS',
      network_rules: { ip_rules: ['23.45.1.0/30'], virtual_network_subnet_ids: [SUBNET] },
      identity: { type: 'UserAssigned', identity_ids: [IDENTITY] },
      customer_managed_key: { key_vault_key_id: KEY, user_assigned_identity_id: IDENTITY },
      tags: { team: 'orders' },
    });
    const [rule] = only(json, TYPES.managementPolicy).rule;
    expect(rule.filters.prefix_match).toEqual(['files-of-2026/']);
    expect(rule.actions.base_blob).toEqual({ delete_after_days_since_creation_greater_than: 14 });
  });

  test.each([
    [StorageReplication.LOCALLY_REDUNDANT, 'LRS'],
    [StorageReplication.ZONE_REDUNDANT, 'ZRS'],
    [StorageReplication.GEO_REDUNDANT, 'GRS'],
    [StorageReplication.of('RAGZRS'), 'RAGZRS'],
  ])('%j', (replication, name) => {
    expect(account(targetJson({ replication })).account_replication_type).toBe(name);
  });

  test('a public endpoint has no firewall, and no less of the rest', () => {
    const json = targetJson({ network: RestoreTargetNetwork.publicEndpoint() });
    expect(account(json)).toMatchObject({ public_network_access_enabled: true, shared_access_key_enabled: false });
    expect(account(json).network_rules).toBeUndefined();
  });

  test('the role may be on the account', () => {
    const json = targetJson({ roleScope: RestoreRoleScope.STORAGE_ACCOUNT });
    expect(role(json).scope).toBe(`\${${TYPES.storageAccount}.${entries(json, TYPES.storageAccount)[0][0]}.id}`);
  });

  test('days that Terraform knows', () => {
    const stack = newStack();
    const days = variable(stack, 'days', 'number');
    add(newVault(stack), { deleteAfter: Retention.days(days.numberValue) });
    const [rule] = only(synth(stack), TYPES.managementPolicy).rule;
    expect(rule.actions.base_blob.delete_after_days_since_creation_greater_than).toBe('${var.days}');
  });

  test('a private endpoint with its zone, in the region of its network', () => {
    const privateEndpoint = { subnetId: SUBNET, privateDnsZoneIds: [ZONE] };
    const json = targetJson({ privateEndpoint });
    expect(only(json, TYPES.privateEndpoint)).toEqual({
      name: expect.stringMatching(/^pe-vault-restore-private-endpoint-[0-9a-f]{8}$/),
      location: 'westeurope',
      resource_group_name: 'rg-restore',
      subnet_id: SUBNET,
      private_service_connection: {
        name: 'blob',
        is_manual_connection: false,
        private_connection_resource_id: `\${${TYPES.storageAccount}.${entries(json, TYPES.storageAccount)[0][0]}.id}`,
        subresource_names: ['blob'],
      },
      private_dns_zone_group: { name: 'default', private_dns_zone_ids: [ZONE] },
    });
    const elsewhere = targetJson({ privateEndpoint: { ...privateEndpoint, name: 'pe', networkLocation: 'uksouth' } });
    expect(only(elsewhere, TYPES.privateEndpoint)).toMatchObject({ name: 'pe', location: 'uksouth' });
  });

  test('a subscription of its own', () => {
    const stack = newStack('estate', newApp(), SUBSCRIPTION);
    const provider = new AzurermProvider(stack, 'other', {
      alias: 'other',
      features: [{}],
      subscriptionId: OTHER_SUBSCRIPTION,
    });
    add(newVault(stack), { provider, privateEndpoint: { subnetId: SUBNET, privateDnsZoneIds: [ZONE] } });
    const json = synth(stack);
    const types = [TYPES.storageAccount, TYPES.container, TYPES.managementPolicy, TYPES.role, TYPES.privateEndpoint];
    expect(types.map((type) => only(json, type).provider)).toEqual(types.map(() => 'azurerm.other'));
    expect(role(json).role_definition_id).toMatch(new RegExp(`^/subscriptions/${OTHER_SUBSCRIPTION}/`));
    expect(only(json, TYPES.vault).provider).toBeUndefined();
  });

  test('the provider of the vault, unless the target lies in another stack', () => {
    const app = newApp();
    const [stack, other] = ['estate', 'other'].map((name) => newStack(name, app));
    const provider = new AzurermProvider(stack, 'aliased', { alias: 'aliased', features: [{}] });
    const vault = newVault(stack, { provider });
    add(vault);
    new RestoreTarget(other, 'Restore', { vault, resourceGroupName: 'rg-restore' });
    expect(account(synth(stack)).provider).toBe('azurerm.aliased');
    const json = synth(other);
    expect(account(json).provider).toBeUndefined();
    expect(role(json).principal_id).toContain('data.terraform_remote_state.');
  });
});

describe('the name of the account', () => {
  const nameIn = (stack: string, subscription: string, group: string, id: string) => {
    const estate = newStack(stack, newApp(), subscription);
    return add(newVault(estate), { resourceGroupName: group }, id).storageAccountName;
  };

  test('is the same in every synthesis, and another wherever the account is another', () => {
    const places: [string, string, string, string][] = [
      ['estate', SUBSCRIPTION, 'rg-a', 'Restore'],
      ['estate2', SUBSCRIPTION, 'rg-a', 'Restore'],
      ['estate', OTHER_SUBSCRIPTION, 'rg-a', 'Restore'],
      ['estate', SUBSCRIPTION, 'rg-b', 'Restore'],
      ['estate', SUBSCRIPTION, 'rg-a', 'Restore2'],
    ];
    const names = places.map((place) => nameIn(...place));
    expect(new Set(names).size).toBe(places.length);
    expect(places.map((place) => nameIn(...place))).toEqual(names);
  });

  test.each(['R', 'Restore', 'A_very-long Construct…Id That goes on'])('is one Azure takes: %s', (id) => {
    expect(nameIn('estate', SUBSCRIPTION, 'rg-a', id)).toMatch(/^[a-z0-9]{3,24}$/);
  });
});

describe('the role', () => {
  test('is assigned once for a container and vault, however many targets name it', () => {
    const stack = newStack();
    const [vault, second] = ['Vault', 'Second'].map((id) => newVault(stack, {}, id));
    imported(vault, {}, ACCOUNT_ID, 'A');
    imported(vault, { existingContainer: true }, ACCOUNT_ID, 'B');
    imported(second, { existingContainer: true }, ACCOUNT_ID, 'C');
    imported(vault, { containerName: 'other' }, ACCOUNT_ID, 'D');
    const granted = assignments(synth(stack), BLOB_CONTRIBUTOR);
    expect(granted).toHaveLength(3);
    expect(new Set(granted.map(({ name }) => name)).size).toBe(3);
  });

  test('a made account may be imported for another vault', () => {
    const stack = newStack();
    const target = add(newVault(stack));
    imported(newVault(stack, {}, 'Second'), { existingContainer: true }, target.storageAccountId, 'Shared');
    const json = synth(stack);
    expect(all(json, TYPES.container)).toHaveLength(1);
    const [name] = entries(json, TYPES.storageAccount)[0];
    expect(assignments(json, BLOB_CONTRIBUTOR).map(({ scope }) => scope)).toContain(
      `\${${TYPES.storageAccount}.${name}.id}/blobServices/default/containers/restore`,
    );
  });

  test('is what the grant depends on', () => {
    const stack = newStack();
    const vault = newVault(stack);
    const target = add(vault);
    const [granted] = vault.grantRestore(target).dependables;
    expect(vault.grantRestore(target).dependables).toEqual([granted]);
    expect(resolvedIn(stack, granted.fqn)).toMatch(/^\$\{azurerm_role_assignment\.Vault_RestoreRole-[0-9a-f]{8}_/);
  });
});

describe('refused', () => {
  test.each<[string, Partial<RestoreTargetOptions>, string]>([
    [
      'an account name',
      { storageAccountName: 'st-Restore' },
      [
        '[/estate/Vault/Restore] PGB509: `storageAccountName` must be 3 to 24 lower-case letters and digits, got: st-Restore.',
        `  Limit: ${NAMING}`,
        '  Mend: give a name of 3 to 24 lower-case letters and digits',
      ].join('\n'),
    ],
    [
      'a container name',
      { containerName: 'a--b' },
      [
        '[/estate/Vault/Restore] PGB509: `containerName` must be 3 to 63 lower-case letters, digits and single hyphens between them, got: a--b.',
        `  Limit: ${NAMING}`,
        '  Mend: give a name of 3 to 63 lower-case letters, digits and single hyphens between them',
      ].join('\n'),
    ],
    [
      'a region',
      { location: 'Sweden Central' },
      [
        '[/estate/Vault/Restore] PGB604: `location` must be westeurope, the region of the vault, got: swedencentral.',
        `  Limit: ${REGION}`,
        '  Mend: put the account into westeurope',
      ].join('\n'),
    ],
    [
      'the pair without cross-region restore',
      { location: 'northeurope' },
      [
        '[/estate/Vault/Restore] PGB604: `location` must be westeurope, the region of the vault, got: northeurope.',
        `  Limit: ${REGION}`,
        '  Mend: put the account into westeurope, or turn cross-region restore of the vault on, which is for good',
      ].join('\n'),
    ],
    [
      'months',
      { deleteAfter: Retention.months(1) },
      [
        '[/estate/Vault/Restore] DeleteAfter: `deleteAfter` must be days or weeks, got: 1 month.',
        '  Limit: "azurerm 4.55.0: azurerm_storage_management_policy", 2025-12-04, https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/storage_management_policy',
        '  Mend: give it as Retention.days or Retention.weeks: months and years are not always as long',
      ].join('\n'),
    ],
    [
      'a key without its identity',
      { customerManagedKey: { keyVaultKeyId: KEY, userAssignedIdentityId: '' } },
      [
        '[/estate/Vault/Restore] RestoreTargetKey: `userAssignedIdentityId` must be given with a key, got: none.',
        `  Limit: ${SOURCE}`,
        '  Mend: give the ARM id of the user-assigned identity that has access to the key',
      ].join('\n'),
    ],
    [
      'an identity that is none',
      { customerManagedKey: { keyVaultKeyId: KEY, userAssignedIdentityId: 'id-restore' } },
      [
        '[/estate/Vault/Restore] RestoreTargetKey: `userAssignedIdentityId` must be /subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/…, got: id-restore.',
        `  Limit: ${SOURCE}`,
        '  Mend: give the whole ARM id',
      ].join('\n'),
    ],
    [
      'a key that is none',
      { customerManagedKey: { keyVaultKeyId: 'kv-backup', userAssignedIdentityId: IDENTITY } },
      [
        '[/estate/Vault/Restore] RestoreTargetKey: `keyVaultKeyId` must be https://…/keys/…, got: kv-backup.',
        `  Limit: ${SOURCE}`,
        '  Mend: give the id of the key itself, not of its vault nor of a secret',
      ].join('\n'),
    ],
    [
      'a subnet that is none',
      { network: RestoreTargetNetwork.selectedNetworks({ subnetIds: ['snet'] }) },
      [
        '[/estate/Vault/Restore] RestoreTargetNetwork: `subnetIds` must be /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/…/subnets/…, got: snet.',
        `  Limit: ${SOURCE}`,
        '  Mend: give the whole ARM id',
      ].join('\n'),
    ],
    [
      'a private endpoint without a zone',
      { privateEndpoint: { subnetId: SUBNET, privateDnsZoneIds: [] } },
      [
        '[/estate/Vault/Restore/PrivateEndpoint] PrivateEndpoint: `privateDnsZoneIds` must hold the zone privatelink.blob.core.windows.net, got: (empty).',
        `  Limit: ${ZONES}`,
        '  Mend: give the id of the zone privatelink.blob.core.windows.net, linked to the networks that are to find the service',
      ].join('\n'),
    ],
    [
      'a private endpoint with the zone of another service',
      {
        privateEndpoint: {
          subnetId: SUBNET,
          privateDnsZoneIds: [`${NETWORK}/privateDnsZones/privatelink.postgres.database.azure.com`],
        },
      },
      [
        '[/estate/Vault/Restore/PrivateEndpoint] PrivateEndpoint: `privateDnsZoneIds` must hold the zone privatelink.blob.core.windows.net, got: privatelink.postgres.database.azure.com.',
        `  Limit: ${ZONES}`,
        '  Mend: give the id of the zone privatelink.blob.core.windows.net, linked to the networks that are to find the service',
      ].join('\n'),
    ],
    [
      'a private endpoint with a name that is none',
      { privateEndpoint: { subnetId: SUBNET, privateDnsZoneIds: [ZONE], name: '-pe' } },
      [
        '[/estate/Vault/Restore/PrivateEndpoint] PGB509: `name` must be 1 to 80 letters, digits, hyphens, underscores and periods, a letter or digit first, no hyphen or period last, got: -pe.',
        '  Limit: "azurerm 4.55.0: azurerm_private_endpoint", 2025-12-04, https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/private_endpoint',
        '  Mend: give a name of 1 to 80 letters, digits, hyphens, underscores and periods, a letter or digit first, no hyphen or period last',
      ].join('\n'),
    ],
  ])('%s', (_, options, message) => {
    expect(refusal(options)).toBe(message);
  });

  test.each(['$web', '$root', 'ab', 'a'.repeat(64), '-abc', 'abc-', 'Abc'])('container %s', (containerName) => {
    expect(refusal({ containerName })).toContain('PGB509: `containerName`');
  });

  test.each(['10.0.0.1', '172.16.0.0/12', '192.168.1.1', '23.45.6.7/31', '23.45.6.7/32', '256.1.1.1', '::1', ''])(
    'address %s',
    (rule) => {
      const { message } = thrown(() => RestoreTargetNetwork.selectedNetworks({ ipRules: [rule] }));
      expect(message).toBe(
        [
          `RestoreTargetNetwork: \`ipRules\` must be public IPv4 addresses, or ranges of them with a prefix of 0 to 30, got: ${rule === '' ? '(empty)' : rule}.`,
          `  Limit: ${SOURCE}`,
          '  Mend: write one address without a prefix and two as two rules; let private networks in by `subnetIds` or a private endpoint',
        ].join('\n'),
      );
    },
  );

  test.each(['0.0.0.0/0', '172.15.0.0/16', '172.32.0.1', '255.255.255.255', '${var.office}'])(
    'not: address %s',
    (rule) => {
      expect(RestoreTargetNetwork.selectedNetworks({ ipRules: [rule] }).ipRules).toEqual([rule]);
    },
  );

  test('two accounts of one name', () => {
    const vault = newVault(newStack());
    add(vault, { storageAccountName: 'strestored' });
    expect(thrown(() => add(vault, { storageAccountName: 'strestored' }, 'Again')).message).toBe(
      [
        '[/estate/Vault/Again] PGB509: `storageAccountName` must be unique in all of Azure, got: strestored, which /estate/Vault/Restore has.',
        `  Limit: ${NAMING}`,
        '  Mend: give the accounts different names, or import the one account for the other vault',
      ].join('\n'),
    );
  });

  test('one container made twice', () => {
    const stack = newStack();
    const vault = newVault(stack);
    imported(vault, {}, ACCOUNT_ID, 'A');
    expect(thrown(() => imported(vault, {}, ACCOUNT_ID, 'B')).message).toBe(
      [
        '[/estate/B] PGB509: `containerName` must be unique in its storage account, got: restore, which /estate/A has.',
        `  Limit: ${NAMING}`,
        '  Mend: give the containers different names, or say `existingContainer` where one is used by several vaults',
      ].join('\n'),
    );
  });
});

describe('regions', () => {
  test.each([
    ['West Europe', {}],
    ['northeurope', CROSSING],
  ])('%s', (location, props) => {
    expect(account(targetJson({ location }, props)).location).toBe(location);
  });

  test('with cross-region restore the pair is named too', () => {
    expect(refusal({ location: 'uksouth' }, CROSSING)).toContain(
      '`location` must be westeurope, the region of the vault, or its pair northeurope, got: uksouth.',
    );
  });

  test('a region without a pair crosses nowhere', () => {
    expect(refusal({ location: 'westeurope' }, { ...CROSSING, location: 'qatarcentral' })).toContain(
      '`location` must be qatarcentral, the region of the vault, got: westeurope.',
    );
  });

  test('what is not known is left to Terraform', () => {
    const stack = newStack();
    const open = variable(stack, 'open').stringValue;
    expect(add(newVault(stack), { location: open })).toBeDefined();
    expect(add(newVault(stack, { location: open }, 'Open'), { location: 'uksouth' })).toBeDefined();
    expect(add(newVault(stack, { ...CROSSING, location: 'moonsouth' }, 'Moon'), { location: 'uksouth' })).toBeDefined();
    const attributes = { vaultId: vaultId(SUBSCRIPTION), principalId: SUBSCRIPTION, location: 'westeurope' };
    const imports = [undefined, true, false].map((crossRegionRestore, index) =>
      BackupVault.fromBackupVaultAttributes(stack, `Import${index}`, { ...attributes, crossRegionRestore }),
    );
    expect(add(imports[0], { location: 'northeurope' })).toBeDefined();
    expect(add(imports[1], { location: 'northeurope' })).toBeDefined();
    expect(thrown(() => add(imports[2], { location: 'northeurope' })).code).toBe('PGB604');
  });
});

function vaultId(subscription: string): string {
  return `/subscriptions/${subscription}/resourceGroups/rg-backup/providers/Microsoft.DataProtection/backupVaults/bv`;
}

describe('an account that exists', () => {
  test('gets a container and the role, and is left alone otherwise', () => {
    const stack = newStack();
    const target = imported(newVault(stack));
    expect(target).toMatchObject({
      storageAccountId: ACCOUNT_ID,
      storageAccountName: 'strestored',
      containerName: 'restore',
      subscriptionId: SUBSCRIPTION,
    });
    const json = synth(stack);
    expect(container(json)).toEqual({
      name: 'restore',
      storage_account_id: ACCOUNT_ID,
      container_access_type: 'private',
    });
    expect(role(json).scope).toBe(`\${${TYPES.container}.${entries(json, TYPES.container)[0][0]}.id}`);
    expect([...all(json, TYPES.storageAccount), ...all(json, TYPES.managementPolicy)]).toEqual([]);
  });

  test('may have its container', () => {
    const stack = newStack();
    const target = imported(newVault(stack), { existingContainer: true, containerName: 'dumps' });
    const json = synth(stack);
    expect(all(json, TYPES.container)).toEqual([]);
    expect(target.containerId).toBe(`${ACCOUNT_ID}/blobServices/default/containers/dumps`);
    expect(role(json).scope).toBe(target.containerId);
  });

  test.each<[string, Partial<RestoreTargetAttributes>, string, string]>([
    [
      'an id that is none',
      {},
      'strestored',
      [
        '[/estate/Restore] StorageAccountId: `storageAccountId` must be /subscriptions/…/resourceGroups/…/providers/Microsoft.Storage/storageAccounts/…, got: strestored.',
        `  Limit: ${SOURCE}`,
        '  Mend: give the whole ARM id',
      ].join('\n'),
    ],
    [
      'no copies from other tenants',
      { crossTenantReplication: false },
      ACCOUNT_ID,
      [
        '[/estate/Restore] PGB602: `crossTenantReplication` of an account that is restored to must be true, got: false.',
        '  Limit: "Restore Azure PostgreSQL-Flexible server as Files using Azure portal", 2025-05-12, https://learn.microsoft.com/azure/backup/restore-azure-database-postgresql-flex',
        '  Mend: allow cross-tenant replication on the account, or restore to one that is kept for restores alone',
      ].join('\n'),
    ],
    [
      'another region',
      { location: 'swedencentral' },
      ACCOUNT_ID,
      [
        '[/estate/Restore] PGB604: `location` must be westeurope, the region of the vault, got: swedencentral.',
        `  Limit: ${REGION}`,
        '  Mend: put the account into westeurope',
      ].join('\n'),
    ],
  ])('refused: %s', (_, attributes, id, message) => {
    const vault = newVault(newStack());
    expect(thrown(() => imported(vault, attributes, id)).message).toBe(message);
  });
});

describe('cross-subscription restore', () => {
  const off = { crossSubscriptionRestore: CrossSubscriptionRestore.disabled() };
  const refused = (subscription: string, props: Partial<BackupVaultProps>) => {
    const vault = newVault(newStack('estate', newApp(), SUBSCRIPTION), props);
    return () => imported(vault, {}, accountId('strestored', subscription));
  };

  test('off keeps targets in the subscription of the vault', () => {
    expect(thrown(refused(OTHER_SUBSCRIPTION, off)).message).toBe(
      [
        `[/estate/Restore] CrossSubscriptionRestore: A restore target must lie in the subscription of its vault, ${SUBSCRIPTION}, where cross-subscription restore is Disabled, got: ${OTHER_SUBSCRIPTION}.`,
        '  Limit: "Manage Backup vaults", 2025-03-19, https://learn.microsoft.com/azure/backup/manage-backup-vault',
        '  Mend: put the account into the subscription of the vault, or leave cross-subscription restore enabled',
      ].join('\n'),
    );
    const never = { crossSubscriptionRestore: CrossSubscriptionRestore.permanentlyDisabled(DOOR) };
    expect(thrown(refused(OTHER_SUBSCRIPTION, never)).message).toContain('is PermanentlyDisabled, got:');
    expect(refused(SUBSCRIPTION, off)).not.toThrow();
  });

  test('a made account as well', () => {
    const stack = newStack('estate', newApp(), SUBSCRIPTION);
    const provider = new AzurermProvider(stack, 'other', {
      alias: 'other',
      features: [{}],
      subscriptionId: OTHER_SUBSCRIPTION,
    });
    expect(thrown(() => add(newVault(stack, off), { provider })).code).toBe('CrossSubscriptionRestore');
  });

  test('where it is on, or a subscription is not known, nothing is refused', () => {
    expect(refused(OTHER_SUBSCRIPTION, {})).not.toThrow();
    expect(refused(OTHER_SUBSCRIPTION, { crossSubscriptionRestore: CrossSubscriptionRestore.enabled() })).not.toThrow();
    const vault = newVault(newStack(), off);
    expect(imported(vault, {}, accountId('strestored', OTHER_SUBSCRIPTION))).toBeDefined();
  });
});

describe('azurerm 4, which looks into new accounts over the data plane', () => {
  const WARNING = [
    'azurerm 4 asks a new storage account over its data plane whether it is ready; the firewall and the missing keys of a restore account answer 403.',
    '  Mend: set `storage: [{ dataPlaneAvailable: false }]` in the features of the provider, or take azurerm 5 with AzurermVersion.constrain',
  ].join('\n');
  const warnings = (config: Partial<AzurermProviderConfig>, constraint?: string) => {
    const stack = new TerraformStack(newApp(), 'estate');
    new AzurermProvider(stack, 'azurerm', { features: [{}], ...config });
    const target = add(newVault(stack));
    if (constraint !== undefined) AzurermVersion.constrain(stack, constraint);
    for (let time = 0; time < 2; time++) synth(stack);
    return annotations(target)
      .filter(({ level }) => level === 'warn')
      .map(({ text }) => text);
  };

  test.each([undefined, '4.60.0', '~> 4.73', '= 4.81.0'])('is warned of where it is sure to come: %s', (constraint) => {
    expect(warnings({}, constraint)).toEqual([WARNING]);
  });

  test.each([AzurermVersion.TESTED, '~> 5.0', '>= 4.55.0'])('not where a later one may: %s', (constraint) => {
    expect(warnings({}, constraint)).toEqual([]);
  });

  test.each<[string, Partial<AzurermProviderConfig>]>([
    ['is kept from it', { features: [{ storage: [{ dataPlaneAvailable: false }] }] }],
    ['logs in without keys', { storageUseAzuread: true }],
  ])('not where it %s', (_, config) => {
    expect(warnings(config)).toEqual([]);
  });

  test('nor of a provider that is overridden, or of an account that exists', () => {
    const stack = new TerraformStack(newApp(), 'estate');
    const provider = new AzurermProvider(stack, 'azurerm', { features: [{}] });
    provider.addOverride('features.0.storage.data_plane_available', false);
    const targets = [add(newVault(stack)), imported(newVault(stack, {}, 'Other'))];
    synth(stack);
    expect(targets.flatMap((target) => annotations(target)).filter(({ level }) => level === 'warn')).toEqual([]);
  });
});

describe('the rules', () => {
  const ALL = [RESTORE_ROLE, RESTORE_TARGET, RESTORE_CROSS_TENANT, RESTORE_NETWORK, RESTORE_REGION, RESTORE_DIRECT];

  /** A protected server, with a target that `make` adds to its vault. */
  function estate<T>(make: (vault: BackupVault, stack: TerraformStack) => T, props: Partial<BackupVaultProps> = {}) {
    const stack = newStack('estate', newApp(), SUBSCRIPTION);
    const vault = newVault(stack, props);
    new ProtectedFlexServer(stack, 'Orders', {
      resourceGroupName: 'rg-orders',
      location: 'westeurope',
      vault,
      recoverableFor: Retention.years(1),
    });
    return { stack, target: make(vault, stack) };
  }

  const judged = (stack: TerraformStack) => ALL.map((rule) => [...new Set(outcomes(rule, stack))].join());
  const found = (stack: TerraformStack) =>
    PostgresBackupValidator.of(stack)
      .findings({ now: NOW })
      .map(({ rule, outcome }) => `${rule} ${outcome}`)
      .filter((text) => /PGB(107|60\d)/.test(text));

  test('have nothing to say of what is made', () => {
    const { stack } = estate((vault) => add(vault));
    expect(judged(stack)).toEqual(ALL.map(() => 'compliant'));
    expect(found(stack)).toEqual([]);
    expect(synth(stack)).toBeDefined();
  });

  test.each<[string, Partial<RestoreTargetOptions>, Partial<BackupVaultProps>]>([
    ['another name and role scope', { containerName: 'files', roleScope: RestoreRoleScope.STORAGE_ACCOUNT }, {}],
    ['a public endpoint', { network: RestoreTargetNetwork.publicEndpoint() }, {}],
    ['the pair', { location: 'northeurope' }, CROSSING],
  ])('nor of %s', (_, options, props) => {
    const { stack } = estate((vault) => add(vault, options), props);
    expect(judged(stack)).toEqual(ALL.map(() => 'compliant'));
  });

  test.each<[string, (target: RestoreTarget) => void]>([
    ['PGB602', ({ resource }) => (resource.crossTenantReplicationEnabled = false)],
    ['PGB603', ({ resource }) => (resource.publicNetworkAccessEnabled = false)],
    ['PGB603', ({ resource }) => resource.putNetworkRules({ defaultAction: 'Deny', bypass: ['None'] })],
    ['PGB604', ({ resource }) => (resource.location = 'swedencentral')],
    [
      'PGB107',
      ({ vault }) => {
        const granted = vault.node.children.find(({ node }) => node.id.startsWith('RestoreRole'));
        vault.node.tryRemoveChild(granted!.node.id);
      },
    ],
  ])('%s sees what is overridden', (rule, spoil) => {
    const { stack, target } = estate((vault) => add(vault));
    spoil(target);
    expect(found(stack)).toEqual([`${rule} violated`]);
  });

  test('an estate without a target is told so', () => {
    expect(outcomes(RESTORE_TARGET, estate(() => undefined).stack)).toEqual(['violated']);
  });

  const KNOWN = {
    location: 'westeurope',
    crossTenantReplication: true,
    network: RestoreTargetNetwork.selectedNetworks(),
  };

  test.each([false, true])('what is said of an import decides them (existing container: %s)', (existingContainer) => {
    const { stack } = estate((vault) => imported(vault, { ...KNOWN, existingContainer }));
    expect(judged(stack)).toEqual(ALL.map(() => 'compliant'));
    expect(found(stack)).toEqual([]);
  });

  test('what is not said of it leaves them undecided', () => {
    const { stack } = estate((vault) => imported(vault));
    expect(judged(stack)).toEqual(['compliant', 'compliant', 'undecided', 'undecided', 'undecided', 'compliant']);
    const open = PostgresBackupValidator.of(stack)
      .findings({ now: NOW })
      .filter(({ rule }) => rule === 'PGB604');
    expect(open.map(({ message }) => message).join()).toContain(
      'the storage account is not managed here and its `location` was not given',
    );
  });

  test('an account that is managed in the same estate speaks for itself', () => {
    const { stack } = estate((vault, scope) => {
      const own = new StorageAccount(scope, 'Account', {
        name: 'stown',
        resourceGroupName: 'rg-restore',
        location: 'swedencentral',
        accountTier: 'Standard',
        accountReplicationType: 'LRS',
        crossTenantReplicationEnabled: true,
      });
      return imported(vault, KNOWN, own.id);
    });
    expect(found(stack)).toEqual(['PGB604 violated']);
  });
});

import { asValue, AzapiArguments, AzapiTranslation } from './azapi';
import { BODY_PASSWORDS, writtenInBody } from './password';
import { Fact } from '../fact';
import { TYPES } from '../resource-types';
import { Unknown, Value } from '../value';

/** azurerm's arguments by the properties of the API that say the same. */
const PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['version', 'version'],
  ['storage_type', 'storage.type'],
  ['backup_retention_days', 'backup.backupRetentionDays'],
  ['create_mode', 'createMode'],
  ['source_server_id', 'sourceServerResourceId'],
  ['replication_role', 'replicationRole'],
  ['delegated_subnet_id', 'network.delegatedSubnetResourceId'],
  ['private_dns_zone_id', 'network.privateDnsZoneArmResourceId'],
  ['administrator_login', 'administratorLogin'],
]);

/** Enabled or Disabled in the API, true or false in azurerm. */
const SWITCHES: ReadonlyMap<string, string> = new Map([
  ['auto_grow_enabled', 'storage.autoGrow'],
  ['geo_redundant_backup_enabled', 'backup.geoRedundantBackup'],
  ['public_network_access_enabled', 'network.publicNetworkAccess'],
]);

const KEY_PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['key_vault_key_id', 'primaryKeyURI'],
  ['primary_user_assigned_identity_id', 'primaryUserAssignedIdentityId'],
  ['geo_backup_key_vault_key_id', 'geoBackupKeyURI'],
  ['geo_backup_user_assigned_identity_id', 'geoBackupUserAssignedIdentityId'],
]);

/** Where azurerm's `sku_name` begins with the tier, which ARM reads in any case. */
const TIERS: ReadonlyMap<string, string> = new Map([
  ['burstable', 'B'],
  ['generalpurpose', 'GP'],
  ['memoryoptimized', 'MO'],
]);

export const AZAPI_SERVER: AzapiTranslation = {
  type: TYPES.server,
  argument,
  written: (resolver, source, name) => {
    const body = BODY_PASSWORDS.get(name);
    return body === undefined ? undefined : { value: writtenInBody(resolver, source, body) };
  },
};

function argument(azapi: AzapiArguments, name: string): Value {
  const known = PROPERTIES.get(name);
  const toggle = SWITCHES.get(name);
  if (known !== undefined) return azapi.property(`properties.${known}`);
  if (toggle !== undefined) return asValue(azapi.text(`properties.${toggle}`), (text) => text === 'Enabled');
  switch (name) {
    case 'sku_name':
      return skuName(azapi.text('sku.tier'), azapi.text('sku.name'));
    case 'storage_mb':
      return asValue(
        azapi.resolver.number(azapi.property('properties.storage.storageSizeGB')),
        (gigabytes) => gigabytes * 1024,
      );
    case 'cluster':
      return asValue(azapi.resolver.block(azapi.property('properties.cluster')), (cluster) => ({
        size: azapi.within(cluster, 'clusterSize'),
      }));
    case 'customer_managed_key':
      return customerManagedKey(azapi);
    case 'authentication':
      return authentication(azapi);
    default:
      return azapi.own(name);
  }
}

function customerManagedKey(azapi: AzapiArguments): Value {
  const encryption = 'properties.dataEncryption';
  const block = azapi.resolver.block(azapi.property(encryption));
  const type = azapi.text(`${encryption}.type`);
  if (type.state === 'known' && type.value === 'SystemManaged') return undefined;
  return asValue(block, () =>
    Object.fromEntries([...KEY_PROPERTIES].map(([name, path]) => [name, azapi.property(`${encryption}.${path}`)])),
  );
}

function authentication(azapi: AzapiArguments): Value {
  const enabled = (path: string) => asValue(azapi.text(path), (text) => text === 'Enabled');
  return asValue(azapi.resolver.block(azapi.property('properties.authConfig')), () => ({
    active_directory_auth_enabled: enabled('properties.authConfig.activeDirectoryAuth'),
    password_auth_enabled: enabled('properties.authConfig.passwordAuth'),
    tenant_id: azapi.property('properties.authConfig.tenantId'),
  }));
}

function skuName(tier: Fact<string>, name: Fact<string>): Value {
  if (tier.state === 'unknown') return new Unknown(tier.why);
  const prefix = tier.state === 'known' ? TIERS.get(tier.value.toLowerCase()) : undefined;
  return prefix === undefined ? undefined : asValue(name, (text) => `${prefix}_${text}`);
}

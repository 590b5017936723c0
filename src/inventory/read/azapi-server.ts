import { armType, bodyOf, property } from './azapi';
import { BODY_PASSWORDS, MADE_BY_AZAPI, writtenInBody } from './password';
import { Fact } from '../fact';
import { Resolver } from '../resolver';
import { TYPES } from '../resource-types';
import { ResourceChange, SourceDocument, SourceResource } from '../source';
import { Reference, Unknown, Value } from '../value';

const FLEXIBLE_SERVER = 'microsoft.dbforpostgresql/flexibleservers';

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

/** Where azurerm's `sku_name` begins with the tier. */
const TIERS: ReadonlyMap<string, string> = new Map([
  ['Burstable', 'B'],
  ['GeneralPurpose', 'GP'],
  ['MemoryOptimized', 'MO'],
]);

/** The same document, with flexible servers that azapi makes as if azurerm did: rules know one kind of server. */
export function withAzapiServers(document: SourceDocument): SourceDocument {
  const { resources, removed = [] } = document;
  const isAzapi = ({ type }: SourceResource) => type === TYPES.azapi;
  if (!resources.some(isAzapi) && !removed.some(isAzapi)) return document;
  const resolver = new Resolver(document);
  const read = (source: SourceResource) => (isServer(resolver, source) ? asServer(resolver, source) : source);
  return Object.create(document, {
    resources: { value: resources.map(read) },
    removed: { value: removed.map(read) },
    find: { value: undefined },
  }) as SourceDocument;
}

function isServer(resolver: Resolver, source: SourceResource): boolean {
  if (source.type !== TYPES.azapi || source.mode !== 'managed') return false;
  const was = source.change?.before('type');
  const type = armType(resolver, source);
  if (type.state === 'known') return type.value.type === FLEXIBLE_SERVER;
  return typeof was === 'string' && was.split('@')[0].toLowerCase() === FLEXIBLE_SERVER;
}

function asServer(resolver: Resolver, source: SourceResource): SourceResource {
  const of = (read: (name: string) => Value) => (name: string) => argument(resolver, read, name);
  const read = of((name) => source.attribute(name));
  const { change } = source;
  const changed: ResourceChange | undefined = change && {
    actions: change.actions,
    replacePaths: change.replacePaths,
    before: of((name) => change.before(name)),
  };
  return Object.create(source, {
    type: { value: TYPES.server },
    attribute: { value: read },
    written: {
      value: (name: string) => {
        const body = BODY_PASSWORDS.get(name);
        return body === undefined ? read(name) : writtenInBody(resolver, source, body);
      },
    },
    notes: { value: { ...source.notes, [MADE_BY_AZAPI]: 'true' } },
    change: { value: changed },
  }) as SourceResource;
}

function argument(resolver: Resolver, read: (name: string) => Value, name: string): Value {
  const known = PROPERTIES.get(name);
  const toggle = SWITCHES.get(name);
  const of = propertiesOf(resolver, read);
  if (known !== undefined) return of(`properties.${known}`);
  if (toggle !== undefined) return asValue(resolver.string(of(`properties.${toggle}`)), (text) => text === 'Enabled');
  switch (name) {
    case 'sku_name':
      return skuName(resolver.string(of('sku.tier')), resolver.string(of('sku.name')));
    case 'storage_mb':
      return asValue(resolver.number(of('properties.storage.storageSizeGB')), (gigabytes) => gigabytes * 1024);
    case 'cluster':
      return asValue(resolver.number(of('properties.cluster.clusterSize')), (size) => ({ size }));
    case 'customer_managed_key':
      return customerManagedKey(resolver, of);
    case 'authentication':
      return authentication(resolver, of);
    default:
      return read(name);
  }
}

/** What isn't known of the whole body isn't known of any property. */
function propertiesOf(resolver: Resolver, read: (name: string) => Value): (path: string) => Value {
  const body = resolver.follow(read('body'));
  if (body instanceof Reference || body instanceof Unknown) return () => body;
  const known = bodyOf(resolver, { attribute: () => body });
  return (path) => property(resolver, known, path);
}

function customerManagedKey(resolver: Resolver, of: (path: string) => Value): Value {
  const encryption = 'properties.dataEncryption';
  const block = resolver.block(of(encryption));
  const type = resolver.string(of(`${encryption}.type`));
  if (type.state === 'known' && type.value === 'SystemManaged') return undefined;
  return asValue(block, () =>
    Object.fromEntries([...KEY_PROPERTIES].map(([name, path]) => [name, of(`${encryption}.${path}`)])),
  );
}

function authentication(resolver: Resolver, of: (path: string) => Value): Value {
  const enabled = (path: string) => asValue(resolver.string(of(path)), (text) => text === 'Enabled');
  return asValue(resolver.block(of('properties.authConfig')), () => ({
    active_directory_auth_enabled: enabled('properties.authConfig.activeDirectoryAuth'),
    password_auth_enabled: enabled('properties.authConfig.passwordAuth'),
    tenant_id: of('properties.authConfig.tenantId'),
  }));
}

function skuName(tier: Fact<string>, name: Fact<string>): Value {
  if (tier.state === 'unknown') return new Unknown(tier.why);
  const prefix = tier.state === 'known' ? TIERS.get(tier.value) : undefined;
  return prefix === undefined ? undefined : asValue(name, (text) => `${prefix}_${text}`);
}

function asValue<T>(fact: Fact<T>, convert: (value: T) => Value): Value {
  if (fact.state === 'known') return convert(fact.value);
  return fact.state === 'unknown' ? new Unknown(fact.why) : undefined;
}

import { THROUGH_AZAPI } from './azapi';
import { BODY_PASSWORDS, readPassword } from './password';
import { entity, Reading, SourceEntity, written } from './reading';
import { Place } from '../arm-scope';
import { CustomerManagedKeyFacts, OnDemandBackupFacts, ServerFacts } from '../entities';
import { Fact, known, Link, unknown } from '../fact';
import { SERVERS } from '../resource-types';
import { SourceResource } from '../source';
import { Value, ValueMap } from '../value';

/** Those of azurerm. */
const PASSWORDS = ['administrator_password', 'administrator_password_wo'];

export class Server extends SourceEntity implements ServerFacts {
  public readonly kind = 'server';
  private knownPlace: Place | undefined;
  private knownLocation: Fact<string> | undefined;

  public get id() {
    return this.reading.azureId(this.value('id'));
  }

  public get name() {
    return this.text('name');
  }

  public get place() {
    return (this.knownPlace ??= this.options.place ?? this.reading.places.of(this.resource));
  }

  public get location() {
    return (this.knownLocation ??= this.reading.region(this.value('location')));
  }

  public get version() {
    return this.text('version');
  }

  public get sku() {
    return this.text('sku_name');
  }

  public get storageMb() {
    return this.number('storage_mb');
  }

  public get storageType() {
    return this.text('storage_type');
  }

  public get autoGrow() {
    return this.boolean('auto_grow_enabled');
  }

  public get backupRetentionDays() {
    return this.number('backup_retention_days');
  }

  public get geoRedundantBackup() {
    return this.boolean('geo_redundant_backup_enabled');
  }

  public get createMode() {
    return this.text('create_mode');
  }

  public get source() {
    return this.reading.ids.kindOf(this.value('source_server_id'));
  }

  public get replicationRole() {
    return this.text('replication_role');
  }

  public get elastic(): Fact<true> {
    const own = this.reading.inBlock(this.value('cluster'), () => known(true as const));
    if (own.state !== 'absent') return own;
    // Copies take no block of their own.
    const source = this.copied;
    const isOfCluster = source !== undefined && source.attribute('cluster') !== undefined;
    return isOfCluster ? unknown(`it is made from ${source.address}, an elastic cluster`) : own;
  }

  public get clusterSize() {
    return this.reading.inBlock(this.value('cluster'), (cluster) => this.reading.resolver.number(cluster.size));
  }

  public get publicNetworkAccess() {
    return this.boolean('public_network_access_enabled');
  }

  public get delegatedSubnet() {
    return this.reading.identifier(this.value('delegated_subnet_id'));
  }

  public get privateDnsZone() {
    return this.reading.identifier(this.value('private_dns_zone_id'));
  }

  public get administratorLogin() {
    return this.text('administrator_login');
  }

  public get authentication() {
    const { resolver } = this.reading;
    return this.reading.inBlock(this.value('authentication'), (block) =>
      known({
        entra: resolver.boolean(block.active_directory_auth_enabled),
        password: resolver.boolean(block.password_auth_enabled),
        tenant: resolver.string(block.tenant_id),
      }),
    );
  }

  public get customerManagedKey() {
    return this.reading.inBlock(this.value('customer_managed_key'), (key) =>
      known(customerManagedKey(this.reading, key)),
    );
  }

  public get password() {
    const names = THROUGH_AZAPI in this.resource.notes ? [...BODY_PASSWORDS.keys()] : PASSWORDS;
    return readPassword(
      names.map((name) => [name, written(this.resource, name)]),
      written(this.resource, 'for_each'),
    );
  }

  /** The server that it is a copy of, where that is a part of the estate. */
  private get copied(): SourceResource | undefined {
    const { resolver, ids } = this.reading;
    const { createMode } = this;
    if (createMode.state !== 'known' || createMode.value === 'Default') return undefined;
    const link = ids.link(this.value('source_server_id'), SERVERS);
    return link.state === 'resolved' ? resolver.resource(link.target) : undefined;
  }

  public get oneOf() {
    return this.options.oneOf;
  }

  /** Keys of the servers managed here that this one, which isn't, may be. */
  public get perhapsManaged(): readonly string[] {
    return this.origin === 'managed' || this.oneOf !== undefined ? [] : this.reading.ids.perhapsManaged(this.key);
  }

  public get before() {
    return this.beforeBy((was) => new Server(this.reading, was, this.options));
  }
}

export function readOnDemandBackup(
  reading: Reading,
  source: SourceResource,
  serverOf: (value: Value) => Link<ServerFacts>,
): OnDemandBackupFacts {
  return {
    ...entity(source),
    kind: 'onDemandBackup',
    name: reading.resolver.string(source.attribute('name')),
    server: serverOf(source.attribute('server_id')),
  };
}

function customerManagedKey(reading: Reading, block: ValueMap): CustomerManagedKeyFacts {
  return {
    key: reading.identifier(block.key_vault_key_id),
    identity: reading.identifier(block.primary_user_assigned_identity_id),
    geoKey: reading.identifier(block.geo_backup_key_vault_key_id),
    geoIdentity: reading.identifier(block.geo_backup_user_assigned_identity_id),
  };
}

import {
  AssignmentFacts,
  CustomerManagedKeyFacts,
  Entity,
  InstanceFacts,
  LifeCycleFacts,
  PolicyFacts,
  ProviderFacts,
  RetentionRuleFacts,
  RoleDefinitionReference,
  ServerFacts,
  VaultFacts,
} from './entities';
import { ABSENT, Fact, known, Link, unknown } from './fact';
import { BackupInventory } from './inventory';
import { Resolver } from './resolver';
import { DescribedResource, SourceDocument, SourceResource } from './source';
import { Reference, resourceKey, Unknown, Value, ValueMap } from './value';
import { normaliseRegion } from '../matrix/regions';
import { roleByGuid, roleByName } from '../matrix/roles';

const VAULT = 'azurerm_data_protection_backup_vault';
const POLICY = 'azurerm_data_protection_backup_policy_postgresql_flexible_server';
const INSTANCE = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';
const SERVER = 'azurerm_postgresql_flexible_server';
const ASSIGNMENT = 'azurerm_role_assignment';

const VAULTS = new Set([VAULT]);
const POLICIES = new Set([POLICY]);
const SERVERS = new Set([SERVER]);
const SCOPES = new Set([SERVER, VAULT]);

/** The types whose arguments become facts; of all others only references and dependencies are read. */
const INVENTORY_TYPES: ReadonlySet<string> = new Set([VAULT, POLICY, INSTANCE, SERVER, ASSIGNMENT]);

/** Turns what a reader found into the inventory. */
export function assemble(document: SourceDocument): BackupInventory {
  return new Assembler(document).inventory();
}

class Assembler {
  private readonly resolver: Resolver;
  private readonly vaults = new Map<string, VaultFacts>();
  private readonly policies = new Map<string, PolicyFacts>();
  private readonly servers = new Map<string, ServerFacts>();
  private readonly roles = new Map<object, Pick<AssignmentFacts, 'roleGuid' | 'roleDefinitionId'>>();
  private readonly vaultByPrincipal = new Map<string, VaultFacts>();

  public constructor(private readonly document: SourceDocument) {
    this.resolver = new Resolver(document);
  }

  public inventory(): BackupInventory {
    const byType = new Map<string, SourceResource[]>([...INVENTORY_TYPES].map((type) => [type, []]));
    for (const resource of this.document.resources) byType.get(resource.type)?.push(withUnknownReads(resource));
    const of = (type: string) => byType.get(type) ?? [];
    for (const resource of of(VAULT)) this.vaults.set(resource.key, this.vault(entity(resource), resource));
    for (const resource of of(SERVER)) this.servers.set(resource.key, this.server(entity(resource), resource));
    for (const described of this.document.described) this.describe(described);
    for (const resource of of(INSTANCE)) this.adopt('server', resource, 'server_id', SERVERS);
    for (const resource of [...of(POLICY), ...of(INSTANCE)]) this.adopt('vault', resource, 'vault_id', VAULTS);
    for (const resource of of(POLICY)) this.policies.set(resource.key, this.policy(resource));
    return new BackupInventory({
      vaults: [...this.vaults.values()],
      policies: [...this.policies.values()],
      servers: [...this.servers.values()],
      instances: of(INSTANCE).map((resource) => this.instance(resource)),
      assignments: of(ASSIGNMENT).map((resource) => this.assignment(resource)),
      providers: this.document.azurerm.map((requirement): ProviderFacts => ({
        kind: 'provider',
        key: requirement.key,
        address: 'terraform.required_providers.azurerm',
        path: requirement.path,
        repeated: false,
        madeName: false,
        origin: 'managed',
        constraint: requirement.constraint,
      })),
      dependencies: (key) => this.resolver.resource(key)?.dependencies() ?? [],
      declaredDependencies: (key) => this.resolver.resource(key)?.declaredDependencies() ?? [],
    });
  }

  /** A server or vault that is only named by an id is part of the estate too, with nothing else known of it. */
  private adopt(kind: 'server' | 'vault', source: SourceResource, argument: string, types: ReadonlySet<string>): void {
    const id = source.attribute(argument);
    const link = this.resolver.link(id, types);
    if (link.state !== 'outside') return;
    const unit = source.key.slice(0, source.key.indexOf('|'));
    const described = { kind, key: resourceKey(unit, link.id), address: link.id, id, attributes: {} };
    this.resolver.adopt(described);
    this.describe(described);
  }

  private describe(described: DescribedResource): void {
    const source = asSource(described);
    const base: Entity = { ...entity(source), origin: 'described' };
    if (described.kind === 'server') {
      const place = this.resolver.placeOfId(described.id);
      this.servers.set(described.key, { ...this.server(base, source), place });
      return;
    }
    const vault = this.vault(base, source);
    this.vaults.set(described.key, { ...vault, place: this.resolver.placeOfId(described.id) });
    if (vault.principalId.state === 'known') this.vaultByPrincipal.set(vault.principalId.value.toLowerCase(), vault);
  }

  private vault(base: Entity, source: SourceResource): VaultFacts {
    const text = (name: string) => this.resolver.string(source.attribute(name));
    const identity = this.resolver.block(source.attribute('identity'));
    const prefix = 'one-way-door:';
    return {
      ...base,
      kind: 'vault',
      name: text('name'),
      place: this.resolver.place(source),
      location: this.region(source.attribute('location')),
      redundancy: text('redundancy'),
      softDelete: text('soft_delete'),
      softDeleteDays: this.resolver.number(source.attribute('retention_duration_in_days')),
      immutability: text('immutability'),
      crossRegionRestore: this.resolver.boolean(source.attribute('cross_region_restore_enabled')),
      identityType: identity.state === 'known' ? this.resolver.string(identity.value.type) : identity,
      principalId: identity.state === 'known' ? this.resolver.string(identity.value.principal_id) : ABSENT,
      understood: Object.fromEntries(
        Object.entries(source.notes)
          .filter(([name]) => name.startsWith(prefix))
          .map(([name, reason]) => [name.slice(prefix.length), reason]),
      ),
    };
  }

  private policy(source: SourceResource): PolicyFacts {
    const fallback = this.resolver.block(source.attribute('default_retention_rule'));
    const rules = this.resolver.blocks(source.attribute('retention_rule'));
    return {
      ...entity(source),
      kind: 'policy',
      name: this.resolver.string(source.attribute('name')),
      vault: this.link(source.attribute('vault_id'), VAULTS, this.vaults),
      intervals: this.resolver.list(source.attribute('backup_repeating_time_intervals')),
      timeZone: this.resolver.string(source.attribute('time_zone')),
      defaultLifeCycles: fallback.state === 'known' ? this.lifeCycles(fallback.value) : fallback,
      rules: rules.state === 'known' ? known(rules.value.map((rule) => this.retentionRule(rule))) : rules,
    };
  }

  private retentionRule(rule: ValueMap): RetentionRuleFacts {
    const criteria = this.resolver.block(rule.criteria);
    const of = (name: string): Value => (criteria.state === 'known' ? criteria.value[name] : undefined);
    const when = <T>(fact: Fact<T>): Fact<T> => (criteria.state === 'unknown' ? criteria : fact);
    return {
      name: this.resolver.string(rule.name),
      priority: this.resolver.number(rule.priority),
      lifeCycles: this.lifeCycles(rule),
      absoluteCriteria: when(this.resolver.string(of('absolute_criteria'))),
      daysOfWeek: when(this.resolver.strings(of('days_of_week'))),
      weeksOfMonth: when(this.resolver.strings(of('weeks_of_month'))),
      monthsOfYear: when(this.resolver.strings(of('months_of_year'))),
      scheduledTimes: when(this.resolver.strings(of('scheduled_backup_times'))),
    };
  }

  private lifeCycles(rule: ValueMap): Fact<readonly LifeCycleFacts[]> {
    const blocks = this.resolver.blocks(rule.life_cycle);
    if (blocks.state !== 'known') return blocks;
    return known(
      blocks.value.map((block) => ({
        duration: this.resolver.string(block.duration),
        dataStore: this.resolver.string(block.data_store_type),
      })),
    );
  }

  private server(base: Entity, source: SourceResource): ServerFacts {
    const text = (name: string) => this.resolver.string(source.attribute(name));
    const number = (name: string) => this.resolver.number(source.attribute(name));
    const boolean = (name: string) => this.resolver.boolean(source.attribute(name));
    const cluster = this.resolver.block(source.attribute('cluster'));
    const key = this.resolver.block(source.attribute('customer_managed_key'));
    return {
      ...base,
      kind: 'server',
      name: text('name'),
      place: this.resolver.place(source),
      location: this.region(source.attribute('location')),
      version: text('version'),
      sku: text('sku_name'),
      storageMb: number('storage_mb'),
      storageType: text('storage_type'),
      autoGrow: boolean('auto_grow_enabled'),
      backupRetentionDays: number('backup_retention_days'),
      geoRedundantBackup: boolean('geo_redundant_backup_enabled'),
      createMode: text('create_mode'),
      replicationRole: text('replication_role'),
      clusterSize: cluster.state === 'known' ? this.resolver.number(cluster.value.size) : cluster,
      publicNetworkAccess: boolean('public_network_access_enabled'),
      delegatedSubnet: this.identifier(source.attribute('delegated_subnet_id')),
      customerManagedKey: key.state === 'known' ? known(this.customerManagedKey(key.value)) : key,
      password: this.password(source),
    };
  }

  private customerManagedKey(block: ValueMap): CustomerManagedKeyFacts {
    return {
      key: this.identifier(block.key_vault_key_id),
      identity: this.identifier(block.primary_user_assigned_identity_id),
      geoKey: this.identifier(block.geo_backup_key_vault_key_id),
      geoIdentity: this.identifier(block.geo_backup_user_assigned_identity_id),
    };
  }

  private password(source: SourceResource): Fact<'literal' | 'reference'> {
    const values = ['administrator_password', 'administrator_password_wo']
      .map((name) => source.attribute(name))
      .filter((value) => value !== undefined && value !== null);
    if (values.length === 0) return ABSENT;
    return known(values.some((value) => typeof value === 'string' && value !== '') ? 'literal' : 'reference');
  }

  private instance(source: SourceResource): InstanceFacts {
    const server = source.attribute('server_id');
    const name = source.attribute('vault_id');
    return {
      ...entity(source),
      kind: 'instance',
      name: this.resolver.string(source.attribute('name')),
      vault: this.link(name, VAULTS, this.vaults),
      policy: this.link(source.attribute('backup_policy_id'), POLICIES, this.policies),
      server: this.link(server, SERVERS, this.servers),
      serverId: this.identifier(server),
      location: this.region(source.attribute('location')),
    };
  }

  private assignment(source: SourceResource): AssignmentFacts {
    const scope = source.attribute('scope');
    const principal = source.attribute('principal_id');
    const definition = source.attribute('role_definition_id');
    const roleName = this.resolver.string(source.attribute('role_definition_name'));
    return {
      ...entity(source),
      kind: 'assignment',
      scope: this.scope(scope),
      scopeText: this.resolver.text(scope),
      roleName,
      ...this.role(definition, roleName),
      roleDefinition: this.roleDefinition(definition),
      vault: this.principalVault(principal),
      principal: this.identifier(principal),
      principalIdentity: this.resolver.identity(principal),
      scopeIdentity: this.resolver.identity(scope),
    };
  }

  private scope(scope: Value) {
    return this.resolver.scope(scope, SCOPES, (key) =>
      this.vaults.has(key) ? 'vault' : this.servers.has(key) ? 'server' : undefined,
    );
  }

  private principalVault(principal: Value): Link<VaultFacts> {
    if (principal instanceof Reference) {
      const vault = this.vaults.get(principal.key);
      if (vault !== undefined && principal.attribute[0] === 'identity') return { state: 'resolved', target: vault };
    }
    const followed = this.resolver.follow(principal);
    if (followed === undefined || followed === null) return { state: 'absent' };
    if (typeof followed === 'string') {
      const vault = this.vaultByPrincipal.get(followed.toLowerCase());
      return vault === undefined ? { state: 'outside', id: followed } : { state: 'resolved', target: vault };
    }
    if (followed instanceof Unknown) {
      const [reference] = followed.references;
      if (reference === undefined) return { state: 'unknown', why: followed.why };
      const vault = this.vaults.get(reference.key);
      if (vault !== undefined) return { state: 'resolved', target: vault };
      // An attribute of a resource that isn't a vault is some other principal.
      return this.resolver.resource(reference.key) === undefined
        ? { state: 'unknown', why: followed.why }
        : { state: 'absent' };
    }
    return { state: 'unknown', why: `${this.resolver.text(principal)} is known after apply` };
  }

  /** A thousand assignments name a handful of roles, in the same words. */
  private role(definition: Value, roleName: Fact<string>): Pick<AssignmentFacts, 'roleGuid' | 'roleDefinitionId'> {
    const memoized = typeof definition === 'object' && definition !== null ? this.roles.get(definition) : undefined;
    if (memoized !== undefined) return memoized;
    const role = { roleGuid: this.roleGuid(definition, roleName), roleDefinitionId: this.identifier(definition) };
    if (typeof definition === 'object' && definition !== null) this.roles.set(definition, role);
    return role;
  }

  private roleGuid(definition: Value, roleName: Fact<string>): Fact<string> {
    if (definition === undefined || definition === null) {
      if (roleName.state !== 'known') return roleName;
      return known(roleByName(roleName.value)?.guid ?? `name:${roleName.value.toLowerCase()}`);
    }
    const reference = definition instanceof Reference ? definition : undefined;
    const source = reference === undefined ? undefined : this.resolver.resource(reference.key);
    if (reference !== undefined && source?.type === 'azurerm_role_definition') return this.definedRole(source);
    const text = this.resolver.text(definition);
    const guid = /([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i.exec(text)?.[1];
    if (guid !== undefined) return known(guid.toLowerCase());
    const followed = this.resolver.string(definition);
    return followed.state === 'known' ? known(`id:${followed.value.toLowerCase()}`) : followed;
  }

  private roleDefinition(definition: Value): RoleDefinitionReference | undefined {
    if (!(definition instanceof Reference)) return undefined;
    const source = this.resolver.resource(definition.key);
    if (source?.type !== 'azurerm_role_definition') return undefined;
    const scope = source.attribute('scope');
    return {
      mode: source.mode,
      attribute: definition.attribute.join('.'),
      scope: scope === undefined || scope === null ? undefined : this.scope(scope),
    };
  }

  /** A role definition of the configuration: a custom role, or a built-in one looked up. */
  private definedRole(source: SourceResource): Fact<string> {
    if (source.mode === 'managed') return known(`custom:${source.key}`);
    const id = this.resolver.string(source.attribute('role_definition_id'));
    if (id.state === 'known') return known(roleByGuid(id.value)?.guid ?? id.value.toLowerCase());
    const name = this.resolver.string(source.attribute('name'));
    if (name.state === 'known') return known(roleByName(name.value)?.guid ?? `name:${name.value.toLowerCase()}`);
    return name.state === 'unknown' ? name : unknown(`${source.address} names no role`);
  }

  private link<T>(value: Value, types: ReadonlySet<string>, facts: ReadonlyMap<string, T>): Link<T> {
    const link = this.resolver.link(value, types);
    if (link.state !== 'resolved') return link;
    const target = facts.get(link.target);
    return target === undefined
      ? { state: 'unknown', why: `${this.resolver.text(value)} is not a resource of the expected type` }
      : { state: 'resolved', target };
  }

  /** An id as written: known whether or not its value is, since equal texts name the same thing. */
  private identifier(value: Value): Fact<string> {
    const followed = this.resolver.follow(value);
    if (followed === undefined || followed === null) return ABSENT;
    if (followed instanceof Unknown && followed.references.length === 0) return unknown(followed.why);
    return known(this.resolver.text(followed));
  }

  private region(value: Value): Fact<string> {
    const region = this.resolver.string(value);
    return region.state === 'known' ? known(normaliseRegion(region.value)) : region;
  }
}

function entity(source: SourceResource): Entity {
  return {
    key: source.key,
    address: source.address,
    path: source.path,
    repeated: source.repeated,
    madeName: source.notes.name === 'well-formed',
    origin: source.mode === 'data' ? 'data' : 'managed',
  };
}

/** What a described resource's author didn't say is unknown, not absent. */
function asSource(described: DescribedResource): SourceResource {
  return {
    key: described.key,
    address: described.address,
    path: described.path,
    type: described.kind === 'server' ? SERVER : VAULT,
    mode: 'data',
    subscription: { text: described.key, literal: false },
    repeated: false,
    notes: {},
    attribute: (name) =>
      name in described.attributes
        ? described.attributes[name]
        : new Unknown(`the ${described.kind} is not managed here and its \`${name}\` was not given`),
    dependencies: () => [],
    declaredDependencies: () => [],
  };
}

/** What a data source reads is unknown before a plan, where a managed resource's missing argument is known to be absent. */
function withUnknownReads(source: SourceResource): SourceResource {
  if (source.mode !== 'data') return source;
  return {
    ...source,
    // A spread leaves a class's accessors behind.
    subscription: source.subscription,
    repeated: source.repeated,
    notes: source.notes,
    attribute: (name) =>
      source.attribute(name) ?? new Unknown(`${source.address}.${name} is read when Terraform plans`),
    dependencies: () => source.dependencies(),
    declaredDependencies: () => source.declaredDependencies(),
  };
}

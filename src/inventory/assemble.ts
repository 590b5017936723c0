import { ScopedKind } from './arm-scope';
import {
  ClusterAccessFacts,
  ClusterFacts,
  InstanceFacts,
  OnDemandBackupFacts,
  PolicyFacts,
  ProviderFacts,
  ServerFacts,
  VaultFacts,
} from './entities';
import { Link } from './fact';
import { Ids } from './ids';
import { BackupInventory, RemovedEntities } from './inventory';
import { Places } from './places';
import { AssignmentReader } from './read/assignment';
import { withAzapi } from './read/azapi-as-azurerm';
import {
  FirewallRule,
  isCluster,
  isClusterFirewallRule,
  isPrivateEndpoint,
  readCluster,
  readPrivateEndpoint,
} from './read/cluster';
import { clusterUpdates } from './read/cluster-update';
import { isLock, Lock, readMonitor, readRestoreAction } from './read/estate';
import { Instance, Links, readSingleServerInstance } from './read/instance';
import { readOneOfServers } from './read/one-of-servers';
import { passwordUpdates } from './read/password';
import { readPolicy } from './read/policy';
import { DESCRIBED_ID, entity, Reading, withArguments } from './read/reading';
import { readOnDemandBackup, Server } from './read/server';
import { readEntraAdministrator, readServerParameter } from './read/server-parts';
import { StorageReader } from './read/storage';
import { readThroughAzapi } from './read/through-azapi';
import { readVault } from './read/vault';
import { Resolver } from './resolver';
import { CLUSTERS, POLICIES, SERVERS, TYPES, VAULTS } from './resource-types';
import { DescribedResource, groupByType, SourceDocument, SourceResource, UnreadPart } from './source';
import { OneOf, resourceKey, unitOfKey, Unknown, Value } from './value';

/** Turns what a reader found into the inventory. */
export function assemble(document: SourceDocument): BackupInventory {
  return new Assembler(withAzapi(document)).inventory();
}

class Assembler {
  private readonly resolver: Resolver;
  private readonly ids: Ids;
  private readonly reading: Reading;
  private readonly byType: ReadonlyMap<string, readonly SourceResource[]>;
  private readonly kinds = new Map<string, ScopedKind>();
  private readonly vaults = new Map<string, VaultFacts>();
  private readonly policies = new Map<string, PolicyFacts>();
  private readonly servers = new Map<string, ServerFacts>();
  /** Servers that are one of those, and which isn't shown. */
  private readonly someServers = new Map<string, ServerFacts>();
  private readonly instances = new Map<string, InstanceFacts>();
  private readonly clusters = new Map<string, ClusterFacts>();
  private readonly describedStorage: SourceResource[] = [];
  private readonly describedClusters = new Map<string, SourceResource>();
  private readonly linksByUnit = new Map<string, Links>();

  public constructor(private readonly document: SourceDocument) {
    this.resolver = new Resolver(document);
    this.byType = groupByType(document.resources);
    const places = new Places(this.resolver, this.byType);
    this.ids = new Ids(document, this.resolver, places, this.byType);
    this.reading = new Reading(
      this.resolver,
      this.ids,
      places,
      (key) => this.kinds.get(key),
      (key) => this.describedClusters.get(key),
    );
  }

  public inventory(): BackupInventory {
    const { document, reading, resolver } = this;
    this.readServersAndVaults();
    const onDemandBackups = this.readProtection();
    this.mark('storageAccount', TYPES.storageAccount);
    this.mark('container', TYPES.container);
    const storage = new StorageReader(reading, this.vaults, {
      accounts: [...this.of(TYPES.storageAccount), ...this.describedAs(TYPES.storageAccount)],
      networkRules: this.of(TYPES.networkRules),
      containers: [...this.of(TYPES.container), ...this.describedAs(TYPES.container)],
    });
    for (const source of this.of(TYPES.cluster, TYPES.azapi).filter((candidate) => isCluster(reading, candidate))) {
      this.kinds.set(source.key, 'cluster');
      this.clusters.set(source.key, readCluster(reading, source));
    }
    const serverOf = (key: string) => this.servers.get(key) ?? this.someServers.get(key);
    const assignments = new AssignmentReader(reading, this.vaults, serverOf, storage);
    return new BackupInventory({
      vaults: [...this.vaults.values()],
      policies: [...this.policies.values()],
      servers: [...this.servers.values()],
      instances: [...this.instances.values()],
      assignments: this.of(TYPES.assignment).map((source) => assignments.read(source)),
      singleServerInstances: this.of(TYPES.singleServerInstance).map((source) =>
        readSingleServerInstance(reading, source),
      ),
      onDemandBackups,
      serverParameters: () =>
        this.of(TYPES.serverParameter).map((source) => readServerParameter(reading, source, this.servers)),
      entraAdministrators: () =>
        this.of(TYPES.entraAdministrator).map((source) => readEntraAdministrator(reading, source, this.servers)),
      storageAccounts: [...storage.accounts.values()],
      containers: storage.containers,
      restoreActions: this.of(TYPES.azapiAction)
        .map((source) => readRestoreAction(reading, source, this.instances))
        .filter((action) => action !== undefined),
      // What is only read is judged where it is made.
      clusters: [...this.clusters.values()].filter(({ origin }) => origin !== 'data'),
      clusterUpdates: clusterUpdates(reading),
      passwordUpdates: passwordUpdates(reading),
      clusterAccesses: this.clusterAccesses(),
      locks: this.of(TYPES.lock, TYPES.azapi)
        .filter((source) => isLock(reading, source))
        .map((source) => new Lock(reading, source)),
      monitors: this.of(TYPES.diagnosticSetting, TYPES.metricAlert, TYPES.alertProcessing).map((source) =>
        readMonitor(reading, source),
      ),
      providers: document.azurerm.map(({ key, path, constraint }): ProviderFacts => ({
        kind: 'provider',
        key,
        address: 'terraform.required_providers.azurerm',
        path,
        repeated: false,
        madeName: false,
        origin: 'managed',
        constraint,
      })),
      removed: this.removed(),
      dependencies: (key) => resolver.resource(key)?.dependencies() ?? document.between?.(key) ?? [],
      unread: [...(document.unread ?? []), ...this.throughAzapi()],
      declaredDependencies: (key) => resolver.resource(key)?.declaredDependencies() ?? document.between?.(key) ?? [],
      unitsBefore: document.unitsBefore && ((unit) => document.unitsBefore!(unit)),
    });
  }

  private of(...types: readonly string[]): readonly SourceResource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []).map(withUnknownReads);
  }

  private mark(kind: ScopedKind, type: string): void {
    for (const { key } of this.of(type)) this.kinds.set(key, kind);
  }

  private readServersAndVaults(): void {
    this.mark('vault', TYPES.vault);
    this.mark('server', TYPES.server);
    for (const source of this.of(TYPES.vault)) {
      this.vaults.set(source.key, readVault(this.reading, entity(source), source));
    }
    for (const source of this.of(TYPES.server)) this.servers.set(source.key, new Server(this.reading, source));
    for (const described of this.document.described) this.describe(described);
  }

  /** Policies, instances and on-demand backups bring servers and vaults with them that are only named by an id. */
  private readProtection(): readonly OnDemandBackupFacts[] {
    const { reading } = this;
    for (const source of this.of(TYPES.policy)) {
      const links = this.links(source);
      this.policies.set(
        source.key,
        readPolicy(reading, source, (value) => links.vault(value)),
      );
    }
    for (const source of this.of(TYPES.instance)) {
      const instance = new Instance(reading, source, this.links(source));
      this.instances.set(source.key, instance);
      // Whom they lead to has to be known before the first rule asks for all servers.
      void [instance.server, instance.vault];
    }
    return this.of(TYPES.onDemandBackup).map((source) =>
      readOnDemandBackup(reading, source, (value) =>
        // How many backups each of several has isn't known where it isn't known of which they are.
        value instanceof OneOf ? { state: 'unknown', why: value.why } : this.links(source).server(value),
      ),
    );
  }

  /** Links from one resource: what isn't managed here becomes a part of the estate, with nothing else known of it. */
  private links({ key }: SourceResource): Links {
    const unit = unitOfKey(key);
    let links = this.linksByUnit.get(unit);
    if (links === undefined) {
      links = this.linksIn(unit);
      this.linksByUnit.set(unit, links);
    }
    return links;
  }

  private linksIn(unit: string): Links {
    const adopt = <T>(kind: 'server' | 'vault', value: Value, facts: ReadonlyMap<string, T>): Link<T> => {
      const types = kind === 'server' ? SERVERS : VAULTS;
      const link = this.reading.link(value, facts, types);
      if (link.state !== 'outside') return link;
      this.adopt(kind, unit, link.id, value);
      return this.reading.link(value, facts, types);
    };
    return {
      vault: remembering((value) => adopt('vault', value, this.vaults)),
      server: (value) => this.oneOfServers(value) ?? adopt('server', value, this.servers),
      policy: remembering((value) => this.reading.link(value, this.policies, POLICIES)),
    };
  }

  /** Of a server that isn't known from several it is known what they have in common. */
  private oneOfServers(id: Value): Link<ServerFacts> | undefined {
    if (!(id instanceof OneOf)) return undefined;
    const key = this.resolver.identity(id);
    if (key === undefined) return undefined;
    let server = this.someServers.get(key);
    if (server === undefined) {
      server = readOneOfServers(this.reading, key, id, this.servers);
      if (server === undefined) return undefined;
      this.ids.adopt({ kind: 'server', key, address: server.address, id, attributes: {} });
      this.kinds.set(key, 'server');
      this.someServers.set(key, server);
    }
    return this.reading.linkTo(server);
  }

  private adopt(kind: 'server' | 'vault', unit: string, id: string, value: Value): void {
    // A function has no text of its own.
    const name = id.includes('${') ? (this.resolver.identity(value) ?? id) : id;
    const described = { kind, key: resourceKey(unit, name), address: id, id: value, attributes: {} };
    this.ids.adopt(described);
    this.describe(described);
  }

  private describe(described: DescribedResource): void {
    const { kind, key } = described;
    const source = asSource(described);
    const options = { origin: 'described', place: this.reading.places.ofId(described.id) } as const;
    this.kinds.set(key, kind);
    if (kind === 'server') {
      this.servers.set(key, new Server(this.reading, source, options));
    } else if (kind === 'vault') {
      this.vaults.set(key, { ...readVault(this.reading, entity(source), source), ...options });
    } else if (!this.isOnlyDescribed(described)) {
      return;
    } else if (kind !== 'cluster') {
      this.describedStorage.push(source);
    } else {
      this.describedClusters.set(key, source);
      this.clusters.set(key, readCluster(this.reading, source, options));
    }
  }

  /** An account or cluster may be imported that is managed in the same estate: then that says more. */
  private isOnlyDescribed({ id, kind, key }: DescribedResource): boolean {
    const link = this.ids.link(id, kind === 'cluster' ? CLUSTERS : new Set([TYPES[kind]]));
    return link.state !== 'resolved' || link.target === key;
  }

  private describedAs(type: string): readonly SourceResource[] {
    return this.describedStorage.filter((source) => source.type === type);
  }

  private throughAzapi(): readonly UnreadPart[] {
    const { document, reading, resolver, servers } = this;
    const estate = {
      servers,
      isResource: (key: string) => resolver.resource(key) !== undefined,
      between: (key: string) => document.between?.(key) ?? [],
    };
    return this.of(TYPES.azapi)
      .map((source) => readThroughAzapi(reading, source, estate))
      .filter((part) => part !== undefined);
  }

  private clusterAccesses(): readonly ClusterAccessFacts[] {
    const rules = this.of(TYPES.clusterFirewallRule, TYPES.azapi).filter((source) =>
      isClusterFirewallRule(this.reading, source),
    );
    // Every service has private endpoints; without clusters there is nothing to ask of them.
    const endpoints = this.clusters.size === 0 ? [] : this.of(TYPES.privateEndpoint, TYPES.azapi);
    return [
      ...rules.map((source) => new FirewallRule(this.reading, source, this.clusters)),
      ...endpoints
        .filter((source) => isPrivateEndpoint(this.reading, source))
        .map((source) => readPrivateEndpoint(this.reading, source, this.clusters))
        .filter((access) => access !== undefined),
    ];
  }

  private removed(): RemovedEntities {
    const byType = groupByType(this.document.removed ?? []);
    const was = (type: string) =>
      (byType.get(type) ?? []).map((source) => ({
        source: withArguments(source, (name) => source.change?.before(name)),
        options: { actions: source.change?.actions },
      }));
    const { reading, vaults, policies, servers } = this;
    // What is gone brings nothing into the estate.
    const links: Links = {
      vault: (value) => reading.link(value, vaults, VAULTS),
      policy: (value) => reading.link(value, policies, POLICIES),
      server: (value) => reading.link(value, servers, SERVERS),
    };
    return {
      vaults: was(TYPES.vault).map(({ source, options }) => ({
        ...readVault(reading, entity(source), source),
        ...options,
      })),
      policies: was(TYPES.policy).map(({ source, options }) => ({
        ...readPolicy(reading, source, (value) => links.vault(value)),
        ...options,
      })),
      servers: was(TYPES.server).map(({ source, options }) => new Server(reading, source, options)),
      instances: was(TYPES.instance).map(({ source, options }) => new Instance(reading, source, links, options)),
    };
  }
}

/** A thousand instances lie in one vault and keep to one policy. */
function remembering<T>(link: (value: Value) => Link<T>): (value: Value) => Link<T> {
  let last: { readonly value: Value; readonly found: Link<T> } | undefined;
  return (value) => {
    if (last !== undefined && last.value === value) return last.found;
    const found = link(value);
    // What isn't known yet may come to be.
    if (found.state === 'resolved') last = { value, found };
    return found;
  };
}

/** What a described resource's author didn't say is unknown, not absent. */
function asSource(described: DescribedResource): SourceResource {
  const noun = described.kind === 'storageAccount' ? 'storage account' : described.kind;
  return {
    key: described.key,
    address: described.address,
    path: described.path,
    type: TYPES[described.kind],
    mode: 'data',
    subscription: { text: described.key, literal: false },
    repeated: false,
    notes: typeof described.id === 'string' ? { [DESCRIBED_ID]: described.id } : {},
    attribute: (name) =>
      name in described.attributes
        ? described.attributes[name]
        : new Unknown(`the ${noun} is not managed here and its \`${name}\` was not given`),
    dependencies: () => [],
    declaredDependencies: () => [],
  };
}

/** What a data source reads is unknown before a plan, where a managed resource's missing argument is known to be absent. */
function withUnknownReads(source: SourceResource): SourceResource {
  if (source.mode !== 'data') return source;
  return withArguments(source, (name) => source.attribute(name) ?? whyUnread(source, name));
}

function whyUnread(source: SourceResource, name: string): Unknown | undefined {
  if (source.tells === undefined) return new Unknown(`${source.address}.${name} is read when Terraform plans`);
  return source.tells(name) ? undefined : new Unknown(`${source.address} doesn't tell its \`${name}\``);
}

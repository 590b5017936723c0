import { Tri } from './arm-scope';
import { DependencyGraph } from './dependency-graph';
import {
  AssignmentFacts,
  ClusterAccessFacts,
  ClusterFacts,
  ClusterUpdateFacts,
  ContainerFacts,
  Entity,
  EntraAdministratorFacts,
  InstanceFacts,
  LockFacts,
  MonitorFacts,
  OnDemandBackupFacts,
  PasswordUpdateFacts,
  PolicyFacts,
  ProviderFacts,
  RestoreActionFacts,
  ServerFacts,
  ServerParameterFacts,
  SingleServerInstanceFacts,
  StorageAccountFacts,
  VaultFacts,
} from './entities';
import { Link } from './fact';
import { Grants, GrantsOn } from './grants';
import { push } from './push';
import { findRestoreTargets, RestoreTargetFacts } from './restore-targets';
import { ScopeIndex } from './scope-index';
import { UNSEEN, UnreadPart } from './source';
import { addressOf, unitOfKey } from './value';

export interface InventoryContents {
  readonly vaults: readonly VaultFacts[];
  readonly policies: readonly PolicyFacts[];
  readonly instances: readonly InstanceFacts[];
  readonly servers: readonly ServerFacts[];
  readonly assignments: readonly AssignmentFacts[];
  readonly providers: readonly ProviderFacts[];
  readonly singleServerInstances: readonly SingleServerInstanceFacts[];
  readonly onDemandBackups: readonly OnDemandBackupFacts[];
  /** No rule asks for these: they are read when somebody does. */
  readonly serverParameters: () => readonly ServerParameterFacts[];
  readonly entraAdministrators: () => readonly EntraAdministratorFacts[];
  readonly storageAccounts: readonly StorageAccountFacts[];
  readonly containers: readonly ContainerFacts[];
  readonly restoreActions: readonly RestoreActionFacts[];
  readonly clusters: readonly ClusterFacts[];
  readonly clusterUpdates: readonly ClusterUpdateFacts[];
  readonly passwordUpdates: readonly PasswordUpdateFacts[];
  readonly clusterAccesses: readonly ClusterAccessFacts[];
  readonly locks: readonly LockFacts[];
  readonly monitors: readonly MonitorFacts[];
  readonly removed: RemovedEntities;
  readonly unread: readonly UnreadPart[];
  /** Keys that a resource directly depends on. */
  readonly dependencies: (key: string) => Iterable<string>;
  /** Those of them that `depends_on` names. */
  readonly declaredDependencies: (key: string) => Iterable<string>;
  /** Units that are applied before anything of another. */
  readonly unitsBefore?: (unit: string) => ReadonlySet<string>;
}

/** What a plan takes away, as it is before. */
export interface RemovedEntities {
  readonly vaults: readonly VaultFacts[];
  readonly policies: readonly PolicyFacts[];
  readonly servers: readonly ServerFacts[];
  readonly instances: readonly InstanceFacts[];
}

/** The estate as facts: what is backed up by what, with which roles. Knows nothing of where the facts came from. */
export class BackupInventory {
  public readonly vaults: readonly VaultFacts[];
  public readonly policies: readonly PolicyFacts[];
  public readonly instances: readonly InstanceFacts[];
  public readonly servers: readonly ServerFacts[];
  public readonly assignments: readonly AssignmentFacts[];
  public readonly providers: readonly ProviderFacts[];
  public readonly singleServerInstances: readonly SingleServerInstanceFacts[];
  public readonly onDemandBackups: readonly OnDemandBackupFacts[];
  public readonly restoreActions: readonly RestoreActionFacts[];
  public readonly clusters: readonly ClusterFacts[];
  public readonly clusterUpdates: readonly ClusterUpdateFacts[];
  public readonly passwordUpdates: readonly PasswordUpdateFacts[];
  public readonly clusterAccesses: readonly ClusterAccessFacts[];
  public readonly removed: RemovedEntities;

  private readonly declared: DependencyGraph;
  private readonly all: DependencyGraph;
  private readonly grants: Grants;
  private readonly instancesOfServer = new Map<string, InstanceFacts[]>();
  private ofServers: readonly InstanceFacts[] | undefined;
  private firstOfServers: readonly InstanceFacts[] | undefined;
  private ofUnknownServers: OfUnknownServers | undefined;
  private alike: ReadonlyMap<string, readonly ServerFacts[]> | undefined;
  private targets: readonly RestoreTargetFacts[] | undefined;
  private lockIndex: ScopeIndex<LockFacts> | undefined;
  private monitorIndex: ScopeIndex<MonitorFacts> | undefined;
  private unreadIndex: ReadonlyMap<string, UnreadPart> | undefined;

  public constructor(private readonly contents: InventoryContents) {
    this.vaults = contents.vaults;
    this.policies = contents.policies;
    this.instances = contents.instances;
    this.servers = contents.servers;
    this.assignments = contents.assignments;
    this.providers = contents.providers;
    this.singleServerInstances = contents.singleServerInstances;
    this.onDemandBackups = contents.onDemandBackups;
    this.restoreActions = contents.restoreActions;
    this.clusters = contents.clusters;
    this.clusterUpdates = contents.clusterUpdates;
    this.passwordUpdates = contents.passwordUpdates;
    this.clusterAccesses = contents.clusterAccesses;
    this.removed = contents.removed;
    this.declared = new DependencyGraph(contents.declaredDependencies);
    this.all = new DependencyGraph(contents.dependencies);
    this.grants = new Grants(this.assignments, (server) => this.perhapsSame(server));
    for (const instance of this.instances) {
      const key = protectedKey(instance);
      if (key !== undefined) push(this.instancesOfServer, key, instance);
    }
  }

  /** Whether there are, or were, flexible servers or parts of what protects them: their vaults, roles, restore targets. */
  public get hasServerParts(): boolean {
    const { removed } = this;
    return [
      ...[this.vaults, this.policies, this.instances, this.servers, this.assignments, this.singleServerInstances],
      ...[this.onDemandBackups, this.restoreActions, this.contents.storageAccounts, this.contents.containers],
      ...[removed.vaults, removed.policies, removed.servers, removed.instances],
    ].some((entities: readonly Entity[]) => entities.length > 0);
  }

  /** Instances that protect a server, or may: of what else they name there is nothing to say but that (PGB409, PGB413). */
  public get serverInstances(): readonly InstanceFacts[] {
    this.ofServers ??= this.instances.filter(
      ({ datasource }) => datasource.state !== 'known' || datasource.value.kind === 'flexibleServer',
    );
    return this.ofServers;
  }

  /** Of the instances that protect one server the first, and all whose server isn't known. */
  public get firstInstances(): readonly InstanceFacts[] {
    const seen = new Set<string>();
    this.firstOfServers ??= this.serverInstances.filter(({ server }) => {
      if (server.state !== 'resolved') return server.state === 'unknown';
      return seen.size < seen.add(server.target.key).size;
    });
    return this.firstOfServers;
  }

  /** Where the vaults of the estate restore files to. */
  public get restoreTargets(): readonly RestoreTargetFacts[] {
    this.targets ??= findRestoreTargets(this.contents);
    return this.targets;
  }

  /** Locks by what they hold for. */
  public get locks(): ScopeIndex<LockFacts> {
    this.lockIndex ??= new ScopeIndex(this.contents.locks.map((lock) => [lock.scope, lock] as const));
    return this.lockIndex;
  }

  /** Diagnostic settings and alerts by what they look at. */
  public get monitors(): ScopeIndex<MonitorFacts> {
    this.monitorIndex ??= new ScopeIndex(
      this.contents.monitors.flatMap((monitor) => monitor.scopes.map((scope) => [scope, monitor] as const)),
    );
    return this.monitorIndex;
  }

  /** Parameters of a server that are set. */
  public parametersOf(server: ServerFacts): readonly ServerParameterFacts[] {
    return this.contents.serverParameters().filter((parameter) => isOf(server, parameter));
  }

  public entraAdministratorsOf(server: ServerFacts): readonly EntraAdministratorFacts[] {
    return this.contents.entraAdministrators().filter((administrator) => isOf(server, administrator));
  }

  /** Of the instances whose server isn't known one that may protect this server. */
  public perhapsProtecting(server: ServerFacts): InstanceFacts | undefined {
    this.ofUnknownServers ??= ofUnknownServers(this.serverInstances);
    const { any, byServer } = this.ofUnknownServers;
    return any ?? byServer.get(server.key) ?? this.perhapsBeside(server);
  }

  /** Of the instances that protect what is perhaps the same server one. */
  public perhapsBeside(server: ServerFacts): InstanceFacts | undefined {
    return this.perhapsSame(server).flatMap((each) => this.instancesOf(each))[0];
  }

  /** Instances that protect a server, by itself. */
  public instancesOf(server: ServerFacts): readonly InstanceFacts[] {
    return this.instancesOfServer.get(server.key) ?? [];
  }

  /** Instances that protect the same thing as this one, itself included. */
  public instancesBeside(instance: InstanceFacts): readonly InstanceFacts[] {
    const key = protectedKey(instance);
    return key === undefined ? [instance] : (this.instancesOfServer.get(key) ?? [instance]);
  }

  /**
   * Assignments to this vault that cover the server, or whose principal or scope leaves it open whether they do.
   * @param instance what they are asked for: made with it, they are there where it is
   */
  public grantsOn(vault: VaultFacts, server: ServerFacts, instance: InstanceFacts): GrantsOn {
    return this.grants.on(vault, server, instance);
  }

  /** Why what isn't found for an entity may be there all the same: a part that isn't read is given it. */
  public unreadWith({ key, address }: Pick<Entity, 'key' | 'address'>): string | undefined {
    this.unreadIndex ??= new Map(
      this.contents.unread.flatMap((part) => [...part.given()].map((given) => [given, part] as const)),
    );
    const part = this.unreadIndex.get(key);
    if (part !== undefined) return `${part.address} is given ${address}, and is not read`;
    const any = this.unreadIndex.get(UNSEEN);
    return any && `${any.address} is not read, and what it is for is known when Terraform plans`;
  }

  /** Why what isn't found for the resource group of a cluster may be there all the same. */
  public unreadAround({ groupKeys }: ClusterFacts): string | undefined {
    for (const key of groupKeys) {
      const address = addressOf(key);
      const given = this.unreadWith({ key, address });
      if (given !== undefined) return given;
      const maker = this.contents.unread.find((part) => part.address === address);
      if (maker !== undefined) return `${maker.address} makes its resource group, and is not read`;
    }
    return undefined;
  }

  /** Why nothing is known of what is only named: a part that isn't read makes it, `${module.vault.id}`. */
  public unreadMaker({ address }: Entity): string | undefined {
    const [, name] = /^\$\{(.+)\}$/.exec(address) ?? [];
    const maker = this.contents.unread.find((part) => name === part.address || name?.startsWith(`${part.address}.`));
    return maker && `${maker.address} makes it, and is not read`;
  }

  /** Servers that are perhaps the same as this one: one of the two is managed here, the other is only read or named. */
  private perhapsSame(server: ServerFacts): readonly ServerFacts[] {
    this.alike ??= alikeIn(this.servers);
    return this.alike.get(server.key) ?? [];
  }

  /** Whether `from` depends on `to`, directly or through anything between. */
  public dependsOn(from: Entity, to: Entity): Tri {
    if (this.contents.unitsBefore?.(unitOfKey(from.key)).has(unitOfKey(to.key)) === true) return true;
    // `depends_on` alone is quick to read and nearly always says it.
    if (this.declared.reaches(from.key, to.key) || this.all.reaches(from.key, to.key)) return true;
    return this.all.reaches(from.key, UNSEEN) ? 'unknown' : false;
  }
}

/** Instances whose server isn't known: one that may protect any, and one for each that may be meant. */
interface OfUnknownServers {
  readonly any: InstanceFacts | undefined;
  readonly byServer: ReadonlyMap<string, InstanceFacts>;
}

function ofUnknownServers(instances: readonly InstanceFacts[]): OfUnknownServers {
  const byServer = new Map<string, InstanceFacts>();
  for (const instance of instances) {
    const { server } = instance;
    const candidates = server.state === 'resolved' ? server.target.oneOf?.servers : undefined;
    for (const { key } of candidates ?? []) if (!byServer.has(key)) byServer.set(key, instance);
  }
  return { any: instances.find(({ server }) => server.state === 'unknown'), byServer };
}

function alikeIn(servers: readonly ServerFacts[]): ReadonlyMap<string, readonly ServerFacts[]> {
  const alike = new Map<string, ServerFacts[]>();
  const others = servers.filter(({ origin }) => origin !== 'managed');
  const byKey = new Map(others.length === 0 ? [] : servers.map((server) => [server.key, server]));
  for (const other of others) {
    for (const key of other.perhapsManaged ?? []) {
      const server = byKey.get(key);
      if (server === undefined) continue;
      push(alike, other.key, server);
      push(alike, key, other);
    }
  }
  return alike;
}

function isOf({ key }: ServerFacts, part: { readonly server: Link<ServerFacts> }): boolean {
  return part.server.state === 'resolved' && part.server.target.key === key;
}

/** What an instance protects: a server of the estate, or the id written down. */
function protectedKey(instance: InstanceFacts): string | undefined {
  if (instance.server.state === 'resolved') return instance.server.target.key;
  return instance.server.state === 'outside' ? `id:${instance.server.id.toLowerCase()}` : undefined;
}

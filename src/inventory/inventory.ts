import { ArmScope, both, Place, sameSymbol, Symbolic, Tri } from './arm-scope';
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
  OneOfServers,
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
import { findRestoreTargets, RestoreTargetFacts } from './restore-targets';
import { ScopeIndex } from './scope-index';
import { UNSEEN, UnreadPart } from './source';
import { addressOf } from './value';

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
}

/** What a plan takes away, as it is before. */
export interface RemovedEntities {
  readonly vaults: readonly VaultFacts[];
  readonly policies: readonly PolicyFacts[];
  readonly servers: readonly ServerFacts[];
  readonly instances: readonly InstanceFacts[];
}

/** Roles that a vault holds over a server: those that surely cover it and those that may. */
export interface GrantsOn {
  readonly sure: readonly AssignmentFacts[];
  readonly maybe: readonly { readonly assignment: AssignmentFacts; readonly why: string }[];
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
  /** Assignments on one server, by its key or its name; all others of a vault, by that vault: a look-up costs what it finds. */
  private readonly onServer = new Map<string, AssignmentFacts[]>();
  private readonly onName = new Map<string, AssignmentFacts[]>();
  private readonly wide = new Map<string, AssignmentFacts[]>();
  private readonly ofUnknownPrincipal: AssignmentFacts[] = [];
  private readonly grants = new Map<ServerFacts, { readonly vault: VaultFacts; readonly grants: GrantsOn }>();
  private readonly instancesOfServer = new Map<string, InstanceFacts[]>();
  private ofServers: readonly InstanceFacts[] | undefined;
  private firstOfServers: readonly InstanceFacts[] | undefined;
  private ofUnknownServers: OfUnknownServers | undefined;
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
    for (const assignment of this.assignments) this.index(assignment);
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
    return this.ofUnknownServers.any ?? this.ofUnknownServers.byServer.get(server.key);
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

  /** Assignments to this vault that cover the server, or whose principal or scope leaves it open whether they do. */
  public grantsOn(vault: VaultFacts, server: ServerFacts): GrantsOn {
    // Several rules ask, and nearly every server has one vault.
    const known = this.grants.get(server);
    if (known?.vault === vault) return known.grants;
    const grants = this.findGrants(vault, server);
    this.grants.set(server, { vault, grants });
    return grants;
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

  /** Whether `from` depends on `to`, directly or through anything between. */
  public dependsOn(from: Entity, to: Entity): Tri {
    // `depends_on` alone is quick to read and nearly always says it.
    if (this.declared.reaches(from.key, to.key) || this.all.reaches(from.key, to.key)) return true;
    return this.all.reaches(from.key, UNSEEN) ? 'unknown' : false;
  }

  private findGrants(vault: VaultFacts, server: ServerFacts): GrantsOn {
    const sure: AssignmentFacts[] = [];
    const maybe: { assignment: AssignmentFacts; why: string }[] = [];
    const sort = (assignment: AssignmentFacts, principalKnown: boolean) => {
      const covers = coversServer(assignment.scope, server);
      if (covers === false) return;
      if (covers === true && principalKnown) sure.push(assignment);
      else maybe.push({ assignment, why: principalKnown ? scopeDoubt(assignment) : principalDoubt(assignment) });
    };
    const sortOwned = (assignments: readonly AssignmentFacts[] | undefined, owner: string) => {
      for (const assignment of assignments ?? []) if (ownerOf(assignment) === owner) sort(assignment, owner !== '');
    };
    const onServer = this.onServer.get(server.key);
    sortOwned(onServer, vault.key);
    sortOwned(this.wide.get(vault.key), vault.key);
    sortOwned(onServer, '');
    if (this.onName.size > 0 && server.name.state === 'known') {
      const onName = this.onName.get(server.name.value.toLowerCase());
      sortOwned(onName, vault.key);
      sortOwned(onName, '');
    }
    for (const assignment of this.ofUnknownPrincipal) sort(assignment, false);
    if (server.oneOf !== undefined) {
      const seen = new Set([...sure, ...maybe.map(({ assignment }) => assignment)]);
      maybe.push(...this.grantsOnEach(vault, server.oneOf, seen));
    }
    return { sure, maybe };
  }

  /** What is assigned on one of several serves whatever is done to that one. */
  private *grantsOnEach(vault: VaultFacts, { servers, why }: OneOfServers, seen: Set<AssignmentFacts>) {
    for (const server of servers) {
      const { sure, maybe } = this.grantsOn(vault, server);
      for (const assignment of [...sure, ...maybe.map((each) => each.assignment)]) {
        if (seen.size < seen.add(assignment).size) yield { assignment, why };
      }
    }
  }

  private index(assignment: AssignmentFacts): void {
    const { vault, scope } = assignment;
    if (vault.state === 'absent') return;
    const owner = ownerOf(assignment);
    if (scope.kind === 'server') {
      push(this.onServer, scope.key, assignment);
    } else if (scope.kind === 'serverId' && scope.name.literal) {
      push(this.onName, scope.name.text.toLowerCase(), assignment);
    } else if (owner !== '') {
      push(this.wide, owner, assignment);
    } else if (vault.state === 'unknown') {
      this.ofUnknownPrincipal.push(assignment);
    }
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

function isOf({ key }: ServerFacts, part: { readonly server: Link<ServerFacts> }): boolean {
  return part.server.state === 'resolved' && part.server.target.key === key;
}

/** Whether a role on this scope holds for the server. */
function coversServer(scope: ArmScope, server: ServerFacts): Tri {
  switch (scope.kind) {
    case 'server':
      return scope.key === server.key;
    case 'serverId':
      return both(sameSymbol(scope.name, nameOf(server)), inPlace(scope.place, server));
    case 'resourceGroup':
      return inPlace(scope.place, server);
    case 'subscription':
      return sameSymbol(scope.subscription, server.place.subscription);
    case 'managementGroup':
    case 'unknown':
      return 'unknown';
    default:
      return false;
  }
}

function inPlace(place: Place, server: ServerFacts): Tri {
  return both(
    sameSymbol(place.resourceGroup, server.place.resourceGroup),
    sameSymbol(place.subscription, server.place.subscription),
  );
}

function nameOf(server: ServerFacts): Symbolic | undefined {
  return server.name.state === 'known' ? { text: server.name.value, literal: true } : undefined;
}

function scopeDoubt(assignment: AssignmentFacts): string {
  return assignment.scope.kind === 'unknown'
    ? `the scope of ${assignment.address} is unknown: ${assignment.scope.why}`
    : `whether the scope of ${assignment.address} (${assignment.scopeText}) holds the server is not known yet`;
}

function principalDoubt(assignment: AssignmentFacts): string {
  const why =
    assignment.vault.state === 'unknown'
      ? assignment.vault.why
      : `it is ${assignment.principal.state === 'known' ? assignment.principal.value : 'not given'}`;
  return `the principal of ${assignment.address} is unknown: ${why}`;
}

/** What an instance protects: a server of the estate, or the id written down. */
function protectedKey(instance: InstanceFacts): string | undefined {
  if (instance.server.state === 'resolved') return instance.server.target.key;
  return instance.server.state === 'outside' ? `id:${instance.server.id.toLowerCase()}` : undefined;
}

/** The key of the vault that an assignment is for; empty where it isn't known. */
function ownerOf({ vault }: AssignmentFacts): string {
  return vault.state === 'resolved' ? vault.target.key : '';
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

import { ArmScope, both, Place, sameSymbol, Symbolic, Tri } from './arm-scope';
import { DependencyGraph } from './dependency-graph';
import {
  AssignmentFacts,
  Entity,
  InstanceFacts,
  PolicyFacts,
  ProviderFacts,
  ServerFacts,
  VaultFacts,
} from './entities';

export interface InventoryContents {
  readonly vaults: readonly VaultFacts[];
  readonly policies: readonly PolicyFacts[];
  readonly instances: readonly InstanceFacts[];
  readonly servers: readonly ServerFacts[];
  readonly assignments: readonly AssignmentFacts[];
  readonly providers: readonly ProviderFacts[];
  /** Keys that a resource directly depends on. */
  readonly dependencies: (key: string) => Iterable<string>;
  /** Those of them that `depends_on` names. */
  readonly declaredDependencies: (key: string) => Iterable<string>;
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

  private readonly declared: DependencyGraph;
  private readonly all: DependencyGraph;
  /** Assignments on one server, by that server; all others of a vault, by that vault: a look-up costs what it finds. */
  private readonly onServer = new Map<string, AssignmentFacts[]>();
  private readonly wide = new Map<string, AssignmentFacts[]>();
  private readonly ofUnknownPrincipal: AssignmentFacts[] = [];
  private readonly instancesOfServer = new Map<string, InstanceFacts[]>();

  public constructor(contents: InventoryContents) {
    this.vaults = contents.vaults;
    this.policies = contents.policies;
    this.instances = contents.instances;
    this.servers = contents.servers;
    this.assignments = contents.assignments;
    this.providers = contents.providers;
    this.declared = new DependencyGraph(contents.declaredDependencies);
    this.all = new DependencyGraph(contents.dependencies);
    for (const assignment of this.assignments) this.index(assignment);
    for (const instance of this.instances) {
      const key = protectedKey(instance);
      if (key !== undefined) push(this.instancesOfServer, key, instance);
    }
  }

  /** Instances that protect the same thing as this one, itself included. */
  public instancesBeside(instance: InstanceFacts): readonly InstanceFacts[] {
    const key = protectedKey(instance);
    return key === undefined ? [instance] : (this.instancesOfServer.get(key) ?? [instance]);
  }

  /** Assignments to this vault that cover the server, or whose principal or scope leaves it open whether they do. */
  public grantsOn(vault: VaultFacts, server: ServerFacts): GrantsOn {
    const sure: AssignmentFacts[] = [];
    const maybe: { assignment: AssignmentFacts; why: string }[] = [];
    const sort = (assignment: AssignmentFacts, principalKnown: boolean) => {
      const covers = coversServer(assignment.scope, server);
      if (covers === false) return;
      if (covers === true && principalKnown) sure.push(assignment);
      else maybe.push({ assignment, why: principalKnown ? scopeDoubt(assignment) : principalDoubt(assignment) });
    };
    for (const assignment of this.onServer.get(pairKey(vault.key, server.key)) ?? []) sort(assignment, true);
    for (const assignment of this.wide.get(vault.key) ?? []) sort(assignment, true);
    for (const assignment of this.onServer.get(pairKey('', server.key)) ?? []) sort(assignment, false);
    if (server.name.state === 'known') {
      const name = nameKey(server.name.value);
      for (const assignment of this.onServer.get(pairKey(vault.key, name)) ?? []) sort(assignment, true);
      for (const assignment of this.onServer.get(pairKey('', name)) ?? []) sort(assignment, false);
    }
    for (const assignment of this.ofUnknownPrincipal) sort(assignment, false);
    return { sure, maybe };
  }

  /** Whether `from` depends on `to`, directly or through anything between. */
  public dependsOn(from: Entity, to: Entity): boolean {
    // `depends_on` alone is quick to read and nearly always says it.
    return this.declared.reaches(from.key, to.key) || this.all.reaches(from.key, to.key);
  }

  private index(assignment: AssignmentFacts): void {
    const { vault, scope } = assignment;
    if (vault.state === 'absent') return;
    const owner = vault.state === 'resolved' ? vault.target.key : '';
    if (scope.kind === 'server') {
      push(this.onServer, pairKey(owner, scope.key), assignment);
    } else if (scope.kind === 'serverId' && scope.name.literal) {
      push(this.onServer, pairKey(owner, nameKey(scope.name.text)), assignment);
    } else if (owner !== '') {
      push(this.wide, owner, assignment);
    } else if (vault.state === 'unknown') {
      this.ofUnknownPrincipal.push(assignment);
    }
  }
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

function nameKey(name: string): string {
  return `name:${name.toLowerCase()}`;
}

function pairKey(vault: string, server: string): string {
  return `${vault}\n${server}`;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

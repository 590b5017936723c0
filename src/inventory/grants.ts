import { ArmScope, both, Place, sameSymbol, Symbolic, Tri } from './arm-scope';
import { AssignmentFacts, Entity, InstanceFacts, OneOfServers, ServerFacts, VaultFacts } from './entities';
import { push } from './push';
import { isThereWith } from './repetition';

/** Roles that a vault holds over a server: those that surely cover it and those that may. */
export interface GrantsOn {
  readonly sure: readonly AssignmentFacts[];
  readonly maybe: readonly { readonly assignment: AssignmentFacts; readonly why: string }[];
}

/** Which roles vaults hold over servers. */
export class Grants {
  /** Assignments on one server, by its key or its name; all others of a vault, by that vault: a look-up costs what it finds. */
  private readonly onServer = new Map<string, AssignmentFacts[]>();
  private readonly onName = new Map<string, AssignmentFacts[]>();
  private readonly wide = new Map<string, AssignmentFacts[]>();
  private readonly ofUnknownPrincipal: AssignmentFacts[] = [];
  private readonly found = new Map<ServerFacts, { readonly vault: VaultFacts; readonly grants: GrantsOn }>();

  /** @param perhapsSame servers that are perhaps the same as one */
  public constructor(
    assignments: readonly AssignmentFacts[],
    private readonly perhapsSame: (server: ServerFacts) => readonly ServerFacts[],
  ) {
    for (const assignment of assignments) this.index(assignment);
  }

  /** @param instance what they are asked for: made with it, they are there where it is */
  public on(vault: VaultFacts, server: ServerFacts, instance: InstanceFacts): GrantsOn {
    // Several rules ask, and nearly every server has one vault.
    const known = this.found.get(server);
    const grants = known?.vault === vault ? known.grants : this.find(vault, server);
    if (grants !== known?.grants) this.found.set(server, { vault, grants });
    return certain(grants, [vault, server, instance]);
  }

  private find(vault: VaultFacts, server: ServerFacts): GrantsOn {
    const { sure, maybe } = this.onOne(vault, server);
    const others = [
      ...(server.oneOf === undefined ? [] : [server.oneOf]),
      ...this.perhapsSame(server).map((other) => ({ servers: [other], why: sameDoubt(server, other) })),
    ];
    if (others.length === 0) return { sure, maybe };
    const seen = new Set([...sure, ...maybe.map(({ assignment }) => assignment)]);
    return { sure, maybe: [...maybe, ...others.flatMap((each) => [...this.onEach(vault, each, seen)])] };
  }

  private onOne(vault: VaultFacts, server: ServerFacts): GrantsOn {
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
    return { sure, maybe };
  }

  /** What is assigned on one of several serves whatever is done to that one; so does what is assigned on what may be the same. */
  private *onEach(vault: VaultFacts, { servers, why }: OneOfServers, seen: Set<AssignmentFacts>) {
    for (const server of servers) {
      const { sure, maybe } = this.onOne(vault, server);
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

function sameDoubt(a: ServerFacts, b: ServerFacts): string {
  const [other, managed] = a.origin === 'managed' ? [b, a] : [a, b];
  return `whether ${other.address} is ${managed.address} is not known yet`;
}

/** Of what is repeated there may be none, unless it is made with what it is asked for. */
function certain(grants: GrantsOn, asked: readonly Entity[]): GrantsOn {
  const isThere = (assignment: Entity) => isThereWith(assignment, ...asked);
  const doubtful = grants.sure.filter((assignment) => !isThere(assignment));
  if (doubtful.length === 0) return grants;
  const maybe = doubtful.map((assignment) => ({
    assignment,
    why: `how many there are of ${assignment.address} (\`count\` or \`for_each\`) is known in a plan`,
  }));
  return { sure: grants.sure.filter(isThere), maybe: [...grants.maybe, ...maybe] };
}

/** The key of the vault that an assignment is for; empty where it isn't known. */
function ownerOf({ vault }: AssignmentFacts): string {
  return vault.state === 'resolved' ? vault.target.key : '';
}

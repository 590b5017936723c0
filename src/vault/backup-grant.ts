import type { RoleAssignment, RoleAssignmentConfig } from '@cdktf/provider-azurerm/lib/role-assignment';
import { ITerraformDependable, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { IFlexServer } from './flex-server-interface';
import { PropagationWait } from './propagation-wait';
import { RoleWaits } from './role-waits';
import { ROLES, Role } from '../matrix/roles';
import { generated } from '../terraform/generated';
import { referencedGroup, resolvedText } from '../terraform/known-text';
import { shortHash, terraformUuid } from '../terraform/names';
import { Registry } from '../terraform/registry';
import { roleDefinitionId } from '../terraform/role-definition-id';
import { sharedText } from '../terraform/shared-text';
import { isUnresolvedString } from '../time/token';

/** The roles that let a vault back up one server. */
export class BackupGrant {
  /** @internal */
  public static _of(resources: TerraformResource[]): BackupGrant {
    return new BackupGrant(resources);
  }

  private constructor(
    /** @internal */
    public readonly _resources: TerraformResource[],
  ) {}

  /** What has to exist before the server can be protected: the wait for the roles, or the roles where there is none. */
  public get dependables(): ITerraformDependable[] {
    return [...this._resources];
  }
}

/** The identity that gets the roles. */
export interface Grantee {
  readonly construct: IConstruct;
  readonly principalId: string;
  /** Text that names the vault and no other, for deterministic assignment names. */
  readonly seed: string;
  readonly wait: PropagationWait;
}

/** Readers of an app by vault and resource group: two of them would be one in Azure, which refuses the second. */
const READERS = new Registry<IConstruct, Map<string, RoleAssignment>>(() => new Map());
const WAITS = new Registry<IConstruct, Map<TerraformStack, RoleWaits>>(() => new Map());
const GRANTS = new Registry<IConstruct, Map<IConstruct, BackupGrant>>(() => new Map());

/**
 * Gives a vault what it needs on a server: the long-term retention role on it, Reader once on its resource group, and a
 * wait. All of it lies in the server's stack, so that a vault in a stack of its own stays independent of its servers; where
 * the servers of a group lie in several stacks, Reader lies in the first, and the others wait for that.
 */
export function grantBackup(grantee: Grantee, server: IFlexServer): BackupGrant {
  const grants = GRANTS.of(grantee.construct);
  const existing = grants.get(server);
  if (existing !== undefined) return existing;
  const group = groupOf(server);
  const role = new generated.RoleAssignment(
    server,
    childId(server, grantee, 'BackupRole'),
    // The server's id isn't known before it exists; its name is, so that this one's name is known in the first plan.
    assignment(ROLES.longTermRetentionBackup, grantee, server, group, server.serverId, `/servers/${server.serverName}`),
  );
  const reader = readerOf(grantee, server, group);
  const waits = waitsOf(grantee, TerraformStack.of(server));
  const resources =
    waits === undefined
      ? [role, ...(reader === undefined ? [] : [reader])]
      : [waits.for({ server, role, reader, id: childId(server, grantee, 'BackupRoleWait') })];
  const grant = BackupGrant._of(resources);
  grants.set(server, grant);
  return grant;
}

/** Undefined where nothing is waited for. */
function waitsOf(grantee: Grantee, stack: TerraformStack): RoleWaits | undefined {
  const { duration } = grantee.wait;
  if (duration === undefined) return undefined;
  const waits = WAITS.of(grantee.construct);
  let ofStack = waits.get(stack);
  if (ofStack === undefined) {
    ofStack = new RoleWaits(placeIn(grantee, stack), duration);
    waits.set(stack, ofStack);
  }
  return ofStack;
}

interface Group {
  /** ARM id. */
  readonly id: string;
  /** Subscription, with its tokens written as expressions. */
  readonly subscription: string;
  /** Name, likewise. */
  readonly name: string;
  /** The same for every use of the group in a stack, whatever token its name came with. */
  readonly key: string;
  /** The same for every use of the group in the app. */
  readonly identity: string;
  /** The stack that makes it, where one of the app does. */
  readonly owner: TerraformStack | undefined;
}

function groupOf(server: IFlexServer): Group {
  const { subscriptionId, resourceGroupName } = server;
  const subscription = resolvedText(server, subscriptionId);
  const name = resolvedText(server, resourceGroupName);
  const key = `${withoutCase(subscription)}/${withoutCase(name)}`;
  const isWritten = ![subscriptionId, resourceGroupName].some(isUnresolvedString);
  const resource = referencedGroup(server, resourceGroupName);
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}`,
    subscription,
    name,
    key,
    // Two stacks mean one group where it is one resource of the app, or where all of it is written down.
    identity: resource?.identity ?? (isWritten ? key : `${TerraformStack.of(server).node.path}\n${key}`),
    owner: resource?.stack,
  };
}

/** Azure's own names are the same in any case; what Terraform calls them isn't. */
export function withoutCase(text: string): string {
  return isUnresolvedString(text) ? text : text.toLowerCase();
}

/** @returns nothing where it is another stack's, for which all of the server's stack waits */
function readerOf(grantee: Grantee, server: IFlexServer, group: Group): RoleAssignment | undefined {
  const stack = TerraformStack.of(server);
  const readers = READERS.of(stack.node.root);
  // Two imports of one id are one vault.
  const vault = isUnresolvedString(grantee.seed) ? grantee.construct.node.path : grantee.seed.toLowerCase();
  const key = `${vault}\n${group.identity}`;
  const existing = readers.get(key);
  if (existing !== undefined) {
    const holder = TerraformStack.of(existing);
    if (holder === stack) return existing;
    // Of two stacks that would wait for each other PGB108 has a word: the holder refers to the group of this one.
    if (!holder.dependsOn(stack) && group.owner !== stack) {
      stack.addDependency(holder);
      return undefined;
    }
  }
  const reader = new generated.RoleAssignment(
    placeIn(grantee, stack),
    `Reader-${shortHash(group.key)}`,
    assignment(ROLES.reader, grantee, server, group, group.id, ''),
  );
  readers.set(key, reader);
  return reader;
}

/** In the vault's own stack what belongs to no server alone is its child; elsewhere it hangs on a place of its own. */
export function placeIn(grantee: Grantee, stack: TerraformStack): IConstruct {
  const { construct } = grantee;
  if (TerraformStack.of(construct) === stack) return construct;
  const id = `BackupRoles-${shortHash(construct.node.path)}`;
  return stack.node.tryFindChild(id) ?? new Construct(stack, id);
}

/** @param below names the scope below the group, for the name of the assignment */
function assignment(
  role: Role,
  grantee: Grantee,
  server: IFlexServer,
  group: Group,
  scope: string,
  below: string,
): RoleAssignmentConfig {
  const { subscriptionId, provider } = server;
  const grant = sharedText(
    server,
    `${grantee.construct.node.path} on ${group.subscription}/${group.name}`,
    `${grantee.seed}|${group.id}`,
  );
  return {
    name: terraformUuid(`${role.guid}|${grant}${below}`),
    scope,
    roleDefinitionId: sharedText(
      server,
      `${role.key} in ${group.subscription}`,
      roleDefinitionId(subscriptionId, role),
    ),
    principalId: grantee.principalId,
    principalType: 'ServicePrincipal',
    provider,
  };
}

/** A server that changes vaults has the roles of both for a while. */
function childId(server: IFlexServer, grantee: Grantee, id: string): string {
  const own = `${id}-${grantee.construct.node.id}`;
  return server.node.tryFindChild(own) === undefined ? own : `${own}-${shortHash(grantee.construct.node.path)}`;
}

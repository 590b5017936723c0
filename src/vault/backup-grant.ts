import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { ITerraformDependable, TerraformProvider, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { ROLES, Role } from '../matrix/roles';
import { shortHash, terraformUuid } from '../terraform/names';
import { Registry } from '../terraform/registry';
import { resolvedText } from '../terraform/known-text';
import { ensureTimeProvider } from '../terraform/time-provider';
import { IFlexServer } from './flex-server-interface';
import { PropagationWait } from './propagation-wait';
import { generated } from '../terraform/generated';

/** The roles that let a vault back up one server. */
export class BackupGrant {
  /** @internal */
  public constructor(
    /** What has to exist before the server can be protected: the roles, and the wait for them. */
    public readonly dependables: ITerraformDependable[],
  ) {}
}

/** The identity that gets the roles. */
export interface Grantee {
  readonly construct: IConstruct;
  readonly principalId: string;
  /** Text that names the vault and no other, for deterministic assignment names. */
  readonly seed: string;
  readonly wait: PropagationWait;
}

/** Readers of one vault in one stack, by resource group. */
const READERS = new Registry<IConstruct, Map<string, RoleAssignment>>(() => new Map());
const GRANTS = new Registry<IConstruct, Map<string, BackupGrant>>(() => new Map());

/**
 * Gives a vault what it needs on a server: the long-term retention role on it, Reader once on its resource group, and a
 * wait. All of it lies in the server's stack, so that a vault in a stack of its own stays independent of its servers.
 */
export function grantBackup(grantee: Grantee, server: IFlexServer): BackupGrant {
  const grants = GRANTS.of(grantee.construct);
  const existing = grants.get(server.node.path);
  if (existing !== undefined) return existing;
  const reader = readerOf(grantee, server);
  const group = groupId(server);
  const role = assign(server, childId(server, grantee, 'BackupRole'), {
    role: ROLES.longTermRetentionBackup,
    scope: server.serverId,
    // The server's id isn't known before it exists; its parts are, so that the name is known in the first plan.
    scopeText: `${group}/servers/${server.serverName}`,
    subscriptionId: server.subscriptionId,
    provider: server.provider,
    grantee,
  });
  const grant = new BackupGrant(wait(server, grantee, role, reader));
  grants.set(server.node.path, grant);
  return grant;
}

function readerOf(grantee: Grantee, server: IFlexServer): RoleAssignment {
  const stack = TerraformStack.of(server);
  const group = groupId(server);
  const readers = READERS.of(grantee.construct);
  // Every use of a group's name is another token; what they stand for is the same.
  const name = resolvedText(stack, server.resourceGroupName);
  const place = `${resolvedText(stack, server.subscriptionId)}/${name}`.toLowerCase();
  const key = `${stack.node.path}\n${place}`;
  const existing = readers.get(key);
  if (existing !== undefined) return existing;
  const reader = assign(
    readerScope(grantee, stack),
    `Reader-${shortHash(place)}`,
    {
      role: ROLES.reader,
      scope: group,
      scopeText: group,
      subscriptionId: server.subscriptionId,
      provider: server.provider,
      grantee,
    },
  );
  readers.set(key, reader);
  return reader;
}

/** In the vault's own stack its readers are its children; elsewhere they hang on a place of their own. */
function readerScope(grantee: Grantee, stack: TerraformStack): IConstruct {
  const { construct } = grantee;
  if (TerraformStack.of(construct) === stack) return construct;
  const id = `BackupReaders-${shortHash(construct.node.path)}`;
  return stack.node.tryFindChild(id) ?? new Construct(stack, id);
}

interface AssignmentProps {
  readonly role: Role;
  readonly scope: string;
  readonly scopeText: string;
  readonly subscriptionId: string;
  readonly provider?: TerraformProvider;
  readonly grantee: Grantee;
}

function assign(scope: IConstruct, id: string, props: AssignmentProps): RoleAssignment {
  const { role, grantee, subscriptionId } = props;
  return new generated.RoleAssignment(scope, id, {
    name: terraformUuid(`${role.guid}|${grantee.seed}|${props.scopeText}`),
    scope: props.scope,
    // Without the subscription Azure answers with another spelling, and every plan would replace the assignment.
    roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role.guid}`,
    principalId: grantee.principalId,
    principalType: 'ServicePrincipal',
    provider: props.provider,
  });
}

/**
 * One wait for each server: a shared one would make the graph quadratic, and a new server would hold up all others. A
 * role that is assigned anew, because its server was replaced, is waited for anew.
 */
function wait(
  server: IFlexServer,
  grantee: Grantee,
  role: RoleAssignment,
  reader: RoleAssignment,
): ITerraformDependable[] {
  const { duration } = grantee.wait;
  if (duration === undefined) return [role, reader];
  ensureTimeProvider(server);
  return [
    new generated.Sleep(server, childId(server, grantee, 'BackupRoleWait'), {
      createDuration: duration,
      dependsOn: [role, reader],
      lifecycle: { replaceTriggeredBy: [`azurerm_role_assignment.${role.friendlyUniqueId}`] },
    }),
  ];
}

/** A server that changes vaults has the roles of both for a while. */
function childId(server: IFlexServer, grantee: Grantee, id: string): string {
  const own = `${id}-${grantee.construct.node.id}`;
  return server.node.tryFindChild(own) === undefined ? own : `${own}-${shortHash(grantee.construct.node.path)}`;
}

function groupId(server: IFlexServer): string {
  return `/subscriptions/${server.subscriptionId}/resourceGroups/${server.resourceGroupName}`;
}

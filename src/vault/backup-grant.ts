import type { RoleAssignment, RoleAssignmentConfig } from '@cdktf/provider-azurerm/lib/role-assignment';
import { ITerraformDependable, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { ROLES, Role } from '../matrix/roles';
import { addressOf, dependOn } from '../terraform/depend';
import { generated } from '../terraform/generated';
import { resolvedText } from '../terraform/known-text';
import { shortHash, terraformUuid } from '../terraform/names';
import { Registry } from '../terraform/registry';
import { ensureTimeProvider } from '../terraform/time-provider';
import { IFlexServer } from './flex-server-interface';
import { PropagationWait } from './propagation-wait';

/** The roles that let a vault back up one server. */
export class BackupGrant {
  /** @internal */
  public constructor(
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

/** Readers of one vault in one stack, by resource group. */
const READERS = new Registry<IConstruct, Map<string, RoleAssignment>>(() => new Map());
const GRANTS = new Registry<IConstruct, Map<IConstruct, BackupGrant>>(() => new Map());

/**
 * Gives a vault what it needs on a server: the long-term retention role on it, Reader once on its resource group, and a
 * wait. All of it lies in the server's stack, so that a vault in a stack of its own stays independent of its servers.
 */
export function grantBackup(grantee: Grantee, server: IFlexServer): BackupGrant {
  const grants = GRANTS.of(grantee.construct);
  const existing = grants.get(server);
  if (existing !== undefined) return existing;
  const group = `/subscriptions/${server.subscriptionId}/resourceGroups/${server.resourceGroupName}`;
  const roles = [
    new generated.RoleAssignment(
      server,
      childId(server, grantee, 'BackupRole'),
      // The server's id isn't known before it exists; its parts are, so that the name is known in the first plan.
      assignment(
        ROLES.longTermRetentionBackup,
        grantee,
        server,
        server.serverId,
        `${group}/servers/${server.serverName}`,
      ),
    ),
    readerOf(grantee, server, group),
  ];
  let resources: TerraformResource[] = roles;
  const { duration } = grantee.wait;
  if (duration !== undefined) {
    ensureTimeProvider(server);
    // One wait for each server: a shared one would make the graph quadratic, and a new server would hold up all others.
    const wait = new generated.Sleep(server, childId(server, grantee, 'BackupRoleWait'), {
      createDuration: duration,
      // A role that is assigned anew, because its server was replaced, is waited for anew.
      lifecycle: { replaceTriggeredBy: [addressOf(roles[0])] },
    });
    dependOn(wait, roles);
    resources = [wait];
  }
  const grant = new BackupGrant(resources);
  grants.set(server, grant);
  return grant;
}

function readerOf(grantee: Grantee, server: IFlexServer, group: string): RoleAssignment {
  const stack = TerraformStack.of(server);
  const readers = READERS.of(grantee.construct);
  // Every use of a group's name is another token; what they stand for is the same.
  const name = resolvedText(stack, server.resourceGroupName);
  const place = `${resolvedText(stack, server.subscriptionId)}/${name}`.toLowerCase();
  const key = `${stack.node.path}\n${place}`;
  const existing = readers.get(key);
  if (existing !== undefined) return existing;
  const reader = new generated.RoleAssignment(
    readerScope(grantee, stack),
    `Reader-${shortHash(place)}`,
    assignment(ROLES.reader, grantee, server, group, group),
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

/** @param scopeText names the scope, for the name of the assignment */
function assignment(
  role: Role,
  grantee: Grantee,
  server: IFlexServer,
  scope: string,
  scopeText: string,
): RoleAssignmentConfig {
  return {
    name: terraformUuid(`${role.guid}|${grantee.seed}|${scopeText}`),
    scope,
    // Without the subscription Azure answers with another spelling, and every plan would replace the assignment.
    roleDefinitionId: `/subscriptions/${server.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role.guid}`,
    principalId: grantee.principalId,
    principalType: 'ServicePrincipal',
    provider: server.provider,
  };
}

/** A server that changes vaults has the roles of both for a while. */
function childId(server: IFlexServer, grantee: Grantee, id: string): string {
  const own = `${id}-${grantee.construct.node.id}`;
  return server.node.tryFindChild(own) === undefined ? own : `${own}-${shortHash(grantee.construct.node.path)}`;
}

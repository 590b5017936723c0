import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import type { Sleep } from '@cdktf/provider-time/lib/sleep';
import { IConstruct } from 'constructs';
import { IFlexServer } from './flex-server-interface';
import { addressOf, dependOn } from '../terraform/depend';
import { generated } from '../terraform/generated';
import { shortHash } from '../terraform/names';
import { ensureTimeProvider } from '../terraform/time-provider';

/** So many servers of a vault and stack have a wait of their own. */
const OWN_WAITS = 100;
/** The waits that further servers share: enough of them that a graph of thousands stays linear. */
const SHARED_WAITS_DIGITS = 2;

/** A server's role, the Reader of its group where that is of the same stack, and what names them. */
export interface AwaitedRoles {
  readonly server: IFlexServer;
  readonly role: RoleAssignment;
  readonly reader: RoleAssignment | undefined;
  /** Id for a wait of the server's own. */
  readonly id: string;
}

/**
 * The waits for the roles of one vault in one stack.
 *
 * A wait for each server is the one that nobody else notices, but every resource has its price in a plan, and one wait
 * for all makes the graph quadratic. So the first hundred servers have their own and the others share 256 by the hash of
 * their path: adding a server touches one wait, and which one depends on no other server.
 */
export class RoleWaits {
  private own = 0;
  private readonly shared = new Map<string, Sleep>();

  public constructor(
    private readonly scope: IConstruct,
    private readonly duration: string,
  ) {}

  /** The wait that an instance of the server has to depend on. */
  public for(roles: AwaitedRoles): Sleep {
    ensureTimeProvider(roles.server);
    if (this.own < OWN_WAITS) {
      this.own++;
      return this.extend(this.create(roles.server, roles.id), roles);
    }
    const bucket = shortHash(roles.server.node.path, SHARED_WAITS_DIGITS);
    const wait = this.shared.get(bucket) ?? this.create(this.scope, `BackupRoleWait-${bucket}`);
    this.shared.set(bucket, wait);
    // A server that joins has to be waited for as well: a changed trigger makes the wait anew, and nothing but the wait.
    wait.triggers = { ...wait.triggersInput, [shortHash(roles.server.node.path)]: 'waited for' };
    return this.extend(wait, roles);
  }

  private create(scope: IConstruct, id: string): Sleep {
    return new generated.Sleep(scope, id, { createDuration: this.duration });
  }

  private extend(wait: Sleep, { role, reader }: AwaitedRoles): Sleep {
    const known = wait.dependsOn ?? [];
    dependOn(wait, reader === undefined || known.includes(addressOf(reader)) ? [role] : [role, reader]);
    // A role that is assigned anew, because its server was replaced, is waited for anew.
    wait.lifecycle = { replaceTriggeredBy: [...(wait.lifecycle?.replaceTriggeredBy ?? []), addressOf(role)] };
    return wait;
  }
}

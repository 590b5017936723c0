import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { assignRole, RoleContent, RolePlace } from './on-demand-role';
import { OnDemandScope } from './on-demand-scope';
import { NAMES } from '../matrix/names';
import { SOURCES } from '../matrix/source';
import { checkName, refuse, show } from '../terraform/check';
import { ownProvider, providerIdentity } from '../terraform/subscription';
import { IFlexServer } from '../vault/flex-server-interface';
import { Principal } from '../vault/principal';

const SERVERS = 'Microsoft.DBforPostgreSQL/flexibleServers';

/** Who may take backups on demand, and of what. */
export interface OnDemandBackupOperatorProps {
  /** Who may: at least one. */
  readonly principals: Principal[];
  /** Of which servers. */
  readonly on: OnDemandScope;
  /**
   * Whether they may also see the servers and their backups, which the portal asks for.
   * @default false
   */
  readonly mayRead?: boolean;
  /**
   * Whether they may also delete backups that were taken on demand.
   * @default false
   */
  readonly mayDelete?: boolean;
  /**
   * Name of the custom role. A hash of stack, subscription and permissions is added: names are unique in a tenant.
   * @default 'PostgreSQL On-Demand Backup Operator'
   */
  readonly roleName?: string;
}

/**
 * People, groups or programs that may take backups of servers on demand, and nothing else. No built-in role gives as little,
 * so this makes a custom one with exactly `Microsoft.DBforPostgreSQL/flexibleServers/backups/write` ("On-demand backup
 * Azure Database for PostgreSQL - Flexible Server using Azure portal", 2024-11-05), and `backups/delete`, or
 * `flexibleServers/read` and `backups/read`, when asked ("Azure permissions for Databases", 2024-04-25).
 *
 * Operators of a stack share the role. To back up to a vault and to restore from it is what
 * `vault.grantBackupOperator(…)` lets them.
 */
export class OnDemandBackupOperator extends Construct {
  /** Who may take backups. */
  public readonly principals: Principal[];
  /** What the role allows, as Azure spells it. */
  public readonly actions: string[];
  private readonly assignments: ITerraformDependable[];

  /**
   * @throws OnDemandOperator when there is no principal, no server or no name of the role
   * @throws PGB509 when the name of the resource group isn't one
   */
  public constructor(scope: Construct, id: string, props: OnDemandBackupOperatorProps) {
    super(scope, id);
    const { roleName = 'PostgreSQL On-Demand Backup Operator' } = props;
    this.check(props, roleName);
    this.principals = [...props.principals];
    this.actions = actionsOf(props);
    const content: RoleContent = {
      name: roleName,
      description: 'Takes backups of flexible servers on demand.',
      actions: this.actions,
    };
    this.assignments = this.placesOf(props.on).flatMap((place) =>
      this.principals.map((principal) => assignRole(this, content, place, principal)),
    );
  }

  /** What has to exist before the principals may take backups; Azure takes up to ten minutes more. */
  public get dependables(): ITerraformDependable[] {
    return [...this.assignments];
  }

  private check({ principals, on }: OnDemandBackupOperatorProps, roleName: string): void {
    const source = SOURCES.roleDefinitions;
    if (principals.length === 0) {
      const mend = 'name a group, or whoever takes the backups';
      refuse(this, 'OnDemandOperator', '`principals` must be at least one, got: none.', undefined, mend);
    }
    if (on.name === 'servers' && on._servers.length === 0) {
      const mend = 'name the servers, or use OnDemandScope.resourceGroup(…)';
      refuse(this, 'OnDemandOperator', '`on` must be at least one server, got: none.', undefined, mend);
    }
    if (roleName.trim() === '') {
      const mend = 'leave it out, or give the role a name';
      refuse(this, 'OnDemandOperator', `\`roleName\` must be a name, got: ${show(roleName.trim())}.`, source, mend);
    }
    if (on._resourceGroupName !== undefined) {
      checkName(this, 'resourceGroupName', on._resourceGroupName, NAMES.resourceGroup);
    }
  }

  private placesOf(on: OnDemandScope): RolePlace[] {
    if (on._servers.length > 0) return on._servers.map((server) => this.placeOf(server));
    const { _resourceGroupName: resourceGroupName, _provider: provider } = on;
    const { subscriptionId } = providerIdentity(this, provider);
    const subscription = `/subscriptions/${subscriptionId}`;
    const id = resourceGroupName === undefined ? subscription : `${subscription}/resourceGroups/${resourceGroupName}`;
    return [{ id, name: id, subscriptionId, resourceGroupName, provider }];
  }

  private placeOf(server: IFlexServer): RolePlace {
    const { serverId: id, subscriptionId, resourceGroupName, serverName } = server;
    const name = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/servers/${serverName}`;
    return { id, name, subscriptionId, resourceGroupName, provider: ownProvider(this, server) };
  }
}

/** In a fixed order: the same permissions are the same role. */
function actionsOf({ mayRead = false, mayDelete = false }: OnDemandBackupOperatorProps): string[] {
  return [
    ...(mayRead ? [`${SERVERS}/read`, `${SERVERS}/backups/read`] : []),
    `${SERVERS}/backups/write`,
    ...(mayDelete ? [`${SERVERS}/backups/delete`] : []),
  ];
}

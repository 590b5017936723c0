import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { ITerraformDependable, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { Grantee, placeIn, withoutCase } from './backup-grant';
import { RestoreRoleScope } from './restore-role-scope';
import { IRestoreTarget } from './restore-target-interface';
import { ROLES } from '../matrix/roles';
import { generated } from '../terraform/generated';
import { resolvedText } from '../terraform/known-text';
import { shortHash, terraformUuid } from '../terraform/names';
import { Registry } from '../terraform/registry';
import { roleDefinitionId } from '../terraform/role-definition-id';

/** The role that lets a vault restore to one container. */
export class RestoreGrant {
  /** @internal */
  public static _of(role: RoleAssignment): RestoreGrant {
    return new RestoreGrant(role);
  }

  private constructor(private readonly role: RoleAssignment) {}

  /** What has to exist before the vault can restore. */
  public get dependables(): ITerraformDependable[] {
    return [this.role];
  }
}

/** Roles of one vault, by stack and by what they are on. */
const ROLES_ON = new Registry<IConstruct, Map<string, RoleAssignment>>(() => new Map());

/**
 * Gives a vault Storage Blob Data Contributor on a container or its account, once for each. Nothing waits until Azure has
 * spread it: no resource of Terraform's writes to the container, and whoever restores does so long after.
 */
export function grantRestore(grantee: Grantee, target: IRestoreTarget): RestoreGrant {
  const stack = TerraformStack.of(target);
  const { storageAccountName: account, containerName: container } = target;
  const onContainer = target.roleScope === RestoreRoleScope.CONTAINER;
  const below = onContainer ? `${account}/${container}` : account;
  const key = withoutCase(resolvedText(target, below));
  const roles = ROLES_ON.of(grantee.construct);
  const place = `${stack.node.path}\n${key}`;
  let role = roles.get(place);
  if (role === undefined) {
    const definition = ROLES.storageBlobDataContributor;
    role = new generated.RoleAssignment(placeIn(grantee, stack), `RestoreRole-${shortHash(key)}`, {
      // Names of accounts are unique in all of Azure, and known in the first plan where ids aren't.
      name: terraformUuid(`${definition.guid}|${grantee.seed}|${below}`),
      scope: onContainer ? target.containerId : target.storageAccountId,
      roleDefinitionId: roleDefinitionId(target.subscriptionId, definition),
      principalId: grantee.principalId,
      principalType: 'ServicePrincipal',
      provider: target.provider,
    });
    roles.set(place, role);
  }
  return RestoreGrant._of(role);
}

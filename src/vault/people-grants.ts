import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { ITerraformDependable } from 'cdktf';
import { IConstruct } from 'constructs';
import { withoutCase } from './backup-grant';
import type { IBackupVault } from './backup-vault-interface';
import { Principal } from './principal';
import { Role } from '../matrix/roles';
import { armIdPart } from '../terraform/arm-id';
import { generated } from '../terraform/generated';
import { resolvedText } from '../terraform/known-text';
import { shortHash, terraformUuid } from '../terraform/names';
import { Registry } from '../terraform/registry';
import { roleDefinitionId } from '../terraform/role-definition-id';
import { providerIdentity } from '../terraform/subscription';
import { isUnresolvedString } from '../time/token';

/** A role that somebody was given on a vault. */
export class PrincipalGrant {
  /** @internal */
  public static _of(role: RoleAssignment): PrincipalGrant {
    return new PrincipalGrant(role);
  }

  private constructor(private readonly role: RoleAssignment) {}

  /** What has to exist before the principal can use the vault. */
  public get dependables(): ITerraformDependable[] {
    return [this.role];
  }
}

const GRANTS = new Registry<IConstruct, Map<string, PrincipalGrant>>(() => new Map());

/**
 * Gives somebody a role on a vault and nothing else, once however often it is asked for.
 * @param seed text that names the vault and no other of the tenant
 */
export function grantPrincipal(vault: IBackupVault, seed: string, role: Role, principal: Principal): PrincipalGrant {
  const { objectId, type } = principal;
  const person = withoutCase(resolvedText(vault, objectId));
  const grants = GRANTS.of(vault);
  const key = `${role.guid}\n${person}`;
  let grant = grants.get(key);
  if (grant === undefined) {
    const id = `${role.name.replace(/ /g, '')}-${shortHash(person)}`;
    grant = PrincipalGrant._of(
      new generated.RoleAssignment(vault, id, {
        name: terraformUuid(`${role.guid}|${seed}|${withoutCase(objectId)}`),
        scope: vault.vaultId,
        roleDefinitionId: roleDefinitionId(subscriptionOf(vault), role),
        principalId: objectId,
        principalType: type,
        provider: vault.provider,
      }),
    );
    grants.set(key, grant);
  }
  return grant;
}

function subscriptionOf(vault: IBackupVault): string {
  const { vaultId, provider } = vault;
  // A vault that is made has no id before it exists; its subscription is known all the same.
  return isUnresolvedString(vaultId)
    ? providerIdentity(vault, provider).subscriptionId
    : armIdPart(vaultId, 'subscriptions');
}

import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import type { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { TerraformProvider, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { generated } from '../terraform/generated';
import { resolvedText } from '../terraform/known-text';
import { shortHash, terraformHash, terraformUuid } from '../terraform/names';
import { Registry } from '../terraform/registry';
import { isUnresolvedString } from '../time/token';
import { Principal } from '../vault/principal';

/** Somewhere that a role is assigned. */
export interface RolePlace {
  /** ARM id. */
  readonly id: string;
  /** Text that names the place before it exists. */
  readonly name: string;
  readonly subscriptionId: string;
  /** Undefined for a subscription as a whole. */
  readonly resourceGroupName?: string;
  readonly provider?: TerraformProvider;
}

/** What a custom role is called and allows. */
export interface RoleContent {
  readonly name: string;
  readonly description: string;
  readonly actions: readonly string[];
}

/**
 * One custom role of one subscription, shared by everybody of a stack who is given it: a tenant has a limited number of
 * them. It can be assigned in the resource groups that it is assigned in, or the whole subscription, and nowhere else.
 */
class SharedRole {
  private readonly definition: RoleDefinition;
  /** Text that names the role and no other of the tenant. */
  private readonly seed: string;
  private readonly groups = new Map<string, string>();
  private readonly assignments = new Map<string, RoleAssignment>();
  private isOfSubscription = false;

  public constructor(
    private readonly scope: Construct,
    id: string,
    content: RoleContent,
    first: RolePlace,
  ) {
    // A subscription that is written down may be the one of the provider, and its role another all the same.
    const seed = `${scope.node.path}/${id}|${first.subscriptionId}|${content.name}`;
    this.seed = seed;
    const hash = isUnresolvedString(seed) ? terraformHash(seed) : shortHash(seed);
    const scopes = this.scopesWith(first);
    this.definition = new generated.RoleDefinition(scope, id, {
      name: `${content.name} ${hash}`,
      roleDefinitionId: terraformUuid(seed),
      description: content.description,
      scope: scopes[0],
      assignableScopes: scopes,
      permissions: [{ actions: [...content.actions] }],
      provider: first.provider,
    });
  }

  public assign(place: RolePlace, principal: Principal): RoleAssignment {
    const scopes = this.scopesWith(place);
    this.definition.scope = scopes[0];
    this.definition.assignableScopes = scopes;
    const key = shortHash(`${this.textOf(place.name)}\n${this.textOf(principal.objectId)}\n${this.definition.node.id}`);
    const assignment = this.assignments.get(key) ?? this.newAssignment(key, place, principal);
    this.assignments.set(key, assignment);
    return assignment;
  }

  private newAssignment(key: string, place: RolePlace, { objectId, type }: Principal): RoleAssignment {
    return new generated.RoleAssignment(this.scope, `Assignment-${key}`, {
      name: terraformUuid(`${this.seed}|${place.name}|${objectId}`),
      scope: place.id,
      roleDefinitionId: this.definition.roleDefinitionResourceId,
      principalId: objectId,
      principalType: type,
      provider: place.provider,
    });
  }

  /** The first of them is where the definition is written, as Azure's own tools do. */
  private scopesWith({ subscriptionId, resourceGroupName }: RolePlace): string[] {
    const subscription = `/subscriptions/${subscriptionId}`;
    if (resourceGroupName === undefined) {
      this.isOfSubscription = true;
    } else {
      const key = this.textOf(resourceGroupName);
      if (!this.groups.has(key)) this.groups.set(key, `${subscription}/resourceGroups/${resourceGroupName}`);
    }
    return this.isOfSubscription ? [subscription] : [...this.groups.values()];
  }

  private textOf(text: string): string {
    return sameText(this.scope, text);
  }
}

/** Azure's names are the same in any case; what Terraform calls them isn't. */
function sameText(scope: IConstruct, text: string): string {
  return isUnresolvedString(text) ? resolvedText(scope, text) : text.toLowerCase();
}

const SHARED = new Registry<TerraformStack, Map<string, SharedRole>>(() => new Map());
const PLACE = 'OnDemandBackupOperators';

/** Gives somebody a custom role in a place, once however many constructs of the stack ask for it. */
export function assignRole(
  scope: IConstruct,
  content: RoleContent,
  place: RolePlace,
  principal: Principal,
): RoleAssignment {
  const stack = TerraformStack.of(scope);
  const roles = SHARED.of(stack);
  const key = [sameText(scope, place.subscriptionId), content.name, ...content.actions].join('\n');
  let role = roles.get(key);
  if (role === undefined) {
    const shared = (stack.node.tryFindChild(PLACE) as Construct | undefined) ?? new Construct(stack, PLACE);
    role = new SharedRole(shared, `Role-${shortHash(key)}`, content, place);
    roles.set(key, role);
  }
  return role.assign(place, principal);
}

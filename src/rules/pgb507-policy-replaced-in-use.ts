import { isDestroyed } from './change';
import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { InstanceFacts, PolicyFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { SOURCES } from '../matrix/source';

const LIMIT = 'a policy can be deleted when no instance uses it any more';
const MEND =
  'give the policy another name and `lifecycle { create_before_destroy = true }`: the instance takes the new one, then the old one goes';

/** PGB507: every argument of a policy replaces it, and a policy in use can't be deleted. */
export const POLICY_REPLACED_IN_USE: Rule = {
  id: 'PGB507',
  name: 'policy-replaced-in-use',
  severity: Severity.ERROR,
  decides: 'a plan deletes no policy that an instance keeps, and replaces one by a new one of another name first',
  why: 'Azure refuses to delete a policy in use (UserErrorDppPolicyObjectInUse), and azurerm can change nothing of a policy without deleting it.',
  sources: [SOURCES.azurermPolicyInUse, SOURCES.azurermPolicy],
  acknowledgeable: true,
  *evaluate(estate) {
    const planned = [...estate.policies, ...estate.removed.policies].filter(({ actions }) => actions !== undefined);
    // Who uses which policy is asked only where one goes.
    const users = planned.some(isDestroyed) ? usersByPolicy(estate) : new Map<string, InstanceFacts[]>();
    for (const policy of planned) yield isDestroyed(policy) ? judge(policy, users) : compliant(policy);
  },
  documentation: () => ({
    mend: `Give the new policy another name, a hash of its content for instance, and \`create_before_destroy\`. The constructs of this library do both.`,
    examples: {
      nonCompliant: {
        applied: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  time_zone = "UTC"
}
`,
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  time_zone = "W. Europe Standard Time"
}
`,
        plan: {
          'azurerm_data_protection_backup_policy_postgresql_flexible_server.weekly': ['delete', 'create'],
        },
      },
      compliant: {
        applied: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  name      = "weekly-4f1c"
  time_zone = "UTC"
}
`,
        hcl: `
resource "azurerm_data_protection_backup_policy_postgresql_flexible_server" "weekly" {
  name      = "weekly-9a02"
  time_zone = "W. Europe Standard Time"

  lifecycle {
    create_before_destroy = true
  }
}
`,
        plan: {
          'azurerm_data_protection_backup_policy_postgresql_flexible_server.weekly': ['create', 'delete'],
        },
      },
    },
  }),
};

/** Instances that exist and stay, by the id of the policy that they have. */
function usersByPolicy(estate: BackupInventory): ReadonlyMap<string, readonly InstanceFacts[]> {
  const users = new Map<string, InstanceFacts[]>();
  for (const instance of estate.instances) {
    const was = isDestroyed(instance) ? undefined : instance.before?.();
    if (was?.policyId.state !== 'known') continue;
    const list = users.get(was.policyId.value);
    if (list === undefined) users.set(was.policyId.value, [instance]);
    else list.push(instance);
  }
  return users;
}

function judge(policy: PolicyFacts, usersById: ReadonlyMap<string, readonly InstanceFacts[]>): Verdict {
  // One that goes for good is read as it is before.
  const was = policy.before?.() ?? policy;
  const users = was.id.state === 'known' ? (usersById.get(was.id.value) ?? []) : [];
  const id = was.id.state === 'known' ? was.id.value : undefined;
  const stays = users.find((user) => user.policyId.state === 'known' && user.policyId.value === id);
  const isReplaced = policy.actions?.includes('create') === true;
  if (stays !== undefined) return wrong(policy, isReplaced ? 'a replacement' : 'its deletion', stays);
  // What the instance takes instead decides; of a policy that stays in the configuration that is its successor.
  const successors = users.filter(({ policy: next }) => next.state !== 'resolved' || next.target.key === policy.key);
  if (successors.length === 0) return compliant(policy);
  const [user] = successors;
  if (!isReplaced) {
    const why = `what \`backup_policy_id\` of ${user.address} becomes is known when it is applied`;
    return undecided(policy, 'whether an instance keeps the policy', why);
  }
  if (policy.actions?.[0] === 'delete') return wrong(policy, 'its deletion before another is made', user);
  if (policy.name.state !== 'known' || was.name.state !== 'known') {
    return undecided(policy, 'whether the new policy has another `name`', whyMissing(policy.name));
  }
  if (policy.name.value !== was.name.value) return compliant(policy);
  return wrong(policy, `a new policy of the same name, ${policy.name.value}`, user);
}

function wrong(policy: PolicyFacts, got: string, user: InstanceFacts): Verdict {
  return violated(policy, {
    message: `a policy in use must stay until no instance uses it, got: ${got} while ${user.address} uses it`,
    got,
    limit: LIMIT,
    mend: MEND,
  });
}

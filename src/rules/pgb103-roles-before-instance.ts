import { grantsOfRole } from './role-grants';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { AssignmentFacts, InstanceFacts } from '../inventory/entities';
import { GrantsOn } from '../inventory/grants';
import { BackupInventory } from '../inventory/inventory';
import { unitOfKey } from '../inventory/value';
import { RoleKey, ROLES } from '../matrix/roles';
import { SOURCES } from '../matrix/source';

/** PGB103: without the order Terraform protects the server and assigns the roles at the same time. */
export const ROLES_BEFORE_INSTANCE: Rule = {
  id: 'PGB103',
  name: 'roles-before-instance',
  severity: Severity.ERROR,
  decides: 'the instance depends, directly or through anything between, on the role assignments that serve it',
  why: 'Protection that is configured before the roles hold ends in ProtectionError and leaves an instance behind that the next apply trips over.',
  sources: [SOURCES.azurermInstance],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const instance of estate.serverInstances) yield* judge(estate, instance);
  },
  documentation: () => ({
    mend: 'Name both role assignments in `depends_on` of the instance, best through a wait of a few minutes until the roles hold.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  depends_on = []
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  depends_on = [
    azurerm_role_assignment.long_term_retention,
    azurerm_role_assignment.reader,
  ]
}
`,
      },
    },
  }),
};

function judge(estate: BackupInventory, instance: InstanceFacts): readonly Verdict[] {
  const { vault, server } = instance;
  const what = 'the order of role assignments and instance';
  if (vault.state !== 'resolved') {
    return [undecided(instance, what, vault.state === 'unknown' ? vault.why : 'no vault is named')];
  }
  if (server.state !== 'resolved') {
    return [undecided(instance, what, server.state === 'unknown' ? server.why : 'no server is named')];
  }
  const grants = estate.grantsOn(vault.target, server.target, instance);
  const verdicts = [
    judgeRole(estate, instance, grants, 'longTermRetentionBackup'),
    judgeRole(estate, instance, grants, 'reader'),
  ].filter((verdict) => verdict !== undefined);
  return verdicts.length > 0 ? verdicts : [compliant(instance)];
}

/** Nothing where the order is right, or where no assignment serves the instance: that is for PGB101 and PGB102 to say. */
function judgeRole(
  estate: BackupInventory,
  instance: InstanceFacts,
  grants: GrantsOn,
  key: RoleKey,
): Verdict | undefined {
  const { sure, maybe } = grantsOfRole(grants, key, key === 'reader');
  const comesFirst = (assignment: AssignmentFacts) => estate.dependsOn(instance, assignment);
  const what = `whether ${ROLES[key].name} is assigned before the instance`;
  const discriminator = key;
  if (sure.length === 0) {
    // Where the instance waits for what may serve it, the order is right either way.
    const doubt = maybe.find(({ assignment }) => comesFirst(assignment) !== true);
    return doubt && undecided(instance, what, doubt.why, { discriminator });
  }
  const orders = sure.map(comesFirst);
  if (orders.includes(true)) return undefined;
  if (orders.includes('unknown')) {
    const why = `what it depends on isn't all shown here; name ${sure[0].address} in the instance's \`depends_on\``;
    return undecided(instance, what, why, { discriminator });
  }
  // A stack or module may be applied before the other, which no dependency between resources shows.
  const elsewhere = sure.find((assignment) => unitOfKey(assignment.key) !== unitOfKey(instance.key));
  if (elsewhere !== undefined) {
    return undecided(
      instance,
      what,
      `${elsewhere.address} lies in another stack or module; apply it first, or name it in the instance's \`depends_on\``,
      { discriminator },
    );
  }
  const [assignment] = sure;
  return violated(instance, {
    discriminator,
    message: `the instance must depend on the assignment of ${ROLES[key].name}, got: no path to ${assignment.address}`,
    limit: 'both role assignments come before the instance',
    mend: `add ${assignment.address} to the instance's \`depends_on\`, with a wait of a few minutes between them until the role holds, or let the construct do it`,
  });
}

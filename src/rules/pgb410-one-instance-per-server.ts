import { whyNoServer, whyUnlinked } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { InstanceFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { SOURCES } from '../matrix/source';

/** PGB410: whatever vault they are in, a server has one instance. */
export const ONE_INSTANCE_PER_SERVER: Rule = {
  id: 'PGB410',
  name: 'one-instance-per-server',
  severity: Severity.ERROR,
  decides: 'no two instances protect the same server',
  why: 'A server that a vault protects is refused to every other instance (UserErrorDppDatasourceAlreadyProtected).',
  sources: [SOURCES.restInstance, SOURCES.supportMatrixV2],
  acknowledgeable: true,
  *evaluate(estate) {
    const firsts = new Map<readonly InstanceFacts[], InstanceFacts>();
    for (const instance of estate.serverInstances) {
      const beside = estate.instancesBeside(instance);
      let first = firsts.get(beside);
      if (first === undefined) {
        // Of a block with `count` or `for_each` there may be none.
        first = beside.find(({ repeated }) => !repeated) ?? beside[0];
        firsts.set(beside, first);
      }
      yield judge(estate, instance, first);
    }
  },
  documentation: () => ({
    mend: 'Take one of the instances out; the other takes any policy of its vault in place.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "again" {
  name             = "pg-orders-again"
  location         = "westeurope"
  vault_id         = azurerm_data_protection_backup_vault.orders.id
  server_id        = azurerm_postgresql_flexible_server.orders.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.weekly.id
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  server_id = azurerm_postgresql_flexible_server.orders.id
}
`,
      },
    },
  }),
};

function judge(estate: BackupInventory, instance: InstanceFacts, first: InstanceFacts): Verdict {
  const { server } = instance;
  const what = 'whether another instance protects the same server';
  const open = server.state === 'absent' ? whyUnlinked(server, 'server') : whyNoServer(instance);
  if (open !== undefined) {
    // Alone in the estate it has nothing to be beside of, whatever its server is.
    if (estate.serverInstances.length === 1 && !instance.repeated) return compliant(instance);
    return undecided(instance, what, open);
  }
  const many = server.state === 'resolved' && server.target.repeated;
  if (first === instance) {
    const beside = server.state === 'resolved' ? estate.perhapsBeside(server.target) : undefined;
    if (beside !== undefined) {
      return undecided(instance, what, `whether ${beside.address} names the same server is not known yet`);
    }
    // Repeated over a repeated server each has its own; over one server all but one are too many.
    if (!instance.repeated || many) return compliant(instance);
    return undecided(instance, what, 'how many there are of it (`count` or `for_each`) is known in a plan');
  }
  if (many) {
    const why = `which of the servers behind ${server.target.address} it protects (\`count\` or \`for_each\`) is known in a plan`;
    return undecided(instance, what, why);
  }
  if (instance.repeated || first.repeated) {
    return undecided(
      instance,
      what,
      `whether there is any of it beside ${first.address} (\`count\` or \`for_each\`) is known in a plan`,
    );
  }
  return violated(instance, {
    message: `a server must be protected by one instance, got: a second one beside ${first.address}`,
    got: first.address,
    limit: 'one instance protects a server, in one vault',
    mend: `take one of the two out; ${first.address} takes another policy in place`,
  });
}

import { whyNoServer } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { Tri } from '../inventory/arm-scope';
import { ServerFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { LIMITS } from '../matrix/limits';
import { SOURCES } from '../matrix/source';

const { maxDays } = LIMITS.operationalRetention;

/** PGB901: what a server keeps of itself goes with it. */
export const SERVER_UNPROTECTED: Rule = {
  id: 'PGB901',
  name: 'server-unprotected',
  severity: Severity.WARNING,
  decides: 'a flexible server that is no replica is protected by an instance',
  why: `The server's own backups reach back ${maxDays} days at most, and are lost with the server and its subscription.`,
  sources: [SOURCES.backupOverview, LIMITS.operationalRetention.source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const server of estate.servers) if (server.origin === 'managed') yield judge(estate, server);
  },
  documentation: () => ({
    mend: 'Protect the server: `ProtectedFlexServer`, or `policy.protect(server)`, or the instance and its two role assignments by hand.',
    examples: {
      nonCompliant: {
        hcl: `
# azurerm_data_protection_backup_instance_postgresql_flexible_server.orders is missing

resource "azurerm_postgresql_flexible_server" "orders" {
  name = "pg-orders"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_instance_postgresql_flexible_server" "orders" {
  name             = "pg-orders"
  location         = "westeurope"
  vault_id         = azurerm_data_protection_backup_vault.orders.id
  server_id        = azurerm_postgresql_flexible_server.orders.id
  backup_policy_id = azurerm_data_protection_backup_policy_postgresql_flexible_server.weekly.id
}
`,
      },
    },
  }),
};

function judge(estate: BackupInventory, server: ServerFacts): Verdict {
  const instances = estate.instancesOf(server);
  const what = 'whether an instance protects it';
  if (instances.some(({ repeated }) => repeated === server.repeated)) return compliant(server);
  const replica = isReplica(server);
  if (replica === true) return compliant(server);
  const [instance] = instances;
  if (instance !== undefined) {
    const { address } = instance.repeated ? instance : server;
    return undecided(server, what, `how many there are of ${address} (\`count\` or \`for_each\`) is known in a plan`);
  }
  const open = estate.perhapsProtecting(server);
  if (open !== undefined) {
    const why = whyNoServer(open) ?? 'whether the server that it names is this one is not known yet';
    return undecided(server, what, `${open.address}: ${why}`);
  }
  if (replica === 'unknown') return undecided(server, what, 'whether it is a replica is known when Terraform plans');
  const unread = estate.unreadWith(server);
  if (unread !== undefined) return undecided(server, what, unread);
  return violated(server, {
    message: 'a flexible server must be protected by an instance of a backup vault, got: none',
    limit: `the server's own backups are kept for ${maxDays} days at most`,
    mend: 'protect it, or say in an acknowledgement why its data may be lost',
  });
}

function isReplica({ createMode, replicationRole }: ServerFacts): Tri {
  // The role None is what promotes a replica.
  if (replicationRole.state === 'known' && replicationRole.value === 'None') return false;
  if (createMode.state === 'absent' || (createMode.state === 'known' && createMode.value !== 'Replica')) return false;
  return createMode.state === 'known' && replicationRole.state === 'absent' ? true : 'unknown';
}

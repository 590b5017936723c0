import { actionsText, isDestroyed } from './change';
import { whyNoServer } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { InstanceFacts, ServerFacts, VaultFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';
import { SOURCES } from '../matrix/source';

const CONSEQUENCES = {
  vault: 'a vault goes when it holds no instance any more, and takes its backups with it',
  instance: 'deleting an instance stops protection and deletes its backups, at once or when soft delete ends',
  server: 'a server that is made anew has a new life: its backups belong to the one that is gone',
} as const;

/** PGB508: one line among many of a plan ends years of backups. Forms without a plan have nothing to say. */
export const PROTECTION_DESTROYED: Rule = {
  id: 'PGB508',
  name: 'protection-destroyed',
  severity: Severity.WARNING,
  decides: 'a plan deletes or replaces neither a vault nor an instance nor a server that an instance protects',
  why: 'The backups go with the instance, and a server of the same id can be protected again only when the old instance is purged.',
  sources: [SOURCES.secureByDefault, SOURCES.azurermInstance],
  acknowledgeable: true,
  *evaluate(estate) {
    const { removed } = estate;
    for (const resource of [...estate.vaults, ...removed.vaults, ...estate.instances, ...removed.instances]) {
      if (resource.actions !== undefined) yield judge(resource);
    }
    const servers = [...estate.servers, ...removed.servers];
    // Who is protected is asked only where it matters.
    const isProtected = servers.some(isDestroyed) ? protection(estate) : () => undefined;
    for (const server of servers) if (server.actions !== undefined) yield judge(server, isProtected);
  },
  documentation: () => ({
    mend: 'Find the argument that forces the replacement and take its change back. Where the resource is to go, acknowledge it, and see a restore of what must be kept through before.',
    examples: {
      nonCompliant: {
        applied: `
resource "azurerm_postgresql_flexible_server" "orders" {
  location = "northeurope"
}
`,
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  location = "westeurope"
}
`,
        plan: { 'azurerm_postgresql_flexible_server.orders': ['delete', 'create'] },
      },
      compliant: {
        applied: `
resource "azurerm_postgresql_flexible_server" "orders" {
  storage_mb = 131072
}
`,
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  storage_mb = 262144
}
`,
      },
    },
  }),
};

type Doubt = { readonly unknown: string };

function judge(
  resource: VaultFacts | InstanceFacts | ServerFacts,
  isProtected?: (server: ServerFacts) => true | Doubt | undefined,
): Verdict {
  if (!isDestroyed(resource)) return compliant(resource);
  const protectedServer = resource.kind === 'server' ? isProtected?.(resource) : true;
  if (protectedServer === undefined) return compliant(resource);
  if (protectedServer !== true) return undecided(resource, 'whether it is protected', protectedServer.unknown);
  const noun =
    resource.kind === 'server' ? 'a protected server' : resource.kind === 'vault' ? 'a vault' : 'an instance';
  const got = actionsText(resource);
  return violated(resource, {
    message: `a plan must leave ${noun} in place, got: ${got}`,
    got,
    limit: CONSEQUENCES[resource.kind],
    mend:
      got === 'delete' ? 'keep the resource in the configuration' : 'take back the change that forces the replacement',
  });
}

/** Who is protected before the plan or after it. */
function protection(estate: BackupInventory): (server: ServerFacts) => true | Doubt | undefined {
  const ids = new Set<string>();
  let doubt: Doubt | undefined;
  for (const instance of [...estate.serverInstances, ...estate.removed.instances]) {
    const was = instance.before?.() ?? instance;
    if (was.serverId.state === 'known') ids.add(was.serverId.value.toLowerCase());
    const open = whyNoServer(was);
    if (open !== undefined) doubt ??= { unknown: `${instance.address}: ${open}` };
  }
  return (server) => {
    if (estate.instancesOf(server).length > 0) return true;
    const was = server.before?.() ?? server;
    return was.id.state === 'known' && ids.has(was.id.value) ? true : doubt;
  };
}

import { whyMissing, whyUnlinked } from './missing-fact';
import { settle } from './parts';
import { Complaint, Rule, undecided, Verdict, violated } from './rule';
import { HOW_TO_KNOW_A_SERVER } from './subjects';
import { Severity } from '../findings/finding';
import { OnDemandBackupFacts, ServerFacts } from '../inventory/entities';
import { LIMITS } from '../matrix/limits';
import { tierOfSku } from '../matrix/sku';

const { excludedTiers, excludedStorageTypes, source } = LIMITS.onDemandBackup;

/** PGB704: not every server takes a backup when asked. */
export const ON_DEMAND_SERVER: Rule = {
  id: 'PGB704',
  name: 'on-demand-server',
  severity: Severity.ERROR,
  decides: 'on-demand backups are of servers that can take them: not Burstable, not on Premium SSD v2, no replica',
  why: 'Azure refuses the backup when it is made; its own daily backups go on whatever the server is.',
  sources: [source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const backup of estate.onDemandBackups) {
      const { server } = backup;
      if (server.state === 'resolved') {
        const of = server.target;
        yield* settle(backup, [tier(backup, of), storage(backup, of), replica(backup, of)]);
      } else {
        yield undecided(backup, 'whether its server takes on-demand backups', whyUnlinked(server, 'server'));
      }
    }
  },
  documentation: () => ({
    mend: 'Back up another server: a General Purpose or Memory Optimized one on Premium SSD, the primary rather than its replica. The automatic backups of every server are kept in any case.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  sku_name = "B_Standard_B2ms"
}

resource "azurerm_postgresql_flexible_server_backup" "release" {
  name      = "release-7"
  server_id = azurerm_postgresql_flexible_server.orders.id
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  sku_name = "GP_Standard_D4ds_v5"
}

resource "azurerm_postgresql_flexible_server_backup" "release" {
  name      = "release-7"
  server_id = azurerm_postgresql_flexible_server.orders.id
}
`,
      },
    },
  }),
};

function tier(backup: OnDemandBackupFacts, { sku, origin }: ServerFacts): Verdict | undefined {
  const found = sku.state === 'known' ? tierOfSku(sku.value) : undefined;
  if (sku.state !== 'known' || found === undefined) {
    const why = sku.state === 'known' ? `${sku.value} doesn't begin with a tier` : whyMissing(sku, 'it is not given');
    return open(backup, origin, 'sku_name', why);
  }
  if (!(excludedTiers as readonly string[]).includes(found)) return undefined;
  return wrong(backup, 'sku_name', `not be of the tier ${excludedTiers.join(' or ')}`, sku.value, {
    mend: 'scale the server to General Purpose, or rely on its automatic backups',
  });
}

function storage(backup: OnDemandBackupFacts, { storageType, origin }: ServerFacts): Verdict | undefined {
  if (storageType.state === 'unknown') return open(backup, origin, 'storage_type', storageType.why);
  if (storageType.state === 'absent') return undefined;
  if (!(excludedStorageTypes as readonly string[]).includes(storageType.value)) return undefined;
  return wrong(backup, 'storage_type', `not be ${excludedStorageTypes.join(' or ')}`, storageType.value, {
    mend: 'rely on the automatic backups of the server',
  });
}

function replica(
  backup: OnDemandBackupFacts,
  { createMode, replicationRole, origin }: ServerFacts,
): Verdict | undefined {
  // The role None is what promotes a replica.
  if (replicationRole.state === 'known' && replicationRole.value === 'None') return undefined;
  if (createMode.state === 'unknown') return open(backup, origin, 'create_mode', createMode.why);
  if (createMode.state === 'absent' || createMode.value !== 'Replica') return undefined;
  if (replicationRole.state === 'unknown') return open(backup, origin, 'replication_role', replicationRole.why);
  return wrong(backup, 'create_mode', 'not be Replica', createMode.value, { mend: 'back up its primary' });
}

function open(backup: OnDemandBackupFacts, origin: ServerFacts['origin'], argument: string, why: string): Verdict {
  const mend = origin === 'managed' ? {} : { mend: HOW_TO_KNOW_A_SERVER };
  return undecided(backup, `\`${argument}\` of its server`, why, { discriminator: argument, source, ...mend });
}

function wrong(
  backup: OnDemandBackupFacts,
  argument: string,
  must: string,
  got: string,
  rest: Pick<Complaint, 'mend'>,
): Verdict {
  return violated(backup, {
    message: `\`${argument}\` of a server with on-demand backups must ${must}, got: ${got}`,
    got,
    limit: 'Burstable servers, servers on Premium SSD v2 and replicas take no on-demand backups',
    discriminator: argument,
    source,
    ...rest,
  });
}

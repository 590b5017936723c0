import { OnDemandBackupFacts, ServerFacts } from '../inventory/entities';
import { BackupInventory } from '../inventory/inventory';

/** The on-demand backups of one server. */
export interface BackupsOfServer {
  readonly server: ServerFacts;
  readonly backups: OnDemandBackupFacts[];
}

/** By server, in the order of their first backups; those of an unknown server apart. */
export function onDemandBackups(estate: BackupInventory): {
  readonly byServer: readonly BackupsOfServer[];
  readonly ofUnknown: readonly OnDemandBackupFacts[];
} {
  const byServer = new Map<string, BackupsOfServer>();
  const ofUnknown: OnDemandBackupFacts[] = [];
  for (const backup of estate.onDemandBackups) {
    const { server } = backup;
    if (server.state !== 'resolved') {
      ofUnknown.push(backup);
      continue;
    }
    const found = byServer.get(server.target.key);
    if (found === undefined) byServer.set(server.target.key, { server: server.target, backups: [backup] });
    else found.backups.push(backup);
  }
  return { byServer: [...byServer.values()], ofUnknown };
}

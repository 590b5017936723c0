import { PostgresqlFlexibleServerBackup as Backup } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server-backup';
import { RawEstate } from './kit';

/** An on-demand backup of the estate's server. */
export function onDemand({ stack, server }: RawEstate, id: string, over: Record<string, unknown> = {}): Backup {
  return new Backup(stack, id, { name: id, serverId: server.id, ...over });
}

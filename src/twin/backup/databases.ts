import { datasourceOf } from './permission';
import { parseId } from '../arm/resource-id';
import type { Azure } from '../azure';
import { DATABASE_TYPE } from '../resources/flexible-server-database';
import type { Resource } from '../state/resources';

/** Owned by `azuresu` or `azure_pg_admin`, the native database of PostgreSQL among them: backups leave them out. */
const LEFT_OUT = ['azure_maintenance', 'azure_sys', 'postgres'];

/** The databases that a backup of an instance holds. Who owns one can't be told over ARM, so that all others count. The dump of a server, where there is one, is what it holds. */
export function databasesOf({ resources, settings }: Azure, instance: Resource): string[] {
  const serverId = datasourceOf(instance);
  const dumped = settings.dumps?.databasesOf(parseId(serverId).name);
  const names = dumped ?? resources.children(serverId, DATABASE_TYPE).map(({ name }) => name);
  return names.filter((name) => !LEFT_OUT.includes(name));
}

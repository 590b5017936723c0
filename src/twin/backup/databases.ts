import { datasourceOf } from './permission';
import type { Azure } from '../azure';
import { DATABASE_TYPE } from '../resources/flexible-server-database';
import type { Resource } from '../state/resources';

/** Owned by `azuresu` or `azure_pg_admin`, the native database of PostgreSQL among them: backups leave them out. */
const LEFT_OUT = ['azure_maintenance', 'azure_sys', 'postgres'];

/** The databases that a backup of an instance holds. Who owns one can't be told over ARM, so that all others count. */
export function databasesOf({ resources }: Azure, instance: Resource): string[] {
  return resources
    .children(datasourceOf(instance), DATABASE_TYPE)
    .map(({ name }) => name)
    .filter((name) => !LEFT_OUT.includes(name));
}

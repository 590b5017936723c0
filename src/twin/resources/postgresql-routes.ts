import { CLUSTER_ROUTES } from './cluster';
import { CLUSTER_CONFIGURATION_ROUTES } from './cluster-configuration';
import { CLUSTER_FIREWALL_RULE_ROUTES } from './cluster-firewall-rule';
import { CLUSTER_POWER_ROUTES } from './cluster-power';
import { CLUSTER_LINK_ROUTES } from './cluster-private-link';
import { CLUSTER_ROLE_ROUTES } from './cluster-role';
import { CLUSTER_SERVER_ROUTES } from './cluster-servers';
import { FLEXIBLE_SERVER_ROUTES } from './flexible-server';
import { ADMINISTRATOR_ROUTES } from './flexible-server-administrator';
import { BACKUP_ROUTES } from './flexible-server-backup';
import { CONFIGURATION_ROUTES } from './flexible-server-configuration';
import { DATABASE_ROUTES } from './flexible-server-database';
import { FIREWALL_RULE_ROUTES } from './flexible-server-firewall-rule';
import { POWER_ROUTES } from './flexible-server-power';
import { PRIVATE_LINK_ROUTES } from './flexible-server-private-link';
import { VIRTUAL_ENDPOINT_ROUTES } from './flexible-server-virtual-endpoint';
import { POSTGRESQL_LOCATION_ROUTES } from './postgresql-location';
import type { Route } from '../arm/route';

/** Everything of Microsoft.DBforPostgreSQL that is about flexible servers and about clusters of Azure Cosmos DB. */
export const POSTGRESQL_ROUTES: readonly Route[] = [
  ...FLEXIBLE_SERVER_ROUTES,
  ...POWER_ROUTES,
  ...ADMINISTRATOR_ROUTES,
  ...BACKUP_ROUTES,
  ...CONFIGURATION_ROUTES,
  ...DATABASE_ROUTES,
  ...FIREWALL_RULE_ROUTES,
  ...PRIVATE_LINK_ROUTES,
  ...VIRTUAL_ENDPOINT_ROUTES,
  ...CLUSTER_ROUTES,
  ...CLUSTER_POWER_ROUTES,
  ...CLUSTER_CONFIGURATION_ROUTES,
  ...CLUSTER_FIREWALL_RULE_ROUTES,
  ...CLUSTER_LINK_ROUTES,
  ...CLUSTER_ROLE_ROUTES,
  ...CLUSTER_SERVER_ROUTES,
  ...POSTGRESQL_LOCATION_ROUTES,
];

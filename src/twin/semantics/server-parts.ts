import type { Semantic } from './semantic';
import { SERVER_SOURCES as SOURCES } from './server-sources';

/** What belongs to a flexible server: backups, databases, rules, parameters, endpoints. */
export const SERVER_PART_SEMANTICS: readonly Semantic[] = [
  {
    id: 'on-demand-kept',
    says: 'An on-demand backup is kept as long as the retention of the server says, or until it is deleted.',
    source: SOURCES.backup,
  },
  { id: 'on-demand-most', says: 'A server has at most 7 on-demand backups.', source: SOURCES.backup },
  {
    id: 'on-demand-unsupported',
    says: 'Burstable servers, Premium SSD v2 and replicas have no on-demand backups.',
    source: SOURCES.backup,
  },
  {
    id: 'on-demand-twice',
    says: 'A second backup of the same name, or while another is made, ends with InternalServerError.',
    source: SOURCES.performBackups,
  },
  {
    id: 'on-demand-permission',
    says: 'Somebody who was given roles needs one with flexibleServers/backups/write to take a backup, and read or delete for the rest: AuthorizationFailed. Who has none is taken for the owner.',
    source: SOURCES.onDemandPortal,
  },
  {
    id: 'on-demand-delete-missing',
    says: 'Deleting a backup that does not exist is no error.',
    source: SOURCES.deleteBackups,
  },
  {
    id: 'automatic-backups',
    says: 'The service makes a backup with the server and each day after, which nobody deletes; none while the server is stopped.',
    source: SOURCES.backup,
  },
  {
    id: 'database-system',
    says: 'Every server has azure_maintenance, azure_sys and postgres from the start.',
    source: SOURCES.cli,
  },
  {
    id: 'database-fixed',
    says: 'A database never changes its character set or collation; system databases are not deleted.',
    source: SOURCES.azurerm,
  },
  {
    id: 'database-elastic',
    says: 'An elastic cluster has one database of its own, and no other is made.',
    source: SOURCES.elasticClusters,
  },
  {
    id: 'firewall-rule',
    says: 'A firewall rule has a valid name and a range of IPv4 addresses.',
    source: SOURCES.spec,
  },
  { id: 'firewall-private', says: 'A server in a virtual network has no firewall rules.', source: SOURCES.limits },
  {
    id: 'administrator',
    says: 'Microsoft Entra administrators need a server with that authentication.',
    source: SOURCES.azurerm,
  },
  {
    id: 'parameter-always',
    says: 'Every server parameter can be read, and has a default, from the start.',
    source: SOURCES.azurerm,
  },
  {
    id: 'parameter-value',
    says: 'A value outside what a parameter allows, and any of a read-only one, is refused.',
    source: SOURCES.spec,
  },
  { id: 'parameter-static', says: 'A static parameter waits for a restart.', source: SOURCES.spec },
  {
    id: 'parameter-default',
    says: 'A parameter that is set to its default counts as the default of the system.',
    source: SOURCES.cli,
  },
  {
    id: 'parameter-stopped',
    says: 'The parameters of a stopped server are not listed.',
    source: SOURCES.stoppedParameters,
  },
  {
    id: 'virtual-endpoint',
    says: 'A virtual endpoint belongs to a primary, one at most, and leads to it or to one of its replicas.',
    source: SOURCES.virtualEndpoints,
  },
  {
    id: 'private-link',
    says: 'A server tells the private endpoints that are connected to it, and what they can connect to.',
    source: SOURCES.spec,
  },
  {
    id: 'server-capabilities',
    says: 'A location tells the tiers, sizes, versions and features that a server can have there.',
    source: SOURCES.cli,
  },
  { id: 'server-name-check', says: 'A name can be checked before a server is made.', source: SOURCES.spec },
];

import { CLUSTER_SOURCES as SOURCES } from './cluster-sources';
import type { Semantic } from './semantic';

/** What it takes to make a cluster of Azure Cosmos DB for PostgreSQL, and what can become of it. */
const MADE: readonly Semantic[] = [
  {
    id: 'cluster-running',
    says: 'Every write of a cluster and of its parts is followed as an operation: 201 where it makes something, 200 where it changes it, 202 where it deletes.',
    source: SOURCES.spec,
  },
  {
    id: 'cluster-defaults',
    says: 'A new cluster has the newest versions, passwords, a coordinator with public access and workers without, no high availability, and no maintenance window of its own.',
    source: SOURCES.spec,
  },
  {
    id: 'cluster-required',
    says: 'A cluster that is made from nothing needs a password, the number of workers, and the size of the coordinator.',
    source: SOURCES.spec,
  },
  { id: 'cluster-secret', says: 'The passwords of cluster and roles are never told.', source: SOURCES.spec },
  {
    id: 'cluster-older-api',
    says: 'API version 2022-11-08 neither takes nor tells geo-redundant backup, Microsoft Entra, keys of the customer and the name of the database.',
    source: SOURCES.stableSpec,
  },
  {
    id: 'cluster-name',
    says: 'A cluster name has 3 to 40 lower-case letters, digits and hyphens, begins and ends with none, and is not all digits.',
    source: SOURCES.spec,
  },
  { id: 'cluster-name-unique', says: 'No two clusters of anybody have the same name.', source: SOURCES.spec },
  { id: 'cluster-name-check', says: 'A name can be checked before a cluster is made.', source: SOURCES.spec },
  { id: 'cluster-region', says: 'A cluster is made in one of the 31 regions of the service.', source: SOURCES.regions },
  {
    id: 'cluster-nodes',
    says: 'A cluster has no workers or 2 to 20; the first place its shards on the coordinator.',
    source: SOURCES.azurerm,
  },
  {
    id: 'cluster-compute',
    says: 'Coordinator, workers and single nodes have numbers of vCores of their own.',
    source: SOURCES.compute,
  },
  {
    id: 'cluster-sku',
    says: 'An edition that has no such number of vCores is refused in the words of the service.',
    source: SOURCES.noSku,
  },
  {
    id: 'cluster-storage',
    says: 'A node has one of the storage sizes of the service; a single node 2 TiB at most, and from 1 TiB on 8 vCores.',
    source: SOURCES.compute,
  },
  {
    id: 'cluster-burstable',
    says: 'Burstable compute is for single nodes of 32 to 128 GiB, without high availability and without PostgreSQL 11.',
    source: SOURCES.limits,
  },
  {
    id: 'cluster-version',
    says: 'A new cluster can run on a version of PostgreSQL until the day of its retirement, by the clock; copies of clusters can longer.',
    source: SOURCES.versions,
  },
  {
    id: 'cluster-citus',
    says: 'A version of PostgreSQL has its versions of Citus, and the newest of them unless another is sent.',
    source: SOURCES.extensions,
  },
  {
    id: 'cluster-geo-region',
    says: 'Geo-redundant backup needs a region whose backups are stored in another.',
    source: SOURCES.regions,
  },
  {
    id: 'cluster-geo-burstable',
    says: 'Burstable compute has no geo-redundant backup.',
    source: SOURCES.limits,
  },
  {
    id: 'cluster-geo-key',
    says: 'Geo-redundant backup and a key of the customer exclude each other.',
    source: SOURCES.limits,
  },
  {
    id: 'cluster-key',
    says: 'A key of the customer needs an identity that is assigned to the cluster.',
    source: SOURCES.spec,
  },
  {
    id: 'cluster-sign-in',
    says: 'PostgreSQL and Microsoft Entra authentication are changed at any time; Entra needs PostgreSQL 14 or newer.',
    source: SOURCES.authentication,
  },
];

const CHANGED: readonly Semantic[] = [
  {
    id: 'cluster-geo-fixed',
    says: 'Geo-redundant backup is enabled when a cluster is created or restored only, and never disabled.',
    source: SOURCES.limits,
  },
  {
    id: 'cluster-key-fixed',
    says: 'Whether a key of the customer encrypts a cluster is decided when it is created or restored.',
    source: SOURCES.limits,
  },
  {
    id: 'cluster-database',
    says: 'The database of a cluster is named when the cluster is created.',
    source: SOURCES.limits,
  },
  { id: 'cluster-storage-shrink', says: 'Storage of a node never gets smaller.', source: SOURCES.limits },
  { id: 'cluster-workers-stay', says: 'A cluster only gains workers.', source: SOURCES.scale },
  {
    id: 'cluster-burstable-left',
    says: 'A burstable cluster can become a regular one or get workers, and never goes back.',
    source: SOURCES.burstable,
  },
  {
    id: 'cluster-version-up',
    says: 'Versions only rise, not on burstable compute; a new PostgreSQL brings the newest Citus.',
    source: SOURCES.upgrades,
  },
  {
    id: 'cluster-window',
    says: 'A maintenance window has a day from 0 to 6 and a time of day.',
    source: SOURCES.azurerm,
  },
  {
    id: 'cluster-stop',
    says: 'A stopped cluster can be started, deleted and looked at, and stays stopped for as long as nobody starts it.',
    source: SOURCES.power,
  },
  {
    id: 'cluster-gone',
    says: 'A deleted cluster is gone with its backups: nothing lists it, and it is not restored.',
    source: SOURCES.backup,
  },
  {
    id: 'cluster-lock',
    says: 'A lock on the cluster, its resource group or its subscription keeps it from being deleted.',
    source: SOURCES.backup,
  },
];

const COPIED: readonly Semantic[] = [
  {
    id: 'cluster-restore',
    says: 'A restore makes a new cluster with the nodes, vCores, storage, roles, PostgreSQL and Citus versions of its source, whatever is sent.',
    source: SOURCES.backup,
  },
  {
    id: 'cluster-restore-window',
    says: 'A cluster is restored to a moment of the last 35 days since it exists, not of the future.',
    source: SOURCES.backup,
  },
  {
    id: 'cluster-restore-network',
    says: 'A restored cluster has neither the firewall rules nor the private endpoints nor the access settings of its source.',
    source: SOURCES.backup,
  },
  {
    id: 'cluster-restore-place',
    says: 'A cluster is restored into the subscription and resource group of its source.',
    source: SOURCES.backup,
  },
  {
    id: 'cluster-restore-region',
    says: 'A cluster is restored in its region, or with geo-redundant backup in the one that stores it.',
    source: SOURCES.backup,
  },
  {
    id: 'cluster-restore-choices',
    says: 'Geo-redundant backup and the key of the customer are chosen anew in a restore.',
    source: SOURCES.limits,
  },
  {
    id: 'cluster-restore-defaults',
    says: 'A restored cluster has high availability only where that is sent, and the parameters of its nodes at their defaults.',
    source: SOURCES.backup,
  },
  {
    id: 'cluster-replica',
    says: 'A source without a point in time makes a read replica, which inherits compute, storage, workers and roles, and no firewall rules.',
    source: SOURCES.replicas,
  },
  { id: 'cluster-replica-most', says: 'A cluster has at most five read replicas.', source: SOURCES.replicas },
  {
    id: 'cluster-replica-cascade',
    says: 'A read replica has no read replicas.',
    source: SOURCES.replicas,
  },
  { id: 'cluster-replica-burstable', says: 'Burstable compute has no read replicas.', source: SOURCES.limits },
  {
    id: 'cluster-replica-geo',
    says: 'A cluster has no read replica in the region that stores its geo-redundant backup.',
    source: SOURCES.limits,
  },
  {
    id: 'cluster-replica-fixed',
    says: 'The compute of a read replica can be changed, its storage and number of workers not.',
    source: SOURCES.replicas,
  },
  {
    id: 'cluster-promote',
    says: 'A promoted read replica is a cluster of its own, and can get geo-redundant backup by it.',
    source: SOURCES.spec,
  },
];

const PARTS: readonly Semantic[] = [
  {
    id: 'cluster-servers',
    says: 'A cluster tells its coordinator and its workers, each with its role, size and state.',
    source: SOURCES.spec,
  },
  {
    id: 'cluster-domain',
    says: 'Every node has a name below postgres.cosmos.azure.com, with an id that is unique to the cluster.',
    source: SOURCES.domains,
  },
  { id: 'cluster-firewall-rule', says: 'A firewall rule is a range of IPv4 addresses.', source: SOURCES.spec },
  {
    id: 'cluster-role',
    says: 'A role has a password or an identity; the name of the built-in role citus is taken.',
    source: SOURCES.authentication,
  },
  {
    id: 'cluster-role-entra',
    says: 'Roles of Microsoft Entra need that authentication, and are users and service principals, not groups.',
    source: SOURCES.limits,
  },
  {
    id: 'cluster-parameter',
    says: 'Every parameter can be read for coordinator and workers, has a default from the start, and takes what it allows.',
    source: SOURCES.spec,
  },
  {
    id: 'cluster-connections',
    says: 'How many connections a node takes depends on its vCores.',
    source: SOURCES.limits,
  },
  {
    id: 'cluster-private-link',
    says: 'Private endpoints connect to coordinator and workers, each by its own name, and the cluster tells and decides their connections.',
    source: SOURCES.privateAccess,
  },
  {
    id: 'cluster-private-key',
    says: 'A cluster that a key of the customer encrypts has no private endpoints.',
    source: SOURCES.limits,
  },
];

export const CLUSTER_SEMANTICS: readonly Semantic[] = [...MADE, ...CHANGED, ...COPIED, ...PARTS];

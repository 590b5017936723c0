import { Source, SOURCES } from './source';

/**
 * What a restore does to the thing that a task is about: it asks for a choice that can't be made later, brings it back as
 * Azure has it by default, leaves it out, or takes it over from the original, so that it only has to be looked at.
 */
export type ClusterRestoreEffect = 'choice' | 'default' | 'missing' | 'kept';

/** A thing to do when a cluster of Azure Cosmos DB for PostgreSQL is restored. */
export interface ClusterRestoreTask {
  /** Stable, for whoever wants to say more about one task. */
  readonly id: string;
  readonly effect: ClusterRestoreEffect;
  /** A sentence without its period. */
  readonly task: string;
  /** Likewise. */
  readonly why: string;
  readonly source: Source;
}

/** What the restored cluster has as the original had it. */
export const CLUSTER_RESTORE_KEEPS = {
  settings: [
    'number of nodes',
    'vCores',
    'storage size',
    'user roles',
    'PostgreSQL version',
    'Citus version',
  ] as readonly string[],
  source: SOURCES.clusterBackup,
};

/** In most cases a restore is done after so many hours. */
export const CLUSTER_RESTORE_USUALLY = { hours: 1, source: SOURCES.clusterBackup } as const;

/**
 * The checklist of a restore, in the order in which it is worked off: what has to be said when the cluster is made, what
 * opens it, what protects it, and last what leads to it.
 */
export const CLUSTER_RESTORE_TASKS: readonly ClusterRestoreTask[] = [
  {
    id: 'geo-backup',
    effect: 'choice',
    task: 'Choose again whether the backups of the restored cluster are geo-redundant',
    why: 'It is chosen when a cluster is made or restored, and can not be turned off afterwards',
    source: SOURCES.clusterRestore,
  },
  {
    id: 'encryption',
    effect: 'choice',
    task: 'Choose again whether a key of your own encrypts the restored cluster',
    why: 'It can be turned on or off for a restored cluster, and only when it is made; not together with geo-redundant backup',
    source: SOURCES.clusterLimits,
  },
  {
    id: 'network',
    effect: 'default',
    task: 'Make the firewall rules and private endpoints again',
    why: 'Networking is not copied from the original but comes back to its defaults: nobody gets in before',
    source: SOURCES.clusterRestore,
  },
  {
    id: 'settings',
    effect: 'default',
    task: 'State high availability, maintenance window and tags again',
    why: 'They are not among the settings that a restored cluster is said to take over',
    source: SOURCES.clusterBackup,
  },
  {
    id: 'logins',
    effect: 'kept',
    task: 'Check that logins and the permissions in the databases are as they should be',
    why: 'User roles come along, as they were at the point in time of the restore',
    source: SOURCES.clusterRestore,
  },
  {
    id: 'lock',
    effect: 'missing',
    task: 'Put a CanNotDelete lock on the restored cluster',
    why: 'It is a new resource, and a cluster that is deleted can not be restored',
    source: SOURCES.clusterBackup,
  },
  {
    id: 'alerts',
    effect: 'missing',
    task: 'Set up the alerts again',
    why: 'Those of the original watch the original',
    source: SOURCES.clusterRestore,
  },
  {
    id: 'clients',
    effect: 'missing',
    task: 'Lead clients and applications to the restored cluster, where it takes the place of the original',
    why: 'It has a name and a host name of its own',
    source: SOURCES.clusterRestore,
  },
];

import type { Semantic } from './semantic';
import { SERVER_SOURCES as SOURCES } from './server-sources';

/** Servers that are made from another: restored ones, and read replicas. */
export const SERVER_COPY_SEMANTICS: readonly Semantic[] = [
  {
    id: 'server-restore',
    says: 'A restored server is a copy in the region of its source, at least as large and of no lower tier.',
    source: SOURCES.backup,
  },
  {
    id: 'server-restore-window',
    says: 'A server is restored to a moment between its earliest backup that is kept and now.',
    source: SOURCES.backup,
  },
  {
    id: 'server-restore-plain',
    says: 'A restored server has no high availability, whatever is asked for.',
    source: SOURCES.restoredAvailability,
  },
  {
    id: 'server-restore-network',
    says: 'A restore never crosses between public access and a virtual network.',
    source: SOURCES.backup,
  },
  {
    id: 'server-restore-contents',
    says: 'A restored server has the databases of its source, and neither its firewall rules nor its parameters.',
    source: SOURCES.backup,
  },
  {
    id: 'server-geo-restore',
    says: 'A geo-restore needs geo-redundant backup, goes to the paired region an hour after the first backup, and keeps the size.',
    source: SOURCES.backup,
  },
  {
    id: 'server-revive',
    says: 'A deleted server can be brought back for 5 days, in its subscription and region, from api-version 2025-08-01 on.',
    source: SOURCES.restoreDeleted,
  },
  {
    id: 'replica-made',
    says: 'A replica tells its source and its role, and starts with the databases, parameters and firewall rules of its primary.',
    source: SOURCES.replicas,
  },
  { id: 'replica-most', says: 'A server has at most 5 replicas, an elastic cluster 1.', source: SOURCES.replicas },
  { id: 'replica-tier', says: 'Burstable servers have no replicas and are none.', source: SOURCES.replicas },
  {
    id: 'replica-unsupported',
    says: 'A replica has neither high availability nor geo-redundant backup.',
    source: SOURCES.replicas,
  },
  {
    id: 'replica-size',
    says: 'A replica has no less storage and no fewer vCores than its source, then and later.',
    source: SOURCES.replicas,
  },
  {
    id: 'replica-autogrow',
    says: 'Where storage grows by itself on a source, it does on its replicas.',
    source: SOURCES.replicas,
  },
  {
    id: 'replica-cascade',
    says: 'A replica has replicas in some regions, from PostgreSQL 14 on, two levels deep.',
    source: SOURCES.replicas,
  },
  { id: 'replica-no-restore', says: 'A replica has no backups and is not restored.', source: SOURCES.replicas },
  {
    id: 'replica-password',
    says: 'The password is not changed while a replica is promoted.',
    source: SOURCES.replicas,
  },
  {
    id: 'replica-alone',
    says: 'A replica that is promoted to stand alone is a primary without a source.',
    source: SOURCES.promotedRole,
  },
  {
    id: 'replica-switchover',
    says: 'A switchover swaps the roles of two servers of the same size that share a virtual endpoint, which goes with the primary.',
    source: SOURCES.promote,
  },
  {
    id: 'replica-switchover-source',
    says: 'From api-version 2026-04-01-preview on a switchover names the source server.',
    source: SOURCES.switchoverSource,
  },
  { id: 'server-delete-replicas', says: 'A server with replicas is not deleted.', source: SOURCES.replicas },
];
